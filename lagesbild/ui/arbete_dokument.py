"""What is done of a plan or strategy: its measures and its own indicators, on the page Register."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lagesbild.access.policy import may_see
from lagesbild.domain.work.measures import Measure
from lagesbild.domain.work.register import Document
from lagesbild.ui import cache
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import as_label, plain, show_way
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address
from lagesbild.workspace.document_work import WANTS_MEASURES, document_work, measure_rows
from lagesbild.workspace.problems import NOT_FOR_YOU
from lagesbild.workspace.records import Saved, records_of


def show_document_work(page: PageContext, documents: Sequence[Saved[Document]]) -> None:
    """Each plan and strategy with what has become of it; the others have nothing to tell."""
    measures = records_of(page.context.store, kind=Measure, person=page.person)
    told = [
        (one, document_work(one.record, measures=measures))
        for one in documents
        if one.record.kind in WANTS_MEASURES or one.record.measures or one.record.indicators
    ]
    if not told:
        return
    st.subheader("Det här blir det av planerna", anchor=False)
    for saved, work in told:
        with st.expander(as_label(work.sentence), key=f"dokument-{saved.id}-arbete"):
            show_rows(measure_rows(work), alt=work.sentence)
            if work.lost:
                st.caption(f"{work.lost} kopplade åtgärder finns inte längre.")
            if not work.measures:
                st.markdown("Välj åtgärderna i dokumentets formulär: Åtgärder som hör hit.")
            _show_indicators(page, saved.record)


def _newest(page: PageContext, indicator_id: str) -> str:
    """What Indikator says at its head."""

    def ask() -> str:
        from lagesbild.analysis.trends import trend

        return trend(page.inquiry, indicator_id=indicator_id).sentence

    return cache.answer(page, "mening", (indicator_id,), ask)


def _show_indicators(page: PageContext, document: Document) -> None:
    """The document's own indicators, as the reader may see them, and the way to each."""
    rows, known = [], []
    for indicator_id in document.indicators:
        indicator = page.inquiry.catalog.indicators.get(indicator_id)
        if indicator is None:
            continue
        seen = may_see(page.person, secrecy=indicator.secrecy)
        says = _newest(page, indicator_id) if seen else NOT_FOR_YOU
        rows.append({"Mått": indicator.name, "Läget": says})
        known += [indicator] if seen else []
    show_rows(rows, alt=f"Mått som följs i {plain(document.title)}")
    with st.container(horizontal=True):
        for one in known:
            choices = {Address.KOMMUN.value: page.kommun_code, Address.INDICATOR.value: one.id}
            show_way("indikator", as_label(one.name), page=page, **choices)
