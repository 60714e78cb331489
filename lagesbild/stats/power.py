"""What size of change could have been seen at all?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.stats.surveillance import tail_at_least

Floats = NDArray[np.float64]

LARGEST_RATIO = 20.0
"""A change that must be larger than this to be seen is reported as infinite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleChange:
    """The smallest true change that the test finds with the power asked for.

    increase   ratio above 1 (1.5 = half as many again); infinite when none up to 20 is seen
    decrease   ratio below 1; 0.0 when only a fall to nothing is seen, NaN when not even that
    """

    increase: float
    decrease: float
    power: float
    alpha: float


def power_against_known(
    ratio: float, *, expected: float, dispersion: float = 1.0, alpha: float = 0.05
) -> float:
    """Chance that a two-sided test shows that a count has ``ratio`` times its expected number.

    expected    events expected without change, taken as known; dispersion = variance / mean
    returns     probability 0-1 of a result in the true direction
    raises      ValueError for a negative ratio or an expectation not above 0
    reference   Lehmann & Romano (2005), Testing Statistical Hypotheses, ch. 3; tail probabilities
                as in Noufaily et al. (2013)
    """
    if not (ratio >= 0 and expected > 0):
        raise ValueError("ratio must not be negative and expected must be above 0")
    limits = critical_counts(expected, dispersion=dispersion, alpha=alpha)
    return _chance_beyond(limits, ratio=ratio, expected=expected, dispersion=dispersion)


def critical_counts(
    expected: float, *, dispersion: float = 1.0, alpha: float = 0.05
) -> tuple[int, int]:
    """The counts from which a two-sided exact test calls it fewer, and more.

    returns     (low, high): shown when count <= low (-1: never) or count >= high
    raises      ValueError when expected or dispersion is missing or negative
    reference   Garwood (1936), Biometrika 28:437-442, inverted; negative binomial when dispersed
    """
    if not (0 <= expected < np.inf and 0 <= dispersion < np.inf):
        raise ValueError("expected and dispersion must be numbers, not negative")
    reach = 12 * np.sqrt(expected * max(dispersion, 1.0)) + 40 * max(dispersion, 1.0)
    top = int(expected + reach)
    count = np.arange(max(0, int(expected - reach)), top + 1)
    above = tail_at_least(count, mean=expected, dispersion=dispersion)
    below = 1 - tail_at_least(count + 1, mean=expected, dispersion=dispersion)
    fewer = np.flatnonzero(below <= alpha / 2)
    more = np.flatnonzero(above <= alpha / 2)
    low = int(count[fewer[-1]]) if len(fewer) else -1
    return low, int(count[more[0]]) if len(more) else top


def smallest_visible_change(
    *, expected: float, dispersion: float = 1.0, alpha: float = 0.05, power: float = 0.8
) -> VisibleChange:
    """The smallest increase and decrease that would be seen against a known expected number.

    expected    events in the period without change, > 0; dispersion = variance / mean
    use when    said beside "kan inte bedömas" and "ingen förändring visad"
    reference   Lehmann & Romano (2005), Testing Statistical Hypotheses, ch. 3
    """

    limits = critical_counts(expected, dispersion=dispersion, alpha=alpha)

    def chance(ratio: float) -> float:
        return _chance_beyond(limits, ratio=ratio, expected=expected, dispersion=dispersion)

    increase, decrease = float("inf"), float("nan")
    if chance(LARGEST_RATIO) >= power:
        increase = _where_reached(chance, 1.0, LARGEST_RATIO, power)
    if chance(0.0) >= power:
        decrease = _where_reached(chance, 1.0 - 1e-9, 0.0, power)
    return VisibleChange(increase=increase, decrease=decrease, power=power, alpha=alpha)


def smallest_visible_ratio(
    *, before: float, exposure_ratio: float = 1.0, dispersion: float = 1.0, alpha: float = 0.05,
    power: float = 0.8,
) -> VisibleChange:  # fmt: skip
    """The smallest change between two counts that both vary by chance.

    before           events expected in the first period, > 0
    exposure_ratio   length (or population) of the second period over the first
    returns          ratios of rates; from the normal test on square roots of the counts
    reference        Huffman (1984), Technometrics 26:233-238 (two Poisson rates)
    """
    from statistics import NormalDist

    if not (before > 0 and exposure_ratio > 0 and dispersion >= 1):
        raise ValueError("before and exposure_ratio must be above 0, dispersion at least 1")
    normal = NormalDist()
    reach = normal.inv_cdf(1 - alpha / 2) + normal.inv_cdf(power)
    step = reach * np.sqrt(dispersion) / 2 * np.sqrt((1 + exposure_ratio) / exposure_ratio)
    root = np.sqrt(before + 3 / 8)
    up = ((root + step) ** 2 - 3 / 8) / before
    down = ((root - step) ** 2 - 3 / 8) / before if root > step else np.nan
    return VisibleChange(
        increase=float(up) if up <= LARGEST_RATIO else float("inf"),
        decrease=float(max(down, 0.0)) if np.isfinite(down) else float("nan"),
        power=power, alpha=alpha,
    )  # fmt: skip


def _chance_beyond(
    limits: tuple[int, int], *, ratio: float, expected: float, dispersion: float
) -> float:
    low, high = limits
    mean = max(ratio * expected, 1e-9)
    if ratio >= 1:
        return float(tail_at_least(high, mean=mean, dispersion=dispersion))
    return float(1 - tail_at_least(low + 1, mean=mean, dispersion=dispersion))


def _where_reached(
    chance: Callable[[float], float], near: float, far: float, power: float
) -> float:
    """Between near (not reached) and far (reached); halving is enough for a printed figure."""
    for _ in range(40):
        middle = (near + far) / 2
        if chance(middle) >= power:
            far = middle
        else:
            near = middle
    return far
