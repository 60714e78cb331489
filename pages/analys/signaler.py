"""Vad sticker ut? Allt som undersökts, det som avviker mest först, med vad som talar emot."""

import streamlit as st

from lagesbild.ui import cache, render, signals_view
from lagesbild.ui.guard import open_page

page = open_page("signaler")
standing = signals_view.read_standing(page)

render.show_heading(standing.headline, example=standing.examined.is_example)
st.markdown(standing.rest_text)
chosen = signals_view.choose_what(page, standing)

if chosen.shown:
    left, right = st.columns([2, 3], gap="medium")
    with left:
        signal = signals_view.choose_signal(chosen.shown)
    with right:
        signals_view.show_signal(page, cache.signals(page, chosen, signal=signal), standing)
else:
    signals_view.show_nothing(standing)
signals_view.show_aside(page, standing)
signals_view.show_examined(standing)
