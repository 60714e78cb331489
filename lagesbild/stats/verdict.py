"""What a method says and how sure it is: one small result for all of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NAN = float("nan")


class Verdict(StrEnum):
    """The answer of a comparison; NOT_SHOWN never means that nothing happened."""

    HIGHER = "higher"
    LOWER = "lower"
    NOT_SHOWN = "not_shown"
    CANNOT_ASSESS = "cannot_assess"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One estimate with its interval and what it rests on.

    method      code of the method that was really used
    verdict     HIGHER or LOWER only when the interval or the test excludes no difference
    estimate    in the unit the function's docstring names; NaN where it cannot be computed
    lower, upper  limits at ``confidence``; NaN where there is no honest interval
    p_value     two-sided unless the docstring says otherwise; NaN where the method has none
    n           what the method counts (events, areas, days ...), named in the docstring
    broken      codes of the conditions that do not hold; a verdict may stand in spite of them
    reference   where the method is published
    """

    method: str
    verdict: Verdict
    estimate: float
    lower: float = NAN
    upper: float = NAN
    confidence: float = 0.95
    p_value: float = NAN
    n: int
    broken: tuple[str, ...] = ()
    reference: str


def cannot_assess(
    method: str, *, n: int, broken: tuple[str, ...], reference: str, **known: Any
) -> Assessment:
    """The result of a method whose conditions do not hold: no interval, no verdict.

    known    what can be said all the same, most often ``estimate``
    raises   ValueError without a reason, because "cannot be assessed" must always say why
    reference   Altman & Bland (1995), BMJ 311:485: absence of evidence is not evidence of absence
    """
    if not broken:
        raise ValueError("say which condition is broken")
    return Assessment(
        method=method, verdict=Verdict.CANNOT_ASSESS, n=n, broken=broken, reference=reference,
        **{"estimate": NAN, **known},
    )  # fmt: skip


def verdict_from_limits(lower: float, upper: float, *, no_difference: float) -> Verdict:
    """HIGHER or LOWER when the interval lies wholly on one side of ``no_difference``.

    lower, upper   limits in the unit of the estimate; NaN gives CANNOT_ASSESS
    no_difference  0 for differences, 1 for ratios, the benchmark itself for comparisons with it
    reference      APHO Technical Briefing 3 (2008): an interval that excludes the benchmark
    """
    if math.isnan(lower) or math.isnan(upper):
        return Verdict.CANNOT_ASSESS
    if lower > no_difference:
        return Verdict.HIGHER
    if upper < no_difference:
        return Verdict.LOWER
    return Verdict.NOT_SHOWN
