"""Causes as a tree, and as the outline that the same tree is for keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild.domain.work.causes import Cause
from lagesbild.workspace.records import Saved


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A cause in its place. ``depth`` 0 lies right behind the problem."""

    saved: Saved[Cause]
    depth: int


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
    return _walk(behind, parent="", depth=0)


def _walk(behind: dict[str, list[Saved[Cause]]], *, parent: str, depth: int) -> list[Branch]:
    found = []
    for one in behind.get(parent, []):
        found.append(Branch(saved=one, depth=depth))
        found += _walk(behind, parent=one.id, depth=depth + 1)
    return found


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
