"""The only colours, fonts and number formats. One style for screen, slide and paper."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.period import MONTHS, PeriodKind, kind_of
from lagesbild.domain.secrecy import STATUS_WORDS, Status

NBSP = "\u00a0"
MINUS = "\u2212"
SEPARATORS = f",{NBSP}"
"""Plotly's: decimal comma, then no-break space between thousands."""

FONT = "'Source Sans', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
"""The page's own bundled font first, then what the system has; nothing is fetched."""
TEXT_PX = 13
SMALL_PX = 12

EXAMPLE_TEXT = "Exempeldata – påhittade siffror"

MONTHS_SHORT = (
    "jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec",
)  # fmt: skip
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Colours by what they mean.

    classes     map classes from the lowest to the highest, one hue
    band_edge   the band's border: its fill alone is too pale to be seen by all
    suppressed  fill of areas whose figure is hidden; missing: of areas without one
    """

    name: str
    page: str
    panel: str
    ink: str
    muted: str
    grid: str
    own: str
    comparison: str
    band: str
    band_edge: str
    worse: str
    better: str
    ambiguous: str
    classes: tuple[str, ...]
    suppressed: str
    missing: str
    area_line: str
    example_fill: str
    example_ink: str


LIGHT = Theme(
    name="ljus", page="#FFFFFF", panel="#F5F7FA", ink="#1F2933", muted="#52606D", grid="#E4E7EB",
    own="#0B5C8A", comparison="#7B8794", band="#D9E2EC", band_edge="#8A95A1",
    worse="#B5482A", better="#2A7F62", ambiguous="#5B5EA6",
    classes=("#DCEBF5", "#A9CDE4", "#6CA6CD", "#2F77A9", "#0C3F66"),
    suppressed="#B9BEC4", missing="#FFFFFF", area_line="#6B7785",
    example_fill="#FFF3D1", example_ink="#6B4A00",
)  # fmt: skip

DARK = Theme(
    name="mörk", page="#12181F", panel="#1B232C", ink="#E6EBF0", muted="#A9B4C0", grid="#2C3742",
    own="#5DB3E6", comparison="#8996A4", band="#26323E", band_edge="#687685",
    worse="#F08A66", better="#4FC39A", ambiguous="#D3BFFA",
    classes=("#1D3A52", "#2A628D", "#4690C2", "#83BDE4", "#D3EAF9"),
    suppressed="#5A6067", missing="#12181F", area_line="#8996A4",
    example_fill="#3A2F10", example_ink="#FFD977",
)  # fmt: skip


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


def decimals_of(
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
    between = " till " if lower < 0 else "–"
    low, high = format_number(lower, decimals=decimals), format_number(upper, decimals=decimals)
    return f"({low}{between}{high})"


_SPOKEN: dict[PeriodKind, Callable[[date], str]] = {
    PeriodKind.YEAR: lambda day: str(day.year),
    PeriodKind.MONTH: lambda day: f"{MONTHS[day.month - 1]} {day.year}",
    PeriodKind.WEEK: lambda day: "vecka {1} {0}".format(*day.isocalendar()),
    PeriodKind.DAY: lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
}


def format_period(start: date, end: date, *, label: str = "") -> str:
    """How a half-open period is said: "2025", "läsåret 2022/23", "maj 2026"."""
    kind, last = kind_of(start, end), end - timedelta(days=1)
    if kind in _SPOKEN:
        return _SPOKEN[kind](start)
    if kind is PeriodKind.SCHOOL_YEAR and "/" in label:
        return f"läsåret {label}"
    if label:
        return label
    if start.day == 1 and end.day == 1:
        return f"{_SPOKEN[PeriodKind.MONTH](start)}–{_SPOKEN[PeriodKind.MONTH](last)}"
    return f"{start:%Y-%m-%d}–{last:%Y-%m-%d}"


def format_cell(
    status: Status | str, value: float | None, *, decimals: int | None = None, unit: str = ""
) -> str:
    """What stands in a table's cell: the number, 0 for zero, or the word for why there is none."""
    if value is not None and not math.isnan(value):
        return format_number(value, decimals=0 if value == 0 else decimals, unit=unit)
    found = Status(status)
    return STATUS_WORDS[Status.MISSING if found is Status.VALUE else found]


def with_alpha(colour: str, alpha: float) -> str:
    """#0B5C8A -> rgba(11,92,138,0.2), for ribbons that must let lines through."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


def wrap(text: str, width: int, *, lines: int = 3) -> str:
    """The text broken with <br> at spaces and slashes, cut with an ellipsis after ``lines`` lines."""
    rows: list[str] = []
    for word in text.split(" "):
        if rows and len(rows[-1]) + 1 + len(word) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    if len(rows) > lines:
        rows = [*rows[: lines - 1], rows[lines - 1] + " …"]
    return "<br>".join(rows)
