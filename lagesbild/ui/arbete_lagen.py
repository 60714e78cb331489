"""The law's other sections, on the page Lägesbild: done, lacking, or not to be seen here."""

from __future__ import annotations

import streamlit as st

from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain, show_ribbon, show_way
from lagesbild.ui.row_table import show_rows
from lagesbild.workspace.law_duties import DutyState, law_duties

SIGNS = {DutyState.DONE: "✓", DutyState.LACKING: "✗", DutyState.UNSEEN: "–"}
MOST_WAYS = 4


def show_duties(page: PageContext, *, is_marked: bool) -> None:
    """Sentence, table, and the way to what is lacking.

    is_marked  whether the page has said already that something is invented
    """
    found = law_duties(page.context.store, person=page.person, today=page.inquiry.today)
    st.subheader("Lagens övriga paragrafer", anchor=False)
    if found.is_example and not is_marked:
        show_ribbon()
    st.markdown(plain(found.sentence))
    rows = [
        {
            "Läge": f"{SIGNS[one.state]} {one.state.value}", "Krav": one.ask, "Grund": one.ground,
            "Det som finns": one.found,
        }
        for one in found.duties
    ]  # fmt: skip
    show_rows(rows, alt=found.sentence)
    lacking = [one for one in found.duties if one.state is DutyState.LACKING]
    with st.container(horizontal=True):
        for one in lacking[:MOST_WAYS]:
            show_way(
                one.page_id, f"Gör klart: {one.ask} ({one.ground})", page=page, **dict(one.choices)
            )
    st.caption(
        "Ifyllt ur Register, Möten och dialoger, Karta och det som är publicerat. Lagen säger inte hur ofta "
        "fullmäktige ska få rapport; här räknas ett år. Att något inte går att se här betyder inte att det saknas."
    )
