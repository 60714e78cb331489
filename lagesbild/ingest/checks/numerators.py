"""More of something than of what it is a share of."""

from __future__ import annotations

import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.domain.indicator import Kind
from lagesbild.ingest.examined import Examined, faults_by_column

KEY = ["area_code", "period_start", "period_end", "breakdown"]


def check_numerators(examined: Examined) -> list[Fault]:
    """Numerators above their denominator, where a file has both."""
    frame = examined.observations
    if frame.empty or examined.is_selection:
        return []
    here = set(frame["measure"].unique())
    found = [
        _above(frame, numerator=one.numerator, denominator=one.denominator)
        for one in examined.catalog.indicators.values()
        if one.kind is Kind.SHARE and one.numerator in here and one.denominator in here
    ]
    rows = pd.concat(found) if found else frame[:0]
    return faults_by_column(examined, rows[~rows.index.duplicated()], code="IN-114")


def _above(frame: pd.DataFrame, *, numerator: object, denominator: object) -> pd.DataFrame:
    parts = frame[frame["measure"] == numerator]
    whole = frame[frame["measure"] == denominator].drop_duplicates(KEY).set_index(KEY)["value"]
    joined = parts.join(whole.rename("whole"), on=KEY)
    return joined[joined["value"] > joined["whole"]]
