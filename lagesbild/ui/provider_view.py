"""Mina leveranser: what is due, what has come in, and what to mend."""

from __future__ import annotations

import streamlit as st

from lagesbild.analysis.provider import Duties, ReceivedFile, SourceDuty
from lagesbild.ui.filters import choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.holdings_view import held_in_words
from lagesbild.ui.intake_files import offer_templates
from lagesbild.ui.receipt_files import offer_kept
from lagesbild.ui.remarks_view import show_codes, show_remarks
from lagesbild.ui.render import plain, show_empty, show_way
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address, Option

STATUS_WORDS = {"stored": "sparad", "recalled": "återkallad"}


def show_duties(page: PageContext, answer: Duties) -> None:
    """All sources in one table, and one of them in detail."""
    if not answer.sources:
        show_empty(
            "Be samordnaren skriva vilka källor du lämnar till. En källa som du har lämnat till visas här "
            "av sig själv.",
            link_to="lamna_data", link_text="Lämna data",
        )  # fmt: skip
        return
    show_rows([_duty_row(one) for one in answer.sources], alt="Källor och när de ska lämnas")
    by_id = {one.source.id: one for one in answer.sources}
    chosen = choose_one(
        "Källa", [Option(id=key, label=one.source.name) for key, one in by_id.items()],
        key=Address.SOURCE, what="en källa",
    )  # fmt: skip
    show_source(page, by_id[chosen])


def _duty_row(one: SourceDuty) -> dict[str, str]:
    last = one.last_stored
    return {
        "Källa": one.source.name,
        "Läge": state_in_words(one),
        "Senast": one.coming.due.isoformat() if one.coming else "–",
        "Nästa": one.coming.period if one.coming else "–",
        "Lämnat": last.received_at.date().isoformat() if last else "aldrig",
        "Överenskommet": one.source.due or "–",
    }


def state_in_words(one: SourceDuty) -> str:
    """Late, waiting, refused or nothing at all, in a word or two."""
    if one.refused is not None:
        return "togs inte emot"
    if one.is_late:
        return "försenad"
    if one.last_stored is None:
        return "inget lämnat"
    return "i tid" if one.coming else "lämnat"


def show_source(page: PageContext, one: SourceDuty) -> None:
    """What is expected, what to mend, what has come in, and where to go."""
    source = one.source
    st.header(plain(source.name), anchor=False)
    st.markdown(plain(_expected(one)))
    show_way(
        "lamna_data", f"Lämna till {source.name}", page=page, **{Address.SOURCE.value: source.name}
    )
    offer_templates(page, source=source)
    _show_what_was_wrong(page, one)
    if one.deliveries:
        st.subheader("Det här har kommit in", anchor=False)
        show_rows([_delivery_row(each) for each in one.deliveries], alt="Leveranser")


def _expected(one: SourceDuty) -> str:
    agreed = f" Enligt överenskommelsen: {one.source.due}." if one.source.due else ""
    if one.coming is None:
        start = (
            "Inget har lämnats än." if one.last_stored is None else "Lämnas när något nytt finns."
        )
        return f"{start}{agreed}"
    return f"{one.coming.sentence}{agreed}"


def _show_what_was_wrong(page: PageContext, one: SourceDuty) -> None:
    """A file that did not come in first; else what was remarked on the last one that did."""
    if one.refused is not None:
        st.warning(
            f"Den senaste filen togs inte emot ({one.refused.refused_at.date().isoformat()}). Ingenting av "
            "den är sparat.", icon=":material/error:",
        )  # fmt: skip
        show_codes(one.refused.codes)
        st.caption(
            "Lämna filen igen för att se rad och kolumn, och ladda ner den med felen markerade."
        )
    last = one.last_stored
    if last is None:
        return
    st.subheader(f"Senaste leveransen, {last.received_at.date().isoformat()}", anchor=False)
    kept = offer_kept(page, delivery_id=last.delivery_id, key="kvitto-senaste")
    if kept is None:
        return
    if not kept.receipt.warnings:
        st.markdown("Inget att anmärka på den.")
        return
    st.markdown("**Att tänka på till nästa gång:**")
    show_remarks(kept.receipt.warnings)


def _delivery_row(one: ReceivedFile) -> dict[str, str]:
    return {
        "Nr": str(one.delivery_id),
        "Fil": one.file_name,
        "Mottagen": f"{one.received_at:%Y-%m-%d %H.%M}",
        "Läge": STATUS_WORDS.get(one.status, one.status),
        "Uppgifter": held_in_words(one, tells_events=False),
    }
