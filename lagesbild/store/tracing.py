"""Where stored figures stood in the files they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lagesbild.store.connection import Store
from lagesbild.store.lookups import read_lookups
from lagesbild.store.observations import area_ids_of, newest_issue_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure's place: measure, area and time, and where in which delivery. Never its value."""

    measure: str
    area_code: str
    period_start: date
    period_end: date
    breakdown: str
    is_total: bool
    delivery_id: int
    sheet: str
    row: int | None
    column: str


def trace_cells(
    store: Store, *, measures: Sequence[str], area_codes: Sequence[str], start: date, end: date,
    kommun_code: str | None, is_example: bool,
) -> list[Cell]:  # fmt: skip
    """The newest issue of everything that the kommun may read of the measures within [start, end).

    is_example  the invented figures, or the real ones: never both
    """
    look = read_lookups(store)
    numbers = {look.measure_ids[one]: one for one in measures if one in look.measure_ids}
    held = [
        one for one in look.held
        if one.measure_id in numbers and one.is_readable_for(kommun_code)
        and one.is_example == is_example
    ]  # fmt: skip
    text = newest_issue_of("trace_cells", held=held)
    values: dict[str, object] = {
        "measures": list(numbers),
        "areas": area_ids_of(look, codes=area_codes, levels=None, kommun_code=kommun_code),
        "deliveries": sorted({one.delivery_id for one in held}),
        "example_deliveries": sorted({one.delivery_id for one in held if one.is_example}),
        "start": start,
        "end": end,
    }
    used = {name: value for name, value in values.items() if f"${name}" in text}
    return [
        Cell(
            measure=numbers[measure], area_code=look.areas[area].code, period_start=since,
            period_end=until, breakdown=breakdown, is_total=is_total, delivery_id=delivery,
            sheet=sheet, row=row, column=column,
        )
        for measure, area, since, until, breakdown, is_total, delivery, sheet, row, column in store.cursor().execute(text, used).fetchall()
    ]  # fmt: skip
