"""report: a lägesbild as slides or paper, from its draft or from a frozen version."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from lagesbild.commands.deliver import refuse_target
from lagesbild.commands.opening import opened_context
from lagesbild.commands.reading import LOCAL, find_person
from lagesbild.commands.template import write_new
from lagesbild.domain.errors import LagesbildError

if TYPE_CHECKING:
    from lagesbild.domain.document import Document
    from lagesbild.domain.person import Person
    from lagesbild.domain.secrecy import Secrecy
    from lagesbild.ui.context import Context

HELP = (
    "Skriver en lägesbild som bilder (pptx) eller papper (pdf), ur utkastet eller en fryst version."
)
FORMATS = ("pptx", "pdf")


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    parser.add_argument("lagesbild", metavar="LÄGESBILD", help="id, till exempel lagesbild-1")
    parser.add_argument("--format", choices=FORMATS, required=True, help="slag av fil")
    parser.add_argument("--out", metavar="FIL", type=Path, required=True, help="filen som skrivs")
    parser.add_argument(
        "--version", metavar="NUMMER", type=int, help="en fryst version (annars utkastet)"
    )
    parser.add_argument(
        "--as", metavar="ROLL", dest="person", help="roll att läsa som (annars lokal)"
    )


def run(args: Namespace) -> int:
    """Nothing leaves here that the role may not take home."""
    refuse_target(args.out, suffix=f".{args.format}")
    person = find_person(args.person, default=LOCAL)
    with opened_context() as context:
        document = _document(context, args=args, person=person)
        _note(context, document, person=person)
    write_new(args.out, _as_file(document, form=args.format))
    print(f"Klart: {document.title} i {args.out.name}.")
    return 0


def _document(context: Context, *, args: Namespace, person: Person) -> Document:
    from lagesbild.access.policy import Action, require
    from lagesbild.workspace.frozen import read_version

    require(person, action=Action.WORK_READ)
    if args.version is None:
        return _draft(context, lagesbild_id=args.lagesbild, person=person)
    found = read_version(
        context.store, lagesbild_id=args.lagesbild, version=args.version, person=person
    )
    require(person, action=Action.EXPORT, secrecy=found.audience)
    return found


def _draft(context: Context, *, lagesbild_id: str, person: Person) -> Document:
    from lagesbild.analysis.pinned_views import as_audience, figures_of
    from lagesbild.workspace.lagesbild import compose, read_work

    work = read_work(context.store, lagesbild_id=lagesbild_id, person=person)
    if work is None:
        raise LagesbildError(
            "AB-003", "Det här finns inte i din kommuns arbete, eller går inte att läsa.",
            remedy="Se lägesbildens id i adressen till dess sida.",
        )  # fmt: skip
    audience = _widest(person)
    inquiry = as_audience(context.inquiry(person=person), audience=audience)
    return compose(
        context.store, work, figures=figures_of(inquiry, views=work.views), audience=audience,
        kommun=inquiry.kommun, sources=inquiry.catalog.sources, today=inquiry.today,
    )  # fmt: skip


def _widest(person: Person) -> Secrecy:
    """As much as the person may take home."""
    from lagesbild.access.policy import Action, may
    from lagesbild.domain.document import AUDIENCES

    return [one for one in AUDIENCES if may(person, action=Action.EXPORT, secrecy=one)][-1]


def _note(context: Context, document: Document, *, person: Person) -> None:
    from lagesbild.domain.secrecy import Secrecy

    if document.audience is Secrecy.RESTRICTED:
        context.note(
            person=person, action="export", subject=document.id,
            details={"data_version": context.data_version(), "version": document.version},
        )  # fmt: skip


def _as_file(document: Document, *, form: str) -> bytes:
    if form == "pptx":
        from lagesbild.report.slides import slides

        return slides(document)
    from lagesbild.report.paper import paper

    return paper(document)
