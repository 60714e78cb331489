"""Known errors put right among the figures of a large file."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lagesbild.domain.correction import Correction
from lagesbild.ingest.bulk.figures import Figures
from lagesbild.ingest.bulk.texts import Rows
from lagesbild.ingest.corrections import Corrected, correct
from lagesbild.ingest.resolve import Resolved
from lagesbild.ingest.table import ColumnRole


def correct_figures(
    figures: Figures, *, resolved: Resolved, corrections: tuple[Correction, ...]
) -> Corrected:
    """Corrections whose cell stands as it was printed; the figures themselves are changed."""
    wanted = [one for one in corrections if one.source == figures.file.source.id]
    found = [_meant(figures, one) for one in wanted]
    at = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    before = figures.observations(at)
    long = figures.long(at)
    long["raw"] = _printed(figures, at)
    made = correct(
        _with(resolved, observations=before), long=long, corrections=corrections,
        source=figures.file.source,
    )  # fmt: skip
    if made.used:
        _put_right(figures, after=made.resolved.observations, before=before)
    return made


def _with(resolved: Resolved, *, observations: pd.DataFrame) -> Resolved:
    return Resolved(
        observations=observations, measures=resolved.measures,
        new_measures=resolved.new_measures, places=resolved.places, unknown=resolved.unknown,
    )  # fmt: skip


def _meant(figures: Figures, one: Correction) -> Rows:
    words = figures.words
    start, end = pd.Timestamp(one.period_start), pd.Timestamp(one.period_end)
    area = (words.area["code"] == one.area_code).to_numpy()
    what = (words.what["measure_id"] == one.measure).to_numpy()
    time = ((words.time["period_start"] == start) & (words.time["period_end"] == end)).to_numpy()
    if not (area.any() and what.any() and time.any()):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(area[figures.area] & time[figures.time] & what[figures.what])


def _printed(figures: Figures, at: Rows) -> list[str]:
    """The cells themselves."""
    if figures.file.is_events or not len(at):
        return [""] * len(at)
    columns = [column.index for column in figures.file.table.with_role(ColumnRole.VALUE)]
    entries = at // len(columns)
    body = figures.file.table_of(np.unique(entries)).body
    rows = np.searchsorted(np.unique(entries), entries)
    places = [columns[one] for one in at % len(columns)]
    return [str(body[column].iloc[row]) for row, column in zip(rows, places, strict=True)]


def _put_right(figures: Figures, *, after: pd.DataFrame, before: pd.DataFrame) -> None:
    at = after.index.to_numpy()
    figures.value[at] = after["value"].to_numpy()
    figures.status[at] = after["status"].to_numpy()
    changed = after["raw"].astype(object).fillna("") != before["raw"].astype(object).fillna("")
    for place, raw in after.loc[changed, "raw"].items():
        figures.raws.append(str(raw))
        figures.raw[int(str(place))] = len(figures.raws) - 1
