"""Reading observations: always the newest issue of what was not recalled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import pandas as pd

from lagesbild.domain.geography import AreaLevel
from lagesbild.store.connection import Store, sql


class Grain(StrEnum):
    """How periods are put together before they leave the store."""

    AS_DELIVERED = "as_delivered"
    YEAR = "ar"
    PART_OF_YEAR = "manad"
    TWELVE_MONTHS = "tolv"


EARLIEST, LATEST = date(1800, 1, 1), date(2300, 1, 1)


def fetch_observations(
    store: Store, *, measures: Sequence[str], summable: Sequence[str] = (),
    grain: Grain = Grain.AS_DELIVERED, area_codes: Sequence[str] | None = None,
    levels: Sequence[AreaLevel] | None = None, start: date | None = None, end: date | None = None,
    kommun_code: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The newest issue of every matching observation, real and example side by side.

    measures     measure ids; an empty sequence gives nothing
    summable     those of them whose months may be added up (counts, never shares)
    area_codes   None for every area; an empty sequence gives nothing
    levels       None for every level
    start, end   periods that lie within [start, end)
    kommun_code  whose own figures may be read beside the shared ones
    returns      measure, area_code, area_name, area_level, area_parent, period_start, period_end,
                 period_label, breakdown, is_total, value, status (integer code), issued_on,
                 delivery_id, source, is_example, months; ordered by measure, area, period
    """
    return store.cursor().execute(
        sql("fetch_observations"),
        {
            "measures": list(measures),
            "summable": list(summable),
            "grain": grain.value,
            "any_area": area_codes is None,
            "areas": list(area_codes or ()),
            "levels": [level.value for level in (AreaLevel if levels is None else levels)],
            "start": start or EARLIEST,
            "end": end or LATEST,
            "kommun": kommun_code,
        },
    ).df()  # fmt: skip


def list_real_measures(store: Store, *, kommun_code: str | None) -> frozenset[str]:
    """Measures that someone has delivered for real; the rest is example data, or nothing."""
    rows = store.cursor().execute(sql("list_real_measures"), [kommun_code]).fetchall()
    return frozenset(row[0] for row in rows)


def fetch_extent(store: Store, *, kommun_code: str | None) -> pd.DataFrame:
    """What there is: measure, level, is_example, source, n, first_period, last_period, issued_on."""
    return store.cursor().execute(sql("fetch_extent"), [kommun_code]).df()


def has_observations(store: Store) -> bool:
    """False in an empty store, where the example data is then loaded."""
    row = store.cursor().execute("SELECT count(*) FROM delivery").fetchone()
    return bool(row and row[0])
