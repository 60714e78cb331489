"""Which days a list is the whole of: what it says, else whole months as far as its events reach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from lagesbild.domain.period import Period
from lagesbild.ingest.periods import find_period, read_period

DAY = timedelta(days=1)
UNLIKELY = 0.01
INSIDE = 0.9
"""A title's period is the list's when nearly all events lie in it; else it is about something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Half-open days.

    is_stated  True when the file or a person says so
    """

    first_day: date
    day_after: date
    is_stated: bool = False

    @property
    def months(self) -> list[date]:
        """First days of the months that lie wholly within."""
        found, month = [], self.first_day.replace(day=1)
        while (after := next_month(month)) <= self.day_after:
            if month >= self.first_day:
                found.append(month)
            month = after
        return found

    @property
    def parts(self) -> list[date]:
        """First days of the months that it only reaches into."""
        touched, month = [], self.first_day.replace(day=1)
        while month < self.day_after:
            touched.append(month)
            month = next_month(month)
        return [one for one in touched if one not in self.months]

    @property
    def last_day(self) -> date:
        return self.day_after - DAY


def next_month(day: date) -> date:
    """The first of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def find_span(
    days: pd.Series[pd.Timestamp], *, stated: Period | None, is_answer: bool, today: date
) -> Span:
    """What a list with at least one event is the whole of, never beyond today.

    Without a word about it whole months, unless the list is silent for long at either end: then it
    was cut there.

    stated     what the title says, or with ``is_answer`` a person
    """
    first, last = days.min().date(), days.max().date()
    if stated is not None and is_answer:
        until = min(stated.end, max(today, last + DAY))
        return Span(first_day=stated.start, day_after=until, is_stated=True)
    about = stated if stated is not None and _is_about(days, stated=stated) else None
    start = about.start if about else first.replace(day=1)
    end = min(about.end, max(today, last + DAY)) if about else next_month(last)
    is_early = about is not None or _is_chance(
        (end - first).days, of=(end - start).days, events=len(days)
    )
    is_late = end <= max(today, last + DAY) and _is_chance(
        (last - start).days + 1, of=(end - start).days, events=len(days)
    )
    return Span(
        first_day=start if is_early else first, day_after=end if is_late else last + DAY,
        is_stated=about is not None,
    )  # fmt: skip


def _is_chance(used: int, *, of: int, events: int) -> bool:
    """Whether that many events may all fall in the used days by chance, and the rest is just silent."""
    return bool((used / of) ** events >= UNLIKELY)


TOLD_RANGE = re.compile(
    r"\d{4}-\d{2}-\d{2}\s*(?:[-\u2013]|till|t\.?o\.?m\.?)\s*\d{4}-\d{2}-\d{2}", re.IGNORECASE
)


def told_period(lines: Sequence[str]) -> Period | None:
    """The first period that the lines above a list mention."""
    for line in lines:
        span = TOLD_RANGE.search(line)
        period = read_period(span[0]) if span else find_period(line)
        if period is not None:
            return period
    return None


def _is_about(days: pd.Series[pd.Timestamp], *, stated: Period) -> bool:
    inside = (days >= pd.Timestamp(stated.start)) & (days < pd.Timestamp(stated.end))
    return bool(inside.mean() >= INSIDE)
