"""Vem är jag här, vad får jag göra, och hur ser andra roller Lägesbild?"""

from lagesbild.ui import account_view, render
from lagesbild.ui.guard import open_page

page = open_page("mitt_konto")

render.show_heading(account_view.sentence(page))
account_view.show_rights(page)
account_view.offer_looks(page)
