"""A theme on Översikt: its sentence, its tiles by provider, its summers and its age."""

from __future__ import annotations

import streamlit as st

from lagesbild.analysis.focus import FocusView, ages, focus_view, summers
from lagesbild.domain.focus import Focus
from lagesbild.domain.secrecy import Secrecy
from lagesbild.report.table_file import rows_as_csv
from lagesbild.ui import about, cache
from lagesbild.ui.downloads import offer_file
from lagesbild.ui.guard import PageContext
from lagesbild.ui.page_table import find_page
from lagesbild.ui.render import as_label, plain, show_heading, show_table
from lagesbild.ui.state import Address, add_note
from lagesbild.ui.tiles import show_tiles
from lagesbild.ui.word_table import show_words

ACROSS = 4


def choose_focus(page: PageContext) -> Focus | None:
    """The theme in the address; None for the whole situation. Links choose: a list would push the tiles
    of the start page down."""
    given = st.query_params.get(Address.FOCUS, "")
    found = next((one for one in page.inquiry.catalog.focuses if one.id == given), None)
    if given and found is None:
        add_note("Adressen anger ett tema som inte finns här. Sidan visar hela läget i stället.")
    return found


def show_focus_links(page: PageContext, *, chosen: Focus | None = None) -> None:
    """The way to every theme, and back to the whole."""
    focuses = page.inquiry.catalog.focuses
    if not focuses:
        return
    kommun = {Address.KOMMUN.value: page.inquiry.kommun.name}
    path = find_page("oversikt").path
    with st.container(horizontal=True, vertical_alignment="center", key="teman-lankar"):
        st.caption("Teman:", width="content")
        if chosen is not None:
            st.page_link(path, label="Hela läget", icon="", query_params=kommun)
        for one in focuses:
            if one is not chosen:
                st.page_link(
                    path, label=as_label(one.name), icon="", help=one.question,
                    query_params={**kommun, Address.FOCUS.value: one.id},
                )  # fmt: skip


def show_focus(page: PageContext, focus: Focus) -> None:
    """The whole page about a theme."""
    view = focus_view(page.inquiry, focus, situation=cache.situation(page))
    show_heading(view.sentence, example=view.is_example)
    st.markdown(plain(focus.question))
    show_focus_links(page, chosen=focus)
    for group in view.groups:
        st.subheader(plain(group.name), anchor=False)
        columns = st.columns(ACROSS, gap="small")
        for place, tile in enumerate(group.tiles):
            with columns[place % ACROSS]:
                show_tiles([tile], kommun=page.inquiry.kommun.name)
    _show_summers(page, focus)
    _show_ages(page, focus)
    _show_table(view, page=page)


def _show_summers(page: PageContext, focus: Focus) -> None:
    if not focus.summers:
        return
    st.subheader("Sommaren mot tidigare somrar", anchor=False)
    for found in cache.answer(page, "somrar", (focus.id,), lambda: summers(page.inquiry, focus)):
        st.markdown(f"**{plain(found.indicator.name)}.** {plain(found.summers)}")
        show_words(found.summer_rows, about=f"{found.indicator.name}, somrar")
        about.show_footnote(found.footnote)


def _show_ages(page: PageContext, focus: Focus) -> None:
    if not focus.ages:
        return
    st.subheader(f"Uppdelat på ålder: {plain(focus.ages[0])} år", anchor=False)
    found = cache.answer(page, "alder", (focus.id,), lambda: ages(page.inquiry, focus))
    for one in found:
        if one.figures is not None:
            st.markdown(f"**{plain(one.indicator.name)}**")
            show_table(one.figures, key=f"alder-{one.indicator.id}", alt=one.indicator.name)
    lacking = [one.indicator.name for one in found if one.figures is None]
    if lacking:
        st.caption(
            plain(
                f"Lämnas inte uppdelat på ålder: {', '.join(lacking)}. Be den som lämnar uppgifterna om en "
                f"kolumn Ålder där {focus.ages[0]} står för sig."
            )
        )


def _show_table(view: FocusView, *, page: PageContext) -> None:
    rows = [
        {
            "Lämnas av": group.name, "Mått": tile.indicator.name,
            "Värde": tile.value_text or tile.status_reason, "Period": tile.period_label or "–",
            "Förändring": tile.change_text or "–", "Jämfört med": tile.comparison_text or "–",
        }
        for group in view.groups for tile in group.tiles
    ]  # fmt: skip
    with st.expander("Som tabell", icon=":material/table:", key=f"fokus-{view.focus.id}-tabell"):
        show_words(rows, about=view.sentence)
        _offer_table(view, rows, page=page)


def _offer_table(view: FocusView, rows: list[dict[str, str]], *, page: PageContext) -> None:
    """As secret as the most secret measure in it."""
    order = list(Secrecy)
    most = max((tile.indicator.secrecy for tile in view.tiles), key=order.index, default=order[0])

    ending = "-exempeldata" if view.is_example else ""
    offer_file(
        "alla-matt", "Ladda ner tabellen (CSV)", data=lambda: rows_as_csv(rows), mime="text/csv", holds=most,
        file_name=f"{view.focus.id}-{page.kommun_code}{ending}.csv", key=f"fokus-{view.focus.id}",
        subject=f"tema {view.focus.id}",
    )  # fmt: skip
