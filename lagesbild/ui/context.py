"""The one place where the parts are put together. Knows nothing of Streamlit: the command line uses
it too."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from lagesbild import settings
from lagesbild.access.identity import Claims, RoleSource, recognise
from lagesbild.analysis.audit_log import NOBODYS_NAMES
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.protection import Protector
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.catalogue import Catalog
from lagesbild.catalog.corrections import load_corrections
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.geography import Area, division_of
from lagesbild.domain.person import Member, Person, Role
from lagesbild.ingest.archive import Interrupted, note_example, settle
from lagesbild.sample.loading import load_example_data
from lagesbild.sample.records import load_example_records
from lagesbild.store.areas import Boundary, add_areas, list_areas, list_boundaries
from lagesbild.store.audit import append_audit, audit_end, find_break, prune_audit
from lagesbild.store.connection import Store, data_version, open_store
from lagesbild.store.definitions import ANYONES, list_indicators, list_measures
from lagesbild.store.groups import list_kommun_groups
from lagesbild.store.lookups import read_lookups
from lagesbild.store.observations import fetch_extent, has_observations
from lagesbild.store.people import list_members, people_version
from lagesbild.workspace.people import appoint_first, bind_member

CATALOG_FOLDER = settings.DATA / "catalog"
CORRECTIONS_FOLDER = settings.DATA / "corrections"
AREAS_FILE = settings.DATA / "reference" / "areas.csv"

LOCAL_PERSON_ID = "lokal"
INSTALLATION = Person(id="installation", name="Installationen", role=Role.ADMINISTRATOR)
"""Who does what no person asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnParts:
    """A kommun's parts of one division, ready to be drawn.

    collection   GeoJSON; feature id = area code, properties.name = name
    attribution  whose boundaries these are
    """

    collection: dict[str, Any]
    attribution: str

    @property
    def codes(self) -> list[str]:
        return [feature["id"] for feature in self.collection["features"]]


@dataclass(slots=True)
class Context:
    """An opened installation. Catalogue and areas follow the data version.

    interrupted  what the last run left unfinished, and what became of it
    """

    store: Store
    folder: Path
    _definitions: Catalog
    interrupted: tuple[Interrupted, ...] = ()
    _seen: dict[tuple[str, int, str | None], object] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _members: tuple[int, tuple[Member, ...]] = (-1, ())
    _tidied_on: date | None = None
    _examined: tuple[tuple[int, str], str | None] = ((-1, ""), None)

    @property
    def archive(self) -> Path:
        """Where delivered files are kept, named by their content."""
        return self.folder / "arkiv"

    @property
    def definitions(self) -> Catalog:
        """The files of data/catalog, without what deliveries have added."""
        return self._definitions

    def data_version(self) -> int:
        return data_version(self.store)

    def catalog(self, kommun_code: str | None = ANYONES) -> Catalog:
        """The files of data/catalog and what deliveries have added.

        kommun_code  whose own definitions there are beside the shared ones; everybody's for commands
        """
        return self._remembered(  # type: ignore[return-value]
            "catalog", kommun_code, lambda: self._read_catalog(kommun_code)
        )

    def areas(self, kommun_code: str | None) -> dict[str, Area]:
        """Areas by code: the shared ones and those of the given kommun."""
        return self._remembered(  # type: ignore[return-value]
            "areas", kommun_code,
            lambda: {area.code: area for area in list_areas(self.store, kommun_code=kommun_code)},
        )  # fmt: skip

    def boundaries(self, kommun_code: str, *, person: Person) -> dict[str, DrawnParts]:
        """Division (domain.geography.division_of) -> the kommun's delivered parts, thinned for
        drawing; empty when nobody has delivered any."""
        return self._remembered(  # type: ignore[return-value]
            f"boundaries {kommun_code}", person.kommun_code,
            lambda: self._draw_boundaries(kommun_code, person=person),
        )  # fmt: skip

    def _draw_boundaries(self, kommun_code: str, *, person: Person) -> dict[str, DrawnParts]:
        from lagesbild.geo.drawing import draw_boundaries

        found: dict[str, list[Boundary]] = {}
        for one in list_boundaries(
            self.store, kommun_code=kommun_code, reader_kommun=person.kommun_code
        ):
            found.setdefault(division_of(one.code), []).append(one)
        return {
            division: DrawnParts(
                collection=draw_boundaries(
                    {one.code: one.geometry for one in parts},
                    names={one.code: one.name for one in parts},
                ),
                attribution=self._attribution(parts),
            )
            for division, parts in found.items()
        }

    def _attribution(self, parts: list[Boundary]) -> str:
        sources = self.catalog().sources
        who = {
            sources[one.source_id].provider if one.source_id in sources else one.source_id
            for one in parts
        }
        return f"Gränser: {', '.join(sorted(who))}"

    def real_measures(self, kommun_code: str | None) -> frozenset[str]:
        """Measures of which somebody from the kommun can read figures that are not invented."""
        return self._remembered(  # type: ignore[return-value]
            "real measures", kommun_code,
            lambda: frozenset(
                one.measure
                for one in fetch_extent(self.store, kommun_code=kommun_code)
                if not one.is_example
            ),
        )  # fmt: skip

    def members(self) -> tuple[Member, ...]:
        """The register of people, read again when it has changed."""
        version = people_version(self.store)
        with self._lock:
            if self._members[0] != version:
                self._members = (version, tuple(list_members(self.store)))
            return self._members[1]

    def name_of(self, person_id: str, *, reader: Person) -> str:
        """What somebody of the register is called, to somebody of the same kommun."""
        found = next((one for one in self.members() if one.person_id == person_id), None)
        if found is None:
            return NOBODYS_NAMES.get(person_id, person_id)
        return found.name if found.kommun_code == reader.kommun_code else "en annan kommun"

    def people_version(self) -> int:
        """Increases with every change of the register."""
        return people_version(self.store)

    def person_of(self, claims: Claims) -> Person | None:
        """Who signed in, as the register and the settings have it at this moment."""
        rule, home = RoleSource(settings.role_source()), settings.home_kommun()
        today, wanted = settings.today(), settings.first_administrator()
        if claims.owns(wanted) and rule is not RoleSource.CLAIMS:
            self._appoint_first(claims, address=wanted, home=home)
        found = recognise(claims, self.members(), rule=rule, home=home, today=today)
        if found.is_new and found.member is not None and found.person is not None:
            bind_member(self.store, member=found.member, claims=claims)
        return found.person

    def _appoint_first(self, claims: Claims, *, address: str, home: str) -> None:
        own = [one for one in self.members() if one.kommun_code == home]
        if not any(one.role is Role.ADMINISTRATOR for one in own):
            appoint_first(
                self.store, claims=claims, address=address, kommun_code=home,
                today=settings.today(),
            )  # fmt: skip

    def is_still(self, person: Person) -> bool:
        """False when the register has changed or taken away the person's access since they came."""
        member = next((one for one in self.members() if one.person_id == person.id), None)
        if member is None:
            return True
        now = member.as_person(settings.today())
        by_register = settings.role_source() != RoleSource.CLAIMS
        return now is not None and (not by_register or now.role is (person.behind or person.role))

    def note(
        self, *, person: Person, action: str, subject: str,
        details: dict[str, object] | None = None,
    ) -> None:  # fmt: skip
        """An entry in the audit; never called from what a cache keeps."""
        append_audit(self.store, person=person, action=action, subject=subject, details=details)
        self.tidy_audit()

    def audit_break(self) -> str | None:
        """Where the audit's chain does not hold, in Swedish; looked for anew after every entry."""
        end = audit_end(self.store)
        with self._lock:
            if self._examined[0] != end:
                found = find_break(self.store)
                self._examined = (end, found.words if found else None)
            return self._examined[1]

    def tidy_audit(self) -> None:
        """Once a day, remove what the audit need not keep any longer."""
        now = datetime.now(UTC).replace(tzinfo=None)
        if self._tidied_on == now.date():
            return
        self._tidied_on = now.date()
        days = round(settings.audit_months() * 365.25 / 12)
        prune_audit(self.store, before=now - timedelta(days=days), person=INSTALLATION)

    def inquiry(self, *, person: Person, kommun_code: str | None = None) -> Inquiry:
        """What an analysis is asked with."""
        return Inquiry(
            store=self.store,
            catalog=self.catalog(person.kommun_code),
            areas=self.areas(person.kommun_code),
            person=person,
            kommun_code=kommun_code or person.kommun_code or settings.home_kommun(),
            today=settings.today(),
        )

    def settle_protection(self) -> int:
        """Decide what is hidden for everyone when figures came or went, and not when somebody looks;
        returns for how many measures that was new."""
        owners = {one.kommun_code for one in read_lookups(self.store).held} - {None}
        return sum(
            Protector(store=self.store, catalog=self.catalog(one), owner=one).refresh_all()
            for one in (None, *sorted(owners))  # type: ignore[type-var]
        )

    def _read_catalog(self, kommun_code: str | None) -> Catalog:
        measures = list_measures(self.store, kommun_code=kommun_code)
        indicators = list_indicators(self.store, kommun_code=kommun_code)
        groups = list_kommun_groups(self.store)
        known = self._definitions.with_groups(groups) if groups else self._definitions
        if not measures and not indicators:
            return known
        return known.with_delivered(measures=measures, indicators=indicators)

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
    store = open_store(chosen, key=settings.database_key())
    if not list_areas(store):
        add_areas(store, load_areas(AREAS_FILE))
    definitions = replace(
        load_catalog(CATALOG_FOLDER), corrections=load_corrections(CORRECTIONS_FOLDER)
    )
    context = Context(store=store, folder=chosen, _definitions=definitions)
    context.interrupted = settle(store, archive=context.archive)
    context.tidy_audit()
    return context


def fill_when_empty(context: Context) -> bool:
    """Load the invented example data into a store that nobody has delivered to; True if it was."""
    if has_observations(context.store) or not settings.loads_example_data():
        return False
    load_example(context)
    return True


def load_example(context: Context) -> None:
    """The invented example data, and a line about it so that a rebuilt database has it too."""
    today = settings.today()
    make_example(context, today=today)
    note_example(context.archive, today=today)
    # Not part of make_example: a rebuilt database takes its records over from the old one.
    load_example_records(context.store, today=today)


def make_example(context: Context, *, today: date) -> None:
    """The example data as it looks on a day."""
    load_example_data(
        context.store, catalog=context.catalog(), areas=load_areas(AREAS_FILE), today=today
    )
