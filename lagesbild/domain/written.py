"""How numbers, intervals and periods are written in Swedish, on screen and on paper alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.period import MONTHS, PeriodKind, kind_of

NBSP = "\u00a0"
MINUS = "\u2212"

EXAMPLE_TEXT = "Exempeldata – påhittade siffror"
"""On every picture, table and document with anything invented in it."""


def format_number(value: float | None, *, decimals: int | None = None, unit: str = "") -> str:
    """1 234,5 with no-break spaces and a true minus; empty for nothing at all.

    decimals  None gives none from 100 up and one below, whole numbers whole
    """
    if value is None or math.isnan(value):
        return ""
    if decimals is None:
        decimals = 0 if abs(value) >= 100 or float(value).is_integer() else 1
    text = f"{value:,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    if text.startswith("-"):
        text = text[1:] if not text.strip("-0,") else MINUS + text[1:]
    return f"{text}{NBSP}{unit}" if unit else text


def joined(words: Sequence[str], *, most: int | None = None) -> str:
    """ "a", "a och b", "a, b och c"; empty for none.

    most  so many are named, and of more how many they are: "a, b och 3 till"
    """
    if most is not None and len(words) > most:
        words = [*words[:most], f"{len(words) - most} till"]
    return " och ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def capitalised(text: str) -> str:
    """With a capital first letter, and the others left as they are."""
    return text[:1].upper() + text[1:]


def as_inside(name: str) -> str:
    """A name inside a sentence: "anmälda våldsbrott", but "EST-händelser"."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def decimals_for(
    indicator: Indicator, value: float | None, *, denominator: float | None = None
) -> int:
    """Counts whole; rates whole from 100 up; shares whole unless more than 1 000 are behind them."""
    if indicator.decimals is not None:
        return indicator.decimals
    if indicator.kind is Kind.COUNT or value is None or math.isnan(value):
        return 0
    if indicator.kind is Kind.SHARE:
        return 1 if denominator is not None and denominator > 1000 else 0
    return 0 if abs(value) >= 100 else 1


def format_interval(
    lower: float | None, upper: float | None, *, decimals: int | None = None
) -> str:
    """ "(48–71)", empty unless both limits are there. With negative limits: "(−2 till 4)"."""
    if lower is None or upper is None or math.isnan(lower) or math.isnan(upper):
        return ""
    if decimals is None:
        decimals = 0 if abs(upper) >= 100 else 1
    return f"({format_range(lower, upper, decimals=decimals)})"


def format_range(low: float, high: float, *, decimals: int = 0) -> str:
    """ "48–71"; "−130 till −38" of what may be below zero."""
    between = " till " if low < 0 else "–"
    return between.join(format_number(one, decimals=decimals) for one in (low, high))


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


_SPOKEN: dict[PeriodKind, Callable[[date], str]] = {
    PeriodKind.YEAR: lambda day: str(day.year),
    PeriodKind.MONTH: _month,
    PeriodKind.TWO_YEARS: lambda day: f"{day.year}–{day.year + 1}",
    PeriodKind.WEEK: lambda day: "vecka {1} {0}".format(*day.isocalendar()),
    PeriodKind.DAY: lambda day: f"{day.day} {_month(day)}",
}
_WHOLE_MONTHS = frozenset({PeriodKind.OTHER, PeriodKind.SCHOOL_YEAR})


def format_period(start: date, end: date, *, label: str = "") -> str:
    """How a half-open period is said: "2025", "läsåret 2022/23", "oktober 2025–september 2026"."""
    kind, last = kind_of(start, end), end - timedelta(days=1)
    if kind in _SPOKEN:
        return _SPOKEN[kind](start)
    if kind is PeriodKind.SCHOOL_YEAR and "/" in label:
        return f"läsåret {label}"
    if start.day == 1 and end.day == 1 and kind in _WHOLE_MONTHS:
        return f"{_month(start)}–{_month(last)}"
    return label or f"{start:%Y-%m-%d}–{last:%Y-%m-%d}"
