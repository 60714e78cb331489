"""Which series move with, or before, another? Never which one causes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.multiplicity import benjamini_hochberg_rows
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
    return many_lagged_correlations(
        x[None], second=y, lags=lags, removed=removed, confidence=confidence
    )[0]


def many_lagged_correlations(
    firsts: ArrayLike, *, second: ArrayLike, lags: Sequence[int], removed: int = 0,
    confidence: float = 0.95,
) -> list[tuple[LaggedCorrelation, ...]]:  # fmt: skip
    """As lagged_correlations for many series beside the same one, in a tenth of the time.

    firsts      (m, n); second (n,)
    returns     (m,) what lagged_correlations says of each
    raises      ValueError if lengths differ
    reference   as lagged_correlations
    """
    x, y = _known(firsts), _known(second)
    if x.ndim != 2 or x.shape[1:] != y.shape:
        raise ValueError("all series must have the same length")
    looked = [_at_lag(x, y, lag=lag, removed=removed, confidence=confidence) for lag in lags]
    p_values = np.array([[one.p_value for _, one in each] for each in looked])
    adjusted = benjamini_hochberg_rows(p_values.reshape(len(lags), len(x)).T)
    return [
        tuple(
            LaggedCorrelation(
                lag=lag, independent_pairs=worth, adjusted=p,
                assessment=_judged(found, adjusted=p, level=1 - confidence),
            )
            for lag, (worth, found), p in zip(lags, each, of_one, strict=True)
        )
        for each, of_one in zip(zip(*looked, strict=True), adjusted.tolist(), strict=True)
    ]  # fmt: skip


def independent_pairs(first: ArrayLike, *, second: ArrayLike) -> float:
    """How many independent pairs two series with memory are worth, at most as many as there are.

    first, second  (n,) equally spaced, NaN where missing
    reference      Pyper & Peterman (1998), Can J Fish Aquat Sci 55:2127-2140, eq. 1 with
                   autocorrelations to lag n/5 (Chelton 1984)
    """
    x, y = _known(first)[None], _known(second)[None]
    return float(_worth(x, y, pairs=(~np.isnan(x) & ~np.isnan(y)).sum(axis=1))[0])


def _worth(x: Floats, y: Floats, *, pairs: NDArray[np.int64]) -> Floats:
    """(m,) independent pairs of each of (m, n) series with its own second."""
    furthest = np.maximum(1, pairs // 5)
    total = np.zeros(len(pairs))
    remembered = _Memory.of(x), _Memory.of(y)
    for step in range(1, min(int(furthest.max(initial=1)), x.shape[1] - 1) + 1):
        memory = remembered[0].at(step) * remembered[1].at(step)
        total += np.where(step <= furthest, (pairs - step) / np.maximum(pairs, 1) * memory, 0.0)
    inverse = 1 / np.maximum(pairs, 1) + 2 / np.maximum(pairs, 1) * total
    with np.errstate(divide="ignore"):
        worth = np.where(inverse > 0, np.minimum(pairs, 1 / inverse), pairs)
    return np.asarray(np.where(pairs < 3, pairs, worth), dtype=float)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Memory:
    """Series about their means, 0 where missing: how much they remember themselves.

    apart  (m, n); squares: (m,) their sums of squares
    """

    apart: Floats
    squares: Floats

    @classmethod
    def of(cls, values: Floats) -> _Memory:
        known = ~np.isnan(values)
        number = np.maximum(known.sum(axis=1), 1)[:, None]
        told = np.where(known, values, 0.0)
        apart = np.where(known, told - told.sum(axis=1, keepdims=True) / number, 0.0)
        return cls(apart=apart, squares=(apart**2).sum(axis=1))

    def at(self, lag: int) -> Floats:
        """(m,) autocorrelation, 0 without variation."""
        products = (self.apart[:, :-lag] * self.apart[:, lag:]).sum(axis=1)
        found: Floats = np.zeros_like(products)
        np.divide(products, self.squares, out=found, where=self.squares > 0)
        return found


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
    x: Floats, y: Floats, *, lag: int, removed: int, confidence: float
) -> list[tuple[float, Assessment]]:
    """Independent pairs and what is found, of each of (m, n) series."""
    n = len(y)
    left, right = (x[:, : n - lag], y[lag:]) if lag >= 0 else (x[:, -lag:], y[: n + lag])
    known = ~np.isnan(left) & ~np.isnan(right)
    left, right = np.where(known, left, np.nan), np.where(known, right, np.nan)
    pairs = known.sum(axis=1)
    worth = _worth(left, right, pairs=pairs) - removed
    one, other = _Memory.of(left), _Memory.of(right)
    is_flat = (pairs < 3) | (one.squares == 0) | (other.squares == 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = (one.apart * other.apart).sum(axis=1) / np.sqrt(one.squares * other.squares)
        told = _limits(np.clip(r, -1 + 1e-12, 1 - 1e-12), worth, confidence=confidence)
    found = []
    for flat, of_one, n_pairs, values in zip(
        is_flat.tolist(), worth.tolist(), pairs.tolist(), told.tolist(), strict=True
    ):
        assessment = _assessment(
            values,
            worth=of_one,
            removed=removed,
            pairs=n_pairs,
            is_flat=flat,
            confidence=confidence,
        )
        found.append((0.0 if flat else of_one, assessment))
    return found


def _limits(r: Floats, worth: Floats, *, confidence: float) -> Floats:
    """(m, 4) correlation, its limits and its p-value."""
    from scipy.special import stdtr

    freedom = worth - 2
    p = 2 * stdtr(freedom, -np.abs(r) * np.sqrt(freedom / (1 - r**2)))
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) / np.sqrt(worth - 3)
    return np.column_stack([r, np.tanh(np.arctanh(r) - reach), np.tanh(np.arctanh(r) + reach), p])


def _assessment(
    told: Sequence[float], *, worth: float, removed: int, pairs: int, is_flat: bool,
    confidence: float,
) -> Assessment:  # fmt: skip
    if is_flat:
        return cannot_assess(
            "lagged_correlation", n=pairs, broken=(NO_VARIATION,), reference=REFERENCE
        )
    r, low, high, p = told
    if worth < FEWEST_INDEPENDENT:
        return cannot_assess(
            "lagged_correlation", n=pairs, broken=(FEW_INDEPENDENT,), reference=REFERENCE,
            estimate=r,
        )  # fmt: skip
    return Assessment(
        method="lagged_correlation", verdict=Verdict.NOT_SHOWN, estimate=r, lower=low, upper=high,
        confidence=confidence, p_value=p, n=pairs,
        broken=(AUTOCORRELATED,) if worth + removed < 0.8 * pairs else (), reference=REFERENCE,
    )  # fmt: skip


def _judged(found: Assessment, *, adjusted: float, level: float) -> Assessment:
    if found.verdict is Verdict.CANNOT_ASSESS or adjusted > level:
        return found
    return replace(found, verdict=Verdict.HIGHER if found.estimate > 0 else Verdict.LOWER)
