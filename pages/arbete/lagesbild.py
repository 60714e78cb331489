"""Vad säger kommunens lägesbild, vad saknas i den, och vad har ändrats sedan förra?"""

import streamlit as st

from lagesbild.ui import arbete_andringar, arbete_lagesbild, render
from lagesbild.ui.guard import open_page

page = open_page("lagesbild")
top = st.container()
found = arbete_lagesbild.choose_lagesbild(page)

with top:
    render.show_heading(found.sentence, example=found.is_example)
if found.work is None:
    arbete_lagesbild.show_start(page, found)
    st.stop()

names = ["Läs", "Lagens krav", "Frysta versioner", "Ändrat sedan förra"]
names += ["Skriv", "Iakttagelser", "Om lägesbilden"] if found.edits else []
tabs = dict(zip(names, render.open_tabs(names), strict=True))
opened = next((name for name, tab in tabs.items() if tab.open), "Läs")
with tabs[opened]:
    if opened == "Läs":
        arbete_lagesbild.show_reading(page, found.work)
    elif opened == "Lagens krav":
        arbete_lagesbild.show_checks(page, found)
    elif opened == "Frysta versioner":
        arbete_lagesbild.show_versions(page, found.work, edits=found.edits)
    elif opened == "Ändrat sedan förra":
        draft = arbete_lagesbild.draft_for_reader(page, found.work)
        arbete_andringar.show_changes(page, draft=draft)
    elif opened == "Skriv":
        arbete_lagesbild.show_writing(page, found.work)
    elif opened == "Iakttagelser":
        arbete_lagesbild.show_observations(page, found.work)
    else:
        arbete_lagesbild.show_about(page, found.work, edits=found.edits)
