"""What stands out now? Every monthly series of a kommun examined at once, chance kept under control.

For each series the newest settled months are compared with what earlier months of the same place lead
one to expect, season included: the last month, the last few months, the last years, single months of
the last year, and slow trends. The smallest of these p-values is corrected for how many were tried.
Then the false discovery rate is controlled over all series of the same kommun (its *family*): the
reader sees one kommun's list, and the promise is about that list. Over the whole country instead, one
kommun's list would depend on what happens in the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.lingering import Lingering, lingering
from lagesbild.stats.multiplicity import benjamini_hochberg
from lagesbild.stats.rates import exact_poisson_interval
from lagesbild.stats.surveillance import count_limits, tail_at_least
from lagesbild.stats.verdict import Assessment, Verdict

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

YEAR = 12
FALSE_SHARE = 0.05
"""Of the signals shown for a kommun, at most this share is chance in the long run."""

WINDOWS = (1, 2, 3, 4, 6, 9, 12, 18, 24, 36)
"""Lengths, in months up to now, in which a change is looked for."""

APART = (12, 24, 36)
"""Newest months left out when the ordinary level is estimated; a window uses the first that holds it."""

RAMPS = (0, 60, 36)
"""Slow trends over the whole series (0) and over this many months."""

FEWEST_BASELINE = 24
"""Months behind the ordinary level; with the year apart, three years since the last break."""

SHARE_NOW, SHARE_LASTING, SHARE_PAST = 0.3, 0.6, 0.1
"""How the error is spent: on the newest month, on longer windows and trends, on months already over."""

TRIED_TOGETHER = 7.8
"""Independent tests that the longer windows and trends are worth; effective_tests measures it."""

FEWEST_EVENTS = 5
"""In the window, observed or expected; under that nothing is called a signal."""

DOUBLING_SEEN_FROM = 11.5
"""Events a year, times dispersion, at which a doubled year is seen four times of five at 5 %."""

SEASON_SPREAD = (0.5, 0.3, 0.15, 0.1, 0.1, 0.1)
"""Prior standard deviation of the logarithm of the season's waves, from a year down to two months."""

STEADY_FROM, STEADY_MONTHS = 3.5, 60
"""Standard errors from which a trend in the years before the windows is taken as the ordinary course."""

CLEARLY_BETTER = 1.05
"""Chi-square of a step over that of a slope from which the step is what is told."""

OLD_SHIFT = 20.0
"""Chi-square from which an old change of level ends the comparison backwards (z about 4.5)."""

REFERENCE = (
    "Noufaily et al. (2013), Statistics in Medicine 32:1206-1222 (prediction); Kulldorff (2001), JRSS A "
    "164:61-72 (windows up to now); Benjamini & Hochberg (1995), JRSS B 57:289-300"
)


class Kind(StrEnum):
    """The form that describes a series' deviation best."""

    SPIKE = "spike"
    PAST_SPIKE = "past_spike"
    STEP = "step"
    TREND = "trend"
    LEVEL = "level"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """One entry for each series, (s,) unless said otherwise.

    verdict     HIGHER or LOWER: a signal; NOT_SHOWN: examined, nothing stands out; CANNOT_ASSESS: not even
                a doubling over a year would be seen, or too short a history
    kind        of the strongest deviation, also when it is no signal
    onset       column of the first month of it; months: how long it has lasted
    observed, expected  events in those months; ratio between them (for a trend: per year)
    low, high   95 % of ordinary outcomes for those months; NaN for a trend
    p_value     corrected for the windows tried; q_value for all series of the family
    strength    signed, as a standard normal; ranks all series on one scale
    last        newest settled column; compared_from: first column that was compared with
    dispersion  variance over mean of a month
    steady      ratio per year of a trend that was there before and is part of what is expected, else NaN
    broken      codes: too_few_events, too_short_history, old_shift, steady_trend
    level_*     the level of the last 12 months against ``reference`` (NaN without one)
    """

    verdict: NDArray[np.object_]
    kind: NDArray[np.object_]
    onset: Ints
    months: Ints
    observed: Floats
    expected: Floats
    low: Floats
    high: Floats
    ratio: Floats
    p_value: Floats
    q_value: Floats
    strength: Floats
    last: Ints
    compared_from: Ints
    dispersion: Floats
    yearly: Floats
    steady: Floats
    broken: tuple[tuple[str, ...], ...]
    level_ratio: Floats
    level_q_value: Floats
    level_verdict: NDArray[np.object_]
    method: str = "signals"
    reference: str = REFERENCE

    @property
    def is_signal(self) -> Bools:
        return np.isin(self.verdict, [Verdict.HIGHER, Verdict.LOWER])

    def assessment(self, series: int) -> Assessment:
        """One series as the small result that all methods give.

        estimate, limits   ratio to the expected (quasi-Poisson limits of the count; none for a trend);
                           n = events in the months described; p_value corrected for the windows tried
        """
        i, phi = series, float(self.dispersion[series])
        ratio, expected = float(self.ratio[i]), float(self.expected[i])
        lower = upper = float("nan")
        if self.kind[i] not in (Kind.TREND, Kind.NONE) and expected > 0:
            limits = exact_poisson_interval(self.observed[i] / phi)[0] * phi / expected
            lower, upper = float(limits[0]), float(limits[1])
        return Assessment(
            method=self.method, verdict=self.verdict[i], estimate=ratio, lower=lower, upper=upper,
            p_value=float(self.p_value[i]), n=round(float(self.observed[i])),
            broken=self.broken[i], reference=self.reference,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Aged:
    """Series turned round: column 0 is the newest settled month, so column mod 12 is the season.

    slope, unsure_slope   of a steady trend that is already in ``e``, per year, and its variance
    """

    y: Floats
    e: Floats
    weight: Floats
    last: Ints
    slope: Floats
    unsure_slope: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Baseline:
    """Ordinary rates for the twelve places of the year, and their covariance on the log scale.

    extra   variance of a month is mean + extra x mean squared; dispersion: of an average month
    """

    theta: Floats
    rate: Floats
    covariance: Floats
    extra: Floats
    dispersion: Floats
    months: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """p-values of one set of alternatives, (s, j), with what was seen in each.

    shape   the same if no months hung together: which form fits best, whatever it is worth
    """

    p: Floats
    shape: Floats
    observed: Floats
    expected: Floats


def find_signals(
    counts: ArrayLike, *, exposure: ArrayLike = 1.0, preliminary: ArrayLike | None = None,
    first: ArrayLike = 0, family: ArrayLike = 0, reference: ArrayLike | None = None,
    reference_spread: ArrayLike = 0.3, false_share: float = FALSE_SHARE,
) -> Signals:  # fmt: skip
    """Examine many monthly series and say which deviate, how, since when and how surely.

    counts       (s, n) consecutive months, NaN is missing
    exposure     population, broadcast to (s, n)
    preliminary  (s, n) booleans; such months are held apart: neither judged nor compared with
    first        (s,) first column after the latest known break; earlier columns are not used, so a
                 change of reporting is never called a change
    family       (s,) which series share a list (a kommun); false discoveries are controlled in each
    reference    (s, n) counts that other places lead one to expect, for the level; None leaves it out
    reference_spread  (s,) how much places differ anyway, standard deviation of the logarithm
    use when     the counts are of separate events; values and shares belong in expectation
    raises       ValueError for negative counts or a false_share outside (0, 1)
    reference    Noufaily et al. (2013), Stat Med 32:1206-1222; Kulldorff (2001), JRSS A 164:61-72;
                 Benjamini & Hochberg (1995), JRSS B 57:289-300
    """
    if not 0 < false_share < 1:
        raise ValueError("false_share must lie between 0 and 1")
    aged = _turned_round(counts, exposure, preliminary, first)
    aged, shifted = _without_old_level(aged)
    families = np.broadcast_to(np.asarray(family, dtype=int), (len(aged.y),))
    aged = _with_steady_trend(aged, families)
    found = _examined(aged, families)
    level = _level(aged, found, reference, reference_spread)
    q, level_q = _controlled(found.p_value, level["p"], families)
    found = replace(found, q_value=q, level_q_value=level_q, level_ratio=level["ratio"])
    return _judged(found, shifted=shifted, false_share=false_share)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualMonths:
    """What each month would be if nothing had changed, (s, n); NaN where nothing is compared.

    low, high  95 % of ordinary months
    """

    expected: Floats
    low: Floats
    high: Floats


def usual_months(
    counts: ArrayLike, *, exposure: ArrayLike = 1.0, first: ArrayLike = 0, apart: int = YEAR
) -> UsualMonths:
    """The level and season that find_signals compares with, month by month, to be drawn.

    counts, exposure, first  as in find_signals
    apart       newest months left out of the estimate: at least as many as the change has lasted
    use when    find_signals has examined the series; with less than two years behind, NaN
    raises      ValueError for negative counts
    reference   Noufaily et al. (2013), Stat Med 32:1206-1222
    """
    aged = _turned_round(counts, exposure, None, first)
    aged, _ = _without_old_level(aged)
    aged = _with_steady_trend(aged, np.zeros(len(aged.y), dtype=int))
    first_look = _fit_baseline(aged, apart=YEAR)
    calm = _less_outliers(aged, first_look, apart=YEAR)
    known = _fit_baseline(calm, apart=YEAR, near=first_look)
    chosen = _fit_baseline(calm, apart=apart, known=known)
    age = aged.last[:, None] - np.arange(np.shape(counts)[-1])
    people = np.broadcast_to(np.asarray(exposure, dtype=float), age.shape)
    span = aged.y.shape[1] - np.argmax(aged.weight[:, ::-1] > 0, axis=1)
    inside = (age >= 0) & (age < span[:, None]) & (chosen.months >= FEWEST_BASELINE)[:, None]
    row = np.arange(len(age))[:, None]
    mean = people * chosen.rate[row, age % YEAR] * np.exp(-aged.slope[:, None] * age / YEAR)
    spread = (1 + chosen.extra[:, None] * mean) * (1 + 4 / np.maximum(chosen.months, 1.0)[:, None])
    low, high, _, _ = count_limits(
        np.maximum(mean, 1e-12), dispersion=spread, count=mean, alpha=0.025
    )
    return UsualMonths(
        expected=np.where(inside, mean, np.nan), low=np.where(inside, low, np.nan),
        high=np.where(inside, high, np.nan),
    )  # fmt: skip


def effective_tests(
    *, months: int = 120, p_value: float = 1e-3, draws: int = 200_000, seed: int = 1
) -> float:
    """How many independent tests the windows and trends are worth, by simulating white noise.

    months, draws, seed   of the simulation; p_value where the tail is read
    returns     P(smallest p <= p_value) / p_value
    reference   Galwey (2009), Genetic Epidemiology 33:559-568 (the idea); the number is simulated
    """
    z = _directions(months)
    rng = np.random.default_rng(seed)
    from scipy.special import ndtri

    limit = -ndtri(p_value / 2)
    hits = 0
    for _ in range(draws // 10_000):
        largest = np.abs(rng.standard_normal((10_000, months)) @ z).max(axis=1)
        hits += int((largest >= limit).sum())
    return hits / draws / p_value


def _directions(months: int) -> Floats:
    """Each alternative as a unit vector over the months, level taken out as the method does."""
    age = np.arange(months)
    columns = []
    for window in WINDOWS[1:]:
        apart = next(a for a in APART if a >= window)
        inside, base = (age < window).astype(float), (age >= apart).astype(float)
        columns.append(inside - base * window / base.sum())
    for ramp in RAMPS:
        slope = np.minimum(age, ramp or months).astype(float)
        columns.append(slope.mean() - slope)
    directions = np.column_stack(columns)
    unit: Floats = directions / np.sqrt((directions**2).sum(axis=0))
    return unit


def _turned_round(
    counts: ArrayLike, exposure: ArrayLike, preliminary: ArrayLike | None, first: ArrayLike
) -> _Aged:
    y = np.atleast_2d(np.asarray(counts, dtype=float))
    if (y < 0).any():
        raise ValueError("counts must not be negative")
    base = np.broadcast_to(np.asarray(exposure, dtype=float), y.shape)
    held = np.zeros(y.shape, bool) if preliminary is None else np.asarray(preliminary, dtype=bool)
    column = np.arange(y.shape[1])
    after_break = column >= np.broadcast_to(np.asarray(first), (len(y),))[:, None]
    use = np.isfinite(y) & np.isfinite(base) & (base > 0) & ~held & after_break
    last = np.where(use.any(axis=1), y.shape[1] - 1 - np.argmax(use[:, ::-1], axis=1), 0)
    source = last[:, None] - np.arange(max(y.shape[1], YEAR))
    inside = source >= 0
    place = np.maximum(source, 0)
    used = np.take_along_axis(use, place, axis=1) & inside
    turned = (np.where(used, np.take_along_axis(a, place, axis=1), 0.0) for a in (y, base))
    y_aged, e_aged = turned
    zero = np.zeros(len(y))
    return _Aged(
        y=y_aged, e=e_aged, weight=used.astype(float), last=last, slope=zero, unsure_slope=zero
    )


@cache
def _waves() -> tuple[Floats, Floats]:
    """Orthogonal waves over the twelve places of the year, (12, 12), and their prior precisions."""
    angle = 2 * np.pi * np.arange(YEAR) / YEAR
    columns, precision = [np.ones(YEAR)], [0.0]
    for k, spread in enumerate(SEASON_SPREAD, start=1):
        waves = (np.cos,) if k == YEAR // 2 else (np.cos, np.sin)
        columns += [wave(k * angle) for wave in waves]
        precision += [2 / spread**2] * len(waves)
    return np.column_stack(columns), np.array(precision)


def _by_place(values: Floats) -> Floats:
    """Sums over years for each place of the year, (s, 12)."""
    years = -(-values.shape[1] // YEAR)
    padded = np.zeros((len(values), years * YEAR))
    padded[:, : values.shape[1]] = values
    summed: Floats = padded.reshape(len(values), years, YEAR).sum(axis=1)
    return summed


def _fit_baseline(
    aged: _Aged, *, apart: int, known: _Baseline | None = None, near: _Baseline | None = None
) -> _Baseline:
    """Level and season by penalised Poisson regression on twelve sums, without the newest months.

    known   takes over how much months vary; near: a similar fit to start from
    """
    weight = aged.weight.copy()
    weight[:, :apart] = 0.0
    events, people = _by_place(weight * aged.y), _by_place(weight * aged.e)
    phi = np.ones(len(events)) if known is None else known.dispersion
    close = known or near
    theta, covariance = _penalised(events, people, phi, start=close.theta if close else None)
    rate = np.exp(np.clip(theta @ _waves()[0].T, -40, 40))
    seen = weight.sum(axis=1)
    if known is None:
        mean = weight * _expected(aged, rate)
        fitted = (people * rate * np.diagonal(covariance, axis1=1, axis2=2)).sum(axis=1)
        extra, phi = _extra_variation(weight * aged.y - mean, mean, months=seen, fitted=fitted)
    else:
        extra = known.extra
    return _Baseline(
        theta=theta, rate=rate, covariance=covariance * phi[:, None, None], extra=extra, dispersion=phi,
        months=seen,
    )  # fmt: skip


def _penalised(
    events: Floats, people: Floats, phi: Floats, *, start: Floats | None
) -> tuple[Floats, Floats]:
    waves, precision = _waves()
    penalty = phi[:, None] * precision
    # Without any month behind there is no rate: a small one stands in, and is marked later.
    total, size = events.sum(axis=1) + 1e-3, people.sum(axis=1)
    size = np.where(size > 0, size, 1.0)
    theta = np.zeros((len(events), YEAR)) if start is None else start.copy()
    if start is None:
        theta[:, 0] = np.log(total / size)
    products = (waves[:, :, None] * waves[:, None, :]).reshape(YEAR, YEAR * YEAR)
    diagonal = np.arange(YEAR)
    # A floor on the curvature keeps a series without events solvable; it is marked later.
    for _ in range(7):
        mean = people * np.exp(np.clip(theta @ waves.T, -40, 40))
        hessian = (mean @ products).reshape(-1, YEAR, YEAR)
        hessian[:, diagonal, diagonal] += penalty + 1e-9
        slope = (events - mean) @ waves - penalty * theta
        step = np.linalg.solve(hessian, slope[:, :, None])[:, :, 0]
        theta += np.clip(step, -2, 2)
        if np.abs(step).max(initial=0.0) < 1e-4:  # the step after it would be below 1e-8
            break
    covariance: Floats = waves @ np.linalg.inv(hessian) @ waves.T
    return theta, covariance


def _expected(aged: _Aged, rate: Floats) -> Floats:
    return aged.e * rate[:, np.arange(aged.y.shape[1]) % YEAR]


def _extra_variation(
    rest: Floats, mean: Floats, *, months: Floats, fitted: Floats | float = YEAR / 2
) -> tuple[Floats, Floats]:
    """Variation beyond Poisson by moments, as negative binomial: so a busy month may vary more.

    fitted  how many numbers were fitted to the months: twelve where they are many, few where seasons are shrunk
    """
    lost = months / np.maximum(months - fitted, 1.0)
    square, total = (mean**2).sum(axis=1), mean.sum(axis=1)
    beyond = (rest**2).sum(axis=1) * lost - total
    extra = np.maximum(beyond, 0.0) / np.maximum(square, 1e-12)
    return extra, 1 + extra * square / np.maximum(total, 1e-12)


def _less_outliers(aged: _Aged, baseline: _Baseline, *, apart: int) -> _Aged:
    """Earlier outbreaks count less in what is ordinary (Farrington's weights)."""
    mean = np.maximum(_expected(aged, baseline.rate), 1e-12)
    scale = np.sqrt(baseline.dispersion)[:, None]
    residual = 1.5 * (aged.y ** (2 / 3) * mean ** (-1 / 6) - np.sqrt(mean)) / scale
    with np.errstate(divide="ignore"):
        shrunk = np.where(residual > 3.0, 9.0 / residual**2, 1.0)
    shrunk[:, :apart] = 1.0
    return replace(aged, weight=aged.weight * shrunk)


def _without_old_level(aged: _Aged) -> tuple[_Aged, Bools]:
    """Leave out what lies before a clear change of level that is older than all windows.

    A slow trend is no such change: the shift must describe the series clearly better than a line.
    """
    fit = _fit_baseline(aged, apart=0)
    mean = aged.weight * _expected(aged, fit.rate)
    observed = aged.weight * aged.y
    n = aged.y.shape[1]
    new_e, new_y = (
        np.cumsum(mean[:, APART[-1] :], axis=1),
        np.cumsum(observed[:, APART[-1] :], axis=1),
    )
    all_e, all_y = new_e[:, -1:], new_y[:, -1:]
    months = np.cumsum(aged.weight[:, APART[-1] :] > 0, axis=1)
    gain = _two_levels(new_y, new_e, all_y - new_y, all_e - new_e)
    allowed = (months >= YEAR) & (months[:, -1:] - months >= FEWEST_BASELINE)
    gain = np.where(allowed, gain, 0.0)
    if gain.shape[1] == 0:
        return aged, np.zeros(len(aged.y), dtype=bool)
    best = np.argmax(gain, axis=1)
    size = gain[np.arange(len(gain)), best]
    past = np.arange(n) >= APART[-1]
    line = _line_gain(observed * past, mean * past, age=np.arange(n, dtype=float))
    chi = (np.where(mean > 0, (observed - mean) ** 2 / np.maximum(mean, 1e-12), 0) * past).sum(
        axis=1
    )
    freedom = np.maximum((aged.weight[:, APART[-1] :] > 0).sum(axis=1) - 3, 1)
    scale = np.maximum((chi - size) / freedom, 1.0)
    shifted = (size / scale > OLD_SHIFT) & ((size - line) / scale > 6.0)
    cut = np.where(shifted, best + 1 + APART[-1], n)
    keep = np.arange(n) < cut[:, None]
    return replace(aged, weight=aged.weight * keep), shifted


def _with_steady_trend(aged: _Aged, families: Ints) -> _Aged:
    """A trend that was clear before the windows begin goes on in what is expected.

    Otherwise every series that has fallen for ten years would stand out at each delivery, and hide the
    odd month on top. The uncertainty of the slope follows into the predictions.
    """
    before = np.arange(aged.y.shape[1]) >= APART[-1]
    years = np.where(before, -np.arange(aged.y.shape[1]) / YEAR, 0.0)
    old = replace(aged, weight=aged.weight * before)
    months = old.weight.sum(axis=1)
    slope, variance = np.zeros(len(aged.y)), np.zeros(len(aged.y))
    factor = np.ones(len(aged.y))
    for step in range(2):
        tilted = replace(old, e=aged.e * np.exp(slope[:, None] * years))
        fit = _fit_baseline(tilted, apart=0)
        if step == 0:
            factor = _following(tilted, fit, apart=0, families=families).of_long_sum()
        change, variance = _slope(tilted, fit, years=years, months=months)
        slope = np.clip(slope + change, -1.0, 1.0)
    variance = variance * factor
    with np.errstate(divide="ignore", invalid="ignore"):
        clear = np.abs(slope) > STEADY_FROM * np.sqrt(variance)
    clear &= (months >= STEADY_MONTHS) & np.isfinite(variance)
    slope, variance = np.where(clear, slope, 0.0), np.where(clear, variance, 0.0)
    age = np.arange(aged.y.shape[1]) / YEAR
    return replace(
        aged, e=aged.e * np.exp(-slope[:, None] * age), slope=slope, unsure_slope=variance
    )


def _slope(aged: _Aged, fit: _Baseline, *, years: Floats, months: Floats) -> tuple[Floats, Floats]:
    """One step towards the slope per year, and its variance."""
    mean = aged.weight * _expected(aged, fit.rate)
    rest = aged.weight * aged.y - mean
    with np.errstate(divide="ignore", invalid="ignore"):
        off = years - ((mean * years).sum(axis=1) / mean.sum(axis=1))[:, None]
        score, information = (rest * off).sum(axis=1), (mean * off**2).sum(axis=1)
        left = rest - (score / information)[:, None] * off * mean
        extra, _ = _extra_variation(left, mean, months=months - 1)
        variance = (information + extra * (mean**2 * off**2).sum(axis=1)) / information**2
        slope = score / information
    return np.nan_to_num(slope), np.where(np.isfinite(variance), variance, np.inf)


def _two_levels(new: Floats, new_e: Floats, old: Floats, old_e: Floats) -> Floats:
    """Chi-square of two levels against one."""
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (new + old) / (new_e + old_e)
        a = (new - pooled * new_e) ** 2 / (pooled * new_e)
        b = (old - pooled * old_e) ** 2 / (pooled * old_e)
    return np.nan_to_num(a + b, nan=0.0, posinf=0.0)


def _line_gain(observed: Floats, mean: Floats, *, age: Floats) -> Floats:
    """Chi-square of a slope along ``age``, (n,) or (s, n), against one level."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = observed.sum(axis=1) / mean.sum(axis=1)
        mean = mean * scale[:, None]
        off = age - ((mean * age).sum(axis=1) / mean.sum(axis=1))[:, None]
        gain = ((observed - mean) * off).sum(axis=1) ** 2 / (mean * off**2).sum(axis=1)
    return np.asarray(np.nan_to_num(gain, nan=0.0, posinf=0.0))


def _following(aged: _Aged, baseline: _Baseline, *, apart: int, families: Ints) -> Lingering:
    """How months hang together beyond level, season and trend, the newest left out."""
    use = (aged.weight > 0).astype(float)
    use[:, :apart] = 0.0
    # A change two years old would look like months that hang together, and hide itself.
    long = use[:, APART[-1] :].sum(axis=1) >= STEADY_MONTHS
    use[long, : APART[-1]] = 0.0
    span = use.any(axis=0) | ~use.any()
    mean = _expected(aged, baseline.rate)
    return lingering(aged.y[:, span], mean=mean[:, span], use=use[:, span], family=families)


def _examined(aged: _Aged, families: Ints) -> Signals:
    first_look = _fit_baseline(aged, apart=APART[0])
    calm = _less_outliers(aged, first_look, apart=APART[0])
    known = _fit_baseline(calm, apart=APART[0], near=first_look)
    follows = _following(aged, first_look, apart=APART[0], families=families)
    baselines = {
        apart: _less_sure(_fit_baseline(calm, apart=apart, known=known), follows) for apart in APART
    }
    windows = _try_windows(aged, baselines, follows)
    past = _try_past_months(aged, baselines[APART[0]], follows)
    ramps, slopes = _try_ramps(aged, follows)
    return _strongest(
        aged, baselines, follows=follows, windows=windows, past=past, ramps=ramps, slopes=slopes
    )


def _less_sure(baseline: _Baseline, follows: Lingering) -> _Baseline:
    """Months that hang together say less of level and season than as many that do not."""
    less = follows.of_long_sum(excess=baseline.dispersion - 1)
    return replace(baseline, covariance=baseline.covariance * less[:, None, None])


def _try_windows(aged: _Aged, baselines: dict[int, _Baseline], follows: Lingering) -> _Tried:
    columns = []
    for window in WINDOWS:
        baseline = baselines[next(a for a in APART if a >= window)]
        use = aged.weight[:, :window] > 0
        mean = np.where(use, _expected(aged, baseline.rate)[:, :window], 0.0)
        observed = np.where(use, aged.y[:, :window], 0.0).sum(axis=1)
        square = (mean**2).sum(axis=1)
        excess = baseline.extra * square / np.maximum(mean.sum(axis=1), 1e-12)
        away = _years_away(aged, apart=next(a for a in APART if a >= window), age=(window - 1) / 2)
        p, shape = _prediction_p(
            observed, _by_place(mean), baseline, excess=excess, tilt=aged.unsure_slope * away**2,
            follows=follows, window=window,
        )  # fmt: skip
        enough = (use.sum(axis=1) > window / 2) & use[:, 0]
        told = (np.where(enough, one, np.nan) for one in (p, shape))
        columns.append((*told, observed, mean.sum(axis=1)))
    return _stacked(columns)


def _try_past_months(aged: _Aged, baseline: _Baseline, follows: Lingering) -> _Tried:
    columns = []
    mean = _expected(aged, baseline.rate)
    for age in range(1, YEAR):
        place = np.zeros((len(mean), YEAR))
        place[:, age] = mean[:, age]
        tilt = aged.unsure_slope * _years_away(aged, apart=APART[0], age=float(age)) ** 2
        p, shape = _prediction_p(
            aged.y[:, age], place, baseline, excess=baseline.extra * mean[:, age], tilt=tilt,
            follows=follows, window=1,
        )  # fmt: skip
        seen = aged.weight[:, age] > 0
        told = (np.where(seen, one, np.nan) for one in (p, shape))
        columns.append((*told, aged.y[:, age], mean[:, age]))
    return _stacked(columns)


def _stacked(columns: list[tuple[Floats, ...]]) -> _Tried:
    p, shape, observed, expected = (np.column_stack(part) for part in zip(*columns, strict=True))
    return _Tried(p=p, shape=shape, observed=observed, expected=expected)


def _prediction_p(
    observed: Floats, mean_by_place: Floats, baseline: _Baseline, *, excess: Floats, tilt: Floats,
    follows: Lingering, window: int,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Two-sided chance of so extreme a sum, negative binomial with the estimate's uncertainty in it.

    How the months hang together is unsure as well: the chance is the mean over the ways they may.
    """
    mean = np.maximum(mean_by_place.sum(axis=1), 1e-12)
    unsure = np.einsum("si,sij,sj->s", mean_by_place, baseline.covariance, mean_by_place)
    ways = follows.each_sum(window, excess=excess) if window > 1 else np.ones((1, len(mean)))
    weights = follows.chance.T if window > 1 else np.ones((1, len(mean)))
    long = follows.each_long_sum(excess=excess) if window > 1 else ways
    each, fewer = [], observed < mean
    for more, lost in zip(ways, _taken(long, baseline.months, fitted=1), strict=True):
        spread = (1 + excess) * more * lost + unsure / mean + tilt * mean
        tail = tail_at_least(observed + fewer, mean=mean, dispersion=spread)
        one_sided = np.where(fewer, 1 - tail, tail)
        each.append(_heavier(np.minimum(1.0, 2 * one_sided), baseline.months))
    known = baseline.months >= FEWEST_BASELINE
    p = (weights * np.stack(each)).sum(axis=0)
    return np.where(known, p, np.nan), np.where(known, each[0], np.nan)


def _taken(long: Floats, months: Floats, *, fitted: int) -> Floats:
    """What moves slowly is partly taken for level and line, and is missing in what varies beyond them."""
    return 1 / np.maximum(1 - fitted * (long - 1) / np.maximum(months, 1.0), 0.5)


def _years_away(aged: _Aged, *, apart: int, age: float) -> Floats:
    """From the middle of the baseline to the month that is judged."""
    span = aged.y.shape[1] - np.argmax(aged.weight[:, ::-1] > 0, axis=1)
    return np.asarray(((apart + span) / 2 - age) / YEAR, dtype=float)


def _heavier(p: Floats, months: Floats) -> Floats:
    """The same deviation by Student's t: the dispersion is itself an estimate."""
    from scipy.special import ndtri, stdtr

    z = ndtri(np.clip(p / 2, 1e-300, 0.5))
    t: Floats = 2 * stdtr(np.maximum(months - YEAR / 2, 3.0), z)
    return t


def _try_ramps(aged: _Aged, follows: Lingering) -> tuple[_Tried, Floats]:
    """Score tests of a slope over the whole series or its newest part, level before that."""
    from scipy.special import stdtr

    fit = _fit_baseline(aged, apart=0)
    n = aged.y.shape[1]
    mean = np.maximum(aged.weight * _expected(aged, fit.rate), 0.0)
    rest = aged.weight * aged.y - mean
    months = aged.weight.sum(axis=1)
    columns, slopes = [], []
    span = n - np.argmax(aged.weight[:, ::-1] > 0, axis=1)
    total = (aged.weight * aged.y).sum(axis=1)
    needed, steady = DOUBLING_SEEN_FROM * fit.dispersion, aged.slope != 0
    with np.errstate(divide="ignore", invalid="ignore"):
        line = np.arange(n) - ((mean * np.arange(n)).sum(axis=1) / mean.sum(axis=1))[:, None]
    for ramp in RAMPS:
        age = np.minimum(np.arange(n), ramp or n).astype(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            off = age - ((mean * age).sum(axis=1) / mean.sum(axis=1))[:, None]
            # Where a steady trend is expected, only a bend of the line counts, wherever the line lies.
            along = (mean * off * line).sum(axis=1) / (mean * line**2).sum(axis=1)
            off = np.where(steady[:, None], off - np.nan_to_num(along)[:, None] * line, off)
            score, information = (rest * off).sum(axis=1), (mean * off**2).sum(axis=1)
            left = rest - (score / information)[:, None] * off * mean
            extra, _ = _extra_variation(left, mean, months=months - 1)
            variance = information + extra * (mean**2 * off**2).sum(axis=1)
            long = follows.each_long_sum(excess=variance / information - 1)
            z = np.abs(score) / np.sqrt(variance * long * _taken(long, months, fitted=2))
            each = 2 * stdtr(np.maximum(months - YEAR / 2 - 1, 3.0), -z)
            p = (follows.chance.T * each).sum(axis=0)
        fits = (months >= 3 * YEAR) & (total * YEAR / np.maximum(months, 1) >= needed)
        fits &= (ramp > 0) | ~steady
        fits &= (ramp == 0) | (span >= ramp + FEWEST_BASELINE)
        slope = -YEAR * score / np.maximum(information, 1e-12)
        told = (np.where(fits, one, np.nan) for one in (p, each[0]))
        columns.append((*told, total, mean.sum(axis=1)))
        slopes.append(slope)
    return _stacked(columns), np.column_stack(slopes)


def _strongest(
    aged: _Aged, baselines: dict[int, _Baseline], *, follows: Lingering, windows: _Tried,
    past: _Tried, ramps: _Tried, slopes: Floats,
) -> Signals:  # fmt: skip
    few = np.maximum(windows.observed, windows.expected) < FEWEST_EVENTS
    few_past = np.maximum(past.observed, past.expected) < FEWEST_EVENTS
    main = np.column_stack([np.where(few, 1.0, windows.p), ramps.p])
    over = np.where(few_past, 1.0, past.p)
    tried = np.column_stack([
        _for_many(main[:, :1], 1.0, SHARE_NOW), _for_many(main[:, 1:], TRIED_TOGETHER, SHARE_LASTING),
        _for_many(over, YEAR - 1, SHARE_PAST),
    ])  # fmt: skip
    examined = np.isfinite(windows.p).any(axis=1)
    filled = np.where(np.isfinite(tried), tried, np.inf)
    choice = np.argmin(filled, axis=1)
    row = np.arange(len(choice))
    p = np.where(examined, np.minimum(filled[row, choice], 1.0), np.nan)
    # How sure it is hangs on memory, what it looks like does not: a step is not told as a slope for it.
    lasting = np.column_stack([windows.shape[:, 1:], ramps.shape])
    lasting = np.where(np.isfinite(main[:, 1:]) & (main[:, 1:] < 1.0), lasting, np.inf)
    best = 1 + np.argmin(lasting, axis=1)
    choice = np.where((choice >= 1) & (choice < main.shape[1]), best, choice)
    return _described(
        aged, baselines, choice=choice, p=p, follows=follows, windows=windows, past=past,
        slopes=slopes,
    )  # fmt: skip


def _for_many(p: Floats, tests: float, share: float) -> Floats:
    """Sidak's correction for this many tests, with this share of the error to spend."""
    with np.errstate(invalid="ignore"):
        corrected: Floats = -np.expm1(tests * np.log1p(-np.minimum(p, 1 - 1e-16))) / share
    return corrected


def _described(
    aged: _Aged, baselines: dict[int, _Baseline], *, choice: Ints, p: Floats, follows: Lingering,
    windows: _Tried, past: _Tried, slopes: Floats,
) -> Signals:  # fmt: skip
    row = np.arange(len(choice))
    w, r = len(WINDOWS), len(RAMPS)
    is_trend = (choice >= w) & (choice < w + r)
    is_past = choice >= w + r
    is_step = choice < w
    months = np.where(is_step, np.array([*WINDOWS, *[0] * 99])[choice], 1)
    months = np.where(is_step & (months > 1), _dated_step(aged, baselines, months), months)
    span = aged.y.shape[1] - np.argmax(aged.weight[:, ::-1] > 0, axis=1)
    ramp = np.array(RAMPS)[np.clip(choice - w, 0, r - 1)]
    step_instead = np.where(is_trend, _better_step(aged, ramp), 0)
    is_trend &= step_instead == 0
    months = np.where(is_trend, np.where(ramp > 0, ramp, span), months)
    months = np.where(step_instead > 0, step_instead, months)
    age = np.where(is_past, choice - w - r + 1, months - 1)
    observed, expected = _inside(aged, baselines, months)
    place = np.clip(choice - w - r, 0, YEAR - 2)
    observed = np.where(is_past, past.observed[row, place], observed)
    expected = np.where(is_past, past.expected[row, place], expected)
    slope = slopes[row, np.clip(choice - w, 0, r - 1)]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = np.where(is_trend, np.exp(slope), observed / expected)
    low, high = _ordinary(expected, months, follows=follows, baseline=baselines[APART[0]])
    kind = np.select(
        [is_trend, is_past, months == 1], [Kind.TREND, Kind.PAST_SPIKE, Kind.SPIKE], Kind.STEP
    ).astype(object)
    nothing = np.full(len(p), np.nan)
    return Signals(
        verdict=np.full(len(p), Verdict.NOT_SHOWN, dtype=object), kind=kind,
        onset=np.maximum(aged.last - age, 0), months=months, observed=observed, expected=expected,
        low=np.where(is_trend, np.nan, low), high=np.where(is_trend, np.nan, high), ratio=ratio, p_value=p, q_value=nothing, strength=_as_normal(p, ratio), last=aged.last,
        compared_from=np.maximum(aged.last - span + 1, 0), yearly=windows.expected[:, WINDOWS.index(YEAR)],
        steady=np.where(aged.slope != 0, np.exp(aged.slope), np.nan),
        dispersion=baselines[APART[0]].dispersion, broken=((),) * len(p), level_ratio=nothing,
        level_q_value=nothing, level_verdict=np.full(len(p), Verdict.CANNOT_ASSESS, dtype=object),
    )  # fmt: skip


def _ordinary(
    expected: Floats, months: Ints, *, follows: Lingering, baseline: _Baseline
) -> tuple[Floats, Floats]:
    """Between which counts 95 % of such months fall.

    The level's own uncertainty by the months behind it, of which a single month leans on about a quarter.
    """
    longest = int(months.max(initial=1))
    excess = baseline.dispersion - 1
    inflation = np.stack([follows.of_sum(m, excess=excess) for m in range(1, min(longest, 60) + 1)])
    chosen = inflation[np.clip(months, 1, len(inflation)) - 1, np.arange(len(months))]
    behind = np.maximum(baseline.months, 1.0) * np.clip(months / 4, 0.25, 1.0)
    spread = (1 + baseline.extra * expected / months) * (chosen + months / behind)
    low, high, _, _ = count_limits(expected, dispersion=spread, count=expected, alpha=0.025)
    return low, high


def _better_step(aged: _Aged, ramp: Ints) -> Ints:
    """Months since a step within five years that describes the series clearly better than the ramp; 0 if none.

    A step two years old is near to a slope in the test, but not in what it tells.
    """
    fit = _fit_baseline(aged, apart=0)
    n = aged.y.shape[1]
    mean, observed = aged.weight * _expected(aged, fit.rate), aged.weight * aged.y
    new_e, new_y = np.cumsum(mean, axis=1), np.cumsum(observed, axis=1)
    gain = _two_levels(new_y, new_e, new_y[:, -1:] - new_y, new_e[:, -1:] - new_e)
    gain[:, :2] = 0.0
    gain[:, max(RAMPS) :] = 0.0
    best = np.argmax(gain, axis=1)
    age = np.minimum(np.arange(n), np.where(ramp > 0, ramp, n)[:, None]).astype(float)
    bent = _line_gain(observed, mean, age=age)
    return np.where(gain[np.arange(len(gain)), best] > CLEARLY_BETTER * bent, best + 1, 0)


def _dated_step(aged: _Aged, baselines: dict[int, _Baseline], months: Ints) -> Ints:
    """The length, up to three years, for which two levels describe the newest months best."""
    longest = baselines[APART[-1]].months >= FEWEST_BASELINE
    reach = np.where(longest, APART[-1], APART[0])
    rate = np.where(longest[:, None], baselines[APART[-1]].rate, baselines[APART[0]].rate)
    size = APART[-1]
    mean = np.cumsum((aged.weight * _expected(aged, rate))[:, :size], axis=1)
    observed = np.cumsum((aged.weight * aged.y)[:, :size], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where(observed > 0, observed * np.log(observed / mean), 0.0) - (observed - mean)
    gain = np.where(np.arange(mean.shape[1]) < reach[:, None], np.nan_to_num(gain), -np.inf)
    gain[:, 0] = -np.inf
    found = np.argmax(gain, axis=1) + 1
    return np.where(np.isfinite(gain.max(axis=1)), found, months)


def _inside(aged: _Aged, baselines: dict[int, _Baseline], months: Ints) -> tuple[Floats, Floats]:
    """Events seen and expected in the newest months, by the ordinary level that leaves them out."""
    expected = np.zeros(len(months))
    inside = (np.arange(aged.y.shape[1]) < months[:, None]) & (aged.weight > 0)
    for shorter, apart in zip((0, *APART), (*APART, APART[-1]), strict=True):
        chosen = (months > shorter) & ((months <= apart) | (shorter == APART[-1]))
        known = baselines[apart].months >= FEWEST_BASELINE
        rate = np.where(known[:, None], baselines[apart].rate, baselines[APART[0]].rate)
        sums = np.where(inside, _expected(aged, rate), 0.0).sum(axis=1)
        expected = np.where(chosen, sums, expected)
    return np.where(inside, aged.y, 0.0).sum(axis=1), expected


def _as_normal(p: Floats, ratio: Floats) -> Floats:
    from scipy.special import ndtri

    with np.errstate(invalid="ignore"):
        size = -ndtri(np.clip(p / 2, 1e-300, 0.5))
        return np.asarray(np.where(ratio >= 1, size, -size))


def _level(
    aged: _Aged, found: Signals, reference: ArrayLike | None, spread: ArrayLike
) -> dict[str, Floats]:
    """The last twelve months against what other places lead one to expect."""
    nothing = np.full(len(found.p_value), np.nan)
    if reference is None:
        return {"p": nothing, "ratio": nothing}
    given = np.atleast_2d(np.asarray(reference, dtype=float))
    place = np.maximum(found.last[:, None] - np.arange(YEAR), 0)
    use = aged.weight[:, :YEAR] > 0
    mean = np.where(use, np.take_along_axis(given, place, axis=1), 0.0).sum(axis=1)
    observed = np.where(use, aged.y[:, :YEAR], 0.0).sum(axis=1)
    apart = np.broadcast_to(np.asarray(spread, dtype=float), mean.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = found.dispersion + apart**2 * mean
        above = tail_at_least(observed, mean=mean, dispersion=total)
        below = 1 - tail_at_least(observed + 1, mean=mean, dispersion=total)
        p = np.minimum(1.0, 2 * np.minimum(above, below))
        enough = (use.sum(axis=1) == YEAR) & (np.maximum(mean, observed) >= FEWEST_EVENTS)
        return {
            "p": np.where(enough, p, np.nan),
            "ratio": np.where(enough, observed / mean, np.nan),
        }


def _controlled(p: Floats, level_p: Floats, families: Ints) -> tuple[Floats, Floats]:
    """Both questions of a family's series in one list of tests."""
    q, level_q = np.full(len(p), np.nan), np.full(len(p), np.nan)
    order = np.argsort(families, kind="stable")
    edges = np.flatnonzero(np.diff(families[order])) + 1
    for members in np.split(order, edges):
        both = benjamini_hochberg(np.concatenate([p[members], level_p[members]]))
        q[members], level_q[members] = np.split(both, 2)
    return q, level_q


def _judged(found: Signals, *, shifted: Bools, false_share: float) -> Signals:
    with np.errstate(invalid="ignore"):
        shown = found.q_value <= false_share
        few = ~(found.yearly >= DOUBLING_SEEN_FROM * found.dispersion)
        level_shown = found.level_q_value <= false_share
    short = ~np.isfinite(found.p_value)
    side = np.where(found.ratio >= 1, Verdict.HIGHER, Verdict.LOWER).astype(object)
    unsure = np.where(few | short, Verdict.CANNOT_ASSESS, Verdict.NOT_SHOWN).astype(object)
    level_side = np.where(found.level_ratio >= 1, Verdict.HIGHER, Verdict.LOWER).astype(object)
    level_unsure = np.where(
        np.isfinite(found.level_q_value), Verdict.NOT_SHOWN, Verdict.CANNOT_ASSESS
    )
    reasons = (
        ("too_short_history", short),
        ("too_few_events", few & ~short),
        ("old_shift", shifted),
        ("steady_trend", np.isfinite(found.steady)),
    )
    broken = tuple(tuple(code for code, holds in reasons if holds[i]) for i in range(len(shown)))
    kind = found.kind.copy()
    kind[short] = Kind.NONE
    return replace(
        found, verdict=np.where(shown, side, unsure), kind=kind, broken=broken,
        level_verdict=np.where(level_shown, level_side, level_unsure.astype(object)),
    )  # fmt: skip
