"""deliver: check a file, store it, print the receipt."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from lagesbild.commands.output import add_json_flag, print_json
from lagesbild.commands.reading import LOCAL, find_person, read_bytes, readable_file
from lagesbild.commands.template import write_new
from lagesbild.domain.errors import SetupError

if TYPE_CHECKING:
    from lagesbild.domain.person import Person
    from lagesbild.ingest.mapping import Mapping
    from lagesbild.ingest.receipt import Receipt

HELP = "Kontrollerar en fil, sparar den och skriver kvittot."


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    parser.add_argument("file", metavar="FIL", type=Path, help="filen som ska lämnas")
    parser.add_argument(
        "--source", metavar="ID", required=True, help="källans id, till exempel skolverket"
    )
    parser.add_argument(
        "--mapping", metavar="FIL.toml", type=Path, help="svar om kolumner, områden och mått"
    )
    parser.add_argument(
        "--as", metavar="PERSON", dest="person", help="roll att lämna som (annars lokal)"
    )
    parser.add_argument(
        "--kvitto", metavar="UT.xlsx", type=Path, dest="marked",
        help="skriv filen som arbetsbok med felen markerade",
    )  # fmt: skip
    parser.add_argument(
        "--receipt-pdf", metavar="KVITTO.pdf", type=Path, dest="paper",
        help="skriv kvittot som PDF",
    )  # fmt: skip
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 1 when the delivery is refused; then nothing is stored."""
    refuse_target(args.marked, suffix=".xlsx")
    refuse_target(args.paper, suffix=".pdf")
    person = find_person(args.person, default=LOCAL)
    data = readable_file(args.file)
    mapping_text = read_bytes(args.mapping) if args.mapping else None
    from lagesbild.domain.errors import LagesbildError
    from lagesbild.ingest.preparing import as_fault
    from lagesbild.ingest.receipt import Receipt, receipt_document, receipt_in_words

    try:
        mapping = _read_mapping(mapping_text)
    except LagesbildError as error:
        start = Receipt(source=args.source, file=args.file.name, sha256="")
        receipt = start.refused((as_fault(error),))
    else:
        receipt = _deliver(data, args=args, person=person, mapping=mapping)
    if args.paper:
        write_new(args.paper, _on_paper(receipt, person=person))
    if args.json:
        print_json(receipt_document(receipt))
    else:
        print(receipt_in_words(receipt, source_name=args.source))
    return 1 if receipt.is_refused else 0


def _deliver(data: Path, *, args: Namespace, person: Person, mapping: Mapping | None) -> Receipt:
    from lagesbild import settings
    from lagesbild.commands.opening import opened_context
    from lagesbild.ingest.areas import AreaIndex
    from lagesbild.ingest.deliver import look_and_deliver

    with opened_context() as context:
        prepared = look_and_deliver(
            data, file_name=args.file.name, source_id=args.source, store=context.store,
            catalog=context.catalog(), person=person, today=settings.today(),
            areas=AreaIndex(context.areas(person.kommun_code).values()),
            archive=context.archive, mapping=mapping,
        )  # fmt: skip
        if not prepared.receipt.is_refused:
            context.settle_protection()
    if args.marked:
        from lagesbild.ingest.marked import marked_workbook

        write_new(args.marked, marked_workbook(prepared))
    return prepared.receipt


def _on_paper(receipt: Receipt, *, person: Person) -> bytes:
    from lagesbild import settings
    from lagesbild.ingest.receipt import receipt_paper
    from lagesbild.report.receipt_pdf import receipt_pdf

    paper = receipt_paper(
        receipt, source_name="", delivered_by=person.name, delivered_on=settings.today()
    )
    return receipt_pdf(paper)


def refuse_target(path: Path | None, *, suffix: str) -> None:
    """raises SetupError KM-013, KM-003 when a document could not be written afterwards."""
    if path is None:
        return
    if path.suffix.lower() != suffix:
        raise SetupError(
            "KM-013", f"Filen {path.name} har fel slut.", remedy=f"Ge den slutet {suffix}."
        )
    if not path.resolve().parent.is_dir():
        raise SetupError(
            "KM-003", f"Filen {path} går inte att skriva.",
            remedy="Kontrollera att mappen finns, att du får skriva i den och att det finns plats.",
        )  # fmt: skip


def _read_mapping(data: bytes | None) -> Mapping | None:
    from lagesbild.ingest.mapping import misfit
    from lagesbild.ingest.mapping_text import read_mapping

    if data is None:
        return None
    try:
        return read_mapping(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise misfit("filen är inte sparad som UTF-8.") from None
