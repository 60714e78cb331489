"""Vad finns, från vem, hur gammalt är det, vad saknas och vad betyder det?"""

import streamlit as st

from lagesbild.analysis.corrections import corrections
from lagesbild.ui import cache, corrections_view, holdings_view, recall_view, receipt_files, render
from lagesbild.ui.guard import open_page

page = open_page("datakallor")
holdings = holdings_view.only_own(cache.holdings(page), person=page.person)

render.show_heading(holdings.sentence)
render.show_way("lamna_data", "Lämna data", page=page)
sources, indicators, deliveries, errors, words = render.open_tabs(
    ("Källor", "Mått", "Leveranser", "Rättelser", "Ordlista")
)
if sources.open:
    with sources:
        holdings_view.show_sources(holdings)
        holdings_view.show_event_lists(holdings)
if indicators.open:
    with indicators:
        holdings_view.show_indicators(holdings)
        holdings_view.show_definitions(list(page.inquiry.catalog.indicators.values()))
if deliveries.open:
    with deliveries:
        holdings_view.show_deliveries(holdings)
        receipt_files.choose_receipt(page, holdings=holdings)
        recall_view.show_recall(page, holdings=holdings)
if errors.open:
    with errors:
        corrections_view.show_corrections(corrections(page.inquiry))
if words.open:
    with words:
        holdings_view.show_words(page.inquiry.catalog.glossary)
st.caption("Skyddat, saknas och 0 är tre olika saker och visas med olika ord överallt.")
