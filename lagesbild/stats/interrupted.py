"""Interrupted time series: did the level change when a measure began?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.power import VisibleChange
from lagesbild.stats.regression import FARTHEST, CountFit, fit_poisson
from lagesbild.stats.season import harmonic_terms
from lagesbild.stats.verdict import Assessment, cannot_assess, verdict_from_limits

Floats = NDArray[np.float64]

REFERENCE = (
    "Lopez Bernal, Cummins & Gasparrini (2017), International Journal of Epidemiology 46:348-355"
)
FEWEST_BEFORE = 24
FEWEST_AFTER = 6
FEWEST_EVENTS = 20
FOLLOWS = 0.3
"""Correlation between neighbouring residuals above which standard errors are too small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptedSeries:
    """The change at the interruption, and what was expected without it.

    level     ratio just after to what the earlier trend led to expect; slope: ratio per year of the
              new slope to the old, None where it was not fitted
    without   (n,) expected counts had nothing happened; fitted (n,)
    autocorrelation  of neighbouring residuals
    visible   the smallest change of level that would have been seen with 80 % power
    """

    level: Assessment
    slope: Assessment | None
    without: Floats
    fitted: Floats
    dispersion: float
    autocorrelation: float
    visible: VisibleChange


def interrupted_series(
    counts: ArrayLike, *, start: int, exposure: ArrayLike = 1.0, harmonics: int = 0,
    slope_changes: bool = False, confidence: float = 0.95, period: int = 12,
) -> InterruptedSeries:  # fmt: skip
    """Segmented quasi-Poisson regression with a common trend and a change of level.

    counts     (n,) consecutive months; start: index of the first month with the measure
    harmonics  0 without season, else pairs of sine and cosine
    returns    see InterruptedSeries. Where nothing at all happened after, the level is 0 with an upper limit
               by likelihood, since the normal one would say that nothing is known
    use when   24 months before and 6 after, 20 events before and 10 expected after, nothing else happened
               then; otherwise CANNOT_ASSESS. A comparison series without the measure makes it stronger
    raises     ValueError when start lies outside the series
    reference  Lopez Bernal, Cummins & Gasparrini (2017), Int J Epidemiology 46:348-355; none after: Venzon
               & Moolgavkar (1988), JRSS C 37:87-94 (limits by profile likelihood)
    """
    y = np.asarray(counts, dtype=float)
    y = np.where(np.isfinite(y), y, np.nan)
    if not 0 < start < len(y):
        raise ValueError("the interruption must lie within the series")
    base = np.broadcast_to(np.asarray(exposure, dtype=float), y.shape)
    design = _design(len(y), start=start, harmonics=harmonics, slope=slope_changes, period=period)
    fit = fit_poisson(y, design=design, exposure=base)
    phi = float(max(np.nan_to_num(fit.dispersion[0], nan=1.0), 1.0))
    follows = _autocorrelation(y, fit)
    broken = _broken(y, start=start, fit=fit)
    warned = ("dependent_months",) if follows > FOLLOWS else ()
    n = int(np.nansum(y))
    none_after = not np.nansum(y[start:]) > 0
    no_normal = broken or (("no_fit",) if none_after else ())
    level, slope = (
        _effect(fit, column=c, phi=phi, n=n, confidence=confidence, broken=no_normal, warned=warned)
        for c in (2, 3 if slope_changes else 2)
    )
    if none_after and not broken and not slope_changes:
        level = _nothing_after(y, design=design, exposure=base, start=start, confidence=confidence)
    plain = design.copy()
    plain[:, 2 : 3 + slope_changes] = 0.0
    without = np.exp(plain @ fit.coefficients[0]) * base
    return InterruptedSeries(
        level=level, slope=slope if slope_changes else None, without=without,
        fitted=fit.fitted[0], dispersion=phi, autocorrelation=follows,
        visible=_visible(fit, phi=phi, confidence=confidence),
    )  # fmt: skip


def _design(n: int, *, start: int, harmonics: int, slope: bool, period: int) -> Floats:
    time = np.arange(1, n + 1)
    after = (np.arange(n) >= start).astype(float)
    columns = [np.ones(n), (time - start) / period, after]
    if slope:
        columns.append(after * (time - 1 - start) / period)
    if harmonics:
        columns.append(harmonic_terms(time, period=period, harmonics=harmonics))
    return np.column_stack(columns)


def _broken(y: Floats, *, start: int, fit: CountFit) -> tuple[str, ...]:
    before, after = y[:start], y[start:]
    broken: tuple[str, ...] = ()
    points = np.isfinite(before).sum() >= FEWEST_BEFORE and np.isfinite(after).sum() >= FEWEST_AFTER
    if not points:
        broken = ("too_few_points",)
    if np.nansum(before) < FEWEST_EVENTS or np.nansum(before) / len(before) * len(after) < 10:
        broken = (*broken, "too_few_events")
    if not fit.converged[0]:
        broken = (*broken, "no_fit")
    return broken


def _effect(
    fit: CountFit, *, column: int, phi: float, n: int, confidence: float, broken: tuple[str, ...],
    warned: tuple[str, ...],
) -> Assessment:  # fmt: skip
    from statistics import NormalDist

    if broken:
        return cannot_assess("interrupted_series", n=n, broken=broken, reference=REFERENCE)
    normal = NormalDist()
    value = float(fit.coefficients[0, column])
    error = float(np.sqrt(fit.covariance[0, column, column] * phi))
    lower, upper = np.exp(value + np.array([-1, 1]) * normal.inv_cdf(0.5 + confidence / 2) * error)
    return Assessment(
        method="interrupted_series", estimate=float(np.exp(value)), lower=float(lower),
        verdict=verdict_from_limits(lower, upper, no_difference=1.0), upper=float(upper),
        confidence=confidence, p_value=2 * normal.cdf(-abs(value / error)), n=n, broken=warned,
        reference=REFERENCE,
    )  # fmt: skip


def _nothing_after(
    y: Floats, *, design: Floats, exposure: Floats, start: int, confidence: float
) -> Assessment:
    """The largest level that the silence does not contradict, by the likelihood of all months."""
    from scipy.special import chdtrc, chdtri

    plain = np.delete(design, 2, axis=1)
    after = np.arange(len(y)) >= start
    alone = fit_poisson(np.where(after, np.nan, y), design=plain, exposure=exposure)
    phi = float(max(np.nan_to_num(alone.dispersion[0], nan=1.0), 1.0))
    best = _likelihood(y[:start], alone.fitted[0, :start])

    def beyond(level: float) -> float:
        fit = fit_poisson(y, design=plain, exposure=exposure * np.exp(level * after))
        return 2 * (best - _likelihood(y, fit.fitted[0])) / phi

    low, high = -FARTHEST, 5.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if beyond(middle) > chdtri(1, 1 - confidence) else (middle, high)
    upper = float(np.exp(high))
    return Assessment(
        method="interrupted_series", estimate=0.0, lower=0.0, upper=upper, confidence=confidence,
        verdict=verdict_from_limits(0.0, upper, no_difference=1.0), n=int(np.nansum(y)),
        p_value=float(chdtrc(1, max(beyond(0.0), 0.0))), reference=REFERENCE,
    )  # fmt: skip


def _likelihood(y: Floats, mean: Floats) -> float:
    """Of Poisson counts, up to what does not depend on the mean."""
    known = np.isfinite(y)
    return float((y[known] * np.log(mean[known]) - mean[known]).sum())


def _autocorrelation(y: Floats, fit: CountFit) -> float:
    if not fit.converged[0]:
        return float("nan")
    residual = (y - fit.fitted[0]) / np.sqrt(fit.fitted[0])
    residual = np.nan_to_num(residual - np.nanmean(residual))
    if (residual**2).mean() < 1e-12:
        return 0.0
    return float((residual[1:] * residual[:-1]).sum() / (residual**2).sum())


def _visible(fit: CountFit, *, phi: float, confidence: float) -> VisibleChange:
    from statistics import NormalDist

    normal = NormalDist()
    error = np.sqrt(fit.covariance[0, 2, 2] * phi) if fit.converged[0] else np.inf
    reach = (normal.inv_cdf(0.5 + confidence / 2) + normal.inv_cdf(0.8)) * error
    return VisibleChange(
        increase=float(np.exp(reach)) if reach < FARTHEST else float("inf"), decrease=float(np.exp(-reach)), power=0.8,
        alpha=1 - confidence,
    )  # fmt: skip
