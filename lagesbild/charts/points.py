"""Released figures as plain points: a chart asks about single rows, where a frame is slow."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import pandas as pd

from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.results import Band, ReleasedFigures
from lagesbild.domain.secrecy import STATUS_WORDS, Status
from lagesbild.domain.written import decimals_for, format_interval, format_number, format_period

MeasureShown = Literal["rate", "count"]

EXAMPLE_SUFFIX = " (exempel)"

LEVEL_RANKS = {level.value: rank for rank, level in enumerate(AreaLevel)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One row. Numbers are rounded to what is shown, so a picture tells no more than its text.

    x             the period's middle as a decimal year
    y             the value or the count, None where there is no number
    lower, upper  the interval of y; None where there is none
    """

    code: str
    name: str
    level: str
    start: date
    end: date
    label: str
    breakdown: str
    x: float
    y: float | None
    decimals: int
    lower: float | None
    upper: float | None
    confidence: float | None
    status: Status
    reason: str

    @property
    def is_preliminary(self) -> bool:
        return self.y is not None and self.status is Status.PRELIMINARY

    @property
    def short_word(self) -> str:
        """Why there is no number, in a word."""
        return STATUS_WORDS[Status.MISSING if self.status is Status.VALUE else self.status]

    @property
    def word(self) -> str:
        """Why there is no number, as fully as is known."""
        return self.reason or self.short_word

    @property
    def text(self) -> str:
        """The number as it is written, or the word for why there is none."""
        if self.y is None:
            return self.word
        return "0" if self.y == 0 else format_number(self.y, decimals=self.decimals)

    @property
    def interval(self) -> str:
        return format_interval(self.lower, self.upper, decimals=self.decimals)

    @property
    def period(self) -> str:
        return format_period(self.start, self.end, label=self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One area's points in order of time; never empty."""

    points: tuple[Point, ...]
    is_own: bool

    @property
    def name(self) -> str:
        return self.points[-1].name

    @property
    def last_value(self) -> float | None:
        return next((point.y for point in reversed(self.points) if point.y is not None), None)


def read_points(
    rows: pd.DataFrame, *, indicator: Indicator, measure: MeasureShown = "rate"
) -> list[Point]:
    """The rows of released figures, in their order."""
    numbers = rows["count" if measure == "count" else "value"].tolist()
    # Limits belong to the value: the count of a rate has none of its own.
    has_limits = measure == "rate" or indicator.kind is Kind.COUNT
    plain = zip(
        rows["area_code"].tolist(), rows["area_name"].tolist(), rows["area_level"].tolist(),
        rows["period_start"].tolist(), rows["period_end"].tolist(), rows["period_label"].tolist(),
        rows["breakdown"].tolist(), rows["status"].tolist(), rows["status_reason"].tolist(),
        rows["is_example"].tolist(), strict=True,
    )  # fmt: skip
    limits = zip(
        rows["lower"].tolist(), rows["upper"].tolist(), rows["confidence"].tolist(),
        rows["denominator"].tolist(), strict=True,
    )  # fmt: skip
    found = []
    for number, row, (lower, upper, confidence, base) in zip(numbers, plain, limits, strict=True):
        places = 0 if measure == "count" else decimals_for(indicator, number, denominator=base)
        start, end = row[3].date(), row[4].date()
        found.append(
            Point(
                code=row[0],
                # The ribbon over the figure says it once; in every label it would crowd out names.
                name=row[1].removesuffix(EXAMPLE_SUFFIX) if row[9] else row[1],
                level=row[2], start=start, end=end,
                label=str(row[5] or ""), breakdown=row[6], x=middle_of(start, end),
                y=_rounded(number, places), decimals=places,
                lower=_rounded(lower, places) if has_limits else None,
                upper=_rounded(upper, places) if has_limits else None,
                confidence=_rounded(confidence, 3), status=Status(row[7]),
                reason=row[8] if isinstance(row[8], str) else "",
            )
        )  # fmt: skip
    return found


def series_of(
    figures: ReleasedFigures, *, own_code: str, measure: MeasureShown = "rate"
) -> list[Series]:
    """The undivided figures, a series an area: own_code's last so that it lies on top, the country
    and the län before other kommuner. Of counts only own_code's: a country's would flatten it."""
    totals = figures.totals
    if measure == "count":
        totals = totals[totals["area_code"] == own_code]
    points = read_points(totals, indicator=figures.indicator, measure=measure)
    found = [
        Series(points=tuple(in_order(own)), is_own=code == own_code)
        for code, own in grouped(points).items()
    ]
    return sorted(
        found, key=lambda one: (one.is_own, LEVEL_RANKS[one.points[0].level], one.points[0].code)
    )


def grouped(points: Iterable[Point]) -> dict[str, list[Point]]:
    """Area code -> its points."""
    found: dict[str, list[Point]] = {}
    for point in points:
        found.setdefault(point.code, []).append(point)
    return found


def in_order(points: Iterable[Point]) -> list[Point]:
    """By time, the last row of a period counting."""
    by_start = {point.start: point for point in points}
    return [by_start[start] for start in sorted(by_start)]


def band_points(band: Band) -> list[tuple[float, float, float]]:
    """x, low and high. A band's frame has no period_end: each period lasts until the next begins."""
    rows = [
        (start.date(), low, high)
        for start, low, high in zip(
            band.frame["period_start"].tolist(), band.frame["low"].tolist(),
            band.frame["high"].tolist(), strict=True,
        )
        if not (math.isnan(low) or math.isnan(high))
    ]  # fmt: skip
    rows.sort()
    steps = [b[0] - a[0] for a, b in pairwise(rows)]
    usual = sorted(steps)[len(steps) // 2] if steps else date(2001, 1, 1) - date(2000, 1, 1)
    places = 0 if max((high for _, _, high in rows), default=0) >= 100 else 1
    return [
        (middle_of(start, start + usual), round(low, places), round(high, places))
        for start, low, high in rows
    ]


def year_of(day: date) -> float:
    """A date as a decimal year: a linear axis needs no dates, and no English month names."""
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


def middle_of(start: date, end: date) -> float:
    """Where a period's point stands: in its middle, so that a break on its first day lies before it."""
    return round((year_of(start) + year_of(end)) / 2, 2 if (end - start).days > 20 else 3)


def _rounded(value: float, places: int) -> float | None:
    if math.isnan(value):
        return None
    return round(value) if places == 0 else round(value, places)
