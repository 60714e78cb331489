"""Single events: they go in as squares of 100 m and times, and come out as numbers, never one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from lagesbild.domain.event_grid import CELL_M, Cell
from lagesbild.store.connection import Store, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events.

    reader_kommun  whose own deliveries may be read
    categories     as they stand in the lists, in any case of letters
    """

    kommun_code: str
    reader_kommun: str | None
    source: str
    categories: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return [name.strip().lower() for name in self.categories]

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "kommun": self.kommun_code, "reader": self.reader_kommun, "source": self.source,
            "categories": self.names,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsInSquares:
    """By the area that the list names.

    counts    events of the categories and the time asked for, where there are any
    support   squares where an event of any category was ever reported
    unplaced  events that no square is known of; areas where that ever was so, of any category
    """

    counts: dict[str, dict[Cell, int]]
    support: dict[str, frozenset[Cell]]
    unplaced: dict[str, int]
    is_example: bool


def count_events_in_squares(
    store: Store, *, wanted: Wanted, start: date, end: date
) -> EventsInSquares:
    """Events in a kommun by area and square; half-open time."""
    asked = {**wanted.parameters, "cell": CELL_M, "start": start, "end": end}
    rows = store.cursor().execute(sql("count_events_in_squares"), asked).fetchall()
    counts: dict[str, dict[Cell, int]] = defaultdict(dict)
    support: dict[str, set[Cell]] = defaultdict(set)
    unplaced: dict[str, int] = {}
    for area, column, row, events, _ in rows:
        squares = support[area]
        if column is None:
            unplaced[area] = events
            continue
        squares.add((column, row))
        if events:
            counts[area][column, row] = events
    return EventsInSquares(
        counts=dict(counts), support={area: frozenset(cells) for area, cells in support.items()},
        unplaced=unplaced, is_example=any(example for *_, example in rows),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsInHours:
    """counts       (weekday from 0 for Monday, hour) -> events with a time of day, where there are any
    at_midnight  those on the stroke of twelve: lists without a time of day have all there
    untimed      those of which the list only has the day
    """

    counts: dict[Cell, int]
    at_midnight: int
    untimed: int = 0


def count_events_in_hours(
    store: Store, *, wanted: Wanted, start: date, end: date
) -> dict[tuple[int, bool], EventsInHours]:
    """Events by weekday and hour; half-open time.

    returns  by year and whether it is June to August, where there are any
    """
    asked = {**wanted.parameters, "start": start, "end": end}
    rows = store.cursor().execute(sql("count_events_in_hours"), asked).fetchall()
    pieces: dict[tuple[int, bool], list[tuple[int, ...]]] = defaultdict(list)
    for year, is_summer, *row in rows:
        pieces[year, is_summer].append(tuple(row))
    return {piece: _events_in_hours(found) for piece, found in pieces.items()}


def _events_in_hours(rows: Sequence[tuple[int, ...]]) -> EventsInHours:
    return EventsInHours(
        counts={(weekday, hour): events for weekday, hour, events, *_ in rows if events},
        at_midnight=sum(row[3] for row in rows), untimed=sum(row[4] for row in rows),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """A kind that a source has a list of.

    runs  first and last day of each stretch that the lists are the whole of, oldest first
    """

    source: str
    category: str
    runs: tuple[tuple[date, date], ...]
    is_example: bool

    @property
    def first_day(self) -> date:
        return self.runs[0][0]

    @property
    def last_day(self) -> date:
        return self.runs[-1][1]


def list_event_kinds(
    store: Store, *, kommun_code: str, reader_kommun: str | None
) -> list[EventKind]:
    """Which kinds of event there are lists of, in a kommun."""
    asked = {"kommun": kommun_code, "reader": reader_kommun}
    rows = store.cursor().execute(sql("list_event_kinds"), asked).fetchall()
    covers: dict[tuple[str, str, bool], list[tuple[date, date]]] = defaultdict(list)
    for source, name, is_example, first_day, day_after in rows:
        covers[source, name, is_example].append((first_day, day_after))
    return [
        EventKind(source=source, category=name, runs=runs_of(found), is_example=is_example)
        for (source, name, is_example), found in covers.items()
    ]


def runs_of(covers: Sequence[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """Half-open stretches in order of their first day, those that meet drawn together."""
    runs: list[tuple[date, date]] = []
    for first_day, day_after in covers:
        last_day = day_after - timedelta(days=1)
        if runs and first_day <= runs[-1][1] + timedelta(days=1):
            runs[-1] = (runs[-1][0], max(runs[-1][1], last_day))
        else:
            runs.append((first_day, last_day))
    return tuple(runs)


def count_events_in_weeks(store: Store, *, wanted: Wanted) -> dict[date, int]:
    """Monday -> events of that week, where there are any."""
    rows = store.cursor().execute(sql("count_events_in_weeks"), wanted.parameters).fetchall()
    return dict(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearEvents:
    """Events without place or name.

    days                 (n,) the day of each, in order of time
    first, second, band  (k,) two of them less than ``bands`` steps apart, and how many steps
    """

    days: np.ndarray
    first: np.ndarray
    second: np.ndarray
    band: np.ndarray


def find_near_events(
    store: Store, *, wanted: Wanted, start: date, end: date, step_m: int, bands: int
) -> NearEvents:
    """Which events lie near each other as the crow flies, in bands of ``step_m`` metres."""
    asked = {
        **wanted.parameters, "start": start, "end": end, "within": step_m * bands, "step": step_m,
    }  # fmt: skip
    rows = store.cursor().execute(sql("find_near_events"), asked).df()
    pairs = rows[rows["other"].notna()]
    events = rows[rows["other"].isna()].sort_values("number")
    return NearEvents(
        days=events["day"].to_numpy(dtype=np.int64),
        **{
            name: pairs[column].to_numpy(dtype=np.int64)
            for name, column in (("first", "number"), ("second", "other"), ("band", "band"))
        },
    )
