"""Lämna data: five steps from file to receipt."""

from __future__ import annotations

import html

import streamlit as st

from lagesbild.access.policy import sees_source
from lagesbild.analysis.wording import number
from lagesbild.domain.errors import LagesbildError
from lagesbild.ingest.readers.boundaries import BOUNDARY_FORMATS
from lagesbild.ingest.receipt import (
    Receipt,
    ReceiptStatus,
    boundaries_in_words,
    events_in_words,
    receipt_in_words,
)
from lagesbild.ui import groups_view, intake, intake_changes, intake_correct, intake_mapping
from lagesbild.ui.downloads import offer_file
from lagesbild.ui.filters import choose_one, swedish_order
from lagesbild.ui.guard import PageContext
from lagesbild.ui.intake_files import offer_marked, offer_templates
from lagesbild.ui.markup import show_html
from lagesbild.ui.receipt_files import offer_receipt
from lagesbild.ui.remarks_view import show_remarks
from lagesbild.ui.render import plain, show_empty, show_error, show_way
from lagesbild.ui.state import Address, Option

STEPS = (
    "Vad lämnar du?", "Släpp filen", "Så förstod vi den", "Kontroll", "Klart: kvitto",
)  # fmt: skip


def show_steps(done: int) -> None:
    """Where in the five steps the delivery is, in words and order."""
    items = [
        f'<li class="{"lb-nu" if number == done else ""}">{number + 1} {html.escape(text)}'
        f"{' (här är du)' if number == done else ''}</li>"
        for number, text in enumerate(STEPS)
    ]
    show_html(f'<ol class="lb-steg">{"".join(items)}</ol>')


def choose_source(page: PageContext) -> str:
    """Step 1. What is delivered; what the source is and when it is due stand beside it."""
    sources = {
        one.id: one
        for one in page.inquiry.catalog.sources.values()
        if sees_source(page.person, source_id=one.id)
    }
    if not sources and page.inquiry.catalog.sources:
        show_empty("Ingen av dina källor finns i katalogen. Be samordnaren lägga till dem för dig.")
        st.stop()
    if not sources:
        show_empty(
            "Det finns inga källor i katalogen. Lägg en fil per källa i data/catalog/sources."
        )
        st.stop()
    ordered = sorted(sources.values(), key=lambda one: swedish_order(one.name))
    source_id = choose_one(
        "1. Vad lämnar du?", [Option(id=one.id, label=one.name) for one in ordered],
        key=Address.SOURCE, what="en källa",
    )  # fmt: skip
    chosen = sources[source_id]
    due = f" Lämnas: {chosen.due}." if chosen.due else ""
    st.caption(plain(f"{chosen.description} Från: {chosen.provider}.{due}"))
    offer_templates(page, source=chosen)
    return source_id


def choose_file() -> object | None:
    """Step 2. The file chooser, explained in Swedish since its own words are English."""
    most = int(st.get_option("server.maxUploadSize"))
    return st.file_uploader(
        "2. Släpp filen i rutan, eller välj den med knappen", type=list(intake.FILE_TYPES),
        key="fil",
        help="Textfiler (CSV), arbetsböcker (Excel, LibreOffice), PC-Axis, JSON-stat, Kolada, sparade "
        "webbsidor med en tabell, Parquet och gränser (GeoPackage, GeoJSON, "
        f"zippad Shapefile eller MapInfo), högst {most} megabyte. Filer med personnummer tas inte emot.",
    )  # fmt: skip


def show_underway(page: PageContext, *, source_id: str, upload: object) -> None:
    """Steps 3 to 5 for the chosen file."""
    underway = intake.read_upload(page, source_id=source_id, upload=upload)
    if isinstance(underway, LagesbildError):
        show_error(underway)
        return
    if underway.receipt is not None:
        show_receipt(page, underway.receipt)
        offer_marked(underway.prepared)
        return
    prepared = underway.prepared
    if prepared.understood is not None:
        st.header("3. Så förstod vi den", anchor=False)
        intake_mapping.show_understood(page, underway)
        if prepared.understood.format not in BOUNDARY_FORMATS and not prepared.source.groups:
            intake_mapping.show_questions(page, underway)
    st.header("4. Kontroll", anchor=False)
    show_check(prepared.receipt)
    groups_view.show_own_group(page, prepared.groups)
    intake_changes.show_changes(underway.changes, receipt=prepared.receipt)
    with st.container(horizontal=True):
        offer_marked(prepared)
        if prepared.receipt.is_refused:
            offer_receipt(page, prepared.receipt, key="kvitto-pdf")
    intake_correct.offer_correction(page, underway)
    if prepared.may_be_confirmed:
        st.button(
            "Bekräfta och spara", type="primary", icon=":material/check:",
            on_click=intake.settle, args=(page, underway), key="bekrafta",
        )  # fmt: skip


def step_of(page: PageContext, *, source_id: str, upload: object) -> int:
    """The step that the delivery has come to, counted from 0."""
    underway = intake.read_upload(page, source_id=source_id, upload=upload)
    if isinstance(underway, LagesbildError):
        return 1
    if underway.receipt is not None:
        return 4
    return 2 if underway.prepared.receipt.is_refused else 3


def show_check(receipt: Receipt) -> None:
    """What stops, what to think of, and what would change."""
    if receipt.status is ReceiptStatus.ALREADY_STORED:
        st.info(
            f"Filen är redan lämnad, som leverans {receipt.delivery_id}. Ingenting nytt sparas.",
            icon=":material/done_all:",
        )
        return
    if receipt.is_refused:
        bad = {row for fault in receipt.faults for row in (fault.rows or (fault.row,)) if row}
        ready = f"{number(max(receipt.rows_read - len(bad), 0))} av {number(receipt.rows_read)}"
        counted = f"{ready} rader är klara. " if receipt.rows_read else ""
        st.error(
            f"{counted}Filen kan inte sparas än: {things_in_words(len(receipt.faults))} behöver rättas. "
            "Ingenting har sparats.", icon=":material/error:",
        )  # fmt: skip
        show_remarks(receipt.faults)
    elif receipt.boundaries:
        total, *by_kommun = boundaries_in_words(receipt)
        st.success(f"{plain(total)}.", icon=":material/check_circle:")
        st.markdown("\n".join(f"- {plain(line)}" for line in by_kommun))
    elif receipt.groups:
        st.success("Listan är klar att sparas.", icon=":material/check_circle:")
        groups_view.show_counts(receipt)
    else:
        st.success(
            f"{number(receipt.rows_read)} rader är klara och ger {_things_stored(receipt)}.",
            icon=":material/check_circle:",
        )
        st.markdown(
            f"**Vad ändras:** {number(receipt.new)} nya värden, {number(receipt.changed)} ändrade, "
            f"{number(receipt.unchanged)} oförändrade, {number(receipt.gone)} borta."
        )
        show_events(receipt)
    if receipt.warnings:
        with st.expander(f"Att tänka på ({len(receipt.warnings)})", icon=":material/lightbulb:"):
            show_remarks(receipt.warnings)


def things_in_words(count: int) -> str:
    """ "en sak", "12 saker"."""
    return "en sak" if count == 1 else f"{number(count)} saker"


def show_receipt(page: PageContext, receipt: Receipt) -> None:
    """Step 5. What was stored, and the way to see it."""
    st.header("5. Klart: kvitto", anchor=False)
    source = page.inquiry.catalog.sources.get(receipt.source)
    words = receipt_in_words(receipt, source_name=source.name if source else "")
    if receipt.status is ReceiptStatus.STORED:
        what = _things_stored(receipt)
        st.success(
            f"Leverans {receipt.delivery_id} är sparad: {what}.", icon=":material/check_circle:"
        )
    if receipt.boundaries:
        st.markdown("\n".join(f"- {plain(line)}" for line in boundaries_in_words(receipt)))
        show_way("karta", "Se Karta, över kommunens delar", page=page, niva="delomrade")
    elif receipt.groups:
        groups_view.show_counts(receipt)
        groups_view.show_use(page)
    else:
        show_check_changes(receipt)
        show_events(receipt)
        if receipt.events:
            show_way("nar_och_var", "Se När och var", page=page)
    indicators = page.inquiry.catalog.indicators
    for indicator_id in receipt.indicators[:5]:
        if indicator_id in indicators:
            name = indicators[indicator_id].name
            show_way("indikator", f"Se {plain(name)}", page=page, **{Address.INDICATOR.value: name})
    with st.container(horizontal=True):
        offer_file(
            "kvitto-text", "Ladda ner kvittot (text)", data=lambda: words.encode("utf-8"),
            mime="text/plain", file_name=f"kvitto-{receipt.delivery_id}.txt", key="kvitto-text",
        )  # fmt: skip
        offer_receipt(page, receipt, key="kvitto-pdf")
        st.button("Lämna en fil till", on_click=intake.forget, icon=":material/add:")


def _things_stored(receipt: Receipt) -> str:
    if receipt.boundaries:
        return f"gränser för {number(sum(one.areas for one in receipt.boundaries))} områden"
    if receipt.groups:
        return f"kommungrupp för {number(receipt.groups.kommuner)} kommuner"
    figures = f"{number(receipt.observations_stored)} uppgifter"
    if receipt.events is None:
        return figures
    return f"{number(receipt.events.events)} händelser och {figures} om hela månader"


def show_events(receipt: Receipt) -> None:
    """How many single events, and which older ones they take the place of."""
    lines = events_in_words(receipt)
    if lines:
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def show_check_changes(receipt: Receipt) -> None:
    """How many values are new, changed, the same and gone."""
    st.markdown(
        f"{number(receipt.new)} nya värden, {number(receipt.changed)} ändrade, "
        f"{number(receipt.unchanged)} oförändrade, {number(receipt.gone)} borta."
    )
