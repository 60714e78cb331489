"""Is it rising or falling? Annual and monthly counts, and values of any kind."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.regression import (
    believed_dispersion,
    fit_negative_binomial,
    fit_poisson,
)
from lagesbild.stats.season import harmonic_terms
from lagesbild.stats.verdict import Assessment, cannot_assess, verdict_from_limits

Floats = NDArray[np.float64]

POINTS_OF_RECENT_TREND = 5
FEWEST_EVENTS = 10
FEWEST_MONTHS = 24
FEWEST_VALUES = 8
STEEPEST = 30.0
"""Logarithms a trend may move over a series. A steeper one has no end: all events lie at one end of it."""
DISPERSED = 0.05
"""Chance of so much variation in a Poisson series below which a negative binomial is fitted."""


def recent_trend(
    events: ArrayLike, *, population: ArrayLike, confidence: float = 0.95, breaks: int = 0
) -> Assessment:
    """Rising or falling over the last five years, from annual counts.

    events, population  (n,) consecutive years, the last five are used
    breaks     changes of definition within them; any makes the trend impossible to assess. So does a
               year without population, and events in the first or the last year alone
    returns    estimate = ratio of the rate from one year to the next; n = events; p_value of the
               chi-square for a linear trend, scaled (and F-distributed) when years vary more than
               Poisson
    use when   five non-overlapping years and at least 10 events
    raises     ValueError for negative counts or populations
    reference  Armitage (1955), Biometrics 11:375-386; the five-point rule of OHID Fingertips
    """
    y, base = _years(events, population)
    broken = _broken_annual(y, breaks)
    method, source = "recent_trend", "Armitage (1955), Biometrics 11:375-386"
    if broken:
        return cannot_assess(method, n=int(np.nansum(y)), broken=broken, reference=source)
    years = np.arange(len(y), dtype=float) - (len(y) - 1) / 2
    fit = fit_poisson(y, design=np.column_stack([np.ones(len(y)), years]), exposure=base)
    phi = float(max(fit.dispersion[0], 1.0))
    p = _trend_p_value(y, base, years, phi)
    over = ("overdispersed",) if phi > 1 and _variation_p_value(phi, len(y) - 2) < 0.05 else ()
    slope, error = float(fit.coefficients[0, 1]), float(np.sqrt(fit.covariance[0, 1, 1] * phi))
    if not abs(slope) * len(y) < STEEPEST:
        return cannot_assess(method, n=int(y.sum()), broken=("no_fit",), reference=source)
    reach = _student(confidence, len(y) - 2) if phi > 1 else _z(confidence)
    lower, upper = np.exp(slope - reach * error), np.exp(slope + reach * error)
    return Assessment(
        method=method, verdict=verdict_from_limits(lower, upper, no_difference=1.0),
        estimate=float(np.exp(slope)), lower=float(lower), upper=float(upper),
        confidence=confidence, p_value=p, n=int(y.sum()), broken=over, reference=source,
    )  # fmt: skip


def trend_chi_square(events: ArrayLike, *, population: ArrayLike) -> float:
    """Chi-square (1 degree of freedom) for a linear trend of rates over equally spaced years.

    events, population  (n,); scores are the years 1, 2, 3 ...
    reference           Armitage (1955), Biometrics 11:375-386; for rates Breslow & Day (1987), eq. 3.12
    """
    y, base = np.asarray(events, dtype=float), np.asarray(population, dtype=float)
    score = np.arange(len(y), dtype=float)
    expected = base * y.sum() / base.sum()
    middle = (score * expected).sum() / expected.sum()
    distance = (score * (y - expected)).sum()
    return float(distance**2 / ((score - middle) ** 2 * expected).sum())


def monthly_trend(
    counts: ArrayLike, *, exposure: ArrayLike = 1.0, harmonics: int = 2, confidence: float = 0.95,
    period: int = 12,
) -> Assessment:  # fmt: skip
    """Rising or falling over the months given, with the season in the model.

    counts     (n,) consecutive months, NaN is a gap; exposure: population, broadcast
    returns    estimate = ratio of the rate from one year to the next; method trend_poisson, or
               trend_negative_binomial when the counts vary more than Poisson; n = events
    use when   at least 24 months and 10 events, no break within them, not all events at one end
    raises     ValueError for negative counts
    reference  Hilbe (2011), Negative Binomial Regression, ch. 8; season by Stolwijk et al. (1999)
    """
    y = np.asarray(counts, dtype=float)
    if (y < 0).any():
        raise ValueError("counts must not be negative")
    y = np.where(np.isfinite(y), y, np.nan)
    n, seen = int(np.nansum(y)), int(np.isfinite(y).sum())
    source = "Hilbe (2011), Negative Binomial Regression, ch. 8"
    broken = _few(events=n, points=seen, fewest_points=FEWEST_MONTHS)
    if broken:
        return cannot_assess("trend_poisson", n=n, broken=broken, reference=source)
    month = np.arange(len(y))
    years = (month - month.mean()) / period
    season = harmonic_terms(month, period=period, harmonics=harmonics)
    design = np.column_stack([np.ones(len(y)), years, season])
    fit = fit_poisson(y, design=design, exposure=exposure)
    method = "trend_poisson"
    freedom = seen - design.shape[1]
    if _variation_p_value(float(fit.dispersion[0]), freedom) < DISPERSED:
        fit = fit_negative_binomial(y, design=design, exposure=exposure)
        method = "trend_negative_binomial"
    span = float(years[-1] - years[0])
    if not fit.converged[0] or not abs(float(fit.coefficients[0, 1])) * span < STEEPEST:
        return cannot_assess(method, n=n, broken=("no_fit",), reference=source)
    # Likelihood finds too little variation, as if nothing had been fitted to the same months.
    extra = fit.fitted[0] / fit.size[0]
    more = float(np.nanmean(1 + extra * seen / freedom) / np.nanmean(1 + extra))
    is_poisson = method == "trend_poisson"
    seen_scale = believed_dispersion(float(fit.dispersion[0]), freedom=freedom)
    scale = seen_scale if is_poisson else max(float(fit.dispersion[0]), more)
    slope, error = float(fit.coefficients[0, 1]), float(np.sqrt(fit.covariance[0, 1, 1] * scale))
    reach = _student(confidence, freedom) * error
    lower, upper = np.exp(slope - reach), np.exp(slope + reach)
    return Assessment(
        method=method, verdict=verdict_from_limits(lower, upper, no_difference=1.0),
        estimate=float(np.exp(slope)), lower=float(lower), upper=float(upper),
        confidence=confidence, p_value=_student_p(slope / error, freedom), n=n, reference=source,
    )  # fmt: skip


def mann_kendall(values: ArrayLike, *, confidence: float = 0.95) -> Assessment:
    """Do later values tend to be higher than earlier ones, whatever their distribution?

    values     (n,) in time order, NaN is left out; season taken away first
    returns    estimate = Kendall's tau-b; p_value from the normal test corrected for ties and
               continuity; n = values
    use when   at least 8 values, independent of each other
    reference  Mann (1945), Econometrica 13:245-259; Kendall (1975), Rank Correlation Methods
    """
    x = np.asarray(values, dtype=float)
    x = x[np.isfinite(x)]
    n = len(x)
    method, source = "mann_kendall", "Mann (1945), Econometrica 13:245-259"
    score, variance = kendall_score(x)
    if n < FEWEST_VALUES or variance <= 0:
        reason = "too_few_points" if n < FEWEST_VALUES else "no_variation"
        return cannot_assess(method, n=n, broken=(reason,), reference=source)
    z = (score - np.sign(score)) / np.sqrt(variance)
    ties = np.unique(x, return_counts=True)[1]
    pairs = n * (n - 1) / 2
    tau = score / np.sqrt(pairs * (pairs - (ties * (ties - 1) / 2).sum()))
    p = 2 * NormalDist().cdf(-abs(float(z)))
    side = float(np.sign(score)) if p < 1 - confidence else 0.0
    return Assessment(
        method=method, verdict=verdict_from_limits(side, side, no_difference=0.0),
        estimate=float(tau), confidence=confidence, p_value=p, n=n, reference=source,
    )  # fmt: skip


def kendall_score(values: ArrayLike) -> tuple[float, float]:
    """Pairs that rise minus pairs that fall, and the variance of that without any trend.

    values     (n,) in time order
    reference  Kendall (1975), Rank Correlation Methods, ch. 4 (variance with ties)
    """
    x = np.asarray(values, dtype=float)
    n = len(x)
    later = np.triu(np.sign(x[None, :] - x[:, None]), k=1).sum()
    ties = np.unique(x, return_counts=True)[1]
    tied = (ties * (ties - 1) * (2 * ties + 5)).sum()
    return float(later), float((n * (n - 1) * (2 * n + 5) - tied) / 18)


def sen_slope(values: ArrayLike, *, confidence: float = 0.95) -> Assessment:
    """Median slope between all pairs of values: a trend that single odd values do not move.

    values     (n,) equally spaced, NaN is a gap
    returns    estimate and limits in the value's unit per step; p_value of mann_kendall; n = values
    use when   as mann_kendall
    reference  Sen (1968), JASA 63:1379-1389; limits as Gilbert (1987), sect. 16.5
    """
    x = np.asarray(values, dtype=float)
    place = np.flatnonzero(np.isfinite(x))
    x, n = x[place], len(place)
    source = "Sen (1968), JASA 63:1379-1389"
    test = mann_kendall(x, confidence=confidence)
    if n < FEWEST_VALUES or not np.isfinite(test.p_value):
        return cannot_assess("sen_slope", n=n, broken=test.broken, reference=source)
    first, second = np.triu_indices(n, k=1)
    slopes = np.sort((x[second] - x[first]) / (place[second] - place[first]))
    reach = _z(confidence) * np.sqrt(kendall_score(x)[1])
    ranks = np.array([(len(slopes) - reach) / 2, (len(slopes) + reach) / 2 + 1])
    lower, upper = np.interp(ranks - 1, np.arange(len(slopes)), slopes)
    return Assessment(
        method="sen_slope", verdict=verdict_from_limits(lower, upper, no_difference=0.0),
        estimate=float(np.median(slopes)), lower=float(lower), upper=float(upper),
        confidence=confidence, p_value=test.p_value, n=n, reference=source,
    )  # fmt: skip


def _years(events: ArrayLike, population: ArrayLike) -> tuple[Floats, Floats]:
    """The last five years; one without population is no year."""
    y = np.asarray(events, dtype=float)
    base = np.broadcast_to(np.asarray(population, dtype=float), y.shape)
    if (y < 0).any() or (base < 0).any():
        raise ValueError("counts and populations must not be negative")
    known = np.where(np.isfinite(y) & np.isfinite(base) & (base > 0), y, np.nan)
    return known[-POINTS_OF_RECENT_TREND:], base[-POINTS_OF_RECENT_TREND:]


def _broken_annual(y: Floats, breaks: int) -> tuple[str, ...]:
    few = _few(
        events=float(np.nansum(y)), points=int(np.isfinite(y).sum()),
        fewest_points=POINTS_OF_RECENT_TREND,
    )  # fmt: skip
    return (*few, "break_in_series") if breaks else few


def _few(*, events: float, points: int, fewest_points: int) -> tuple[str, ...]:
    broken = ("too_few_points",) if points < fewest_points else ()
    return (*broken, "too_few_events") if events < FEWEST_EVENTS else broken


def _trend_p_value(y: Floats, base: Floats, years: Floats, phi: float) -> float:
    from scipy.special import chdtrc, fdtrc

    chi_square = trend_chi_square(y, population=base)
    if phi > 1:
        return float(fdtrc(1, len(years) - 2, chi_square / phi))
    return float(chdtrc(1, chi_square))


def _variation_p_value(phi: float, freedom: int) -> float:
    """Chance of at least this dispersion if the counts were Poisson."""
    from scipy.special import chdtrc

    return float(chdtrc(freedom, phi * freedom))


def _student_p(t: float, freedom: int) -> float:
    from scipy.special import stdtr

    return float(2 * stdtr(freedom, -abs(t)))


def _student(confidence: float, freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + confidence / 2))


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def trend_start(
    counts: ArrayLike, *, exposure: ArrayLike = 1.0, shortest: int = 6, confidence: float = 0.95
) -> tuple[int, int, int]:
    """Where a level series bends into a steady rise or fall: joinpoint regression with one joint.

    counts     (n,) consecutive periods, NaN is a gap; exposure: population, broadcast; season in it
    shortest   points that must follow the bend
    returns    index of the bend with the least deviance, and the first and last index that the counts do
               not contradict (profile likelihood, scaled where they vary more than Poisson)
    use when   a trend has been shown: there is always a best bend
    raises     ValueError for negative counts, fewer than 2 * shortest points or too few events for any bend
    reference  Kim, Fay, Feuer & Midthune (2000), Statistics in Medicine 19:335-351; Lerman (1980), JRSS
               C 29:77-84 (the grid)
    """
    from scipy.special import chdtri

    y = np.asarray(counts, dtype=float)
    if len(y) < 2 * shortest:
        raise ValueError("too few points for a bend")
    places = np.arange(0, len(y) - shortest + 1)
    after = np.maximum(np.arange(len(y))[None, :] - places[:, None], 0).astype(float)
    design = np.stack([np.ones_like(after), after / 12], axis=2)
    fit = fit_poisson(np.tile(y, (len(places), 1)), design=design, exposure=exposure)
    known = np.isfinite(y)
    seen, mean = y[known], fit.fitted[:, known]
    deviance = 2 * (np.where(seen > 0, -seen * np.log(mean), 0.0) + mean).sum(axis=1)
    deviance = np.where(fit.converged, deviance, np.inf)
    if not np.isfinite(deviance).any():
        raise ValueError("too few events for a bend")
    best = int(np.argmin(deviance))
    scale = max(float(fit.dispersion[best]), 1.0)
    inside = np.flatnonzero(deviance <= deviance[best] + scale * chdtri(1, 1 - confidence))
    return int(places[best]), int(places[inside[0]]), int(places[inside[-1]])
