"""What a record holds and what changed in it, in words: the same for the page, the history and a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lagesbild.domain.work.record import Choice, FieldShape, Part, Record, asked_fields

LONGEST_QUOTE = 60

Names = Mapping[str, Mapping[str, str]]
"""What a field offers (record.Asked.offers) -> id -> name."""


def value_words(value: Any, *, shape: FieldShape, names: Names | None = None) -> str:
    """A field's value as it is read; "–" for nothing."""
    offered = (names or {}).get(shape.asked.offers, {})
    values = value if shape.is_many else (value,)
    return "; ".join(_one(one, names=offered) for one in values if one not in ("", None)) or "–"


def _one(value: Any, *, names: Mapping[str, str]) -> str:
    if isinstance(value, Part):
        return heading_of(value)
    if isinstance(value, Choice):
        return value.words
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return value.isoformat() if isinstance(value, date) else names.get(str(value), str(value))


def heading_of(part: Part) -> str:
    """What a line of a record is called: its first text that must be filled in."""
    shapes = [one for one in asked_fields(type(part)) if one.holds is str and one.asked.needed]
    return str(getattr(part, shapes[0].name)) if shapes else ""


def changed_fields(before: Part, after: Part) -> tuple[FieldShape, ...]:
    """The fields that differ."""
    return tuple(
        shape
        for shape in asked_fields(type(after))
        if getattr(before, shape.name) != getattr(after, shape.name)
    )


def changes_in_words(
    before: Record | None, after: Record, *, names: Names | None = None
) -> tuple[str, ...]:
    """What a version changed, a sentence for each field; none for the first one."""
    if before is None:
        return ()
    return tuple(_change(before, after, shape=one, names=names) for one in changed_fields(before, after))  # fmt: skip


def _change(before: Part, after: Part, *, shape: FieldShape, names: Names | None) -> str:
    old, new = getattr(before, shape.name), getattr(after, shape.name)
    label = shape.asked.label
    if shape.is_many:
        return f"{label}: {_counted(old, new)}"
    said, says = (value_words(one, shape=shape, names=names) for one in (old, new))
    if shape.asked.is_long or max(len(said), len(says)) > LONGEST_QUOTE:
        return f"{label}: {_kind_of_change(said, says)}"
    return f"{label}: {said} blev {says}"


def _kind_of_change(said: str, says: str) -> str:
    if said == "–":
        return "texten skrevs"
    return "texten togs bort" if says == "–" else "texten skrevs om"


def _counted(old: tuple[Any, ...], new: tuple[Any, ...]) -> str:
    """Lines that came, went and were rewritten; a line is the same as long as its heading is."""
    before, after = _by_heading(old), _by_heading(new)
    counts = (
        (len(after.keys() - before.keys()), "tillkom"),
        (len(before.keys() - after.keys()), "togs bort"),
        (sum(before[one] != after[one] for one in before.keys() & after.keys()), "ändrades"),
    )
    told = [f"{count} {word}" for count, word in counts if count]
    return ", ".join(told) or "ordningen ändrades"


def _by_heading(lines: tuple[Any, ...]) -> dict[str, Any]:
    return {heading_of(one) if isinstance(one, Part) else str(one): one for one in lines}
