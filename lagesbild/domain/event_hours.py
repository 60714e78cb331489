"""When in the week events happened, as blocks of hours. A time of day is never part of a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild.domain.written import format_number

CELL_HOURS = 3
"""The finest there is."""

CELLS_A_DAY = 24 // CELL_HOURS
DAYS = 7
SHORT_DAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")

WeekCell = tuple[int, int]
"""Weekday from 0 for Monday, and number of the three hours within the day."""

WHOLE_WEEK: frozenset[WeekCell] = frozenset(
    (day, number) for day in range(DAYS) for number in range(CELLS_A_DAY)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawHours:
    """Counted, not yet released. Nothing outside analysis and the gate may hold one."""

    counts: dict[WeekCell, int]
    min_count: int
    zero_is_shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HourPart:
    """Events in some cells of the week together."""

    cells: frozenset[WeekCell]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedHours:
    """What may be shown: parts that do not overlap and make up the week, each with enough events or
    with none at all. Only access.hours makes it.

    parts  none when there are too few events, or the person may not see them; total is None then
    """

    parts: tuple[HourPart, ...]
    total: int | None
    min_count: int


def spread(pieces: Sequence[ReleasedHours]) -> dict[WeekCell, float]:
    """Events a cell, over pieces of time together: within a part all cells alike. Empty when no piece
    shows anything."""
    found: dict[WeekCell, float] = {}
    for piece in pieces:
        for part in piece.parts:
            for cell in part.cells:
                found[cell] = found.get(cell, 0.0) + part.count / len(part.cells)
    return dict(sorted(found.items()))


def spread_words(events: float, *, is_alone: bool) -> str:
    """With ≈ before what was spread out."""
    if is_alone:
        return format_number(events)
    return f"≈{format_number(events, decimals=0 if events >= 9.5 else 1)}"


def cells_alone(pieces: Sequence[ReleasedHours]) -> frozenset[WeekCell]:
    """Cells whose number is counted and not spread out, in every piece that shows anything."""
    alone = [
        frozenset(cell for one in piece.parts if len(one.cells) == 1 for cell in one.cells)
        for piece in pieces if piece.parts
    ]  # fmt: skip
    return frozenset.intersection(*alone) if alone else frozenset()
