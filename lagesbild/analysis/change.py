"""Has the newest figure changed, or is it chance? Asked of one area's released figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.stats.expectation import Expectation, expect_count, expect_value

SHORTEST_SEASON = 28
"""Days from which a period is held only against the same time of earlier years."""

LONGEST_MEMORY = 5
"""Earlier periods that the newest is held against."""


Row = Mapping[str, Any]
"""One released figure by column name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The newest row of a series and what was expected of it; no expectation when it is a hole.

    periods  the newest and the comparable ones before it, oldest first
    """

    latest: Row
    expectation: Expectation | None
    n_earlier: int
    periods: tuple[Row, ...]


def find_change(series: pd.DataFrame, *, indicator: Indicator) -> Change | None:
    """Hold the newest period against the periods of equal length before it.

    series  released rows of one area and one subgroup
    returns None for an empty series. Figures before the newest break are not compared with.
    """
    # As to_dict("records"), which looks at every cell by itself.
    columns = [series[name].tolist() for name in series.columns]
    names = [str(name) for name in series.columns]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    return find_change_in_rows(rows, indicator=indicator)


def find_change_in_rows(rows: Sequence[Row], *, indicator: Indicator) -> Change | None:
    """As find_change, for rows that are already apart from their frame."""
    if not rows:
        return None
    periods = comparable_periods(rows)
    latest = periods[-1]
    earlier = [row for row in periods[:-1] if _since_break(row, indicator) and _known(row["value"])]
    earlier = earlier[-LONGEST_MEMORY:]
    is_hole = not _known(latest["value"]) and not _known(latest["count"])
    return Change(
        latest=latest,
        expectation=None if is_hole else _expect(latest, earlier, indicator=indicator),
        n_earlier=len(earlier),
        periods=tuple(periods),
    )


def comparable_periods(rows: Sequence[Row]) -> list[Row]:
    """Periods as long as the newest and ending at the same time of year: they never overlap."""
    ordered = sorted(rows, key=lambda row: (row["period_end"], row["period_start"]))
    newest = ordered[-1]
    days = _days(newest)
    alike = {}
    for row in ordered:
        # Months differ by three days, years and quarters by less.
        is_as_long = abs(_days(row) - days) <= 3
        same_season = (
            days < SHORTEST_SEASON or row["period_end"].month == newest["period_end"].month
        )
        if is_as_long and same_season:
            alike[row["period_start"]] = row
    return list(alike.values())


def _days(row: Row) -> int:
    return int((row["period_end"] - row["period_start"]).days)


def _known(value: float) -> bool:
    return value == value  # noqa: PLR0124 - NaN is the one number that is not itself


def _since_break(row: Row, indicator: Indicator) -> bool:
    return all(row["period_start"] >= pd.Timestamp(b.date) for b in indicator.breaks)


def _expect(latest: Row, earlier: list[Row], *, indicator: Indicator) -> Expectation:
    if indicator.numerator is None or indicator.kind is Kind.SHARE:
        return expect_value(float(latest["value"]), earlier=[row["value"] for row in earlier])
    counts = [row["count"] for row in earlier]
    bases = [row["denominator"] for row in (latest, *earlier)]
    if indicator.kind is not Kind.RATE or not all(_known(base) for base in bases):
        bases = [1.0] * len(bases)
    return expect_count(
        float(latest["count"]), exposure=float(bases[0]), earlier=counts, earlier_exposure=bases[1:]
    )
