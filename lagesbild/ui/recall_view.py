"""Taking a delivery back on the page Datakällor."""

from __future__ import annotations

import streamlit as st

from lagesbild.access.policy import Action, may
from lagesbild.analysis.holdings import Holdings
from lagesbild.domain.errors import LagesbildError
from lagesbild.ingest.recall import recall
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import as_label, show_error

CHOSEN, SURE = "aterkalla-nummer", "aterkalla-saker"


def show_recall(page: PageContext, *, holdings: Holdings) -> None:
    """Choose a delivery, say that it is meant, and take it back; for those who may."""
    if not may(page.person, action=Action.RECALL):
        return
    stored = {
        one.delivery_id: as_label(f"{one.delivery_id}: {one.file_name} ({one.source_id})")
        for one in holdings.deliveries
        if one.status == "stored" and not one.is_example
    }
    if not stored:
        return
    with st.expander("Återkalla en leverans", icon=":material/undo:"):
        st.markdown("Siffrorna göms och äldre siffror för samma tid visas igen. Ingenting raderas.")
        st.selectbox(
            "Vilken leverans?", list(stored), format_func=lambda number: stored[number], key=CHOSEN
        )
        sure = st.checkbox("Ja, jag vill återkalla den", key=SURE)
        st.button(
            "Återkalla", disabled=not sure, on_click=_recall, args=(page,), key="aterkalla",
            icon=":material/undo:",
        )  # fmt: skip


def _recall(page: PageContext) -> None:
    context = page.context
    number = int(st.session_state[CHOSEN])
    st.session_state[SURE] = False
    try:
        recalled = recall(
            number, store=context.store, archive=context.archive, person=page.person
        )  # fmt: skip
    except LagesbildError as error:
        show_error(error)
        return
    if recalled:
        context.settle_protection()
        st.toast(f"Leverans {number} är återkallad.", icon=":material/undo:")
