"""Putting together what two people wrote at the same time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from lagesbild.domain.work.record import FieldShape, Record, asked_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What can be put together without asking, and what cannot.

    record    everything that only one of the two changed; theirs where both did
    both      fields that both changed, differently
    """

    record: Record
    both: tuple[FieldShape, ...]


def merge(*, started: Record | None, mine: Record, theirs: Record) -> Merged:
    """Field by field: what one changed and the other left is taken; the rest must be chosen.

    started  what both began with; None makes every difference a choice
    """
    taken: dict[str, Any] = {}
    both = []
    for shape in asked_fields(type(mine)):
        my, their = getattr(mine, shape.name), getattr(theirs, shape.name)
        if my == their:
            continue
        first = getattr(started, shape.name) if started is not None else None
        if started is not None and their == first:
            taken[shape.name] = my
        elif started is None or my != first:
            both.append(shape)
    return Merged(record=replace(theirs, **taken), both=tuple(both))


def can_be_joined(shape: FieldShape) -> bool:
    """Whether both texts can stand in the field: lines, and text of several lines."""
    return shape.is_many or (shape.holds is str and shape.asked.is_long)


def join(first: Any, second: Any, *, shape: FieldShape) -> Any:
    """Both, ``first`` first; a line that stands in both only once."""
    if not shape.is_many:
        return "\n".join(text for text in (first, second) if text)
    return (*first, *(one for one in second if one not in first))
