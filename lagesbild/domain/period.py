"""Half-open periods with the label they had in their source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PeriodKind(StrEnum):
    """How long a period is, and how it is counted."""

    YEAR = "ar"
    HALF_YEAR = "halvar"
    TERTIAL = "tertial"
    QUARTER = "kvartal"
    MONTH = "manad"
    WEEK = "vecka"
    DAY = "dygn"
    SCHOOL_YEAR = "lasar"
    TERM = "termin"
    TWO_YEARS = "tva_ar"
    OTHER = "annan"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Period:
    """A stretch of time; ``end`` is the first day after it.

    raises  ValueError if end is not after start
    """

    start: date
    end: date
    label: str
    kind: PeriodKind = PeriodKind.OTHER

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"period ends {self.end}, not after its start {self.start}")


MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


def year(value: int) -> Period:
    """Calendar year."""
    return Period(
        start=date(value, 1, 1), end=date(value + 1, 1, 1), label=str(value), kind=PeriodKind.YEAR
    )


def month(value: int, number: int) -> Period:
    """Calendar month; number 1-12, label as "maj 2023"."""
    end = date(value + number // 12, number % 12 + 1, 1)
    return Period(
        start=date(value, number, 1), end=end,
        label=f"{MONTHS[number - 1]} {value}", kind=PeriodKind.MONTH,
    )  # fmt: skip


def school_year(first: int) -> Period:
    """Swedish läsår, counted from 1 July to 30 June; label as "2022/23"."""
    return Period(
        start=date(first, 7, 1), end=date(first + 1, 7, 1),
        label=f"{first}/{(first + 1) % 100:02d}", kind=PeriodKind.SCHOOL_YEAR,
    )  # fmt: skip


def kind_of(start: date, end: date) -> PeriodKind:
    """The kind that a stored pair of dates must be, told by its length and first day."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day == 1 and end.day == 1:
        if months >= 12 and start.month != 1:
            is_school_year = months == 12 and start.month == 7
            return PeriodKind.SCHOOL_YEAR if is_school_year else PeriodKind.OTHER
        by_length = {1: PeriodKind.MONTH, 3: PeriodKind.QUARTER, 4: PeriodKind.TERTIAL,
                     6: PeriodKind.HALF_YEAR, 12: PeriodKind.YEAR, 24: PeriodKind.TWO_YEARS}  # fmt: skip
        return by_length.get(months, PeriodKind.OTHER)
    days = (end - start).days
    return {1: PeriodKind.DAY, 7: PeriodKind.WEEK}.get(days, PeriodKind.OTHER)
