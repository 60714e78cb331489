"""Rates of small areas, steadied by borrowing from the whole or from the neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MARSHALL = "Marshall (1991), Applied Statistics 40:283-294"


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoothed:
    """Steadied rates in the order given.

    rate      (n,) per person
    own_part  (n,) how much of it is the area's own rate: 0 all borrowed, 1 all its own
    level     (n,) what is borrowed
    n         areas
    broken    no_variation_between_areas: the differences are no larger than chance gives, every area
              gets the level; too_few_areas: below 3
    """

    rate: Floats
    own_part: Floats
    level: Floats
    n: int
    method: str
    broken: tuple[str, ...]
    reference: str = MARSHALL


def empirical_bayes(events: ArrayLike, *, population: ArrayLike) -> Smoothed:
    """Each rate drawn towards the common one, the more the fewer inhabitants.

    events, population  (n,) numbers >= 0 and > 0
    returns     rates per person; no intervals: a smoothed map ranks and shows, it does not test
    raises      ValueError if shapes differ, there are no areas, events are negative or a population is not
                positive
    reference   Marshall (1991), Applied Statistics 40:283-294, the global method
    """
    count, base = _checked(events, population)
    level, between = _level_and_variance(count, base)
    own = _own_part(base, level=level, between=between)
    rate = level + own * (count / base - level)
    return Smoothed(
        rate=rate, own_part=own, level=np.full(len(count), level), n=len(count),
        method="empirical_bayes_global", broken=_broken(len(count), has_variation=between > 0),
    )  # fmt: skip


def empirical_bayes_local(
    events: ArrayLike, *, population: ArrayLike, neighbours: Sequence[Sequence[int]]
) -> Smoothed:
    """Each rate drawn towards that of the area with its neighbours.

    events, population  (n,) numbers >= 0 and > 0
    neighbours  (n,) each area's neighbours as positions, itself left out; none keeps its own rate
    returns     as empirical_bayes
    raises      as empirical_bayes, and if neighbours has another length
    reference   Marshall (1991), Applied Statistics 40:283-294, the local method
    """
    count, base = _checked(events, population)
    if len(neighbours) != len(count):
        raise ValueError("every area needs its list of neighbours")
    level, own = np.empty(len(count)), np.empty(len(count))
    for i, near in enumerate(neighbours):
        region = np.array([i, *near])
        level[i], between = _level_and_variance(count[region], base[region])
        own[i] = _own_part(base[i : i + 1], level=level[i], between=between)[0] if near else 1.0
    rate = level + own * (count / base - level)
    return Smoothed(
        rate=rate, own_part=own, level=level, n=len(count), method="empirical_bayes_local",
        broken=_broken(len(count), has_variation=bool((own > 0).any())),
    )  # fmt: skip


def _level_and_variance(count: Floats, base: Floats) -> tuple[float, float]:
    """The common rate and the variance between areas beyond chance, never below 0."""
    level = float(count.sum() / base.sum())
    seen = float((base * (count / base - level) ** 2).sum() / base.sum())
    return level, max(0.0, seen - level / float(base.mean()))


def _own_part(base: Floats, *, level: float, between: float) -> Floats:
    if between == 0:
        return np.zeros_like(base)
    part: Floats = between / (between + level / base)
    return part


def _broken(n: int, *, has_variation: bool) -> tuple[str, ...]:
    few = ("too_few_areas",) if n < 3 else ()
    return few if has_variation else (*few, "no_variation_between_areas")


def _checked(events: ArrayLike, population: ArrayLike) -> tuple[Floats, Floats]:
    count = np.atleast_1d(np.asarray(events, dtype=float))
    base = np.atleast_1d(np.asarray(population, dtype=float))
    if count.shape != base.shape or not len(count):
        raise ValueError("there must be areas, events and population of the same length")
    if not (count >= 0).all() or not (base > 0).all():
        raise ValueError("events must be numbers, not negative, and populations positive")
    return count, base
