"""A few rows of a large file as text again, for the code that reads text."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lagesbild.ingest.bulk.content import NEWLINE, Content
from lagesbild.ingest.bulk.layout import Layout
from lagesbild.ingest.bulk.scan import Scan
from lagesbild.ingest.bulk.texts import Rows
from lagesbild.ingest.readers.delimited import split_rows


def body_of(
    entries: Rows, *, found: Scan, layout: Layout, content: Content, columns: list[int]
) -> pd.DataFrame:
    """The rows of some entries with the file's own numbers; entries in order.

    Of dense columns and of events only the file itself has the texts, so they are read again.
    """
    numbers = found.row_numbers(entries, layout=layout)
    if all(column in found.codes for column in columns):
        cells = {
            column: _texts_at(found.texts[column].texts, found.codes[column][entries])
            for column in columns
        }
        return pd.DataFrame(cells, index=pd.Index(numbers), columns=columns, dtype="str")
    lines = read_lines(numbers - layout.first_line, found=found, layout=layout, content=content)
    chosen = [[row[column] for column in columns] for row in lines]
    return pd.DataFrame(chosen, index=pd.Index(numbers), columns=columns, dtype="str")


def _texts_at(texts: list[str], codes: np.ndarray) -> np.ndarray:
    return np.array([texts[code] for code in codes.tolist()], dtype=object)


def read_lines(rows: Rows, *, found: Scan, layout: Layout, content: Content) -> list[list[str]]:
    """Cells of some data rows, counted from 0 and in order; a block of the file at a time."""
    firsts = np.array([first for first, _ in found.blocks])
    starts = [start for _, start in found.blocks] + [layout.end]
    encoding = "cp1252" if layout.encoding == "cp1252" else "utf-8"
    cells: list[list[str]] = []
    places = np.searchsorted(firsts, rows, side="right") - 1
    with content.open() as file:
        for place in np.unique(places):
            file.seek(starts[place])
            data = file.read(starts[place + 1] - starts[place])
            ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == NEWLINE)
            bounds = np.concatenate(([0], ends + 1, [len(data)]))
            inside = rows[places == place] - firsts[place]
            lines = (data[bounds[row] : bounds[row + 1]] for row in inside)
            text = "\n".join(line.decode(encoding).rstrip("\r\n") for line in lines)
            cells += [
                [cell.strip() for cell in row]
                for _, row in split_rows(text, delimiter=layout.delimiter)
            ]
    return cells
