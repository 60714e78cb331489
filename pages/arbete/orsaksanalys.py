"""Varför har vi problemet, hur vet vi det, och vad går att påverka?"""

import streamlit as st

from lagesbild.ui import arbete_diskussion, arbete_orsaker, arbete_orsakslista, render
from lagesbild.ui.guard import open_page

page = open_page("orsaksanalys")
top = st.container()
found = arbete_orsaker.choose_problem(page)
with top:
    render.show_heading(found.study.sentence, example=found.study.is_example)
    arbete_orsaker.show_question(found)

tree, bones, triangle, chain, factors, talk, problem = render.open_tabs(
    (
        "Orsaksträd", "Fiskben", "Brottstriangel", "Händelsekedja", "Risk och skydd", "Diskussion",
        "Problemet och beläggen",
    )
)  # fmt: skip
if talk.open:
    with talk:
        arbete_diskussion.show_discussion(page, found)
elif problem.open:
    with problem:
        arbete_orsaker.show_problem(page, found)
elif chain.open:
    with chain:
        arbete_orsaker.show_chain(found)
elif factors.open:
    with factors:
        arbete_orsaker.show_factors(found)
else:
    outline, card = st.columns([2, 3])
    with outline:
        found = arbete_orsakslista.choose_cause(found)
        arbete_orsakslista.show_outline(page, found)
    with card:
        arbete_orsakslista.show_card(page, found)
    if tree.open:
        with tree:
            arbete_orsaker.show_tree(found)
    if bones.open:
        with bones:
            arbete_orsaker.show_fishbone(found)
    if triangle.open:
        with triangle:
            arbete_orsaker.show_triangle(found)
