"""Reading observations: always the newest issue of what was not recalled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import pandas as pd

from lagesbild.domain.geography import AreaLevel
from lagesbild.store.connection import Store, sql
from lagesbild.store.lookups import Lookups, read_lookups


class Grain(StrEnum):
    """How periods are put together before they leave the store."""

    AS_DELIVERED = "as_delivered"
    YEAR = "ar"
    PART_OF_YEAR = "manad"
    TWELVE_MONTHS = "tolv"


EARLIEST, LATEST = date(1800, 1, 1), date(2300, 1, 1)
ANY_LENGTH = 10_000

_SQL_BY_GRAIN = {
    Grain.AS_DELIVERED: "fetch_observations",
    Grain.PART_OF_YEAR: "fetch_observations",
    Grain.YEAR: "fetch_years",
    Grain.TWELVE_MONTHS: "fetch_twelve_months",
}
_NEWEST = "-- newest issue only"


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
    look = read_lookups(store)
    numbers = {look.measure_ids[m]: m for m in measures if m in look.measure_ids}
    held = _readable(look.held, kommun_code)
    held = held[held["measure_id"].isin(list(numbers))]
    text = sql(_SQL_BY_GRAIN[grain])
    if _has_several_issues(held):
        text = text.replace(_NEWEST, sql("newest_issue"))
    values: dict[str, object] = {
        "measures": list(numbers),
        "areas": _area_ids(look.areas, codes=area_codes, levels=levels, kommun_code=kommun_code),
        "deliveries": [int(d) for d in held["delivery_id"].unique()],
        "example_deliveries": [
            int(d) for d in held.loc[held["is_example"], "delivery_id"].unique()
        ],
        "summable": [look.measure_ids[m] for m in summable if m in look.measure_ids],
        "longest": 11 if grain is Grain.PART_OF_YEAR else ANY_LENGTH,
        "start": start or EARLIEST,
        "end": end or LATEST,
    }
    used = {name: value for name, value in values.items() if f"${name}" in text}
    found = store.cursor().execute(text, used).df()
    return _with_names(found, look=look, measures=numbers)


def list_real_measures(store: Store, *, kommun_code: str | None) -> frozenset[str]:
    """Measures that someone has delivered for real; the rest is example data, or nothing."""
    look = read_lookups(store)
    held = _readable(look.held, kommun_code)
    real = set(held.loc[~held["is_example"], "measure_id"])
    return frozenset(name for name, number in look.measure_ids.items() if number in real)


def _readable(held: pd.DataFrame, kommun_code: str | None) -> pd.DataFrame:
    return held[held["kommun_code"].isna() | (held["kommun_code"] == kommun_code)]


def _has_several_issues(held: pd.DataFrame) -> bool:
    """Whether any measure comes from more than one delivery of its world. Looking for the newest
    issue is the dearest step, and within one delivery there are no doubles."""
    pairs = held[["measure_id", "is_example", "delivery_id"]].drop_duplicates()
    return bool(pairs.duplicated(["measure_id", "is_example"]).any())


def _area_ids(
    areas: pd.DataFrame, *, codes: Sequence[str] | None, levels: Sequence[AreaLevel] | None,
    kommun_code: str | None,
) -> list[int]:  # fmt: skip
    wanted = areas["kommun_code"].isna() | (areas["kommun_code"] == kommun_code)
    if codes is not None:
        wanted &= areas["code"].isin(list(codes))
    if levels is not None:
        wanted &= areas["level"].isin([level.value for level in levels])
    return [int(number) for number in areas.index[wanted]]


def _with_names(
    found: pd.DataFrame, *, look: Lookups, measures: dict[int, str]
) -> pd.DataFrame:  # fmt: skip
    """Integers turned into what they mean."""
    frame = found.drop(columns=["measure_id", "area_id"])
    frame["measure"] = found["measure_id"].map(measures)
    names = {
        "code": "area_code",
        "name": "area_name",
        "level": "area_level",
        "parent_code": "area_parent",
    }
    for column, name in names.items():
        frame[name] = found["area_id"].map(look.areas[column])
    frame["source"] = found["delivery_id"].map(look.deliveries["source_id"])
    frame["is_example"] = found["delivery_id"].map(look.deliveries["is_example"]).astype(bool)
    return frame


def fetch_extent(store: Store, *, kommun_code: str | None) -> pd.DataFrame:
    """What there is: measure, months (the periods' length), n, first_period, last_period, issued_on,
    is_example, source; a row for each delivery and length. No question to the long table."""
    look = read_lookups(store)
    names = {number: name for name, number in look.measure_ids.items()}
    held = _readable(look.held, kommun_code)
    return held.assign(measure=held["measure_id"].map(names))


def has_observations(store: Store) -> bool:
    """False in an empty store, where the example data is then loaded."""
    row = store.cursor().execute("SELECT count(*) FROM delivery").fetchone()
    return bool(row and row[0])
