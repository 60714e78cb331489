"""From drawn figures to the rows that the store takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lagesbild.domain.observation import NO_BREAKDOWN
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.sample.holes import Figures
from lagesbild.sample.timeline import Timeline
from lagesbild.store.deliveries import OBSERVATION_COLUMNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One measure, undivided or one part of a breakdown, for areas (rows) and periods (columns)."""

    measure: str
    area_codes: tuple[str, ...]
    when: Timeline
    figures: Figures
    breakdown: str = NO_BREAKDOWN
    is_total: bool = True


def observations(tables: Sequence[Table], *, marks: Mapping[Status, str]) -> pd.DataFrame:
    """OBSERVATION_COLUMNS of all tables; marks are what the source prints where a number is lacking.

    Texts that repeat are categories, which the store takes in a fraction of the time.
    """
    kept = [np.nonzero(~table.figures.absent) for table in tables]
    sizes = [len(rows) for rows, _ in kept]
    status = np.concatenate([t.figures.status[k] for t, k in zip(tables, kept, strict=True)])
    columns = {
        "measure": _repeated([t.measure for t in tables], sizes),
        "area_code": _chosen([t.area_codes for t in tables], [rows for rows, _ in kept]),
        **_periods(tables, [columns for _, columns in kept]),
        "breakdown": _repeated([t.breakdown for t in tables], sizes),
        "is_total": np.repeat([t.is_total for t in tables], sizes),
        "value": np.concatenate([t.figures.values[k] for t, k in zip(tables, kept, strict=True)]),
        "status": status,
        "raw": _raw(status, marks=marks),
        "source_sheet": _nothing(len(status)),
        "source_row": np.full(len(status), np.nan),
        "source_column": _nothing(len(status)),
    }
    return pd.DataFrame(columns)[list(OBSERVATION_COLUMNS)]


def _periods(tables: Sequence[Table], chosen: list[np.ndarray]) -> dict[str, object]:
    timelines = [table.when.periods for table in tables]
    starts, ends = (
        np.concatenate([
            np.array([getattr(p, name) for p in periods], dtype="datetime64[s]")[columns]
            for periods, columns in zip(timelines, chosen, strict=True)
        ])
        for name in ("start", "end")
    )  # fmt: skip
    labels = _chosen([tuple(p.label for p in periods) for periods in timelines], chosen)
    return {"period_start": starts, "period_end": ends, "period_label": labels}


def _repeated(values: Sequence[str], sizes: Sequence[int]) -> pd.Categorical:
    names = sorted(set(values))
    position = {name: i for i, name in enumerate(names)}
    return pd.Categorical.from_codes(np.repeat([position[v] for v in values], sizes), names)


def _chosen(names: Sequence[tuple[str, ...]], chosen: Sequence[np.ndarray]) -> pd.Categorical:
    """Each table's names, picked by index."""
    every = sorted({name for group in names for name in group})
    position = {name: i for i, name in enumerate(every)}
    codes = [
        np.array([position[name] for name in group], dtype=np.int32)[index]
        for group, index in zip(names, chosen, strict=True)
    ]
    return pd.Categorical.from_codes(np.concatenate(codes), every)


def _raw(status: np.ndarray, *, marks: Mapping[Status, str]) -> pd.Categorical:
    texts = sorted(set(marks.values()))
    code_of = np.full(len(STATUS_CODES), -1)
    for one, text in marks.items():
        code_of[STATUS_CODES[one]] = texts.index(text)
    return pd.Categorical.from_codes(code_of[status], texts)


def _nothing(size: int) -> pd.Categorical:
    return pd.Categorical.from_codes(np.full(size, -1), [""])
