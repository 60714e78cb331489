"""En lägesbild i rummet: en bild i taget, i helskärm, med piltangenterna."""

from lagesbild.ui.guard import open_page
from lagesbild.ui.presentation_view import show_presentation

page = open_page("presentera")
show_presentation(page)
