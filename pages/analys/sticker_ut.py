"""Sticker vi ut? Kommunen bland alla andra, i ett mått och i alla mått."""

from lagesbild.ui import about, analys_sticker_ut, cache, render
from lagesbild.ui.guard import open_page

page = open_page("sticker_ut")
indicator = render.require_indicator(page)

analys_sticker_ut.show_all(page, cache.standing_overview(page))
render.show_ways(page, "indikator", "jamfor", "karta")
answer = cache.standing(page, group="liknande")
about.show_about(indicator, source=render.source_of(page), footnote=answer.footnote)
