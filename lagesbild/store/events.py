"""Single events: they go in as points and come out as numbers in squares, never as points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lagesbild.domain.event_grid import CELL_M, Cell
from lagesbild.store.connection import Store, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsInSquares:
    """counts   events of the categories and the time asked for, where there are any
    support  squares where an event of any category was ever reported
    """

    counts: dict[Cell, int]
    support: frozenset[Cell]
    is_example: bool


def count_events_in_squares(
    store: Store, *, kommun_code: str, reader_kommun: str | None, categories: Sequence[str],
    start: date, end: date,
) -> EventsInSquares:  # fmt: skip
    """Events in a kommun by square; half-open time.

    reader_kommun  whose own deliveries may be read
    categories     as they stand in the lists, in any case of letters
    """
    names = [name.strip().lower() for name in categories]
    rows = (
        store.cursor()
        .execute(
            sql("count_events_in_squares"), [kommun_code, CELL_M, names, start, end, reader_kommun]
        )
        .fetchall()
    )
    return EventsInSquares(
        counts={(column, row): events for column, row, events, _ in rows if events},
        support=frozenset((column, row) for column, row, _, _ in rows),
        is_example=any(example for *_, example in rows),
    )
