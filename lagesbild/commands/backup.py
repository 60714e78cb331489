"""backup: the whole installation as one file."""

from __future__ import annotations

import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from lagesbild.commands.opening import opened_context
from lagesbild.commands.output import add_json_flag, print_json

HELP = "Gör en säkerhetskopia: databasen och arkivet i en enda fil."


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    parser.add_argument(
        "out", metavar="UT", type=Path, help="filen som skapas, till exempel kopia.zip"
    )
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 2 when the file exists or cannot be written."""
    files = _backup(args.out)
    size = args.out.stat().st_size
    if args.json:
        print_json({"file": args.out, "files": files, "bytes": size})
    else:
        print(f"Klart: {files} filer i {args.out} ({size / 1e6:.1f} MB).".replace(".", ",", 1))
    return 0


def _backup(out: Path) -> int:
    from lagesbild.ingest.archive import now
    from lagesbild.store.connection import newest_migration
    from lagesbild.store.files import checkpoint, copy_database
    from lagesbild.store.packing import pack

    with opened_context() as context:
        checkpoint(context.store)
        migration = newest_migration(context.store)
        folder, archive = context.folder, context.archive
    # Beside the database, where there is room for a copy of it.
    passing = Path(tempfile.mkdtemp(prefix="kopia-", dir=folder))
    try:
        copy = passing / "databas"
        copy_database(folder, target=copy)
        return pack(copy, archive=archive, target=out, made_at=now(), migration=migration)
    finally:
        shutil.rmtree(passing, ignore_errors=True)
