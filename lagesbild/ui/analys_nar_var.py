"""När och var: which kind of event, and each view with its sentence, picture, table and method."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lagesbild.analysis.event_hours import EventHours, event_hours
from lagesbild.analysis.event_kinds import Kinds, event_kinds
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.period import PeriodKind
from lagesbild.domain.results import Footnote
from lagesbild.ui import cache
from lagesbild.ui.event_tables import hour_rows, hours_as_csv, joined_rows
from lagesbild.ui.filters import choose_one, indicator_options
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import show_chart, show_empty, show_heading
from lagesbild.ui.state import Address, Option
from lagesbild.ui.word_table import show_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a view has to say about itself, for the page's heading and foot."""

    sentence: str
    is_example: bool
    footnote: Footnote | None


def kinds_of(page: PageContext) -> Kinds:
    return cache.answer(page, "slag", (), lambda: event_kinds(page.inquiry))


def choose_kind(page: PageContext) -> Indicator:
    """Measures with events first, then those that come by the month; an empty catalogue ends the page."""
    every = page.inquiry.catalog.indicators.values()
    spans = kinds_of(page).spans
    monthly = [i for i in every if i.frequency is PeriodKind.MONTH and i.id not in spans]
    options = [
        *indicator_options([i for i in every if i.id in spans]),
        *indicator_options([i for i in monthly if i.numerator]),
    ]
    if not options:
        show_heading("Det finns inga mått med månader eller händelser ännu.")
        show_empty(
            "Lämna en lista över händelser eller ett mått per månad.",
            link_to="datakallor", link_text="Se datakällor",
        )  # fmt: skip
        st.stop()
    chosen = choose_one(
        "Slag av händelse", options, key=Address.INDICATOR, what="ett mått", is_shared=True,
        help="Först de som har händelser med tid och plats, sedan mått per månad.",
    )  # fmt: skip
    return page.inquiry.catalog.indicators[chosen]


def show_no_events(page: PageContext, indicator: Indicator) -> Said:
    """A measure that has figures but no list of events."""
    names = [page.inquiry.catalog.indicators[one].name for one in kinds_of(page).spans]
    listed = f" Det finns för: {'; '.join(names)}." if names else ""
    show_empty(
        f"Här behövs en lista över enskilda händelser med dag, klockslag och plats.{listed}",
        link_to="datakallor", link_text="Se datakällor",
    )  # fmt: skip
    return Said(
        sentence=f"{indicator.name}: det finns inga händelser med tid och plats.",
        is_example=False, footnote=None,
    )  # fmt: skip


# Weekday and hour


def show_hours(page: PageContext, indicator: Indicator) -> Said:
    """When in the week."""
    if indicator.id not in kinds_of(page).spans:
        return show_no_events(page, indicator)
    first = _hours(page, indicator, period="")
    if not first.periods:
        show_empty(
            "Ingen period är slut ännu, eller så är antalet skyddat. Tiderna visas när sommaren "
            "eller året är slut."
        )
        return Said(sentence=first.sentence, is_example=first.is_example, footnote=first.footnote)
    options = [Option(id=one.id, label=_capital(one.label)) for one in first.periods]
    with st.container(width=320):
        period = choose_one("Period", options, key=Address.PERIOD, what="en period")
    answer = _hours(page, indicator, period="" if period == options[0].id else period)
    _show_week(page, answer)
    return Said(sentence=answer.sentence, is_example=answer.is_example, footnote=answer.footnote)


def _hours(page: PageContext, indicator: Indicator, *, period: str) -> EventHours:
    return cache.answer(
        page, "timmar", (indicator.id, period),
        lambda: event_hours(page.inquiry, indicator_id=indicator.id, period=period),
    )  # fmt: skip


def _show_week(page: PageContext, answer: EventHours) -> None:
    period = answer.period.id if answer.period else ""

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.week_hours import week_hours_figure

        return week_hours_figure(
            answer.pieces, title=answer.period.label if answer.period else "",
            example=answer.is_example,
        )  # fmt: skip

    asked = (answer.indicator.id, period)
    show_chart(cache.figure(page, "veckan", asked, draw), key="veckan", about=answer.sentence)
    if not any(piece.parts for piece in answer.pieces):
        return
    st.caption(
        "Antal händelser. Ett tal med ≈ är räknat för en längre tid och fördelat jämnt över den: "
        f"tider med färre än {answer.indicator.min_count} händelser visas bara tillsammans med andra, "
        f"tills de är minst {answer.indicator.min_count} tillsammans."
    )
    with st.expander("Tabell"):
        show_words(hour_rows(answer.pieces), about="Händelser per veckodag och tid")
        if len(answer.pieces) == 1:
            show_words(joined_rows(answer.pieces[0]), about="Tiderna som de är räknade")
        _offer(
            answer.indicator,
            hours_as_csv(answer.pieces),
            name=f"tider-{period}",
            example=answer.is_example,
        )


def _offer(indicator: Indicator, data: bytes, *, name: str, example: bool) -> None:
    from lagesbild.ui.downloads import offer_file

    ending = "-exempeldata" if example else ""
    offer_file(
        "tabell", "Ladda ner tabellen (CSV)", data=lambda: data,
        file_name=f"{indicator.id}-{name}{ending}.csv", mime="text/csv", key=f"ladda-ner-{name}",
        indicator=indicator,
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


VIEWS = {
    "Veckodag och tid": show_hours,
}
"""Tabs and what they show, in order."""
