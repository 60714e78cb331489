"""Before and after a day, in one place and in those it is compared with, from released figures only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lagesbild.domain.geography import Area
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.secrecy import Status
from lagesbild.domain.written import format_period, joined
from lagesbild.stats.control_charts import dispersion_test

Floats = NDArray[np.float64]

FEWEST_MONTHS, MOST_MONTHS = 6, 24
"""Months after the day: fewer say little, and after more too much else has happened."""

MOST_YEARS_BEFORE = 3
SHARE_OF_FIRST_YEAR = 8
"""Months after the day that make its own year one after it, where only years are told."""

FEWEST_YEARS_BEFORE = 3
"""Years from which it is known at all how much a place's years differ: fewer, and any change looks large."""

FEWEST_FOR_SPREAD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Visible counts, a row a period and a column an area; holes where they are hidden or missing.

    months       length of a period
    preliminary  the first days of preliminary periods
    """

    counts: pd.DataFrame
    ends: dict[date, date]
    labels: dict[date, str]
    preliminary: frozenset[date]
    months: int
    figures: ReleasedFigures

    def named(self, rows: Sequence[date]) -> str:
        """ "mars 2025–september 2026"; "2025"."""
        first, last = rows[0], rows[-1]
        label = self.labels[first] if first == last else ""
        return format_period(first, self.ends[last], label=label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """The periods that are compared.

    before, after  first days
    diluted        months of the first period after that lie before the day
    """

    before: tuple[date, ...]
    after: tuple[date, ...]
    diluted: int

    @property
    def every(self) -> tuple[date, ...]:
        return (*self.before, *self.after)


def table_of(figures: ReleasedFigures, *, codes: Sequence[str]) -> Table:
    """The undivided counts of the areas.

    figures  in periods of one length
    """
    frame = figures.frame
    start, end = (
        frame[name].to_numpy(dtype="datetime64[D]") for name in ("period_start", "period_end")
    )
    order = np.argsort(start, kind="stable")
    days: list[date] = start[order].tolist()
    labels = frame["period_label"].to_numpy(dtype=object, na_value="")[order].tolist()
    early = (frame["status"].to_numpy(dtype=object) == Status.PRELIMINARY.value)[order]
    first = order[:1]
    length = end[first].astype("datetime64[M]") - start[first].astype("datetime64[M]")
    return Table(
        counts=_counts(frame.iloc[order], days=days, codes=codes),
        ends=dict(zip(days, end[order].tolist(), strict=True)),
        labels=dict(zip(days, map(str, labels), strict=True)),
        preliminary=frozenset(np.array(days, dtype=object)[early].tolist()),
        months=int(length.astype(np.int64).sum()), figures=figures,
    )  # fmt: skip


def _counts(frame: pd.DataFrame, *, days: Sequence[date], codes: Sequence[str]) -> pd.DataFrame:
    """Rows in order of time, days their first days; the last known of a day and an area counts."""
    down = {day: number for number, day in enumerate(dict.fromkeys(days))}
    across = {code: number for number, code in enumerate(dict.fromkeys(codes))}
    counts = np.full((len(down), len(across)), np.nan)
    for day, code, count in zip(
        days, frame["area_code"].tolist(), frame["count"].tolist(), strict=True
    ):
        if not math.isnan(count) and code in across:
            counts[down[day], across[code]] = count
    return pd.DataFrame(
        counts, index=pd.Index(list(down), dtype=object, name="day"),
        columns=pd.Index(list(across), name="area_code"),
    )  # fmt: skip


def rest_of(table: Table, *, whole: str, parts: Sequence[str], limit: int) -> pd.Series:
    """The whole without the parts, where all are visible; a remainder too small to show is a hole."""
    taken = table.counts[[one for one in parts if one in table.counts]]
    rest = table.counts[whole] - taken.sum(axis=1, skipna=False)
    return rest.where((rest == 0) | (rest >= limit))


def windows_of_months(table: Table, *, code: str, start: date, end: date | None) -> Windows | None:
    """As long before the day as after it, both wholly visible; None where they are not."""
    days = list(table.counts.index)
    known = table.counts[code].notna()
    after = [d for d in days if d >= start and (end is None or table.ends[d] <= end)]
    while after and not known[after[-1]]:
        after.pop()
    after = after[:MOST_MONTHS]
    before = [d for d in days if d < start][-len(after) :] if after else []
    if len(after) < FEWEST_MONTHS or len(before) < len(after):
        return None
    if not known[[*before, *after]].all():
        return None
    return Windows(before=tuple(before), after=tuple(after), diluted=0)


def windows_of_years(
    table: Table, *, code: str, start: date, end: date | None, since: date | None
) -> Windows | None:
    """Whole years; the day's own year counts as after when most of it is.

    since  the newest break before the day: earlier years are not compared with
    """
    days = list(table.counts.index)
    known = table.counts[code].notna()
    after, diluted = [], 0
    for day in days:
        late = (start.year - day.year) * 12 + start.month - day.month
        inside = late <= 12 - SHARE_OF_FIRST_YEAR and (end is None or day < end)
        if inside and table.ends[day] > start and known[day]:
            after.append(day)
            diluted = max(diluted, late)
    before: list[date] = []
    for day in reversed([d for d in days if table.ends[d] <= start]):
        if not known[day] or (since is not None and day < since):
            break
        before.insert(0, day)
    before = before[-MOST_YEARS_BEFORE:]
    earlier = sum(known[day] for day in days if table.ends[day] <= start)
    if not after or not before or earlier < FEWEST_YEARS_BEFORE:
        return None
    return Windows(before=tuple(before), after=tuple(after[:2]), diluted=max(diluted, 0))


def spread_before(table: Table, *, code: str, windows: Windows) -> float:
    """How much more than chance the place's counts varied before; at least 1."""
    earlier = table.counts[code][[d for d in table.counts.index if d <= windows.before[-1]]]
    return spread_of(earlier.to_numpy(dtype=float)[-60:])


def spread_of(counts: Floats) -> float:
    """Variance over mean, at least 1. From few periods it is an estimate on which little hangs: there it is
    widened as Student's limits are wider than the normal ones."""
    known = counts[np.isfinite(counts)]
    if len(known) < FEWEST_YEARS_BEFORE:
        return 1.0
    found = max(1.0, dispersion_test(known)[0])
    if found == 1.0 or len(known) >= FEWEST_FOR_SPREAD:
        return found
    from scipy.special import ndtri, stdtrit

    return float(found * (stdtrit(len(known) - 1, 0.975) / ndtri(0.975)) ** 2)


def names_of(areas: Sequence[Area]) -> str:
    """ "Fränsta och Alby"; many are counted."""
    names = [one.name.removesuffix(" (exempel)") for one in areas]
    if len(names) > 3:
        return f"{len(names)} andra områden"
    return joined(names)
