"""Har det ändrats, eller är det slump? Ett mått i kommunen eller en del av den, över tid."""

import streamlit as st

from lagesbild.ui import about, analys_trend, cache, pinning, render
from lagesbild.ui.guard import open_page

page = open_page("trend")
indicator = render.require_indicator(page)

with st.container(horizontal=True):
    part = analys_trend.choose_part(cache.development(page))
    length = analys_trend.choose_length(cache.development(page, area=part))
answer = cache.development(page, area=part, length=length)

render.show_heading(answer.sentence, example=answer.figures.example)
left, right = st.columns([3, 1], gap="medium")
with left:
    chart, season, table = render.open_tabs(("Styrdiagram", "Årstid", "Tabell"))
    if chart.open:
        with chart:
            analys_trend.show_control(page, answer, flags=analys_trend.flags_of(page, answer))
    if season.open:
        with season:
            analys_trend.show_season(page, answer)
    if table.open:
        with table:
            render.show_table(answer.figures, key="trend", alt=answer.sentence)
    pinning.offer_pins(page, says=answer.sentence, place=answer.area.name)
    about.show_footnote(answer.footnote)
with right:
    analys_trend.show_facts(answer)
    render.show_ways(page, "indikator", "karta")
analys_trend.show_why(answer)
about.show_about(indicator, source=render.source_of(page), footnote=answer.footnote)
