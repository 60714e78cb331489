"""Do neighbouring areas resemble each other, and where are the clusters?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.multiplicity import benjamini_hochberg
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess

Floats = NDArray[np.float64]

FEWEST_AREAS = 15
"""Areas below which a local pattern has no meaning: everybody is everybody's neighbour."""

FEW_AREAS = "fewer_than_15_areas"
ISLANDS = "areas_without_neighbours"
NO_VARIATION = "no_variation"

MORAN = "Moran (1950), Biometrika 37:17-23"
ANSELIN = "Anselin (1995), Geographical Analysis 27:93-115"
GETIS_ORD = "Ord & Getis (1995), Geographical Analysis 27:286-306"


class Pattern(StrEnum):
    """An area among its neighbours, once false discoveries are under control."""

    HIGH_AMONG_HIGH = "high_among_high"
    LOW_AMONG_LOW = "low_among_low"
    HIGH_AMONG_LOW = "high_among_low"
    LOW_AMONG_HIGH = "low_among_high"
    NOT_SHOWN = "not_shown"
    CANNOT_ASSESS = "cannot_assess"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPattern:
    """Areas in the order given; NaN and CANNOT_ASSESS for areas without neighbours.

    statistic   (n,) local Moran's I, or Getis and Ord's G* as a z-value
    z           (n,) the statistic in standard deviations of what chance gives
    p_value     (n,) two-sided; adjusted for all areas (Benjamini and Hochberg)
    pattern     (n,)
    """

    statistic: Floats
    z: Floats
    p_value: Floats
    adjusted: Floats
    pattern: tuple[Pattern, ...]
    n: int
    method: str
    broken: tuple[str, ...]
    reference: str


def global_moran(
    values: ArrayLike,
    *,
    neighbours: Sequence[Sequence[int]],
    permutations: int = 999,
    seed: int = 0,
) -> Assessment:
    """Moran's I with equal weights within each area's neighbours.

    values      (n,) rates, smoothed where areas are small
    neighbours  (n,) each area's neighbours as positions
    returns     estimate I (about -1/(n-1) without pattern), two-sided permutation p-value; n = areas
                with neighbours; HIGHER: neighbours alike, LOWER: neighbours unlike
    use when    n >= FEWEST_AREAS, else CANNOT_ASSESS
    raises      ValueError if lengths differ, a value is missing or a neighbour is none of the areas
    reference   Moran (1950), Biometrika 37:17-23; Cliff & Ord (1981), Spatial Processes
    """
    value, links, kept = _checked(values, neighbours)
    broken = _broken(value, kept)
    if len(value) < FEWEST_AREAS or NO_VARIATION in broken:
        return cannot_assess("moran", n=len(value), broken=broken, reference=MORAN)
    index = moran_index(value, neighbours=links)
    generator = np.random.default_rng(seed)
    drawn = np.array(
        [moran_index(generator.permutation(value), neighbours=links) for _ in range(permutations)]
    )
    above, below = ((drawn >= index).sum() + 1, (drawn <= index).sum() + 1)
    p = min(1.0, 2 * float(min(above, below)) / (permutations + 1))
    side = Verdict.HIGHER if above < below else Verdict.LOWER
    return Assessment(
        method="moran", verdict=side if p <= 0.05 else Verdict.NOT_SHOWN, estimate=index,
        p_value=p, n=len(value), broken=broken, reference=MORAN,
    )  # fmt: skip


def moran_index(values: ArrayLike, *, neighbours: Sequence[Sequence[int]]) -> float:
    """Moran's I alone, weights 1 / number of neighbours.

    values      (n,), not all alike; neighbours (n,) positions, at least one each
    reference   Moran (1950), Biometrika 37:17-23
    """
    value = np.asarray(values, dtype=float)
    apart = value - value.mean()
    pairs_from = np.repeat(np.arange(len(value)), [len(near) for near in neighbours])
    pairs_to = np.concatenate([np.asarray(near, dtype=int) for near in neighbours])
    sums = np.bincount(pairs_from, weights=apart[pairs_to], minlength=len(value))
    lag = sums / np.bincount(pairs_from, minlength=len(value))
    return float((apart * lag).sum() / (apart**2).sum())


def moran_z(values: ArrayLike, *, neighbours: Sequence[Sequence[int]]) -> float:
    """Moran's I in standard deviations of what chance gives, if values are normal.

    values      (n,), not all alike; neighbours (n,) positions, at least one each
    use when    many areas; for few, or values far from normal, see the permutations of global_moran
    reference   Cliff & Ord (1981), Spatial Processes, ch. 2
    """
    n = len(neighbours)
    weight = np.zeros((n, n))
    for place, near in enumerate(neighbours):
        weight[place, list(near)] = 1 / len(near)
    total, expected = weight.sum(), -1 / (n - 1)
    both = ((weight + weight.T) ** 2).sum() / 2
    sums = ((weight.sum(axis=0) + weight.sum(axis=1)) ** 2).sum()
    square = (n**2 * both - n * sums + 3 * total**2) / (total**2 * (n**2 - 1))
    index = moran_index(values, neighbours=neighbours)
    return float((index - expected) / np.sqrt(square - expected**2))


def local_moran(
    values: ArrayLike, *, neighbours: Sequence[Sequence[int]], permutations: int = 9999,
    seed: int = 0, level: float = 0.05,
) -> LocalPattern:  # fmt: skip
    """Clusters and outliers (LISA): each area and its neighbours against the others shuffled.

    values      (n,) rates, smoothed where areas are small
    neighbours  (n,) each area's neighbours as positions
    level       false discovery rate
    returns     see LocalPattern; below FEWEST_AREAS areas every pattern is CANNOT_ASSESS. The same seed
                gives the same answer
    raises      ValueError if lengths differ, a value is missing or a neighbour is none of the areas
    reference   Anselin (1995), Geographical Analysis 27:93-115; Caldas de Castro & Singer (2006),
                Geographical Analysis 38:180-208 (false discovery rate)
    """
    value, links, kept = _checked(values, neighbours)
    broken = _broken(value, kept)
    if len(value) < FEWEST_AREAS or NO_VARIATION in broken:
        return _nothing(kept, method="local_moran", broken=broken, reference=ANSELIN)
    found = _library("moran").Moran_Local(
        value,
        _weights(links),
        permutations=permutations,
        n_jobs=1,
        seed=seed,
    )
    # The library's p-values are one-sided with the side chosen afterwards: twice that is two-sided.
    p = np.minimum(1.0, 2 * np.asarray(found.p_sim, dtype=float))
    quadrants = {
        1: Pattern.HIGH_AMONG_HIGH, 2: Pattern.LOW_AMONG_HIGH, 3: Pattern.LOW_AMONG_LOW,
        4: Pattern.HIGH_AMONG_LOW,
    }  # fmt: skip
    return _local(
        kept, np.asarray(found.Is, dtype=float), np.asarray(found.z_sim, dtype=float), p,
        [quadrants[int(q)] for q in found.q], level=level, method="local_moran", broken=broken, reference=ANSELIN,
    )  # fmt: skip


def hot_spots(
    values: ArrayLike, *, neighbours: Sequence[Sequence[int]], level: float = 0.05
) -> LocalPattern:
    """Hot and cold spots: Getis and Ord's G*, the area counted with its neighbours.

    values      (n,) rates >= 0, smoothed where areas are small
    neighbours  (n,) each area's neighbours as positions
    level       false discovery rate
    returns     see LocalPattern, statistic = z; HIGH_AMONG_HIGH a hot spot, LOW_AMONG_LOW a cold one;
                below FEWEST_AREAS areas every pattern is CANNOT_ASSESS
    raises      ValueError if lengths differ, or a value is missing or negative
    reference   Ord & Getis (1995), Geographical Analysis 27:286-306
    """
    value, links, kept = _checked(values, neighbours)
    if (value < 0).any():
        raise ValueError("values must not be negative for G*")
    broken = _broken(value, kept)
    if len(value) < FEWEST_AREAS or NO_VARIATION in broken:
        return _nothing(kept, method="getis_ord_star", broken=broken, reference=GETIS_ORD)
    z = getis_ord_star_z(value, neighbours=links)
    p = np.array([2 * NormalDist().cdf(-abs(float(one))) for one in z])
    sides = [Pattern.HIGH_AMONG_HIGH if one > 0 else Pattern.LOW_AMONG_LOW for one in z]
    return _local(
        kept,
        z,
        z,
        p,
        sides,
        level=level,
        method="getis_ord_star",
        broken=broken,
        reference=GETIS_ORD,
    )


def global_getis_ord(values: ArrayLike, *, neighbours: Sequence[Sequence[int]]) -> Assessment:
    """General G: do high values (HIGHER) or low values (LOWER) lie together?

    values      (n,) rates >= 0; neighbours (n,) each area's neighbours as positions
    returns     estimate G, two-sided p-value of the normal approximation; n = areas with neighbours;
                CANNOT_ASSESS below FEWEST_AREAS or when a single area has anything
    raises      ValueError if lengths differ, or a value is missing or negative
    reference   Getis & Ord (1992), Geographical Analysis 24:189-206
    """
    value, links, kept = _checked(values, neighbours)
    if (value < 0).any():
        raise ValueError("values must not be negative for G")
    broken, reference = _broken(value, kept), "Getis & Ord (1992), Geographical Analysis 24:189-206"
    if NO_VARIATION not in broken and (value > 0).sum() < 2:
        broken = (*broken, NO_VARIATION)
    if len(value) < FEWEST_AREAS or NO_VARIATION in broken:
        return cannot_assess("getis_ord_general", n=len(value), broken=broken, reference=reference)
    index, z = getis_ord_general(value, neighbours=links)
    p = 2 * NormalDist().cdf(-abs(z))
    side = Verdict.HIGHER if z > 0 else Verdict.LOWER
    return Assessment(
        method="getis_ord_general", verdict=side if p <= 0.05 else Verdict.NOT_SHOWN,
        estimate=index, p_value=p, n=len(value), broken=broken, reference=reference,
    )  # fmt: skip


def getis_ord_general(
    values: ArrayLike, *, neighbours: Sequence[Sequence[int]]
) -> tuple[float, float]:
    """General G and its z-value, binary weights.

    values      (n,) numbers >= 0; neighbours (n,) positions, at least one each
    reference   Getis & Ord (1992), Geographical Analysis 24:189-206
    """
    found = _library("getisord").G(
        np.asarray(values, dtype=float), _weights(neighbours), permutations=0
    )
    return float(found.G), float(found.z_norm)


def getis_ord_z(values: ArrayLike, *, neighbours: Sequence[Sequence[int]]) -> Floats:
    """z-values of G, binary weights, the area itself left out.

    values      (n,) numbers >= 0; neighbours (n,) positions, at least one each
    reference   Ord & Getis (1995), Geographical Analysis 27:286-306
    """
    return _getis_ord(values, neighbours, is_self_counted=False)


def getis_ord_star_z(values: ArrayLike, *, neighbours: Sequence[Sequence[int]]) -> Floats:
    """z-values of G*, binary weights, the area itself included.

    values      (n,) numbers >= 0; neighbours (n,) positions, at least one each
    reference   Ord & Getis (1995), Geographical Analysis 27:286-306
    """
    return _getis_ord(values, neighbours, is_self_counted=True)


def _getis_ord(
    values: ArrayLike, neighbours: Sequence[Sequence[int]], *, is_self_counted: bool
) -> Floats:
    found = _library("getisord").G_Local(
        np.asarray(values, dtype=float), _weights(neighbours), transform="B", star=is_self_counted,
        permutations=0, n_jobs=1,
    )  # fmt: skip
    z: Floats = np.asarray(found.Zs, dtype=float)
    return z


def _library(module: str) -> Any:
    """Three to four seconds of import, so only for those who ask for a map of clusters."""
    import importlib

    return importlib.import_module(f"esda.{module}")


def _weights(neighbours: Sequence[Sequence[int]]) -> Any:
    from libpysal.weights import W

    links = {i: [int(j) for j in near] for i, near in enumerate(neighbours)}
    return W(links, silence_warnings=True, id_order=list(links))


def _checked(
    values: ArrayLike, neighbours: Sequence[Sequence[int]]
) -> tuple[Floats, list[list[int]], NDArray[np.bool_]]:
    """Areas that have neighbours, renumbered, and which of all they are."""
    value = np.asarray(values, dtype=float)
    if len(neighbours) != len(value):
        raise ValueError("every area needs its list of neighbours")
    if not np.isfinite(value).all():
        raise ValueError("a missing value: leave the area out, also as a neighbour")
    if any(not 0 <= j < len(value) for near in neighbours for j in near):
        raise ValueError("a neighbour is none of the areas")
    kept = np.array([bool(len(near)) for near in neighbours], dtype=bool)
    place = np.cumsum(kept) - 1
    links = [
        [int(place[j]) for j in near if kept[j]]
        for near, keep in zip(neighbours, kept, strict=True)
        if keep
    ]
    return value[kept], links, kept


def _broken(value: Floats, kept: NDArray[np.bool_]) -> tuple[str, ...]:
    conditions = {
        FEW_AREAS: len(value) < FEWEST_AREAS,
        ISLANDS: not kept.all(),
        NO_VARIATION: len(value) == 0 or float(np.ptp(value)) == 0.0,
    }
    return tuple(code for code, is_broken in conditions.items() if is_broken)


def _nothing(
    kept: NDArray[np.bool_], *, method: str, broken: tuple[str, ...], reference: str
) -> LocalPattern:
    empty = np.full(len(kept), np.nan)
    return LocalPattern(
        statistic=empty, z=empty, p_value=empty, adjusted=empty, n=int(kept.sum()), method=method,
        pattern=(Pattern.CANNOT_ASSESS,) * len(kept), broken=broken, reference=reference,
    )  # fmt: skip


def _local(
    kept: NDArray[np.bool_], statistic: Floats, z: Floats, p: Floats, sides: list[Pattern], *,
    level: float, method: str, broken: tuple[str, ...], reference: str,
) -> LocalPattern:  # fmt: skip
    """The areas that were examined put back among those that could not be."""

    def among_all(part: Floats) -> Floats:
        full = np.full(len(kept), np.nan)
        full[kept] = part
        return full

    adjusted = benjamini_hochberg(among_all(p))
    patterns = np.full(len(kept), Pattern.CANNOT_ASSESS, dtype=object)
    patterns[kept] = sides
    patterns[kept & (adjusted > level)] = Pattern.NOT_SHOWN
    return LocalPattern(
        statistic=among_all(statistic), z=among_all(z), p_value=among_all(p), adjusted=adjusted,
        pattern=tuple(patterns), n=int(kept.sum()), method=method, broken=broken,
        reference=reference,
    )  # fmt: skip
