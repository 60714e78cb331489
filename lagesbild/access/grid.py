"""The gate for events on a map: enough events in each square, and nothing to be had by subtraction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lagesbild.access.policy import may_see
from lagesbild.domain.event_grid import CELL_M, Cell, GridPart, RawGrid, ReleasedGrid
from lagesbild.domain.person import Person
from lagesbild.domain.secrecy import Secrecy

LEVELS = (1, 2, 4, 8, 16, 32, 64)
"""Sides of the squares, in cells: 500 m to 32 km."""

Block = tuple[int, int, int]
"""Side in cells, column and row of the square's south-west cell."""


@dataclass(frozen=True, slots=True)
class _Left:
    """What is in none of the parts yet: events, and the squares where they may be."""

    counts: dict[Cell, int]
    support: set[Cell]

    @property
    def events(self) -> int:
        return sum(self.counts.values())


def release_grid(raw: RawGrid, *, person: Person, secrecy: Secrecy) -> ReleasedGrid:
    """What the person's role may see of the events.

    From the smallest squares up, a square is shown when the events in it that are in no smaller part
    are at least min_count, and so few in relation to the squares where they can be that each of those
    may have none. At last the same is asked of what is left over: when it fails, the smallest part
    that lies in no other is given up, until it holds. Zero and "too few" look alike. So few events
    without a place that they could be counted by subtraction are among what is left over.
    """
    if not may_see(person, secrecy=secrecy):
        return ReleasedGrid(parts=(), elsewhere=None, min_count=raw.min_count)
    found = _Squares(raw)
    return ReleasedGrid(
        parts=_parts([found]), elsewhere=found.over if found.is_told else None,
        min_count=raw.min_count, unplaced=found.unplaced,
    )  # fmt: skip


def release_grids(
    raws: Sequence[RawGrid], *, barred: int | None, person: Person, secrecy: Secrecy
) -> ReleasedGrid:
    """As release_grid where the number of events in each of several areas is known from elsewhere.

    Each area keeps the rule for itself, so that its number less its squares gives nothing away. What
    several areas show in the same square is shown as one.

    raws    an area each, at least one; all with the same min_count
    barred  events in areas whose number is hidden, which get no squares; None when the number of all
            events is not known, and what is over is not told either
    """
    least = raws[0].min_count
    if not may_see(person, secrecy=secrecy):
        return ReleasedGrid(parts=(), elsewhere=None, min_count=least)
    found = [_Squares(raw) for raw in raws]
    over = sum(one.over for one in found)
    return ReleasedGrid(
        parts=_parts(found), elsewhere=None if barred is None else over + barred, min_count=least,
        unplaced=sum(one.unplaced for one in found),
    )  # fmt: skip


class _Squares:
    """The squares that may be shown of one area's events, and what is over.

    over      events in none of them, those without a place among them where they are not told of
    is_told   whether that number may be told where the number of all is not known
    unplaced  how many have no place, where that is told
    """

    def __init__(self, raw: RawGrid) -> None:
        self.left = _Left(dict(raw.counts), set(raw.support) | set(raw.counts))
        self.shown: dict[Block, tuple[int, set[Cell]]] = {}
        for side in LEVELS:
            _show_level(self.left, self.shown, side=side, least=raw.min_count)
        while self.shown and not _may_be_left(self.left, least=raw.min_count):
            outer = _outermost(self.shown)
            block = min(outer, key=lambda one: (self.shown[one][0], one))
            _give_up(block, self.shown, self.left, raw=raw)
        self.is_told = _may_be_left(self.left, least=raw.min_count)
        self.over, self.unplaced = self.left.events, 0
        if raw.unplaced:
            self._settle_unplaced(raw)

    def _settle_unplaced(self, raw: RawGrid) -> None:
        """Enough to be told of, or among what is over, whose number is then told with them. Where nothing
        is over they get company from the fullest square, which misses it least, as a week's hours do."""
        if self.is_told and raw.unplaced >= raw.min_count:
            self.unplaced = raw.unplaced
            return
        if self.over or not self.shown:
            self.over += raw.unplaced
            self.is_told = self.is_told and self.over >= raw.min_count
            return
        fullest = max(self.shown, key=lambda one: (self.shown[one][0], one))
        count, cells = self.shown[fullest]
        lent = raw.min_count - raw.unplaced
        if count - lent >= raw.min_count:
            self.shown[fullest] = (count - lent, cells)
            self.unplaced = raw.min_count
            return
        self.over, self.is_told = raw.events, False
        self.shown.clear()


def _show_level(
    left: _Left, shown: dict[Block, tuple[int, set[Cell]]], *, side: int, least: int
) -> None:
    events: dict[Block, int] = defaultdict(int)
    for cell, count in left.counts.items():
        events[_block(cell, side)] += count
    places: dict[Block, set[Cell]] = defaultdict(set)
    for cell in left.support:
        if _block(cell, side) in events:
            places[_block(cell, side)].add(cell)
    for block, count in events.items():
        if count >= least and (side == 1 or count <= _room(places[block], side // 2, least)):
            shown[block] = (count, places[block])
            _take(left, places[block])


def _room(cells: Iterable[Cell], side: int, least: int) -> int:
    """The most events that leave it possible that any one square of the side has none: all others
    could hold them with fewer than ``least`` in each cell."""
    inside: dict[Block, int] = defaultdict(int)
    for cell in cells:
        inside[_block(cell, side)] += 1
    return (least - 1) * (sum(inside.values()) - max(inside.values(), default=0))


def _may_be_left(left: _Left, *, least: int) -> bool:
    """Whether the number that is left over may be told: it is the total less what is shown."""
    room = _room(left.support, LEVELS[-1], least)
    return left.events == 0 or least <= left.events <= room


def _take(left: _Left, cells: set[Cell]) -> None:
    left.support.difference_update(cells)
    for cell in cells:
        left.counts.pop(cell, None)


def _outermost(shown: Iterable[Block]) -> list[Block]:
    """Parts within no other: what is given up goes to what is left over, not to a part around it."""
    known = set(shown)
    return [
        (side, column, row)
        for side, column, row in known
        if not any(_block((column, row), wider) in known for wider in LEVELS if wider > side)
    ]


def _give_up(
    block: Block, shown: dict[Block, tuple[int, set[Cell]]], left: _Left, *, raw: RawGrid
) -> None:
    _, cells = shown.pop(block)
    left.support.update(cells)
    left.counts.update({cell: raw.counts[cell] for cell in cells if cell in raw.counts})


def _block(cell: Cell, side: int) -> Block:
    return (side, cell[0] // side * side, cell[1] // side * side)


def _parts(found: Sequence[_Squares]) -> tuple[GridPart, ...]:
    together: Counter[Block] = Counter()
    for one in found:
        together.update({block: count for block, (count, _) in one.shown.items()})
    return tuple(_part(block, count) for block, count in sorted(together.items()))


def _part(block: Block, count: int) -> GridPart:
    side, column, row = block
    return GridPart(east=column * CELL_M, north=row * CELL_M, size_m=side * CELL_M, count=count)
