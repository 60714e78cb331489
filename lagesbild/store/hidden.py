"""The pattern of hidden cells: kept, so that what was hidden or shown once is known ever after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import pandas as pd

from lagesbild.store.connection import Store, sql
from lagesbild.store.lookups import Holding, Lookups

HIDDEN_COLUMNS = ("area_code", "period_start", "period_end", "breakdown", "why")
"""Of a measure's pattern; dates are datetime64, ``why`` is a Why."""

_NEWEST = "-- newest issue only"


class Why(IntEnum):
    """Why a cell is in the pattern."""

    SMALL = 1
    COMPANY = 2
    HALF_YEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Which figures a pattern is for.

    owner  the kommun whose own deliveries count beside the shared ones, "" for the shared alone
    """

    measure: str
    owner: str
    is_example: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a pattern was made of.

    text         the rule and the deliveries in one line; another line means another pattern
    deliveries   the measure's deliveries at the time
    unprotected  small cells that too much had been told about before
    """

    text: str
    deliveries: tuple[int, ...]
    unprotected: int = 0


def fetch_cells(
    store: Store, *, measure_id: int, deliveries: Sequence[int], adds_up: bool, look: Lookups
) -> pd.DataFrame:  # fmt: skip
    """Every cell of a measure in the newest issue, and the years its months add up to.

    adds_up  whether months of it may be added
    returns  area_code, period_start, period_end, breakdown, is_total, value, status
    """
    text = sql("fetch_cells")
    if len(deliveries) > 1:
        text = text.replace(_NEWEST, sql("newest_issue"))
    values: dict[str, object] = {
        "measures": [measure_id], "deliveries": list(deliveries), "example_deliveries": [],
        "summable": [measure_id] if adds_up else [],
    }  # fmt: skip
    used = {name: value for name, value in values.items() if f"${name}" in text}
    found = store.cursor().execute(text, used).df()
    codes = {number: area.code for number, area in look.areas.items()}
    found["area_code"] = found["area_id"].map(codes)
    return found.drop(columns=["measure_id", "area_id"])


def areas_of_measures(store: Store, *, deliveries: Sequence[int]) -> dict[str, frozenset[int]]:
    """Measure -> ids of the areas that some deliveries have figures of."""
    rows = store.cursor().execute(
        "SELECT m.id, list(DISTINCT f.area_id) FROM figure AS f JOIN measure AS m USING (measure_id) "
        "WHERE f.delivery_id IN (SELECT unnest(?)) GROUP BY m.id",
        [list(deliveries)],
    ).fetchall()  # fmt: skip
    return {name: frozenset(ids) for name, ids in rows}


def deliveries_of(held: Sequence[Holding], *, measure: str, is_example: bool) -> tuple[int, ...]:
    """The stored deliveries that hold figures of a measure in one of the worlds."""
    return tuple(
        sorted({h.delivery_id for h in held if h.measure == measure and h.is_example == is_example})
    )


def read_bases(store: Store) -> dict[Whose, Basis]:
    """The newest basis of every pattern."""
    rows = store.cursor().execute(
        "SELECT measure, owner, is_example, basis, deliveries, unprotected FROM hidden_basis "
        "ORDER BY data_version"
    ).fetchall()  # fmt: skip
    return {
        Whose(measure=row[0], owner=row[1], is_example=row[2]): Basis(
            text=row[3], deliveries=tuple(json.loads(row[4])), unprotected=row[5]
        )
        for row in rows
    }


def read_hidden(store: Store, *, whose: Whose) -> pd.DataFrame:
    """A pattern, HIDDEN_COLUMNS."""
    return store.cursor().execute(
        "SELECT area_code, period_start, period_end, breakdown, max(why) AS why FROM hidden_cell "
        "WHERE measure = ? AND owner = ? AND is_example = ? GROUP BY ALL",
        [whose.measure, whose.owner, whose.is_example],
    ).df()  # fmt: skip


def add_hidden(store: Store, *, patterns: Sequence[tuple[Whose, Basis, pd.DataFrame]]) -> None:
    """Store what each pattern has beyond what was there; nothing is ever taken away.

    patterns  with the new rows only, HIDDEN_COLUMNS
    """
    with store.transaction() as cursor:
        for whose, basis, frame in patterns:
            if len(frame):
                rows = frame[list(HIDDEN_COLUMNS)].assign(
                    measure=whose.measure, owner=whose.owner, is_example=whose.is_example
                )
                cursor.register("incoming_hidden", rows)
                cursor.execute(sql("add_hidden"))
                cursor.unregister("incoming_hidden")
            cursor.execute(
                "INSERT INTO hidden_basis SELECT ?, ?, ?, ?, ?, ?, value::BIGINT FROM meta "
                "WHERE key = 'data_version'",
                [
                    whose.measure, whose.owner, whose.is_example, basis.text,
                    json.dumps(basis.deliveries), basis.unprotected,
                ],
            )  # fmt: skip
