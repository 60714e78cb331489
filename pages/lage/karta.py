"""Var är det högt och var är det lågt? Alla kommuner eller kommunens delar på karta."""

import streamlit as st

from lagesbild.ui import about, cache, drawings, filters, karta_platser, lage_handelser, render
from lagesbild.ui.guard import open_page
from lagesbild.ui.pinning import offer_pins
from lagesbild.ui.state import Address

page = open_page("karta")
indicator = render.require_indicator(page)

if lage_handelser.wants_events(page, indicator):
    lage_handelser.show_events(page, indicator)
    st.stop()

with st.container(horizontal=True):
    level = filters.choose_level(indicator)
    period = filters.choose_map_period(cache.area_map(page, level=level))
    answer = cache.area_map(page, level=level, period=period)
    areas = cache.area_options(page, level=level, period=period)
    chosen = filters.choose_area(areas, own_code=page.kommun_code)

render.show_heading(answer.sentence, example=answer.figures.example)
render.show_chosen_area(answer, code=chosen, own_code=page.kommun_code)
names = ["Karta", "Tabell", *karta_platser.tab_names(page)]
area_map, table, *places = render.open_tabs(names)
if area_map.open:
    with area_map:
        wide, narrow = st.columns([2, 1], gap="medium")
        with wide:
            drawings.show_map(page, answer, key="karta-stor", chosen=chosen, choice=Address.AREA)
        with narrow:
            drawings.show_ranking(page, answer, chosen=chosen)
if table.open:
    with table:
        render.show_table(answer.figures, key="karta", alt=answer.sentence)
for tab in places:
    if tab.open:
        with tab:
            karta_platser.show_places(page)
        st.stop()
about.show_footnote(answer.footnote)
offer_pins(page, says=answer.sentence, period=answer.period.label if answer.period else "")
render.show_ways(page, "indikator", "jamfor")
about.show_about(indicator, source=render.source_of(page), footnote=answer.footnote)
