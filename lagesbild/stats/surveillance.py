"""Aberrations: is the newest count more than earlier years lead one to expect (Farrington flexible)?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.regression import CountFit, fit_poisson
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Limit = Literal["nb_plugin", "muan", "delta"]

REFERENCE = "Noufaily et al. (2013), Statistics in Medicine 32:1206-1222"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What history one time point is compared with; the weekly defaults of Noufaily et al.

    frequency      points in a year; years_back years of reference, each with half_window points
                   either side of the same time of year
    periods        seasonal levels, of which one is the window itself; 1 uses the windows only
    past_excluded  newest points left out, so that what is going on now is not called normal
    """

    frequency: int = 52
    years_back: int = 5
    half_window: int = 3
    periods: int = 10
    past_excluded: int = 26


MONTHLY = Reach(frequency=12, years_back=5, half_window=1, periods=10, past_excluded=6)
"""The same method by the month; the six newest months correspond to the 26 weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aberrations:
    """One row a series, one column a watched time point; NaN where nothing can be said.

    score       (y - expected) / (upper - expected); above 1 is an alarm
    p_value     one-sided, of so many or more
    """

    expected: Floats
    lower: Floats
    upper: Floats
    score: Floats
    p_value: Floats
    dispersion: Floats
    trend: Bools
    alarm: Bools
    observed: Floats
    alpha: float

    def assessment(self, series: int, point: int) -> Assessment:
        """One cell as a verdict; the estimate is observed over expected."""
        expected = float(self.expected[series, point])
        n = int(np.nan_to_num(self.observed[series, point]))
        method = "farrington_flexible"
        if not np.isfinite(self.upper[series, point]):
            return cannot_assess(method, n=n, broken=("too_few_events",), reference=REFERENCE)
        higher = bool(self.alarm[series, point])
        return Assessment(
            method=method, verdict=Verdict.HIGHER if higher else Verdict.NOT_SHOWN,
            estimate=n / expected if expected > 0 else float("nan"), n=n,
            p_value=float(self.p_value[series, point]), confidence=1 - self.alpha,
            reference=REFERENCE,
        )  # fmt: skip


def farrington_flexible(
    counts: ArrayLike, *, at: Sequence[int], reach: Reach = MONTHLY, alpha: float = 0.01,
    exposure: ArrayLike | None = None, with_trend: bool = True, reweighted: bool = True,
    threshold: float = 2.58, limit: Limit = "nb_plugin", fewest: tuple[int, int] = (5, 4),
    dates: Sequence[date] | None = None,
) -> Aberrations:  # fmt: skip
    """Watch many series at once: quasi-Poisson regression on comparable times of earlier years.

    counts      (s, n) or (n,) in time order; NaN is left out of the reference
    at          indices (0 = first) to judge; each needs years_back years and half_window before it
    exposure    population, broadcast to (s, n); None when it hardly changes
    dates       (n,) of a weekly series, where a year is 52 or 53 weeks
    limit       nb_plugin: negative binomial at the fitted mean; muan: at the upper limit of the mean;
                delta: normal on the 2/3 power
    fewest      (events, points): fewer events than this over the newest points gives NaN
    use when    some events in most years; trend is kept only when significant at 5 %, with three
                years or more, and when it does not lead beyond what has been seen
    raises      ValueError when a point lacks history or counts are negative
    reference   Noufaily et al. (2013), Statistics in Medicine 32:1206-1222; as
                surveillance::farringtonFlexible, except that the dispersion of standard errors
                is Pearson's also after reweighting
    """
    y = np.atleast_2d(np.asarray(counts, dtype=float))
    base = np.broadcast_to(1.0 if exposure is None else np.asarray(exposure, dtype=float), y.shape)
    columns = [
        _judge(
            y, base, now=now, block=seasonal_blocks(now, n=y.shape[1], reach=reach, dates=dates),
            reach=reach, alpha=alpha, with_trend=with_trend,
            reweighted=reweighted, threshold=threshold, limit=limit, fewest=fewest,
        )
        for now in at
    ]  # fmt: skip
    stacked = {name: np.column_stack([column[name] for column in columns]) for name in columns[0]}
    with np.errstate(invalid="ignore"):
        alarm = (stacked["score"] > 1) & (stacked["observed"] > 0)
    trend = stacked.pop("trend").astype(bool)
    return Aberrations(trend=trend, alarm=alarm, alpha=alpha, **stacked)


def seasonal_blocks(now: int, *, n: int, reach: Reach, dates: Sequence[date] | None = None) -> Ints:
    """Which seasonal level each time point has when ``now`` is judged; -1 is not used.

    now        index, 0 = first; dates: (n,) for weekly series, see reference_points
    returns    (n,) 0 is the window around the time of year, 1 .. periods-1 the rest in order
    raises     ValueError when the history is too short or the year has too few points
    reference  Noufaily et al. (2013), sect. 3.2; surveillance::farringtonFlexible
    """
    years = reference_points(now, reach=reach, dates=dates)[::-1]
    block = np.full(n, -1)
    block[max(0, now - reach.half_window) : now + 1] = 0
    for middle, following in pairwise(years):
        start = middle + reach.half_window + 1
        between = following - middle - 2 * reach.half_window - 1
        if between < reach.periods - 2 * reach.half_window - 1:
            raise ValueError("more seasonal levels than time points in a year")
        block[middle - reach.half_window : start] = 0
        if reach.periods > 1:
            length, rest = divmod(between, reach.periods - 1)
            sizes = [length + (i < rest) for i in range(reach.periods - 1)]
            block[start : start + between] = np.repeat(np.arange(1, reach.periods), sizes)
    return block


def reference_points(now: int, *, reach: Reach, dates: Sequence[date] | None = None) -> list[int]:
    """Indices of the same time of year, this year and the years before, newest first.

    dates      (n,) of a weekly series: a year is then 52 or 53 weeks, whichever is nearer; without
               them a year is ``frequency`` points
    raises     ValueError when the history is too short
    reference  surveillance::algo.farrington.referencetimepoints
    """
    years = range(reach.years_back + 1)
    if dates is None:
        places = [now - year * reach.frequency for year in years]
    else:
        goals = [_years_before(dates[now], year) for year in years]
        places = [now + round((goal - dates[now]).days / 7) for goal in goals]
    if places[-1] - reach.half_window < 0:
        raise ValueError("too short a history for this many years back")
    return places


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February
        return date(day.year - years, 3, 1)


def outlier_weights(residuals: ArrayLike, *, threshold: float = 2.58) -> Floats:
    """Weights that let past outbreaks count less; they sum to the number of residuals.

    residuals  (..., n) Anscombe residuals, NaN is left out and gets NaN
    reference  Farrington et al. (1996), JRSS A 159:547-563; threshold of Noufaily et al. (2013)
    """
    s = np.asarray(residuals, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        shrunk = np.where(s > threshold, s**-2.0, 1.0)
    shrunk = np.where(np.isfinite(s), shrunk, np.nan)
    number = np.isfinite(s).sum(axis=-1, keepdims=True)
    weights: Floats = shrunk * number / np.nansum(shrunk, axis=-1, keepdims=True)
    return weights


def power_limits(
    mean: ArrayLike, *, se: ArrayLike, dispersion: ArrayLike, count: ArrayLike, alpha: float = 0.05,
    power: float = 2 / 3,
) -> tuple[Floats, Floats, Floats, Floats]:  # fmt: skip
    """Limits on a power scale where a count is nearly normal.

    mean, se     expected count and its standard error, in events
    power        1, 1/2 or 2/3; alpha is one-sided
    returns      lower, upper, p-value of so many or more, score
    reference    Farrington et al. (1996), JRSS A 159:547-563
    """
    from scipy.special import ndtr

    mu, error, phi, y = (np.asarray(a, dtype=float) for a in (mean, se, dispersion, count))
    spread = power * mu ** (power - 0.5) * np.sqrt(phi + error**2 / mu)
    z = NormalDist().inv_cdf(1 - alpha)
    lower = np.maximum(mu**power - z * spread, 0.0) ** (1 / power)
    upper = (mu**power + z * spread) ** (1 / power)
    p = ndtr(-(y**power - mu**power) / spread)
    return lower, upper, np.asarray(p), (y - mu) / (upper - mu)


def count_limits(
    mean: ArrayLike, *, dispersion: ArrayLike, count: ArrayLike, alpha: float = 0.05,
    centre: ArrayLike | None = None,
) -> tuple[Floats, Floats, Floats, Floats]:  # fmt: skip
    """Quantiles of a Poisson or negative binomial count with variance dispersion x mean.

    mean        its expectation; centre what the score is measured from (default the mean)
    returns     lower, upper, p-value of so many or more, score
    reference   Noufaily et al. (2013), sect. 3.4
    """
    mu, phi, y = (np.asarray(a, dtype=float) for a in (mean, dispersion, count))
    middle = mu if centre is None else np.asarray(centre, dtype=float)
    lower, upper = (_quantile(q, mu, phi) for q in (alpha, 1 - alpha))
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (y - middle) / (upper - middle)
    return lower, upper, tail_at_least(y, mean=mu, dispersion=phi), score


def tail_at_least(count: ArrayLike, *, mean: ArrayLike, dispersion: ArrayLike) -> Floats:
    """Chance of ``count`` or more: negative binomial, Poisson where the dispersion is 1 or less.

    count, mean, dispersion   any shapes that broadcast; variance = dispersion x mean
    reference                 Johnson, Kemp & Kotz (2005), Univariate Discrete Distributions, ch. 5
    """
    from scipy.special import betainc, gammainc

    y, mu, phi = np.broadcast_arrays(
        *(np.asarray(a, dtype=float) for a in (count, mean, dispersion))
    )
    over = phi > 1 + 1e-9
    extra = np.where(over, phi - 1, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        above = np.maximum(y, 1e-300)
        binomial = betainc(above, mu / extra, extra / (1 + extra))
        poisson = gammainc(above, mu)
    tail: Floats = np.where(y <= 0, 1.0, np.where(over, binomial, poisson))
    return np.where(np.isfinite(y) & np.isfinite(mu) & np.isfinite(phi), tail, np.nan)


def _quantile(level: float, mu: Floats, phi: Floats) -> Floats:
    """The smallest count with at least this much below or at it; as R's qnbinom."""
    shape = np.broadcast(mu, phi).shape
    guess = np.nan_to_num(np.broadcast_to(mu, shape).astype(float))
    spread = np.sqrt(np.maximum(phi, 1.0) * np.maximum(mu, 0.0))
    z = NormalDist().inv_cdf(level)
    high = np.ceil(np.maximum(guess + (abs(z) * 4 + 8) * np.nan_to_num(spread) + 10, 10))
    low = np.full(shape, -1.0)
    # From some quadrillion events on the nearest numbers are more than one apart.
    while ((high - low) > np.maximum(1.0, np.spacing(high))).any():
        middle = np.floor((low + high) / 2)
        enough = 1 - tail_at_least(middle + 1, mean=mu, dispersion=phi) >= level
        high = np.where(enough, middle, high)
        low = np.where(enough, low, middle)
    return np.where(np.isfinite(mu) & np.isfinite(phi), high, np.nan)


def _judge(
    y: Floats, base: Floats, *, now: int, block: Ints, reach: Reach, alpha: float,
    with_trend: bool, reweighted: bool, threshold: float, limit: Limit, fewest: tuple[int, int],
) -> dict[str, Floats]:  # fmt: skip
    block[max(0, now - reach.past_excluded) :] = -1
    used = np.flatnonzero(block >= 0)
    season = (block[used][:, None] == np.arange(1, reach.periods)).astype(float)
    plain = np.column_stack([np.ones(len(used)), season])
    years = (used - now) / reach.frequency
    past, people = y[:, used], base[:, used]
    steady = _robust_fit(past, plain, people, reweighted=reweighted, threshold=threshold)
    mean, se, phi = _predicted(steady, people_now=base[:, now])
    chosen = np.zeros(len(y), dtype=bool)
    if with_trend and reach.years_back >= 3:
        sloping = np.column_stack([plain, years])
        moving = _robust_fit(past, sloping, people, reweighted=reweighted, threshold=threshold)
        mean_t, se_t, phi_t = _predicted(moving, people_now=base[:, now])
        highest = np.where(np.isfinite(past), past, -np.inf).max(axis=1)
        chosen = _trend_is_kept(moving, highest=highest, mean=mean_t)
        mean, se, phi = (
            np.where(chosen, a, b) for a, b in ((mean_t, mean), (se_t, se), (phi_t, phi))
        )
    lower, upper, p, score = _limits(mean, se, phi, y[:, now], alpha=alpha, limit=limit)
    recent = np.nansum(y[:, max(0, now - fewest[1] + 1) : now + 1], axis=1)
    enough = (recent >= fewest[0]) & np.isfinite(y[:, now])
    found = {"expected": mean, "lower": lower, "upper": upper, "score": score, "p_value": p}
    found = {name: np.where(enough, value, np.nan) for name, value in found.items()}
    return {**found, "dispersion": phi, "trend": chosen.astype(float), "observed": y[:, now]}


def _limits(
    mean: Floats, se: Floats, phi: Floats, count: Floats, *, alpha: float, limit: Limit
) -> tuple[Floats, Floats, Floats, Floats]:
    if limit == "delta":
        return power_limits(mean, se=se, dispersion=phi, count=count, alpha=alpha)
    if limit == "nb_plugin":
        return count_limits(mean, dispersion=phi, count=count, alpha=alpha)
    z = NormalDist().inv_cdf(1 - alpha)
    high = mean * np.exp(z * se / mean)
    return count_limits(high, dispersion=phi, count=count, alpha=alpha, centre=mean)


def _robust_fit(
    past: Floats, design: Floats, people: Floats, *, reweighted: bool, threshold: float
) -> CountFit:
    first = fit_poisson(past, design=design, exposure=people)
    if not reweighted:
        return first
    phi = np.maximum(first.dispersion, 1.0)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = 1.5 * (past ** (2 / 3) * first.fitted ** (-1 / 6) - np.sqrt(first.fitted))
        residual = raw / np.sqrt(phi * (1 - first.leverage))
    weights = np.nan_to_num(outlier_weights(residual, threshold=threshold), nan=1.0)
    return fit_poisson(past, design=design, exposure=people, weights=weights)


def _predicted(fit: CountFit, *, people_now: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, its standard error and dispersion now: the first coefficient, as now is the origin."""
    phi = np.maximum(fit.dispersion, 1.0)
    mean = np.exp(fit.coefficients[:, 0]) * people_now
    with np.errstate(invalid="ignore"):
        error = np.sqrt(np.maximum(fit.covariance[:, 0, 0], 0.0) * fit.dispersion)
    return mean, mean * error, np.where(np.isfinite(mean), phi, np.nan)


def _trend_is_kept(fit: CountFit, *, highest: Floats, mean: Floats) -> Bools:
    from scipy.special import stdtr

    with np.errstate(invalid="ignore", divide="ignore"):
        slope = fit.coefficients[:, -1]
        error = np.sqrt(fit.covariance[:, -1, -1] * fit.dispersion)
        freedom = fit.fitted.shape[1] - fit.coefficients.shape[1]
        p = 2 * stdtr(freedom, -np.abs(slope / error))
        return np.asarray((p < 0.05) & (mean <= highest), dtype=bool)
