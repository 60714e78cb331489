"""The gate for events by weekday and hour: three hours of one day where they hold enough, else more."""

from __future__ import annotations

from collections.abc import Iterator

from lagesbild.access.policy import may_see
from lagesbild.domain.event_hours import (
    CELLS_A_DAY,
    WHOLE_WEEK,
    HourPart,
    RawHours,
    ReleasedHours,
    WeekCell,
)
from lagesbild.domain.person import Person
from lagesbild.domain.secrecy import Secrecy

Cells = frozenset[WeekCell]

WEEKDAYS, WEEKEND = frozenset(range(4)), frozenset(range(4, 7))
"""Friday belongs to the weekend: its night is what people ask about."""

DAYTIME = frozenset(range(2, 6))
"""06 to 18; the other half is one evening and one night."""


def release_hours(raw: RawHours, *, person: Person, secrecy: Secrecy) -> ReleasedHours:
    """What the person's role may see of when in the week the events happened.

    From the whole week down, a time is divided when what is too small to be shown of it is nothing, or
    together enough, and so little that each of those times may have none. Otherwise it stays as one.
    Nothing is over: the parts make up the total, which must be known already or may be.
    """
    total = sum(raw.counts.values())
    if not may_see(person, secrecy=secrecy) or total < raw.min_count:
        return ReleasedHours(parts=(), total=None, min_count=raw.min_count)
    parts = tuple(_parts(WHOLE_WEEK, raw=raw))
    return ReleasedHours(parts=parts, total=total, min_count=raw.min_count)


def _parts(cells: Cells, *, raw: RawHours) -> Iterator[HourPart]:
    finer = divisions(cells)
    small = [one for one in finer if _count(one, raw) < raw.min_count]
    rest = sum(_count(one, raw) for one in small)
    if not finer or not _may_divide(small, rest, raw=raw):
        yield HourPart(cells=cells, count=_count(cells, raw))
        return
    if small:
        yield HourPart(cells=frozenset().union(*small), count=rest)
    for one in finer:
        if one not in small:
            yield from _parts(one, raw=raw)


def _may_divide(small: list[Cells], rest: int, *, raw: RawHours) -> bool:
    """Whether what is too small of a time may be told as one number beside the others."""
    if not small:
        return True
    if not rest:
        return raw.zero_is_shown
    return raw.min_count <= rest <= (raw.min_count - 1) * (len(small) - 1)


def _count(cells: Cells, raw: RawHours) -> int:
    return sum(raw.counts.get(cell, 0) for cell in cells)


def divisions(cells: Cells) -> tuple[Cells, ...]:
    """The next smaller times: weekdays and weekend, day and night, six hours, three hours, single days."""
    days, hours = {day for day, _ in cells}, {number for _, number in cells}
    if len(days) == len(WEEKDAYS | WEEKEND):
        return tuple(frozenset(c for c in cells if c[0] in group) for group in (WEEKDAYS, WEEKEND))
    if len(hours) == CELLS_A_DAY:
        return tuple(
            frozenset(c for c in cells if (c[1] in DAYTIME) == is_day) for is_day in (True, False)
        )
    if len(hours) > 1:
        size = 2 if len(hours) > 2 else 1
        starts = sorted({number // size for number in hours})
        return tuple(frozenset(c for c in cells if c[1] // size == start) for start in starts)
    if len(days) > 1:
        return tuple(frozenset(c for c in cells if c[0] == day) for day in sorted(days))
    return ()
