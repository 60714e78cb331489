"""Do we stand out in anything? Every measure that can be compared, with chance under control."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from lagesbild.access.policy import may_see
from lagesbild.access.release import part_of_survey, release_survey
from lagesbild.analysis.figures import raw_survey
from lagesbild.analysis.footnotes import survey_footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.kommun_funnel import NO_COUNTS, kommun_funnel
from lagesbild.analysis.method_words import BROKEN_WORDS
from lagesbild.analysis.wording import judgement, number, value_text
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.results import Footnote, ReleasedSurvey
from lagesbild.domain.written import as_inside, decimals_for, format_period, joined
from lagesbild.stats.multiplicity import benjamini_hochberg
from lagesbild.stats.verdict import Assessment, Verdict
from lagesbild.store.observations import Grain

YEARS_BACK = 3
"""How old a figure may be and still tell whether the kommun stands out."""

FALSE_SHARE = 0.05
"""Of the measures said to stand out, at most this share by chance."""

MOST_NAMED = 4
FURTHEST = 8.0
"""Standard errors beyond which one is as far out as any."""

METHOD = (
    "trattdiagram för varje mått, med kommunernas vanliga olikheter inräknade; av dem som sägs sticka "
    "ut väntas högst fem procent göra det av en slump (Benjamini och Hochberg)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureStanding:
    """One measure among all kommuner.

    verdict    HIGHER and LOWER only when it stands out although many measures were looked at
    strength   signed distance from the usual in standard errors; NaN where it cannot be assessed
    adjusted   p-value with all the measures in mind
    is_outside  outside ordinary variation when it is looked at alone
    says       the figure beside what is usual, or why there is no answer
    judgement  "worse", "better", "higher", "lower" when it stands out, else ""
    """

    indicator: Indicator
    verdict: Verdict
    strength: float
    adjusted: float
    period: str
    value: str
    usual: str
    is_outside: bool
    says: str
    judgement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOverview:
    """The first view of the page Sticker vi ut?

    figures   the kommun's own newest figures
    measures  furthest from the usual first; last what cannot be assessed
    """

    sentence: str
    figures: ReleasedSurvey
    measures: tuple[MeasureStanding, ...]
    footnote: Footnote

    @property
    def standing_out(self) -> tuple[MeasureStanding, ...]:
        return tuple(one for one in self.measures if one.verdict in _SIDES)

    @property
    def assessed(self) -> tuple[MeasureStanding, ...]:
        return tuple(one for one in self.measures if one.verdict is not Verdict.CANNOT_ASSESS)


_SAME = ["indicator", "period_start", "period_end"]
_USED = [*_SAME, "area_code", "area_name", "count", "denominator", "value"]
_SIDES = frozenset({Verdict.HIGHER, Verdict.LOWER})


def recent_years(inquiry: Inquiry) -> ReleasedSurvey:
    """The last years of every kommun, the län and the country in every measure that may be compared: the
    same for all kommuner."""
    indicators = [
        one
        for one in inquiry.catalog.indicators.values()
        if one.kind in {Kind.RATE, Kind.SHARE}
        and AreaLevel.KOMMUN in one.levels
        and may_see(inquiry.person, secrecy=one.secrecy)
    ]
    raw = raw_survey(
        inquiry, indicators=indicators, grain=Grain.YEAR,
        levels=[AreaLevel.KOMMUN, AreaLevel.LAN, AreaLevel.RIKET],
        start=date(inquiry.today.year - YEARS_BACK, 1, 1),
    )  # fmt: skip
    released = release_survey(raw, person=inquiry.person)
    return part_of_survey(released, rows=released.frame["is_total"])


def standing_overview(inquiry: Inquiry, *, years: ReleasedSurvey | None = None) -> StandingOverview:
    """Where the kommun stands in each measure, and in which it stands out.

    years   recent_years, when it is known already
    raises  LagesbildError AN-001
    """
    kommun = inquiry.kommun
    known = years or recent_years(inquiry)
    is_own = known.frame["area_code"] == kommun.code
    newest = (
        known.frame[is_own].sort_values("period_start").drop_duplicates("indicator", keep="last")
    )
    kommuner = known.frame.loc[known.frame["area_level"] == AreaLevel.KOMMUN.value, _USED]
    periods = dict(iter(kommuner.groupby(_SAME)))
    looked = [
        _look(row, known.indicators[row["indicator"]], periods[tuple(row[name] for name in _SAME)])
        for row in newest.to_dict("records")
    ]
    adjusted = benjamini_hochberg([one.found.p_value for one in looked]) if looked else []
    measures = [
        _measure(one, known.indicators[one.row["indicator"]], adjusted=float(p))
        for one, p in zip(looked, adjusted, strict=True)
    ]
    measures.sort(key=lambda one: (np.isnan(one.strength), -abs(one.strength), one.indicator.name))
    figures = part_of_survey(known, rows=known.frame.index.isin(newest.index))
    return StandingOverview(
        sentence=_sentence(kommun.name, measures), figures=figures, measures=tuple(measures),
        footnote=survey_footnote(inquiry, figures, method=METHOD),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """The kommun's row, its place among all kommuner of the same period, and what is usual."""

    row: dict[str, Any]
    found: Assessment
    level: float
    usual: str


def _look(row: dict[str, Any], indicator: Indicator, everyone: pd.DataFrame) -> _Look:
    among = kommun_funnel(indicator, everyone, kommun_code=row["area_code"])
    limits = among.limits
    place = limits.frame[limits.frame["area_code"] == row["area_code"]]
    usual = ""
    if not place.empty:
        decimals = decimals_for(indicator, row["value"], denominator=row["denominator"])
        low, high = (number(place.iloc[0][n], decimals=decimals) for n in ("lower", "upper"))
        usual = f"{low}–{high}"
    return _Look(row=row, found=among.own, level=limits.level, usual=usual)


def _measure(look: _Look, indicator: Indicator, *, adjusted: float) -> MeasureStanding:
    row, found = look.row, look.found
    is_assessed = found.verdict is not Verdict.CANNOT_ASSESS
    is_out = found.verdict in _SIDES and adjusted <= FALSE_SHARE
    quiet = Verdict.NOT_SHOWN if is_assessed else Verdict.CANNOT_ASSESS
    return MeasureStanding(
        indicator=indicator, verdict=found.verdict if is_out else quiet, adjusted=adjusted,
        strength=_strength(look) if is_assessed else float("nan"),
        period=format_period(row["period_start"], row["period_end"], label=row["period_label"]),
        value=value_text(indicator, row), usual=look.usual if is_assessed else "",
        is_outside=found.verdict in _SIDES,
        says=f"vanligt {look.usual}" if is_assessed else _why_not(look, indicator),
        judgement=judgement(indicator, is_higher=found.verdict is Verdict.HIGHER) if is_out else "",
    )  # fmt: skip


def _strength(look: _Look) -> float:
    """The p-value as standard errors, so that one scale holds for rates and shares."""
    size = min(FURTHEST, -NormalDist().inv_cdf(max(look.found.p_value / 2, 1e-16)))
    return float(np.copysign(size, look.row["value"] - look.level))


def _why_not(look: _Look, indicator: Indicator) -> str:
    if pd.isna(look.row["value"]):
        return value_text(indicator, look.row)
    return BROKEN_WORDS[look.found.broken[-1] if look.found.broken else NO_COUNTS]


def _sentence(kommun: str, measures: list[MeasureStanding]) -> str:
    """ "Ånge sticker ut mot andra kommuner i 3 av 41 jämförbara mått: ...; i 9 kan det inte bedömas." """
    unknown = sum(one.verdict is Verdict.CANNOT_ASSESS for one in measures)
    known = len(measures) - unknown
    out = [one for one in measures if one.verdict in _SIDES]
    if not measures:
        return f"Om {kommun} sticker ut kan inte bedömas: det finns inga uppgifter att jämföra."
    if not known:
        return f"Om {kommun} sticker ut kan inte bedömas i något av {unknown} mått."
    rest = f"; i {unknown} kan det inte bedömas" if unknown else ""
    what = "jämförbart mått" if known == 1 else "jämförbara mått"
    if not out:
        return f"{kommun} sticker inte ut mot andra kommuner i något av {known} {what}{rest}."
    return f"{kommun} sticker ut mot andra kommuner i {len(out)} av {known} {what}: {_listed(out)}{rest}."


def _listed(out: list[MeasureStanding]) -> str:
    named = [f"{as_inside(one.indicator.name)} ({SIDE_WORDS[one.verdict]})" for one in out]
    return joined(named, most=MOST_NAMED)


SIDE_WORDS: dict[Verdict, str] = {Verdict.HIGHER: "högre", Verdict.LOWER: "lägre"}
