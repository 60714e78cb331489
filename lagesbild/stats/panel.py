"""Do two measures move together in many places, or does one move before the other?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.multiplicity import benjamini_hochberg
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess

Floats = NDArray[np.float64]

FEWEST_PLACES = 20
FEWEST_PERIODS = 3
FEW_PLACES = "fewer_than_20_places"
FEW_POINTS = "too_few_points"
NO_VARIATION = "no_variation"

CLOSEST = 1 - 1e-12
"""A correlation of one has no Fisher's z."""

REFERENCE = "Cameron & Miller (2015), J Human Resources 50:317-372"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelLag:
    """Correlation of the first measure's changes with the second's ``lag`` periods later.

    lag         > 0: the first moves before the second
    places      that have pairs
    adjusted    p-value adjusted for all lags looked at (Benjamini and Hochberg)
    assessment  estimate r with limits for this lag alone; the verdict rests on ``adjusted``; n = pairs
    """

    lag: int
    places: int
    adjusted: float
    assessment: Assessment


def lagged_panel(
    first: ArrayLike, *, second: ArrayLike, lags: Sequence[int], confidence: float = 0.95
) -> tuple[PanelLag, ...]:
    """Correlations of two measures' changes over all places, at several lags.

    first, second  (k, n) places by equally spaced periods, NaN where missing, on a scale where changes
                   are comparable (logarithms of rates)
    returns        one for each lag. Levels are gone with the differences, each place's own trend and what
                   is common to all places in a period are taken away; places, not pairs, are what is
                   independent. CANNOT_ASSESS with fewer than 20 places or 3 periods of changes
    use when       many pairs of measures are tried: adjust the smallest ``adjusted`` of each again over
                   them with benjamini_hochberg
    raises         ValueError if the shapes differ
    reference      Cameron & Miller (2015), J Human Resources 50:317-372 (errors by leaving out clusters);
                   Miller (1974), Biometrika 61:1-15 (the jackknife of Fisher's z for the limits);
                   Carter, Schnepel & Steigerwald (2017), Rev Econ Stat 99:698-709 (how many they are worth)
    """
    x, y = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if x.shape != y.shape or x.ndim != 2:
        raise ValueError("both measures must have the same places and periods")
    changes = np.diff(x, axis=1), np.diff(y, axis=1)
    looked = [_at_lag(*changes, lag=lag, confidence=confidence) for lag in lags]
    adjusted = benjamini_hochberg([found.p_value for _, found in looked])
    return tuple(
        PanelLag(
            lag=lag, places=places, adjusted=float(p),
            assessment=_judged(found, adjusted=float(p), level=1 - confidence),
        )
        for lag, (places, found), p in zip(lags, looked, adjusted, strict=True)
    )  # fmt: skip


def _at_lag(x: Floats, y: Floats, *, lag: int, confidence: float) -> tuple[int, Assessment]:
    from scipy.special import stdtr, stdtrit

    n = x.shape[1]
    left, right = (x[:, : n - lag], y[:, lag:]) if lag >= 0 else (x[:, -lag:], y[:, : n + lag])
    known = np.isfinite(left) & np.isfinite(right)
    known[known.sum(axis=1) < 2] = False
    places, pairs = int(known.any(axis=1).sum()), int(known.sum())
    few = _too_few(known, places)
    if few:
        return places, cannot_assess("lagged_panel", n=pairs, broken=few, reference=REFERENCE)
    left, right = _without_place_and_period(np.stack((left, right)), known)
    own, other = float((left**2).sum()), float((right**2).sum())
    if min(own, other) <= 1e-12 * pairs:
        return places, cannot_assess(
            "lagged_panel", n=pairs, broken=(NO_VARIATION,), reference=REFERENCE
        )
    slope = float((left * right).sum()) / own
    error, of_z, freedom = _jackknife(left, right, slope=slope)
    r = float(np.clip(slope * np.sqrt(own / other), -CLOSEST, CLOSEST))
    p = float(2 * stdtr(freedom, -abs(slope) / error)) if error > 0 else 0.0
    reach = float(stdtrit(freedom, 0.5 + confidence / 2)) * of_z
    low, high = (float(np.tanh(np.arctanh(r) + side * reach)) for side in (-1, 1))
    return places, Assessment(
        method="lagged_panel", verdict=Verdict.NOT_SHOWN, estimate=r, lower=low, upper=high,
        confidence=confidence, p_value=p, n=pairs, reference=REFERENCE,
    )  # fmt: skip


def _jackknife(left: Floats, right: Floats, *, slope: float) -> tuple[float, float, float]:
    """Standard errors of the slope and of Fisher's z of the correlation, and their degrees of freedom, places
    left out one by one.

    A few places that vary much more than the rest weigh so much that the usual robust error is too
    small: on kommuner that have nothing to do with each other it called six times too many.
    """
    own, other, both = (left**2).sum(axis=1), (right**2).sum(axis=1), (left * right).sum(axis=1)
    has_pairs = own > 0
    own, other, both = own[has_pairs], other[has_pairs], both[has_pairs]
    rest, rest_of_other = own.sum() - own, other.sum() - other
    if len(own) < 2 or (rest <= 0).any() or (rest_of_other <= 0).any():
        return float("inf"), float("inf"), 1.0
    without = (both.sum() - both) / rest
    z = np.arctanh(np.clip(without * np.sqrt(rest / rest_of_other), -CLOSEST, CLOSEST))
    whole = np.arctanh(np.clip(slope * np.sqrt(own.sum() / other.sum()), -CLOSEST, CLOSEST))
    part = (len(own) - 1) / len(own)
    error, of_z = (float(np.sqrt(part * (d**2).sum())) for d in (without - slope, z - whole))
    worth = float(own.sum() ** 2 / (own**2).sum())
    return error, of_z, max(1.0, worth - 1)


def _too_few(known: NDArray[np.bool_], places: int) -> tuple[str, ...]:
    if places < FEWEST_PLACES:
        return (FEW_PLACES,)
    return (FEW_POINTS,) if int(known.any(axis=0).sum()) < FEWEST_PERIODS else ()


def _without_place_and_period(values: Floats, known: NDArray[np.bool_]) -> Floats:
    """What is left when each place's and each period's mean are taken away, 0 where unknown. With holes
    neither is right until the other is: the periods, which are few, are solved for with the places in them.

    values  (m, places, periods) measures that are known at the same places and periods
    """
    here = known.astype(float)
    left = np.where(known, values, 0.0)
    in_place = np.maximum(here.sum(axis=1), 1.0)
    part = here / in_place[:, None]
    shared = np.diag(here.sum(axis=0)) - here.T @ part
    # A level common to all periods is the places' own: the ridge decides what does not matter.
    ridge = 1e-10 * max(float(np.trace(shared)), 1.0) * np.eye(len(shared))
    in_period = left.sum(axis=1) - left.sum(axis=2) @ part
    period = np.linalg.solve(shared + ridge, in_period.T).T
    place = (left.sum(axis=2) - period @ here.T) / in_place
    return np.asarray(here * (left - place[:, :, None] - period[:, None]), dtype=float)


def _judged(found: Assessment, *, adjusted: float, level: float) -> Assessment:
    if found.verdict is Verdict.CANNOT_ASSESS or adjusted > level:
        return found
    return replace(found, verdict=Verdict.HIGHER if found.estimate > 0 else Verdict.LOWER)


def rank_correlation(
    first: ArrayLike, *, second: ArrayLike, confidence: float = 0.95
) -> Assessment:
    """Whether places high in one measure are high in the other, whatever the two are counted in.

    first, second  (k,) one value a place, NaN where missing
    returns        estimate = Spearman's rho with limits, p-value; n = places. CANNOT_ASSESS with fewer
                   than 20 places
    use when       places are independent; neighbours that resemble each other make it too sure
    raises         ValueError if lengths differ
    reference      Spearman (1904), Am J Psychol 15:72-101; limits by Bonett & Wright (2000),
                   Psychometrika 65:23-28
    """
    from scipy.special import stdtr

    x, y = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if x.shape != y.shape:
        raise ValueError("both measures must have the same places")
    known = np.isfinite(x) & np.isfinite(y)
    n, reference = int(known.sum()), "Bonett & Wright (2000), Psychometrika 65:23-28"
    if n < FEWEST_PLACES:
        return cannot_assess("rank_correlation", n=n, broken=(FEW_PLACES,), reference=reference)
    ranks = _ranks(x[known]), _ranks(y[known])
    if min(rank.std() for rank in ranks) == 0:
        return cannot_assess("rank_correlation", n=n, broken=(NO_VARIATION,), reference=reference)
    r = float(np.clip(np.corrcoef(*ranks)[0, 1], -1 + 1e-12, 1 - 1e-12))
    p = float(2 * stdtr(n - 2, -abs(r) * np.sqrt((n - 2) / (1 - r**2))))
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * np.sqrt((1 + r**2 / 2) / (n - 3))
    low, high = (float(np.tanh(np.arctanh(r) + side * reach)) for side in (-1, 1))
    return Assessment(
        method="rank_correlation", verdict=Verdict.NOT_SHOWN, estimate=r, lower=low, upper=high,
        confidence=confidence, p_value=p, n=n, reference=reference,
    )  # fmt: skip


def _ranks(values: Floats) -> Floats:
    """From 1, those that are alike share their mean rank. As scipy.stats.rankdata, which takes a second of
    processor time to load for whoever opens the page first."""
    _, place, number = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(number) - (number - 1) / 2)[place], dtype=float)
