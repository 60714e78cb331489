"""Vem har sett, laddat ner, lämnat, ändrat och publicerat vad?"""

import streamlit as st

from lagesbild.ui import audit_view
from lagesbild.ui.guard import open_page

page = open_page("granskning")

audit_view.show_log(audit_view.choose_and_read(page))
st.caption(
    "Loggen visar din kommun. Den säger vem och vad, aldrig vilka siffror eller texter det gällde."
)
