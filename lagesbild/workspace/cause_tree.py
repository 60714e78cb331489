"""Causes as a tree, and as the outline that the same tree is for keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lagesbild.domain.work.causes import Cause, CauseLevel, PlacedCause
from lagesbild.workspace.records import Saved

LAST = 1000
"""After every place that a list of causes can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A cause in its place. ``depth`` 0 lies right behind the problem.

    number  "2.1": the first cause behind the second one behind the problem
    behind  id of the cause it is shown behind, "" for the problem
    """

    saved: Saved[Cause]
    depth: int
    number: str
    behind: str


def outline(causes: Sequence[Saved[Cause]], *, problem: str) -> list[Branch]:
    """The problem's causes, each followed by those that lie behind it.

    A cause behind one that was removed, or in a ring of causes, stands right behind the problem: none
    is lost from the page.
    """
    own = [one for one in causes if one.record.problem == problem]
    known = {one.id for one in own}
    behind: dict[str, list[Saved[Cause]]] = {}
    for one in own:
        parent = one.record.because_of
        is_rooted = parent in known and not would_loop(own, cause_id=one.id, because_of=parent)
        behind.setdefault(parent if is_rooted else "", []).append(one)
    ordered = {
        parent: sorted(siblings, key=lambda one: one.record.place)
        for parent, siblings in behind.items()
    }
    return _walk(ordered, parent="", lead="")


def _walk(behind: dict[str, list[Saved[Cause]]], *, parent: str, lead: str) -> list[Branch]:
    found = []
    for place, one in enumerate(behind.get(parent, []), start=1):
        number = f"{lead}{place}"
        found.append(Branch(saved=one, depth=number.count("."), number=number, behind=parent))
        found += _walk(behind, parent=one.id, lead=f"{number}.")
    return found


def placed(branches: Sequence[Branch]) -> list[PlacedCause]:
    """The tree for the pictures."""
    return [
        PlacedCause(
            id=one.saved.id, number=one.number, depth=one.depth, behind=one.behind,
            cause=one.saved.record,
        )
        for one in branches
    ]  # fmt: skip


def behind_which(branches: Sequence[Branch], *, cause_id: str) -> list[Branch]:
    """The causes that a cause may be moved behind: not itself, nor one that lies behind it."""
    numbers = {one.saved.id: one.number for one in branches}
    own = numbers.get(cause_id, "")
    return [
        one for one in branches if one.number != own and not one.number.startswith(f"{own}.")
    ]  # fmt: skip


def moved(cause: Cause, *, behind: str) -> Cause:
    """The cause behind another, last of those there, or right behind the problem: then it is a direct
    one."""
    return replace(
        cause, because_of=behind, place=LAST,
        level=CauseLevel.INDIRECT if behind else CauseLevel.DIRECT,
    )  # fmt: skip


def stepped(
    branches: Sequence[Branch], *, cause_id: str, step: int
) -> list[tuple[Saved[Cause], Cause]]:
    """What to save so that a cause changes place with the one before (-1) or after (1) it among those
    behind the same one; nothing where there is none.

    returns  each cause that gets another place, and what it becomes
    """
    own = next((one for one in branches if one.saved.id == cause_id), None)
    if own is None:
        return []
    siblings = [one.saved for one in branches if one.behind == own.behind]
    at = next(place for place, one in enumerate(siblings) if one.id == cause_id)
    if not 0 <= at + step < len(siblings):
        return []
    siblings[at], siblings[at + step] = siblings[at + step], siblings[at]
    return [
        (one, replace(one.record, place=place))
        for place, one in enumerate(siblings, start=1)
        if one.record.place != place
    ]


def would_loop(causes: Sequence[Saved[Cause]], *, cause_id: str, because_of: str) -> bool:
    """Whether a cause would lie behind itself if it were put behind another."""
    parents = {one.id: one.record.because_of for one in causes}
    seen: set[str] = set()
    place = because_of
    while place and place not in seen:
        if place == cause_id:
            return True
        seen.add(place)
        place = parents.get(place, "")
    return False
