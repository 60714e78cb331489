"""Where events happened, as squares of the national grid SWEREF 99 TM. A point is never part of a result."""

from __future__ import annotations

from dataclasses import dataclass

CELL_M = 500
"""The finest square there is."""

Cell = tuple[int, int]
"""Column and row of a square: east and north in metres divided by CELL_M, rounded down. The grid lies
where it lies: moved a little, two grids would give the difference away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawGrid:
    """Counted, not yet released. Nothing outside analysis and the gate may hold one.

    counts     events in each square that has any
    support    squares where an event of any kind was ever reported: where a reader could think of
    min_count  fewest events that may be shown
    unplaced   events that no place is known of
    """

    counts: dict[Cell, int]
    support: frozenset[Cell]
    min_count: int
    unplaced: int = 0

    @property
    def events(self) -> int:
        return sum(self.counts.values()) + self.unplaced


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPart:
    """Events in a square, less those in smaller parts within it.

    east, north  south-west corner, metres in SWEREF 99 TM
    size_m       side of the square
    """

    east: int
    north: int
    size_m: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedGrid:
    """What may be shown: parts that do not overlap, each with enough events. Only access.grid makes it.

    elsewhere  events in none of the parts; None when that number, and so the total, is not shown
    unplaced   events that no place is known of, at least min_count or none: fewer are elsewhere, or have
               company from the fullest square
    """

    parts: tuple[GridPart, ...]
    elsewhere: int | None
    min_count: int
    unplaced: int = 0

    @property
    def total(self) -> int | None:
        """All events, when it may be told."""
        return None if self.placed is None else self.placed + self.unplaced

    @property
    def placed(self) -> int | None:
        """All but those that are told to have no place."""
        shown = sum(part.count for part in self.parts)
        return None if self.elsewhere is None else shown + self.elsewhere
