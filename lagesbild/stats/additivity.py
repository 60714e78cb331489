"""Which cells of a cube add up to which, found in the numbers themselves."""

from __future__ import annotations

from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from lagesbild.stats.cube import CLOSE, Cube, Signed

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

REMAINDER = 2
"""A sum that differs by no more from its parts gives them away all the same."""

HOLDS, HOLDS_THOUGH_SOME_LACK = 0.2, 0.9
"""Of what a parent counts: sums that hold by chance are those of small numbers."""

MOST_FACTORS = 24
"""Ways to balance the groups that are tried for one cell."""


def sums_in_force(
    values: Floats, *, exists: Bools, parent: Ints, slack: float = 0.0
) -> Bools:  # fmt: skip
    """Which places of the first axis are parts that add up to their parent.

    values  (n, cells), NaN where unknown; exists (n, cells)
    parent  (n,) -1 for none; all parts are of one division
    slack   how far a sum may be from its parts, for each part, and still be theirs
    returns (n,) the parts of every parent whose sum holds, or would if all were known, for a good
            part of what it counts: a remainder that is known to be small hides nothing
    reference   own: sums are looked for in the numbers, since no source says which it keeps
    """
    alone = _sums_in_each(values[None], exists=exists[None], parent=parent, slack=slack)
    return np.asarray(alone[0], dtype=bool)


def _sums_in_each(values: Floats, *, exists: Bools, parent: Ints, slack: float) -> Bools:
    """As sums_in_force for each of several cubes at once: values and exists (m, n, cells); (m, n)."""
    found = np.zeros(values.shape[:2], dtype=bool)
    for whole in np.unique(parent[parent >= 0]):
        parts, told = np.flatnonzero(parent == whole), values[:, whole]
        inside, there = values[:, parts], exists[:, parts]
        rest, number = told - np.nansum(inside, axis=1), there.sum(axis=1)
        asked = exists[:, whole] & (number > 0) & ~np.isnan(told)
        near = np.abs(rest) <= REMAINDER + slack * number
        is_known = np.all(~np.isnan(inside) & there, axis=1)
        holds = near | (there.all(axis=1) & ~is_known & (rest > -REMAINDER))
        size = np.where(asked, np.abs(told), 0.0)
        in_force = np.where(holds, size, 0.0).sum(axis=1)
        needed = np.where(np.all(np.any(there, axis=2), axis=1), HOLDS, HOLDS_THOUGH_SOME_LACK)
        # A whole that is nothing everywhere is the sum of its parts, and tells that they are nothing.
        is_empty = asked.any(axis=1) & ~size.any(axis=1) & np.all(holds | ~asked, axis=1)
        is_sum = (in_force > 0) & (in_force >= needed * size.sum(axis=1))
        found[:, parts] = (is_empty | is_sum)[:, None]
    return found


class Additivity:
    """What adds up in a cube along each axis, and what therefore has to change together.

    area_forced, time_forced  (n,) places that add up with their siblings to their parent
    key_forced  (areas, groups, k) groups that add up along a key to their total
    children    area -> its parts that add up to it
    loose       (areas + 1, periods + 1) where the one breakdown does not add up
    """

    def __init__(self, cube: Cube) -> None:
        self.cube = cube
        self.area_forced = self._areas_in_force()
        self.time_forced = self._times_in_force()
        self.key_forced = self._keys_in_force()
        self.children = _children(cube.area_parent, self.area_forced)
        self.loose = self._loose_slices()
        self._group_at = {tuple(key): n for n, key in enumerate(cube.keys.tolist())}
        self._known_columns: dict[int, tuple[list[Signed], bool]] = {}
        self._known_factors: dict[tuple[int, int], list[Signed]] = {}

    def _slack(self) -> float:
        """Counts told by percentages are right to half a person."""
        return 0.5 if np.isfinite(self.cube.room).any() else 0.0

    def _areas_in_force(self) -> Bools:
        cube = self.cube
        n = len(cube.area_parent)
        flat, there = cube.values.reshape(n, -1), cube.exists.reshape(n, -1)
        found = np.zeros(n, dtype=bool)
        for division in np.unique(cube.area_division):
            parent = np.where(cube.area_division == division, cube.area_parent, -1)
            found |= sums_in_force(flat, exists=there, parent=parent, slack=self._slack())
        return found

    def _times_in_force(self) -> Bools:
        cube = self.cube
        n = len(cube.time_parent)
        flat = np.moveaxis(cube.values, 1, 0).reshape(n, -1)
        there = np.moveaxis(cube.exists, 1, 0).reshape(n, -1)
        return sums_in_force(flat, exists=there, parent=cube.time_parent, slack=self._slack())

    def _keys_in_force(self) -> Bools:
        """(areas, groups, k) whether an area's groups add up along a key to their total."""
        cube = self.cube
        n, size = cube.keys.shape
        at = {tuple(key): g for g, key in enumerate(cube.keys.tolist())}
        found = np.zeros((len(cube.area_parent), n, size), dtype=bool)
        for k in range(size):
            parent = np.full(n, -1)
            for g, key in enumerate(cube.keys.tolist()):
                if key[k]:
                    parent[g] = at.get((*key[:k], 0, *key[k + 1 :]), -1)
            if k == size - 1 and cube.last_key_is_common:
                found[:, :, k] = sums_in_force(
                    np.moveaxis(cube.values, 2, 0).reshape(n, -1),
                    exists=np.moveaxis(cube.exists, 2, 0).reshape(n, -1), parent=parent,
                )[None]  # fmt: skip
                continue
            found[:, :, k] = _sums_in_each(
                np.moveaxis(cube.values, 2, 1), exists=np.moveaxis(cube.exists, 2, 1),
                parent=parent, slack=self._slack(),
            )  # fmt: skip
        return found

    def _loose_slices(self) -> Bools:
        """(areas, periods) where the one breakdown does not add up, so that nothing need follow."""
        cube = self.cube
        found = np.zeros((len(cube.area_parent) + 1, len(cube.time_parent) + 1), dtype=bool)
        if cube.keys.shape[1] != 1 or not self.key_forced.any():
            return found
        whole = np.flatnonzero(cube.keys[:, 0] == 0)
        parts = np.flatnonzero(cube.keys[:, 0])
        if len(whole):
            there = cube.exists[:, :, parts]
            rest = cube.values[:, :, whole[0]] - np.nansum(cube.values[:, :, parts], axis=2)
            unknown = (there & np.isnan(cube.values[:, :, parts])).any(axis=2)
            near = np.where(there.all(axis=2), REMAINDER, 0.0)
            apart = np.abs(rest) > near + CLOSE + self._slack() * there.sum(axis=2)
            found[:-1, :-1] = apart & ~unknown | ~there.any(axis=2)
        return found

    def columns(self, time: int) -> tuple[list[Signed], bool]:
        """The period, its siblings and what they add up to; or, for what is a sum, its parts."""
        if time not in self._known_columns:
            self._known_columns[time] = self._find_columns(time)
        return self._known_columns[time]

    def _find_columns(self, time: int) -> tuple[list[Signed], bool]:
        cube = self.cube
        parts = np.flatnonzero((cube.time_parent == time) & self.time_forced).tolist()
        if parts or self.time_forced[time]:
            whole = time if parts else int(cube.time_parent[time])
            parts = np.flatnonzero((cube.time_parent == whole) & self.time_forced).tolist()
            return [*(self._period_down(t, 1) for t in parts), self._chain(whole)], True
        if cube.half[time] < 0:
            return [((time, 1),)], False
        months = np.flatnonzero(cube.half == cube.half[time]).tolist()
        # The year is not over: nothing holds the half-year but the wish to show it.
        nowhere = len(cube.time_parent)
        return [*(((t, 1),) for t in months), ((nowhere, 1),)], True

    def _period_down(self, time: int, sign: int) -> Signed:
        parts = np.flatnonzero((self.cube.time_parent == time) & self.time_forced)
        if not len(parts):
            return ((time, sign),)
        sizes = [np.nansum(self.cube.values[:, t]) for t in parts]
        return ((time, sign), *self._period_down(int(parts[int(np.argmax(sizes))]), sign))

    def _chain(self, time: int) -> Signed:
        nodes: Signed = ((time, -1),)
        while self.time_forced[time]:
            time = int(self.cube.time_parent[time])
            nodes += ((time, -1),)
        return nodes

    def factors(self, area: int, group: int) -> list[Signed]:
        """Groups that change with this one so that every breakdown still adds up."""
        forced = self.key_forced[area]
        if not forced.any():
            return [((group, 1),)]
        if (area, group) not in self._known_factors:
            self._known_factors[area, group] = self._find_factors(group, forced)
        return self._known_factors[area, group]

    def _find_factors(self, group: int, forced: Bools) -> list[Signed]:
        size = self.cube.keys.shape[1]
        options = [self._key_options(group, k, forced=forced) for k in range(size)]
        found: list[Signed] = []
        for chosen in islice(product(*options), MOST_FACTORS):
            nodes: list[tuple[int, int]] = []
            for combination in product(*chosen):
                place = self._group_at.get(tuple(value for value, _ in combination))
                if place is not None:
                    nodes.append((place, int(np.prod([sign for _, sign in combination]))))
            nodes.sort(key=lambda one: one[0] != group)
            found.append(tuple(nodes))
        return found

    def _key_options(
        self, group: int, k: int, *, forced: Bools
    ) -> list[tuple[tuple[int, int], ...]]:
        keys = self.cube.keys
        own, rest = int(keys[group, k]), np.delete(keys[group], k).tolist()
        values = [
            int(keys[g, k]) for g in range(len(keys))
            if keys[g, k] and forced[g, k] and np.delete(keys[g], k).tolist() == rest
        ]  # fmt: skip
        if own == 0:
            return [((0, 1), (v, 1)) for v in values] or [((0, 1),)]
        if own not in values:
            return [((own, 1),)]
        return [*(((own, 1), (v, -1)) for v in values if v != own), ((own, 1), (0, 1))]


def _children(parent: Ints, forced: Bools) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place, above in enumerate(parent.tolist()):
        if above >= 0 and forced[place]:
            found.setdefault(above, []).append(place)
    return found
