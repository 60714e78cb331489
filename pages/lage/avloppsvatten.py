"""Vad säger avloppsvattnet? Ett ämne på en plats: mätomgångar, veckan och andra platser."""

import streamlit as st

from lagesbild.ui import about, cache, drawings, filters, render
from lagesbild.ui.guard import open_page
from lagesbild.ui.pinning import offer_pins

page = open_page("avloppsvatten")
substances = filters.require_substances(page.inquiry)

with st.container(horizontal=True):
    substance = filters.choose_substance(substances)
    place = filters.choose_place(cache.wastewater(page, substance=substance))
answer = cache.wastewater(page, substance=substance, place=place)

render.show_heading(answer.sentence, example=answer.series.example)
chart, table = render.open_tabs(("Diagram", "Tabell"))
if chart.open:
    with chart:
        drawings.show_wastewater(page, answer)
if table.open:
    with table:
        render.show_wastewater_tables(answer)
about.show_footnote(answer.footnote)
offer_pins(
    page, says=answer.sentence, indicator_id=answer.indicator.id,
    place=answer.place.name if answer.place else "",
)  # fmt: skip
about.show_about(
    answer.indicator, source=page.inquiry.catalog.sources.get(answer.indicator.source),
    footnote=answer.footnote,
)  # fmt: skip
