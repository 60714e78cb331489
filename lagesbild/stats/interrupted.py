"""Interrupted time series: did the level change when a measure began?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.power import VisibleChange
from lagesbild.stats.regression import CountFit, fit_poisson
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
    use when   24 months before and 6 after, 20 events on each side, nothing else happened then;
               otherwise CANNOT_ASSESS. A comparison series without the measure makes it stronger
    raises     ValueError when start lies outside the series
    reference  Lopez Bernal, Cummins & Gasparrini (2017), Int J Epidemiology 46:348-355
    """
    y = np.asarray(counts, dtype=float)
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
    level, slope = (
        _effect(fit, column=c, phi=phi, n=n, confidence=confidence, broken=broken, warned=warned)
        for c in (2, 3 if slope_changes else 2)
    )
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


def _autocorrelation(y: Floats, fit: CountFit) -> float:
    if not fit.converged[0]:
        return float("nan")
    residual = (y - fit.fitted[0]) / np.sqrt(fit.fitted[0])
    residual = np.nan_to_num(residual - np.nanmean(residual))
    return float((residual[1:] * residual[:-1]).sum() / (residual**2).sum())


def _visible(fit: CountFit, *, phi: float, confidence: float) -> VisibleChange:
    from statistics import NormalDist

    normal = NormalDist()
    error = np.sqrt(fit.covariance[0, 2, 2] * phi) if fit.converged[0] else np.inf
    reach = (normal.inv_cdf(0.5 + confidence / 2) + normal.inv_cdf(0.8)) * error
    return VisibleChange(
        increase=float(np.exp(reach)), decrease=float(np.exp(-reach)), power=0.8,
        alpha=1 - confidence,
    )  # fmt: skip
