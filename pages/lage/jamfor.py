"""Sticker vi ut? Kommunen bredvid liknande kommuner, länet, alla eller egna val."""

import streamlit as st

from lagesbild.ui import about, cache, drawings, filters, groups_view, render
from lagesbild.ui.guard import open_page
from lagesbild.ui.pinning import offer_pins

page = open_page("jamfor")
indicator = render.require_indicator(page)

with st.container(horizontal=True):
    group = filters.choose_group(page.inquiry)
    areas = filters.choose_members(page.inquiry, group=group)
answer = cache.comparison(page, group=group, areas=areas)

render.show_heading(answer.sentence, example=answer.figures.example)
chart, table = render.open_tabs(("Diagram", "Tabell"))
if chart.open:
    with chart:
        drawings.show_ranked(page, answer, asked=(group, *areas))
if table.open:
    with table:
        render.show_table(answer.figures, key="jamforelse", alt=answer.sentence)
st.caption(f"Så valdes gruppen: {answer.how_chosen}")
groups_view.show_missing_group(page)
about.show_footnote(answer.footnote)
offer_pins(page, says=answer.sentence)
render.show_ways(page, "indikator", "karta")
about.show_about(indicator, source=render.source_of(page), footnote=answer.footnote)
