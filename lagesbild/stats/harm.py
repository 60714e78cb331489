"""Crime weighted by harm, with weights that somebody stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from lagesbild.stats.rates import weighted_sum_interval
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess

SHORT_TERM_ONLY = "not_for_long_trends"
NO_WEIGHT = "category_without_weight"
FEW_EVENTS = "fewer_than_10_events"

KARRHOLM = "Kärrholm, Neyroud & Smaaland (2020), Camb J Evid-Based Policing 4:15-33"

COLUMNS = ("category", "days", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmWeight:
    """One row of the table of weights.

    days     mean actual sentence in days, > 0
    source   where the number is from; a weight without one is refused
    """

    category: str
    days: float
    source: str


def read_weights(rows: Iterable[Mapping[str, str]]) -> tuple[HarmWeight, ...]:
    """Weights from a table with the columns of COLUMNS; decimal comma or point.

    returns     one weight a category, in the table's order; an empty table gives none
    raises      ValueError naming the row: a column or source is missing, a category stands twice, or
                the days are not a number above 0
    reference   Kärrholm, Neyroud & Smaaland (2020): weight = mean sentence in days; no weights are
                shipped, since theirs could not be read
    """
    weights: dict[str, HarmWeight] = {}
    for number, row in enumerate(rows, start=1):
        category, days, source = ((row.get(name) or "").strip() for name in COLUMNS)
        if not category or not source:
            raise ValueError(f"row {number}: category and source must be filled in")
        if category in weights:
            raise ValueError(f"row {number}: {category} stands twice")
        weights[category] = HarmWeight(
            category=category, days=_days(days, row=number), source=source
        )
    return tuple(weights.values())


def crime_harm_index(
    counts: Mapping[str, float], *, weights: Iterable[HarmWeight], population: float,
    per: float = 1000.0, confidence: float = 0.95,
) -> Assessment:  # fmt: skip
    """Harm in sentence days per ``per`` inhabitants.

    counts      events by category, numbers >= 0
    weights     one a category; a counted category without one gives CANNOT_ASSESS, since leaving it out
                would call it harmless
    population  > 0
    returns     estimate and limits in days per ``per``; the limits carry the chance in the counts, not
                the weights' own uncertainty; n = events; never a verdict on its own
    use when    periods of a few years are compared: reporting and sentences change
    raises      ValueError if a count is missing or negative or the population is not positive
    reference   Kärrholm, Neyroud & Smaaland (2020), with the corrections of Sarnecki (2021), same
                journal; limits of a weighted sum of counts: Fay & Feuer (1997), Stat Med 16:791-801
    """
    days = {weight.category: weight.days for weight in weights}
    if not all(count >= 0 for count in counts.values()) or not population > 0:
        raise ValueError("counts must not be negative, population must be positive")
    total = sum(counts.values())
    lacking = any(count > 0 and category not in days for category, count in counts.items())
    if lacking or total == 0:
        broken = (NO_WEIGHT,) if lacking else ("no_events",)
        return cannot_assess("crime_harm_index", n=int(total), broken=broken, reference=KARRHOLM)
    weight = np.array([days.get(category, 0.0) for category in counts])
    count = np.array(list(counts.values()), dtype=float)
    low, high = weighted_sum_interval(count, weights=weight, confidence=confidence)
    scale = per / population
    return Assessment(
        method="crime_harm_index", verdict=Verdict.NOT_SHOWN, estimate=float((weight * count).sum()) * scale,
        lower=low * scale, upper=high * scale, confidence=confidence,
        n=int(total), broken=(SHORT_TERM_ONLY,) + ((FEW_EVENTS,) if total < 10 else ()),
        reference=KARRHOLM,
    )  # fmt: skip


def _days(text: str, *, row: int) -> float:
    try:
        days = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"row {row}: days must be a number") from None
    if not 0 < days < float("inf"):
        raise ValueError(f"row {row}: days must be a number above 0")
    return days
