"""Whole weeks of a list of events, and whether some of them were out of the ordinary. Words only: weeks and
months overlap, so the number of a single week would tell what is hidden in the rest of its month."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from lagesbild.analysis.event_kinds import told_in_kommun, wanted_events
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.work.dated import Dated
from lagesbild.stats.compare import rate_ratio
from lagesbild.stats.verdict import Verdict
from lagesbild.store.events import EventKind, count_events_in_weeks

WEEK = timedelta(weeks=1)
SIX_DAYS = timedelta(days=6)
MOST_WEEKS = 4
"""A longer time is a season and not a happening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWeeks:
    """What a list says week by week.

    counts  by Monday; a week within the list without events has none
    runs    the days that the list spans, first and last of each time without a gap
    least   fewer events than this are not judged
    hidden  first days of the months whose number is hidden: a word about a week would tell of it
    """

    counts: Mapping[date, int]
    runs: Sequence[tuple[date, date]]
    least: int
    hidden: Collection[date] = ()

    def is_whole(self, week: date) -> bool:
        """Whether the list covers all seven days: elsewhere no events is not nothing happened."""
        return any(first <= week and week + SIX_DAYS <= last for first, last in self.runs)

    def is_open(self, week: date) -> bool:
        """Whether it is whole and lies in no month whose number is hidden."""
        return self.is_whole(week) and not months_of(week) & set(self.hidden)

    def beside(self, weeks: Collection[date]) -> int:
        """Events in the other whole weeks of the months that the weeks touch."""
        months = set[date]().union(*map(months_of, weeks))
        others = [
            week for week in self.counts if week not in weeks and months_of(week) <= months
        ]  # fmt: skip
        return sum(self.events(others))

    def events(self, weeks: Collection[date]) -> list[int]:
        return [self.counts.get(week, 0) for week in weeks]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekAnswer:
    """What is said of some weeks, never with a number."""

    verdict: Verdict
    words: str


def list_weeks(inquiry: Inquiry, indicator: Indicator, *, span: EventKind) -> ListWeeks:
    """The weeks of a measure's lists in the inquiry's kommun."""
    counts = count_events_in_weeks(inquiry.store, wanted=wanted_events(inquiry, indicator))
    told = told_in_kommun(inquiry, [indicator])[indicator.id]
    hidden = told.hidden_months(inquiry.kommun_code)
    return ListWeeks(counts=counts, runs=span.runs, least=indicator.min_count, hidden=hidden)


def months_of(week: date) -> set[date]:
    """First days of the months that a week lies in."""
    return {day.replace(day=1) for day in (week, week + SIX_DAYS)}


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_of(one: Dated) -> list[date]:
    """Mondays of the weeks that it touches."""
    first, last = monday_of(one.starts_on), monday_of(one.ends_on)
    return [first + n * WEEK for n in range((last - first) // WEEK + 1)]


def untold(words: str) -> WeekAnswer:
    return WeekAnswer(verdict=Verdict.CANNOT_ASSESS, words=words)


def why_not(weeks: Sequence[date], *, known: ListWeeks) -> WeekAnswer | None:
    """What keeps a happening's weeks from being judged at all."""
    if len(weeks) > MOST_WEEKS:
        return untold(f"pågick mer än {MOST_WEEKS} veckor: se årets månader i stället")
    if weeks[-1] + SIX_DAYS > known.runs[-1][1]:
        return untold("har inte varit, eller händelserna har inte kommit än")
    if not all(map(known.is_whole, weeks)):
        return untold("kan inte bedömas: listan täcker inte veckorna")
    if not all(map(known.is_open, weeks)):
        return untold("kan inte bedömas: månadens antal är skyddat")
    return None


def judge_weeks(
    weeks: Sequence[date], *, beside: Sequence[date], known: ListWeeks, name: str
) -> WeekAnswer:
    """Whether there was more or less than in other weeks, whose spread widens the test.

    weeks, beside  whole weeks of the list
    name           the other weeks in the answer's words
    """
    here, others = sum(known.events(weeks)), np.array(known.events(beside), dtype=float)
    # The month's number is known: where nearly all of it fell in these weeks, a word about them would
    # tell how little was left.
    if min(here, int(others.sum()), known.beside(weeks)) < known.least:
        return untold("kan inte bedömas: för få händelser")
    found = rate_ratio(
        here, exposure=len(weeks), other_events=float(others.sum()), other_exposure=len(others),
        dispersion=max(1.0, float(others.var(ddof=1) / others.mean())),
    )  # fmt: skip
    much = {
        Verdict.HIGHER: "mer än dubbelt så många som" if found.estimate > 2 else "fler än",
        Verdict.LOWER: "mindre än hälften så många som" if found.estimate < 0.5 else "färre än",
    }.get(found.verdict, "ungefär som")
    return WeekAnswer(verdict=found.verdict, words=f"{much} {name}")
