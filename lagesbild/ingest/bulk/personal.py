"""Personal numbers in a large file: the cells that could hold one, graded as in any other file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.ingest.bulk.content import Content
from lagesbild.ingest.bulk.layout import Layout
from lagesbild.ingest.bulk.rows import read_lines
from lagesbild.ingest.bulk.scan import Scan
from lagesbild.ingest.bulk.texts import Flagged
from lagesbild.ingest.personal_data import HINT, find_personal_data

STEP = 50_000


def find_personal(layout: Layout, *, found: Scan, content: Content) -> list[Fault]:
    """What find_personal_data says of the whole file.

    It is shown the lines around the table, every cell that passed the prefilter, and of a column
    that has such cells one text that speaks of people, when there is one.
    """
    (table,) = layout.opened.tables
    frame = table.frame
    around = frame[(frame.index < layout.first_line) | (frame.index > layout.last_line)]
    columns: dict[int, pd.Series[str]] = {}
    for i in range(frame.shape[1]):
        flagged = _flagged(i, found=found)
        cells = pd.Series(
            flagged.texts, index=[row + layout.first_line for row in flagged.rows], dtype="str"
        )
        if len(cells) and not cells.str.contains(HINT, regex=True).any():
            hint = _hint(i, found=found, layout=layout, content=content)
            cells = pd.concat([cells, pd.Series([hint], index=[0], dtype="str")])
        columns[i] = pd.concat([around[i], cells])
    shown = replace(table, frame=side_by_side(columns), widths=(), whole={})
    return find_personal_data(replace(layout.opened, tables=(shown,)))


def side_by_side(columns: dict[int, pd.Series[str]]) -> pd.DataFrame:
    """Columns of unequal rows as one frame; a row number may come once for each column."""
    longest = [column.to_frame(name=i) for i, column in columns.items() if len(column)]
    if not longest:
        return pd.DataFrame(dict(columns))
    return pd.concat(longest).reindex(columns=list(columns), fill_value="").fillna("").astype("str")


def _flagged(i: int, *, found: Scan) -> Flagged:
    if i in found.texts:
        return found.texts[i].persons
    return found.dense[i].persons if i in found.dense else Flagged()


def _hint(i: int, *, found: Scan, layout: Layout, content: Content) -> str:
    """A text of the column that speaks of people, "" when none does."""
    if i in found.texts:
        texts = found.texts[i].texts
        return next((text for text in texts if HINT.search(text)), "")
    for start in range(0, found.rows, STEP):
        rows = np.arange(start, min(start + STEP, found.rows))
        lines = read_lines(rows, found=found, layout=layout, content=content)
        hint = next((line[i] for line in lines if HINT.search(line[i])), None)
        if hint is not None:
            return hint
    return ""
