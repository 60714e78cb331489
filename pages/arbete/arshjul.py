"""Vad händer när under året, och vad kräver lagen härnäst?"""

import streamlit as st

from lagesbild.ui import arbete_arshjul, arbete_evenemang, render
from lagesbild.ui.guard import open_page

page = open_page("arshjul")
top = st.container()
found = arbete_arshjul.choose_and_read(page)

with top:
    render.show_heading(found.sentence, example=found.is_example)
arbete_arshjul.show_clocks(found)
wheel, happenings, events, decision = render.open_tabs(
    ("Hjulet", "Händelser", "Evenemang", "Beslut")
)
if wheel.open:
    with wheel:
        arbete_arshjul.show_wheel(page, found)
if happenings.open:
    with happenings:
        arbete_arshjul.show_happenings(page, found)
if events.open:
    with events:
        arbete_evenemang.show_events(page, year=found.year, is_marked=found.is_example)
if decision.open:
    with decision:
        arbete_arshjul.show_decision(page, found)
