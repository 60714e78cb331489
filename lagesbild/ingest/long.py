"""The long form: one row a number, with where it stood. And the plain form: the table, made clean."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lagesbild.domain.indicator import Source
from lagesbild.domain.observation import LONG_COLUMNS, NO_BREAKDOWN, Mark
from lagesbild.domain.period import MONTHS, Period
from lagesbild.domain.secrecy import Status
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.columns import part_number
from lagesbild.ingest.headings import unit_of
from lagesbild.ingest.marks import meaning
from lagesbild.ingest.matching import match_areas
from lagesbild.ingest.numbers import is_preliminary_number, parse_numbers
from lagesbild.ingest.periods import (
    is_preliminary,
    month_of,
    part_of_year,
    read_period,
    split_period,
)
from lagesbild.ingest.readers.workbook import number_text
from lagesbild.ingest.table import (
    WHOLE_YEAR,
    Column,
    ColumnRole,
    NumberForm,
    TableKind,
    UnderstoodTable,
)
from lagesbild.ingest.understanding import column_form

EVENT_MEASURE, EVENT_UNIT = "händelser", "antal"
Objects = npt.NDArray[np.object_]
Stretch = tuple[date | None, date | None, str]

STATUS_OF_MARK: dict[Mark, Status] = {
    Mark.ZERO: Status.VALUE,
    Mark.MISSING: Status.MISSING,
    Mark.SUPPRESSED: Status.SUPPRESSED,
    Mark.NOT_APPLICABLE: Status.NOT_APPLICABLE,
    Mark.ROUNDED: Status.ROUNDED,
    Mark.BELOW_LIMIT: Status.BELOW_LIMIT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One entry for each row and value column: shape (rows, columns)."""

    start: Objects
    end: Objects
    label: Objects


def to_long(
    table: UnderstoodTable, *, areas: AreaIndex, source: Source | None = None
) -> pd.DataFrame:
    """One row a number, LONG_COLUMNS; dates are datetime64, value NaN where there is no number.

    An event is a row with the value 1. Row by row, and in a row from left to right.
    """
    values = table.with_role(ColumnRole.VALUE)
    if table.kind is TableKind.EVENTS:
        return _events_to_long(table, areas=areas, source=source)
    if not values or table.body.empty:
        return _assemble(table, parts={}, count=0)
    number, status, raw = _read_values(table, columns=values, source=source)
    spread = _spread_periods(table, columns=values)
    _mark_preliminary(status, spread=spread, table=table)
    measure, unit = _measures(table, columns=values)
    parts = {
        **_row_parts(table, areas=areas, source=source, count=len(values)),
        "period_start": spread.start.ravel(), "period_end": spread.end.ravel(),
        "period_label": spread.label.ravel(), "measure": measure.ravel(), "unit": unit.ravel(),
        "value": number.ravel(), "status": status.ravel(), "raw": raw.ravel(),
        "source_column": np.tile(np.array([c.name for c in values], dtype=object), table.rows),
    }  # fmt: skip
    _place_headings(parts, columns=values, areas=areas)
    return _assemble(table, parts=parts, count=len(values))


def _place_headings(
    parts: dict[str, npt.NDArray[np.generic]], *, columns: Sequence[Column], areas: AreaIndex
) -> None:
    """The area of a column whose heading is one, for all its numbers."""
    for place, column in enumerate(columns):
        area = areas.find(column.area) if column.area else None
        if area is not None:
            parts["area_code"][place :: len(columns)] = area.code
            parts["area_level"][place :: len(columns)] = area.level.value
            parts["area_name"][place :: len(columns)] = column.area


def _events_to_long(
    table: UnderstoodTable, *, areas: AreaIndex, source: Source | None
) -> pd.DataFrame:
    """Events are counted, not summed: each is one."""
    stand_in = Column(index=-1, name="", role=ColumnRole.VALUE)
    spread = _spread_periods(table, columns=(stand_in,))
    rows = table.rows
    parts = {
        **_row_parts(table, areas=areas, source=source, count=1),
        "period_start": spread.start.ravel(), "period_end": spread.end.ravel(),
        "period_label": spread.label.ravel(), "measure": _same(EVENT_MEASURE, rows),
        "unit": _same(EVENT_UNIT, rows), "value": np.ones(rows),
        "status": _same(Status.VALUE.value, rows), "raw": _same("", rows),
        "source_column": _same("", rows),
    }  # fmt: skip
    return _assemble(table, parts=parts, count=1)


def _same(text: str, rows: int) -> Objects:
    return np.full(rows, text, dtype=object)


def _assemble(
    table: UnderstoodTable, *, parts: dict[str, npt.NDArray[np.generic]], count: int
) -> pd.DataFrame:
    """LONG_COLUMNS in their order and types."""
    if count:
        rows = table.body.index.to_numpy(dtype="int64")
        parts["source_row"] = np.repeat(rows, count)
        parts["source_sheet"] = _same(table.sheet, len(rows) * count)
    frame = pd.DataFrame(
        {name: parts.get(name, np.array([], dtype=object)) for name in LONG_COLUMNS}
    )
    kinds = {"value": "float64", "source_row": "int64"}
    dates = {"period_start", "period_end"}
    texts = {name: "str" for name in LONG_COLUMNS if name not in kinds and name not in dates}
    frame = frame.astype({**texts, **kinds})
    for name in dates:
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
    return frame


def _row_parts(
    table: UnderstoodTable, *, areas: AreaIndex, source: Source | None, count: int
) -> dict[str, npt.NDArray[np.generic]]:
    """What all numbers of a row share, repeated for each of them."""
    found = match_areas(table, areas=areas, source=source)
    parts: dict[str, npt.NDArray[np.generic]] = {
        str(name): np.repeat(found[name].to_numpy(dtype=object), count) for name in found
    }
    parts["breakdown"] = np.repeat(_breakdowns(table), count)
    return parts


def _breakdowns(table: UnderstoodTable) -> Objects:
    """Canonical JSON for each row; empty cells are left out."""
    columns = sorted(table.with_role(ColumnRole.BREAKDOWN), key=lambda column: column.name)
    if not columns:
        return _same(NO_BREAKDOWN, table.rows)
    cells = pd.MultiIndex.from_frame(table.body[[column.index for column in columns]])
    places, distinct = cells.factorize()
    texts = np.empty(len(distinct), dtype=object)
    texts[:] = [_canonical(columns, cells=combination) for combination in distinct]
    return np.asarray(texts[places], dtype=object)


def _canonical(columns: Sequence[Column], *, cells: tuple[str, ...]) -> str:
    pairs = {column.name: cell for column, cell in zip(columns, cells, strict=True) if cell}
    return json.dumps(pairs, ensure_ascii=False, sort_keys=True)


def _read_values(
    table: UnderstoodTable, *, columns: Sequence[Column], source: Source | None
) -> tuple[npt.NDArray[np.float64], Objects, Objects]:
    """Numbers, statuses and raw texts, each (rows, columns)."""
    shape = (table.rows, len(columns))
    number, status = np.full(shape, np.nan), np.empty(shape, dtype=object)
    raw = np.empty(shape, dtype=object)
    for place, column in enumerate(columns):
        cells = table.body[column.index]
        codes, distinct = pd.factorize(cells)
        texts = [str(text) for text in distinct]
        values, statuses = judge_texts(
            texts, form=column.number or NumberForm(), source=source, told=table.marks
        )
        number[:, place], status[:, place] = values[codes], statuses[codes]
        raw[:, place] = np.array(texts, dtype=object)[codes]
    return number, status, raw


def judge_texts(
    texts: Sequence[str], *, form: NumberForm, source: Source | None, told: dict[str, Mark]
) -> tuple[npt.NDArray[np.float64], Objects]:
    """Number and status of each distinct text. What cannot be read is missing; the raw text stays."""
    read = parse_numbers(texts, form=form)
    values, statuses = np.full(len(texts), np.nan), _same(Status.MISSING.value, len(texts))
    for place, text in enumerate(texts):
        if text in read:
            values[place] = read[text]
            early = is_preliminary_number(text)
            statuses[place] = (Status.PRELIMINARY if early else Status.VALUE).value
            continue
        mark = told.get(text) or meaning(text, source=source) or Mark.MISSING
        values[place] = 0.0 if mark is Mark.ZERO else np.nan
        statuses[place] = STATUS_OF_MARK[mark].value
    return values, statuses


def _mark_preliminary(status: Objects, *, spread: Spread, table: UnderstoodTable) -> None:
    """ "2016 prel." over a column or in a row makes its numbers preliminary; so may the title."""
    labels = {str(label) for label in pd.unique(spread.label.ravel())}
    early = [label for label in labels if is_preliminary(label)]
    chosen = (
        np.isin(spread.label.astype(str), early) if early else np.zeros(status.shape, dtype=bool)
    )
    if table.is_preliminary:
        chosen[:] = True
    status[chosen & (status == Status.VALUE.value)] = Status.PRELIMINARY.value


def _spread_periods(table: UnderstoodTable, *, columns: Sequence[Column]) -> Spread:
    """The period of each number: the heading's, else the row's, else the title's."""
    shape = (table.rows, len(columns))
    spread = Spread(
        start=np.empty(shape, dtype=object), end=np.empty(shape, dtype=object),
        label=np.empty(shape, dtype=object),
    )  # fmt: skip
    rows = _row_periods(table)
    for place, column in enumerate(columns):
        start, end, label = _column_periods(column, rows=rows, table=table)
        spread.start[:, place], spread.end[:, place], spread.label[:, place] = start, end, label
    return spread


def _column_periods(
    column: Column, *, rows: Sequence[Objects], table: UnderstoodTable
) -> Sequence[Objects]:
    if column.period is not None:
        return _constant(column.period, rows=table.rows)
    if column.month is None or column.month == WHOLE_YEAR:
        return rows
    return _each_distinct(rows, change=_month_within(column.month))


def _constant(period: Period | None, *, rows: int) -> Sequence[Objects]:
    stretch: Stretch = (None, None, "")
    if period is not None:
        stretch = (period.start, period.end, period.label)
    columns = []
    for part in stretch:
        filled = np.empty(rows, dtype=object)
        filled[:] = part
        columns.append(filled)
    return columns


def _each_distinct(rows: Sequence[Objects], *, change: object) -> Sequence[Objects]:
    """Work out each distinct period once."""
    keys = pd.MultiIndex.from_arrays([pd.Index(part, dtype=object) for part in rows])
    codes, distinct = keys.factorize()
    assert callable(change)  # noqa: S101
    made = [change(*key) for key in distinct]
    return [_column_of(made, part=part)[codes] for part in range(3)]


def _column_of(stretches: Sequence[Stretch], *, part: int) -> Objects:
    filled = np.empty(len(stretches), dtype=object)
    filled[:] = [stretch[part] for stretch in stretches]
    return filled


def _month_within(number: int) -> object:
    """From the row's year to one of its months."""

    def change(start: date | None, _end: date | None, _label: str) -> Stretch:
        if start is None or pd.isna(start):
            return None, None, MONTHS[number - 1]
        first, after = month_of(start.year, number)
        return first, after, f"{MONTHS[number - 1]} {start.year}"

    return change


def _row_periods(table: UnderstoodTable) -> Sequence[Objects]:
    """Start, end and label of each row's period."""
    columns = table.with_role(ColumnRole.PERIOD)
    if not columns:
        return _constant(table.period, rows=table.rows)
    whole = next((column for column in columns if not column.part), None)
    parts = [column for column in columns if column.part]
    cells = pd.MultiIndex.from_arrays(
        [table.body[column.index] for column in ((whole, *parts) if whole else parts)]
    )
    codes, distinct = cells.factorize()
    made = [_read_row(key, whole=whole, parts=parts, table=table) for key in distinct]
    return [_column_of(made, part=part)[codes] for part in range(3)]


def _read_row(
    key: tuple[str, ...], *, whole: Column | None, parts: Sequence[Column], table: UnderstoodTable
) -> Stretch:
    """One combination of year and part, or of a period alone."""
    texts = [str(text) for text in key]
    label = " ".join(text for text in texts if text)
    period = table.period
    if whole is not None:
        period = read_period(texts[0], form=column_form(whole, table=table))
        texts = texts[1:]
    if period is None:
        return None, None, label
    for text, column in zip(texts, parts, strict=True):
        number = part_number(text, part=column.part)
        found = part_of_year(column.part, year=period.start.year, number=number) if number else None
        if found:
            return found[0], found[1], label
    return period.start, period.end, label if whole is not None else period.label


def _measures(table: UnderstoodTable, *, columns: Sequence[Column]) -> tuple[Objects, Objects]:
    """Measure and unit of each number. A column of measures goes before the heading."""
    shape = (table.rows, len(columns))
    measure, unit = np.empty(shape, dtype=object), np.empty(shape, dtype=object)
    named = table.with_role(ColumnRole.MEASURE)
    rows = _joined(table, columns=named) if named else None
    alone = len({column.measure for column in columns}) == 1
    given = _row_units(table)
    if given is None and rows is not None:
        given = np.array([unit_of(text) or "" for text in rows], dtype=object)
    for place, column in enumerate(columns):
        unit[:, place] = column.unit or (given if given is not None else "")
        if rows is None:
            measure[:, place] = column.measure or column.name
        elif alone or _says_nothing(column, table=table):
            measure[:, place] = rows
        else:
            measure[:, place] = rows + " / " + (column.measure or column.name)
    return measure, unit


def _row_units(table: UnderstoodTable) -> Objects | None:
    """What a column of units says for each row."""
    column = next((column for column in table.columns if column.part == "unit"), None)
    if column is None:
        return None
    cells = table.body[column.index]
    return cells.map(lambda text: unit_of(text) or text).to_numpy(dtype=object)


def _says_nothing(column: Column, *, table: UnderstoodTable) -> bool:
    """A heading that is only a year or month has the title for a measure: the row's own is better."""
    told = {table.title, split_period(table.title)[0], table.name, ""}
    return column.measure in told or (column.month is not None and not column.measure)


def _joined(table: UnderstoodTable, *, columns: Sequence[Column]) -> Objects:
    texts = table.body[columns[0].index].to_numpy(dtype=object)
    for column in columns[1:]:
        texts = texts + " / " + table.body[column.index].to_numpy(dtype=object)
    return np.asarray(texts, dtype=object)


def to_plain(table: UnderstoodTable) -> pd.DataFrame:
    """The data rows under one row of headings. Numbers are written one way, marks stay as text.

    A column of numbers without marks is numeric; with marks it is text with decimal point and
    without thousands separator. Codes and all else are the text of the file.
    """
    columns = {}
    for column in table.columns:
        cells = table.body[column.index]
        if column.role is ColumnRole.VALUE and column.number is not None:
            cells = _plain_numbers(cells, column=column)
        columns[column.name] = cells
    return pd.DataFrame(columns).reset_index(drop=True)


def _plain_numbers(cells: pd.Series[str], *, column: Column) -> pd.Series[Any]:
    read = parse_numbers(cells.unique(), form=column.number or NumberForm())
    if all(text in read or not text for text in cells.unique()):
        numbers = cells.map(read).astype("float64")
        return numbers.astype("Int64") if column.dtype == "integer" else numbers
    shown = {text: number_text(value) for text, value in read.items()}
    return cells.map(lambda text: shown.get(text, text)).astype("str")
