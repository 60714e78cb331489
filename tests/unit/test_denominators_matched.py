"""Denominators are found by arithmetic on numbers; pandas' own joins are the judge."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lagesbild.analysis.denominators import OLDEST_POPULATION_YEARS, SOUGHT, match_denominators
from lagesbild.store.columns import columns_of_frame

WHOSE = ["base", "area_code", "is_example", "subgroup"]
WHEN = ["period_start", "period_end"]
N_FIGURES, N_BASES = 4000, 300


def drawn(rng: np.random.Generator, *, rows: int, measure: str) -> pd.DataFrame:
    """Months, years and school years of a few areas, worlds and subgroups, many of them twice."""
    start = np.array(
        [f"{y}-{m:02d}" for y in range(2012, 2026) for m in (1, 3, 8)], "datetime64[M]"
    )
    start, length = rng.choice(start, rows), rng.choice([1, 12, 12, 12], rows)
    is_total = rng.random(rows) < 0.6
    return pd.DataFrame(
        {
            measure: rng.choice(["scb.folkmangd", "skola.elever", "", "bra.brott"], rows),
            "area_code": rng.choice(["2260", "2281", "00", "226001"], rows),
            "is_example": rng.random(rows) < 0.5,
            "period_start": start.astype("datetime64[us]"),
            "period_end": (start + length).astype("datetime64[us]"),
            "breakdown": np.where(is_total & (rng.random(rows) < 0.5), "kön=båda", "kön=kvinnor"),
            "is_total": is_total, "months": length,
            "value": np.where(rng.random(rows) < 0.1, np.nan, rng.integers(1, 10**6, rows)),
        }
    )  # fmt: skip


def joined_by_pandas(figures: pd.DataFrame, bases: pd.DataFrame) -> np.ndarray:
    left, right = (
        one.assign(subgroup=one["breakdown"].where(~one["is_total"], ""))
        for one in (figures, bases.rename(columns={"measure": "base"}))
    )
    keys = [*WHOSE, *WHEN]
    exact = left[keys].merge(right[[*keys, "value"]].drop_duplicates(keys), on=keys, how="left")
    yearly = right[right["months"] == 12].dropna(subset=["value"])
    yearly = yearly.assign(year=yearly["period_start"].dt.year).drop_duplicates([*WHOSE, "year"])
    asked = left[WHOSE].assign(
        year=(left["period_end"] - pd.Timedelta(days=1)).dt.year, order=np.arange(len(left))
    )
    near = pd.merge_asof(
        asked.sort_values("year"), yearly[[*WHOSE, "year", "value"]].sort_values("year"), on="year",
        by=WHOSE, tolerance=OLDEST_POPULATION_YEARS, direction="backward",
    ).sort_values("order")  # fmt: skip
    return np.where(exact["value"].isna(), near["value"], exact["value"])


def test_the_same_denominators_as_pandas_joins() -> None:
    rng = np.random.default_rng(20261122)
    figures = drawn(rng, rows=N_FIGURES, measure="base")
    bases = drawn(rng, rows=N_BASES, measure="measure")
    found = match_denominators(
        columns_of_frame(figures, names=SOUGHT), columns_of_frame(bases, names=list(bases))
    )
    np.testing.assert_array_equal(found, joined_by_pandas(figures, bases))
    assert 0.2 < np.isnan(found).mean() < 0.9


def test_no_denominators_at_all() -> None:
    rng = np.random.default_rng(1)
    figures = drawn(rng, rows=5, measure="base")
    bases = columns_of_frame(drawn(rng, rows=0, measure="measure"), names=["measure", "value"])
    found = match_denominators(columns_of_frame(figures, names=SOUGHT), bases)
    assert np.isnan(found).all()
    assert len(found) == 5
