"""Were the weeks of an event or a campaign out of the ordinary, beside the same weeks of other years?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from lagesbild.analysis.event_footnote import event_footnote
from lagesbild.analysis.event_hours import require_events
from lagesbild.analysis.event_kinds import event_kinds, wanted_events
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote
from lagesbild.domain.work.dated import Dated
from lagesbild.stats.compare import rate_ratio
from lagesbild.stats.verdict import Assessment, Verdict
from lagesbild.store.events import count_events_in_weeks

WEEK = timedelta(weeks=1)
MOST_WEEKS = 4
"""A longer time is a season and not a happening."""

BESIDE = 1
"""Weeks before and after the same week of another year that count as the same time."""

FEWEST_YEARS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWeek:
    """One happening of the year wheel.

    words  the answer; no number of a single week is told, since weeks and months overlap and the
           rest of a month could be worked out
    """

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

    Years without the list are left out, and so are weeks of the same kind of happening in other years
    only if they fall elsewhere. What is told is a word: more, fewer or as usual.

    happenings  events and campaigns as the year wheel gives them
    raises      LagesbildError AN-002, AN-050
    """
    indicator = inquiry.indicator(indicator_id)
    kinds = event_kinds(inquiry)
    require_events(indicator, kinds=kinds)
    span = kinds.spans[indicator_id]
    counts = count_events_in_weeks(inquiry.store, wanted=wanted_events(inquiry, indicator))
    first, last = _monday(span.first_day) + WEEK, _monday(span.last_day) - WEEK
    weeks = tuple(
        _judge(one, counts=counts, first=first, last=last, least=indicator.min_count)
        for one in sorted(happenings, key=lambda one: one.starts_on, reverse=True)
        if one.ends_on >= first
    )
    return EventWeeks(
        indicator=indicator, weeks=weeks, sentence=_sentence(indicator, weeks),
        footnote=event_footnote(
            inquiry, indicator, period=f"{first.year}–{last.year}", hidden="", total=None,
            method="exakt test mot samma veckor andra år, vidgat efter hur olika veckorna är",
            example=span.is_example,
        ),
    )  # fmt: skip


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_of(one: Dated) -> list[date]:
    """Mondays of the weeks that it touches."""
    first, last = _monday(one.starts_on), _monday(one.ends_on)
    return [first + n * WEEK for n in range((last - first) // WEEK + 1)]


def _same_weeks(weeks: Sequence[date], *, year: int) -> list[date]:
    """The same week numbers of another year, with one before and one after."""
    number = weeks[0].isocalendar().week
    try:
        first = date.fromisocalendar(year, number, 1)
    except ValueError:
        first = date.fromisocalendar(year, 52, 1)
    return [first + n * WEEK for n in range(-BESIDE, len(weeks) + BESIDE)]


def _judge(
    one: Dated, *, counts: dict[date, int], first: date, last: date, least: int
) -> EventWeek:
    weeks = weeks_of(one)
    if weeks[-1] > last:
        return _untold(one, "har inte varit, eller händelserna har inte kommit än")
    if len(weeks) > MOST_WEEKS:
        return _untold(one, f"pågick mer än {MOST_WEEKS} veckor: se årets månader i stället")
    own = weeks[0].isocalendar().year
    others = {
        year: known
        for year in range(first.year, last.year + 1)
        if year != own
        and (known := [w for w in _same_weeks(weeks, year=year) if first <= w <= last])
    }
    if len(others) < FEWEST_YEARS:
        return _untold(one, "kan inte bedömas: för få år att jämföra med")
    here = sum(counts.get(week, 0) for week in weeks)
    beside = np.array([counts.get(w, 0) for known in others.values() for w in known], dtype=float)
    if here < least or beside.sum() < least:
        return _untold(one, "kan inte bedömas: för få händelser")
    scatter = max(1.0, float(beside.var(ddof=1) / beside.mean()))
    found = rate_ratio(
        here, exposure=len(weeks), other_events=float(beside.sum()), other_exposure=len(beside),
        dispersion=scatter,
    )  # fmt: skip
    years = sorted(others)
    return EventWeek(
        happening=one,
        verdict=found.verdict,
        words=_words(found),
        compared_with=", ".join(str(year) for year in years),
    )


def _untold(one: Dated, words: str) -> EventWeek:
    return EventWeek(happening=one, verdict=Verdict.CANNOT_ASSESS, words=words, compared_with="–")


def _words(found: Assessment) -> str:
    """Never a number that a count could be worked out from."""
    if found.verdict is Verdict.HIGHER:
        much = "mer än dubbelt så många" if found.estimate > 2 else "fler"
        return f"{much} än samma veckor andra år"
    if found.verdict is Verdict.LOWER:
        much = "mindre än hälften så många" if found.estimate < 0.5 else "färre"
        return f"{much} än samma veckor andra år"
    return "ungefär som samma veckor andra år"


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
