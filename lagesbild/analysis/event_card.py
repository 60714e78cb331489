"""How did a happening go? Its weeks beside the weeks around it and beside the same weeks of other years,
for every kind of event that there is a list of. Words only, as in event_weeks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from lagesbild.analysis.event_kinds import event_kinds
from lagesbild.analysis.event_weeks import judge_other_years, weeks_footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.list_weeks import (
    WEEK,
    ListWeeks,
    WeekAnswer,
    judge_weeks,
    list_weeks,
    untold,
    weeks_of,
    why_not,
)
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote
from lagesbild.domain.work.dated import Dated
from lagesbild.domain.written import as_inside, joined
from lagesbild.stats.verdict import Verdict
from lagesbild.store.events import EventKind

AROUND = 6
"""Weeks before and after, so that the season is the same."""

FEWEST_AROUND = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """One kind of event.

    verdict  HIGHER only where both comparisons say so, LOWER likewise
    """

    indicator: Indicator
    verdict: Verdict
    around: str
    other_years: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCard:
    """A happening of the year wheel, judged."""

    happening: Dated
    sentence: str
    lines: tuple[CardLine, ...]
    footnotes: tuple[Footnote, ...]
    is_example: bool


def event_card(inquiry: Inquiry, happening: Dated, *, others: Sequence[Dated], is_example: bool) -> EventCard:  # fmt: skip
    """Of all kinds of event that the person may see.

    others      the year wheel's other events and campaigns: their weeks are no ordinary ones
    is_example  whether the happening is invented; it is laid only beside invented events, and the
                other way round
    """
    lists = [
        (inquiry.indicator(key), span) for key, span in event_kinds(inquiry).spans.items()
        if span.is_example == is_example
    ]  # fmt: skip
    busy = {week for one in others for week in weeks_of(one)}
    lines = tuple(
        _line(inquiry, happening, indicator=indicator, span=span, busy=busy)
        for indicator, span in lists
    )
    return EventCard(
        happening=happening, lines=lines, sentence=_sentence(happening, lines, today=inquiry.today),
        footnotes=tuple(weeks_footnote(inquiry, one, span=span) for one, span in lists),
        is_example=is_example,
    )  # fmt: skip


def _line(
    inquiry: Inquiry, happening: Dated, *, indicator: Indicator, span: EventKind, busy: Collection[date]
) -> CardLine:  # fmt: skip
    known = list_weeks(inquiry, indicator, span=span)
    near = judge_around(happening, known=known, busy=busy)
    years, _ = judge_other_years(happening, known=known)
    return CardLine(
        indicator=indicator, around=near.words, other_years=years.words,
        verdict=near.verdict if near.verdict is years.verdict else _weaker(near.verdict, years.verdict),
    )  # fmt: skip


def _weaker(first: Verdict, second: Verdict) -> Verdict:
    """Two comparisons that do not agree show nothing; one that cannot be made leaves nothing to agree with."""
    unknown = Verdict.CANNOT_ASSESS
    return unknown if unknown in {first, second} else Verdict.NOT_SHOWN


def judge_around(happening: Dated, *, known: ListWeeks, busy: Collection[date]) -> WeekAnswer:
    """Whether there was more or less than in the weeks before and after, of the same year.

    busy  Mondays of weeks with another happening
    """
    weeks = weeks_of(happening)
    hindrance = why_not(weeks, known=known)
    if hindrance is not None:
        return hindrance
    beside = [
        week
        for step in range(1, AROUND + 1)
        for week in (weeks[0] - step * WEEK, weeks[-1] + step * WEEK)
        if known.is_open(week) and week not in busy
    ]
    if len(beside) < FEWEST_AROUND:
        return untold("kan inte bedömas: för få veckor runt omkring utan evenemang")
    return judge_weeks(weeks, beside=beside, known=known, name="veckorna runt omkring")


def _sentence(happening: Dated, lines: Sequence[CardLine], *, today: date) -> str:
    lead = f"{happening.title}, {happening.when} {happening.starts_on.year}"
    if happening.starts_on > today:
        return f"{lead}: har inte varit än."
    if not lines:
        return f"{lead}: ingen har lämnat listor över händelser att jämföra med."
    more = [as_inside(one.indicator.name) for one in lines if one.verdict is Verdict.HIGHER]
    less = [as_inside(one.indicator.name) for one in lines if one.verdict is Verdict.LOWER]
    judged = [one for one in lines if one.verdict is not Verdict.CANNOT_ASSESS]
    if not judged:
        return f"{lead}: kan inte bedömas, händelserna är för få eller åren för få."
    told = [
        f"fler {joined(more)}" if more else "", f"färre {joined(less)}" if less else "",
    ]  # fmt: skip
    words = " och ".join(one for one in told if one)
    if not words:
        return f"{lead}: ungefär som vanligt i {len(judged)} slag av händelser som kan bedömas."
    return f"{lead}: {words} än både veckorna runt omkring och samma veckor andra år."
