"""restore: bring an installation back from a backup."""

from __future__ import annotations

import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path

from lagesbild.commands.output import add_json_flag, print_json
from lagesbild.domain.errors import SetupError

HELP = "Lägger tillbaka en säkerhetskopia. Det som fanns flyttas åt sidan, ingenting raderas."


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    parser.add_argument("file", metavar="FIL", type=Path, help="säkerhetskopian")
    parser.add_argument(
        "--ersatt", action="store_true", help="ersätt en installation som inte är tom"
    )
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 2 when the file is no whole backup, or there is something it would replace."""
    from lagesbild.settings import data_folder

    folder = data_folder()
    kept, deliveries = _restore(args.file, folder=folder, replaces=args.ersatt)
    if args.json:
        print_json({"deliveries": deliveries, "kept": kept})
        return 0
    print(f"Klart: säkerhetskopian är tillbakalagd, {deliveries} leveranser.")
    if kept:
        print(f"Det som fanns förut ligger i {kept}.")
    return 0


def _restore(path: Path, *, folder: Path, replaces: bool) -> tuple[Path | None, int]:
    from lagesbild.store.packing import put_aside, put_in, unpack

    _refuse_missing(path)
    is_empty = _is_empty(folder)
    if not is_empty and not replaces:
        raise SetupError(
            "KM-012", f"Det finns redan en installation i {folder}.",
            remedy="Lägg till --ersatt om den ska ersättas. Den flyttas då åt sidan och raderas inte.",
        )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    passing = Path(tempfile.mkdtemp(prefix="aterstallning-", dir=folder))
    try:
        unpack(path, into=passing, newest_migration=_newest_known())
        deliveries = _look_into(passing)
        kept = folder / f"fore-{passing.name}"
        put_aside(folder, kept=kept)
        put_in(passing, folder=folder)
    finally:
        shutil.rmtree(passing, ignore_errors=True)
    if is_empty:
        shutil.rmtree(kept, ignore_errors=True)
    return (None if is_empty else kept), deliveries


def _refuse_missing(path: Path) -> None:
    if not path.is_file():
        raise SetupError(
            "KM-001", f"Filen {path} finns inte.", remedy="Kontrollera sökvägen och filnamnet."
        )


def _newest_known() -> int:
    """The version of the database that this program makes."""
    from lagesbild.store.connection import Store, newest_migration

    with closing(Store(None)) as store:
        return newest_migration(store)


def _is_empty(folder: Path) -> bool:
    """Whether there is nothing to lose: no deliveries, nothing noted, nothing in the archive.

    raises  SetupError DB-001 when another program has the database open
    """
    from lagesbild.settings import database_key
    from lagesbild.store.audit import has_entries
    from lagesbild.store.connection import DATABASE_NAME, open_store
    from lagesbild.store.deliveries import list_delivery_records

    archive = folder / "arkiv"
    if archive.is_dir() and any(archive.iterdir()):
        return False
    if not (folder / DATABASE_NAME).exists():
        return True
    try:
        store = open_store(folder, key=database_key())
    except SetupError as error:
        if error.code != "DB-002":
            raise
        return False
    with closing(store):
        return not list_delivery_records(store) and not has_entries(store)


def _look_into(unpacked: Path) -> int:
    """How many deliveries the unpacked database has; it opens, and its journal can be read."""
    from lagesbild.ingest.journal import read_journal
    from lagesbild.settings import database_key
    from lagesbild.store.connection import open_store
    from lagesbild.store.deliveries import list_delivery_records
    from lagesbild.store.packing import ARCHIVE

    read_journal(unpacked / ARCHIVE)
    with closing(open_store(unpacked, key=database_key())) as store:
        return len(list_delivery_records(store))
