"""Which series move with, or before, another? Never which one causes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.multiplicity import benjamini_hochberg
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess

Floats = NDArray[np.float64]

FEWEST_INDEPENDENT = 10.0
"""Independent pairs needed; two smooth series of fifty months may hold fewer."""

FEW_INDEPENDENT = "fewer_than_10_independent_pairs"
NO_VARIATION = "no_variation"
AUTOCORRELATED = "autocorrelated"

REFERENCE = "Pyper & Peterman (1998), Can J Fish Aquat Sci 55:2127-2140"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaggedCorrelation:
    """Correlation of the first series with the second ``lag`` periods later.

    lag               > 0: the first series moves before the second
    independent_pairs as many as the pairs are worth when each series remembers itself
    adjusted          p-value adjusted for all lags looked at (Benjamini and Hochberg)
    assessment        estimate r with limits for this lag alone; the verdict rests on ``adjusted``;
                      n = pairs
    """

    lag: int
    independent_pairs: float
    adjusted: float
    assessment: Assessment


def lagged_correlations(
    first: ArrayLike, *, second: ArrayLike, lags: Sequence[int], removed: int = 0,
    confidence: float = 0.95,
) -> tuple[LaggedCorrelation, ...]:  # fmt: skip
    """Correlations at several lags with honest degrees of freedom and one family of tests.

    first, second  (n,) equally spaced, NaN where missing; free from trend and season, see
                   without_trend_and_season: else two series that only share a season correlate
    lags           periods, may be negative
    removed        numbers estimated and taken away from each series before (trend, season)
    returns        one for each lag; CANNOT_ASSESS with fewer than 10 independent pairs
    use when       many pairs of series are tried: adjust the smallest ``adjusted`` of each pair again
                   over the pairs with benjamini_hochberg
    raises         ValueError if lengths differ
    reference      Pyper & Peterman (1998), Can J Fish Aquat Sci 55:2127-2140; Benjamini & Hochberg
                   (1995), JRSS B 57:289-300; docs/interval-check.md shows what it leaves of false calls
    """
    x, y = _known(first), _known(second)
    if x.shape != y.shape:
        raise ValueError("both series must have the same length")
    looked = [_at_lag(x, y, lag, removed=removed, confidence=confidence) for lag in lags]
    adjusted = benjamini_hochberg([found.p_value for _, found in looked])
    return tuple(
        LaggedCorrelation(
            lag=lag, independent_pairs=independent, adjusted=float(p),
            assessment=_judged(found, adjusted=float(p), level=1 - confidence),
        )
        for lag, (independent, found), p in zip(lags, looked, adjusted, strict=True)
    )  # fmt: skip


def independent_pairs(first: ArrayLike, *, second: ArrayLike) -> float:
    """How many independent pairs two series with memory are worth, at most as many as there are.

    first, second  (n,) equally spaced, NaN where missing
    reference      Pyper & Peterman (1998), Can J Fish Aquat Sci 55:2127-2140, eq. 1 with
                   autocorrelations to lag n/5 (Chelton 1984)
    """
    x, y = _known(first), _known(second)
    n = int((~np.isnan(x) & ~np.isnan(y)).sum())
    if n < 3:
        return float(n)
    furthest = np.arange(1, max(1, n // 5) + 1)
    memory = np.array([_autocorrelation(x, int(j)) * _autocorrelation(y, int(j)) for j in furthest])
    inverse = 1 / n + 2 / n * float(((n - furthest) / n * memory).sum())
    return float(min(n, 1 / inverse)) if inverse > 0 else float(n)


def without_trend_and_season(values: ArrayLike, *, period: int) -> tuple[Floats, int]:
    """What is left of a series when a straight line and the mean of each season are taken away.

    values      (n,) equally spaced, NaN where missing and in the answer; period: 12 for months, 1 for
                no season
    returns     (n,) residuals and how many numbers were estimated (``removed`` in lagged_correlations)
    raises      ValueError if there are no more values than numbers to estimate
    reference   ordinary least squares on time and seasonal dummies; Chatfield (2003), The Analysis of
                Time Series, ch. 2
    """
    value = np.asarray(values, dtype=float)
    time = np.arange(len(value))
    design = np.column_stack([time, np.eye(period)[time % period]])
    known = ~np.isnan(value)
    if known.sum() <= design.shape[1]:
        raise ValueError("too few values for a trend and this season")
    fitted = design @ np.linalg.lstsq(design[known], value[known], rcond=None)[0]
    left: Floats = value - fitted
    return left, design.shape[1]


def _known(values: ArrayLike) -> Floats:
    value = np.asarray(values, dtype=float)
    return np.where(np.isfinite(value), value, np.nan)


def _at_lag(
    x: Floats, y: Floats, lag: int, *, removed: int, confidence: float
) -> tuple[float, Assessment]:
    from scipy.special import stdtr

    n = len(x)
    left, right = (x[: n - lag], y[lag:]) if lag >= 0 else (x[-lag:], y[: n + lag])
    known = ~np.isnan(left) & ~np.isnan(right)
    left, right = np.where(known, left, np.nan), np.where(known, right, np.nan)
    pairs = int(known.sum())
    if pairs < 3 or np.nanstd(left) == 0 or np.nanstd(right) == 0:
        return 0.0, cannot_assess(
            "lagged_correlation", n=pairs, broken=(NO_VARIATION,), reference=REFERENCE
        )
    worth = independent_pairs(left, second=right) - removed
    r = float(np.clip(np.corrcoef(left[known], right[known])[0, 1], -1 + 1e-12, 1 - 1e-12))
    if worth < FEWEST_INDEPENDENT:
        return worth, cannot_assess(
            "lagged_correlation",
            n=pairs,
            broken=(FEW_INDEPENDENT,),
            reference=REFERENCE,
            estimate=r,
        )
    freedom = worth - 2
    p = float(2 * stdtr(freedom, -abs(r) * np.sqrt(freedom / (1 - r**2))))
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) / np.sqrt(worth - 3)
    low, high = (float(np.tanh(np.arctanh(r) + side * reach)) for side in (-1, 1))
    return worth, Assessment(
        method="lagged_correlation", verdict=Verdict.NOT_SHOWN, estimate=r, lower=low, upper=high,
        confidence=confidence, p_value=p, n=pairs,
        broken=(AUTOCORRELATED,) if worth + removed < 0.8 * pairs else (), reference=REFERENCE,
    )  # fmt: skip


def _judged(found: Assessment, *, adjusted: float, level: float) -> Assessment:
    from dataclasses import replace

    if found.verdict is Verdict.CANNOT_ASSESS or adjusted > level:
        return found
    return replace(found, verdict=Verdict.HIGHER if found.estimate > 0 else Verdict.LOWER)


def _autocorrelation(values: Floats, lag: int) -> float:
    apart = values - np.nanmean(values)
    variance = np.nanmean(apart**2)
    products = apart[:-lag] * apart[lag:]
    if variance == 0 or np.isnan(products).all():
        return 0.0
    return float(np.nansum(products) / (np.sum(~np.isnan(apart)) * variance))
