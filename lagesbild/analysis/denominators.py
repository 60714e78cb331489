"""Which denominator stands beside a figure."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

OLDEST_POPULATION_YEARS = 2
"""How long a population may stand in for a year whose own has not come. Never a later one for an
earlier year: a missing denominator in the past is missing."""


def match_denominators(frame: pd.DataFrame, bases: pd.DataFrame) -> NDArray[np.float64]:
    """The denominator beside each row: same world, area and subgroup, same period or that year's.

    frame  base (a measure id, or ""), area_code, is_example, period_start, period_end, breakdown, is_total
    bases  the denominators' rows as fetch_observations gives them
    """
    if bases.empty or frame.empty:
        return np.full(len(frame), np.nan)
    left = frame[["base", "area_code", "is_example", "period_start", "period_end"]].assign(
        subgroup=_subgroup(frame)
    )
    right = bases.rename(columns={"measure": "base"}).assign(subgroup=_subgroup(bases))
    exact = _match_exactly(left, right)
    if not np.isnan(exact).any():
        return exact
    return np.where(np.isnan(exact), _match_year(left, right), exact)


def _subgroup(frame: pd.DataFrame) -> pd.Series:
    """Totals meet totals, however the two files call them."""
    return frame["breakdown"].where(~frame["is_total"], "")


_WHOSE = ["base", "area_code", "is_example", "subgroup"]


def _match_exactly(left: pd.DataFrame, right: pd.DataFrame) -> NDArray[np.float64]:
    keys = [*_WHOSE, "period_start", "period_end"]
    joined = left.merge(right[[*keys, "value"]].drop_duplicates(keys), on=keys, how="left")
    return joined["value"].to_numpy(dtype=float)


def _match_year(left: pd.DataFrame, right: pd.DataFrame) -> NDArray[np.float64]:
    """That year's figure, or the newest earlier one within OLDEST_POPULATION_YEARS."""
    yearly = right[right["months"] == 12].dropna(subset=["value"])
    yearly = yearly.assign(year=yearly["period_start"].dt.year)
    yearly = yearly[[*_WHOSE, "year", "value"]].drop_duplicates([*_WHOSE, "year"])
    # The year a period ends in: twelve months to June 2026 are people of 2026.
    last_day = left["period_end"] - pd.Timedelta(days=1)
    asked = left[_WHOSE].assign(year=last_day.dt.year, order=np.arange(len(left)))
    joined = pd.merge_asof(
        asked.sort_values("year"), yearly.sort_values("year"), on="year", by=_WHOSE,
        tolerance=OLDEST_POPULATION_YEARS, direction="backward",
    )  # fmt: skip
    return joined.sort_values("order")["value"].to_numpy(dtype=float)
