"""Has the newest figure changed, or is it chance? Asked of one area's released figures."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.stats.expectation import Expectation, expect_count, expect_value

LONGEST_MEMORY = 5
"""Earlier periods that the newest is held against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The newest row of a series and what was expected of it; no expectation when it is a hole."""

    latest: pd.Series
    expectation: Expectation | None
    n_earlier: int


def find_change(series: pd.DataFrame, *, indicator: Indicator) -> Change | None:
    """Hold the newest period against the periods of equal length before it.

    series  released rows of one area and one subgroup
    returns None for an empty series. Figures before the newest break are not compared with.
    """
    if series.empty:
        return None
    ordered = comparable_periods(series)
    latest = ordered.iloc[-1]
    earlier = _since_break(ordered.iloc[:-1], indicator=indicator).dropna(subset=["value"])
    earlier = earlier.tail(LONGEST_MEMORY)
    if pd.isna(latest["value"]) and pd.isna(latest["count"]):
        return Change(latest=latest, expectation=None, n_earlier=len(earlier))
    return Change(
        latest=latest,
        expectation=_expect(latest, earlier, indicator=indicator),
        n_earlier=len(earlier),
    )


def comparable_periods(series: pd.DataFrame) -> pd.DataFrame:
    """Periods as long as the newest and ending at the same time of year: they never overlap."""
    ordered = series.sort_values(["period_end", "period_start"])
    newest = ordered.iloc[-1]
    days = (ordered["period_end"] - ordered["period_start"]).dt.days
    newest_days = (newest["period_end"] - newest["period_start"]).days
    # Months differ by three days, years and quarters by less.
    alike = (days - newest_days).abs() <= 3
    if newest_days >= 360:
        alike &= ordered["period_end"].dt.month == newest["period_end"].month
    return ordered[alike].drop_duplicates(["period_start", "period_end"], keep="last")


def _since_break(earlier: pd.DataFrame, *, indicator: Indicator) -> pd.DataFrame:
    if not indicator.breaks:
        return earlier
    newest_break = max(b.date for b in indicator.breaks)
    return earlier[earlier["period_start"] >= pd.Timestamp(newest_break)]


def _expect(latest: pd.Series, earlier: pd.DataFrame, *, indicator: Indicator) -> Expectation:
    counted = indicator.numerator is not None and indicator.kind is not Kind.SHARE
    if not counted:
        return expect_value(float(latest["value"]), earlier=earlier["value"])
    has_base = pd.notna(latest["denominator"]) and earlier["denominator"].notna().all()
    use_base = has_base and indicator.kind is Kind.RATE
    return expect_count(
        float(latest["count"]),
        exposure=float(latest["denominator"]) if use_base else 1.0,
        earlier=earlier["count"],
        earlier_exposure=earlier["denominator"] if use_base else earlier["count"] * 0 + 1.0,
    )
