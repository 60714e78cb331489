"""Someone who has all that is published and adds and subtracts: linear programming over the hidden cells.

Knows nothing of how the pattern was found. Given every published number and which sums hold, the
attacker works out the smallest and the largest value that each hidden count could have.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

CLOSE = 1e-6
TURNS = 8
"""Questions about many cells at once before the rest are asked about one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A cell must be able to be as low as ``low`` and as high as ``high``."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A cell that is closer than it may be."""

    key: Hashable
    low: float
    high: float


@dataclass(slots=True)
class Attacker:
    """What is known.

    known  published cells; hidden  lowest and highest value that a hidden cell has in any case
    sums   (whole, parts) that hold
    """

    known: dict[Hashable, float] = field(default_factory=dict)
    hidden: dict[Hashable, tuple[float, float]] = field(default_factory=dict)
    sums: list[tuple[Hashable, list[Hashable]]] = field(default_factory=list)

    def pinned(self, wanted: dict[Hashable, Wanted]) -> list[Pinned]:
        """The wanted cells that can be narrowed too much."""
        return [
            one
            for component in self._components()
            for one in component.pinned({k: w for k, w in wanted.items() if k in component.place})
        ]

    def _components(self) -> Iterator[_Component]:
        """Hidden cells that have to do with each other, through sums."""
        place = {key: n for n, key in enumerate(self.hidden)}
        rows: list[tuple[list[int], list[float], float]] = []
        for whole, parts in self.sums:
            at, signs, rest = [], [], 0.0
            for key, sign in [(whole, 1.0), *((part, -1.0) for part in parts)]:
                if key in place:
                    at.append(place[key])
                    signs.append(sign)
                else:
                    rest -= sign * self.known[key]
            if at:
                rows.append((at, signs, rest))
        labels = _labels(rows, size=len(place))
        members: dict[int, list[int]] = {}
        for n, label in enumerate(labels):
            members.setdefault(int(label), []).append(n)
        lines: dict[int, list[tuple[list[int], list[float], float]]] = {}
        for row in rows:
            lines.setdefault(int(labels[row[0][0]]), []).append(row)
        keys = list(self.hidden)
        for label, numbers in members.items():
            yield _Component.of(
                [keys[n] for n in numbers], numbers, lines.get(label, []), self.hidden
            )


def _labels(rows: list[tuple[list[int], list[float], float]], *, size: int) -> np.ndarray:
    pairs = [(at[0], other) for at, _, _ in rows for other in at]
    first, second = np.array(pairs, dtype=int).reshape(-1, 2).T
    graph = coo_array((np.ones(len(first)), (first, second)), shape=(size, size))
    return connected_components(graph, directed=False)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Component:
    place: dict[Hashable, int]
    matrix: csr_array
    right: np.ndarray
    bounds: np.ndarray

    @classmethod
    def of(cls, keys, numbers, rows, hidden) -> _Component:  # type: ignore[no-untyped-def]
        local = {number: n for n, number in enumerate(numbers)}
        data, line, column = [], [], []
        for n, (at, signs, _) in enumerate(rows):
            for number, sign in zip(at, signs, strict=True):
                data.append(sign)
                line.append(n)
                column.append(local[number])
        return cls(
            place={key: n for n, key in enumerate(keys)},
            matrix=csr_array((data, (line, column)), shape=(len(rows), len(keys))),
            right=np.array([rest for _, _, rest in rows]),
            bounds=np.array([hidden[key] for key in keys], dtype=float),
        )

    def pinned(self, wanted: dict[Hashable, Wanted]) -> list[Pinned]:
        low = {k: w.low for k, w in wanted.items()}
        high = {k: w.high for k, w in wanted.items()}
        lowest = self._reach(low, sign=1.0)
        highest = self._reach(high, sign=-1.0)
        return [
            Pinned(key=key, low=lowest.get(key, low[key]), high=highest.get(key, high[key]))
            for key in {*lowest, *highest}
        ]

    def _reach(self, goals: dict[Hashable, float], *, sign: float) -> dict[Hashable, float]:
        """Cells that cannot go as low (sign 1) or high (-1) as wanted, and how far they can."""
        left = dict(goals)
        if not len(self.right):
            return {}
        for _ in range(TURNS):
            found = self._go_for(left, sign=sign)
            done = [k for k, goal in left.items() if sign * (found[self.place[k]] - goal) <= CLOSE]
            for key in done:
                del left[key]
            if not left or not done:
                break
        reached = {key: self._extreme(self.place[key], sign=sign) for key in left}
        return {k: v for k, v in reached.items() if sign * (v - goals[k]) > CLOSE}

    def _go_for(self, goals: dict[Hashable, float], *, sign: float) -> np.ndarray:
        """A possible table in which many of the cells are beyond their goals at once."""
        n, m = len(self.bounds), len(goals)
        at = [self.place[key] for key in goals]
        # t >= sign * (x - goal) for each, t >= 0; the sum of all t is made small.
        picked = csr_array((np.full(m, sign), (np.arange(m), at)), shape=(m, n))
        slack = csr_array((-np.ones(m), (np.arange(m), np.arange(m))), shape=(m, m))
        from scipy.sparse import hstack

        weights = np.random.default_rng(m).uniform(0.5, 1.5, size=m)
        answer = linprog(
            np.concatenate([np.zeros(n), weights]),
            A_ub=hstack([picked, slack]), b_ub=sign * np.array(list(goals.values())),
            A_eq=hstack([self.matrix, csr_array((len(self.right), m))]), b_eq=self.right,
            bounds=[*self.bounds.tolist(), *[(0, None)] * m], method="highs",
        )  # fmt: skip
        if answer.status != 0:
            raise AssertionError(f"the published numbers contradict each other: {answer.message}")
        return answer.x[:n]

    def _extreme(self, place: int, *, sign: float) -> float:
        goal = np.zeros(len(self.bounds))
        goal[place] = sign
        answer = linprog(
            goal, A_eq=self.matrix, b_eq=self.right, bounds=self.bounds.tolist(), method="highs"
        )
        if answer.status == 3:
            return -sign * np.inf
        return float(answer.x[place])
