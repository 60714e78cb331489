"""Is one rate or share higher than another, or is it chance?"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from lagesbild.stats.rates import poisson_interval, score_poisson_interval
from lagesbild.stats.shares import wilson_interval
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess, verdict_from_limits

Floats = NDArray[np.float64]

NO_EVENTS = "no_events"
FEW_EVENTS = "fewer_than_10_events"
DISAGREE = "test_and_interval_disagree"
OVERDISPERSED = "overdispersed"

E_TEST_LARGEST = 10_000.0
"""Expected count from which the e-test's double sum gives way to its limit, the score test."""


def rate_ratio(
    events: float, *, exposure: float, other_events: float, other_exposure: float,
    dispersion: float = 1.0, confidence: float = 0.95,
) -> Assessment:  # fmt: skip
    """One rate over another, exact given their sum; HIGHER means the first is higher.

    events, other_events      numbers >= 0; exposure, other_exposure numbers > 0 in the same unit
    dispersion  >= 1: variance over mean where events come in clusters; the counts are worth that many
                fewer. The result is exact only with 1
    returns     estimate, limits of the ratio (0 and inf where a count is 0), central p-value, so that
                test and interval never disagree; n = events in both
    use when    the first place is not part of the second; both 0 gives CANNOT_ASSESS
    raises      ValueError if a count is negative, an exposure not positive or dispersion below 1
    reference   Przyborowski & Wilenski (1940), Biometrika 31:313-323; Fay (2010), R Journal 2:53-58
                (central p-value)
    """
    from scipy.special import betainc, betaincc

    _check_pair(events, exposure, other_events, other_exposure, dispersion=dispersion)
    method, reference = "exact_conditional", "Przyborowski & Wilenski (1940), Biometrika 31:313-323"
    n = int(events + other_events)
    if n == 0:
        return cannot_assess(method, n=0, broken=(NO_EVENTS,), reference=reference)
    x, y = events / dispersion, other_events / dispersion
    per_exposure = other_exposure / exposure
    low, high = (edge * per_exposure for edge in _odds_limits(x, y, confidence=confidence))
    split = exposure / (exposure + other_exposure)
    at_least = float(betainc(x, y + 1, split)) if x > 0 else 1.0
    at_most = float(betaincc(x + 1, y, split)) if y > 0 else 1.0
    estimate = events / other_events * per_exposure if other_events else float("inf")
    broken = [FEW_EVENTS] if n < 10 else []
    return Assessment(
        method=method if dispersion == 1 else "conditional_overdispersed",
        verdict=verdict_from_limits(low, high, no_difference=1.0), estimate=estimate, lower=low,
        upper=high, confidence=confidence, p_value=min(1.0, 2 * min(at_least, at_most)), n=n,
        broken=tuple(broken + ([OVERDISPERSED] if dispersion > 1 else [])), reference=reference,
    )  # fmt: skip


def rate_difference(
    events: float, *, exposure: float, other_events: float, other_exposure: float,
    confidence: float = 0.95,
) -> Assessment:  # fmt: skip
    """One rate minus another; HIGHER means the first is higher.

    events, other_events      numbers >= 0; exposure, other_exposure numbers > 0 in the same unit
    returns     estimate and limits per unit of exposure, p-value of the e-test; n = events in both.
                A verdict needs both the test and the interval: where they disagree it is NOT_SHOWN
    use when    the first place is not part of the second; both 0 gives CANNOT_ASSESS
    raises      ValueError if a count is negative or an exposure is not positive
    reference   Li, Tang & Wong (2014), Stat Methods Med Res 23:99-115 (limits recovered from each
                rate's own, by the score); Krishnamoorthy & Thomson (2004), J Stat Plan Inference 119:23-35
    """
    _check_pair(events, exposure, other_events, other_exposure, dispersion=1.0)
    method, reference = "e_test_mover", "Krishnamoorthy & Thomson (2004), JSPI 119:23-35"
    n = int(events + other_events)
    if n == 0:
        return cannot_assess(method, n=0, broken=(NO_EVENTS,), reference=reference)
    first, second = events / exposure, other_events / other_exposure
    own, others = (
        score_poisson_interval(count, confidence=confidence)[0] / base
        for count, base in ((events, exposure), (other_events, other_exposure))
    )
    low, high = _recovered_limits(first, own, second, others)
    p = e_test(
        events, exposure=exposure, other_events=other_events, other_exposure=other_exposure
    )  # fmt: skip
    verdict, broken = _both(low, high, p_value=p, confidence=confidence)
    return Assessment(
        method=method, verdict=verdict, estimate=first - second, lower=low, upper=high,
        confidence=confidence, p_value=p, n=n,
        broken=broken + ((FEW_EVENTS,) if n < 10 else ()), reference=reference,
    )  # fmt: skip


def e_test(
    events: float, *, exposure: float = 1.0, other_events: float, other_exposure: float = 1.0,
    difference: float = 0.0,
) -> float:  # fmt: skip
    """Two-sided p-value for two Poisson rates differing by more than ``difference``.

    events, other_events      numbers >= 0, not both 0
    exposure, other_exposure  numbers > 0
    difference  per unit of exposure, >= 0: first rate = second + difference under the hypothesis
    use when    counts are Poisson; far more powerful than the conditional test for small counts. The
                level is held closely, not guaranteed
    raises      ValueError if counts are negative or both 0, or an exposure is not positive
    reference   Krishnamoorthy & Thomson (2004), J Stat Plan Inference 119:23-35
    """
    from scipy.special import ndtr

    _check_pair(events, exposure, other_events, other_exposure, dispersion=1.0)
    if events + other_events == 0:
        raise ValueError("undefined when both counts are 0")
    total = exposure + other_exposure
    second = max(0.0, (events + other_events) / total - difference * exposure / total)
    means = exposure * (second + difference), other_exposure * second
    seen = abs(events / exposure - other_events / other_exposure - difference)
    seen /= np.sqrt(events / exposure**2 + other_events / other_exposure**2)
    if max(means) > E_TEST_LARGEST:
        return float(2 * ndtr(-seen))
    (x, p), (y, q) = (_poisson_window(mean) for mean in means)
    apart = np.abs(x[:, None] / exposure - y[None, :] / other_exposure - difference)
    spread = np.sqrt(x[:, None] / exposure**2 + y[None, :] / other_exposure**2)
    is_extreme = (apart >= (seen - 1e-10) * spread) & (spread > 0)
    return float(min(1.0, p @ is_extreme @ q))


def rate_against_benchmark(
    events: float, *, population: float, benchmark: float, per: float, confidence: float = 0.95
) -> Assessment:
    """A rate beside a fixed value: HIGHER or LOWER when its own interval excludes the value.

    events      number >= 0; population > 0; benchmark >= 0, per ``per``, taken as known
    returns     estimate and limits per ``per``; n = events
    use when    the benchmark rests on so many events that its own uncertainty does not matter and
                does not contain the place; else rate_ratio
    raises      ValueError if events or benchmark are negative or the population is not positive
    reference   APHO Technical Briefing 3 (2008), Commonly used public health statistics
    """
    if not (0 <= events < np.inf and benchmark >= 0 and population > 0):
        raise ValueError("events and benchmark must not be negative, population positive")
    scale = per / population
    low, high = (float(x) * scale for x in poisson_interval(events, confidence=confidence)[0])
    return Assessment(
        method="byar_excludes" if events >= 10 else "exact_poisson_excludes",
        verdict=verdict_from_limits(low, high, no_difference=benchmark), estimate=events * scale,
        lower=low, upper=high, confidence=confidence, n=int(events),
        broken=(FEW_EVENTS,) if events < 10 else (), reference="APHO Technical Briefing 3 (2008)",
    )  # fmt: skip


def share_difference(
    successes: float, *, trials: float, other_successes: float, other_trials: float,
    confidence: float = 0.95,
) -> Assessment:  # fmt: skip
    """One share minus another; HIGHER means the first is higher.

    successes, trials and other_...  0 <= successes <= trials, trials > 0
    returns     estimate and Newcombe's limits as proportions; Fisher's exact p-value where an expected
                count is below 5, else the score test's; n = trials in both. A verdict needs both
    use when    the two groups share no people
    raises      ValueError if successes lie outside 0..trials or trials are not positive
    reference   Newcombe (1998), Stat Med 17:873-890, method 10; Fisher (1935), JRSS 98:39-82
    """
    if not (0 <= successes <= trials and 0 <= other_successes <= other_trials):
        raise ValueError("successes must lie between 0 and trials")
    if not (trials > 0 and other_trials > 0):
        raise ValueError("trials must be positive")
    first, second = successes / trials, other_successes / other_trials
    own = wilson_interval(successes, trials=trials, confidence=confidence)[0]
    others = wilson_interval(other_successes, trials=other_trials, confidence=confidence)[0]
    low, high = _recovered_limits(first, own, second, others)
    pooled = (successes + other_successes) / (trials + other_trials)
    is_small = min(trials, other_trials) * min(pooled, 1 - pooled) < 5
    p = (_fisher if is_small else _score_test)(successes, trials, other_successes, other_trials)
    verdict, broken = _both(low, high, p_value=p, confidence=confidence)
    return Assessment(
        method="newcombe_fisher" if is_small else "newcombe_score", verdict=verdict,
        estimate=first - second, lower=low, upper=high, confidence=confidence, p_value=p,
        n=int(trials + other_trials), broken=broken, reference="Newcombe (1998), Stat Med 17:873-890",
    )  # fmt: skip


def _check_pair(
    events: float, exposure: float, other_events: float, other_exposure: float, *, dispersion: float
) -> None:
    if not (0 <= events < np.inf and 0 <= other_events < np.inf):
        raise ValueError("events must be numbers, not negative")
    if not (0 < exposure < np.inf and 0 < other_exposure < np.inf):
        raise ValueError("exposure must be positive")
    if not dispersion >= 1:
        raise ValueError("dispersion must be at least 1")


def _odds_limits(x: float, y: float, *, confidence: float) -> tuple[float, float]:
    """Clopper and Pearson's limits for x of x + y, as odds."""
    from scipy.special import betaincinv

    alpha = (1 - confidence) / 2
    low = float(betaincinv(x, y + 1, alpha)) if x > 0 else 0.0
    high = float(betaincinv(x + 1, y, 1 - alpha)) if y > 0 else 1.0
    return low / (1 - low), high / (1 - high) if high < 1 else float("inf")


def _recovered_limits(
    first: float, own: Floats, second: float, others: Floats
) -> tuple[float, float]:
    """Limits of a difference from each figure's own limits (Newcombe's square-and-add)."""
    low = first - second - np.hypot(first - own[0], others[1] - second)
    high = first - second + np.hypot(own[1] - first, second - others[0])
    return float(low), float(high)


def _both(
    low: float, high: float, *, p_value: float, confidence: float
) -> tuple[Verdict, tuple[str, ...]]:
    """The interval's verdict when the test agrees; else nothing is shown, and we say why."""
    by_interval = verdict_from_limits(low, high, no_difference=0.0)
    if (by_interval is not Verdict.NOT_SHOWN) == (p_value <= 1 - confidence):
        return by_interval, ()
    return Verdict.NOT_SHOWN, (DISAGREE,)


def _poisson_window(mean: float) -> tuple[Floats, Floats]:
    """The numbers with any probability worth adding, and those probabilities."""
    from scipy.special import gammaln, xlogy

    reach = 10 * np.sqrt(mean) + 30
    x = np.arange(max(0, int(mean - reach)), int(mean + reach) + 1, dtype=float)
    return x, np.exp(xlogy(x, mean) - mean - gammaln(x + 1))


def _score_test(x: float, n: float, y: float, m: float) -> float:
    pooled = (x + y) / (n + m)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return 2 * NormalDist().cdf(-abs(float((x / n - y / m) / error)))


def _fisher(x: float, n: float, y: float, m: float) -> float:
    """Sum over all tables with the same margins that are no likelier than the one seen."""
    from scipy.special import gammaln

    def log_choose(total: float, part: Floats) -> Floats:
        chosen: Floats = gammaln(total + 1) - gammaln(part + 1) - gammaln(total - part + 1)
        return chosen

    n, m, both = round(n), round(m), round(x) + round(y)
    possible = np.arange(max(0, both - m), min(n, both) + 1, dtype=float)
    log_p = log_choose(n, possible) + log_choose(m, both - possible)
    p = np.exp(log_p - log_p.max())
    p /= p.sum()
    seen = p[round(x) - int(possible[0])]
    return float(min(1.0, p[p <= seen * (1 + 1e-7)].sum()))
