"""A large delivery as numbers beside tables of words, put into the database in one sorted stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from lagesbild.domain.indicator import Indicator, Measure
from lagesbild.store.connection import Cursor, Store, sql
from lagesbild.store.deliveries import Difference, NewDelivery, finish_delivery_within
from lagesbild.store.lookups import read_lookups
from lagesbild.store.observations import ANY_LENGTH, EARLIEST, area_ids_of, newest_issue_of

STEP = 122_880
"""Rows handed over at a time: a row group of DuckDB."""

Ints = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNumbers:
    """The file's own row numbers of figures.

    kept   the row, counted from 0, of each entry; None when every row is one
    first  number of the first data row
    width  figures of each entry
    """

    kept: npt.NDArray[np.int64] | None
    first: int
    width: int

    def of(self, at: Ints) -> npt.NDArray[np.int64]:
        """Row numbers of some figures."""
        entries = at.astype(np.int64) // self.width
        rows = entries if self.kept is None else self.kept[entries]
        return rows + self.first


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFigures:
    """Figures in the order they are to be stored. Small numbers point into the words.

    at       in which order the arrays are taken: measure, area, what, time
    areas    code of each area key, None for one that no figure here has
    times    start, end and label of each time key
    whats    measure, breakdown, is_total and source_column of each what key
    raw      index in ``raws``, -1 for none
    """

    at: Ints
    area: Ints
    time: Ints
    what: Ints
    value: npt.NDArray[np.float64]
    status: npt.NDArray[np.uint8]
    raw: Ints
    rows: RowNumbers
    areas: Sequence[str | None]
    times: Sequence[tuple[date, date, str]]
    whats: Sequence[tuple[str, str, bool, str]]
    raws: Sequence[str]

    def __len__(self) -> int:
        return len(self.at)

    @property
    def measures(self) -> list[str]:
        """Ids of the measures that have figures here."""
        used = np.zeros(len(self.whats), dtype=bool)
        used[self.what[self.at]] = True
        return sorted({one[0] for one, is_used in zip(self.whats, used, strict=True) if is_used})

    def first_rows(self, keys: Ints, *, size: int) -> npt.NDArray[np.int64]:
        """Row number of the first figure to be stored with each key, -1 for keys that none has."""
        rows = np.full(size, -1, dtype=np.int64)
        for start in reversed(range(0, len(self), STEP)):
            at = self.at[start : start + STEP][::-1]
            # Of several with the same key the last one written stays, which is the first of them.
            rows[keys[at]] = self.rows.of(at)
        return rows


def known_ids(store: Store) -> tuple[dict[str, int], dict[str, int]]:
    """The database's numbers of measures and areas."""
    look = read_lookups(store)
    return look.measure_ids, {area.code: number for number, area in look.areas.items()}


def add_staged_within(
    cursor: Cursor, delivery: NewDelivery, *, figures: StagedFigures,
    measures: tuple[Measure, ...] = (), indicators: tuple[Indicator, ...] = (),
) -> int:  # fmt: skip
    """As add_delivery_within, for a delivery too large for a frame."""
    cursor.register("incoming", pd.DataFrame({"measure": figures.measures}))
    cursor.execute(sql("add_measures"))
    cursor.unregister("incoming")
    measure_ids = dict(cursor.execute("SELECT id, measure_id FROM measure").fetchall())
    area_ids = dict(cursor.execute("SELECT code, area_id FROM area").fetchall())
    if any(one is not None and one not in area_ids for one in figures.areas):
        raise ValueError("figures have an unknown area")
    numbers = _Numbers(
        figures, measure_ids=measure_ids, area_ids=area_ids,
        periods=_add_periods(cursor, figures=figures), series=_add_series(cursor, figures=figures),
    )  # fmt: skip
    reader = pa.RecordBatchReader.from_batches(numbers.schema, numbers.batches())
    cursor.register("staged", reader)
    stored = cursor.execute(
        sql("add_staged"), [delivery.issued_on, delivery.delivery_id]
    ).fetchone()
    cursor.unregister("staged")
    return finish_delivery_within(
        cursor, delivery, stored=int(stored[0]) if stored else 0, measures=measures,
        indicators=indicators,
    )  # fmt: skip


Kept = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""The database's number of each key, and the first row that is kept with it."""


def _add_periods(cursor: Cursor, *, figures: StagedFigures) -> Kept:
    """The periods that figures have, known in the database from here on."""
    columns = ["period_start", "period_end", "period_label"]
    words = pd.DataFrame(list(figures.times), columns=columns)
    words["source_row"] = figures.first_rows(figures.time, size=len(words))
    return _settle(cursor, words=words, table="period")


def _add_series(cursor: Cursor, *, figures: StagedFigures) -> Kept:
    """What figures are divided by and where they stood, known in the database from here on."""
    whats = [(breakdown, is_total, "", column) for _, breakdown, is_total, column in figures.whats]
    columns = ["breakdown", "is_total", "source_sheet", "source_column"]
    words = pd.DataFrame(whats, columns=columns)
    words["source_row"] = figures.first_rows(figures.what, size=len(words))
    return _settle(cursor, words=words, table="series")


def _settle(cursor: Cursor, *, words: pd.DataFrame, table: str) -> Kept:
    """Add the words that are used and not there yet; then number them all."""
    keys = words.drop(columns="source_row")
    cursor.register("incoming", words[words["source_row"] >= 0])
    cursor.execute(sql(_ADDING[table]))
    cursor.unregister("incoming")
    rows = cursor.table(table).fetchall()
    known = {row[1:-1]: (row[0], row[-1]) for row in rows}
    found = [known.get(key, (0, 0)) for key in keys.itertuples(index=False, name=None)]
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


_ADDING = {"period": "add_periods", "series": "add_series"}


class _Numbers:
    """The stream of figures as the long table keeps them: numbers, and few texts."""

    schema = pa.schema(
        {
            "place": pa.int32(), "measure_id": pa.int32(), "area_id": pa.int32(),
            "period_shift": pa.int32(), "series_id": pa.int32(), "value": pa.float64(),
            "status": pa.uint8(), "raw": pa.dictionary(pa.int32(), pa.string()),
            "row_shift": pa.int32(),
        }
    )  # fmt: skip

    def __init__(
        self, figures: StagedFigures, *, measure_ids: dict[str, int], area_ids: dict[str, int],
        periods: Kept, series: Kept,
    ) -> None:  # fmt: skip
        self.figures = figures
        self.measure = np.array([measure_ids.get(one[0], 0) for one in figures.whats])
        self.area = np.array([area_ids.get(one or "", 0) for one in figures.areas])
        self.period, self.period_rows = periods
        self.series, self.series_rows = series
        self.raws = pa.array(list(figures.raws), pa.string())

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The figures in order, a row group at a time."""
        for start in range(0, len(self.figures), STEP):
            yield self._batch(self.figures.at[start : start + STEP], first=start + 1)

    def _batch(self, at: Ints, *, first: int) -> pa.RecordBatch:
        figures = self.figures
        what, time, raw, value = figures.what[at], figures.time[at], figures.raw[at], figures.value
        place = np.arange(first, first + len(at))
        first_rows = self.period_rows[time] + self.series_rows[what]
        numbers = [
            place, self.measure[what], self.area[figures.area[at]], place - self.period[time],
            self.series[what],
        ]  # fmt: skip
        arrays = [
            *(pa.array(one.astype(np.int32)) for one in numbers),
            pa.array(value[at], mask=np.isnan(value[at])),
            pa.array(figures.status[at]),
            pa.DictionaryArray.from_arrays(pa.array(raw.astype(np.int32), mask=raw < 0), self.raws),
            pa.array((figures.rows.of(at) - first_rows).astype(np.int32)),
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)


class _Words:
    """The words as Arrow arrays, and the stream of figures that point into them."""

    def __init__(
        self, figures: StagedFigures, *, measure_ids: dict[str, int], area_ids: dict[str, int]
    ) -> None:
        self.figures = figures
        whats, times = figures.whats, figures.times
        self.measure = np.array([measure_ids.get(one[0], 0) for one in whats], dtype=np.int32)
        self.area = np.array([area_ids.get(one or "", 0) for one in figures.areas], dtype=np.int32)
        self.is_total = np.array([one[2] for one in whats], dtype=bool)
        self.start = np.array([one[0] for one in times], dtype="datetime64[D]").astype(np.int32)
        self.end = np.array([one[1] for one in times], dtype="datetime64[D]").astype(np.int32)
        self.label = _distinct([one[2] for one in times])
        self.breakdown = _distinct([one[1] for one in whats])
        self.column = _distinct([one[3] for one in whats])
        self.raws = pa.array(list(figures.raws), pa.string())
        words = pa.dictionary(pa.int32(), pa.string())
        self.schema = pa.schema(
            {
                "measure_id": pa.int32(), "area_id": pa.int32(), "period_start": pa.date32(),
                "period_end": pa.date32(), "period_label": words, "breakdown": words,
                "is_total": pa.bool_(), "value": pa.float64(), "status": pa.uint8(), "raw": words,
                "source_row": pa.int32(), "source_column": words,
            }
        )  # fmt: skip

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The figures in order, a row group at a time."""
        for start in range(0, len(self.figures), STEP):
            yield self._batch(self.figures.at[start : start + STEP])

    def _batch(self, at: Ints) -> pa.RecordBatch:
        figures = self.figures
        what, time, raw = figures.what[at], figures.time[at], figures.raw[at]
        value = figures.value[at]
        arrays = [
            pa.array(self.measure[what]),
            pa.array(self.area[figures.area[at]]),
            pa.array(self.start[time]).view(pa.date32()),
            pa.array(self.end[time]).view(pa.date32()),
            _pointing(self.label, time),
            _pointing(self.breakdown, what),
            pa.array(self.is_total[what]),
            pa.array(value, mask=np.isnan(value)),
            pa.array(figures.status[at]),
            pa.DictionaryArray.from_arrays(pa.array(raw.astype(np.int32), mask=raw < 0), self.raws),
            pa.array(figures.rows.of(at).astype(np.int32)),
            _pointing(self.column, what),
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)


Distinct = tuple[npt.NDArray[np.int32], pa.Array]


def _distinct(texts: list[str]) -> Distinct:
    """Where each text stands among the distinct ones, and these."""
    codes, known = pd.factorize(np.array(texts, dtype=object))
    return codes.astype(np.int32), pa.array([str(one) for one in known], pa.string())


def _pointing(words: Distinct, at: Ints) -> pa.DictionaryArray:
    codes, known = words
    return pa.DictionaryArray.from_arrays(pa.array(codes[at]), known)


def compare_staged(store: Store, *, figures: StagedFigures, kommun_code: str | None) -> Difference:
    """As compare_with_stored. The first delivery of its measures needs no comparing."""
    cursor = store.cursor()
    found = cursor.execute(sql("any_stored"), [kommun_code, figures.measures]).fetchone()
    if not found or not found[0]:
        return Difference(new=len(figures), changed=0, unchanged=0, gone=0)
    with shown_as_incoming(cursor, figures=figures):
        row = cursor.execute(sql("compare_with_stored"), [kommun_code]).fetchone()
    new, changed, unchanged, gone = row or (0, 0, 0, 0)
    return Difference(new=int(new), changed=int(changed), unchanged=int(unchanged), gone=int(gone))


@contextmanager
def shown_as_incoming(cursor: Cursor, *, figures: StagedFigures) -> Iterator[None]:
    """The figures as the view ``incoming``, as comparing questions ask for them."""
    measures = {name: place for place, name in enumerate(figures.measures)}
    areas = {code: place for place, code in enumerate(dict.fromkeys(figures.areas)) if code}
    words = _Words(figures, measure_ids=measures, area_ids=areas)
    cursor.register("staged", pa.Table.from_batches(words.batches(), schema=words.schema))
    cursor.register(
        "staged_measure",
        pd.DataFrame({"id": list(measures), "measure_id": list(measures.values())}),
    )
    cursor.register(
        "staged_area", pd.DataFrame({"code": list(areas), "area_id": list(areas.values())})
    )
    cursor.execute(sql("show_incoming"))
    try:
        yield
    finally:
        cursor.execute("DROP VIEW incoming")
        for name in ("staged", "staged_measure", "staged_area"):
            cursor.unregister(name)


def fetch_usual(
    store: Store, *, figures: StagedFigures, end: date, kommun_code: str | None
) -> pd.DataFrame:
    """The median of earlier real undivided figures: measure, area_code, months (by days), usual."""
    look = read_lookups(store)
    wanted = set(figures.measures)
    held = [
        one for one in look.held
        if one.measure in wanted and not one.is_example and one.is_readable_for(kommun_code)
    ]  # fmt: skip
    if not held:
        return pd.DataFrame(columns=["measure", "area_code", "months", "usual"])
    codes = sorted({one for one in figures.areas if one is not None})
    values = {
        "measures": sorted({one.measure_id for one in held}),
        "areas": area_ids_of(look, codes=codes, levels=None, kommun_code=kommun_code),
        "deliveries": sorted({one.delivery_id for one in held}),
        "example_deliveries": [], "start": EARLIEST, "end": end, "shortest": 0,
        "longest": ANY_LENGTH,
    }  # fmt: skip
    inner = newest_issue_of("fetch_observations", held=held).rstrip().rstrip(";")
    text = sql("usual_figures").replace("-- figures", inner)
    used = {name: value for name, value in values.items() if f"${name}" in text}
    return store.cursor().execute(text, used).df()
