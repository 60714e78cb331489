"""What every run starts with: who are you, which pages are yours, and then the page."""

from __future__ import annotations

import streamlit as st

st.set_page_config(page_title="Lägesbild", page_icon=":material/explore:", layout="wide")

from lagesbild.ui.visit import show_visit  # noqa: E402 - the page's settings must come first

show_visit()
