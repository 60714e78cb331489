"""Vad vill rådet berätta för invånarna? Det som är publicerat, och ingenting annat."""

from lagesbild.analysis.publication import current_publication
from lagesbild.ui.guard import open_page
from lagesbild.ui.publication_view import show_nothing_published, show_publication

page = open_page("invanare")
version = current_publication(page.inquiry)

if version is None:
    show_nothing_published(page.inquiry.kommun.name)
else:
    show_publication(version.content)
