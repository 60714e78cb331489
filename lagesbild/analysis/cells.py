"""A measure's figures as a cube of cells, with the rule for small counts applied to each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lagesbild.access.release import near_all
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.stats.cube import Cube

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
T = TypeVar("T", Floats, Bools)

LEVEL_WEIGHT = 3.0
"""A sum of areas is worth as much as this many of its parts, and so on upwards."""
YEAR_WEIGHT = 4.0
TOTAL_WEIGHT = 2.0

MEAN_RANGE = 0.1
"""How far, as a part of itself, the mean of a group too small to be shown must stay uncertain."""

DAYS_OF_MONTH = (28, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The areas' tree, by code. ``division`` tells ways of dividing the same parent apart."""

    parent: Mapping[str, str]
    division: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The cube's axes, and where each row's cell stands in it.

    areas      codes; starts and ends in days since 1970
    keys       (groups, k) value of each breakdown, 0 for its total
    """

    areas: tuple[str, ...]
    starts: Ints
    ends: Ints
    keys: Ints
    area_at: Ints
    time_at: Ints
    group_at: Ints

    @property
    def at(self) -> tuple[Ints, Ints, Ints]:
        return (self.area_at, self.time_at, self.group_at)

    @property
    def shape(self) -> tuple[int, int, int]:
        return (len(self.areas), len(self.starts), len(self.keys))


def lay_out(cells: pd.DataFrame, *, totals: Mapping[str, str]) -> Layout:
    """Where each cell belongs.

    cells   area_code, period_start, period_end, breakdown, is_total, member (0 for a measure that
            is a sum of others, else which of these)
    totals  breakdown values that stand for the sum of the others
    """
    area_at, areas = pd.factorize(cells["area_code"], sort=True)
    start, end = (days_of(cells[name]) for name in ("period_start", "period_end"))
    both, time_at = np.unique(start * 1_000_000 + (end - start), return_inverse=True)
    starts, lengths = np.divmod(both, 1_000_000)
    keys, group_at = _groups(cells, totals=totals)
    return Layout(
        areas=tuple(str(code) for code in areas), starts=starts, ends=starts + lengths, keys=keys,
        area_at=area_at.astype(np.int64), time_at=time_at.reshape(-1), group_at=group_at,
    )  # fmt: skip


def days_of(dates: pd.Series) -> Ints:
    """Days since 1970."""
    return dates.to_numpy(dtype="datetime64[D]").astype(np.int64)


def _groups(cells: pd.DataFrame, *, totals: Mapping[str, str]) -> tuple[Ints, Ints]:
    """Each distinct breakdown as its values along the keys, and each row's place among them."""
    codes, texts = pd.factorize(cells["breakdown"])
    undivided = np.zeros(len(texts), dtype=bool)
    undivided[codes[cells["is_total"].to_numpy(dtype=bool)]] = True
    parsed = [
        {} if undivided[n] else _parts_of(str(text), totals=totals) for n, text in enumerate(texts)
    ]
    names = sorted({name for one in parsed for name in one})
    numbers: list[dict[str, int]] = [{} for _ in names]
    rows = np.array(
        [
            [
                numbers[k].setdefault(one[name], len(numbers[k]) + 1) if name in one else 0
                for k, name in enumerate(names)
            ]
            for one in parsed
        ],
        dtype=np.int64,
    ).reshape(len(parsed), len(names))  # fmt: skip
    member = cells["member"].to_numpy(dtype=np.int64)
    whole = np.column_stack([rows[codes], member]) if member.any() else rows[codes]
    if not whole.shape[1]:
        return np.zeros((1, 0), dtype=np.int64), np.zeros(len(cells), dtype=np.int64)
    keys, group_at = np.unique(whole, axis=0, return_inverse=True)
    return keys, group_at.reshape(-1)


def _parts_of(text: str, *, totals: Mapping[str, str]) -> dict[str, str]:
    found = json.loads(text or "{}")
    return {key: str(value) for key, value in found.items() if totals.get(key) != value}


def apply_rule(cells: pd.DataFrame, *, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """What each cell gives away, and whether that is small by the strictest of the indicators.

    cells    value, base (NaN where there is none), status
    returns  cells with number, floor and room (what a reader knows of it anyway), small, up, down:
             how far a reader must believe that it could be from what it is
    """
    number = _numbers(cells, indicators=indicators)
    base = cells["base"].to_numpy(dtype=float)
    is_share = any(one.kind is Kind.SHARE for one in indicators)
    left = np.where(np.isnan(number), base, np.maximum(base - number, 0))
    room = np.where(np.isnan(base), np.inf, left) if is_share else np.full(len(cells), np.inf)
    rule = _Rule(
        small=np.zeros(len(cells), dtype=bool), up=np.zeros(len(cells)), down=np.zeros(len(cells))
    )
    floor = np.full(len(cells), -np.inf if (number < 0).any() else 0.0)
    for one in indicators:
        _apply(rule, one, number=number, base=base)
        if one.near_all_is_shown:
            # "~100 %" says that all but a few are counted: that much is known of the cell.
            told = near_all(number, base=base, limit=one.min_count)
            floor = np.where(told, np.fmax(floor, base - one.min_count + 1), floor)
            room = np.where(told, np.fmin(room, base - number - 1), room)
    return cells.assign(
        number=number,
        room=room,
        floor=floor,
        wish_room=np.inf,
        wish_floor=-np.inf,
        small=rule.small,
        up=rule.up,
        down=rule.down,
    )


def numbers_beside(cells: pd.DataFrame, others: pd.DataFrame) -> Floats:
    """What another measure counts at the place of each cell, NaN where nothing is known."""
    names = ["area_code", "period_start", "period_end", "breakdown"]
    right = others[[*names, "value"]].rename(columns={"value": "beside"})
    found = cells[names].merge(right.drop_duplicates(names), on=names, how="left")["beside"]
    return found.to_numpy(dtype=float)


def below(cells: pd.DataFrame, whole: Floats, *, least: float) -> pd.DataFrame:
    """The cells of a part, limited by the whole that holds them.

    whole  NaN where nothing is known; least  the whole's own limit for small counts

    Of what is between them each may use half, so that a change of the one and a change of the other
    are possible together. Where the whole is shown, nobody believes in a part above it; where it is
    small too it is hidden, and rises with its part.
    """
    number = cells["number"].to_numpy(dtype=float)
    between = np.where(whole >= number, whole - number, np.inf)
    up = cells["up"].to_numpy(dtype=float)
    up = np.where(whole >= least, np.fmin(up, between), up)
    wish = np.fmin(cells["wish_room"].to_numpy(dtype=float), np.fmax(between / 2, up))
    return cells.assign(up=up, wish_room=wish)


def above(cells: pd.DataFrame, part: Floats) -> pd.DataFrame:
    """The cells of a whole, which is never less than a part of it; see below."""
    number, down = (cells[name].to_numpy(dtype=float) for name in ("number", "down"))
    middle = np.where(part <= number, (number + part) / 2, -np.inf)
    wish = np.fmax(cells["wish_floor"].to_numpy(dtype=float), np.fmin(middle, number - down))
    return cells.assign(wish_floor=wish)


def _numbers(cells: pd.DataFrame, *, indicators: Sequence[Indicator]) -> Floats:
    """What adds up: the count itself, or that which a percentage or a mean and its base give away."""
    value, base = cells["value"].to_numpy(dtype=float), cells["base"].to_numpy(dtype=float)
    if any(one.numerator for one in indicators):
        return value
    if any(one.kind is Kind.SHARE for one in indicators):
        return np.asarray(np.round(value / 100 * base), dtype=float)
    return value * base


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    small: Bools
    up: Floats
    down: Floats

    def add(self, where: Bools, *, up: Floats, down: Floats) -> None:
        self.small[where] = True
        self.up[where] = np.fmax(self.up[where], np.fmax(up[where], 0))
        self.down[where] = np.fmax(self.down[where], np.fmax(down[where], 0))


def _apply(rule: _Rule, one: Indicator, *, number: Floats, base: Floats) -> None:
    least, top = (1.0 if one.zero_is_shown else 0.0), one.min_count - 1.0
    if one.numerator or one.kind is Kind.SHARE:
        small = (number >= least) & (number <= top)
        rule.add(small, up=top - number, down=number - least)
    if one.kind is Kind.SHARE:
        rest = base - number
        rule.add((rest >= least) & (rest <= top), up=rest - least, down=top - rest)
        rule.add((base <= top) & ~np.isnan(number), up=rest, down=number)
    elif one.kind is Kind.VALUE:
        far = np.abs(number) * MEAN_RANGE
        rule.add((base <= top) & ~np.isnan(number), up=far, down=far)


def cube_of(
    cells: pd.DataFrame, *, layout: Layout, places: Places, lowest_half: float,
    kept: Sequence[tuple[str, int, str]] = (),
) -> Cube:  # fmt: skip
    """The cells of apply_rule with was_hidden and was_told, spread over the axes of their layout.

    lowest_half  a half-year's sum below this is never shown
    kept         area, first day and breakdown of half-years whose sums were shown before
    """
    parent, division = _area_tree(layout, places)
    time_parent, half = _time_tree(layout)
    code = STATUS_CODES[Status.SUPPRESSED]
    withheld = ((cells["status"] == code) & cells["value"].isna()).to_numpy(dtype=bool)
    number = cells["number"].to_numpy(dtype=float)
    return Cube(
        values=_spread(number, layout, np.nan),
        exists=_spread(np.ones(len(cells), dtype=bool), layout, False),
        withheld=_spread(withheld, layout, False),
        room=_spread(cells["room"].to_numpy(dtype=float), layout, np.inf),
        floor=_spread(cells["floor"].to_numpy(dtype=float), layout, 0.0),
        need_up=_spread(cells["up"].to_numpy(dtype=float), layout, 0.0),
        need_down=_spread(cells["down"].to_numpy(dtype=float), layout, 0.0),
        small=_spread(cells["small"].to_numpy(dtype=bool), layout, False),
        hidden=_spread(cells["was_hidden"].to_numpy(dtype=bool), layout, False),
        told=_spread(cells["was_told"].to_numpy(dtype=bool), layout, False),
        kept=_kept(cells, layout=layout, half=half, kept=kept),
        weight=_weights(parent, time_parent, layout.keys),
        area_parent=parent, area_division=division, time_parent=time_parent, half=half,
        keys=layout.keys, lowest_half=lowest_half,
        last_key_is_common=bool(cells["member"].any()),
        wish_room=_spread(cells["wish_room"].to_numpy(dtype=float), layout, np.inf),
        wish_floor=_spread(cells["wish_floor"].to_numpy(dtype=float), layout, -np.inf),
    )  # fmt: skip


def _spread(values: T, layout: Layout, empty: float | bool) -> T:
    whole = np.full(layout.shape, empty, dtype=values.dtype)
    whole[layout.at] = values
    return whole  # type: ignore[return-value]


def _area_tree(layout: Layout, places: Places) -> tuple[Ints, Ints]:
    place = {code: n for n, code in enumerate(layout.areas)}
    parent = [place.get(places.parent.get(code, ""), -1) for code in layout.areas]
    names = [places.division.get(code, "") for code in layout.areas]
    codes = {name: n for n, name in enumerate(sorted(set(names)))}
    return np.array(parent, dtype=np.int64), np.array([codes[n] for n in names], dtype=np.int64)


def _time_tree(layout: Layout) -> tuple[Ints, Ints]:
    """The shortest period that holds each, and the half-year that each month lies in."""
    start, end = layout.starts, layout.ends
    length = end - start
    inside = (start[:, None] >= start[None, :]) & (end[:, None] <= end[None, :])
    inside &= length[:, None] < length[None, :]
    longer = np.where(inside, length[None, :], np.iinfo(np.int64).max)
    parent = np.where(inside.any(axis=1), np.argmin(longer, axis=1), -1)
    number = half_numbers(layout)
    first = number[number >= 0].min(initial=np.iinfo(np.int64).max)
    return parent.astype(np.int64), np.where(number >= 0, number - first, -1)


def half_numbers(layout: Layout) -> Ints:
    """Half-years since 1970 for months, -1 for other periods."""
    months = _month_numbers(layout)
    return np.where(months >= 0, months // 6, -1)


def _month_numbers(layout: Layout) -> Ints:
    days = layout.starts.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    length = layout.ends - layout.starts
    is_month = (length >= DAYS_OF_MONTH[0]) & (length <= DAYS_OF_MONTH[1]) & (days == months)
    return np.where(is_month, months.astype(np.int64), -1)


def _kept(
    cells: pd.DataFrame, *, layout: Layout, half: Ints, kept: Sequence[tuple[str, int, str]]
) -> Bools:
    halves = int(half.max(initial=-1)) + 1
    found = np.zeros((len(layout.areas), halves, len(layout.keys)), dtype=bool)
    if kept:
        numbers = half_numbers(layout)
        known = {int(number): int(place) for number, place in zip(numbers, half, strict=True)}
        area = {code: n for n, code in enumerate(layout.areas)}
        group = dict(zip(cells["breakdown"], layout.group_at.tolist(), strict=True))
        for code, number, breakdown in kept:
            if code in area and number in known and breakdown in group:
                found[area[code], known[number], group[breakdown]] = True
    return found


def _weights(parent: Ints, time_parent: Ints, keys: Ints) -> Floats:
    height = np.zeros(len(parent))
    for _ in range(4):
        for place, above in enumerate(parent.tolist()):
            if above >= 0:
                height[above] = max(height[above], height[place] + 1)
    is_sum = np.isin(np.arange(len(time_parent)), time_parent)
    when = np.where(is_sum, YEAR_WEIGHT, 1.0)
    whole = TOTAL_WEIGHT ** (keys == 0).sum(axis=1)
    weight = LEVEL_WEIGHT ** height[:, None, None] * when[None, :, None] * whole[None, None, :]
    return np.asarray(weight, dtype=float)
