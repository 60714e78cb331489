"""Vad säger avloppsvattnet? Ett ämne på en plats: mätomgångar, veckan och andra platser."""

import streamlit as st

from lagesbild.analysis.wastewater_words import whose_place
from lagesbild.ui import about, avlopp_view, cache, filters, pinning, render
from lagesbild.ui.guard import open_page

page = open_page("avloppsvatten")
substances = filters.require_substances(page.inquiry)

with st.container(horizontal=True):
    substance = filters.choose_substance(substances)
    place = filters.choose_place(cache.wastewater(page, substance=substance))
answer = cache.wastewater(page, substance=substance, place=place)

render.show_heading(answer.sentence, example=answer.series.example)
if other := whose_place(page.inquiry.kommun, answer.place):
    st.info(render.plain(other))
left, right = st.columns([3, 2], gap="medium")
with left:
    chart, places, table = render.open_tabs(("Diagram", "Andra platser", "Tabell"))
    if chart.open:
        with chart:
            avlopp_view.show_campaigns(page, answer)
    if places.open:
        with places:
            avlopp_view.show_places(page, answer)
    if table.open:
        with table:
            avlopp_view.show_tables(answer)
    name = answer.place.name if answer.place else ""
    pinning.offer_pins(page, says=answer.sentence, indicator_id=substance, place=name)
    about.show_footnote(answer.footnote)
with right:
    avlopp_view.show_facts(answer)
avlopp_view.show_doses(answer)
about.show_about(
    answer.indicator, source=page.inquiry.catalog.sources.get(answer.indicator.source),
    footnote=answer.footnote,
)  # fmt: skip
