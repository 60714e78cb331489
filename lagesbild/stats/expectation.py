"""What the next figure would be if nothing had changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

FEWEST_EARLIER = 3
"""Earlier periods needed before anything is said."""

FEWEST_EXPECTED = 5.0
"""Expected events needed before a change is called: below that, chance alone doubles and halves."""


VALUE_METHOD = "prediktionsintervall, normalfördelning mellan perioder"


class Verdict(StrEnum):
    """How a figure lies against what earlier ones led us to expect."""

    CLEARLY_FEWER = "clearly_fewer"
    PROBABLY_FEWER = "probably_fewer"
    AS_BEFORE = "as_before"
    PROBABLY_MORE = "probably_more"
    CLEARLY_MORE = "clearly_more"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """An expected range and where the latest figure fell.

    low, high  95 % prediction limits in the figure's own unit
    strength   distance from the expected, signed; 1.96 at a 95 % limit, however that was drawn
    variation  how much earlier periods differ: variance over mean of counts, over mean squared of values
    reach      standard errors of prediction from the expected to a 95 % limit: Student's where periods
               differ, never below the normal one
    """

    verdict: Verdict
    expected: float
    low: float
    high: float
    strength: float
    n_earlier: int
    method: str
    reason: str = ""
    variation: float = float("nan")
    reach: float = float("nan")

    @property
    def distance(self) -> float:
        """From the expected, in standard errors of prediction, unsigned."""
        return abs(self.strength) * self.reach / _z(0.95)


def expect_count(
    latest: float, *, exposure: float, earlier: ArrayLike, earlier_exposure: ArrayLike
) -> Expectation:
    """Quasi-Poisson prediction of a count from earlier counts of the same place.

    latest            the newest count
    exposure          its population (1.0 where there is none)
    earlier           (k,) earlier counts; earlier_exposure (k,) their populations; a period without
                      either is left out
    use when          k >= 3 and the expected count is at least 5; else the verdict is CANNOT_TELL
    raises            ValueError when lengths differ or a count is negative
    returns           limits in events, never narrower than chance alone gives
    reference         Farrington et al. (1996), JRSS A 159:547-563: the 2/3-power prediction interval
                      with dispersion, here without trend and season; how much periods differ is
                      estimated from few of them, hence Student's t (Hahn & Meeker 1991, sect. 4.2)
                      unless they differ less than half of all periods would by chance (Paull 1950, Ann
                      Math Stat 21:539-556: a preliminary test at the median)
    """
    count = np.asarray(earlier, dtype=float)
    base = np.asarray(earlier_exposure, dtype=float)
    if count.shape != base.shape:
        raise ValueError("earlier and earlier_exposure must have the same length")
    if latest < 0 or (count < 0).any():
        raise ValueError("counts must not be negative")
    known = np.isfinite(count) & np.isfinite(base) & (base > 0)
    count, base = count[known], base[known]
    method = "kvasi-Poisson, prediktionsintervall på 2/3-potens"
    if len(count) < FEWEST_EARLIER:
        return _cannot_tell(len(count), method, "för få tidigare perioder")
    if not (np.isfinite(latest) and np.isfinite(exposure)):
        return _cannot_tell(len(count), method, "värdet saknas")
    expected = exposure * count.sum() / base.sum()
    if expected < FEWEST_EXPECTED:
        return _cannot_tell(len(count), method, "för få händelser", expected=expected)
    fitted = base * count.sum() / base.sum()
    seen = float(((count - fitted) ** 2 / fitted).sum() / (len(count) - 1))
    dispersion = max(1.0, seen)
    variance = expected * dispersion + expected**2 * dispersion / count.sum()
    spread = (2 / 3) * np.sqrt(variance) / expected
    reach = _reach(seen, dispersion=dispersion, freedom=len(count) - 1)
    low, high = (_power_limit(expected, spread, z) for z in (-reach, reach))
    strength = float(((latest / expected) ** (2 / 3) - 1) / spread) * _z(0.95) / reach
    return Expectation(
        verdict=_verdict(strength), expected=float(expected), low=low, high=high,
        strength=strength, n_earlier=len(count), method=method, variation=seen, reach=reach,
    )  # fmt: skip


def expect_value(latest: float, *, earlier: ArrayLike) -> Expectation:
    """Prediction of a mean, share or load from earlier ones of the same place, normal between years.

    latest     the newest value; earlier (k,) earlier values, NaN is left out
    returns    limits in the value's unit
    use when   k >= 4; else the verdict is CANNOT_TELL
    reference  Hahn & Meeker (1991), Statistical Intervals, sect. 4.2 (one future observation)
    """
    from scipy.special import stdtrit

    value = np.asarray(earlier, dtype=float)
    value = value[np.isfinite(value)]
    method = VALUE_METHOD
    if len(value) < FEWEST_EARLIER + 1:
        return _cannot_tell(len(value), method, "för få tidigare perioder")
    if not np.isfinite(latest):
        return _cannot_tell(len(value), method, "värdet saknas")
    mean, deviation = float(value.mean()), float(value.std(ddof=1))
    error = deviation * np.sqrt(1 + 1 / len(value))
    if error == 0:
        return _cannot_tell(len(value), method, "värdena varierar inte", expected=mean)
    reach = float(stdtrit(len(value) - 1, 0.975))
    strength = float((latest - mean) / error) * _z(0.95) / reach
    return Expectation(
        verdict=_verdict(strength), expected=mean, low=mean - reach * error,
        high=mean + reach * error, strength=strength, n_earlier=len(value), method=method,
        variation=(deviation / mean) ** 2 if mean else float("nan"), reach=reach,
    )  # fmt: skip


def chance_of(found: Expectation) -> float:
    """How often so much or more would come of chance alone; NaN where nothing can be said.

    returns    two-sided p-value by Student's t: how much periods differ is itself estimated from few
    use when   several results are compared or corrected for their number; a single one has its verdict
    reference  Hahn & Meeker (1991), Statistical Intervals, sect. 4.2
    """
    from scipy.special import stdtr

    if found.verdict is Verdict.CANNOT_TELL or found.n_earlier < 2:
        return float("nan")
    return float(2 * stdtr(found.n_earlier - 1, -found.distance))


def _cannot_tell(
    n_earlier: int, method: str, reason: str, *, expected: float = float("nan")
) -> Expectation:
    nan = float("nan")
    return Expectation(
        verdict=Verdict.CANNOT_TELL, expected=expected, low=nan, high=nan, strength=0.0,
        n_earlier=n_earlier, method=method, reason=reason,
    )  # fmt: skip


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def _reach(seen: float, *, dispersion: float, freedom: int) -> float:
    """Standard errors to a limit. Three years that happen to agree say little of how much years differ: with
    Student's limits only above chance's own dispersion they held the truth three points too seldom."""
    from scipy.special import chdtrc, stdtrit

    if chdtrc(freedom, freedom * seen) > 0.5:
        return _z(0.95)
    student = float(stdtrit(freedom, 0.975)) * np.sqrt(seen / dispersion)
    return max(float(student), _z(0.95))


def _power_limit(expected: float, spread: float, z: float) -> float:
    return float(expected * max(0.0, 1 + z * spread) ** 1.5)


def _verdict(strength: float) -> Verdict:
    """ "Probably" outside 95 %, "clearly" outside 99.8 %, as in funnel plots and control charts."""
    size = abs(strength)
    if size < _z(0.95):
        return Verdict.AS_BEFORE
    clearly = size >= _z(0.998)
    if strength > 0:
        return Verdict.CLEARLY_MORE if clearly else Verdict.PROBABLY_MORE
    return Verdict.CLEARLY_FEWER if clearly else Verdict.PROBABLY_FEWER
