"""Pinned evidence on a page: what it says, and the way back to the view."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lagesbild.domain.work.causes import Evidence
from lagesbild.ui.arbete_bild import offer_picture
from lagesbild.ui.document_view import show_way_back
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain, show_empty
from lagesbild.workspace.problems import ShownEvidence


def show_evidence(page: PageContext, shown: Sequence[ShownEvidence]) -> None:
    """Each with its place, its period and a link to the view it came from."""
    if not shown:
        show_empty(
            "Inga belägg är fästa än. Öppna Indikator, Karta eller någon annan sida med siffror och välj "
            "Till orsaksanalysen under bilden.",
            link_to="indikator", link_text="Öppna Indikator",
        )  # fmt: skip
    for number, one in enumerate(shown):
        with st.container(border=True):
            st.markdown(plain(one.says))
            if one.about:
                st.caption(one.about)
            if one.is_told:
                st.caption(plain(_place_and_period(one.evidence)) or "Utan period")
                show_way_back(page, one.evidence.address)
                offer_picture(page, one.evidence, key=f"belagg-{number}")


def _place_and_period(evidence: Evidence) -> str:
    return ", ".join(one for one in (evidence.place, evidence.period) if one)
