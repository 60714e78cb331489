"""Hjälpte det? En plats före och efter en åtgärd, bredvid platser utan den."""

import streamlit as st

from lagesbild.ui import about, analys_effekt, cache, pinning, render
from lagesbild.ui.guard import open_page

page = open_page("effekt")
indicator = render.require_indicator(page)

with st.container(horizontal=True):
    measure = analys_effekt.choose_plan_measure(page)
    place = analys_effekt.choose_place(cache.effect_choices(page))
    offered = cache.effect_choices(page, place=place)
    start = analys_effekt.choose_start(offered)
    end = analys_effekt.choose_end(offered, start=start)
with st.container(horizontal=True):
    compare = analys_effekt.choose_comparison(offered)
    around = analys_effekt.choose_around(offered)
analys_effekt.show_followed(page, measure)
answer = cache.effect(page, place=place, start=start, end=end, compare=compare, around=around)

render.show_heading(answer.sentence, example=answer.figures.example)
left, right = st.columns([3, 2], gap="medium")
with left:
    chart, control, table = render.open_tabs(("Diagram", "Före och efter", "Tabell"))
    if chart.open:
        with chart:
            title = measure.record.title if measure else ""
            analys_effekt.show_lines(page, answer, measure=title, asked=(*compare, "/", *around))
    if control.open:
        with control:
            analys_effekt.show_before_after(page, answer)
    if table.open:
        with table:
            analys_effekt.show_counts(answer)
            render.show_table(answer.figures, key="effekt", alt=answer.sentence)
    pinning.offer_pins(page, says=answer.sentence, period=answer.after, place=answer.place.name)
    about.show_footnote(answer.footnote)
with right:
    analys_effekt.show_facts(answer)
    render.show_ways(page, "trend", "indikator")
analys_effekt.show_how()
about.show_about(indicator, source=render.source_of(page), footnote=answer.footnote)
