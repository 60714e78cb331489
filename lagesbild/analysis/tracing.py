"""From a released number to the rows of the files it was counted from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

import pandas as pd

from lagesbild.analysis.denominators import OLDEST_POPULATION_YEARS
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.document import Trace
from lagesbild.domain.indicator import Indicator
from lagesbild.store.tracing import Cell, trace_cells

_ONE_YEAR = timedelta(days=366)
_BY_PLACE = dict[tuple[str, str, str], list[Cell]]


def traces_of(
    inquiry: Inquiry, frame: pd.DataFrame, *, indicators: Mapping[str, Indicator]
) -> list[tuple[Trace, ...]]:
    """For each row the numerator's and the denominator's places; none for a row without a number.

    frame  released rows, FIGURE_COLUMNS + EXTRA_COLUMNS
    """
    told = frame[frame["value"].notna() | frame["count"].notna()]
    if told.empty:
        return [()] * len(frame)
    known = {
        world: _cells(inquiry, rows, indicators=indicators, is_example=bool(world))
        for world, rows in told.groupby("is_example")
    }
    numbered = set(told.index)
    return [
        _trace(row, indicator=indicators[row["indicator"]], cells=known[row["is_example"]])
        if place in numbered else ()
        for place, row in zip(frame.index, frame.to_dict("records"), strict=True)
    ]  # fmt: skip


def _cells(
    inquiry: Inquiry, rows: pd.DataFrame, *, indicators: Mapping[str, Indicator], is_example: bool
) -> _BY_PLACE:
    used = [indicators[one] for one in rows["indicator"].unique()]
    measures = {one.leading_measure for one in used} | {one.denominator or "" for one in used}
    first = rows["period_start"].min().date() - _ONE_YEAR * (OLDEST_POPULATION_YEARS + 1)
    found: _BY_PLACE = {}
    for cell in trace_cells(
        inquiry.store, measures=sorted(measures - {""}), start=first,
        area_codes=sorted(rows["area_code"].unique()), end=_after(rows["period_end"].max()),
        kommun_code=inquiry.person.kommun_code, is_example=is_example,
    ):  # fmt: skip
        place = (cell.measure, cell.area_code, "" if cell.is_total else cell.breakdown)
        found.setdefault(place, []).append(cell)
    return found


def _after(end: pd.Timestamp) -> date:
    """A year's population is delivered for the whole year that a part of a year lies in."""
    return date(end.year + 1, 1, 1)


def _trace(
    row: Mapping[str, object], *, indicator: Indicator, cells: _BY_PLACE
) -> tuple[Trace, ...]:
    start, end = row["period_start"].date(), row["period_end"].date()  # type: ignore[attr-defined]
    whose = (str(row["area_code"]), "" if row["is_total"] else str(row["breakdown"]))
    own = cells.get((indicator.leading_measure, *whose), [])
    found = _exactly(own, start=start, end=end) or [
        one for one in own if start <= one.period_start and one.period_end <= end
    ]
    base = cells.get((indicator.denominator or "", *whose), [])
    return _runs([*found, *_base(base, start=start, end=end)])


def _exactly(cells: Sequence[Cell], *, start: date, end: date) -> list[Cell]:
    return [one for one in cells if (one.period_start, one.period_end) == (start, end)]


def _base(cells: Sequence[Cell], *, start: date, end: date) -> list[Cell]:
    """As analysis.denominators chooses: the same period, or that year's or the newest before it."""
    exact = _exactly(cells, start=start, end=end)
    if exact:
        return exact
    year = (end - timedelta(days=1)).year
    yearly = [
        one for one in cells
        if 0 <= year - one.period_start.year <= OLDEST_POPULATION_YEARS
        and one.period_end - one.period_start in (timedelta(days=365), _ONE_YEAR)
    ]  # fmt: skip
    return sorted(yearly, key=lambda one: one.period_start)[-1:]


def _runs(cells: Sequence[Cell]) -> tuple[Trace, ...]:
    """One line for each measure, file and column."""
    return tuple(
        Trace(
            what=measure, delivery_id=delivery, sheet=sheet, column=column,
            rows=rows_in_words([one.row for one in group if one.row is not None]),
        )
        for (measure, delivery, sheet, column), group in groupby(sorted(cells, key=_file), key=_file)
    )  # fmt: skip


def _file(cell: Cell) -> tuple[str, int, str, str]:
    return cell.measure, cell.delivery_id, cell.sheet, cell.column


def rows_in_words(rows: Sequence[int]) -> str:
    """ "3, 7–9": ascending, neighbours as a run."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(str(one[0]) if len(one) == 1 else f"{one[0]}–{one[-1]}" for one in runs)
