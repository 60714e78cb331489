"""Were the weeks of an event or a campaign out of the ordinary, beside the same weeks of other years?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lagesbild.analysis.event_footnote import event_footnote
from lagesbild.analysis.event_hours import require_events
from lagesbild.analysis.event_kinds import event_kinds
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
from lagesbild.stats.verdict import Verdict
from lagesbild.store.events import EventKind

BESIDE = 1
"""Weeks before and after the same week of another year that count as the same time."""

FEWEST_YEARS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWeek:
    """One happening of the year wheel, and the years it was laid beside."""

    happening: Dated
    verdict: Verdict
    words: str
    compared_with: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWeeks:
    """What the page says of the year wheel's events and campaigns."""

    indicator: Indicator
    sentence: str
    weeks: tuple[EventWeek, ...]
    footnote: Footnote
    figures: None = None


def event_weeks(inquiry: Inquiry, *, indicator_id: str, happenings: Sequence[Dated]) -> EventWeeks:
    """Each happening's whole weeks against the same weeks, one before and one after, of other years.

    A year that the list does not cover then is no year without events: it is left out.

    happenings  events and campaigns as the year wheel gives them
    raises      LagesbildError AN-002, AN-050
    """
    indicator = inquiry.indicator(indicator_id)
    kinds = event_kinds(inquiry)
    require_events(indicator, kinds=kinds)
    span = kinds.spans[indicator_id]
    known = list_weeks(inquiry, indicator, span=span)
    weeks = tuple(
        _week(one, known=known)
        for one in sorted(happenings, key=lambda one: one.starts_on, reverse=True)
        if one.ends_on >= span.first_day
    )
    return EventWeeks(
        indicator=indicator, weeks=weeks, sentence=_sentence(indicator, weeks),
        footnote=weeks_footnote(inquiry, indicator, span=span),
    )  # fmt: skip


def weeks_footnote(inquiry: Inquiry, indicator: Indicator, *, span: EventKind) -> Footnote:
    """Of comparisons of weeks: no number is told."""
    return event_footnote(
        inquiry, indicator, period=f"{span.first_day.year}–{span.last_day.year}", hidden="", total=None,
        method="exakt test mot samma veckor andra år, vidgat efter hur olika veckorna är",
        example=span.is_example,
    )  # fmt: skip


def _week(one: Dated, *, known: ListWeeks) -> EventWeek:
    answer, years = judge_other_years(one, known=known)
    return EventWeek(
        happening=one, verdict=answer.verdict, words=answer.words,
        compared_with=", ".join(map(str, years)) or "–",
    )  # fmt: skip


def judge_other_years(one: Dated, *, known: ListWeeks) -> tuple[WeekAnswer, list[int]]:
    """The answer, and the years that it was laid beside."""
    weeks = weeks_of(one)
    hindrance = why_not(weeks, known=known)
    if hindrance is not None:
        return hindrance, []
    own, first, last = weeks[0].isocalendar().year, known.runs[0][0], known.runs[-1][1]
    others = {
        year: found
        for year in range(first.year, last.year + 1)
        if year != own and (found := list(filter(known.is_open, _same_weeks(weeks, year=year))))
    }
    if len(others) < FEWEST_YEARS:
        return untold("kan inte bedömas: för få år att jämföra med"), []
    beside = [week for found in others.values() for week in found]
    answer = judge_weeks(weeks, beside=beside, known=known, name="samma veckor andra år")
    return answer, [] if answer.verdict is Verdict.CANNOT_ASSESS else sorted(others)


def _same_weeks(weeks: Sequence[date], *, year: int) -> list[date]:
    """The same week numbers of another year, with one before and one after."""
    number = weeks[0].isocalendar().week
    try:
        first = date.fromisocalendar(year, number, 1)
    except ValueError:
        first = date.fromisocalendar(year, 52, 1)
    return [first + n * WEEK for n in range(-BESIDE, len(weeks) + BESIDE)]


def _sentence(indicator: Indicator, weeks: Sequence[EventWeek]) -> str:
    if not weeks:
        return "Inga evenemang eller kampanjer i årshjulet under den tid som händelserna finns för."
    judged = [one for one in weeks if one.verdict is not Verdict.CANNOT_ASSESS]
    odd = [one for one in judged if one.verdict is not Verdict.NOT_SHOWN]
    if not judged:
        return f"{indicator.name}: inga veckor med evenemang eller kampanj kan bedömas."
    if not odd:
        return (
            f"{indicator.name}: veckorna med evenemang eller kampanj var ungefär som samma veckor andra år "
            f"({len(judged)} bedömda)."
        )
    told = "; ".join(
        f"{one.happening.title} {one.happening.starts_on.year}: {one.words}" for one in odd[:3]
    )
    return f"{indicator.name}: {told}."
