"""What the page Effekt lets one choose among: places, beginnings, and what to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lagesbild.analysis.effect_windows import Table, table_of
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.lengths import ByLength, figures_by_length
from lagesbild.analysis.trends import own_area
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectChoices:
    """The choices for a measure and a place.

    places       the kommun first, then its parts
    comparisons  areas of the place's own level: its sisters in the kommun, or other kommuner
    months       first days that may be the beginning, newest first; usual: the one chosen at first
    known        the figures that this was read from, of the place and of what it is part of
    """

    place: Area
    places: tuple[Area, ...]
    comparisons: tuple[Area, ...]
    months: tuple[date, ...]
    usual: date | None
    known: ByLength


def effect_choices(inquiry: Inquiry, *, indicator_id: str, place: str = "") -> EffectChoices:
    """raises  LagesbildError AN-001..AN-003"""
    indicator = inquiry.indicator(indicator_id)
    where = inquiry.area(place or own_area(inquiry, indicator=indicator))
    whole = [where.parent_code] if where.parent_code in inquiry.areas else []
    known = figures_by_length(inquiry, indicator=indicator, codes=[where.code, *whole])
    parts, years = known.usual([where.code])
    table = table_of(years if parts.is_empty else parts, codes=[where.code])
    places = _places(inquiry, indicator)
    return EffectChoices(
        place=where, places=places, comparisons=_comparable(inquiry, where, places=places),
        months=beginnings(table), usual=usual_beginning(table),
        known=known,
    )  # fmt: skip


def beginnings(table: Table) -> tuple[date, ...]:
    """Periods with at least a year of figures before them, newest first."""
    days = list(table.counts.index)
    return tuple(reversed(days[12 if table.months == 1 else 1 :]))


def usual_beginning(table: Table) -> date | None:
    """So that there is a year to look at."""
    found = beginnings(table)
    return found[min(11 if table.months == 1 else 0, len(found) - 1)] if found else None


def _places(inquiry: Inquiry, indicator: Indicator) -> tuple[Area, ...]:
    own = own_area(inquiry, indicator=indicator)
    levels = {AreaLevel.DELOMRADE, AreaLevel.SKOLA} & set(indicator.levels)
    parts = [
        one for one in inquiry.areas.values()
        if one.parent_code == inquiry.kommun_code and one.level in levels
    ]  # fmt: skip
    return (inquiry.areas[own], *sorted(parts, key=lambda one: one.name))


def _comparable(inquiry: Inquiry, place: Area, *, places: tuple[Area, ...]) -> tuple[Area, ...]:
    if place.level is AreaLevel.KOMMUN:
        kommuner = [one for one in inquiry.areas.values() if one.level is AreaLevel.KOMMUN]
        return tuple(one for one in kommuner if one.code != place.code)
    return tuple(one for one in places if one.level is place.level and one.code != place.code)
