"""Season: as terms of a regression, and taken away from a series for showing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

STEEPEST = 30.0
"""Logarithms a trend may move over a series; a steeper one is no trend but a series that ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """A series in three parts that sum to it, each (n,) in its unit.

    adjusted   the series without its season
    """

    seasonal: Floats
    trend: Floats
    rest: Floats

    @property
    def adjusted(self) -> Floats:
        return self.trend + self.rest


def harmonic_terms(position: ArrayLike, *, period: float = 12.0, harmonics: int = 2) -> Floats:
    """Sine and cosine columns for a smooth season.

    position   (n,) number of the month or week, any origin
    returns    (n, 2 * harmonics): sin, cos of the whole period, then of its half ...
    raises     ValueError when harmonics reach half the period, where a column would be constant
    reference  Stolwijk, Straatman & Zielhuis (1999), J Epidemiol Community Health 53:235-238
    """
    if not 0 < harmonics < period / 2:
        raise ValueError("harmonics must lie between 1 and half the period")
    angle = 2 * np.pi * np.asarray(position, dtype=float) / period
    waves = [f(k * angle) for k in range(1, harmonics + 1) for f in (np.sin, np.cos)]
    return np.column_stack(waves)


def month_terms(month: ArrayLike) -> Floats:
    """Indicator columns for the months two to twelve; the first is the level of the intercept.

    month      (n,) 1-12 (or 0-11)
    returns    (n, 11)
    reference  McCullagh & Nelder (1989), Generalized Linear Models, sect. 3.3
    """
    number = np.asarray(month, dtype=int) % 12
    terms: Floats = (number[:, None] == (1 + np.arange(1, 12)) % 12).astype(float)
    return terms


def seasonal_decomposition(
    values: ArrayLike, *, period: int = 12, seasonal_span: int = 13
) -> Decomposition:
    """Season, trend and rest by loess (STL), for showing a seasonally adjusted line.

    values         (n,) without gaps, at least two full years
    seasonal_span  odd; how many years the season of a month is smoothed over
    use when       the picture needs it; decisions are made on counts with season in the model
    raises         ValueError for gaps or fewer than two years
    reference      Cleveland, Cleveland, McRae & Terpenning (1990), J Official Statistics 6:3-73
    """
    series = np.asarray(values, dtype=float)
    if not np.isfinite(series).all():
        raise ValueError("a series with gaps cannot be decomposed")
    if len(series) < 2 * period:
        raise ValueError("at least two full years are needed")
    from statsmodels.tsa.seasonal import STL

    # Two passes, as R's stl and the authors have it. Not the robust variant: on counts its weights
    # do not settle, and two programs then show two different lines.
    fitted = STL(series, period=period, seasonal=seasonal_span).fit(inner_iter=2, outer_iter=0)
    seasonal, trend = np.asarray(fitted.seasonal), np.asarray(fitted.trend)
    return Decomposition(seasonal=seasonal, trend=trend, rest=series - seasonal - trend)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonalIndex:
    """How much higher or lower each time of year is than the year's mean.

    index    (period,) ratios whose mean is 1, the first for the first point given
    p_value  of no season at all; NaN where it cannot be told
    """

    index: Floats
    p_value: float
    n: int


def seasonal_index(
    counts: ArrayLike, *, exposure: ArrayLike = 1.0, period: int = 12
) -> SeasonalIndex:
    """The season of counts, beside a steady trend, with a test of whether there is one.

    counts     (n,) consecutive periods, NaN is a gap; exposure: population, broadcast
    returns    quasi-Poisson with an indicator for each time of year; F test against the trend alone.
               Without three full years, or when the fit fails, an index of ones and p_value NaN
    use when   three full years or more; the index is worth using when p_value is small
    raises     ValueError for negative counts
    reference  McCullagh & Nelder (1989), Generalized Linear Models, sect. 4.5 (F on the scaled deviance)
    """
    y = np.asarray(counts, dtype=float)
    seen = int(np.isfinite(y).sum())
    none = SeasonalIndex(index=np.ones(period), p_value=float("nan"), n=seen)
    if seen < 3 * period or not np.nansum(y) > 0:
        return none
    from scipy.special import fdtrc

    from lagesbild.stats.regression import fit_poisson

    place = np.arange(len(y)) % period
    line = np.column_stack([np.ones(len(y)), np.arange(len(y)) / period])
    terms = (place[:, None] == np.arange(1, period)).astype(float)
    plain = fit_poisson(y, design=line, exposure=exposure)
    full = fit_poisson(y, design=np.column_stack([line, terms]), exposure=exposure)
    if not (plain.converged[0] and full.converged[0]):
        return none
    if abs(float(full.coefficients[0, 1])) * len(y) / period > STEEPEST:
        return none
    freedom = seen - 1 - period
    # A series that does not vary at all leaves only rounding to compare rounding with.
    scale = max(float(full.dispersion[0]), 1e-6)
    gain = _deviance(y, plain.fitted[0]) - _deviance(y, full.fitted[0])
    ratios = np.exp(np.concatenate([[0.0], full.coefficients[0, 2:]]))
    p_value = float(fdtrc(period - 1, freedom, max(gain, 0.0) / (period - 1) / scale))
    return SeasonalIndex(index=ratios / ratios.mean(), p_value=p_value, n=seen)


def _deviance(y: Floats, fitted: Floats) -> float:
    known = np.isfinite(y)
    seen, mean = y[known], fitted[known]
    logs = np.where(seen > 0, seen * np.log(np.where(seen > 0, seen, 1.0) / mean), 0.0)
    return float(2 * (logs - (seen - mean)).sum())
