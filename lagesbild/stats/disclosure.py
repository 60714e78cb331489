"""Complementary suppression: which further cells must go, so that no hidden one can be worked out.

Cells stand in a cube of areas x periods x groups, and add up along each axis. A small count is
protected when a set of changes to hidden cells exists that leaves every published sum as it is and
takes the count to any value of its range: whoever knows all that is published cannot tell these
values apart. The changes are looked for as flows among the siblings of the cell (rows: areas of one
parent; columns: periods of one year), with the cost of what is not hidden yet.

Reference: Kelly, Golden & Assad (1992), Cell suppression: disclosure protection for sensitive tabular
data; Fischetti & Salazar (2000), Models and algorithms for optimizing cell suppression in tabular data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from lagesbild.stats.additivity import Additivity
from lagesbild.stats.cube import CLOSE, Cube, Signed
from lagesbild.stats.flows import Block, Cell, Path, cheapest

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

BREAKS_HALF = 0.6
"""What it costs, in cells, that a year's halves may no longer be shown apart."""

BREAKS_COMING = 1.5
"""What it costs while the year is not over: with its other months shown, its sum could never be."""

MOST_PLANS = 4
"""Ways that are held against each other for one cell."""

MOST_WAYS = 24
"""Ways that a change may be put together of."""

MOST_CHILDREN = 12
"""Ways to let the parts of an area follow it that are tried for one cell."""

WIDER = 16
"""How many times more ways and parts are tried for a cell that was not protected by these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What is to be hidden.

    hidden  the small cells and their company
    broken  (areas, half-years, groups) half-years whose sums may not be shown
    open    (n, 3) small cells that could not be protected, because too much was told before
    """

    hidden: Bools
    broken: Bools
    open: Ints


def protect(cube: Cube) -> Pattern:
    """The small cells and as few more as are found, so that every small cell is protected.

    returns  for each small cell but the open ones, the hidden cells can be changed so that the cell
             takes any value from its own less need_down to its own plus need_up, no count is below
             zero or above its room, and every sum of cells that are shown stays the same
    reference   Kelly, Golden & Assad (1992), Networks 22:397-417; Fischetti & Salazar (2000), JASA
             95:916-928
    """
    return _Search(cube).run()


class _Search:
    """The cube with a place beyond the last along each axis, where everything is free."""

    def __init__(self, cube: Cube) -> None:
        self.cube = cube
        pad = ((0, 1), (0, 1), (0, 1))
        known = ~np.isnan(cube.values)
        withheld = cube.withheld & ~known
        missing = cube.exists & ~known & ~withheld
        stuck = missing | (cube.told & ~cube.hidden & ~cube.small)
        floor = cube.floor if cube.wish_floor is None else np.fmax(cube.floor, cube.wish_floor)
        room = cube.room if cube.wish_room is None else np.fmin(cube.room, cube.wish_room)
        values = np.where(known, cube.values - floor, np.inf)
        self.fall = np.pad(np.where(stuck | withheld, 0.0, values), pad, constant_values=np.inf)
        self.rise = np.pad(np.where(stuck, 0.0, room), pad, constant_values=np.inf)
        self.rise[:-1, :-1, :-1][~cube.exists] = np.inf
        # How much further when the wishes are given up.
        self.more_fall = np.pad(
            np.where(stuck | withheld | ~known, 0.0, _between(floor, cube.floor)), pad
        )
        self.more_rise = np.pad(np.where(stuck, 0.0, _between(cube.room, room)), pad)
        self._complete(withheld)
        hidden = (cube.hidden | cube.small) & cube.exists
        # Of cells that would do as well, a small one is the least loss.
        size = 1e-3 * np.log1p(np.where(known, cube.values, 0.0))
        price = np.where(cube.exists, cube.weight + size, 0.0)
        price = np.where(stuck, np.inf, price)
        price[(hidden | withheld) & ~missing] = 0.0
        self.price = np.pad(price, pad)
        self.hidden = np.pad(hidden, pad)
        halves = int(cube.half.max(initial=-1)) + 1
        n_areas, _, n_groups = cube.values.shape
        self.broken = np.zeros((n_areas + 1, halves + 1, n_groups + 1), dtype=bool)
        self.open: list[tuple[int, int, int]] = []
        self.sums = Additivity(cube)
        self.wider = 1
        self._known_descents: dict[tuple[int, int | None], list[Signed]] = {}

    def _complete(self, withheld: Bools) -> None:
        """What a source keeps to itself could be any parts of what is left of the sum: say equal ones.

        Only where the areas are all that adds up; elsewhere such a number is not lowered.
        """
        cube = self.cube
        if not withheld.any() or cube.keys.shape[1] or (cube.time_parent >= 0).any():
            return
        for division in np.unique(cube.area_division):
            inside = cube.area_division == division
            for whole in np.unique(cube.area_parent[inside & (cube.area_parent >= 0)]):
                parts = np.flatnonzero(inside & (cube.area_parent == whole))
                rest = cube.values[whole] - np.nansum(cube.values[parts], axis=0)
                number = withheld[parts].sum(axis=0)
                each = np.where((rest > 0) & (number > 0), rest / np.maximum(number, 1), 0.0)
                at = withheld[parts]
                inner = self.fall[:-1, :-1, :-1]
                inner[parts] = np.where(at, np.broadcast_to(each, at.shape), inner[parts])

    # The search

    def run(self) -> Pattern:
        self._mark_low_halves()
        for cells in self._batches():
            self._protect_batch(cells)
        inner = self.hidden[:-1, :-1, :-1]
        return Pattern(
            hidden=inner.copy(), broken=self.broken[:-1, :-1, :-1].copy(),
            open=np.array(self.open, dtype=np.int64).reshape(-1, 3),
        )  # fmt: skip

    def _mark_low_halves(self) -> None:
        """A small sum of a half-year says too much of its months."""
        cube = self.cube
        for half in range(self.broken.shape[1] - 1):
            months = np.flatnonzero(cube.half == half)
            total = np.nansum(cube.values[:, months], axis=1)
            self.broken[:-1, half, :-1] = total < cube.lowest_half

    def _batches(self) -> Iterator[list[tuple[int, int, int]]]:
        """The small cells, those of one block together; the greatest needs first."""
        cube = self.cube
        needs = cube.need_up + cube.need_down
        found: dict[tuple[int, ...], list[tuple[int, int, int]]] = {}
        cells = np.argwhere(cube.small)
        order = np.argsort(-needs[cube.small], kind="stable")
        whole = set(cube.time_parent[self.sums.time_forced].tolist())
        for area, time, group in cells[order].tolist():
            forced = self.sums.area_forced[area]
            where = (
                (int(cube.area_parent[area]), int(cube.area_division[area]))
                if forced
                else (-1, area)
            )
            above = time
            if time not in whole:
                above = int(cube.time_parent[time]) if self.sums.time_forced[time] else -1 - time
                if above < 0 and cube.half[time] >= 0:
                    above = -1_000_000 - int(cube.half[time])
            found.setdefault((*where, above, group), []).append((area, time, group))
        yield from found.values()

    def _protect_batch(self, cells: list[tuple[int, int, int]]) -> None:
        """Cells of one block. Most are protected by what is hidden already: that is looked at first."""
        area, time, group = cells[0]
        factors = self.sums.factors(area, group)
        block = self._block(area, time, factors[0]) if len(factors) == 1 else None
        for area, time, group in cells:
            if block is not None and area not in self.sums.children:
                row, column = self._place(block, area, time)
                if self._protect_simply(block, row, column, cell=(area, time, group)):
                    continue
            if not self._protect_cell(area, time, group) and not self._protect_widely(
                area, time, group
            ):
                self.open.append((area, time, group))

    def _place(self, block: Block, area: int, time: int) -> Cell:
        row = next(n for n, line in enumerate(block.rows) if line[0][0] == area)
        column = next(n for n, line in enumerate(block.columns) if line[0][0] == time)
        return row, column

    def _protect_simply(
        self, block: Block, row: int, column: int, *, cell: tuple[int, int, int]
    ) -> bool:
        """Whether the cell is protected by one other area and period; hides them where they are not."""
        up, down = self._needs(cell)
        sign = block.columns[column][0][1]
        moved: list[Path] = []
        for amount in (up * sign, -down * sign):
            if not amount:
                continue
            path = self._free_path(block, row, column, amount)
            if path is None:
                return False
            moved.append(path)
        used = {place for path in moved for place in path}
        self._note_broken(block, used | {(row, column)})
        return True

    def _needs(self, cell: tuple[int, int, int]) -> tuple[float, float]:
        return float(self.cube.need_up[cell]), float(self.cube.need_down[cell])

    def _free_path(self, block: Block, row: int, column: int, amount: float) -> Path | None:
        """A way over hidden cells only, within the half-year while that is still shown."""
        fall, rise = (block.fall, block.rise) if amount > 0 else (block.rise, block.fall)
        left = abs(amount) - CLOSE
        if not block.has_rows and not block.has_columns:
            return []
        free = block.price == 0
        free[row, column] = False
        falls = free & (fall >= left)
        if not block.has_rows:
            ends = np.flatnonzero(falls[row] & self._same_half(block, row, column))
            return [(row, int(ends[0]))] if len(ends) else None
        if not block.has_columns:
            ends = np.flatnonzero(falls[:, column])
            return [(int(ends[0]), column)] if len(ends) else None
        around = falls[:, column, None] & free & (rise >= left)
        around &= falls[row] & self._same_half(block, row, column)
        around[row] = False
        around[:, column] = False
        at = int(np.argmax(around))
        other, end = divmod(at, around.shape[1])
        if not around[other, end]:
            return None
        return [(other, column), (other, end), (row, end)]

    def _same_half(self, block: Block, row: int, column: int) -> Bools:
        half = block.half[column]
        area, group = block.rows[row][0][0], block.factor[0][0]
        if half < 0 or self.broken[area, half, group]:
            return np.ones(len(block.columns), dtype=bool)
        return np.asarray(block.half == half, dtype=bool)

    def _protect_cell(self, area: int, time: int, group: int) -> bool:
        """The cheapest way that is found; upwards through the parent only when there is no other."""
        factors = self.sums.factors(area, group)
        for escalates in (False, True):
            best: _Plan | None = None
            for n in range(min(len(factors), MOST_PLANS)):
                turned = [*factors[n:], *factors[:n]]
                plan = self._plan(area, time, group, turned, escalates=escalates)
                if plan is not None and (best is None or plan.cost < best.cost):
                    best = plan
                if best is not None and best.cost == 0:
                    break
            if best is not None:
                self._carry_out(best)
                return True
        return False

    def _protect_widely(self, area: int, time: int, group: int) -> bool:
        """As _protect_cell, with many more ways: few cells need them, and they take long to try. At
        last without the wishes."""
        kept = self._known_descents, self.fall, self.rise
        self.wider, self._known_descents = WIDER, {}
        try:
            if self._protect_cell(area, time, group):
                return True
            if not self.more_fall.any() and not self.more_rise.any():
                return False
            self.fall, self.rise = self.fall + self.more_fall, self.rise + self.more_rise
            return self._protect_cell(area, time, group)
        finally:
            self.wider = 1
            self._known_descents, self.fall, self.rise = kept

    def _plan(
        self, area: int, time: int, group: int, factors: list[Signed], *, escalates: bool
    ) -> _Plan | None:
        """One change upwards and one downwards, each over as many ways as it takes."""
        up, down = self._needs((area, time, group))
        plan = _Plan()
        for amount in (up, -down):
            left = amount
            before = plan.mark()
            ways = islice(product(factors, self._descents(area)), MOST_WAYS * self.wider)
            for factor, followers in ways:
                if abs(left) <= CLOSE:
                    break
                left -= self._push(plan, area, time, factor, left, followers, escalates=escalates)
            self._undo(plan, before)
            if abs(left) > CLOSE:
                return None
        return plan

    def _push(  # noqa: PLR0917 - a cell's place, what moves with it and by how much
        self, plan: _Plan, area: int, time: int, factor: Signed, amount: float,
        followers: Signed, *, escalates: bool,
    ) -> float:  # fmt: skip
        """Change the cell by as much of the amount as these followers can; returns how much."""
        block = self._block(area, time, factor, followers=followers, escalates=escalates, plan=plan)
        row, column = self._place(block, area, time)
        sign = block.columns[column][0][1]
        price = block.price
        if np.isinf(price[row, column]):
            return 0.0
        target = price[row, column]
        price[row, column] = 0.0
        self._add_penalty(block, row, column)
        is_rise = amount * sign > 0
        fall, rise = (block.fall, block.rise) if is_rise else (block.rise, block.fall)
        wanted = min(abs(amount), float(rise[row, column]))
        left = wanted
        used: dict[Cell, float] = {(row, column): 0.0}
        while left > CLOSE:
            path = cheapest(block, fall, rise, left, row=row, column=column)
            if path is None:
                break
            step = min([left, *(fall[c] for c in path[0::2]), *(rise[c] for c in path[1::2])])
            for number, cell in enumerate(path):
                change = -step if number % 2 == 0 else step
                fall[cell] += change
                rise[cell] -= change
                plan.cost += float(price[cell])
                price[cell] = 0.0
                used[cell] = used.get(cell, 0.0) + change
            used[row, column] += step
            left -= step
        if wanted - left > CLOSE:
            plan.cost += float(target)
            self._enter(plan, block, used, direction=1.0 if is_rise else -1.0)
        return float(np.sign(amount) * (wanted - left))

    def _enter(
        self, plan: _Plan, block: Block, used: dict[Cell, float], *, direction: float
    ) -> None:
        """Note which cells changed, and take it from what they may change further."""
        plan.steps.append((block, set(used)))
        for (row, column), change in used.items():
            for area, area_sign in block.rows[row]:
                for time, time_sign in block.columns[column]:
                    for number, (group, group_sign) in enumerate(block.factor):
                        if number and self.sums.loose[area, time]:
                            continue
                        moved = change * direction * area_sign * time_sign * group_sign
                        self.fall[area, time, group] += moved
                        self.rise[area, time, group] -= moved
                        plan.changes.append((area, time, group, moved))
                        plan.cells.add((area, time, group))

    def _undo(self, plan: _Plan, before: int) -> None:
        for area, time, group, moved in plan.changes[before:]:
            self.fall[area, time, group] -= moved
            self.rise[area, time, group] += moved
        plan.changes = plan.changes[:before]

    def _block(
        self, area: int, time: int, factor: Signed, *, followers: Signed = (),
        escalates: bool = False, plan: _Plan | None = None,
    ) -> Block:  # fmt: skip
        rows, has_rows = self._rows(area, followers=followers, escalates=escalates)
        columns, has_columns = self.sums.columns(time)
        fall, rise, price = self._composite(rows, columns, factor, plan=plan)
        half = np.array([
            int(self.cube.half[line[0][0]]) if line[0][0] < len(self.cube.half) else -1
            for line in columns
        ])  # fmt: skip
        if half.max() >= 0 and self.cube.kept.any():
            self._stay_within_kept(price, rows, half, own=int(self.cube.half[time]), factor=factor)
        return Block(
            rows=rows, columns=columns, factor=factor, has_rows=has_rows, has_columns=has_columns,
            fall=fall, rise=rise, price=price, half=half,
        )  # fmt: skip

    def _stay_within_kept(
        self, price: Floats, rows: list[Signed], half: Ints, *, own: int, factor: Signed
    ) -> None:
        """No way leads out of a half-year whose sum has been shown, nor into one."""
        group = factor[0][0]
        for number, line in enumerate(rows):
            kept = self.cube.kept[line[0][0], :, group]
            outside = (
                half != own
                if own >= 0 and kept[own]
                else np.isin(half, np.flatnonzero(kept)) & (half != own)
            )
            price[number, outside] = np.inf

    def _composite(
        self, rows: list[Signed], columns: list[Signed], factor: Signed, *, plan: _Plan | None
    ) -> tuple[Floats, Floats, Floats]:
        """What may change, and its price, where each row, column and group is several places."""
        shape = (len(rows), len(columns))
        fall, rise, price = np.full(shape, np.inf), np.full(shape, np.inf), np.zeros(shape)
        costs = self.price
        kept = [(cell, costs[cell]) for cell in plan.cells] if plan else []
        for cell, _ in kept:
            costs[cell] = 0.0
        for places, row_sign in _layers(rows):
            for periods, column_sign in _layers(columns):
                sign = row_sign[:, None] * column_sign[None, :]
                at = np.ix_(places, periods)
                for number, (group, group_sign) in enumerate(factor):
                    f, r = self.fall[:, :, group][at], self.rise[:, :, group][at]
                    positive = sign * group_sign > 0
                    f, r = np.where(positive, f, r), np.where(positive, r, f)
                    cost = costs[:, :, group][at]
                    if number:
                        loose = self.sums.loose[at]
                        f, r = np.where(loose, np.inf, f), np.where(loose, np.inf, r)
                        cost = np.where(loose, 0.0, cost)
                    fall, rise = np.minimum(fall, f), np.minimum(rise, r)
                    price = price + cost
        for cell, cost in kept:
            costs[cell] = cost
        return fall, rise, price

    def _add_penalty(self, block: Block, row: int, column: int) -> None:
        """Prefer company in the same half-year while that half may still be shown."""
        block.price[row, ~self._same_half(block, row, column)] += BREAKS_HALF
        if block.columns[-1][0][0] == len(self.cube.half):
            block.price[row, -1] += BREAKS_COMING

    # Rows, columns and factors

    def _descents(self, area: int, *, but: int | None = None) -> list[Signed]:
        """The parts that could change with an area: one for each way it is divided, and theirs."""
        if area not in self.sums.children:
            return [()]
        if (area, but) not in self._known_descents:
            self._known_descents[area, but] = list(
                islice(self._find_descents(area, but=but), MOST_CHILDREN * self.wider)
            )
        return self._known_descents[area, but]

    def _find_descents(self, area: int, *, but: int | None) -> Iterator[Signed]:
        cube = self.cube
        parts = self.sums.children.get(area, [])
        divisions = sorted({int(cube.area_division[n]) for n in parts} - {but})
        choices = []
        for division in divisions:
            inside = [n for n in parts if cube.area_division[n] == division]
            inside.sort(key=self._freedom, reverse=True)
            choices.append([((n, 1), *below) for n in inside for below in self._descents(n)])
        for chosen in product(*choices):
            yield tuple(node for line in chosen for node in line)

    def _downwards(self, area: int, sign: int, *, but: int | None = None) -> Signed:
        """The area and, for each way it is divided, one of its parts that changes with it."""
        return ((area, sign), *((n, sign) for n, _ in self._descents(area, but=but)[0]))

    def _rows(self, area: int, *, followers: Signed, escalates: bool) -> tuple[list[Signed], bool]:
        """The area and its siblings; with those that its parent could move with, when it escalates."""
        cube = self.cube
        if not self.sums.area_forced[area]:
            return [((area, 1), *followers)], False
        parent, division = int(cube.area_parent[area]), int(cube.area_division[area])
        siblings = [n for n in self.sums.children[parent] if cube.area_division[n] == division]
        rows = [((n, 1), *followers) if n == area else self._downwards(n, 1) for n in siblings]
        if escalates:
            rows += self._upwards(parent, division=division)
        return rows, True

    def _upwards(self, parent: int, *, division: int) -> list[Signed]:
        """The parent, with each of the places that could take back what it gains."""
        cube = self.cube
        own = self._downwards(parent, -1, but=division)
        if not self.sums.area_forced[parent]:
            return [own]
        above, level = int(cube.area_parent[parent]), int(cube.area_division[parent])
        found = [
            own + self._downwards(n, 1)
            for n in self.sums.children[above]
            if n != parent and cube.area_division[n] == level
        ]
        return found + [own + one for one in self._upwards(above, division=level)]

    def _freedom(self, area: int) -> tuple[float, float]:
        """Which part costs least to move: the one with most that is hidden anyway."""
        mine, values = self.hidden[area, :-1, :-1], self.cube.values[area]
        return float((mine & (values > 1)).sum()), float(np.nansum(values))

    # What was found

    def _carry_out(self, plan: _Plan) -> None:
        shape = self.cube.exists.shape
        for area, time, group in plan.cells:
            inside = area < shape[0] and time < shape[1] and group < shape[2]
            if inside and area >= 0 and self.cube.exists[area, time, group]:
                self.hidden[area, time, group] = True
                self.price[area, time, group] = 0.0
        for block, used in plan.steps:
            self._note_broken(block, used)

    def _note_broken(self, block: Block, used: set[Cell]) -> None:
        """Half-years whose sum may not be the same before and after the change."""
        for row in {row for row, _ in used}:
            halves = {int(block.half[column]) for one, column in used if one == row}
            if len(halves) == 1 and -1 not in halves:
                continue
            for area, _ in block.rows[row]:
                for group, _ in block.factor:
                    self.broken[area, sorted(halves - {-1}), group] = True


class _Plan:
    """What one cell's protection takes.

    cells    what must be hidden; steps the blocks and the cells in them that were used
    changes  by how much each cell was changed, while the next way is looked for
    """

    def __init__(self) -> None:
        self.cost = 0.0
        self.cells: set[tuple[int, int, int]] = set()
        self.steps: list[tuple[Block, set[Cell]]] = []
        self.changes: list[tuple[int, int, int, float]] = []

    def mark(self) -> int:
        return len(self.changes)


def _between(high: Floats, low: Floats) -> Floats:
    """high - low, nothing where they are the same, infinite ones too."""
    found = np.zeros(high.shape)
    np.subtract(high, low, out=found, where=high > low)
    return found


def _layers(lines: Sequence[Signed]) -> list[tuple[Ints, Ints]]:
    """The first, second ... places of every line, -1 (the free place) where a line has fewer."""
    layers = []
    for depth in range(max(len(line) for line in lines)):
        places = [line[depth] if depth < len(line) else (-1, 1) for line in lines]
        layers.append((np.array([p for p, _ in places]), np.array([s for _, s in places])))
    return layers
