"""Vilka har tillgång, i vilken roll och hur länge?"""

import streamlit as st

from lagesbild.ui import people_view, render
from lagesbild.ui.guard import open_page

page = open_page("personer")
members = people_view.list_people(page)

render.show_heading(people_view.sentence(page, members))
people_view.show_people(page, members)
people_view.show_managing(page, members)
st.caption(
    "En ändring gäller från personens nästa klick. Den som tas bort finns kvar i historiken, och varje "
    "ändring noteras i granskningsloggen."
)
