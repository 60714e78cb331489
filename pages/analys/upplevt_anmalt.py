"""Upplevt och anmält: går det människor upplever och det som anmäls åt samma håll?"""

import streamlit as st

from lagesbild.ui import analys_upplevt, cache, render
from lagesbild.ui.guard import open_page
from lagesbild.ui.pinning import offer_pins

page = open_page("upplevt_anmalt")
with st.container(horizontal=True):
    pair = analys_upplevt.choose_pair(page)
    area = analys_upplevt.choose_area(page, pair)
answer = cache.felt_and_reported(page, pair=pair.id, area=area)

examples = answer.survey.figures.example or answer.reported.figures.example
render.show_heading(answer.sentence, example=examples)
st.caption(render.plain(answer.pair.question))
analys_upplevt.show_sides(answer)
left, right = st.columns([3, 2], gap="medium")
with left:
    chart, table = render.open_tabs(("Diagram", "Tabell"))
    if chart.open:
        with chart:
            analys_upplevt.show_picture(page, answer)
    if table.open:
        with table:
            analys_upplevt.show_tables(answer)
    analys_upplevt.show_footnotes(answer)
    offer_pins(
        page, says=answer.sentence, indicator_id=answer.survey.indicator.id,
        place=page.inquiry.areas[answer.area_code].name, period=answer.footnote.period,
    )  # fmt: skip
with right:
    analys_upplevt.show_caution(answer)
analys_upplevt.show_onwards(page, answer)
