"""When the next figure can be expected, told from how often it comes and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from lagesbild.domain.indicator import Indicator
from lagesbild.domain.period import MONTHS, PeriodKind, school_year
from lagesbild.domain.written import format_period

MONTHS_BETWEEN: dict[PeriodKind, int] = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.TERTIAL: 4,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.TERM: 6,
    PeriodKind.YEAR: 12,
    PeriodKind.SCHOOL_YEAR: 12,
    PeriodKind.TWO_YEARS: 24,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextFigure:
    """The period after the newest one, and the day it can be expected."""

    period: str
    due: date
    is_late: bool

    @property
    def sentence(self) -> str:
        when = f"{MONTHS[self.due.month - 1]} {self.due.year}"
        if self.is_late:
            return f"Siffran för {self.period} borde ha kommit i {when}."
        return f"Siffran för {self.period} har inte kommit än; den väntas i {when}."


def next_figure(indicator: Indicator, *, last_end: date, today: date) -> NextFigure | None:
    """What comes after ``last_end`` (half-open); None where figures come at no regular time."""
    months = MONTHS_BETWEEN.get(indicator.frequency)
    if months is None:
        return None
    end = (pd.Timestamp(last_end) + pd.DateOffset(months=months)).date()
    due = end + timedelta(days=indicator.typical_lag_days)
    return NextFigure(
        period=_name(last_end, end, frequency=indicator.frequency), due=due, is_late=due < today
    )


def _name(start: date, end: date, *, frequency: PeriodKind) -> str:
    if frequency is PeriodKind.SCHOOL_YEAR:
        return f"läsåret {school_year(start.year).label}"
    if frequency is PeriodKind.HALF_YEAR:
        return f"{'första' if start.month == 1 else 'andra'} halvåret {start.year}"
    last = MONTHS[(end.month - 2) % len(MONTHS)]
    within = f"{MONTHS[start.month - 1]}–{last} {start.year}"
    return format_period(pd.Timestamp(start), pd.Timestamp(end), label=within)
