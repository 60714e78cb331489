"""Drug loads in wastewater: from concentration to load, and how much to believe of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess, verdict_from_limits

Floats = NDArray[np.float64]

FEWEST_CAMPAIGNS = 3
"""Earlier campaigns needed before a change is called."""

FEWEST_VALUES = 3
"""Values above the limit of quantification needed for a mean."""

NOT_A_WEEK = "not_a_full_week"
FEW_CAMPAIGNS = "fewer_than_3_campaigns"
OTHER_WEEK = "different_calendar_weeks"
NO_LOAD = "no_load"
NO_VARIATION = "no_variation"
FEW_VALUES = "fewer_than_3_values"
MOSTLY_CENSORED = "more_than_80_percent_below_limit"
HALF_CENSORED = "more_than_50_percent_below_limit"
LOWEST_CENSORED = "lowest_value_below_limit"
NOTHING_TO_SAY = {MOSTLY_CENSORED, FEW_VALUES, NO_VARIATION}
"""Of a mean with values below the limit."""

EUDA = "EUDA, Wastewater analysis and drugs (2025), data tables"

ALIKE = 1e-9
"""Relative spread below which weeks are the same numbers written again, not measured again."""

WEEKDAYS = [1, 2, 3]
WEEKEND = [4, 5, 6, 0]
"""Positions in a week that starts on Monday: Tuesday to Thursday, and Friday to Monday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekMeans:
    """Means of one week's loads, NaN where a day that belongs to them is missing."""

    daily: float
    weekday: float
    weekend: float
    ratio: float
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The level before ("nollvärde"), from full weeks.

    mean             of the weeks' daily means, in the unit given
    between_days     standard deviation between days within weeks
    between_weeks    standard deviation between weekly means; NaN with one week
    assessment       estimate the mean; limits only with FEWEST_CAMPAIGNS weeks or more; n = days
    """

    mean: float
    between_days: float
    between_weeks: float
    weeks: int
    assessment: Assessment


def load_mg_per_day_1000inh(
    concentration_ng_per_l: ArrayLike, *, flow_m3_per_day: ArrayLike, connected: ArrayLike
) -> Floats:
    """Load in mg per day and 1 000 inhabitants connected.

    concentration_ng_per_l, flow_m3_per_day, connected  (n,) numbers >= 0, > 0, > 0; NaN gives NaN
    returns     (n,)
    raises      ValueError if a concentration is negative, or a flow or number connected not positive
    reference   Zuccato et al. (2008), Environ Health Perspect 116:1027-1032; 1 ng/l = 1 ug/m3
    """
    concentration, flow, people = (
        np.atleast_1d(np.asarray(x, dtype=float))
        for x in (concentration_ng_per_l, flow_m3_per_day, connected)
    )
    if (concentration < 0).any():
        raise ValueError("concentrations must not be negative")
    if (flow <= 0).any() or (people <= 0).any():
        raise ValueError("flow and number connected must be positive")
    load: Floats = concentration * flow / people
    return load


def week_means(loads: ArrayLike) -> WeekMeans:
    """Daily, weekday (Tue-Thu) and weekend (Fri-Mon) means as the European data tables define them.

    loads       (7,) Monday first, NaN where missing
    raises      ValueError unless there are seven
    reference   EUDA, Wastewater analysis and drugs: definition derived from its tables of 2025
    """
    week = _checked_weeks(np.atleast_2d(np.asarray(loads)))[0]
    weekday, weekend = float(week[WEEKDAYS].mean()), float(week[WEEKEND].mean())
    return WeekMeans(
        daily=float(week.mean()), weekday=weekday, weekend=weekend,
        ratio=weekend / weekday if weekday > 0 else float("nan"),
        days=int((~np.isnan(week)).sum()),
    )  # fmt: skip


def weekend_ratio(weeks: ArrayLike, *, confidence: float = 0.95) -> Assessment:
    """Weekend over weekday over several campaigns; HIGHER: more at weekends.

    weeks       (k, 7) loads > 0, Monday first; weeks with a missing day are left out
    returns     estimate the geometric mean of the weeks' ratios, limits from their variation; n = full
                weeks. CANNOT_ASSESS below FEWEST_CAMPAIGNS (one week's pattern may be one party) and
                when all weeks are alike to the last figure
    raises      ValueError unless every week has seven days
    reference   EUDA's weekend definition; Student (1908) on the logarithms of the ratios
    """
    week = _checked_weeks(weeks)
    full = week[~np.isnan(week).any(axis=1)]
    means = full[:, WEEKEND].mean(axis=1), full[:, WEEKDAYS].mean(axis=1)
    usable = (means[0] > 0) & (means[1] > 0)
    ratios = np.log(means[0][usable] / means[1][usable])
    conditions = {
        NOT_A_WEEK: len(full) < len(week),
        NO_LOAD: not usable.all(),
        FEW_CAMPAIGNS: len(ratios) < FEWEST_CAMPAIGNS,
        NO_VARIATION: len(ratios) >= FEWEST_CAMPAIGNS and np.ptp(ratios) < ALIKE,
    }
    broken = tuple(code for code, is_broken in conditions.items() if is_broken)
    return _geometric_mean(ratios, method="weekend_ratio", broken=broken, confidence=confidence)


def baseline(weeks: ArrayLike, *, calendar_weeks: ArrayLike, confidence: float = 0.95) -> Baseline:
    """The level before something is done, with how much it varies by itself.

    weeks           (k, 7) loads, Monday first; weeks with a missing day do not count
    calendar_weeks  (k,) numbers 1-53: levels are comparable when the same week is repeated
    returns         see Baseline; CANNOT_ASSESS without a full week or when all weeks are the same one
    raises          ValueError if shapes do not fit
    reference       Student (1908) between weeks; EUDA protocol: a full week with its weekend
    """
    week, numbers = _checked_weeks(weeks), np.asarray(calendar_weeks)
    if numbers.shape != (len(week),):
        raise ValueError("every week needs its calendar week")
    is_full = ~np.isnan(week).any(axis=1)
    full = week[is_full]
    k = len(full)
    means = full.mean(axis=1) if k else np.array([])
    conditions = {
        NOT_A_WEEK: not is_full.all() or not k,
        FEW_CAMPAIGNS: k < FEWEST_CAMPAIGNS,
        OTHER_WEEK: len(np.unique(numbers[is_full])) > 1,
        NO_VARIATION: k >= FEWEST_CAMPAIGNS and _is_written_again(full),
    }
    broken = tuple(code for code, is_broken in conditions.items() if is_broken)
    level = float(means.mean()) if k else float("nan")
    within = float(np.sqrt(full.var(axis=1, ddof=1).mean())) if k else float("nan")
    between = float(means.std(ddof=1)) if k > 1 else float("nan")
    return Baseline(
        mean=level, between_days=within, between_weeks=between, weeks=k,
        assessment=_baseline_mean(
            level, means, days=_days_alone(full), broken=broken, confidence=confidence
        ),
    )  # fmt: skip


def change_from_baseline(
    days: ArrayLike, *, weeks: ArrayLike, confidence: float = 0.95
) -> Assessment:
    """A new campaign against the earlier ones, as a ratio; HIGHER: more than before.

    days        (7,) the new campaign's loads > 0, Monday first
    weeks       (k, 7) the earlier ones; weeks with a missing day do not count
    returns     estimate new / earlier geometric mean of weekly means; limits that hold 1 in 95 of 100
                unchanged places; n = earlier full weeks. The limits follow the variation between weeks,
                but are never narrower than the days' own variation gives. CANNOT_ASSESS below
                FEWEST_CAMPAIGNS full weeks or when the new week is not full
    raises      ValueError if shapes do not fit
    reference   Hahn & Meeker (1991), Statistical Intervals, sect. 4.2, on the logarithms
    """
    from scipy.special import stdtr

    new, earlier = _checked_weeks(np.atleast_2d(np.asarray(days)))[0], _checked_weeks(weeks)
    full = earlier[~np.isnan(earlier).any(axis=1)]
    means = full.mean(axis=1)
    conditions = {
        NOT_A_WEEK: bool(np.isnan(new).any()),
        FEW_CAMPAIGNS: len(full) < FEWEST_CAMPAIGNS,
        NO_LOAD: bool((means <= 0).any() or np.nansum(new) <= 0),
        NO_VARIATION: len(full) >= FEWEST_CAMPAIGNS and _is_written_again(full),
    }
    broken = tuple(code for code, is_broken in conditions.items() if is_broken)
    method, reference = "campaign_prediction", "Hahn & Meeker (1991), sect. 4.2"
    if broken:
        return cannot_assess(method, n=len(full), broken=broken, reference=reference)
    logs, k = np.log(means), len(full)
    sources = _deviations(logs, days=_days_alone(full / means[:, None]))
    wider = np.sqrt(1 + 1 / k)
    apart = float(np.log(new.mean()) - logs.mean())
    reach = _reach(sources, confidence=confidence) * wider
    low, high = (float(np.exp(apart + side * reach)) for side in (-1, 1))
    return Assessment(
        method=method, verdict=verdict_from_limits(low, high, no_difference=1.0),
        estimate=float(np.exp(apart)), lower=low, upper=high, confidence=confidence,
        p_value=max(float(2 * stdtr(free, -abs(apart) / (one * wider))) for one, free in sources if one > 0),
        n=k, reference=reference,
    )  # fmt: skip


def censored_mean(
    values: ArrayLike, *, is_below: ArrayLike, confidence: float = 0.95
) -> Assessment:
    """Mean of loads of which some lie below the limit of quantification, Kaplan and Meier.

    values      (n,) numbers >= 0: the load, or the limit where is_below (n,) is true; never 0 or half
                the limit in its place
    returns     estimate, Student's limits corrected for loads being skewed; n = values. What lies below
                the lowest limit is put at that limit in the estimate and the upper limit, and at 0 in
                the lower limit, since nothing is known of it. CANNOT_ASSESS when more than 80 % lie
                below, fewer than 3 above, or those above are all alike
    use when    the limits vary; with one limit for all lognormal_mean says more
    raises      ValueError if shapes differ, a value is negative or nothing is given
    reference   Kaplan & Meier (1958), JASA 53:457-481, sect. 6.2 for the error's factor d / (d - 1), turned
                around as in Helsel (2012), Statistics for Censored Environmental Data, ch. 6; skewness:
                Hall (1992), JRSS B 54:221-228
    """
    value, below = _checked_censored(values, is_below)
    broken = _censoring(value, below)
    method, reference = "kaplan_meier", "Helsel (2012), Statistics for Censored Data, ch. 6"
    if NOTHING_TO_SAY & set(broken):
        return cannot_assess(method, n=len(value), broken=broken, reference=reference)
    mean, error, unknown, skewness = _kaplan_meier(value, below)
    down, up = _skewed_reach(skewness, n=int((~below).sum()), confidence=confidence)
    return Assessment(
        method=method, verdict=Verdict.NOT_SHOWN, estimate=mean,
        lower=max(0.0, mean - unknown - down * error), upper=mean + up * error,
        confidence=confidence, n=len(value), broken=broken, reference=reference,
    )  # fmt: skip


def lognormal_mean(
    values: ArrayLike, *, is_below: ArrayLike, confidence: float = 0.95
) -> Assessment:
    """Mean of loads of which some lie below the limit, maximum likelihood for a lognormal spread.

    values      (n,) numbers > 0: the load, or the limit where is_below (n,) is true
    returns     estimate and limits (Cox's method on the logarithm of the mean, Student's t); n = values.
                CANNOT_ASSESS when more than 80 % lie below, fewer than 3 above, or those are all alike
    use when    loads of one place and substance, which are close to lognormal
    raises      ValueError if shapes differ, a value is not positive or nothing is given
    reference   Cohen (1959), Technometrics 1:217-237; Helsel (2012), ch. 6; Olsson
                (2005), J Stat Educ 13:1 (Cox's method with t)
    """
    from scipy.special import stdtrit

    value, below = _checked_censored(values, is_below)
    if (value <= 0).any():
        raise ValueError("values and limits must be positive")
    broken = tuple(code for code in _censoring(value, below) if code != LOWEST_CENSORED)
    method, reference = "lognormal_ml", "Helsel (2012), Statistics for Censored Data, ch. 6"
    if NOTHING_TO_SAY & set(broken):
        return cannot_assess(method, n=len(value), broken=broken, reference=reference)
    middle, spread, covariance = censored_normal(np.log(value), is_below=below)
    slope = np.array([1.0, spread])
    error = float(np.sqrt(slope @ covariance @ slope))
    reach = float(stdtrit((~below).sum() - 1, 0.5 + confidence / 2)) * error
    mean = middle + spread**2 / 2
    return Assessment(
        method=method, verdict=Verdict.NOT_SHOWN, estimate=float(np.exp(mean)),
        lower=float(np.exp(mean - reach)), upper=float(np.exp(mean + reach)),
        confidence=confidence, n=len(value), broken=broken, reference=reference,
    )  # fmt: skip


def censored_normal(values: ArrayLike, *, is_below: ArrayLike) -> tuple[float, float, Floats]:
    """Mean, standard deviation and their covariance for a normal spread with values below limits.

    values      (n,) the value, or its upper limit where is_below (n,) is true
    returns     mean, standard deviation, (2, 2) covariance of the two
    raises      ValueError if shapes differ or all values that are known are alike
    reference   Cohen (1959), Technometrics 1:217-237
    """
    from scipy.optimize import minimize
    from scipy.special import log_ndtr

    value, below = np.asarray(values, dtype=float), np.asarray(is_below, dtype=bool)
    if value.shape != below.shape or below.all() or not np.ptp(value[~below]) > 0:
        raise ValueError("values and marks must fit, and the known values differ")

    def badness(at: Floats) -> float:
        z = (value - at[0]) / np.exp(at[1])
        known = (-0.5 * z[~below] ** 2 - at[1] - 0.5 * np.log(2 * np.pi)).sum()
        return -float(known + log_ndtr(z[below]).sum())

    start = np.array([value.mean(), np.log(value[~below].std() + 1e-9)])
    found = minimize(badness, start, method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-12})
    spread = float(np.exp(found.x[1]))
    # Second derivatives on (mean, log sd); the log is undone by the scale on both sides.
    covariance = np.linalg.inv(_curvature(badness, found.x)) * np.outer([1, spread], [1, spread])
    return float(found.x[0]), spread, covariance


def combined_uncertainty(relative: Mapping[str, float]) -> float:
    """Relative standard uncertainty of a load from those of its independent sources.

    relative    by source (flow, sampling, chemistry, population, stability ...), each >= 0
    raises      ValueError if there is no source or one is negative
    reference   JCGM 100:2008 (GUM), sect. 5.1.6; sources: Castiglioni et al. (2013), Environ Sci Technol
                47:1452-1460, Mathieu et al. (2011), Biogeochemistry 106:277-298
    """
    parts = np.array(list(relative.values()), dtype=float)
    if not len(parts) or not (parts >= 0).all():
        raise ValueError("name at least one source, none negative")
    return float(np.sqrt((parts**2).sum()))


def load_with_uncertainty(
    load: float, *, relative: Mapping[str, float], days: int, confidence: float = 0.95
) -> Assessment:
    """A mean load with the uncertainty of measuring it, on the logarithmic scale.

    load        > 0; relative as combined_uncertainty, for the mean
    days        sampled days behind it: fewer than 7 is marked, a part of a week is no level
    returns     estimate and limits in the load's unit; n = days
    raises      ValueError if the load is not positive, no days are given or the sources are impossible
    reference   JCGM 100:2008 (GUM); lognormal as a product of positive factors (JCGM 101:2008)
    """
    if not load > 0 or days < 1:
        raise ValueError("load and days must be positive")
    spread = np.sqrt(np.log1p(combined_uncertainty(relative) ** 2))
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * float(spread)
    return Assessment(
        method="uncertainty_budget", verdict=Verdict.NOT_SHOWN, estimate=load,
        lower=load * float(np.exp(-reach)), upper=load * float(np.exp(reach)),
        confidence=confidence, n=days, broken=(NOT_A_WEEK,) if days < 7 else (),
        reference="JCGM 100:2008 (GUM)",
    )  # fmt: skip


def conversion_factor(*, parent_weight: float, residue_weight: float, excreted: float) -> float:
    """Consumption over load: molar mass ratio over the part of a dose that leaves as the residue.

    parent_weight, residue_weight  g/mol > 0; excreted in (0, 1]
    use when    somebody has chosen and sourced the excretion; EUDA publishes loads, not consumption
    raises      ValueError outside those ranges
    reference   Gracia-Lor et al. (2016), Sci Total Environ 563-564:1-17
    """
    if not (parent_weight > 0 and residue_weight > 0 and 0 < excreted <= 1):
        raise ValueError("molar masses must be positive and the excreted part in (0, 1]")
    return parent_weight / residue_weight / excreted


def _checked_weeks(weeks: ArrayLike) -> Floats:
    week = np.asarray(weeks, dtype=float)
    if week.size == 0:
        return np.empty((0, 7))
    if week.ndim != 2 or week.shape[1] != 7:
        raise ValueError("a week has seven days, Monday first")
    if (week < 0).any() or np.isinf(week).any():
        raise ValueError("loads must be numbers, not negative")
    return week


def _geometric_mean(
    logs: Floats, *, method: str, broken: tuple[str, ...], confidence: float
) -> Assessment:
    from scipy.special import stdtr, stdtrit

    k, reference = len(logs), EUDA
    estimate = float(np.exp(logs.mean())) if k else float("nan")
    if FEW_CAMPAIGNS in broken or NO_VARIATION in broken:
        return cannot_assess(method, n=k, broken=broken, reference=reference, estimate=estimate)
    error = float(logs.std(ddof=1)) / np.sqrt(k)
    reach = float(stdtrit(k - 1, 0.5 + confidence / 2)) * error
    low, high = (float(np.exp(logs.mean() + side * reach)) for side in (-1, 1))
    t = abs(float(logs.mean())) / error
    return Assessment(
        method=method, verdict=verdict_from_limits(low, high, no_difference=1.0),
        estimate=estimate, lower=low, upper=high, confidence=confidence,
        p_value=float(2 * stdtr(k - 1, -t)), n=k, broken=broken, reference=reference,
    )  # fmt: skip


def _days_alone(weeks: Floats) -> float:
    """Deviation between days once the week's level and the weekday's pattern are taken away."""
    k = len(weeks)
    if k < 2:
        return 0.0
    level, pattern = weeks.mean(axis=1, keepdims=True), weeks.mean(axis=0, keepdims=True)
    left = weeks - level - pattern + weeks.mean()
    return float(np.sqrt((left**2).sum() / (6 * (k - 1))))


def _is_written_again(weeks: Floats) -> bool:
    """The same week over and over is one measurement."""
    return float(np.abs(weeks - weeks.mean(axis=0)).max()) <= ALIKE * float(weeks.mean())


def _deviations(means: Floats, *, days: float) -> tuple[tuple[float, int], tuple[float, int]]:
    """What a week's mean deviates by, told from the weeks and from the days in them, and the degrees of
    freedom of each."""
    k = len(means)
    return (float(means.std(ddof=1)), k - 1), (float(days / np.sqrt(7)), 6 * (k - 1))


def _reach(sources: tuple[tuple[float, int], ...], *, confidence: float) -> float:
    """Student's limit of the source that says most: weeks that happen to agree are not believed."""
    from scipy.special import stdtrit

    return max(float(stdtrit(free, 0.5 + confidence / 2)) * one for one, free in sources)


def _baseline_mean(
    level: float, means: Floats, *, days: float, broken: tuple[str, ...], confidence: float
) -> Assessment:
    k = len(means)
    method, reference = "baseline_between_weeks", "Student (1908), Biometrika 6:1-25"
    if k < FEWEST_CAMPAIGNS or NO_VARIATION in broken:
        return cannot_assess(method, n=7 * k, broken=broken, reference=reference, estimate=level)
    reach = _reach(_deviations(means, days=days), confidence=confidence) / float(np.sqrt(k))
    return Assessment(
        method=method, verdict=Verdict.NOT_SHOWN, estimate=level, lower=max(0.0, level - reach),
        upper=level + reach, confidence=confidence, n=7 * k, broken=broken, reference=reference,
    )  # fmt: skip


def _checked_censored(values: ArrayLike, is_below: ArrayLike) -> tuple[Floats, NDArray[np.bool_]]:
    value, below = np.asarray(values, dtype=float), np.asarray(is_below, dtype=bool)
    if value.shape != below.shape or not len(value):
        raise ValueError("every value needs its mark, and there must be some")
    if not ((value >= 0) & np.isfinite(value)).all():
        raise ValueError("values must be numbers, not negative")
    return value, below


def _censoring(value: Floats, below: NDArray[np.bool_]) -> tuple[str, ...]:
    share = float(below.mean())
    conditions = {
        MOSTLY_CENSORED: share > 0.8,
        HALF_CENSORED: 0.5 < share <= 0.8,
        FEW_VALUES: int((~below).sum()) < FEWEST_VALUES,
        NO_VARIATION: (~below).sum() >= FEWEST_VALUES and float(np.ptp(value[~below])) == 0.0,
        LOWEST_CENSORED: share < 1
        and bool(below.any())
        and value[below].min() < value[~below].min(),
    }
    return tuple(code for code, is_broken in conditions.items() if is_broken)


def _kaplan_meier(value: Floats, below: NDArray[np.bool_]) -> tuple[float, float, float, float]:
    """Mean, its standard error, how much lower the mean is if all that is unknown were 0, and skewness.

    The mean is the area under the curve of the values turned around.
    """
    steps = np.unique(value[~below])[::-1]
    at_risk = np.array([(value <= step).sum() for step in steps], dtype=float)
    falls = np.array([((value == step) & ~below).sum() for step in steps], dtype=float)
    share_below = np.cumprod(1 - falls / at_risk)
    edges = np.append(steps, min(float(value.min()), steps[-1]))
    areas = share_below * (edges[:-1] - edges[1:])
    mean = float(steps[0] - areas.sum())
    left = areas[::-1].cumsum()[::-1]
    can_vary = at_risk > falls
    terms = left[can_vary] ** 2 * falls[can_vary] / (at_risk * (at_risk - falls))[can_vary]
    known = falls.sum()
    error = float(np.sqrt(terms.sum() * known / (known - 1)))
    # Each value's share of the whole, and last what lies below the lowest limit.
    shares = -np.diff(np.concatenate([[1.0], share_below, [0.0]]))
    apart = np.append(steps, edges[-1]) - mean
    second, third = (float((shares * apart**power).sum()) for power in (2, 3))
    skewness = third / second**1.5 if second > 0 else 0.0
    return mean, error, float(share_below[-1] * edges[-1]), skewness


def _skewed_reach(skewness: float, *, n: int, confidence: float) -> tuple[float, float]:
    """Standard errors from a mean down and up to its limits: Student's, bent as a skewed mean is.

    reference   Hall (1992), JRSS B 54:221-228: the monotone cubic that takes the skewness away
    """
    from scipy.special import stdtrit

    reach = float(stdtrit(max(1, n - 1), 0.5 + confidence / 2))
    bend, shift = skewness / (3 * np.sqrt(n)), skewness / (6 * np.sqrt(n))
    if abs(bend) < ALIKE:
        return reach, reach
    bent = [float((np.cbrt(1 + 3 * bend * (q - shift)) - 1) / bend) for q in (reach, -reach)]
    return bent[0], -bent[1]


def _curvature(function: Callable[[Floats], float], at: Floats, *, step: float = 1e-4) -> Floats:
    """Second derivatives by central differences."""
    size = len(at)
    moves = np.eye(size) * step
    table = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            table[i, j] = (
                function(at + moves[i] + moves[j]) - function(at + moves[i] - moves[j])
                - function(at - moves[i] + moves[j]) + function(at - moves[i] - moves[j])
            ) / (4 * step**2)  # fmt: skip
    return table
