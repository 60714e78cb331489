"""Small tables whose suppression is known by hand.

The first row is the one of the textbooks on cell suppression (a small cell, and the smallest of the
others with it); the rest are the traps that Kelly, Golden and Assad (1992) and Fischetti and Salazar
(2000) name: two small cells alone, a total that is small itself, a part that is all of its whole.
"""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.stats.additivity import sums_in_force
from lagesbild.stats.cube import Cube
from lagesbild.stats.disclosure import protect


def row(parts, whole, *, limit=5, told=()):
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
