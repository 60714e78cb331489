"""Hur har ett mått utvecklats här, och hur står det sig mot andra?"""

import streamlit as st

from lagesbild.ui import about, cache, drawings, filters, render
from lagesbild.ui.guard import open_page
from lagesbild.ui.pinning import offer_pins

page = open_page("indikator")
indicator = render.require_indicator(page)

with st.container(horizontal=True):
    grain = filters.choose_grain(cache.trend(page))
    measure = filters.choose_measure(indicator)
    areas = filters.choose_comparison(page.inquiry)
answer = cache.trend(page, areas=areas, grain=grain)

render.show_heading(answer.sentence, example=answer.figures.example)
left, right = st.columns([3, 1], gap="medium")
with left:
    chart, parts, area_map, table = render.open_trend_tabs(answer)
    if chart.open:
        with chart:
            drawings.show_trend(page, answer, areas=areas, measure=measure)
    if parts is not None and parts.open:
        with parts:
            drawings.show_parts(page, answer, areas=areas, measure=measure)
    if area_map.open:
        with area_map:
            drawings.show_map(page, cache.area_map(page), key="karta-liten")
    if table.open:
        with table:
            render.show_trend_tables(answer)
    about.show_footnote(answer.footnote)
    offer_pins(page, says=answer.sentence)
with right:
    about.show_reading_guide(indicator)
    render.show_ways(page, "karta", "jamfor")
about.show_about(indicator, source=render.source_of(page), footnote=answer.footnote)
