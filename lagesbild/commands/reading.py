"""What commands are given: files on disk, roles, sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lagesbild.domain.errors import SetupError
from lagesbild.domain.person import ROLE_WORDS, Person, Role

if TYPE_CHECKING:
    from lagesbild.domain.indicator import Source
    from lagesbild.ingest.areas import AreaIndex
    from lagesbild.ingest.table import OpenedFile, Understood

LOCAL = "lokal"


def read_bytes(path: Path) -> bytes:
    """The content of a file that the user named.

    raises  SetupError KM-001 when it cannot be read
    """
    if not path.exists():
        raise SetupError(
            "KM-001", f"Filen {path} finns inte.", remedy="Kontrollera sökvägen och filnamnet."
        )
    try:
        return path.read_bytes()
    except OSError as error:
        what = "är en mapp" if path.is_dir() else "går inte att läsa"
        raise SetupError(
            "KM-001", f"{path} {what}.", remedy="Ange en fil som du har rätt att läsa."
        ) from error


def readable_file(path: Path) -> Path:
    """A file that the user named, to be read piece by piece.

    raises  SetupError KM-001 when it cannot be read
    """
    if not path.is_file():
        read_bytes(path)
    try:
        path.open("rb").close()
    except OSError:
        read_bytes(path)
    return path


def find_person(name: str | None, *, default: str) -> Person:
    """The person a role's name stands for; ``lokal`` is the one-person installation's user.

    raises  SetupError KM-004 when there is no such role
    """
    from lagesbild.settings import home_kommun

    wanted = name or default
    if wanted == LOCAL:
        return Person(
            id=LOCAL, name="Lokal användare", role=Role.ADMINISTRATOR, kommun_code=home_kommun()
        )
    if wanted not in {role.value for role in Role}:
        raise SetupError(
            "KM-004", f"Det finns ingen roll som heter ”{wanted}”.",
            remedy=f"Välj bland: {', '.join(role.value for role in Role)}.",
        )  # fmt: skip
    role = Role(wanted)
    kommun = None if role is Role.PUBLIC else home_kommun()
    return Person(
        id=f"kommandorad:{role.value}", name=ROLE_WORDS[role], role=role, kommun_code=kommun
    )


def reference_areas() -> AreaIndex:
    """Areas of the file that every installation starts with; no database is needed."""
    from lagesbild.catalog.areas import load_areas
    from lagesbild.ingest.areas import AreaIndex
    from lagesbild.settings import DATA

    return AreaIndex(load_areas(DATA / "reference" / "areas.csv"))


def find_source_in_files(source_id: str | None) -> Source | None:
    """A source of data/catalog; None when none was asked for.

    raises  SetupError IN-016 when there is no such source
    """
    if source_id is None:
        return None
    from lagesbild.catalog.reading import load_catalog
    from lagesbild.ingest.preparing import find_source
    from lagesbild.settings import DATA

    return find_source(source_id, catalog=load_catalog(DATA / "catalog"))


def open_checked(path: Path) -> OpenedFile:
    """The file as text tables, unless it holds personal data.

    raises  FileRefused with the reader's code, or IN-002, IN-018 for personal data
    """
    from lagesbild.domain.errors import FileRefused
    from lagesbild.ingest.checks import is_warning
    from lagesbild.ingest.personal_data import find_personal_data
    from lagesbild.ingest.reading import open_file

    opened = open_file(read_bytes(path), file_name=path.name)
    for fault in find_personal_data(opened):
        if not is_warning(fault):
            raise FileRefused(fault.code, fault.message, remedy=fault.remedy)
    return opened


def understand_file(path: Path, *, source: Source | None, areas: AreaIndex) -> Understood:
    """How a file is understood.

    raises  FileRefused
    """
    from lagesbild.ingest.readers.boundaries import BOUNDARY_FORMATS
    from lagesbild.ingest.understanding import understand

    opened = open_checked(path)
    if opened.format in BOUNDARY_FORMATS:
        return _understand_boundaries(opened, path=path, source=source, areas=areas)
    if source is not None and source.groups:
        from lagesbild.ingest.groups import find_groups, understand_groups

        return understand_groups(opened, found=find_groups(opened, areas=areas))
    return understand(opened, areas=areas, source=source)


def _understand_boundaries(
    opened: OpenedFile, *, path: Path, source: Source | None, areas: AreaIndex
) -> Understood:
    from lagesbild.ingest.boundaries import find_boundaries, understand_boundaries
    from lagesbild.settings import home_kommun

    owner = home_kommun() if source is not None and source.scope == "kommun" else None
    found = find_boundaries(read_bytes(path), file_name=path.name, areas=areas, owner=owner)
    return understand_boundaries(opened, faults=found.faults)
