"""The small tables, read once for each data version: which ids mean what, and who holds what.

The long table is then asked with plain integers, which is several times quicker than joining names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lagesbild.store.columns import Columns, columns_of_answer
from lagesbild.store.connection import Store, data_version, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaEntry:
    """One row of the table of areas."""

    code: str
    name: str
    level: str
    parent_code: str | None
    kommun_code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """How much of a measure a stored delivery has, for one length of periods.

    months  the periods' length in whole months, 0 for shorter
    """

    measure: str
    measure_id: int
    delivery_id: int
    months: int
    n: int
    first_period: date
    last_period: date
    issued_on: date
    is_example: bool
    kommun_code: str | None
    source: str

    def is_readable_for(self, kommun_code: str | None) -> bool:
        return self.kommun_code is None or self.kommun_code == kommun_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """Contents of the small tables: integers to what they mean, and measures to integers.

    periods  period_id, period_start, period_end, period_label, months; in order of period_id
    series   series_id, breakdown, is_total; in order of series_id
    """

    data_version: int
    measure_ids: dict[str, int]
    areas: dict[int, AreaEntry]
    held: tuple[Holding, ...]
    periods: Columns
    series: Columns


def read_lookups(store: Store) -> Lookups:
    """The lookups of the store's present data version."""
    version = data_version(store)
    known = store.remembered
    if not isinstance(known, Lookups) or known.data_version != version:
        known = _read(store, version)
        store.remembered = known
    return known


def _read(store: Store, version: int) -> Lookups:
    cursor = store.cursor()
    measures = cursor.execute("SELECT id, measure_id FROM measure").fetchall()
    areas = cursor.execute(
        "SELECT area_id, code, name, level, parent_code, kommun_code FROM area"
    ).fetchall()
    held = cursor.execute(sql("list_held")).fetchall()
    fields = AreaEntry.__dataclass_fields__
    return Lookups(
        data_version=version,
        measure_ids=dict(measures),
        areas={row[0]: AreaEntry(**dict(zip(fields, row[1:], strict=True))) for row in areas},
        held=tuple(
            Holding(**dict(zip(Holding.__dataclass_fields__, row, strict=True))) for row in held
        ),
        periods=columns_of_answer(cursor.execute(sql("list_periods")).fetchnumpy()),
        series=columns_of_answer(cursor.execute(sql("list_series")).fetchnumpy()),
    )
