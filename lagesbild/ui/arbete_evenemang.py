"""Evenemang, on the page Årshjul: one happening, how it was staffed, how it went, and what the events say."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lagesbild.analysis.event_card import EventCard, event_card
from lagesbild.analysis.wording import number
from lagesbild.domain.work.dated import Dated
from lagesbild.domain.work.year import Happening
from lagesbild.ui import about, cache
from lagesbild.ui.filters import choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import as_label, plain, show_empty, show_ribbon
from lagesbild.ui.state import Address, Option
from lagesbild.ui.word_table import show_words
from lagesbild.workspace.records import Saved, records_of
from lagesbild.workspace.year_wheel import ON_CHARTS, dated_happenings


def show_events(page: PageContext, *, year: int, is_marked: bool) -> None:
    """The chosen event or campaign of the year as a card.

    is_marked  whether the page has said already that something is invented
    """
    every = [
        one
        for one in records_of(page.context.store, kind=Happening, person=page.person)
        if one.record.kind in ON_CHARTS and one.record.starts_on
    ]
    own = [one for one in every if one.record.starts_on and one.record.starts_on.year == year]
    if not own:
        show_empty(
            f"Inget evenemang och ingen kampanj är inlagd för {year}. Lägg in dem under Händelser."
        )
        return
    by_day = sorted(own, key=lambda one: str(one.record.starts_on), reverse=True)
    options = [Option(id=one.id, label=_label(one.record)) for one in by_day]
    been = [one.id for one in by_day if str(one.record.starts_on) <= page.inquiry.today.isoformat()]
    with st.container(width=420):
        chosen = choose_one(
            "Evenemang", options, key=Address.EVENT, what="ett evenemang",
            default=been[0] if been else None,
        )  # fmt: skip
    saved = next(one for one in by_day if one.id == chosen)
    card = _card(page, saved, every=every)
    if card.is_example and not is_marked:
        show_ribbon()
    st.subheader(plain(card.sentence), anchor=False)
    _show_facts(saved.record)
    _show_lines(card)


def _label(one: Happening) -> str:
    return as_label(f"{one.starts_on} {one.title}")


def _card(
    page: PageContext, saved: Saved[Happening], *, every: Sequence[Saved[Happening]]
) -> EventCard:
    dated = {one.id: one for one in dated_happenings(every)}
    others: list[Dated] = [one for key, one in dated.items() if key != saved.id]
    asked = (saved.id, str(saved.version), *(f"{one.id} {one.version}" for one in every))
    return cache.answer(
        page, "evenemang", asked,
        lambda: event_card(
            page.inquiry, dated[saved.id], others=others, is_example=saved.is_example
        ),
    )  # fmt: skip


def _show_facts(one: Happening) -> None:
    """What the council has written itself."""
    told = [
        ("Plats", one.place), ("Ansvarig", one.organisation), ("Bemanning", one.presence),
        ("Besökare, uppskattat", number(one.visitors) if one.visitors else ""),
        ("Hur det gick", one.outcome), ("Anteckning", one.about),
    ]  # fmt: skip
    rows = [{"Om evenemanget": label, "": text} for label, text in told if text]
    if rows:
        show_words(rows, about=f"Om {one.title}", long="")
    if not one.outcome:
        st.caption("Skriv hur det gick, bemanning och besökare under Händelser.")


def _show_lines(card: EventCard) -> None:
    rows = [
        {
            "Händelser": line.indicator.name, "Mot veckorna runt omkring samma år": line.around,
            "Mot samma veckor andra år": line.other_years,
        }
        for line in card.lines
    ]  # fmt: skip
    show_words(rows, about=card.sentence)
    if not rows:
        return
    st.caption(
        "Hela veckor. Runt omkring: sex veckor före och sex efter, utan veckor med andra evenemang. Något sägs ha "
        "blivit fler eller färre bara när båda jämförelserna säger det. Antalet en enskild vecka visas inte: det "
        "kunde avslöja ett litet antal i resten av månaden. Jämförelsen säger inte vad det beror på."
    )  # fmt: skip
    for note in dict.fromkeys(card.footnotes):
        about.show_footnote(note)
