"""The periods that the example data covers, as arrays that a series can be drawn along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from lagesbild.domain.period import MONTHS, Period, PeriodKind, month, school_year, year

FIRST_YEAR = 2016
LAST_YEAR = 2025
END_OF_DATA = date(2026, 10, 1)
"""No period ends later: on 21 November 2026 September is the newest month that has come in."""

_MONTHS_IN = {
    PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.TERTIAL: 4, PeriodKind.HALF_YEAR: 6,
    PeriodKind.TERM: 6,
}  # fmt: skip
_NAMES_IN = {
    PeriodKind.QUARTER: ("kvartal 1", "kvartal 2", "kvartal 3", "kvartal 4"),
    PeriodKind.TERTIAL: ("tertial 1", "tertial 2", "tertial 3"),
    PeriodKind.HALF_YEAR: ("första halvåret", "andra halvåret"),
    PeriodKind.TERM: ("vårterminen", "höstterminen"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Periods in order.

    middle  the middle of each period in years, 2020.5 for the year 2020
    length  in years
    """

    periods: tuple[Period, ...]
    middle: np.ndarray
    length: np.ndarray

    @property
    def years(self) -> np.ndarray:
        """The calendar year in which each period starts."""
        return np.array([period.start.year for period in self.periods])


def timeline(kind: PeriodKind) -> Timeline:
    """Ten years of periods of one kind, up to END_OF_DATA."""
    periods = tuple(p for p in _all_periods(kind) if p.end <= END_OF_DATA)
    starts = np.array([_as_year(p.start) for p in periods])
    ends = np.array([_as_year(p.end) for p in periods])
    return Timeline(periods=periods, middle=(starts + ends) / 2, length=ends - starts)


def _as_year(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def _all_periods(kind: PeriodKind) -> list[Period]:
    if kind is PeriodKind.SCHOOL_YEAR:
        return [school_year(y) for y in range(FIRST_YEAR - 1, LAST_YEAR + 1)]
    if kind is PeriodKind.TWO_YEARS:
        return [_two_years(y) for y in range(FIRST_YEAR, LAST_YEAR, 2)]
    if kind is PeriodKind.MONTH:
        return [month(y, m) for y in range(FIRST_YEAR, LAST_YEAR + 2) for m in range(1, 13)]
    if kind is PeriodKind.WEEK:
        return _weeks()
    if kind in _NAMES_IN:
        return [p for y in range(FIRST_YEAR, LAST_YEAR + 2) for p in _parts_of(y, kind)]
    return [year(y) for y in range(FIRST_YEAR, LAST_YEAR + 1)]


def _two_years(first: int) -> Period:
    return Period(
        start=date(first, 1, 1), end=date(first + 2, 1, 1), label=f"{first}/{first + 1}",
        kind=PeriodKind.TWO_YEARS,
    )  # fmt: skip


def _parts_of(number: int, kind: PeriodKind) -> list[Period]:
    """The quarters, tertials, half-years or terms of one year."""
    size = _MONTHS_IN[kind]
    firsts = range(1, len(MONTHS) + 1, size)
    return [
        Period(
            start=date(number, first, 1),
            end=date(number + (first + size - 1) // 12, (first + size - 1) % 12 + 1, 1),
            label=f"{name} {number}", kind=kind,
        )
        for first, name in zip(firsts, _NAMES_IN[kind], strict=True)
    ]  # fmt: skip


def _weeks() -> list[Period]:
    """ISO weeks from the first one of FIRST_YEAR."""
    monday = date.fromisocalendar(FIRST_YEAR, 1, 1)
    weeks = []
    while monday < END_OF_DATA:
        iso = monday.isocalendar()
        end = monday + timedelta(days=7)
        weeks.append(
            Period(
                start=monday, end=end, label=f"vecka {iso.week} {iso.year}", kind=PeriodKind.WEEK
            )
        )
        monday = end
    return weeks
