"""Deliveries: stored in one transaction, listed, recognised, recalled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import duckdb
import pandas as pd

from lagesbild.domain.indicator import Indicator, Measure
from lagesbild.store.connection import Store, increase_data_version, sql
from lagesbild.store.definitions import save_definitions_within
from lagesbild.store.event_lists import EventCover, add_covers_within, add_events_within

OBSERVATION_COLUMNS = (
    "measure", "area_code", "period_start", "period_end", "period_label", "breakdown", "is_total",
    "value", "status", "raw", "source_sheet", "source_row", "source_column",
)  # fmt: skip
"""What ``observations`` must have. ``measure`` is a measure id, ``status`` an integer code
(domain.secrecy.STATUS_CODES), ``raw`` is None where the number itself says it all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """What is known of a delivery before it is stored. ``kommun_code`` None: shared by all.

    received_at, delivery_id  given when an old delivery is stored again; otherwise now, and the next
    """

    source_id: str
    kommun_code: str | None
    file_name: str
    sha256: str
    delivered_by: str
    issued_on: date
    rows_read: int
    receipt: str
    mapping: str = ""
    is_example: bool = False
    received_at: datetime | None = None
    delivery_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRecord:
    """A delivery as the archive knows it, whoever it belongs to."""

    delivery_id: int
    source_id: str
    kommun_code: str | None
    file_name: str
    sha256: str
    received_at: datetime
    delivered_by: str
    issued_on: date
    status: str
    is_example: bool
    rows_read: int
    observations_stored: int
    mapping: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A stored delivery. ``status``: stored or recalled.

    events    single events that came with it, also those that a newer list has replaced since
    kommuner  those that a list of kommungrupper puts in a group
    """

    delivery_id: int
    source_id: str
    kommun_code: str | None
    file_name: str
    sha256: str
    received_at: datetime
    delivered_by: str
    issued_on: date
    status: str
    is_example: bool
    rows_read: int
    observations_stored: int
    events: int = 0
    kommuner: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How a delivery compares with what was known of the same measures before it."""

    new: int
    changed: int
    unchanged: int
    gone: int


def add_delivery(
    store: Store, delivery: NewDelivery, *, observations: pd.DataFrame,
    measures: tuple[Measure, ...] = (), indicators: tuple[Indicator, ...] = (),
    events: pd.DataFrame | None = None, covers: Sequence[EventCover] = (),
) -> int:  # fmt: skip
    """Store a delivery, its observations and the definitions it brings; all or nothing.

    observations  OBSERVATION_COLUMNS; every area must be known already (add_areas). Empty for a
                  delivery that brings boundaries only
    events        as store.event_lists.add_events_within has them, and ``covers`` what they are all of
    returns       delivery_id
    """
    with store.transaction() as cursor:
        return add_delivery_within(
            cursor, delivery, observations=observations, measures=measures,
            indicators=indicators, events=events, covers=covers,
        )  # fmt: skip


def add_delivery_within(
    cursor: duckdb.DuckDBPyConnection, delivery: NewDelivery, *, observations: pd.DataFrame,
    measures: tuple[Measure, ...] = (), indicators: tuple[Indicator, ...] = (),
    events: pd.DataFrame | None = None, covers: Sequence[EventCover] = (),
) -> int:  # fmt: skip
    """As add_delivery, inside a transaction that the caller holds."""
    delivery_id = delivery.delivery_id or next_delivery_id(cursor)
    if len(observations):
        cursor.register("incoming", observations)
        for name in ("add_measures", "add_periods", "add_series"):
            cursor.execute(sql(name))
        cursor.execute(sql("add_observations"), [delivery.issued_on, delivery_id])
        cursor.unregister("incoming")
    counted = cursor.execute(
        "SELECT count(*) FROM figure WHERE delivery_id = ?", [delivery_id]
    ).fetchone()
    stored = int(counted[0]) if counted else 0
    if stored != len(observations):
        raise ValueError(f"{len(observations) - stored} observations have an unknown area")
    if events is not None and len(events):
        add_events_within(cursor, events, delivery_id=delivery_id, kommun_code=delivery.kommun_code)
    add_covers_within(cursor, covers, delivery_id=delivery_id)
    return finish_delivery_within(
        cursor, replace(delivery, delivery_id=delivery_id), stored=stored, measures=measures,
        indicators=indicators,
    )  # fmt: skip


def finish_delivery_within(
    cursor: duckdb.DuckDBPyConnection, delivery: NewDelivery, *, stored: int,
    measures: tuple[Measure, ...], indicators: tuple[Indicator, ...],
) -> int:  # fmt: skip
    """The delivery's own line and what it defines, when its ``stored`` observations are in.

    delivery  with its delivery_id
    """
    delivery_id = delivery.delivery_id or next_delivery_id(cursor)
    save_definitions_within(
        cursor, measures=measures, indicators=indicators, delivery_id=delivery_id,
        saved_by=delivery.delivered_by,
    )  # fmt: skip
    cursor.execute(
        sql("add_delivery"),
        [
            delivery_id, delivery.source_id, delivery.kommun_code, delivery.file_name,
            delivery.sha256, delivery.delivered_by, delivery.issued_on, delivery.is_example,
            delivery.rows_read, stored, delivery.receipt, delivery.mapping, delivery.received_at,
        ],
    )  # fmt: skip
    increase_data_version(cursor)
    return delivery_id


def next_delivery_id(cursor: duckdb.DuckDBPyConnection) -> int:
    """The number that the next delivery gets; holds for as long as the transaction."""
    found = cursor.execute("SELECT coalesce(max(delivery_id), 0) + 1 FROM delivery").fetchone()
    return int(found[0]) if found else 1


def time_of(cursor: duckdb.DuckDBPyConnection) -> datetime:
    """When the transaction began, as ``received_at`` is kept."""
    found = cursor.execute("SELECT now()::TIMESTAMP").fetchone()
    if found is None:
        raise ValueError("a transaction without a time")
    return found[0]  # type: ignore[no-any-return]


def list_delivery_records(store: Store) -> list[DeliveryRecord]:
    """Every delivery of every kommun, in the order they were stored."""
    rows = store.cursor().execute(sql("list_delivery_records")).fetchall()
    names = DeliveryRecord.__dataclass_fields__
    return [DeliveryRecord(**dict(zip(names, row, strict=True))) for row in rows]


def list_deliveries(store: Store, *, kommun_code: str | None = None) -> list[Delivery]:
    """Shared deliveries and those of the given kommun, newest first."""
    rows = store.cursor().execute(sql("list_deliveries"), [kommun_code]).fetchall()
    names = Delivery.__dataclass_fields__
    return [Delivery(**dict(zip(names, row, strict=True))) for row in rows]


def find_delivery(
    store: Store, *, sha256: str, source_id: str, kommun_code: str | None
) -> int | None:
    """The stored (not recalled) delivery of exactly this file, if there is one."""
    row = store.cursor().execute(sql("find_delivery"), [sha256, source_id, kommun_code]).fetchone()
    return int(row[0]) if row else None


def read_receipt(store: Store, *, delivery_id: int) -> str | None:
    """The receipt's JSON, None when there is no such delivery."""
    row = store.cursor().execute(
        "SELECT receipt FROM delivery WHERE delivery_id = ?", [delivery_id]
    ).fetchone()  # fmt: skip
    return row[0] if row else None


def recall_delivery(store: Store, *, delivery_id: int) -> bool:
    """Hide a delivery's figures; older issues of the same figures show again. Nothing is deleted.

    returns  False when there is no such stored delivery
    """
    with store.transaction() as cursor:
        return recall_delivery_within(cursor, delivery_id=delivery_id)


def recall_delivery_within(cursor: duckdb.DuckDBPyConnection, *, delivery_id: int) -> bool:
    """As recall_delivery, inside a transaction that the caller holds."""
    row = cursor.execute(
        "UPDATE delivery SET status = 'recalled' WHERE delivery_id = ? AND status = 'stored'",
        [delivery_id],
    ).fetchone()
    changed = bool(row and row[0])
    if changed:
        increase_data_version(cursor)
    return changed


def compare_with_stored(
    store: Store, *, observations: pd.DataFrame, kommun_code: str | None
) -> Difference:
    """What a delivery would change, before it is confirmed. Example data is not compared with."""
    cursor = store.cursor()
    cursor.register("incoming", observations)
    row = cursor.execute(sql("compare_with_stored"), [kommun_code]).fetchone()
    cursor.unregister("incoming")
    new, changed, unchanged, gone = row or (0, 0, 0, 0)
    return Difference(new=int(new), changed=int(changed), unchanged=int(unchanged), gone=int(gone))
