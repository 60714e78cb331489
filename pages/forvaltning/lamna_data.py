"""Lämna en fil: välj källa, släpp filen, se hur den förstås, rätta, kontrollera och bekräfta."""

import streamlit as st

from lagesbild.ui import intake_files, intake_view, render
from lagesbild.ui.guard import open_page

page = open_page("lamna_data")

render.show_heading("Lämna data: från fil till kvitto i fem steg.")
intake_files.show_interrupted(page)
steps = st.container()
source_id = intake_view.choose_source(page)
upload = intake_view.choose_file()
if upload is None:
    with steps:
        intake_view.show_steps(1)
    st.caption(
        "Inget sparas förrän du har sett hur filen förstås och bekräftat. Filen ska bara innehålla "
        "sammanställda uppgifter, inga uppgifter om enskilda personer."
    )
else:
    with steps:
        intake_view.show_steps(intake_view.step_of(page, source_id=source_id, upload=upload))
    intake_view.show_underway(page, source_id=source_id, upload=upload)
