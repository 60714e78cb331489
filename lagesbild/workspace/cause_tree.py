"""Causes as a tree, and as the outline that the same tree is for keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lagesbild.domain.work.causes import Cause, CauseLevel, PlacedCause
from lagesbild.workspace.records import Saved


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
    return _walk(behind, parent="", lead="")


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
    """The cause behind another, or right behind the problem: then it is a direct one."""
    return replace(
        cause, because_of=behind, level=CauseLevel.INDIRECT if behind else CauseLevel.DIRECT
    )


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
