"""Flows in a table whose rows and columns add up: the cheapest way to change a cell and nothing that is
shown.

Reference: Kelly, Golden & Assad (1992), Cell suppression: disclosure protection for sensitive tabular
data.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.stats.cube import CLOSE, Signed

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

ROUNDS = 3
"""Longest way of a flow: this many areas beside the cell's own."""

Cell = tuple[int, int]
Path = list[Cell]
"""Cells of a block that fall and rise by turns, from a cell's column back to its row."""


@dataclass(slots=True)
class Block:
    """Rows of areas x columns of periods, signed so that every row and every column adds up to
    nothing; a row or column may be several places that change together.

    fall, rise  (rows, columns) how far each may be changed; price likewise
    """

    rows: list[Signed]
    columns: list[Signed]
    factor: Signed
    has_rows: bool
    has_columns: bool
    fall: Floats
    rise: Floats
    price: Floats
    half: Ints


def cheapest(
    block: Block, fall: Floats, rise: Floats, amount: float, *, row: int, column: int
) -> Path | None:
    """The way that costs least for each that it can carry, so that a cell may rise and no sum change.

    fall, rise  (rows, columns) how far each cell may be changed; amount: how much the cell is to rise
    returns     the cells that fall and rise by turns, from the cell's column back to its row, over at
                most ROUNDS other rows; none where nothing has to follow; None where there is no way
    reference   Kelly, Golden & Assad (1992), Networks 22:397-417
    """
    if not block.has_rows and not block.has_columns:
        return []
    down = _price(block.price, fall, amount)
    up = _price(block.price, rise, amount)
    down[row, column] = up[row, column] = np.inf
    if not block.has_rows:
        best = int(np.argmin(down[row]))
        return [(row, best)] if np.isfinite(down[row, best]) else None
    if not block.has_columns:
        best = int(np.argmin(down[:, column]))
        return [(best, column)] if np.isfinite(down[best, column]) else None
    return _walk(down, up, row=row, column=column)


def _price(price: Floats, room: Floats, amount: float) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        found = price * np.maximum(1.0, amount / room)
    found[room <= CLOSE] = np.inf
    return found


def _walk(down: Floats, up: Floats, *, row: int, column: int) -> Path | None:
    """The cheapest way over at most ROUNDS other areas."""
    to_row = down[:, column].copy()
    to_row[row] = np.inf
    through = np.full(len(to_row), column)
    came_by: list[tuple[Ints, Ints]] = []
    best_cost, best_path = np.inf, None
    for _ in range(ROUNDS):
        sums = to_row[:, None] + up
        by = np.argmin(sums, axis=0)
        to_column = sums[by, np.arange(sums.shape[1])]
        to_column[column] = np.inf
        came_by.append((by, through.copy()))
        last = to_column + down[row]
        end = int(np.argmin(last))
        if last[end] < best_cost - CLOSE:
            path = _trace(came_by, end=end, row=row, column=column)
            if path is not None:
                best_cost, best_path = float(last[end]), path
        if best_cost == 0:
            break
        on = to_column[None, :] + down
        on[row] = np.inf
        through = np.argmin(on, axis=1)
        to_row = on[np.arange(len(on)), through]
    return best_path


def _trace(came_by: list[tuple[Ints, Ints]], *, end: int, row: int, column: int) -> Path | None:
    """The cells of the way, from the first column to the last; None when it crosses itself."""
    path: Path = [(row, end)]
    at = end
    for by, through in reversed(came_by):
        area = int(by[at])
        before = int(through[area])
        path += [(area, at), (area, before)]
        at = before
    path.reverse()
    return path if at == column and len(set(path)) == len(path) else None
