"""Do we stand out? The kommun beside the country, the county, similar kommuner and chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lagesbild.access.release import in_order, part_of
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.method_words import BROKEN_WORDS
from lagesbild.analysis.similar import find_similar
from lagesbild.analysis.wording import number, value_text
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.results import Footnote, ReleasedFigures
from lagesbild.domain.written import decimals_for, format_period
from lagesbild.stats.compare import rate_ratio, share_difference
from lagesbild.stats.funnel import (
    FEWEST_PLACES,
    Funnel,
    funnel_of_rates,
    funnel_of_shares,
)
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess
from lagesbild.store.observations import Grain

FEWEST_IN_QUARTILES = 8
"""Kommuner needed before a quarter of them means something."""

NO_COUNTS = "no_counts"

FUNNEL_COLUMNS = ("area_code", "area_name", "size", "value", "lower", "upper", "outer_lower",
                  "outer_upper", "verdict")  # fmt: skip


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
    verdict     of the kommun among all kommuner; is_clear when also outside the 99.8 % limits
    against     the yardsticks, those without figures left out
    funnel      FUNNEL_COLUMNS, one row a kommun with figures; empty for what has no counts behind it
    level       the common level in the indicator's unit
    ranked      the chosen group with the kommun, highest first, with intervals
    quartiles   the limits of the middle half of the group
    place       how many of the group's visible values are lower than ours, and how many there are
    how_chosen  Swedish: the group's method
    left_out    kommuner of the group whose figure is hidden or missing
    """

    indicator: Indicator
    sentence: str
    verdict: Verdict
    is_clear: bool
    own: Assessment
    against: tuple[Against, ...]
    funnel: pd.DataFrame
    level: float
    ranked: ReleasedFigures
    quartiles: tuple[float, float] | None
    place: tuple[int, int]
    how_chosen: str
    left_out: int
    footnote: Footnote


def standing(
    inquiry: Inquiry, *, indicator_id: str, group: Sequence[str] | None = None
) -> Standing:
    """The kommun's newest year among others, from released figures only.

    group   kommun codes that the user has chosen; None for the similar ones
    raises  LagesbildError AN-001..AN-003
    """
    indicator, kommun = inquiry.indicator(indicator_id), inquiry.kommun
    everything = released_figures(
        inquiry, indicator_id=indicator_id, grain=Grain.YEAR,
        levels=[AreaLevel.KOMMUN, AreaLevel.LAN, AreaLevel.RIKET],
    )  # fmt: skip
    year = _newest_year(everything, kommun_code=kommun.code)
    codes, how = _group(inquiry, group)
    ranked = part_of(year, rows=year.frame["area_code"].isin([*codes, kommun.code]))
    ranked = in_order(ranked, by=-ranked.frame["value"])
    kommuner = year.frame[year.frame["area_level"] == AreaLevel.KOMMUN.value]
    table, assessment, is_clear, level = _among_all(indicator, kommuner, kommun_code=kommun.code)
    own = _row(year.frame, kommun.code)
    others = ranked.frame[ranked.frame["area_code"] != kommun.code]
    found = Standing(
        indicator=indicator, sentence="", verdict=assessment.verdict, is_clear=is_clear,
        own=assessment, against=_against(inquiry, indicator, year.frame, codes=codes),
        funnel=table, level=level, ranked=ranked, quartiles=_quartiles(others),
        place=_place(others, own), how_chosen=how,
        left_out=len(codes) - int(others["value"].notna().sum()), footnote=footnote(inquiry, year),
    )  # fmt: skip
    return replace(found, sentence=_sentence(inquiry, found, own=own))


def _newest_year(everything: ReleasedFigures, *, kommun_code: str) -> ReleasedFigures:
    """The kommun's newest year that it has a row in, hidden or not; else the newest there is."""
    totals = everything.totals
    own = totals.loc[totals["area_code"] == kommun_code, "period_start"]
    newest = own.max() if len(own) else totals["period_start"].max()
    frame = everything.frame
    return part_of(everything, rows=frame["is_total"] & (frame["period_start"] == newest))


def _group(inquiry: Inquiry, group: Sequence[str] | None) -> tuple[list[str], str]:
    if group is None:
        similar = find_similar(inquiry)
        return list(similar.codes), similar.how
    chosen = [inquiry.area(code).code for code in group if code != inquiry.kommun_code]
    return list(dict.fromkeys(chosen)), "Kommuner som du själv har valt."


def _row(frame: pd.DataFrame, code: str) -> pd.Series | None:
    found = frame[frame["area_code"] == code]
    return None if found.empty else found.iloc[0]


def _among_all(
    indicator: Indicator, kommuner: pd.DataFrame, *, kommun_code: str
) -> tuple[pd.DataFrame, Assessment, bool, float]:
    """The funnel as a table, the kommun's own verdict in it, if it is clear, and the common level."""
    empty = pd.DataFrame(columns=list(FUNNEL_COLUMNS))
    known = _with_counts(indicator, kommuner)
    place = np.flatnonzero((known["area_code"] == kommun_code).to_numpy())
    no_answer = cannot_assess("funnel", n=len(known), reference="", broken=(
        (NO_COUNTS,) if not len(place) else ("fewer_than_10_places",)
    ))  # fmt: skip
    events = known["events"].sum() if len(known) else 0
    if not len(place) or len(known) < FEWEST_PLACES or events == 0:
        return empty, no_answer, False, float("nan")
    found, level = _funnel(indicator, known)
    if found is None:
        return empty, no_answer, False, float("nan")
    scale = level if indicator.kind is Kind.RATE else 100.0
    table = pd.DataFrame(
        {
            "area_code": known["area_code"], "area_name": known["area_name"],
            "size": known["denominator"], "value": found.value * scale,
            "lower": found.inner[:, 0] * scale, "upper": found.inner[:, 1] * scale,
            "outer_lower": found.outer[:, 0] * scale, "outer_upper": found.outer[:, 1] * scale,
            "verdict": [one.verdict.value for one in found.places],
        }
    ).reset_index(drop=True)  # fmt: skip
    own = table.iloc[int(place[0])]
    is_clear = not own["outer_lower"] <= own["value"] <= own["outer_upper"]
    assessment = found.places[int(place[0])]
    return table, assessment, bool(is_clear) and _is_called(assessment), level


def _with_counts(indicator: Indicator, kommuner: pd.DataFrame) -> pd.DataFrame:
    """Kommuner whose figure is a visible count over a visible denominator."""
    known = kommuner[kommuner["value"].notna() & (kommuner["denominator"] > 0)]
    if indicator.kind is Kind.SHARE:
        return known.assign(events=known["value"].clip(0, 100) / 100 * known["denominator"])
    if indicator.kind is Kind.RATE:
        return known.assign(events=known["count"]).dropna(subset=["events"])
    return known.assign(events=np.nan).iloc[:0]


def _funnel(indicator: Indicator, known: pd.DataFrame) -> tuple[Funnel | None, float]:
    events, size = known["events"].to_numpy(float), known["denominator"].to_numpy(float)
    level = float(events.sum() / size.sum())
    if indicator.kind is Kind.RATE:
        return funnel_of_rates(events, population=size), level * indicator.per
    if level >= 1:
        return None, float("nan")
    return funnel_of_shares(events, trials=size), level * 100


def _is_called(assessment: Assessment) -> bool:
    return assessment.verdict in {Verdict.HIGHER, Verdict.LOWER}


def _against(
    inquiry: Inquiry, indicator: Indicator, frame: pd.DataFrame, *, codes: Sequence[str]
) -> tuple[Against, ...]:
    own = _row(frame, inquiry.kommun_code)
    if own is None or pd.isna(own["value"]):
        return ()
    county, country = inquiry.yardsticks
    found = [
        _beside(indicator, own, _without(_row(frame, code), own), name=name)
        for code, name in ((country, "resten av riket"), (county, "resten av länet"))
    ]
    members = frame[frame["area_code"].isin(codes)].dropna(subset=["value"])
    found.append(_beside(indicator, own, _together(members), name="gruppen tillsammans"))
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
    """The answer first, then what it rests on, then the yardsticks."""
    indicator, kommun = found.indicator, inquiry.kommun.name
    if own is None:
        return f"{indicator.name}: det finns inga uppgifter för {kommun}."
    when = format_period(own["period_start"], own["period_end"], label=own["period_label"])
    lead = f"{indicator.name} {when}"
    if pd.isna(own["value"]):
        return f"{lead}: om {kommun} sticker ut kan inte bedömas – {value_text(indicator, own)}."
    has = f"{kommun} har {value_text(indicator, own)}"
    if found.verdict is Verdict.CANNOT_ASSESS:
        return f"{lead}: {has}. Om det sticker ut kan inte bedömas: {_why_not(found)}."
    usual = _usual(indicator, found, own=own, code=inquiry.kommun_code)
    return f"{lead}: {_answer(found, has=has, usual=usual)}{_yardsticks(found.against)}"


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
    row = found.funnel[found.funnel["area_code"] == code].iloc[0]
    places = decimals_for(indicator, own["value"], denominator=own["denominator"])
    limits = [number(row[name], decimals=places) for name in ("lower", "upper")]
    return f" ({limits[0]}–{limits[1]})"


YARDSTICK_WORDS: dict[Verdict, str] = {
    Verdict.HIGHER: "Högre än",
    Verdict.LOWER: "Lägre än",
    Verdict.NOT_SHOWN: "Ingen säker skillnad mot",
}


def _yardsticks(against: Sequence[Against]) -> str:
    """ " Högre än resten av riket och gruppen tillsammans. Ingen säker skillnad mot resten av länet." """
    text = ""
    for verdict, words in YARDSTICK_WORDS.items():
        names = [one.name for one in against if one.assessment.verdict is verdict]
        if names:
            listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} och {names[-1]}"
            text += f" {words} {listed}."
    return text
