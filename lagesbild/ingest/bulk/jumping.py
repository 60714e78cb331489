"""Figures far from what is stored of the same measure and area."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lagesbild.ingest.bulk.figures import Figures
from lagesbild.ingest.bulk.texts import Rows
from lagesbild.ingest.checks.jumps import FACTOR, LEAST_SIZE


def find_jumping(joined: pd.DataFrame) -> Rows:
    """Undivided figures at least FACTOR times above or below the usual one."""
    low, high = joined[["value", "usual"]].min(axis=1), joined[["value", "usual"]].max(axis=1)
    found: Rows = joined.index[(high >= LEAST_SIZE) & (high >= FACTOR * low)].to_numpy()
    return found


def join_usual(figures: Figures, *, at: Rows, usual: pd.DataFrame) -> pd.DataFrame:
    """Undivided figures with what was usual: value, usual, source_sheet, source_column.

    usual  measure, area_code, months, usual
    """
    words = figures.words
    is_total = words.what["is_total"].to_numpy(dtype=bool)
    at = at[is_total[figures.what[at]] & ~np.isnan(figures.value[at])]
    days = (words.time["period_end"] - words.time["period_start"]).dt.days
    months = (days / 30.44).round().fillna(-1).astype(int)
    measure = _numbers(words.what["measure_id"], among=usual["measure"])
    area = _numbers(words.area["code"], among=usual["area_code"])
    length = _numbers(months, among=usual["months"])
    sizes = [usual[name].nunique() + 1 for name in ("area_code", "months")]
    known = _numbers(usual["measure"], among=usual["measure"])
    known = known * sizes[0] + _numbers(usual["area_code"], among=usual["area_code"])
    known = known * sizes[1] + _numbers(usual["months"], among=usual["months"])
    order = np.argsort(known)
    known, medians = known[order], usual["usual"].to_numpy(dtype=float)[order]
    wanted = measure[figures.what[at]] * sizes[0] + area[figures.area[at]]
    wanted = wanted * sizes[1] + length[figures.time[at]]
    places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    hit = known[places] == wanted
    at = at[hit]
    columns = words.what["source_column"].astype("category").cat
    return pd.DataFrame(
        {
            "value": figures.value[at],
            "usual": medians[places[hit]],
            "source_sheet": "",
            "source_column": np.asarray(columns.categories)[
                columns.codes.to_numpy()[figures.what[at]]
            ],
        },
        index=np.asarray(at, dtype=np.int64),
    ).sort_index()


def _numbers(texts: pd.Series, *, among: pd.Series) -> Rows:
    """From 1 in the order of the known ones, 0 for others."""
    known = {text: number for number, text in enumerate(among.unique(), start=1)}
    return np.array([known.get(text, 0) for text in texts], dtype=np.int64)
