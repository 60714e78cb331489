"""Vad gör vi åt orsakerna, vem gör det, och vad blev det av det?"""

from lagesbild.ui import arbete_atgarder, arbete_projekt, arbete_tackning, render
from lagesbild.ui.guard import open_page

page = open_page("atgardsplan")
plan = arbete_atgarder.read_page(page)

render.show_heading(plan.sentence, example=plan.is_example)
everything, due, gaps, measures, reach, projects, year = render.open_tabs(
    ("Planen", "Att följa upp", "Luckor", "Åtgärder", "Räckvidd", "Projekt och platser", "Året")
)
if everything.open:
    with everything:
        arbete_atgarder.show_plan(page, plan)
if due.open:
    with due:
        arbete_atgarder.show_due(page, plan)
if gaps.open:
    with gaps:
        arbete_atgarder.show_gaps(plan)
if measures.open:
    with measures:
        arbete_atgarder.show_measures(page, plan)
if reach.open:
    with reach:
        arbete_tackning.show_reach(page, is_marked=plan.is_example)
if projects.open:
    with projects:
        arbete_projekt.show_projects(page)
if year.open:
    with year:
        arbete_atgarder.show_year(page, plan)
