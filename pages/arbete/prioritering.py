"""Vilket problem tar vi först, vad talar för det, och vad beslutade vi?"""

from lagesbild.ui import arbete_prioritering, render
from lagesbild.ui.guard import open_page

page = open_page("prioritering")
found = arbete_prioritering.read_page(page)

render.show_heading(found.sentence, example=found.is_example)
matrix, judging, decision, weights = render.open_tabs(("Matris", "Bedöm", "Beslut", "Vikter"))
if matrix.open:
    with matrix:
        arbete_prioritering.show_matrix(page, found)
if judging.open:
    with judging:
        arbete_prioritering.show_judging(page, found)
if decision.open:
    with decision:
        arbete_prioritering.show_decision(page, found)
if weights.open:
    with weights:
        arbete_prioritering.show_weights(page, found)
