"""What all figures of a large file are about, without looking at them one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lagesbild.ingest.bulk.figures import Figures, Ints
from lagesbild.ingest.bulk.texts import Rows
from lagesbild.ingest.examined import Reach

LARGEST_TABLE = 200_000_000


def find_reach(figures: Figures, *, at: Rows) -> Reach:
    """As examined.reach_of, of the figures at these places that are kept."""
    at = at[figures.kept[at]]
    words = figures.words
    measures = words.what["measure_id"].astype(object).tolist()
    starts, ends = words.time["period_start"], words.time["period_end"]
    codes = words.area["code"].astype(object).tolist()
    times = _pairs(figures.what[at], figures.time[at], width=len(starts))
    places = _pairs(figures.what[at], figures.area[at], width=len(codes))
    return Reach(
        periods=frozenset(
            (str(measures[what]), starts.iloc[time].date(), ends.iloc[time].date())
            for what, time in times
            if not pd.isna(starts.iloc[time])
        ),
        areas=frozenset(
            (str(measures[what]), codes[area]) for what, area in places if pd.notna(codes[area])
        ),
    )


def _pairs(left: Ints, right: Ints, *, width: int) -> list[tuple[int, int]]:
    """Which pairs there are: by ticking them off where there is room, else by sorting."""
    if not len(left):
        return []
    keys = left.astype(np.int64) * width + right
    top = int(keys.max()) + 1
    if top <= LARGEST_TABLE:
        seen = np.zeros(top, dtype=np.bool_)
        seen[keys] = True
        found = np.flatnonzero(seen)
    else:
        found = np.unique(keys)
    return [(int(key // width), int(key % width)) for key in found]
