"""Vad ska invånarna få se? Välj, skriv, förhandsgranska, publicera och ta bort."""

from lagesbild.ui.guard import open_page
from lagesbild.ui.publish_view import show_publishing

page = open_page("publicera")
show_publishing(page)
