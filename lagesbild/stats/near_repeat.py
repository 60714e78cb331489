"""Do events come close upon each other, near in both place and time?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.multiplicity import benjamini_hochberg
from lagesbild.stats.verdict import Verdict

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_EVENTS = 30
FEWEST_EXPECTED = 1.0
"""Pairs expected by chance in the nearest cell; below that one pair alone makes a large ratio."""

KNOX = "Knox (1964), Applied Statistics 13:25-29; Steenbeek's NearRepeat for the bands"


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRepeat:
    """Pairs of events by distance (rows) and days apart (columns).

    observed, expected, ratio  (bands, bands); expected is exact under random order of the dates
    p_value    (bands, bands) one-sided: more pairs than chance; adjusted is over all cells (BH)
    verdict    of the nearest cell in place and time: HIGHER, NOT_SHOWN or CANNOT_ASSESS
    n          events
    """

    observed: Ints
    expected: Floats
    ratio: Floats
    p_value: Floats
    adjusted: Floats
    verdict: Verdict
    n: int
    broken: tuple[str, ...]
    method: str
    reference: str = KNOX


def knox(
    x: ArrayLike, *, y: ArrayLike, days: ArrayLike, distance_bands: ArrayLike, day_bands: ArrayLike,
    permutations: int = 999, seed: int = 0,
) -> NearRepeat:  # fmt: skip
    """Near-repeat pattern by permuting the dates, distance as the crow flies.

    x, y        (n,) metres; days (n,) day numbers
    distance_bands, day_bands  rising edges; a band holds its lower edge but not its upper
    returns     see NearRepeat; the same seed gives the same answer
    use when    n >= 30, the places are exact, and people did not move in or out of the period; places
                rounded to a street or a square make false repeats
    raises      ValueError if lengths differ, edges do not rise or there are fewer than 19 permutations
    reference   Knox (1964), Applied Statistics 13:25-29; Johnson et al. (2007), J Quant Criminol 23:201
    """
    return _knox(
        x, y, days, distance_bands, day_bands, permutations, seed, metric=np.hypot, name="knox"
    )


def knox_city_block(
    x: ArrayLike, *, y: ArrayLike, days: ArrayLike, distance_bands: ArrayLike, day_bands: ArrayLike,
    permutations: int = 999, seed: int = 0,
) -> NearRepeat:  # fmt: skip
    """As knox with distance along streets in a grid (north-south plus east-west).

    reference   Knox (1964), Applied Statistics 13:25-29; Ratcliffe's near repeat calculator's default
    """
    return _knox(
        x, y, days, distance_bands, day_bands, permutations, seed, metric=_city_block,
        name="knox_city_block",
    )  # fmt: skip


def _city_block(across: Floats, along: Floats) -> Floats:
    total: Floats = np.abs(across) + np.abs(along)
    return total


def _knox(  # noqa: PLR0917
    x: ArrayLike, y: ArrayLike, days: ArrayLike, distance_bands: ArrayLike, day_bands: ArrayLike,
    permutations: int, seed: int, *, metric: Callable[[Floats, Floats], Floats], name: str,
) -> NearRepeat:  # fmt: skip
    east, north, day, far, late = _checked(x, y, days, distance_bands, day_bands, permutations)
    first, second = np.triu_indices(len(east), k=1)
    row = _band(metric(east[first] - east[second], north[first] - north[second]), far)
    is_near = row >= 0
    return _shuffled(
        first[is_near], second[is_near], row[is_near], bands=len(far) - 1, day=day, late=late,
        permutations=permutations, seed=seed, name=name,
    )  # fmt: skip


def knox_of_pairs(
    first: ArrayLike, *, second: ArrayLike, band: ArrayLike, bands: int, days: ArrayLike,
    day_bands: ArrayLike, permutations: int = 999, seed: int = 0,
) -> NearRepeat:  # fmt: skip
    """As knox for whoever knows which events are near each other but not where they are.

    first, second  (k,) numbers of two events, each pair once; band (k,) its distance band, from 0
    days           (n,) day numbers of all events, those without a neighbour too
    returns        see NearRepeat; what knox says of the same events
    raises         ValueError if an event or a band has no such number, or as knox
    reference      Knox (1964), Applied Statistics 13:25-29
    """
    one, other, row = (np.asarray(values, dtype=np.int64) for values in (first, second, band))
    day, late = np.asarray(days, dtype=float), np.asarray(day_bands, dtype=float)
    if not one.shape == other.shape == row.shape:
        raise ValueError("every pair needs two events and a band")
    if len(one) and (min(one.min(), other.min()) < 0 or max(one.max(), other.max()) >= len(day)):
        raise ValueError("a pair names an event without a day")
    if len(row) and not (row.min() >= 0 and row.max() < bands):
        raise ValueError("a pair lies in none of the bands")
    if len(late) < 2 or (np.diff(late) <= 0).any() or permutations < 19:
        raise ValueError("the edges of the bands must rise, and 19 permutations are the fewest")
    return _shuffled(
        one, other, row, bands=bands, day=day, late=late, permutations=permutations, seed=seed,
        name="knox",
    )  # fmt: skip


def _shuffled(
    first: Ints, second: Ints, row: Ints, *, bands: int, day: Floats, late: Floats,
    permutations: int, seed: int, name: str,
) -> NearRepeat:  # fmt: skip
    """The near pairs with their own days, and with the days dealt out anew."""
    shape = (bands, len(late) - 1)
    observed = _table(np.abs(day[first] - day[second]), row, late, shape=shape)
    pairs = len(day) * (len(day) - 1) // 2
    expected = np.outer(np.bincount(row, minlength=bands), _pairs_apart(day, late)) / max(pairs, 1)
    as_many = np.ones(shape)
    generator = np.random.default_rng(seed)
    for _ in range(permutations):
        shuffled = generator.permutation(day)
        drawn = _table(np.abs(shuffled[first] - shuffled[second]), row, late, shape=shape)
        as_many += drawn >= observed
    p = as_many / (permutations + 1)
    adjusted = benjamini_hochberg(p.ravel()).reshape(shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(expected > 0, observed / expected, np.nan)
    few = ("fewer_than_30_events",) if len(day) < FEWEST_EVENTS else ()
    rare = ("fewer_than_1_expected_pair",) if expected[0, 0] < FEWEST_EXPECTED else ()
    return NearRepeat(
        observed=observed, expected=expected, ratio=ratio, p_value=p, adjusted=adjusted,
        verdict=_verdict(float(adjusted[0, 0]), cannot=bool(few)), n=len(day),
        broken=few + rare, method=name,
    )  # fmt: skip


def _pairs_apart(day: Floats, late: Floats) -> Ints:
    """How many pairs of events lie in each band of time, all pairs counted."""
    ordered = np.sort(day)
    # Those from a day up to each edge after it, less the event itself and those before it.
    edges = [np.searchsorted(ordered, ordered + edge, side="left") for edge in late]
    after = np.arange(1, len(ordered) + 1)
    return np.array(
        [int((np.maximum(hi, after) - np.maximum(lo, after)).sum()) for lo, hi in pairwise(edges)]
    )


def _verdict(p: float, *, cannot: bool) -> Verdict:
    if cannot:
        return Verdict.CANNOT_ASSESS
    return Verdict.HIGHER if p <= 0.05 else Verdict.NOT_SHOWN


def _band(values: Floats, edges: Floats) -> Ints:
    """Which band each value lies in, -1 outside them all."""
    found = np.searchsorted(edges, values, side="right") - 1
    return np.where(found < len(edges) - 1, found, -1)


def _table(apart: Floats, row: Ints, edges: Floats, *, shape: tuple[int, int]) -> Ints:
    column = _band(apart, edges)
    inside = column >= 0
    cell = row[inside] * shape[1] + column[inside]
    return np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape).astype(np.int64)


def _checked(  # noqa: PLR0917
    x: ArrayLike, y: ArrayLike, days: ArrayLike, distance_bands: ArrayLike, day_bands: ArrayLike,
    permutations: int,
) -> tuple[Floats, Floats, Floats, Floats, Floats]:  # fmt: skip
    east, north, day, far, late = (
        np.asarray(values, dtype=float) for values in (x, y, days, distance_bands, day_bands)
    )
    if not east.shape == north.shape == day.shape:
        raise ValueError("every event needs x, y and a day")
    if not all(np.isfinite(values).all() for values in (east, north, day)):
        raise ValueError("an event without place or day: leave it out")
    if len(far) < 2 or len(late) < 2 or (np.diff(far) <= 0).any() or (np.diff(late) <= 0).any():
        raise ValueError("the edges of the bands must rise")
    if permutations < 19:
        raise ValueError("fewer than 19 permutations cannot reach 5 per cent")
    return east, north, day, far, late
