"""Rates freed from differences in age and sex between places."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.rates import poisson_interval, weighted_sum_interval
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess, verdict_from_limits

Floats = NDArray[np.float64]

FEWEST_EVENTS = 10
"""Events in all needed for direct standardisation; below that one person's age decides the rate."""

FEW_EVENTS = "fewer_than_10_events"


def directly_standardised_rate(
    events: ArrayLike, *, population: ArrayLike, standard: ArrayLike, per: float,
    confidence: float = 0.95,
) -> Assessment:  # fmt: skip
    """The rate the place would have with the standard's mix of groups, Dobson's limits.

    events, population, standard  (groups,) numbers in the same order, for instance age x sex
    returns     estimate and limits per ``per``; n = events; the verdict compares with nothing and is
                NOT_SHOWN, or CANNOT_ASSESS (without figures) below FEWEST_EVENTS events
    raises      ValueError if shapes differ, a number is missing or negative, or a group has a weight but
                nobody
    reference   Dobson, Kuulasmaa, Eberle & Scherer (1991), Stat Med 10:457-462, with Byar's limits as
                in APHO Technical Briefing 3
    """
    method, reference = "direct_dobson_byar", "Dobson et al. (1991), Stat Med 10:457-462"
    count, base, weight = _checked(events, population=population, standard=standard)
    total = float(count.sum())
    if total < FEWEST_EVENTS:
        return cannot_assess(method, n=int(total), broken=(FEW_EVENTS,), reference=reference)
    rate, variance = _weighted(count, base=base, weight=weight)
    limits = poisson_interval(total, confidence=confidence)[0]
    low, high = rate + np.sqrt(variance / total) * (limits - total)
    return Assessment(
        method=method, verdict=Verdict.NOT_SHOWN, estimate=rate * per, lower=float(low) * per,
        upper=float(high) * per, confidence=confidence, n=int(total), reference=reference,
    )  # fmt: skip


def gamma_standardised_rate(
    events: ArrayLike, *, population: ArrayLike, standard: ArrayLike, per: float,
    confidence: float = 0.95,
) -> Assessment:  # fmt: skip
    """As directly_standardised_rate with gamma limits, which hold their level with uneven weights.

    events, population, standard  (groups,) numbers in the same order
    returns     as directly_standardised_rate
    raises      as directly_standardised_rate
    reference   Fay & Feuer (1997), Stat Med 16:791-801
    """
    method, reference = "direct_fay_feuer", "Fay & Feuer (1997), Stat Med 16:791-801"
    count, base, weight = _checked(events, population=population, standard=standard)
    total = int(count.sum())
    if total < FEWEST_EVENTS:
        return cannot_assess(method, n=total, broken=(FEW_EVENTS,), reference=reference)
    used = weight > 0
    each = weight[used] / weight.sum() / base[used]
    low, high = weighted_sum_interval(count[used], weights=each, confidence=confidence)
    return Assessment(
        method=method, verdict=Verdict.NOT_SHOWN, estimate=float((each * count[used]).sum()) * per,
        lower=low * per, upper=high * per, confidence=confidence, n=total, reference=reference,
    )  # fmt: skip


def indirectly_standardised_rate(
    events: ArrayLike, *, population: ArrayLike, standard_rates: ArrayLike, standard_level: float,
    per: float, confidence: float = 0.95,
) -> Assessment:  # fmt: skip
    """Events against those expected with the standard's rates in each group, times its crude rate.

    events, population, standard_rates  (groups,) in the same order; rates per person
    standard_level  the standard's crude rate per person
    returns     estimate per ``per`` with Byar's (exact below 10 events) limits; n = events; the
                verdict says whether the place has more or fewer events than the standard's rates give
    use when    the groups are too small for direct standardisation; two places' rates must not be
                compared with each other, only with the standard
    raises      ValueError if shapes differ, a number is missing or negative, or nothing is expected
    reference   Breslow & Day (1987), Statistical Methods in Cancer Research, vol. II, ch. 2
    """
    count, base, rates = _checked(events, population=population, standard=standard_rates)
    total, expected = float(count.sum()), float((base * rates).sum())
    if expected <= 0:
        raise ValueError("the standard's rates expect no events at all")
    low, high = (float(x) for x in poisson_interval(total, confidence=confidence)[0] / expected)
    scale = standard_level * per
    return Assessment(
        method="indirect_byar", verdict=verdict_from_limits(low, high, no_difference=1.0),
        estimate=total / expected * scale, lower=low * scale, upper=high * scale,
        confidence=confidence, n=int(total), reference="Breslow & Day (1987), vol. II, ch. 2",
    )  # fmt: skip


def _weighted(count: Floats, *, base: Floats, weight: Floats) -> tuple[float, float]:
    """The weighted rate and its Poisson variance."""
    share = weight / weight.sum()
    used = share > 0
    each = share[used] / base[used]
    return float((each * count[used]).sum()), float((each**2 * count[used]).sum())


def _checked(
    events: ArrayLike, *, population: ArrayLike, standard: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    count, base, weight = (
        np.atleast_1d(np.asarray(x, dtype=float)) for x in (events, population, standard)
    )
    if not count.shape == base.shape == weight.shape:
        raise ValueError("events, population and standard must have the same groups")
    if not all((numbers >= 0).all() for numbers in (count, base, weight)):
        raise ValueError("numbers must be known and not negative")
    if not weight.sum() > 0:
        raise ValueError("the standard is empty")
    if ((base == 0) & (weight > 0)).any():
        raise ValueError("a group with weight in the standard has no population")
    return count, base, weight
