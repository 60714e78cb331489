"""Hur står det till? Alla mått för kommunen, det som förtjänar uppmärksamhet först."""

import streamlit as st

from lagesbild.ui import cache, fokus_view, render, signals_view, tiles
from lagesbild.ui.guard import open_page
from lagesbild.ui.state import Address

page = open_page("oversikt")
focus = fokus_view.choose_focus(page)
if focus is not None:
    fokus_view.show_focus(page, focus)
    st.stop()

situation, standing = cache.situation(page), signals_view.read_standing(page)
kommun = page.inquiry.kommun.name

render.show_heading(situation.headline, example=situation.is_example)
with st.container(horizontal=True, vertical_alignment="center"):
    st.markdown(standing.counts_text)
    everything = st.toggle("Visa alla mått", key=Address.EVERYTHING.value, bind="query-params")

if situation.tiles:
    tiles.show_standing_out(standing.open, kommun=kommun)
    tiles.show_themes(situation, kommun=kommun, everything=everything)
else:
    render.show_empty(
        "Det finns inga mått i katalogen ännu. Lägg en fil per mått i data/catalog/indicators.",
        link_to="datakallor", link_text="Se datakällor",
    )  # fmt: skip

with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(cache.holdings(page).sentence)
    render.show_way("datakallor", "Se underlag", page=page)
    render.show_way("lamna_data", "Lämna data", page=page)
fokus_view.show_focus_links(page)
