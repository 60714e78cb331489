"""A measure's hidden cells, in a form that answers at once for thousands of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lagesbild.analysis.cells import days_of
from lagesbild.store.columns import Columns, text
from lagesbild.store.hidden import Why

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

MONTHS_A_YEAR = 12
SPAN = 1_000_000
"""More days than any period has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Where and when each row is, in numbers: worked out once for figures of many measures.

    areas, parts   the area codes and breakdowns that occur; area and part point among them
    start, end     days since 1970
    """

    areas: tuple[str | None, ...]
    parts: tuple[str | None, ...]
    area: Ints
    part: Ints
    start: Ints
    end: Ints

    def at(self, chosen: Ints) -> Rows:
        """Some of the rows."""
        return Rows(
            areas=self.areas, parts=self.parts, area=self.area[chosen], part=self.part[chosen],
            start=self.start[chosen], end=self.end[chosen],
        )  # fmt: skip


def rows_of(figures: Columns) -> Rows:
    """figures: area_code, period_start, period_end, breakdown."""
    area, part = text(figures, "area_code"), text(figures, "breakdown")
    start, end = (
        np.asarray(figures[name]).astype("datetime64[D]").astype(np.int64)
        for name in ("period_start", "period_end")
    )
    return Rows(
        areas=tuple(area.words), parts=tuple(part.words), area=area.at, part=part.at, start=start,
        end=end,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePattern:
    """What is hidden of one measure.

    keys      (n,) sorted: area, period and breakdown in one number
    months    (areas * breakdowns, months + 1) hidden months before each month, from first_month
    broken    (areas * breakdowns, half-years) whose sums may not be told, from first_half
    """

    areas: dict[str, int]
    breakdowns: dict[str, int]
    keys: Ints
    months: Ints
    first_month: int
    broken: Bools
    first_half: int

    def hides(self, rows: Rows) -> Bools:
        """Which rows are in the pattern."""
        series = self._series(rows)
        start, end = rows.start, rows.end
        wanted = _keys(series, start=start, end=end)
        place = np.searchsorted(self.keys, wanted)
        place[place == len(self.keys)] = 0
        found = np.zeros(len(series), dtype=bool)
        if len(self.keys):
            found = (self.keys[place] == wanted) & (series >= 0)
        return found

    def _series(self, rows: Rows) -> Ints:
        areas, parts = self.areas, self.breakdowns
        area = np.array([areas.get(str(one), -1) for one in rows.areas], dtype=np.int64)[rows.area]
        part = np.array([parts.get(str(one), -1) for one in rows.parts], dtype=np.int64)[rows.part]
        return np.where((area >= 0) & (part >= 0), area * len(self.breakdowns) + part, -1)

    def untold(self, rows: Rows) -> Bools:
        """Sums of twelve months, no calendar year, that are not formed since they hold a hidden month.

        Two such sums one after the other differ by two months. Those to June are formed where the
        half-years around may be told; others are not.
        """
        series = self._series(rows)
        start, end = rows.start, rows.end
        first = start.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        last = end.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        is_window = (last - first == MONTHS_A_YEAR) & (first % MONTHS_A_YEAR != 0) & (series >= 0)
        found = np.zeros(len(series), dtype=bool)
        if not is_window.any() or self.months.shape[1] < 2:
            return found
        at = np.flatnonzero(is_window)
        line, begins = series[at], first[at]
        top = self.months.shape[1] - 1
        low = np.clip(begins - self.first_month, 0, top)
        high = np.clip(begins + MONTHS_A_YEAR - self.first_month, 0, top)
        holds = self.months[line, high] > self.months[line, low]
        half = begins // 6 - self.first_half
        to_june = begins % MONTHS_A_YEAR == MONTHS_A_YEAR // 2
        for step in (-1, 0, 1, 2):
            to_june &= ~self._is_broken(line, half + step)
        found[at] = holds & ~to_june
        return found

    def _is_broken(self, line: Ints, half: Ints) -> Bools:
        inside = (half >= 0) & (half < self.broken.shape[1])
        known = self.broken[line, np.where(inside, half, 0)] if self.broken.shape[1] else inside
        return inside & known


def _keys(series: Ints, *, start: Ints, end: Ints) -> Ints:
    """Series up to 2**23, days since 1800 up to 2**19, lengths up to 2**20."""
    return (series << 40) + ((start + 65_536) << 20) + (end - start)


def pattern_of(rows: pd.DataFrame) -> MeasurePattern:
    """From the rows as they are kept, HIDDEN_COLUMNS."""
    area_at, areas = pd.factorize(rows["area_code"])
    part_at, parts = pd.factorize(rows["breakdown"])
    series = (area_at * max(len(parts), 1) + part_at).astype(np.int64)
    start, end = days_of(rows["period_start"]), days_of(rows["period_end"])
    is_half = rows["why"].to_numpy(dtype=np.int64) == Why.HALF_YEAR.value
    month = start.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    length = end - start
    is_month = ~is_half & (length >= 28) & (length <= 31)
    n_series = len(areas) * len(parts)
    months, first_month = _marked(series[is_month], month[is_month], n_series=n_series)
    before = np.zeros((n_series, months.shape[1] + 1), dtype=np.int64)
    before[:, 1:] = np.cumsum(months, axis=1)
    broken, first_half = _marked(series[is_half], month[is_half] // 6, n_series=n_series)
    return MeasurePattern(
        areas={str(code): n for n, code in enumerate(areas)},
        breakdowns={str(text): n for n, text in enumerate(parts)},
        keys=np.sort(_keys(series[~is_half], start=start[~is_half], end=end[~is_half])),
        months=before, first_month=first_month, broken=broken, first_half=first_half,
    )  # fmt: skip


def _marked(series: Ints, number: Ints, *, n_series: int) -> tuple[Bools, int]:
    first, last = (int(number.min()), int(number.max()) + 1) if len(number) else (0, 0)
    found = np.zeros((n_series, last - first), dtype=bool)
    found[series, number - first] = True
    return found, first
