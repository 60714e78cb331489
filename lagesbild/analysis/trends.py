"""How has it developed here, and how does that compare?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lagesbild.access.release import part_of, release_band
from lagesbild.analysis.calendar import NextFigure, next_figure
from lagesbild.analysis.change import Change, find_change
from lagesbild.analysis.figures import raw_figures, released_figures
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.wording import (
    change_words,
    number,
    periods_before,
    value_text,
)
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Break, Indicator, Kind
from lagesbild.domain.results import Band, Footnote, ReleasedFigures
from lagesbild.domain.secrecy import STATUS_WORDS, Status
from lagesbild.domain.written import decimals_for, format_period, format_range
from lagesbild.stats.expectation import Verdict
from lagesbild.store.lookups import Holding
from lagesbild.store.observations import Grain, fetch_extent

GRAIN_WORDS: dict[Grain, str] = {
    Grain.YEAR: "År",
    Grain.TWELVE_MONTHS: "Senaste tolv månaderna",
    Grain.PART_OF_YEAR: "Månad",
}
"""The ways to put periods together that a user may choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """What the page Indikator shows.

    figures      own area and those it is compared with, totals only
    parts        own area by subgroup, None where there are none
    sub_areas    own kommun's parts, None where there are none
    grains       the ways of putting periods together that give figures here
    coming       the figure that has not come yet, None where they come at no regular time
    """

    indicator: Indicator
    own_code: str
    sentence: str
    figures: ReleasedFigures
    parts: ReleasedFigures | None
    sub_areas: ReleasedFigures | None
    breaks: tuple[Break, ...]
    change: Change | None
    grain: Grain
    grains: tuple[Grain, ...]
    coming: NextFigure | None
    footnote: Footnote


def trend(
    inquiry: Inquiry, *, indicator_id: str, area_codes: Sequence[str] | None = None,
    grain: Grain | None = None,
) -> Trend:  # fmt: skip
    """An indicator over time for the inquiry's kommun beside other areas.

    area_codes  areas to compare with; None for the county and the country
    grain       None for years, or what there is when there are no years
    raises      LagesbildError AN-001..AN-003 for an unknown kommun, indicator or area
    """
    indicator = inquiry.indicator(indicator_id)
    own = own_area(inquiry, indicator=indicator)
    others = _default_others(inquiry, indicator) if area_codes is None else area_codes
    beside = dict.fromkeys([own, *(inquiry.area(code).code for code in others)])
    extent = _extent(inquiry, indicator)
    possible = possible_grains(indicator, extent=extent)
    chosen = grain if grain in possible else possible[0]
    inside = _sub_area_codes(inquiry)
    everything = released_figures(
        inquiry, indicator_id=indicator_id, grain=chosen, area_codes=[*beside, *inside]
    )  # fmt: skip
    frame = everything.frame
    totals = part_of(everything, rows=frame["is_total"] & frame["area_code"].isin(list(beside)))
    series = totals.frame[totals.frame["area_code"] == own]
    change = find_change(series, indicator=indicator)
    return Trend(
        indicator=indicator, own_code=own,
        sentence=trend_sentence(inquiry, indicator=indicator, own_code=own, change=change),
        figures=totals,
        parts=_filled(everything, (frame["area_code"] == own) & ~frame["is_total"]),
        sub_areas=_filled(everything, frame["area_code"].isin(inside) & frame["is_total"]),
        breaks=indicator.breaks, change=change, grain=chosen, grains=possible,
        coming=_coming(inquiry, indicator, extent), footnote=footnote(inquiry, totals),
    )  # fmt: skip


def _default_others(inquiry: Inquiry, indicator: Indicator) -> tuple[str, ...]:
    """None for counts: the country's million beside the kommun's hundreds hides both."""
    return () if indicator.kind is Kind.COUNT else inquiry.yardsticks


def own_area(inquiry: Inquiry, *, indicator: Indicator) -> str:
    """The kommun itself, or where the indicator knows only treatment plants, the kommun's plant."""
    if AreaLevel.KOMMUN in indicator.levels or AreaLevel.VERK not in indicator.levels:
        return inquiry.kommun.code
    plants = [
        area.code
        for area in inquiry.areas.values()
        if area.level is AreaLevel.VERK and area.parent_code == inquiry.kommun_code
    ]
    return plants[0] if plants else inquiry.kommun.code


def possible_grains(indicator: Indicator, *, extent: list[Holding]) -> tuple[Grain, ...]:
    """Years first; months and rolling twelve months where months were delivered.

    extent  the leading measure's rows of fetch_extent
    """
    lengths = {one.months for one in extent}
    if 1 in lengths and indicator.numerator:
        return (Grain.YEAR, Grain.TWELVE_MONTHS, Grain.PART_OF_YEAR)
    has_years = any(months >= 12 for months in lengths)
    has_parts = any(months < 12 for months in lengths)
    if has_parts:
        return (Grain.YEAR, Grain.PART_OF_YEAR) if has_years else (Grain.PART_OF_YEAR,)
    return (Grain.YEAR,)


def kommun_band(inquiry: Inquiry, *, indicator_id: str, grain: Grain) -> Band | None:
    """The middle half of all kommuner by period; None for counts, which size alone decides. The same
    whichever kommun the inquiry is about."""
    indicator = inquiry.indicator(indicator_id)
    if indicator.kind is Kind.COUNT or AreaLevel.KOMMUN not in indicator.levels:
        return None
    raw = raw_figures(inquiry, indicator=indicator, grain=grain, levels=[AreaLevel.KOMMUN])
    return release_band(raw, person=inquiry.person)


def trend_sentence(
    inquiry: Inquiry, *, indicator: Indicator, own_code: str, change: Change | None
) -> str:
    """One sentence that answers the page's question with figures."""
    where = inquiry.areas[own_code].name
    if change is None:
        source = inquiry.catalog.sources.get(indicator.source)
        contact = f" Ansvarig: {source.contact_role}." if source else ""
        return f"{indicator.name} i {where}: ingen har lämnat några uppgifter ännu.{contact}"
    latest = change.latest
    when = format_period(latest["period_start"], latest["period_end"], label=latest["period_label"])
    lead = f"{indicator.name} i {where}"
    if change.expectation is None:
        word = latest["status_reason"] or STATUS_WORDS[Status(latest["status"])]
        return f"{lead}: kan inte bedömas för {when} – {word}."
    return f"{lead}: {_figure(indicator, change)} {_under(when)}{_history(indicator, change)}."


def _figure(indicator: Indicator, change: Change) -> str:
    latest = change.latest
    if indicator.kind is not Kind.RATE or pd.isna(latest["count"]):
        return value_text(indicator, latest, decimals=_decimals(indicator, change))
    if pd.isna(latest["value"]):
        return f"{number(latest['count'])} ({latest['status_reason']})"
    return f"{number(latest['count'])} ({value_text(indicator, latest)})"


def _decimals(indicator: Indicator, change: Change) -> int:
    """As many as the figure is shown with, one more where it would else be rounded into the range
    that it lies outside."""
    latest, found = change.latest, change.expectation
    if pd.isna(latest["value"]):
        return 0
    usual = decimals_for(indicator, latest["value"], denominator=latest["denominator"])
    if found is None or found.verdict in {Verdict.AS_BEFORE, Verdict.CANNOT_TELL}:
        return usual
    rounded = round(latest["value"], usual)
    looks_inside = round(found.low, usual) <= rounded <= round(found.high, usual)
    return usual + 1 if looks_inside else usual


def _under(when: str) -> str:
    return when if when.startswith("läsåret") else f"under {when}"


def _history(indicator: Indicator, change: Change) -> str:
    found = change.expectation
    if found is None:
        return ""
    if found.verdict is Verdict.CANNOT_TELL:
        return f"; om det har ändrats kan inte bedömas ({found.reason})"
    counted = indicator.numerator is not None and indicator.kind is not Kind.SHARE
    places = 0 if counted else _decimals(indicator, change)
    lowest = 0.0 if all(not row["value"] < 0 for row in change.periods) else -math.inf
    usual = format_range(max(found.low, lowest), found.high, decimals=places)
    words = change_words(indicator, found)
    before = periods_before(
        change.latest["period_start"], change.latest["period_end"], count=change.n_earlier
    )
    if found.verdict is Verdict.AS_BEFORE:
        return f", ungefär som {before} ({usual})"
    return f", {words} än {before} (väntat {usual})"


def _extent(inquiry: Inquiry, indicator: Indicator) -> list[Holding]:
    """What there is of the leading measure: real where anyone has delivered, else example."""
    extent = fetch_extent(inquiry.store, kommun_code=inquiry.person.kommun_code)
    mine = [one for one in extent if one.measure == indicator.leading_measure]
    return [one for one in mine if not one.is_example] or mine


def _coming(inquiry: Inquiry, indicator: Indicator, extent: list[Holding]) -> NextFigure | None:
    if not extent:
        return None
    newest = max(one.last_period for one in extent)
    return next_figure(indicator, last_end=newest, today=inquiry.today)


def _sub_area_codes(inquiry: Inquiry) -> list[str]:
    return [
        area.code
        for area in inquiry.areas.values()
        if area.parent_code == inquiry.kommun_code
        and area.level in {AreaLevel.DELOMRADE, AreaLevel.SKOLA}
    ]


def _filled(everything: ReleasedFigures, rows: pd.Series) -> ReleasedFigures | None:
    return part_of(everything, rows=rows) if rows.any() else None
