"""The small tables, read once for each data version: which ids mean what, and who holds what.

The long table is then asked with plain integers, which is several times quicker than joining names.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lagesbild.store.connection import Store, data_version, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """Contents of the small tables.

    measure_ids  id text -> integer
    areas        index area_id; code, name, level, parent_code, kommun_code
    deliveries   index delivery_id; source_id, kommun_code, is_example; stored ones only
    held         which delivery has how much of which measure: measure_id, delivery_id, months (the
                 periods' length), n, first_period, last_period, issued_on, is_example, kommun_code,
                 source
    """

    data_version: int
    measure_ids: dict[str, int]
    areas: pd.DataFrame
    deliveries: pd.DataFrame
    held: pd.DataFrame


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
    ).df()
    deliveries = cursor.execute(
        "SELECT delivery_id, source_id, kommun_code, is_example FROM delivery WHERE status = 'stored'"
    ).df()
    held = cursor.execute(sql("list_held")).df()
    return Lookups(
        data_version=version,
        measure_ids={name: int(number) for name, number in measures},
        areas=areas.set_index("area_id"),
        deliveries=deliveries.set_index("delivery_id"),
        held=held,
    )
