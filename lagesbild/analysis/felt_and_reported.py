"""Do what people feel and what they report go the same way?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pandas as pd

from lagesbild.access.policy import may_see
from lagesbild.access.release import part_about, part_of_survey
from lagesbild.analysis.change import LONGEST_MEMORY, find_change
from lagesbild.analysis.figures import released_survey
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.method_words import BROKEN_WORDS, METHOD_WORDS
from lagesbild.analysis.trends import trend_sentence
from lagesbild.analysis.wording import COUNT_WORDS, interval_text, number, value_text
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind, Polarity
from lagesbild.domain.pair import Pair
from lagesbild.domain.results import Footnote, ReleasedFigures, ReleasedSurvey
from lagesbild.domain.written import NBSP, decimals_for, format_interval, format_period
from lagesbild.stats.compare import share_difference
from lagesbild.stats.expectation import Verdict as Change
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess
from lagesbild.store.observations import Grain

LEVELS = (AreaLevel.KOMMUN, AreaLevel.LAN, AreaLevel.RIKET)
HIDDEN = "hidden"


class Together(StrEnum):
    """Whether the two go the same way."""

    SAME = "same"
    OPPOSITE = "opposite"
    NEITHER = "neither"
    CANNOT_ASSESS = "cannot_assess"


TOGETHER_WORDS: dict[Together, str] = {
    Together.SAME: "upplevt och anmält går åt samma håll",
    Together.OPPOSITE: "upplevt och anmält går åt olika håll",
    Together.NEITHER: "ingen säker förändring, varken i det upplevda eller i det anmälda",
    Together.CANNOT_ASSESS: "om upplevt och anmält går åt samma håll kan inte bedömas",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: the survey or the reports.

    figures    one area, in order of time
    direction  +1 when the problem is larger than before, -1 when smaller, 0 without a sure change,
               None when it cannot be assessed
    says       its newest figure and its change, in one sentence
    """

    indicator: Indicator
    figures: ReleasedFigures
    direction: int | None
    says: str
    footnote: Footnote


@dataclass(frozen=True, slots=True, kw_only=True)
class FeltAndReported:
    """What the page Upplevt och anmält shows.

    area_code  the kommun, its county or the country
    """

    pair: Pair
    area_code: str
    sentence: str
    together: Together
    survey: Side
    reported: Side
    footnote: Footnote

    @property
    def figures(self) -> ReleasedFigures:
        """The surveyed ones: they lead, since that is what the reports are held against."""
        return self.survey.figures


def offered_pairs(inquiry: Inquiry) -> tuple[Pair, ...]:
    """The pairs of which the person may see both sides."""
    known = inquiry.catalog.indicators
    return tuple(
        one
        for one in inquiry.catalog.pairs
        if all(
            name in known and may_see(inquiry.person, secrecy=known[name].secrecy)
            for name in (one.survey, one.reported)
        )
    )


def areas_of(inquiry: Inquiry, *, pair: Pair) -> tuple[str, ...]:
    """The kommun, and its county and the country where both sides exist there."""
    levels = [inquiry.indicator(name).levels for name in (pair.survey, pair.reported)]
    codes = [inquiry.kommun.code, *inquiry.yardsticks]
    return tuple(
        code
        for code, level in zip(codes, LEVELS, strict=True)
        if all(level in known for known in levels)
    )


def figures_of_pairs(inquiry: Inquiry, *, place: str = "") -> ReleasedSurvey:
    """The undivided years of both sides of every pair that the person may see, for one area."""
    names = [name for one in offered_pairs(inquiry) for name in (one.survey, one.reported)]
    known = [inquiry.indicator(name) for name in dict.fromkeys(names)]
    area = inquiry.area(place).code if place else inquiry.kommun.code
    everything = released_survey(inquiry, indicators=known, grain=Grain.YEAR, area_codes=[area])
    return part_of_survey(everything, rows=everything.frame["is_total"])


def felt_and_reported(
    inquiry: Inquiry, *, pair_id: str = "", place: str = "", known: ReleasedSurvey | None = None
) -> FeltAndReported:
    """A pair for one area: each side's direction, and whether they go the same way.

    pair_id  "" for the first that the person may see
    place    an area's code, "" for the kommun
    known    figures_of_pairs of the place, when it is known already: it is the same for every pair
    raises   LagesbildError AN-001, AN-003, AN-030 for a pair that does not exist
    """
    pair = _pair(inquiry, pair_id)
    area = inquiry.area(place).code if place else inquiry.kommun.code
    figures = known or figures_of_pairs(inquiry, place=place)
    reported = part_about(figures, indicator_id=pair.reported)
    survey = part_about(figures, indicator_id=pair.survey)
    felt = _survey_side(inquiry, survey, pair=pair)
    found = _reported_side(inquiry, reported)
    together = _together(felt, found)
    return FeltAndReported(
        pair=pair, area_code=area, together=together, survey=felt, reported=found,
        sentence=_sentence(inquiry, pair, area=area, together=together, sides=(felt, found)),
        footnote=felt.footnote,
    )  # fmt: skip


def _pair(inquiry: Inquiry, pair_id: str) -> Pair:
    offered = offered_pairs(inquiry)
    found = next((one for one in offered if one.id == pair_id or not pair_id), None)
    if found is None:
        raise LagesbildError(
            "AN-030",
            "Det finns inget sådant par av enkät och anmälningar.",
            remedy="Välj ett annat i listan. Paren står i filen pairs.toml i katalogen.",
        )
    return found


def _survey_side(inquiry: Inquiry, figures: ReleasedFigures, *, pair: Pair) -> Side:
    """The newest measurement against those before it, with the survey's own uncertainty."""
    indicator = figures.indicator
    measured = comparable_measurements(figures.frame, indicator=indicator)
    found = _survey_difference(indicator, measured, design_effect=pair.design_effect)
    assumed = number(pair.design_effect, decimals=1)
    method = (
        f"senaste mätningen mot dem innan: {METHOD_WORDS[found.method]}, där {assumed} svar räknas som "
        "ett (antagande om vikter och bortfall)"
    )
    direction = _DIRECTIONS[found.verdict]
    if direction and indicator.polarity is Polarity.HIGH_IS_GOOD:
        direction = -direction
    return Side(
        indicator=indicator, figures=figures, direction=direction,
        says=_survey_says(figures, measured, found),
        footnote=replace(footnote(inquiry, figures), method=method),
    )  # fmt: skip


_DIRECTIONS: dict[Verdict, int | None] = {
    Verdict.HIGHER: 1, Verdict.LOWER: -1, Verdict.NOT_SHOWN: 0, Verdict.CANNOT_ASSESS: None,
}  # fmt: skip


def comparable_measurements(rows: pd.DataFrame, *, indicator: Indicator) -> pd.DataFrame:
    """The newest measurement and at most five before it, oldest first: none that shares time with
    another, and none from before the newest break of the series."""
    starts, ends = rows["period_start"].tolist(), rows["period_end"].tolist()
    is_known = rows["value"].notna().tolist()
    breaks = [pd.Timestamp(one.date) for one in indicator.breaks]
    since = max((day for day in breaks if starts and day <= max(starts)), default=pd.Timestamp.min)
    kept: list[int] = []
    earliest = pd.Timestamp.max
    for place in sorted(range(len(rows)), key=starts.__getitem__, reverse=True):
        is_new = not kept
        if ends[place] <= earliest and starts[place] >= since and (is_new or is_known[place]):
            kept.append(place)
            earliest = starts[place]
    return rows.iloc[kept[: LONGEST_MEMORY + 1][::-1]]


def _survey_difference(
    indicator: Indicator, measured: pd.DataFrame, *, design_effect: float
) -> Assessment:
    """The newest share minus the earlier ones together, as many answers as the survey is worth."""
    method, reference = "newcombe_score", "Newcombe (1998), Stat Med 17:873-890"
    if len(measured) and pd.isna(measured.iloc[-1]["value"]):
        return cannot_assess(method, n=0, broken=(HIDDEN,), reference=reference)
    if len(measured) < 2:
        return cannot_assess(method, n=0, broken=("too_short_history",), reference=reference)
    if indicator.kind is not Kind.SHARE or measured["denominator"].isna().any():
        return cannot_assess(method, n=0, broken=("no_sample_size",), reference=reference)
    sizes = measured["denominator"].to_numpy(float) / design_effect
    yes = measured["value"].clip(0, 100).to_numpy(float) / 100 * sizes
    return share_difference(
        yes[-1], trials=sizes[-1], other_successes=yes[:-1].sum(), other_trials=sizes[:-1].sum()
    )


def _survey_says(figures: ReleasedFigures, measured: pd.DataFrame, found: Assessment) -> str:
    """ "13 % (9–17) 2024–2025, ungefär som de fyra mätningarna innan (12 %)." """
    indicator = figures.indicator
    if measured.empty:
        return f"{indicator.name}: ingen har lämnat några uppgifter."
    row = measured.iloc[-1]
    when = format_period(row["period_start"], row["period_end"], label=row["period_label"])
    if found.verdict is Verdict.CANNOT_ASSESS:
        has = " ".join(x for x in (value_text(indicator, row), interval_text(indicator, row)) if x)
        reason = "" if HIDDEN in found.broken else f" ({BROKEN_WORDS[found.broken[0]]})"
        return f"{indicator.name}: {has} {when}; om det har ändrats kan inte bedömas{reason}."
    count = len(measured) - 1
    before = "mätningen innan" if count == 1 else f"de {COUNT_WORDS[count]} mätningarna innan"
    earlier = measured.iloc[:-1]
    share = np.average(earlier["value"], weights=earlier["denominator"])
    places = decimals_for(indicator, share, denominator=earlier["denominator"].sum())
    own = decimals_for(indicator, row["value"], denominator=row["denominator"])
    if found.verdict is not Verdict.NOT_SHOWN and round(row["value"], own) == round(share, places):
        own = places = max(own, places) + 1  # a difference that is shown is seen in the figures too
    limits = format_interval(row["lower"], row["upper"], decimals=own)
    has = " ".join(x for x in (value_text(indicator, row, decimals=own), limits) if x)
    words = {1: "högre än", -1: "lägre än", 0: "ingen säker skillnad mot"}
    said = words[_DIRECTIONS[found.verdict] or 0]
    return f"{indicator.name}: {has} {when}, {said} {before} ({number(share, decimals=places)}{NBSP}%)."


def _reported_side(inquiry: Inquiry, figures: ReleasedFigures) -> Side:
    """The newest year against those before it, as everywhere else."""
    indicator = figures.indicator
    change = find_change(figures.frame, indicator=indicator)
    found = change.expectation if change else None
    says = trend_sentence(
        inquiry, indicator=indicator, change=change,
        own_code=inquiry.kommun_code if figures.is_empty else figures.frame["area_code"].iloc[0],
    )  # fmt: skip
    note = footnote(inquiry, figures)
    return Side(
        indicator=indicator, figures=figures, says=says,
        direction=None if found is None else _CHANGES[found.verdict],
        footnote=replace(note, method=f"{note.method}; {found.method}") if found else note,
    )  # fmt: skip


_CHANGES: dict[Change, int | None] = {
    Change.CLEARLY_MORE: 1, Change.PROBABLY_MORE: 1, Change.AS_BEFORE: 0,
    Change.PROBABLY_FEWER: -1, Change.CLEARLY_FEWER: -1, Change.CANNOT_TELL: None,
}  # fmt: skip


def _together(felt: Side, reported: Side) -> Together:
    first, second = felt.direction, reported.direction
    if first is None or second is None:
        return Together.CANNOT_ASSESS
    if first == 0 and second == 0:
        return Together.NEITHER
    if first == 0 or second == 0:
        return Together.CANNOT_ASSESS
    return Together.SAME if first == second else Together.OPPOSITE


_MOVES = {1: "ökar", -1: "minskar"}


def _sentence(
    inquiry: Inquiry, pair: Pair, *, area: str, together: Together, sides: tuple[Side, Side]
) -> str:
    where = inquiry.areas[area].name
    lead = f"{pair.name} i {where}: {TOGETHER_WORDS[together]}"
    felt, reported = (side.direction for side in sides)
    if together is Together.SAME and felt:
        return f"{lead} – båda {_MOVES[felt]}."
    if together is Together.OPPOSITE and felt and reported:
        return f"{lead} – det upplevda {_MOVES[felt]}, det anmälda {_MOVES[reported]}."
    if together is Together.CANNOT_ASSESS:
        return f"{lead}: {_half(felt, 'det upplevda')}, {_half(reported, 'det anmälda')}."
    return f"{lead}."


def _half(direction: int | None, what: str) -> str:
    if direction is None:
        return f"{what} kan inte bedömas"
    return f"{what} {_MOVES[direction]}" if direction else f"{what} har ingen säker förändring"
