"""Samband: vilka andra mått rör sig med ett problem eller före det? Aldrig varför."""

from lagesbild.ui import about, analys_samband, cache, render
from lagesbild.ui.guard import open_page

page = open_page("samband")
indicator = render.require_indicator(page)
answer = cache.relations(page)

render.show_heading(answer.sentence, example=answer.figures.example)
analys_samband.show_warning()
analys_samband.show_views(page, answer)
render.show_ways(page, "indikator", "sticker_ut")
about.show_about(indicator, source=render.source_of(page), footnote=answer.footnote)
