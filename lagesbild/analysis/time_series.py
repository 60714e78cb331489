"""Released figures of one area as a regular series: what methods over time are asked with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lagesbild.access.release import part_of
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.secrecy import Status

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST_HIDDEN = 0.1
"""Share of hidden periods from which a series tells too little: they are hidden because they are low."""

SPAN_WORDS: dict[int, tuple[str, str]] = {
    1: ("en månad", "månader"), 3: ("ett kvartal", "kvartal"), 4: ("ett tertial", "tertial"),
    6: ("ett halvår", "halvår"), 12: ("ett år", "år"), 24: ("en mätning", "mätningar"),
}  # fmt: skip
"""By the length of a period in months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Periods of one length after each other, (n,) each; a period without a figure is NaN.

    starts       first days; ends: the days after the last
    count        events, where they are counted; value: in the indicator's unit; size: the denominator
    months       length of a period in months, 0 where they come at no regular distance
    first        index of the first period after the newest break
    """

    indicator: Indicator
    starts: tuple[date, ...]
    ends: tuple[date, ...]
    labels: tuple[str, ...]
    count: Floats
    value: Floats
    size: Floats
    preliminary: Bools
    hidden: Bools
    months: int
    first: int

    @property
    def per_year(self) -> int:
        """Periods in a year, 1 for years and for what is not regular."""
        return 12 // self.months if self.months and self.months <= 12 else 1

    @property
    def is_counted(self) -> bool:
        """Events that can be told apart from chance by their number."""
        return self.indicator.numerator is not None and self.indicator.kind in {
            Kind.COUNT, Kind.RATE,
        }  # fmt: skip

    @property
    def events(self) -> Floats:
        """What is judged: the count of what is counted, else the value."""
        return self.count if self.is_counted else self.value

    @property
    def exposure(self) -> Floats:
        """The population where there is one, else one for each period."""
        known = np.isfinite(self.size) & (self.size > 0)
        if self.indicator.kind is not Kind.RATE or not known.any():
            return np.ones(len(self.starts))
        filled = pd.Series(np.where(known, self.size, np.nan)).ffill().bfill()
        return np.asarray(filled, dtype=float)

    @property
    def share_hidden(self) -> float:
        """Of all periods, or of the newest three years where it is more."""
        if not len(self.hidden):
            return 0.0
        return float(max(self.hidden.mean(), self.hidden[-3 * self.per_year :].mean()))

    def spans(self, count: int) -> str:
        """ "en månad", "9 månader": so many periods in words."""
        one, many = SPAN_WORDS.get(self.months, ("en period", "perioder"))
        return one if count == 1 else f"{count} {many}"

    @property
    def n_known(self) -> int:
        return int(np.isfinite(self.events).sum())


def commonest_length(figures: ReleasedFigures) -> ReleasedFigures:
    """Only the periods of the length that most have: months and quarters are not one series."""
    if figures.is_empty:
        return figures
    months = months_of(figures.frame)
    lengths, count = np.unique(months, return_counts=True)
    return part_of(figures, rows=months == lengths[np.argmax(count)])


def months_of(frame: pd.DataFrame) -> NDArray[np.int64]:
    """(n,) whole months of each row's period, 0 where it does not begin and end with a month."""
    start, end = (
        frame[name].to_numpy(dtype="datetime64[D]") for name in ("period_start", "period_end")
    )
    first, last = start.astype("datetime64[M]"), end.astype("datetime64[M]")
    is_whole = (first == start) & (last == end)
    return np.where(is_whole, (last - first).astype(np.int64), 0)


def series_of(figures: ReleasedFigures) -> Series:
    """One area's released rows in order of time, on a regular grid where they come regularly.

    figures   undivided rows of one area and one length of period
    """
    frame = figures.frame
    every_start = frame["period_start"].to_numpy(dtype="datetime64[D]")
    order = _last_of_each(every_start)
    starts: list[date] = every_start[order].tolist()
    months = int(months_of(frame)[order[0]]) if len(order) else 0
    wanted = _grid(starts, months=months)
    place = {day: number for number, day in enumerate(wanted)}
    at = np.array([place[day] for day in starts], dtype=np.intp)

    def on_grid(name: str) -> Floats:
        found = np.full(len(wanted), np.nan)
        found[at] = frame[name].to_numpy(dtype=float)[order]
        return found

    end = frame["period_end"].to_numpy(dtype="datetime64[D]")[order].tolist()
    label = frame["period_label"].to_numpy(dtype=object, na_value="")[order].tolist()
    told = dict(zip(starts, zip(end, map(str, label), strict=True), strict=True))
    rows = [told.get(day) or (_after(day, months=months), "") for day in wanted]
    status = np.full(len(wanted), "", dtype=object)
    status[at] = frame["status"].to_numpy(dtype=object)[order]
    breaks = [one.date for one in figures.indicator.breaks]
    return Series(
        indicator=figures.indicator, starts=tuple(wanted), months=months,
        ends=tuple(day for day, _ in rows), labels=tuple(word for _, word in rows),
        count=on_grid("count"), value=on_grid("value"), size=on_grid("denominator"),
        preliminary=np.asarray(status == Status.PRELIMINARY.value, dtype=bool),
        hidden=np.asarray(status == Status.SUPPRESSED.value, dtype=bool),
        first=sum(any(start < day for day in breaks) for start in wanted),
    )  # fmt: skip


def _last_of_each(days: NDArray[np.datetime64]) -> NDArray[np.intp]:
    """The rows in order of time, of those with the same day the last."""
    order = np.argsort(days, kind="stable")
    ordered = days[order]
    return order[np.append(ordered[1:] != ordered[:-1], np.ones(min(1, len(days)), dtype=bool))]


def _grid(starts: list[date], *, months: int) -> list[date]:
    if not months or len(starts) < 2 or any(one.day != 1 for one in starts):
        return starts
    every = [one.year * 12 + one.month - 1 for one in starts]
    full = range(every[0], every[-1] + 1, months)
    return [date(n // 12, n % 12 + 1, 1) for n in full] if set(every) <= set(full) else starts


def _after(start: date, *, months: int) -> date:
    number = start.year * 12 + start.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
