"""Vad ska jag lämna och när, vad har kommit in, och vad ska jag rätta?"""

from lagesbild.analysis.provider import duties
from lagesbild.ui import cache, holdings_view, provider_view, render
from lagesbild.ui.guard import open_page

page = open_page("mina_leveranser")
holdings = holdings_view.only_own(cache.holdings(page), person=page.person)
answer = duties(page.inquiry, holdings=holdings)

render.show_heading(answer.sentence)
provider_view.show_duties(page, answer)
