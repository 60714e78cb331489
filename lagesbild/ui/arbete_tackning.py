"""Räckvidd, on the page Åtgärdsplan: how far each measure reaches, place by place."""

from __future__ import annotations

import streamlit as st

from lagesbild.domain.work.reach import Reach
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import Shelf, show_shelf
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain, show_empty, show_ribbon
from lagesbild.ui.state import Address
from lagesbild.ui.word_table import show_words
from lagesbild.workspace.reach import ReachTold, tell_reach
from lagesbild.workspace.records import records_of


def show_reach(page: PageContext, *, is_marked: bool) -> None:
    """Each thing that is counted, as a sentence and a table; then one of them to change.

    is_marked  whether the page has said already that something is invented
    """
    found = records_of(page.context.store, kind=Reach, person=page.person)
    names = offers(page)
    if not is_marked and any(one.is_example for one in found):
        show_ribbon()
    for saved in found:
        told = tell_reach(saved.record)
        st.subheader(plain(told.sentence), anchor=False)
        titles = [names["atgarder"].get(one, "") for one in saved.record.measures]
        if any(titles):
            st.caption(plain(f"Hör till: {', '.join(one for one in titles if one)}."))
        _show_places(told)
    if not found:
        show_empty(
            "Inget räknas än. Lägg in vad som räknas, till exempel trapphus med grannsamverkan, utbildad "
            "personal eller skolor med drogpolicy, och sedan en rad för varje område, skola eller arbetsplats."
        )  # fmt: skip
    show_shelf(
        page,
        Shelf(
            kind=Reach, address=Address.REACH, label="Välj vad som räknas", blank=Reach(), more={},
            add="Lägg till något att räkna", names=names, is_listed=True,
            empty="Samordnaren eller arbetsgruppen lägger in det första.",
        ),
        records=found,
    )  # fmt: skip


def _show_places(told: ReachTold) -> None:
    rows = [
        {"Var": one.place, "Läge": one.words, "Andel": _bar(one.share), "Dag": one.on, "Anteckning": one.note}
        for one in told.places
    ]  # fmt: skip
    show_words(rows, about=told.sentence, long="Anteckning")


def _bar(share: float | None) -> str:
    """Ten squares, filled for every tenth that is reached; a word beside says the same."""
    if share is None:
        return "–"
    filled = round(10 * share)
    return "■" * filled + "□" * (10 - filled)
