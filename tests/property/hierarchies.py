"""Random tables with sums in every direction, and what an attacker sees of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from lagesbild.stats.cube import Cube
from tests.property.attacker import Attacker, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Places along an axis; ``parent`` -1 at the top."""

    parent: np.ndarray
    division: np.ndarray

    def families(self) -> list[tuple[int, list[int]]]:
        """Each sum and its parts, one for each way a place is divided."""
        found: dict[tuple[int, int], list[int]] = {}
        for place, (above, division) in enumerate(zip(self.parent, self.division, strict=True)):
            if above >= 0:
                found.setdefault((int(above), int(division)), []).append(place)
        return [(above, parts) for (above, _), parts in found.items()]


def draw_areas(rng: np.random.Generator) -> Axis:
    """A country, a few counties with one or more kommuner, and sometimes parts of a kommun."""
    parent, division = [-1], [0]
    for _ in range(rng.integers(1, 5)):
        lan = len(parent)
        parent.append(0)
        division.append(1)
        for _ in range(rng.integers(1, 6)):
            kommun = len(parent)
            parent.append(lan)
            division.append(2)
            if rng.random() < 0.15:
                for kind in range(rng.integers(1, 3)):
                    size = rng.integers(2, 5)
                    parent += [kommun] * size
                    division += [3 + kind] * size
    return Axis(parent=np.array(parent), division=np.array(division))


def draw_times(rng: np.random.Generator) -> Axis:
    """One period alone, or some and their sum."""
    size = int(rng.choice([1, 1, 2, 4, 6]))
    if size == 1:
        return Axis(parent=np.array([-1]), division=np.zeros(1, dtype=int))
    return Axis(parent=np.array([size] * size + [-1]), division=np.zeros(size + 1, dtype=int))


def draw_keys(rng: np.random.Generator) -> np.ndarray:
    """No breakdown, one, or two that cross."""
    sizes = [int(rng.integers(2, 4)) for _ in range(rng.choice([0, 0, 0, 1, 1, 1, 1, 2]))]
    if not sizes:
        return np.zeros((1, 0), dtype=int)
    return np.array(list(product(*(range(n + 1) for n in sizes))))


def draw_cube(seed: int) -> tuple[Cube, Axis, Axis]:
    """A table of small and large counts with all its sums."""
    rng = np.random.default_rng(seed)
    areas, times, keys = draw_areas(rng), draw_times(rng), draw_keys(rng)
    values = _add_up(rng, areas, times, keys)
    limit = int(rng.choice([3, 5, 10]))
    zero_is_shown = rng.random() < 0.8
    least = 1 if zero_is_shown else 0
    small = (values >= least) & (values < limit)
    none = np.zeros(values.shape, dtype=bool)
    cube = Cube(
        values=values, exists=~none, withheld=none, room=np.full(values.shape, np.inf),
        floor=np.zeros(values.shape),
        need_up=np.where(small, limit - 1 - values, 0.0),
        need_down=np.where(small, values - least, 0.0),
        small=small, hidden=none, told=none, kept=np.zeros((len(areas.parent), 0, len(keys)), bool),
        weight=np.ones(values.shape), area_parent=areas.parent, area_division=areas.division,
        time_parent=times.parent, half=np.full(len(times.parent), -1), keys=keys,
    )  # fmt: skip
    return cube, areas, times


def _add_up(rng: np.random.Generator, areas: Axis, times: Axis, keys: np.ndarray) -> np.ndarray:
    """Counts of the smallest parts, some rare and some common, and everything they add up to."""
    shape = (len(areas.parent), len(times.parent), len(keys))
    mean = rng.choice([0.3, 1.5, 6, 25], size=(shape[0], 1, 1)) * rng.gamma(2, 0.5, size=shape)
    values = rng.poisson(mean).astype(float)
    for total, parts in sorted(_key_families(keys), key=lambda one: -int((keys[one[0]] > 0).sum())):
        values[:, :, total] = values[:, :, parts].sum(axis=2)
    for above, parts in times.families():
        values[:, above] = values[:, parts].sum(axis=1)
    return _areas_added(values, areas)


def _areas_added(values: np.ndarray, areas: Axis) -> np.ndarray:
    first: dict[int, list[int]] = {}
    for above, parts in sorted(areas.families(), reverse=True):
        if above in first:
            # A second way to divide the same kommun: all of it happened in one of its places.
            values[parts] = 0
            values[parts[-1]] = values[first[above]].sum(axis=0)
        first.setdefault(above, parts)
        values[above] = values[parts].sum(axis=0)
    return values


def _key_families(keys: np.ndarray) -> list[tuple[int, list[int]]]:
    at = {tuple(key): n for n, key in enumerate(keys.tolist())}
    found = []
    for k in range(keys.shape[1]):
        for key, n in at.items():
            if key[k] == 0:
                parts = [
                    at[other]
                    for other in at
                    if other[k] and (*other[:k], 0, *other[k + 1 :]) == key
                ]
                found.append((n, parts))
    return found


def attack(cube: Cube, areas: Axis, times: Axis, *, hidden: np.ndarray) -> Attacker:
    """Everything that is not hidden, and all the sums."""
    attacker = Attacker()
    for cell in np.ndindex(cube.values.shape):
        if hidden[cell]:
            attacker.hidden[cell] = (0.0, np.inf)
        else:
            attacker.known[cell] = float(cube.values[cell])
    n, t, g = cube.values.shape
    for above, parts in areas.families():
        attacker.sums += [
            ((above, j, k), [(p, j, k) for p in parts]) for j in range(t) for k in range(g)
        ]
    for above, parts in times.families():
        attacker.sums += [
            ((i, above, k), [(i, p, k) for p in parts]) for i in range(n) for k in range(g)
        ]
    for above, parts in _key_families(cube.keys):
        attacker.sums += [
            ((i, j, above), [(i, j, p) for p in parts]) for i in range(n) for j in range(t)
        ]
    return attacker


def wanted(cube: Cube) -> dict[tuple[int, ...], Wanted]:
    """The whole range of the rule, for every small cell."""
    return {
        tuple(int(v) for v in cell): Wanted(
            low=float(cube.values[tuple(cell)] - cube.need_down[tuple(cell)]),
            high=float(cube.values[tuple(cell)] + cube.need_up[tuple(cell)]),
        )
        for cell in np.argwhere(cube.small)
    }
