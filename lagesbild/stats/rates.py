"""Rates of counted events, with intervals for the count."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

BYAR_FROM = 10
"""Events from which Byar's approximation is used; exact limits below (APHO Technical Briefing 3)."""


def byar_interval(events: ArrayLike, *, confidence: float = 0.95) -> Floats:
    """Confidence limits for a Poisson count, Byar's approximation.

    events      (n,) numbers >= 0, NaN gives NaN
    returns     (n, 2) lower, upper, in events (counts, not rates)
    use when    events >= 10; below that use exact_poisson_interval
    raises      ValueError if any event is negative or confidence is outside (0, 1)
    reference   Breslow & Day (1987), Statistical Methods in Cancer Research, vol. II
    """
    count = _checked_counts(events, confidence)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
    above = count + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return np.column_stack([np.where(count == 0, 0.0, lower), upper])


def exact_poisson_interval(events: ArrayLike, *, confidence: float = 0.95) -> Floats:
    """Exact (Garwood) confidence limits for a Poisson count.

    events      (n,) numbers >= 0, NaN gives NaN
    returns     (n, 2) lower, upper, in events; 0 events give a lower limit of 0
    raises      ValueError if any event is negative or confidence is outside (0, 1)
    reference   Garwood (1936), Biometrika 28:437-442
    """
    from scipy.special import gammaincinv

    count = _checked_counts(events, confidence)
    alpha = 1 - confidence
    lower = np.where(count == 0, 0.0, gammaincinv(np.maximum(count, 1e-300), alpha / 2))
    upper = gammaincinv(count + 1, 1 - alpha / 2)
    return np.column_stack([lower, upper])


def poisson_interval(events: ArrayLike, *, confidence: float = 0.95) -> Floats:
    """Byar's limits from 10 events, exact limits below.

    events      (n,) numbers >= 0, NaN gives NaN
    returns     (n, 2) lower, upper, in events
    raises      ValueError if any event is negative or confidence is outside (0, 1)
    reference   APHO Technical Briefing 3 (2008), Commonly used public health statistics
    """
    count = _checked_counts(events, confidence)
    limits = byar_interval(count, confidence=confidence)
    few = count < BYAR_FROM
    if few.any():
        limits[few] = exact_poisson_interval(count[few], confidence=confidence)
    return limits


def lognormal_poisson_interval(events: ArrayLike, *, confidence: float = 0.95) -> Floats:
    """Limits symmetric on the logarithmic scale, for checking figures published with them.

    events      (n,) numbers >= 0; 0 gives NaN
    returns     (n, 2) lower, upper, in events
    use when    a publication has used it; poisson_interval holds its level better for few events
    raises      ValueError if any event is negative or confidence is outside (0, 1)
    reference   Breslow & Day (1987), Statistical Methods in Cancer Research, vol. II, eq. 2.11
    """
    count = _checked_counts(events, confidence)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.exp(z / np.sqrt(count))
        return np.where(count[:, None] > 0, np.column_stack([count / reach, count * reach]), np.nan)


def score_poisson_interval(events: ArrayLike, *, confidence: float = 0.95) -> Floats:
    """Limits by inverting the score test: the right level on average, not for every mean.

    events      (n,) numbers >= 0, NaN gives NaN
    returns     (n, 2) lower, upper, in events
    use when    limits are combined, as in compare.rate_difference, where the exact ones' caution would
                count twice
    raises      ValueError if any event is negative or confidence is outside (0, 1)
    reference   Rao score; Barker (2002), American Statistician 56:85-89
    """
    count = _checked_counts(events, confidence)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    middle, reach = count + z**2 / 2, z * np.sqrt(count + z**2 / 4)
    return np.column_stack([np.maximum(0.0, middle - reach), middle + reach])


def weighted_sum_interval(
    events: ArrayLike, *, weights: ArrayLike, confidence: float = 0.95
) -> tuple[float, float]:
    """Limits of a weighted sum of Poisson counts; with all weights alike they are the exact ones.

    events      (k,) numbers >= 0, not all 0; weights (k,) numbers >= 0
    returns     lower, upper, in weighted events
    use when    the weights differ much (harm, age standardisation): the normal approximation and
                Dobson's limits then hold too seldom
    raises      ValueError if shapes differ, numbers are negative or the sum is 0
    reference   Fay & Feuer (1997), Stat Med 16:791-801
    """
    from scipy.special import gammaincinv

    count, weight = np.asarray(events, dtype=float), np.asarray(weights, dtype=float)
    if count.shape != weight.shape or (count < 0).any() or (weight < 0).any():
        raise ValueError("every count needs a weight, none negative")
    total, variance = float((weight * count).sum()), float((weight**2 * count).sum())
    if not total > 0:
        raise ValueError("no weighted events")
    heaviest, alpha = float(weight.max()), (1 - confidence) / 2
    low = variance / total * float(gammaincinv(total**2 / variance, alpha))
    wider, moved = variance + heaviest**2, total + heaviest
    high = wider / moved * float(gammaincinv(moved**2 / wider, 1 - alpha))
    return low, high


def crude_rate(events: ArrayLike, *, population: ArrayLike, per: float) -> Floats:
    """Events per ``per`` of the population; NaN where the population is missing or 0.

    events, population  (n,)
    returns             (n,)
    reference           APHO Technical Briefing 3 (2008)
    """
    count = np.asarray(events, dtype=float)
    base = np.asarray(population, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(base > 0, count / base * per, np.nan)


def _checked_counts(events: ArrayLike, confidence: float) -> Floats:
    count = np.atleast_1d(np.asarray(events, dtype=float))
    if (count < 0).any():
        raise ValueError("events must not be negative")
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")
    return count
