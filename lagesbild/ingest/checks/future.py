"""Figures about a time that has not begun."""

from __future__ import annotations

import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined, faults_by_column


def check_future(examined: Examined) -> list[Fault]:
    """Periods that start after today. One that has begun and not ended is allowed."""
    starts = pd.to_datetime(examined.long["period_start"])
    ahead = examined.long[starts > pd.Timestamp(examined.today)]
    if ahead.empty:
        return []
    period = ", ".join(str(label) for label in ahead["period_label"].unique()[:3])
    return faults_by_column(examined, ahead, code="IN-010", period=period)
