"""Pinned evidence on a page: what it says, and the way back to the view."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lagesbild.access.policy import may
from lagesbild.domain.work.causes import Evidence
from lagesbild.domain.work.view_address import read_address
from lagesbild.ui.guard import PageContext
from lagesbild.ui.page_table import PAGES
from lagesbild.ui.render import as_label, plain, show_empty
from lagesbild.workspace.problems import ShownEvidence


def show_evidence(page: PageContext, shown: Sequence[ShownEvidence]) -> None:
    """Each with its place, its period and a link to the view it came from."""
    if not shown:
        show_empty(
            "Inga belägg är fästa än. Öppna Indikator, Karta eller någon annan sida med siffror och välj "
            "Till orsaksanalysen under bilden.",
            link_to="indikator", link_text="Öppna Indikator",
        )  # fmt: skip
    for one in shown:
        with st.container(border=True):
            st.markdown(plain(one.says))
            if one.about:
                st.caption(one.about)
            if one.is_told:
                st.caption(plain(_place_and_period(one.evidence)) or "Utan period")
                show_way_back(page, one.evidence)


def _place_and_period(evidence: Evidence) -> str:
    return ", ".join(one for one in (evidence.place, evidence.period) if one)


def show_way_back(page: PageContext, evidence: Evidence) -> None:
    """A link that makes the view again; none for an address that names no page here."""
    view = read_address(evidence.address) if evidence.address else None
    entry = next((one for one in PAGES if view is not None and one.id == view.page_id), None)
    if view is None or entry is None or not may(page.person, action=entry.action):
        return
    st.page_link(
        entry.path, label=as_label(f"Öppna vyn i {entry.title}"), icon=entry.icon,
        query_params=view.as_query,
    )  # fmt: skip


def show_way_to(page: PageContext, page_id: str, label: str, **choices: str) -> None:
    """A link to a page when there is such a page and the role may open it."""
    entry = next((one for one in PAGES if one.id == page_id), None)
    if entry is not None and may(page.person, action=entry.action):
        st.page_link(entry.path, label=label, icon=entry.icon, query_params=choices)
