"""Vilka underlag finns, vilka hinder, vem ansvarar och vad saknas?"""

from lagesbild.ui import arbete_underlag, render
from lagesbild.ui.guard import open_page

page = open_page("underlag")
found = arbete_underlag.read_page(page)

render.show_heading(found.inventory.sentence, example=found.is_example)
inventory, gaps, rounds, talks = render.open_tabs(
    ("Inventering", "Det som saknas", "Insamling", "Gruppsamtal")
)
if inventory.open:
    with inventory:
        arbete_underlag.show_inventory(page, found)
if gaps.open:
    with gaps:
        arbete_underlag.show_gaps(page, found)
if rounds.open:
    with rounds:
        arbete_underlag.show_rounds(page, found)
if talks.open:
    with talks:
        arbete_underlag.show_talks(page, found)
render.show_way("datakallor", "Se vad som har kommit in", page=page)
