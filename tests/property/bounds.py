"""How few cells could be lost at all, and how many two simple rules lose: what a pattern is held against."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

Sum = tuple[Hashable, list[Hashable]]
"""What is added up, and its parts."""


def fewest_more(sums: Sequence[Sum], *, small: set[Hashable]) -> float:
    """No pattern can do with fewer further cells than this.

    A sum with a hidden number in it needs a second one, or gives it away; the best that fractions of
    cells could do about that (linear programming) is a lower bound. It knows nothing of how far a
    number must stay uncertain, so the true minimum may lie well above.
    """
    lines = [list(dict.fromkeys([whole, *parts])) for whole, parts in sums]
    lines = [line for line in lines if len(line) > 1]
    place: dict[Hashable, int] = {}
    for line in lines:
        for cell in line:
            if cell not in small:
                place.setdefault(cell, len(place))
    rows, columns, data, right = [], [], [], []
    for line in lines:
        free = [place[cell] for cell in line if cell not in small]
        held = len(line) - len(free)
        # One that is hidden by the rule asks for company; one that is company asks for it too.
        asks = [(-1, 1.0)] if held == 1 else [(at, 0.0) for at in free] if held == 0 else []
        for at, least in asks:
            row = len(right)
            for other in free:
                rows.append(row)
                columns.append(other)
                data.append(1.0 if other == at else -1.0)
            right.append(-least)
    if not right:
        return 0.0
    matrix = coo_array((data, (rows, columns)), shape=(len(right), len(place))).tocsr()
    answer = linprog(np.ones(len(place)), A_ub=matrix, b_ub=right, bounds=(0, 1), method="highs")
    if answer.status == 2:
        return float("nan")
    return float(answer.fun)


def next_smallest(
    sums: Sequence[Sum], *, small: set[Hashable], values: dict[Hashable, float]
) -> set[Hashable]:  # fmt: skip
    """What is done by hand: while a sum has one hidden number, the smallest of the others goes too.
    Not safe: numbers that are hidden together can be worked out over several sums."""
    hidden = set(small)
    changed = True
    while changed:
        changed = False
        for whole, parts in sums:
            line = {whole, *parts}
            open_ones = [cell for cell in parts if cell not in hidden] or [
                cell for cell in line if cell not in hidden
            ]
            if len(line & hidden) == 1 and open_ones:
                hidden.add(min(open_ones, key=lambda cell: (values.get(cell, 0.0), repr(cell))))
                changed = True
    return hidden - small


def whole_rows(sums: Sequence[Sum], *, small: set[Hashable]) -> set[Hashable]:
    """What is safe and simple: all that is added up together with a hidden number goes."""
    hidden = set(small)
    before = -1
    while before != len(hidden):
        before = len(hidden)
        for _, parts in sums:
            if any(part in hidden for part in parts):
                hidden.update(parts)
    return hidden - small
