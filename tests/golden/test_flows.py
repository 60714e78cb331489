"""The cheapest way round a table, against trying every way."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from lagesbild.stats.flows import Block, cheapest


def block(price, *, has_rows=True, has_columns=True):
    rows, columns = price.shape
    return Block(
        rows=[((n, 1),) for n in range(rows)], columns=[((n, 1),) for n in range(columns)],
        factor=((0, 1),), has_rows=has_rows, has_columns=has_columns,
        fall=np.full(price.shape, 9.0), rise=np.full(price.shape, 9.0), price=price,
        half=np.full(columns, -1),
    )  # fmt: skip


def way(price, amount=3.0, **shape):
    one = block(price, **shape)
    return cheapest(one, one.fall, one.rise, amount, row=0, column=0)


def cost(price, path):
    return sum(price[cell] for cell in path)


def every_way(rows, columns):
    """From the cell's column over one, two or three other rows back to its row (Kelly et al. 1992:
    the changes form an alternating circuit)."""
    for length in (1, 2, 3):
        for others in permutations(range(1, rows), length):
            for ends in permutations(range(1, columns), length):
                path, column = [], 0
                for other, end in zip(others, ends, strict=True):
                    path += [(other, column), (other, end)]
                    column = end
                yield [*path, (0, column)]


def test_no_way_is_cheaper_than_the_one_that_is_found():
    rng = np.random.default_rng(1992)
    for _ in range(40):
        price = np.round(rng.uniform(0.5, 4.0, (5, 5)), 2)
        found = way(price)
        assert found[0][1] == 0
        assert found[-1][0] == 0
        least = min(cost(price, path) for path in every_way(5, 5))
        assert np.isclose(cost(price, found), least)


def test_a_longer_way_is_taken_when_it_is_free():
    price = np.full((4, 4), 5.0)
    free = [(1, 0), (1, 2), (2, 2), (2, 3), (0, 3)]
    for cell in free:
        price[cell] = 0.0
    assert way(price) == free


def test_each_part_of_the_amount_costs_where_a_cell_can_carry_only_some():
    price = np.array([[1.0, 1.0, 1.2], [1.0, 1.0, 1.0]])
    one = block(price)
    one.fall[0, 1] = 1.0
    found = cheapest(one, one.fall, one.rise, 3.0, row=0, column=0)
    assert found == [(1, 0), (1, 2), (0, 2)]


def test_where_only_one_axis_adds_up_one_other_cell_is_enough():
    price = np.array([[0.0, 2.0, 1.0], [3.0, 1.0, 1.0], [2.0, 1.0, 1.0]])
    assert way(price, has_rows=False) == [(0, 2)]
    assert way(price, has_columns=False) == [(2, 0)]
    assert way(price, has_rows=False, has_columns=False) == []


def test_there_is_no_way_over_cells_that_must_stay():
    price = np.full((2, 2), np.inf)
    assert way(price) is None
