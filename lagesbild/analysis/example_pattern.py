"""The example data's pattern, made once and kept beside it: the example is the same every time.

A file and not a calculation, so that the first start does not wait for what never changes. It holds
for the example as its fingerprint says; with another catalogue or other numbers it is not used.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from lagesbild.store.hidden import HIDDEN_COLUMNS

FILE = Path(__file__).resolve().parents[2] / "data" / "sample" / "skydd.npz"

_DAY = "datetime64[D]"


@cache
def _content() -> dict[str, np.ndarray]:
    if not FILE.exists():
        return {}
    with np.load(FILE, allow_pickle=False) as packed:
        return {name: packed[name] for name in packed.files}


def has_example_pattern(measure: str, *, basis: str) -> bool:
    """Whether the file holds for the measure."""
    held = _content()
    names = held["measures"].tolist() if held else []
    return measure in names and str(held["bases"][names.index(measure)]) == basis


def read_example_pattern(measure: str, *, basis: str) -> pd.DataFrame | None:
    """The measure's pattern as it is kept in the store, None when the file does not hold for it."""
    if not has_example_pattern(measure, basis=basis):
        return None
    held = _content()
    number = held["measures"].tolist().index(measure)
    first, last = held["bounds"][number], held["bounds"][number + 1]
    period = held["period"][first:last]
    frame = {
        "area_code": pd.Categorical.from_codes(held["area"][first:last], held["areas"]),
        "period_start": held["starts"][period].astype(_DAY).astype("datetime64[s]"),
        "period_end": held["ends"][period].astype(_DAY).astype("datetime64[s]"),
        "breakdown": pd.Categorical.from_codes(held["breakdown"][first:last], held["breakdowns"]),
        "why": held["why"][first:last],
    }
    return pd.DataFrame(frame)[list(HIDDEN_COLUMNS)]


def write_example_patterns(patterns: dict[str, tuple[str, pd.DataFrame]], *, path: Path) -> None:
    """Measure -> its basis and its pattern, into the file."""
    names = sorted(patterns)
    rows = pd.concat([patterns[name][1] for name in names], ignore_index=True)
    area, areas = pd.factorize(rows["area_code"], sort=True)
    part, parts = pd.factorize(rows["breakdown"], sort=True)
    start = rows["period_start"].to_numpy(dtype=_DAY).astype(np.int64)
    end = rows["period_end"].to_numpy(dtype=_DAY).astype(np.int64)
    both, period = np.unique(start * 100_000 + (end - start), return_inverse=True)
    starts, lengths = np.divmod(both, 100_000)
    sizes = [len(patterns[name][1]) for name in names]
    np.savez_compressed(
        path, measures=np.array(names), bases=np.array([patterns[name][0] for name in names]),
        bounds=np.cumsum([0, *sizes]).astype(np.int32), areas=np.array(areas, dtype=str),
        breakdowns=np.array(parts, dtype=str), starts=starts.astype(np.int32),
        ends=(starts + lengths).astype(np.int32), area=area.astype(np.int16),
        period=period.reshape(-1).astype(np.int16), breakdown=part.astype(np.int8),
        why=rows["why"].to_numpy(dtype=np.int8),
    )  # fmt: skip
