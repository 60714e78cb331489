"""A pinned view's picture where it is talked about: at an item of the agenda, among a problem's evidence."""

from __future__ import annotations

import streamlit as st

from lagesbild.analysis.pinned_pages import VIEWS
from lagesbild.analysis.pinned_views import as_audience
from lagesbild.domain.work.causes import Evidence
from lagesbild.domain.work.view_address import read_address
from lagesbild.ui import cache, witness
from lagesbild.ui.document_view import highest_audience, show_picture
from lagesbild.ui.guard import PageContext


def offer_picture(page: PageContext, evidence: Evidence, *, key: str) -> None:
    """Today's picture and figures with the visitor's eyes, worked out when it is opened."""
    asked = read_address(evidence.address) if evidence.address else None
    if asked is None or asked.page_id not in VIEWS:
        return
    box = st.expander(
        "Visa bilden", icon=":material/monitoring:", key=f"{key}-bild", on_change="rerun"
    )
    if not box.open:
        return
    inquiry = as_audience(page.inquiry, audience=highest_audience(page))
    figure = cache.pinned_figure(page, inquiry=inquiry, pinned=evidence)
    known = page.inquiry.catalog.indicators
    seen = dict.fromkeys(str(point.row["indicator"]) for point in figure.points)
    witness.note_seen(page, [known[one] for one in seen if one in known])
    with box:
        show_picture(figure, key=f"{key}-figur")
