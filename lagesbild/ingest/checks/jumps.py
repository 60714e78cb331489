"""Figures far from what the same area had before: a wrong unit, a wrong column, or news."""

from __future__ import annotations

import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined, faults_by_column

FACTOR = 3.0
LEAST_SIZE = 30.0
"""Smaller figures treble by chance."""

KEY = ["measure", "area_code", "months"]


def check_jumps(examined: Examined) -> list[Fault]:
    """Undivided figures at least three times above or below the median of those stored before."""
    if examined.observations.empty or examined.history.empty:
        return []
    joined = beside_usual(examined)
    low, high = joined[["value", "usual"]].min(axis=1), joined[["value", "usual"]].max(axis=1)
    return faults_by_column(
        examined, joined[(high >= LEAST_SIZE) & (high >= FACTOR * low)], code="IN-102"
    )


def beside_usual(examined: Examined) -> pd.DataFrame:
    """Undivided figures that have something before them, and ``usual``, the median of that."""
    frame = examined.observations
    usual = _with_length(examined.history).groupby(KEY)["value"].median().rename("usual")
    return _with_length(frame[frame["is_total"]]).join(usual, on=KEY).dropna(subset=["usual"])


def _with_length(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole months each figure is about: years are compared with years."""
    days = (pd.to_datetime(frame["period_end"]) - pd.to_datetime(frame["period_start"])).dt.days
    return frame.assign(months=(days / 30.44).round().astype(int))
