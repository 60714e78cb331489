"""What every run starts with: who are you, which pages are yours, and then the page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent

st.set_page_config(
    page_title="Lägesbild",
    page_icon=str(HERE / "marke.svg"),
    layout="wide",
    initial_sidebar_state="auto",
)

from lagesbild.ui.visit import show_visit  # noqa: E402 - the page's settings must come first

show_visit()
