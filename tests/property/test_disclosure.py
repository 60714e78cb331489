"""No hidden cell can be narrowed down, by someone who has everything else; and none is lost in vain."""

from __future__ import annotations

import os
from functools import cache

import numpy as np

from lagesbild.stats.disclosure import protect
from tests.property.hierarchies import attack, draw_cube, wanted

TABLES = int(os.environ.get("ANFALL_TABELLER", "6"))
HARD = 496
"""Protected only by trying more ways than most cells need."""

SEEDS = sorted({*range(1, TABLES + 1), HARD})


@cache
def drawn(seed):
    cube, areas, times = draw_cube(seed)
    return cube, areas, times, protect(cube)


def test_an_attacker_with_all_sums_cannot_narrow_a_small_count():
    unprotected = []
    for seed in SEEDS:
        cube, areas, times, found = drawn(seed)
        assert (found.hidden >= cube.small).all()
        goals = wanted(cube)
        open_cells = {tuple(cell) for cell in found.open.tolist()}
        unprotected += [(seed, cell) for cell in open_cells]
        known = {k: w for k, w in goals.items() if k not in open_cells}
        pinned = attack(cube, areas, times, hidden=found.hidden).pinned(known)
        assert not pinned, (seed, pinned[:3])
    assert not unprotected


def test_the_same_attacker_breaks_tables_where_only_small_counts_are_hidden():
    broken = 0
    for seed in SEEDS:
        cube, areas, times, _ = drawn(seed)
        if cube.small.any():
            broken += bool(attack(cube, areas, times, hidden=cube.small).pinned(wanted(cube)))
    assert broken > TABLES / 2


def test_fewer_cells_are_lost_than_with_whole_rows():
    ours = simple = 0
    for seed in SEEDS:
        cube, areas, times, found = drawn(seed)
        ours += int((found.hidden & ~cube.small).sum())
        simple += int((whole_rows(cube, areas, times) & ~cube.small).sum())
    assert ours <= simple


def whole_rows(cube, areas, times) -> np.ndarray:
    """The simple rule that is safe: everything that is added up together with a hidden cell goes, and
    what that in turn is part of."""
    hidden = cube.small.copy()
    for _ in range(4):
        for above, parts in areas.families():
            hidden[parts] |= hidden[parts].any(axis=0)[None]
            del above
        for above, parts in times.families():
            hidden[:, parts] |= hidden[:, parts].any(axis=1)[:, None]
            del above
    return hidden
