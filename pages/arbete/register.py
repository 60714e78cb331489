"""Vilka sitter i rådet, vad styr det, och vad är överenskommet och lovat?"""

from lagesbild.ui import arbete_register, render
from lagesbild.ui.guard import open_page

page = open_page("register")
found = arbete_register.read_page(page)

render.show_heading(found.sentence, example=found.is_example)
members, organisations, documents, agreements, promises, cards, council = render.open_tabs(
    (
        "Ledamöter", "Organisationer", "Styrdokument", "Överenskommelser", "Medborgarlöften",
        "Faktakort", "Rådet",
    )
)  # fmt: skip
if members.open:
    with members:
        arbete_register.show_members(page, found)
if organisations.open:
    with organisations:
        arbete_register.show_organisations(page, found)
if documents.open:
    with documents:
        arbete_register.show_documents(page, found)
if agreements.open:
    with agreements:
        arbete_register.show_agreements(page, found)
if promises.open:
    with promises:
        arbete_register.show_promises(page, found)
if cards.open:
    with cards:
        arbete_register.show_cards(page, found)
if council.open:
    with council:
        arbete_register.show_council(page, found)
