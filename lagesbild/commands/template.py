"""template: an empty file for a provider to fill in."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from lagesbild.commands.output import add_json_flag, print_json
from lagesbild.commands.reading import find_source_in_files, reference_areas
from lagesbild.domain.errors import SetupError

HELP = "Skriver en mall som den som lämnar uppgifter kan fylla i."


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    parser.add_argument("source", metavar="KÄLLA", help="källans id, till exempel socialtjanst")
    parser.add_argument(
        "--out", metavar="FIL", type=Path, required=True, help="filen som skapas: .xlsx eller .csv"
    )
    parser.add_argument(
        "--events", action="store_true",
        help="en mall för enskilda händelser med tid och plats, i stället för antal",
    )  # fmt: skip
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 2 when there is no such source, or the file cannot be written."""
    from lagesbild import settings
    from lagesbild.ingest import event_templates, templates

    makers = {".xlsx": templates.template_workbook, ".csv": templates.template_csv}
    if args.events:
        makers = {
            ".xlsx": event_templates.event_template_workbook,
            ".csv": event_templates.event_template_csv,
        }
    make = makers.get(args.out.suffix.lower())
    if make is None:
        raise SetupError(
            "KM-013", f"Mallen {args.out.name} slutar inte på .xlsx eller .csv.",
            remedy="Ge den ett av de två sluten.",
        )  # fmt: skip
    source = find_source_in_files(args.source)
    if source is None:
        raise ValueError("argparse asks for a source")
    data = make(source, areas=reference_areas().by_code.values(), today=settings.today())
    write_new(args.out, data)
    if args.json:
        print_json({"source": source.id, "file": args.out, "measures": len(source.measures)})
    else:
        print(f"Klart: mallen för {source.name} är {args.out}.")
    return 0


def write_new(path: Path, data: bytes) -> None:
    """A file that the user named.

    raises  SetupError KM-003 when it cannot be written
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise SetupError(
            "KM-003", f"Filen {path} går inte att skriva.",
            remedy="Kontrollera att mappen finns, att du får skriva i den och att det finns plats.",
        ) from error  # fmt: skip
