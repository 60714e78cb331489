"""Register: members, organisations, governing documents, agreements and medborgarlöften."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from lagesbild.analysis.publication import preview_card
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.work.record import Record
from lagesbild.domain.work.register import (
    Agreement,
    Body,
    Council,
    Document,
    Organisation,
    Promise,
    Seat,
)
from lagesbild.domain.work.telling import FactCard
from lagesbild.ui.arbete_dokument import show_document_work
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import Shelf, show_shelf
from lagesbild.ui.guard import PageContext
from lagesbild.ui.markup import show_html
from lagesbild.ui.publication_parts import cards_html
from lagesbild.ui.render import plain, show_error, show_ribbon
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address
from lagesbild.workspace.records import Saved, records_of
from lagesbild.workspace.register import (
    Register,
    blocks_in_words,
    needs_attention,
    read_register,
    without_lead,
)


def read_page(page: PageContext) -> Register:
    """The own kommun's register, as it stands now."""
    return read_register(page.context.store, person=page.person, today=page.inquiry.today)


def show_members(page: PageContext, found: Register) -> None:
    """The council and its working group: who sits for whom, and who stands in."""
    today = page.inquiry.today
    ordered = sorted(
        found.seats,
        key=lambda one: (
            not one.record.sits(today),
            one.record.body is Body.GROUP,
            one.record.name,
        ),
    )
    show_rows([_seat_row(one.record, found=found, page=page) for one in ordered], alt="Ledamöter")
    lacking = without_lead(found.seats, today=today)
    if lacking:
        st.info(
            f"Ingen med ledande befattning är inlagd från: {plain(', '.join(lacking))}. Enligt lagen (10 §) ska "
            "rådets ledamöter ha en sådan."
        )  # fmt: skip
    _shelf(
        page, Seat(), found.seats, address=Address.SEAT, label="Välj ledamot",
        add="Lägg till en ledamot", empty=f"{found.council.name} har inga ledamöter inlagda än.",
    )  # fmt: skip


def _seat_row(seat: Seat, *, found: Register, page: PageContext) -> dict[str, str]:
    names = {"rad": found.council.name, "grupp": found.council.group}
    deputy = ", ".join(one for one in (seat.deputy, seat.deputy_title) if one)
    return {
        "Namn": seat.name,
        "Befattning": seat.title or "–",
        "Organisation": seat.organisation,
        "Sitter i": names.get(seat.body.value, seat.body.words),
        "Ersättare": deputy or "–",
        "Mandat": seat.mandate or "–",
        "Läge": "sitter" if seat.sits(page.inquiry.today) else "har slutat eller börjar senare",
    }


def show_organisations(page: PageContext, found: Register) -> None:
    """The parties and what they deliver."""
    rows = [
        {
            "Organisation": one.record.name, "Slag": one.record.kind.words,
            "Uppdrag": one.record.duty or "–",
            "Ledamöter": str(sum(s.record.organisation == one.record.name for s in found.seats)),
        }
        for one in found.organisations
    ]  # fmt: skip
    show_rows(rows, alt="Organisationer")
    _shelf(
        page, Organisation(), found.organisations, address=Address.ORGANISATION,
        label="Välj organisation", add="Lägg till en organisation",
        empty="Ingen organisation är inlagd än, till exempel Polisen och räddningstjänsten.",
    )  # fmt: skip


def show_documents(page: PageContext, found: Register) -> None:
    """What is decided, how long it holds and when it is looked over."""
    names = {one.id: one.record.title for one in found.documents}
    rows = [
        {
            "Dokument": one.record.title, "Typ": one.record.kind.words,
            "Beslutat": _day(one.record.decided_on), "Av": one.record.decided_by or "–",
            "Gäller till": _day(one.record.valid_until), "Ses över": _day(one.record.review_on),
            "Hör till": names.get(one.record.serves, "–"),
            "Åtgärder": str(len(one.record.measures)) if one.record.measures else "–",
            "Att göra": needs_attention(one.record, today=page.inquiry.today) or "–",
        }
        for one in found.documents
    ]  # fmt: skip
    show_rows(rows, alt="Styrdokument")
    show_document_work(page, found.documents)
    _shelf(
        page, Document(), found.documents, address=Address.DOCUMENT, label="Välj dokument",
        add="Lägg till ett dokument",
        empty="Inget styrdokument är inlagt. Börja med den senast antagna lägesbilden och åtgärdsplanen.",
    )  # fmt: skip


def show_agreements(page: PageContext, found: Register) -> None:
    """Each agreement with its blocks."""
    rows = [
        {
            "Överenskommelse": one.record.title, "Parter": ", ".join(one.record.parties) or "–",
            "Områden": ", ".join(one.record.areas), "Gäller till": _day(one.record.ends_on),
            "Block": blocks_in_words(one.record),
            "Att göra": needs_attention(one.record, today=page.inquiry.today) or "–",
        }
        for one in found.agreements
    ]  # fmt: skip
    show_rows(rows, alt="Överenskommelser")
    _shelf(
        page, Agreement(), found.agreements, address=Address.AGREEMENT, label="Välj överenskommelse",
        add="Lägg till en överenskommelse",
        empty="Ingen överenskommelse är inlagd. Lagen (9 §) vill att den säger syften och områden.",
    )  # fmt: skip


def show_promises(page: PageContext, found: Register) -> None:
    """Each medborgarlöfte and how much of it is done."""
    rows = [
        {
            "Medborgarlöfte": one.record.title, "Område": one.record.place or "–",
            "Parter": ", ".join(one.record.parties) or "–",
            "Till": _day(one.record.ends_on), "Gjort": share_words(one.record),
            "Utfall": one.record.outcome or "–",
        }
        for one in found.promises
    ]  # fmt: skip
    show_rows(rows, alt="Medborgarlöften")
    _shelf(
        page, Promise(), found.promises, address=Address.PROMISE, label="Välj medborgarlöfte",
        add="Lägg till ett medborgarlöfte", empty="Inget medborgarlöfte är inlagt.",
    )  # fmt: skip


def share_words(promise: Promise) -> str:
    """ "75 %", or that nothing is listed to count."""
    if promise.share_done is None:
        return "inga aktiviteter"
    return f"{round(100 * promise.share_done)} %"


def show_cards(page: PageContext, found: Register) -> None:
    """Claims that go round beside what is known, each as the residents would read it."""
    cards = records_of(page.context.store, kind=FactCard, person=page.person)
    if not found.is_example and any(one.is_example for one in cards):
        show_ribbon()
    for saved in cards:
        try:
            card = preview_card(page.inquiry, saved.record)
        except LagesbildError as error:
            show_error(error)
            continue
        show_html(cards_html([card], has_heading=False))
    st.caption("Ett kort blir synligt för invånarna först när det väljs i Publicera.")
    _shelf(
        page, FactCard(), cards, address=Address.FACT, label="Välj kort", add="Lägg till ett kort",
        empty="Inget kort är skrivet: något som sägs, siffran eller faktumet som svarar, och vad det inte säger.",
    )  # fmt: skip


def show_council(page: PageContext, found: Register) -> None:
    """What the council is called here; the other pages follow."""
    _shelf(
        page, Council(), found.councils[-1:], address=Address.COUNCIL, label="Rådet",
        add="Skriv in rådets namn",
        empty="Rådet kallas Trygghetsrådet tills någon skriver något annat, till exempel Lokala BRÅ.",
    )  # fmt: skip


def _shelf(
    page: PageContext, blank: Record, records: Sequence[Saved[Any]], *, address: Address, label: str,
    add: str, empty: str,
) -> None:  # fmt: skip
    shelf = Shelf(
        kind=type(blank), address=address, label=label, add=add, empty=empty, blank=blank,
        names=offers(page), more={},
    )  # fmt: skip
    show_shelf(page, shelf, records=records)


def _day(day: object) -> str:
    return str(day) if day else "–"
