"""Did a measure in one place work, and did the problem move? Weighted displacement difference."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from lagesbild.stats.verdict import Assessment, cannot_assess, verdict_from_limits

REFERENCE = "Wheeler & Ratcliffe (2018), Crime Science 7:11"
FEWEST_EACH = 5
"""Events in each cell below which the normal approximation is not trusted (the authors' caution)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """Counts of one place before and after.

    weight_before, weight_after   length of the periods times the size of the area; counts are
                                  divided by them
    """

    before: float
    after: float
    weight_before: float = 1.0
    weight_after: float = 1.0

    @property
    def change(self) -> float:
        return self.after / self.weight_after - self.before / self.weight_before

    @property
    def variance(self) -> float:
        return self.after / self.weight_after**2 + self.before / self.weight_before**2


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplacementEffect:
    """Events more (positive) or fewer (negative) than the comparison areas lead one to expect.

    local          in the treated area; moved: in the area around it; total: both
    standard_error of each, in the same order in ``standard_errors``
    """

    local: Assessment
    moved: Assessment | None
    total: Assessment
    standard_errors: tuple[float, float, float]


def weighted_displacement_difference(
    treated: BeforeAfter, *, control: BeforeAfter, around: BeforeAfter | None = None,
    around_control: BeforeAfter | None = None, confidence: float = 0.95, dispersion: float = 1.0,
) -> DisplacementEffect:  # fmt: skip
    """Change in the treated area minus the change in its comparison, and the same around it.

    treated, control         counts in events; around and its comparison are optional
    dispersion               variance of the counts over their mean (1 = Poisson), for example
                             from the monthly series before
    returns                  estimates in events (or per weight); n = all events
    use when                 at least five events in each cell; otherwise CANNOT_ASSESS, since
                             the normal interval is unreliable for small counts
    raises                   ValueError for counts that are missing or negative, weights not positive,
                             dispersion below 1, or one of the displacement areas without the other
    reference                Wheeler & Ratcliffe (2018), Crime Science 7:11
    """
    if (around is None) != (around_control is None):
        raise ValueError("an area around needs its own comparison area")
    if dispersion < 1:
        raise ValueError("dispersion must be at least 1")
    near = [treated, control]
    far = [around, around_control] if around and around_control else []
    for place in (*near, *far):
        if not (place.before >= 0 and place.after >= 0):
            raise ValueError("counts must be numbers, not negative")
        if not (place.weight_before > 0 and place.weight_after > 0):
            raise ValueError("weights must be positive")
    places = (near, far, [*near, *far])
    results = [_difference(pair, dispersion=dispersion, confidence=confidence) for pair in places]
    return DisplacementEffect(
        local=results[0][0], moved=results[1][0] if far else None, total=results[2][0],
        standard_errors=(results[0][1], results[1][1], results[2][1]),
    )  # fmt: skip


def displacement_quotient(
    treated: BeforeAfter, *, around: BeforeAfter, control: BeforeAfter
) -> float:
    """Weighted displacement quotient: what happened around, in shares of what happened in the area.

    returns    above 0 the surroundings improved too, below 0 it moved; NaN where the treated area
               did not fall against the control or a control count is 0
    use when   the treated area fell; the quotient has no interval, so never alone
    reference  Bowers & Johnson (2003), Journal of Quantitative Criminology 19:275-301
    """
    if min(control.before, control.after) <= 0:
        return math.nan
    local = treated.after / control.after - treated.before / control.before
    nearby = around.after / control.after - around.before / control.before
    return nearby / local if local < 0 else math.nan


def smallest_visible_displacement_effect(
    standard_error: float, *, confidence: float = 0.95, power: float = 0.8
) -> float:
    """Smallest change, in events, that the comparison would have shown with this power.

    standard_error  of the effect, in events
    reference       Wheeler & Ratcliffe (2018), Crime Science 7:11 (the normal test they give)
    """
    normal = NormalDist()
    return (normal.inv_cdf(0.5 + confidence / 2) + normal.inv_cdf(power)) * standard_error


def _difference(
    places: list[BeforeAfter], *, dispersion: float, confidence: float
) -> tuple[Assessment, float]:
    """Places in pairs: treated minus comparison."""
    effect = sum(place.change * sign for place, sign in zip(places, (1, -1) * 2, strict=False))
    error = math.sqrt(dispersion * sum(place.variance for place in places))
    n = round(sum(place.before + place.after for place in places))
    few = any(min(place.before, place.after) < FEWEST_EACH for place in places)
    method = "wdd"
    if few or error == 0:
        broken = ("too_few_events",)
        known = cannot_assess(method, n=n, broken=broken, reference=REFERENCE, estimate=effect)
        return known, error
    normal = NormalDist()
    z = normal.inv_cdf(0.5 + confidence / 2)
    lower, upper = effect - z * error, effect + z * error
    result = Assessment(
        method=method, verdict=verdict_from_limits(lower, upper, no_difference=0.0),
        estimate=effect, lower=lower, upper=upper, confidence=confidence,
        p_value=2 * normal.cdf(-abs(effect / error)), n=n, reference=REFERENCE,
    )  # fmt: skip
    return result, error
