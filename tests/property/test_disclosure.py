"""No hidden cell can be narrowed down, by someone who has everything else; and none is lost in vain."""

from __future__ import annotations

import os
from functools import cache

import numpy as np
import pytest

from lagesbild.stats.disclosure import protect, sums_in_force
from tests.property.hierarchies import attack, draw_cube, wanted

TABLES = int(os.environ.get("ANFALL_TABELLER", "14"))
SEEDS = range(1, TABLES + 1)


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


@pytest.mark.parametrize(
    ("parts", "whole", "hidden"),
    [
        (
            [2, 14, 30],
            46,
            {0, 1},
        ),  # the example of the domain notes: the smallest remaining goes too
        ([1, 1, 30], 32, {0, 1, 2}),  # two of one each give each other away: their sum is told
        ([1, 0, 0], 1, {0, 3}),  # a sum that is small itself
        ([3], 3, {0, 1}),  # a county with one kommun
        ([2, 0, 0, 40], 42, {0, 3}),  # zeros are shown unless they are needed
    ],
)
def test_small_tables_by_hand(parts, whole, hidden):
    cube = row(parts, whole)
    found = protect(cube)
    assert set(np.flatnonzero(found.hidden.ravel()).tolist()) == hidden
    assert not len(found.open)


def row(parts, whole, *, limit=5, told=()):
    from lagesbild.stats.disclosure import Cube

    values = np.array([*parts, whole], dtype=float).reshape(-1, 1, 1)
    small = (values > 0) & (values < limit)
    n = len(values)
    none = np.zeros(values.shape, dtype=bool)
    known = none.copy()
    known[list(told)] = True
    return Cube(
        values=values, exists=~none, withheld=none, room=np.full(values.shape, np.inf),
        floor=np.zeros(values.shape),
        need_up=np.where(small, limit - 1 - values, 0.0), need_down=np.where(small, values - 1, 0.0),
        small=small, hidden=none, told=known, kept=np.zeros((n, 0, 1), bool),
        weight=np.where(np.arange(n) == n - 1, 3.0, 1.0).reshape(-1, 1, 1),
        area_parent=np.array([n - 1] * (n - 1) + [-1]), area_division=np.zeros(n, dtype=int),
        time_parent=np.array([-1]), half=np.array([-1]), keys=np.zeros((1, 0), dtype=int),
    )  # fmt: skip


def test_what_was_told_before_protects_nothing():
    found = protect(row([2, 14, 30], 46, told=[1]))
    assert np.flatnonzero(found.hidden.ravel()).tolist() == [0, 2]
    nothing_left = protect(row([2, 14, 30], 46, told=[1, 2, 3]))
    assert nothing_left.open.tolist() == [[0, 0, 0]]


def test_sums_of_what_is_not_all_there_are_not_taken_for_sums():
    values = np.array([[10.0], [20.0], [100.0]])
    parent = np.array([2, 2, -1])
    there = np.ones((3, 1), dtype=bool)
    assert not sums_in_force(values, exists=there, parent=parent).any()
    values[2] = 30
    assert sums_in_force(values, exists=there, parent=parent).tolist() == [True, True, False]
