"""Do we stand out? The kommun beside the country, the county, similar kommuner and chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lagesbild.access.release import in_order, part_about, part_of
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.groups import Group, find_members, with_group_source
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.kommun_funnel import NO_COUNTS, KommunFunnel, kommun_funnel
from lagesbild.analysis.method_words import BROKEN_WORDS, METHOD_WORDS
from lagesbild.analysis.similar import Similar
from lagesbild.analysis.wording import number, value_text
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.results import Footnote, Funnel, ReleasedFigures, ReleasedSurvey
from lagesbild.domain.written import decimals_for, format_period, joined
from lagesbild.stats.compare import rate_ratio, share_difference
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess
from lagesbild.store.observations import Grain

TOGETHER_NAMES: dict[Group, str] = {
    Group.SIMILAR: "liknande kommuner tillsammans",
    Group.KOMMUNGRUPP: "kommungruppen tillsammans",
    Group.CHOSEN: "de valda tillsammans",
}
"""The group as one place. The county's and the country's kommuner are yardsticks anyway."""

FEWEST_IN_QUARTILES = 8
"""Kommuner needed before a quarter of them means something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """The kommun beside one yardstick.

    name         "resten av länet", "liknande kommuner tillsammans"
    value        the yardstick in the indicator's unit, NaN when it has none
    assessment   HIGHER: the kommun is higher
    """

    name: str
    value: float
    assessment: Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the page Sticker vi ut? shows.

    sentence    the answer
    beside      the yardsticks in words: "Högre än resten av riket."; empty when they say nothing
    verdict     of the kommun among all kommuner; is_clear when also outside the 99.8 % limits
    against     the yardsticks, those without figures left out
    everyone    all kommuner of the year
    funnel      the limits among them; empty for what has no counts behind it
    figures     the chosen group with the kommun, län and riket, highest first, with intervals
    quartiles   the limits of the middle half of the group
    place       how many of the group's visible values are lower than ours, and how many there are
    how_chosen  Swedish: the group's method
    left_out    kommuner of the group whose figure is hidden or missing
    """

    indicator: Indicator
    sentence: str
    beside: str
    verdict: Verdict
    is_clear: bool
    own: Assessment
    against: tuple[Against, ...]
    everyone: ReleasedFigures
    funnel: Funnel
    figures: ReleasedFigures
    quartiles: tuple[float, float] | None
    place: tuple[int, int]
    how_chosen: str
    left_out: int
    footnote: Footnote


def standing(
    inquiry: Inquiry, *, indicator_id: str, group: str = Group.SIMILAR, areas: Sequence[str] = (),
    similar: Similar | None = None, years: ReleasedSurvey | None = None,
) -> Standing:  # fmt: skip
    """The kommun's newest year among others, from released figures only.

    group    as in the address; areas: the kommuner of one's own choice
    similar  when they are known already: they are the same for every measure
    years    recent_years of the overview, likewise
    raises   LagesbildError AN-001..AN-003
    """
    indicator, kommun = inquiry.indicator(indicator_id), inquiry.kommun
    everything = _among_recent(years, indicator_id, kommun_code=kommun.code) or released_figures(
        inquiry, indicator_id=indicator_id, grain=Grain.YEAR,
        levels=[AreaLevel.KOMMUN, AreaLevel.LAN, AreaLevel.RIKET],
    )  # fmt: skip
    year = _newest_year(everything, kommun_code=kommun.code)
    members = find_members(inquiry, group=group, areas=areas, similar=similar)
    is_kommun = year.frame["area_level"] == AreaLevel.KOMMUN.value
    everyone = part_of(year, rows=is_kommun)
    found = kommun_funnel(indicator, everyone.frame, kommun_code=kommun.code)
    beside = [*members.codes, kommun.code, *inquiry.yardsticks]
    figures = part_of(year, rows=year.frame["area_code"].isin(beside))
    figures = in_order(figures, by=-figures.frame["value"])
    own = _row(year.frame, kommun.code)
    others = everyone.frame[everyone.frame["area_code"].isin(members.codes)]
    answer = Standing(
        indicator=indicator, sentence="", beside="", verdict=found.own.verdict, is_clear=found.is_clear,
        own=found.own, against=_against(
            inquiry, indicator, year.frame, codes=members.codes,
            group_name=TOGETHER_NAMES.get(Group(group), ""),
        ),
        everyone=everyone, funnel=found.limits, figures=figures, quartiles=_quartiles(others),
        place=_place(others, own), how_chosen=members.how,
        left_out=len(members.codes) - int(others["value"].notna().sum()),
        footnote=with_group_source(_footnote(inquiry, year, found), members),
    )  # fmt: skip
    return replace(
        answer, sentence=_sentence(inquiry, answer, own=own), beside=_yardsticks(answer.against)
    )


def _among_recent(
    years: ReleasedSurvey | None, indicator_id: str, *, kommun_code: str
) -> ReleasedFigures | None:
    """The measure's last years, where they are known and the kommun's newest is one of them."""
    if years is None or indicator_id not in years.indicators:
        return None
    found = part_about(years, indicator_id=indicator_id)
    return found if (found.frame["area_code"] == kommun_code).any() else None


def _footnote(inquiry: Inquiry, year: ReleasedFigures, found: KommunFunnel) -> Footnote:
    """That of the figures, with the funnel's method where there is one."""
    note = footnote(inquiry, year)
    if found.limits.frame.empty:
        return note
    return replace(note, method=f"{note.method}; {METHOD_WORDS[found.own.method]}")


def _newest_year(everything: ReleasedFigures, *, kommun_code: str) -> ReleasedFigures:
    """The kommun's newest year that it has a row in, hidden or not; else the newest there is."""
    frame = everything.frame
    is_own = frame["is_total"] & (frame["area_code"] == kommun_code)
    start = frame["period_start"]
    newest = start[is_own if is_own.any() else frame["is_total"]].max()
    return part_of(everything, rows=frame["is_total"] & (start == newest))


def _row(frame: pd.DataFrame, code: str) -> pd.Series | None:
    found = np.flatnonzero((frame["area_code"] == code).to_numpy(dtype=bool))
    return frame.iloc[int(found[0])] if len(found) else None


def _against(
    inquiry: Inquiry, indicator: Indicator, frame: pd.DataFrame, *, codes: Sequence[str],
    group_name: str,
) -> tuple[Against, ...]:  # fmt: skip
    """The yardsticks; a group without a name of its own is one of those already."""
    frame = frame[["area_code", "count", "denominator", "value"]]
    own = _row(frame, inquiry.kommun_code)
    if own is None or pd.isna(own["value"]):
        return ()
    county, country = inquiry.yardsticks
    found = [
        _beside(indicator, own, _without(_row(frame, code), own), name=name)
        for code, name in ((country, "resten av riket"), (county, "resten av länet"))
    ]
    members = frame[frame["area_code"].isin(codes)].dropna(subset=["value"])
    if group_name:
        found.append(_beside(indicator, own, _together(members), name=group_name))
    return tuple(one for one in found if one is not None)


def _without(whole: pd.Series | None, own: pd.Series) -> pd.Series | None:
    """An area that contains the kommun, the kommun taken away where both are counted."""
    if whole is None or pd.isna(whole["value"]):
        return None
    rest = whole.copy()
    for column in ("count", "denominator"):
        rest[column] = whole[column] - own[column]
    return rest


def _together(members: pd.DataFrame) -> pd.Series | None:
    """The members as one place: their sum where they are counted, else their mean."""
    if members.empty:
        return None
    one = members.iloc[0].copy()
    one["count"], one["denominator"] = (
        members[c].sum(min_count=len(members)) for c in ("count", "denominator")
    )
    weights = members["denominator"]
    is_weighted = weights.notna().all() and weights.sum() > 0
    one["value"] = (
        float(np.average(members["value"], weights=weights)) if is_weighted
        else float(members["value"].mean())
    )  # fmt: skip
    return one


def _beside(
    indicator: Indicator, own: pd.Series, other: pd.Series | None, *, name: str
) -> Against | None:
    if other is None:
        return None
    have_bases = own["denominator"] > 0 and other["denominator"] > 0
    if indicator.kind is Kind.RATE and have_bases and other["count"] >= 0 and own["count"] >= 0:
        found = rate_ratio(
            own["count"], exposure=own["denominator"], other_events=other["count"],
            other_exposure=other["denominator"],
        )  # fmt: skip
        value = other["count"] / other["denominator"] * indicator.per
    elif indicator.kind is Kind.SHARE and have_bases:
        parts = [
            min(1.0, max(0.0, row["value"] / 100)) * row["denominator"] for row in (own, other)
        ]
        found = share_difference(
            parts[0], trials=own["denominator"], other_successes=parts[1],
            other_trials=other["denominator"],
        )  # fmt: skip
        value = other["value"]
    else:
        found = cannot_assess("no_counts", n=0, broken=(NO_COUNTS,), reference="")
        value = other["value"]
    return Against(name=name, value=float(value), assessment=found)


def _quartiles(others: pd.DataFrame) -> tuple[float, float] | None:
    values = others["value"].dropna()
    if len(values) < FEWEST_IN_QUARTILES:
        return None
    low, high = np.quantile(values, [0.25, 0.75])
    return float(low), float(high)


def _place(others: pd.DataFrame, own: pd.Series | None) -> tuple[int, int]:
    values = others["value"].dropna()
    if own is None or pd.isna(own["value"]):
        return 0, len(values)
    return int((values < own["value"]).sum()), len(values)


def _sentence(inquiry: Inquiry, found: Standing, *, own: pd.Series | None) -> str:
    """The answer first, then what it rests on."""
    indicator, kommun = found.indicator, inquiry.kommun.name
    if own is None and indicator.kind is Kind.COUNT:
        return f"{indicator.name}: kan inte jämföras, för antal säger inget när kommunerna är olika stora."
    if own is None and AreaLevel.KOMMUN not in indicator.levels:
        return f"{indicator.name}: kan inte jämföras här, för måttet finns inte för hela kommuner."
    if own is None:
        return f"{indicator.name}: det finns inga uppgifter per år för {kommun}."
    when = format_period(own["period_start"], own["period_end"], label=own["period_label"])
    lead = f"{indicator.name} {when}"
    if pd.isna(own["value"]):
        return f"{lead}: om {kommun} sticker ut kan inte bedömas – {value_text(indicator, own)}."
    has = f"{kommun} har {value_text(indicator, own)}"
    if found.verdict is Verdict.CANNOT_ASSESS:
        return f"{lead}: {has}. Om det sticker ut kan inte bedömas: {_why_not(found)}."
    usual = _usual(indicator, found, own=own, code=inquiry.kommun_code)
    return f"{lead}: {_answer(found, has=has, usual=usual)}"


def _why_not(found: Standing) -> str:
    lower, known = found.place
    if found.indicator.kind is Kind.COUNT:
        return "antal säger inget när kommunerna är olika stora"
    reason = BROKEN_WORDS[found.own.broken[-1]]
    if NO_COUNTS in found.own.broken and known:
        return f"{reason}; {lower} av {known} i gruppen har ett lägre värde"
    return reason


def _answer(found: Standing, *, has: str, usual: str) -> str:
    if found.verdict is Verdict.NOT_SHOWN:
        return f"nej, {has}, inom det vanliga för en kommun av den storleken{usual}."
    side = "högre" if found.verdict is Verdict.HIGHER else "lägre"
    if found.is_clear:
        return f"ja, {has}, tydligt {side} än vanligt för en kommun av den storleken{usual}."
    return (
        f"kanske, {has}, {side} än vanligt för en kommun av den storleken{usual}. Så långt från det "
        "vanliga hamnar ungefär en av tjugo kommuner av en slump."
    )


def _usual(indicator: Indicator, found: Standing, *, own: pd.Series, code: str) -> str:
    """ " (48–71)": the funnel where the kommun stands, in the unit already said."""
    row = found.funnel.frame[found.funnel.frame["area_code"] == code].iloc[0]
    places = decimals_for(indicator, own["value"], denominator=own["denominator"])
    limits = [number(row[name], decimals=places) for name in ("lower", "upper")]
    return f" ({limits[0]}–{limits[1]})"


YARDSTICK_WORDS: dict[Verdict, str] = {
    Verdict.HIGHER: "Högre än",
    Verdict.LOWER: "Lägre än",
    Verdict.NOT_SHOWN: "Ingen säker skillnad mot",
}


def _yardsticks(against: Sequence[Against]) -> str:
    """ "Högre än resten av riket och de valda tillsammans. Ingen säker skillnad mot resten av länet." """
    said = []
    for verdict, words in YARDSTICK_WORDS.items():
        names = [one.name for one in against if one.assessment.verdict is verdict]
        if names:
            said.append(f"{words} {joined(names)}.")
    return " ".join(said)
