"""Which other measures move with a problem, or before it? Never what makes what happen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lagesbild.access.release import part_about, part_of, part_of_survey
from lagesbild.analysis.figures import released_figures, released_survey
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.kommun_panel import (
    Floats,
    KommunPanel,
    OwnQuarters,
    comparable_indicators,
    kommun_panel,
    own_quarters,
)
from lagesbild.analysis.method_words import BROKEN_WORDS, METHOD_WORDS
from lagesbild.analysis.wording import COUNT_WORDS
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote, ReleasedFigures, ReleasedSurvey
from lagesbild.domain.written import as_inside, joined
from lagesbild.stats.lagged import many_lagged_correlations
from lagesbild.stats.multiplicity import benjamini_hochberg
from lagesbild.stats.panel import lagged_panels, rank_correlations
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess
from lagesbild.store.observations import Grain

YEAR_LAGS = (0, 1, 2)
QUARTER_LAGS = (0, 1, 2, 3, 4)
FALSE_SHARE = 0.01
"""Of the relations called sure, at most this share by chance. Lower than elsewhere: whoever looks for
what moves with a problem looks at many problems."""

ALONE = 0.05
"""How often a measure would look related when it is looked at by itself."""

MOST_HIDDEN = 0.25
"""Share of hidden quarters from which what is left is only the high ones."""

MOST_NAMED = 2
HIDDEN_WORDS = "för många kvartal är skyddade"
COUNT_ONLY_WORDS = "antal säger inget när kommunerna är olika stora"
NO_SERIES_WORDS = "finns inte per månad för kommunen"

SAME_WAY, OTHER_WAY = "åt samma håll", "åt motsatt håll"

_SIDES = frozenset({Verdict.HIGHER, Verdict.LOWER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One other measure beside the problem.

    lag         periods that it moves before the problem; 0 at the same time
    found       the correlation at that lag; HIGHER and LOWER only with all measures tried in mind
    adjusted    p-value with all lags and measures in mind
    is_near     from the same source: it may count the same events, or ask the same people
    reason      why it cannot be assessed, else ""
    """

    indicator: Indicator
    lag: int
    found: Assessment
    adjusted: float
    is_near: bool
    reason: str = ""

    @property
    def is_sure(self) -> bool:
        return self.found.verdict in _SIDES

    @property
    def is_known(self) -> bool:
        return self.found.verdict is not Verdict.CANNOT_ASSESS

    @property
    def direction(self) -> str:
        """Whether the two go the same way, as far as can be seen."""
        return SAME_WAY if self.found.estimate > 0 else OTHER_WAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """All other measures set against the problem in one way, the surest first.

    unit   "år" or "kvartal"; "" where time plays no part
    tried  measures that could be assessed
    """

    relations: tuple[Relation, ...]
    lags: tuple[int, ...]
    unit: str
    tried: int

    @property
    def sure(self) -> tuple[Relation, ...]:
        return tuple(one for one in self.relations if one.is_sure)

    @property
    def by_chance(self) -> float:
        """How many would look like this one by one, if nothing hung together."""
        return ALONE * self.tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """What the page Samband shows.

    everywhere  changes from year to year in all kommuner
    here        quarters in the own kommun
    levels      whether kommuner that have much of the one have much of the other
    figures     the problem in the own kommun
    """

    indicator: Indicator
    sentence: str
    everywhere: Family
    here: Family
    levels: Family
    figures: ReleasedFigures
    footnote: Footnote


def relations(
    inquiry: Inquiry, *, indicator_id: str, panel: KommunPanel | None = None,
    quarters: OwnQuarters | None = None, years: ReleasedSurvey | None = None,
) -> Relations:  # fmt: skip
    """Every other measure set against the problem, over all kommuner and in ours.

    panel, quarters, years  when they are known already: they are the same for every problem; years of
                            every_own_year
    raises                  LagesbildError AN-001, AN-002
    """
    problem, kommun = inquiry.indicator(indicator_id), inquiry.kommun
    known = panel or kommun_panel(inquiry)
    own = quarters or own_quarters(inquiry)
    others = [o for o in comparable_indicators(inquiry) if not _is_part(inquiry, problem, o)]
    everywhere = _family(problem, _over_kommuner(known, problem, others), lags=YEAR_LAGS, unit="år")
    here = _family(problem, _in_kommun(own, problem, others), lags=QUARTER_LAGS, unit="kvartal")
    levels = _family(problem, _between_kommuner(known, problem, others), lags=(0,), unit="")
    figures = own_years(inquiry, indicator_id=indicator_id, known=years)
    return Relations(
        indicator=problem, everywhere=everywhere, here=here, levels=levels, figures=figures,
        sentence=_sentence(problem, kommun.name, everywhere=everywhere, here=here),
        footnote=_footnote(inquiry, figures),
    )  # fmt: skip


def every_own_year(inquiry: Inquiry) -> ReleasedSurvey:
    """The kommun's undivided years in all measures that are compared."""
    survey = released_survey(
        inquiry, indicators=comparable_indicators(inquiry), grain=Grain.YEAR,
        area_codes=[inquiry.kommun.code],
    )  # fmt: skip
    return part_of_survey(survey, rows=survey.frame["is_total"])


def own_years(
    inquiry: Inquiry, *, indicator_id: str, known: ReleasedSurvey | None = None
) -> ReleasedFigures:
    """The kommun's undivided years; known: of every_own_year, used where it holds the measure."""
    if known is not None and indicator_id in known.indicators:
        return part_about(known, indicator_id=indicator_id)
    figures = released_figures(
        inquiry, indicator_id=indicator_id, grain=Grain.YEAR, area_codes=[inquiry.kommun.code]
    )
    return part_of(figures, rows=figures.frame["is_total"])


def _is_part(inquiry: Inquiry, problem: Indicator, other: Indicator) -> bool:
    """The same measure, or one that holds or is held by it: that moves along by itself."""
    if other.id == problem.id or other.leading_measure == problem.leading_measure:
        return True
    measures = inquiry.catalog.measures
    for whole, part in ((problem, other), (other, problem)):
        found = measures.get(whole.leading_measure)
        if found and part.leading_measure in found.sum_of:
            return True
    return False


Looked = tuple[int, float, Assessment]
"""Lag, p-value with all lags in mind (NaN: only the assessment's own), and the assessment."""


def _family(
    problem: Indicator, looked: Sequence[tuple[Indicator, Sequence[Looked]]], *,
    lags: Sequence[int], unit: str,
) -> Family:  # fmt: skip
    """Each measure at its surest lag; called sure only when it is so among all measures tried."""
    best = [(other, _surest(found)) for other, found in looked]
    p_values = [p if np.isfinite(p) else found.p_value for _, (_, p, found) in best]
    adjusted = benjamini_hochberg(p_values) if best else []
    rows = [
        _relation(problem, other, found, adjusted=float(p))
        for (other, found), p in zip(best, adjusted, strict=True)
    ]
    rows.sort(key=_order)
    tried = sum(one.found.verdict is not Verdict.CANNOT_ASSESS for one in rows)
    return Family(relations=tuple(rows), lags=tuple(lags), unit=unit, tried=tried)


def _surest(looked: Sequence[Looked]) -> Looked:
    def key(one: Looked) -> tuple[bool, float]:
        p = one[1] if np.isfinite(one[1]) else one[2].p_value
        # Adjusted for each other the lags are often alike but for the last digit: then the first one.
        return (not np.isfinite(p), round(p, 12))

    return min(looked, key=key)


def _relation(problem: Indicator, other: Indicator, looked: Looked, *, adjusted: float) -> Relation:
    lag, _, found = looked
    if found.verdict is not Verdict.CANNOT_ASSESS:
        side = Verdict.HIGHER if found.estimate > 0 else Verdict.LOWER
        is_sure = adjusted <= FALSE_SHARE
        found = replace(found, verdict=side if is_sure else Verdict.NOT_SHOWN)
    reason = ""
    if found.verdict is Verdict.CANNOT_ASSESS:
        reason = BROKEN_WORDS.get(found.broken[0], found.broken[0])
    return Relation(
        indicator=other, lag=lag, found=found, adjusted=adjusted, reason=reason,
        is_near=other.source == problem.source,
    )  # fmt: skip


def _order(one: Relation) -> tuple[bool, bool, bool, float, str]:
    """The sure first, of them those from another source; then by strength, last what cannot be told."""
    unknown = one.found.verdict is Verdict.CANNOT_ASSESS
    strength = 0.0 if unknown else abs(one.found.estimate)
    return (unknown, not one.is_sure, one.is_sure and one.is_near, -strength, one.indicator.name)


def _over_kommuner(
    panel: KommunPanel, problem: Indicator, others: Sequence[Indicator]
) -> list[tuple[Indicator, Sequence[Looked]]]:
    def look(firsts: Floats, second: Floats) -> list[list[Looked]]:
        found = lagged_panels(firsts, second=second, lags=YEAR_LAGS)
        return [[(at.lag, at.adjusted, at.assessment) for at in lags] for lags in found]

    known = panel.changes
    why = {one.id: _unless_known(known, problem, one, reason="too_few_points") for one in others}
    return _each(problem, others, series=known, why_not=why, look=look, method="lagged_panel")


def _between_kommuner(
    panel: KommunPanel, problem: Indicator, others: Sequence[Indicator]
) -> list[tuple[Indicator, Sequence[Looked]]]:
    def look(firsts: Floats, second: Floats) -> list[list[Looked]]:
        return [[(0, float("nan"), one)] for one in rank_correlations(firsts, second=second)]

    known = panel.recent
    why = {one.id: _unless_known(known, problem, one, reason=COUNT_ONLY_WORDS) for one in others}
    return _each(problem, others, series=known, why_not=why, look=look, method="rank_correlation")


def _in_kommun(
    own: OwnQuarters, problem: Indicator, others: Sequence[Indicator]
) -> list[tuple[Indicator, Sequence[Looked]]]:
    def look(firsts: Floats, second: Floats) -> list[list[Looked]]:
        found = many_lagged_correlations(
            firsts, second=second, lags=QUARTER_LAGS, removed=own.removed
        )
        return [[(at.lag, at.adjusted, at.assessment) for at in lags] for lags in found]

    why = {one.id: _no_quarters(own, problem, one) for one in others}
    return _each(
        problem, others, series=own.rest, why_not=why, look=look, method="lagged_correlation"
    )


def _each(
    problem: Indicator, others: Sequence[Indicator], *, series: Mapping[str, Floats],
    why_not: Mapping[str, str], look: Callable[[Floats, Floats], list[list[Looked]]], method: str,
) -> list[tuple[Indicator, Sequence[Looked]]]:  # fmt: skip
    """What look finds of all measures beside the problem at once; of those with a why_not only that."""
    tried = [one.id for one in others if not why_not[one.id]]
    found = look(np.stack([series[one] for one in tried]), series[problem.id]) if tried else []
    looked = dict(zip(tried, found, strict=True))
    return [(one, looked.get(one.id) or _unknown(method, why_not[one.id])) for one in others]


def _unless_known(known: Mapping[str, Floats], *both: Indicator, reason: str) -> str:
    return "" if all(one.id in known for one in both) else reason


def _no_quarters(own: OwnQuarters, *both: Indicator) -> str:
    """Why the kommun's quarters of two measures say nothing; empty where they do."""
    for one in both:
        if one.id not in own.hidden:
            return NO_SERIES_WORDS
        if own.hidden[one.id] > MOST_HIDDEN:
            return HIDDEN_WORDS
    return "" if all(one.id in own.rest for one in both) else "too_few_points"


def _unknown(method: str, reason: str) -> list[Looked]:
    found = cannot_assess(method, n=0, broken=(reason,), reference="")
    return [(0, float("nan"), found)]


def lag_words(lag: int, *, unit: str) -> str:
    """ "samtidigt", "ett år före", "två kvartal före"; "" where time plays no part."""
    if not unit:
        return ""
    if lag == 0:
        return "samtidigt"
    word = "ett" if lag == 1 else COUNT_WORDS[lag]
    return f"{word} {unit} före"


def strength_words(r: float) -> str:
    """How much of a relation it is, in a word."""
    size = abs(r)
    limits = ((0.1, "mycket svagt"), (0.3, "svagt"), (0.5, "måttligt"))
    return next((word for limit, word in limits if size < limit), "starkt")


def _sentence(problem: Indicator, kommun: str, *, everywhere: Family, here: Family) -> str:
    """ "Anmäld skadegörelse: av 63 prövade mått rör sig 2 med eller före det i kommunerna: ...; i Ånge
    kan det inte bedömas." """
    return f"{problem.name}: {_everywhere(everywhere)}; {_here(here, kommun)}."


def _everywhere(family: Family) -> str:
    if not family.tried:
        return "vad som rör sig med eller före det i landets kommuner kan inte bedömas"
    if not family.sure:
        return (
            f"inget av {family.tried} prövade mått rör sig säkert med eller före det i landets "
            "kommuner"
        )
    near = ", alla ur samma källa" if all(one.is_near for one in family.sure) else ""
    return (
        f"{len(family.sure)} av {family.tried} prövade mått rör sig med eller före det i landets "
        f"kommuner{near}: {_listed(family)}"
    )


def _here(family: Family, kommun: str) -> str:
    if not family.tried:
        return f"i {kommun} kan det inte bedömas"
    if not family.sure:
        return f"i {kommun} syns inget säkert samband bland {family.tried} mått"
    return f"i {kommun} {len(family.sure)} av {family.tried}: {_listed(family)}"


def _listed(family: Family) -> str:
    named = [
        f"{as_inside(one.indicator.name)} ({lag_words(one.lag, unit=family.unit)}, {one.direction})"
        for one in family.sure
    ]
    return joined(named, most=MOST_NAMED)


def _footnote(inquiry: Inquiry, figures: ReleasedFigures) -> Footnote:
    methods = [METHOD_WORDS[m] for m in ("lagged_panel", "lagged_correlation", "rank_correlation")]
    note = footnote(inquiry, figures)
    return replace(
        note,
        n="Underlaget står vid varje mått",
        method=f"{'; '.join(methods)}; alla prövningar räknade (Benjamini och Hochberg)",
    )
