"""rebuild: a new database from the archive of deliveries."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from lagesbild.commands.output import add_json_flag, print_error, print_faults, print_json
from lagesbild.commands.reading import LOCAL, find_person
from lagesbild.domain.errors import SetupError

if TYPE_CHECKING:
    from lagesbild.ingest.rebuild import Rebuilt
    from lagesbild.ui.context import Context

HELP = (
    "Bygger om databasen ur arkivet av lämnade filer. Den gamla byts ut först när den nya är klar."
)
BUILDING = "ombyggnad"


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 2 when the archive does not give everything back; the database is then untouched."""
    from lagesbild.settings import data_folder

    folder = data_folder()
    rebuilt = _rebuild(folder)
    if args.json:
        print_json(asdict(rebuilt))
        return 0
    print(
        f"Klart: databasen är ombyggd ur {rebuilt.deliveries} leveranser och "
        f"{rebuilt.recalls} återkallelser."
    )
    for number, (then, now) in rebuilt.changed.items():
        print(f"Leverans {number} gav {now} siffror; när den lämnades gav den {then}.")
    return 0


def _rebuild(folder: Path) -> Rebuilt:
    from lagesbild.store.files import forget_previous, swap_database

    building = folder / BUILDING
    shutil.rmtree(building, ignore_errors=True)
    try:
        rebuilt, could_open = _build(folder, building=building)
        kept = swap_database(building / "lagesbild.duckdb", folder=folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    if could_open:
        forget_previous(folder)
    elif kept is not None:
        print_error(f"Den gamla databasen gick inte att öppna och är kvar som {kept}.")
    return rebuilt


def _build(folder: Path, *, building: Path) -> tuple[Rebuilt, bool]:
    """The new database, closed; and whether the old one could be opened."""
    from lagesbild.ingest.rebuild import refuse_unarchived
    from lagesbild.store.audit import append_audit
    from lagesbild.store.files import keep_tables
    from lagesbild.ui.context import open_context

    with ExitStack() as stack:
        old = _open_old(folder)
        if old is not None:
            stack.enter_context(closing(old.store))
            print_faults(one.fault for one in old.interrupted if one.fault.code != "AR-003")
            refuse_unarchived(old.store, archive=old.archive)
        new = open_context(building)
        stack.enter_context(closing(new.store))
        rebuilt = _fill(new, archive=folder / "arkiv")
        if old is not None:
            keep_tables(old.store, new=new.store)
        new.settle_protection()
        append_audit(
            new.store, person=find_person(None, default=LOCAL), action="rebuild", subject="arkiv",
            details={"deliveries": rebuilt.deliveries, "recalls": rebuilt.recalls},
        )  # fmt: skip
    return rebuilt, old is not None


def _open_old(folder: Path) -> Context | None:
    """The present installation; None when its database is gone or cannot be opened."""
    from lagesbild.ingest.journal import JOURNAL_NAME
    from lagesbild.store.connection import DATABASE_NAME
    from lagesbild.ui.context import open_context

    if not (folder / "arkiv" / JOURNAL_NAME).exists() and not (folder / DATABASE_NAME).exists():
        raise SetupError(
            "KM-009", "Det finns inget arkiv att bygga en databas ur.",
            remedy="Kontrollera LAGESBILD_DATA, eller lägg tillbaka en säkerhetskopia med restore.",
        )  # fmt: skip
    if not (folder / DATABASE_NAME).exists():
        return None
    try:
        return open_context(folder)
    except SetupError as error:
        if error.code != "DB-002":
            raise
        return None


def _fill(new: Context, *, archive: Path) -> Rebuilt:
    from lagesbild import settings
    from lagesbild.ingest.rebuild import deliver_again
    from lagesbild.ui.context import make_example

    return deliver_again(
        archive, store=new.store, definitions=new.definitions, today=settings.today(),
        load_example=lambda day: make_example(new, today=day), tell=print_error,
    )  # fmt: skip
