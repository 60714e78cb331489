"""inspect: how a file is understood; changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from lagesbild.commands.output import add_json_flag, print_json
from lagesbild.commands.reading import find_source_in_files, reference_areas, understand_file

HELP = "Visar hur en fil förstås. Ändrar ingenting."


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    parser.add_argument("file", metavar="FIL", type=Path, help="filen som ska läsas")
    parser.add_argument("--source", metavar="ID", help="källans id, till exempel skolverket")
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 1 when the file is refused or holds no table."""
    source, areas = find_source_in_files(args.source), reference_areas()
    from lagesbild.domain.errors import FileRefused
    from lagesbild.ingest.describe import describe, describe_in_words
    from lagesbild.ingest.preparing import as_fault
    from lagesbild.ingest.table import Understood

    try:
        understood = understand_file(args.file, source=source, areas=areas)
    except FileRefused as refused:
        understood = Understood(
            file=_safe_name(args.file, refused=refused), format="", encoding=None, dialect=None,
            tables=(), faults=(as_fault(refused),),
        )  # fmt: skip
    if args.json:
        print_json(describe(understood))
    else:
        print(describe_in_words(understood))
    return 1 if understood.faults else 0


def _safe_name(path: Path, *, refused: Exception) -> str:
    from lagesbild.ingest.preparing import HIDDEN_NAME

    return HIDDEN_NAME if getattr(refused, "code", "") == "IN-018" else path.name
