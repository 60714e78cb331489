"""The one place where the parts are put together. Knows nothing of Streamlit: the command line uses
it too."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from lagesbild import settings
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.catalogue import Catalog
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.geography import Area
from lagesbild.domain.person import Person, Role
from lagesbild.sample.loading import load_example_data
from lagesbild.store.areas import add_areas, list_areas
from lagesbild.store.connection import Store, data_version, open_store
from lagesbild.store.definitions import list_indicators, list_measures
from lagesbild.store.observations import has_observations

CATALOG_FOLDER = settings.DATA / "catalog"
AREAS_FILE = settings.DATA / "reference" / "areas.csv"

LOCAL_PERSON_ID = "lokal"


@dataclass(slots=True)
class Context:
    """An opened installation. Catalogue and areas follow the data version."""

    store: Store
    folder: Path
    _definitions: Catalog
    _seen: dict[tuple[str, int, str | None], object] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def archive(self) -> Path:
        """Where delivered files are kept, named by their content."""
        return self.folder / "arkiv"

    def data_version(self) -> int:
        return data_version(self.store)

    def catalog(self) -> Catalog:
        """The files of data/catalog and what deliveries have added."""
        return self._remembered("catalog", None, self._read_catalog)  # type: ignore[return-value]

    def areas(self, kommun_code: str | None) -> dict[str, Area]:
        """Areas by code: the shared ones and those of the given kommun."""
        return self._remembered(  # type: ignore[return-value]
            "areas", kommun_code,
            lambda: {area.code: area for area in list_areas(self.store, kommun_code=kommun_code)},
        )  # fmt: skip

    def inquiry(self, *, person: Person, kommun_code: str | None = None) -> Inquiry:
        """What an analysis is asked with."""
        return Inquiry(
            store=self.store,
            catalog=self.catalog(),
            areas=self.areas(person.kommun_code),
            person=person,
            kommun_code=kommun_code or person.kommun_code or settings.home_kommun(),
            today=settings.today(),
        )

    def _read_catalog(self) -> Catalog:
        return self._definitions.with_delivered(
            measures=list_measures(self.store), indicators=list_indicators(self.store)
        )

    def _remembered(self, what: str, whose: str | None, make) -> object:  # type: ignore[no-untyped-def]
        key = (what, self.data_version(), whose)
        with self._lock:
            if key not in self._seen:
                self._seen = {k: v for k, v in self._seen.items() if k[1] == key[1]}
                self._seen[key] = make()
            return self._seen[key]


def local_person() -> Person:
    """The only user of an installation without sign-in: all rights, home kommun."""
    return Person(
        id=LOCAL_PERSON_ID, name="Lokal användare", role=Role.ADMINISTRATOR,
        kommun_code=settings.home_kommun(),
    )  # fmt: skip


def open_context(folder: Path | None = None) -> Context:
    """Open the installation's store, with its areas; without figures when it is new.

    raises  SetupError DB-001 when another process has the database open
    """
    chosen = folder or settings.data_folder()
    store = open_store(chosen)
    if not list_areas(store):
        add_areas(store, load_areas(AREAS_FILE))
    return Context(store=store, folder=chosen, _definitions=load_catalog(CATALOG_FOLDER))


def fill_when_empty(context: Context) -> bool:
    """Load the invented example data into a store that nobody has delivered to; True if it was."""
    if has_observations(context.store) or not settings.loads_example_data():
        return False
    load_example_data(
        context.store, catalog=context.catalog(), areas=load_areas(AREAS_FILE), today=settings.today()
    )  # fmt: skip
    return True
