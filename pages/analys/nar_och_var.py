"""När och var? Veckans timmar, årets månader, kommunens delar och platser, för ett slag av händelse."""

import streamlit as st

from lagesbild.ui import about, analys_nar_var, pinning, render
from lagesbild.ui.guard import open_page

page = open_page("nar_och_var")
indicator = analys_nar_var.choose_kind(page)

heading = st.container()
for tab, show in zip(
    render.open_tabs(tuple(analys_nar_var.VIEWS)), analys_nar_var.VIEWS.values(), strict=True
):
    if tab.open:
        with tab:
            said = show(page, indicator)
            pinning.offer_pins(page, says=said.sentence, indicator_id=indicator.id)
            if said.footnote:
                about.show_footnote(said.footnote)
                about.show_about(
                    indicator, source=page.inquiry.catalog.sources.get(indicator.source),
                    footnote=said.footnote,
                )  # fmt: skip
        with heading:
            render.show_heading(said.sentence, example=said.is_example)
