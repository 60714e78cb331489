"""Of what kind each event is: a measure of the source, by the name that the definitions give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.indicator import Measure, Source
from lagesbild.ingest.long import EVENT_MEASURE
from lagesbild.ingest.mapping import Mapping
from lagesbild.ingest.table import Column, UnderstoodTable

OTHER_KIND = "annat slag"
"""What is kept of a kind that no measure has; the list's own word for it never is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """A row for each row of the list.

    measures  id of the measure that the event is counted in by its kind, None for none
    texts     the list's word for the kind, "" where it has none; for remarks only
    total     id of the measure that counts every row, "" where the source has none
    column    the column that the kinds were read from
    """

    measures: npt.NDArray[np.object_]
    texts: npt.NDArray[np.object_]
    total: str
    column: Column | None
    known: dict[str, Measure]

    @property
    def categories(self) -> npt.NDArray[np.object_]:
        """What is kept of each row's kind."""
        if self.total and self.column is None:
            return np.full(len(self.measures), self.known[self.total].name, dtype=object)
        names = {one: measure.name for one, measure in self.known.items()}
        return np.array([names.get(one, OTHER_KIND) for one in self.measures], dtype=object)

    @property
    def unknown(self) -> npt.NDArray[np.bool_]:
        """Rows of a kind that is no measure."""
        return np.array([one is None for one in self.measures]) & (self.column is not None)

    @property
    def lost(self) -> npt.NDArray[np.bool_]:
        """Rows that are counted nowhere."""
        return np.array([one is None for one in self.measures]) & (not self.total)


def find_kinds(
    table: UnderstoodTable, *, columns: Sequence[Column], source: Source, catalog: Catalog,
    mapping: Mapping,
) -> Kinds:  # fmt: skip
    """By the column whose words are most often names of the source's measures."""
    look = _Look(source=source, catalog=catalog, mapping=mapping)
    total = look.measure(source.events_counted_in or EVENT_MEASURE)
    rest = look.measure(source.other_events_counted_in) if source.other_events_counted_in else None
    column, found = _choose(table, columns=columns, look=look)
    if column is None:
        words = np.full(table.rows, EVENT_MEASURE, dtype=object)
        measures = np.full(table.rows, rest.id if rest else None, dtype=object)
    else:
        words = table.body[column.index].to_numpy(dtype=object)
        other = rest.id if rest else None
        measures = np.array([found[text] or other for text in words], dtype=object)
    return Kinds(
        measures=measures, texts=words, total=total.id if total and total is not rest else "",
        column=column, known=look.used,
    )  # fmt: skip


class _Look:
    """The source's measures by the words of the list."""

    def __init__(self, *, source: Source, catalog: Catalog, mapping: Mapping) -> None:
        self.source, self.catalog, self.mapping = source, catalog, mapping
        self.used: dict[str, Measure] = {}

    def measure(self, text: str) -> Measure | None:
        """The person's answer first; another source's measure never."""
        answer = self.mapping.column(text) if text else None
        wanted = answer.measure if answer and answer.measure else text
        found = self.catalog.measures.get(wanted)
        if found is None and wanted:
            fit = self.catalog.find_measure(wanted, source_id=self.source.id, breakdown={})
            found = fit[0] if fit and fit[0].source == self.source.id else None
        if found is not None:
            self.used[found.id] = found
        return found


def _choose(
    table: UnderstoodTable, *, columns: Sequence[Column], look: _Look
) -> tuple[Column | None, dict[str, str | None]]:
    """The column with most rows that are known; the first where none has any, as its words are then
    what a person has to name. Without a column every row is of the same kind."""
    best: tuple[int, Column | None, dict[str, str | None]] = (-1, None, {})
    for column in columns:
        counts = table.body[column.index].value_counts()
        found = {str(text): _id(look.measure(str(text))) for text in counts.index}
        known = sum(int(rows) for text, rows in counts.items() if found[str(text)])
        if known > best[0]:
            best = (known, column, found)
    return best[1], best[2]


def _id(measure: Measure | None) -> str | None:
    return measure.id if measure else None


def rows_by_text(kinds: Kinds, *, rows: pd.Index) -> dict[str, list[int]]:
    """The list's words for kinds that no measure has -> the file's rows."""
    found: dict[str, list[int]] = {}
    for place in np.flatnonzero(kinds.unknown):
        found.setdefault(str(kinds.texts[place]), []).append(int(rows[int(place)]))
    return found
