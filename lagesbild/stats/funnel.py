"""Which places differ from the common level more than chance and ordinary variation explain?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess

Floats = NDArray[np.float64]

FEWEST_PLACES = 10
"""Places needed to tell ordinary variation between places from chance."""

FEW_PLACES = "fewer_than_10_places"
FEW_EXPECTED = "fewer_than_5_expected"
OVERDISPERSED = "overdispersed"

SPIEGELHALTER = "Spiegelhalter (2005), Stat Med 24:1185-1202"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdispersion:
    """How much places vary beyond chance.

    phi          winsorised mean squared z over what it is for chance alone, so that 1 is chance
    tau_squared  variance between places, on the scale the z-values were made on; 0 where phi is not
                 clearly above 1
    n            places
    """

    phi: float
    tau_squared: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Places around a common level, all arrays in the order given.

    value           (n,) ratio to the target, or proportion
    target          the common level on that scale
    inner, outer    (n, 2) limits at 95 % and 99.8 % for a place of that size
    places          (n,) verdicts against the inner limits, p-values included
    """

    value: Floats
    target: float
    inner: Floats
    outer: Floats
    places: tuple[Assessment, ...]
    overdispersion: Overdispersion
    method: str


def proportion_limits(trials: ArrayLike, *, target: float, confidence: float = 0.95) -> Floats:
    """Where a proportion must lie for its Wilson interval to hold the target.

    trials      (n,) numbers > 0; target a proportion
    returns     (n, 2) lower, upper, as proportions within [0, 1]
    raises      ValueError if trials are not positive or the target lies outside [0, 1]
    reference   Spiegelhalter (2005), Stat Med 24:1185-1202; PHE's funnel limits for proportions
    """
    size = np.atleast_1d(np.asarray(trials, dtype=float))
    if not (size > 0).all() or not 0 <= target <= 1:
        raise ValueError("trials must be positive and the target a proportion")
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * np.sqrt(target * (1 - target) / size)
    limits: Floats = np.clip(np.column_stack([target - reach, target + reach]), 0.0, 1.0)
    return limits


def expected_at_limits(observed: ArrayLike, *, confidence: float = 0.95) -> Floats:
    """The expected counts at which an observed count lies exactly on the funnel's edge.

    observed    (n,) numbers >= 0
    returns     (n, 2): expected on the upper edge (few expected), expected on the lower edge
    reference   PHE funnel limits for ratios and rates: exact Poisson (Garwood 1936)
    """
    from lagesbild.stats.rates import exact_poisson_interval

    return exact_poisson_interval(observed, confidence=confidence)


def ratio_limits(expected: ArrayLike, *, confidence: float = 0.95) -> Floats:
    """Exact Poisson limits of observed over expected, drawn smooth between whole counts.

    expected    (n,) numbers > 0
    returns     (n, 2) lower, upper, as ratios to the target
    raises      ValueError if an expected count is not positive
    reference   Spiegelhalter (2005), Stat Med 24:1185-1202, appendix A.1.1; PHE's funnel limits
    """
    from scipy.special import gammainc

    size = np.atleast_1d(np.asarray(expected, dtype=float))
    if not (size > 0).all():
        raise ValueError("expected counts must be positive")
    alpha = (1 - confidence) / 2
    lower = _bisected(lambda count: gammainc(count + 1, size) > 1 - alpha, size)
    upper = _bisected(lambda count: gammainc(np.maximum(count, 1e-12), size) > alpha, size)
    limits: Floats = np.column_stack([lower, upper]) / size[:, None]
    return limits


def winsorised(values: ArrayLike, *, share: float = 0.1) -> Floats:
    """Values with the outermost ``share`` at each end pulled in to that percentile.

    values      (n,); share in [0, 0.5)
    raises      ValueError without values
    reference   Spiegelhalter (2005), Stat Med 24:1185-1202, sect. 4
    """
    given = np.asarray(values, dtype=float)
    if not len(given):
        raise ValueError("there must be values")
    # As np.quantile, which is asked thousands of times for a page and takes ten times as long.
    ordered = np.sort(given)
    low, high = (_between(ordered, part * (len(given) - 1)) for part in (share, 1 - share))
    pulled: Floats = np.clip(given, low, high)
    return pulled


def _between(ordered: Floats, place: float) -> float:
    """The value at a place that need not be whole, by a straight line between its neighbours."""
    below = min(int(place), len(ordered) - 1)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))


def overdispersion(
    z_values: ArrayLike, *, standard_errors: ArrayLike, winsorise: float = 0.1
) -> Overdispersion:
    """Variation between places from their z-values, few extreme places set aside.

    Winsorising alone would call ordinary variation too small, and a third of the limits' signals false:
    phi is therefore divided by what winsorising does to a normal distribution.

    z_values         (n,) distances from the common level in standard errors
    standard_errors  (n,) on the scale tau_squared is wanted on
    winsorise        share pulled in at each end, 0 for none
    use when         there are at least FEWEST_PLACES places
    raises           ValueError if shapes differ, a standard error is not positive or nothing is given
    reference        Spiegelhalter (2005), Stat Med 24:1185-1202, sect. 4; DerSimonian & Laird (1986),
                     Control Clin Trials 7:177-188
    """
    z, error = np.asarray(z_values, dtype=float), np.asarray(standard_errors, dtype=float)
    if z.shape != error.shape or not (error > 0).all():
        raise ValueError("every z-value needs a positive standard error")
    n = len(z)
    phi = float((winsorised(z, share=winsorise) ** 2).mean()) / _normal_winsorised(winsorise)
    if n < 2 or phi <= 1 + 2 * np.sqrt(2 / n):
        return Overdispersion(phi=phi, tau_squared=0.0, n=n)
    weight = 1 / error**2
    spread = weight.sum() - (weight**2).sum() / weight.sum()
    return Overdispersion(
        phi=phi, tau_squared=max(0.0, float((n * phi - (n - 1)) / spread)), n=n
    )  # fmt: skip


def between_variance(
    distances: ArrayLike, *, standard_errors: ArrayLike, winsorise: float = 0.1
) -> float:
    """Variance between places that makes their z-values as wide as chance, few extremes set aside.

    Large places have larger z-values than small ones when places differ; winsorising z made with chance
    alone would then set aside the large ones. Here z already carries the variance that is sought.

    distances        (n,) from a fixed target; standard_errors (n,) > 0, same scale
    returns          variance on the scale squared, 0 when chance explains it all
    raises           ValueError without distances
    reference        Paule & Mandel (1982), J Res Natl Bur Stand 87:377-385, with the target known and
                     winsorised as in Spiegelhalter (2005)
    """
    apart, error = np.asarray(distances, dtype=float), np.asarray(standard_errors, dtype=float)
    normal = _normal_winsorised(winsorise)

    def excess(variance: float) -> float:
        z = apart / np.sqrt(error**2 + variance)
        return float((winsorised(z, share=winsorise) ** 2).mean()) / normal - 1

    if excess(0.0) <= 0:
        return 0.0
    low, high = 0.0, float((apart**2).max())
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2


def funnel_of_rates(
    events: ArrayLike, *, population: ArrayLike, target: float | None = None
) -> Funnel:
    """Places' rates as ratios to a common rate.

    events, population  (n,) numbers >= 0 and > 0
    target      the common rate per person; None for the places' own pooled rate
    returns     exact Poisson limits; with over-dispersion additive limits on the square-root scale. A
                place with fewer than 5 expected events is CANNOT_ASSESS
    raises      ValueError if shapes differ, numbers are impossible or there are no events at all
    reference   Spiegelhalter (2005), Stat Med 24:1185-1202
    """
    count, base = _same_length(events, population)
    level = float(count.sum() / base.sum()) if target is None else target
    if not level > 0:
        raise ValueError("no events: there is no level to compare with")
    expected = base * level
    error = 0.5 / np.sqrt(expected)
    root = np.sqrt(count / expected)
    extra = _extra_variation((root - 1) / error, error)
    spread = np.sqrt(error**2 + extra.tau_squared)
    is_wider = extra.tau_squared > 0
    limits = [
        _squared_limits(spread, confidence=level)
        if is_wider
        else ratio_limits(expected, confidence=level)
        for level in (0.95, 0.998)
    ]
    method = "funnel_additive_sqrt" if is_wider else "funnel_exact_poisson"
    return Funnel(
        value=count / expected, target=1.0, inner=limits[0], outer=limits[1], overdispersion=extra,
        method=method,
        places=_places(
            count / expected, limits[0], z=(root - 1) / spread, sizes=count,
            is_small=expected < 5, method=method, extra=extra,
        ),
    )  # fmt: skip


def funnel_of_shares(
    successes: ArrayLike, *, trials: ArrayLike, target: float | None = None
) -> Funnel:
    """Places' proportions around a common one.

    successes, trials  (n,) numbers, 0 <= successes <= trials, trials > 0
    target      the common proportion; None for the places' own pooled one
    returns     Wilson-type limits; with over-dispersion additive limits on the arcsine scale. A place
                with fewer than 5 expected successes or failures is CANNOT_ASSESS
    raises      ValueError if shapes differ, numbers are impossible or the level is 0 or 1
    reference   Spiegelhalter (2005), Stat Med 24:1185-1202
    """
    count, size = _same_length(successes, trials)
    if (count > size).any():
        raise ValueError("successes must not exceed trials")
    level = float(count.sum() / size.sum()) if target is None else target
    if not 0 < level < 1:
        raise ValueError("all or none: there is no level to compare with")
    error = 0.5 / np.sqrt(size)
    angle, centre = np.arcsin(np.sqrt(count / size)), float(np.arcsin(np.sqrt(level)))
    extra = _extra_variation((angle - centre) / error, error)
    spread = np.sqrt(error**2 + extra.tau_squared)
    is_wider = extra.tau_squared > 0
    limits = [
        _arcsine_limits(centre, spread, confidence=confidence)
        if is_wider
        else proportion_limits(size, target=level, confidence=confidence)
        for confidence in (0.95, 0.998)
    ]
    method = "funnel_additive_arcsine" if is_wider else "funnel_wilson"
    return Funnel(
        value=count / size, target=level, inner=limits[0], outer=limits[1], overdispersion=extra,
        method=method,
        places=_places(
            count / size, limits[0], z=(angle - centre) / spread, sizes=size,
            is_small=size * min(level, 1 - level) < 5, method=method, extra=extra,
        ),
    )  # fmt: skip


def _normal_winsorised(share: float) -> float:
    """Mean square of a standard normal variable winsorised by ``share`` at each end."""
    if share == 0:
        return 1.0
    normal = NormalDist()
    edge = normal.inv_cdf(1 - share)
    return 1 - 2 * share - 2 * edge * normal.pdf(edge) + 2 * share * edge**2


def _same_length(count: ArrayLike, size: ArrayLike) -> tuple[Floats, Floats]:
    first = np.atleast_1d(np.asarray(count, dtype=float))
    second = np.atleast_1d(np.asarray(size, dtype=float))
    if first.shape != second.shape:
        raise ValueError("every place needs a count and a size")
    if not len(first) or not (first >= 0).all() or not (second > 0).all():
        raise ValueError("there must be places, counts not negative and sizes positive")
    return first, second


def _extra_variation(z: Floats, error: Floats) -> Overdispersion:
    """Too few places cannot tell variation between places from chance: then chance alone is used."""
    found = overdispersion(z, standard_errors=error)
    is_known = found.n >= FEWEST_PLACES and found.tau_squared > 0
    variance = between_variance(z * error, standard_errors=error) if is_known else 0.0
    return Overdispersion(phi=found.phi, tau_squared=variance, n=found.n)


def _squared_limits(spread: Floats, *, confidence: float) -> Floats:
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    return np.column_stack([np.maximum(0.0, 1 - z * spread) ** 2, (1 + z * spread) ** 2])


def _arcsine_limits(centre: float, spread: Floats, *, confidence: float) -> Floats:
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    angles = np.clip(np.column_stack([centre - z * spread, centre + z * spread]), 0.0, np.pi / 2)
    limits: Floats = np.sin(angles) ** 2
    return limits


def _places(
    value: Floats, limits: Floats, *, z: Floats, sizes: Floats, is_small: NDArray[np.bool_],
    method: str, extra: Overdispersion,
) -> tuple[Assessment, ...]:  # fmt: skip
    conditions = {FEW_PLACES: extra.n < FEWEST_PLACES, OVERDISPERSED: extra.tau_squared > 0}
    shared = tuple(code for code, is_broken in conditions.items() if is_broken)
    return tuple(
        cannot_assess(
            method, n=int(sizes[i]), broken=(*shared, FEW_EXPECTED), reference=SPIEGELHALTER,
            estimate=float(value[i]),
        )
        if is_small[i]
        else Assessment(
            method=method, verdict=_side(float(value[i]), limits[i]), estimate=float(value[i]),
            lower=float(limits[i, 0]), upper=float(limits[i, 1]),
            p_value=2 * NormalDist().cdf(-abs(float(z[i]))), n=int(sizes[i]), broken=shared,
            reference=SPIEGELHALTER,
        )
        for i in range(len(value))
    )  # fmt: skip


def _side(value: float, limits: Floats) -> Verdict:
    """The limits are the funnel's, not the place's own: outside them is the signal."""
    if value > limits[1]:
        return Verdict.HIGHER
    return Verdict.LOWER if value < limits[0] else Verdict.NOT_SHOWN


def _bisected(is_below: Callable[[Floats], NDArray[np.bool_]], expected: Floats) -> Floats:
    """The count, not necessarily whole, at which a test that holds for small counts turns false."""
    low = np.zeros_like(expected)
    high = expected + 10 * np.sqrt(expected) + 40
    for _ in range(60):
        middle = (low + high) / 2
        below = is_below(middle)
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return low
