"""Lists of events on their way in: what each is the whole of, and what it would take the place of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import duckdb
import pandas as pd

from lagesbild.store.connection import Store, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCover:
    """A list is the whole of one kind of event, in one kommun, over some days; half-open.

    category  as the events have it
    """

    place: str
    category: str
    first_day: date
    day_after: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """Events that count today and that a new list takes the place of; no days when there are none."""

    events: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What earlier lists of the same layout are the whole of.

    kinds  (kommun, category)
    areas  (kommun, area code) where they had events
    """

    kinds: frozenset[tuple[str, str]]
    areas: frozenset[tuple[str, str]]


def add_events_within(
    cursor: duckdb.DuckDBPyConnection, events: pd.DataFrame, *, delivery_id: int,
    kommun_code: str | None,
) -> None:  # fmt: skip
    """Store events, inside a transaction that the caller holds.

    events  area_code, category, happened_at, east, north (metres in SWEREF 99 TM, or nothing) and
            has_time; without that column all have a time of day
    """
    known = events if "has_time" in events.columns else events.assign(has_time=True)
    cursor.register("incoming_event", known)
    cursor.execute(sql("add_events"), [delivery_id, kommun_code])
    cursor.unregister("incoming_event")


def add_covers_within(
    cursor: duckdb.DuckDBPyConnection, covers: Sequence[EventCover], *, delivery_id: int
) -> None:
    """What the list of a delivery is the whole of, inside a transaction that the caller holds."""
    for one in covers:
        cursor.execute(
            "INSERT INTO event_cover VALUES (?, ?, ?, ?, ?)",
            [delivery_id, one.place, one.category, one.first_day, one.day_after],
        )


def count_replaced_events(
    store: Store, *, covers: Iterable[EventCover], source_id: str, kommun_code: str | None,
    issued_on: date,
) -> Replaced:  # fmt: skip
    """How many events a list would replace if it was stored now."""
    asked = {
        "covers": [asdict(one) for one in covers], "source": source_id, "kommun": kommun_code,
        "issued_on": issued_on,
    }  # fmt: skip
    row = store.cursor().execute(sql("count_replaced_events"), asked).fetchone()
    count, first_day, last_day = row or (0, None, None)
    return Replaced(events=int(count), first_day=first_day, last_day=last_day)


def list_listed(store: Store, *, shape: str, source_id: str, kommun_code: str | None) -> Listed:
    """What stored lists with the same headings are the whole of."""
    asked = {"shape": shape, "source": source_id, "kommun": kommun_code}
    rows = store.cursor().execute(sql("list_listed"), asked).fetchall()
    return Listed(
        kinds=frozenset((place, category) for place, category, _ in rows),
        areas=frozenset((place, area) for place, _, area in rows if area),
    )
