"""What do drug loads in the wastewater say? Campaigns, weekday pattern, baseline, other places."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pandas as pd

from lagesbild.access.release import in_order, part_of, release
from lagesbild.analysis.change import Change, find_change
from lagesbild.analysis.figures import raw_survey, released_figures
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.wording import COUNT_WORDS, change_words, number
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote, RawFigures, ReleasedFigures
from lagesbild.domain.written import NBSP
from lagesbild.stats.expectation import Verdict
from lagesbild.store.observations import Grain

WEEKDAYS, WEEKEND = "vardag", "helg"
DAYS = ("mandag", "tisdag", "onsdag", "torsdag", "fredag", "lordag", "sondag")
DAY_WORDS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
AS_BREAKDOWN = {
    day: json.dumps({"Veckodag": word}, ensure_ascii=False)
    for day, word in zip(DAYS, DAY_WORDS, strict=True)
}
PLACES = 2
"""Decimals: loads are published with two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wastewater:
    """What the page Avloppsvatten shows for one substance and place.

    series        the place's campaigns, daily means
    pattern       the newest campaign's seven days, Monday first; empty when days were not given
    weekday_mean  mean of Tuesday to Thursday, weekend_mean of Friday to Monday (EUDA's definition)
    beside        the newest campaign year at every place, highest first
    """

    indicator: Indicator
    substances: tuple[Indicator, ...]
    places: tuple[Area, ...]
    place: Area | None
    sentence: str
    series: ReleasedFigures
    pattern: ReleasedFigures
    weekday_mean: float | None
    weekend_mean: float | None
    change: Change | None
    beside: ReleasedFigures
    footnote: Footnote

    @property
    def weekend_ratio(self) -> float | None:
        """Weekend over weekday; around 1 is an even week, well above it is a weekend drug."""
        if not self.weekday_mean or self.weekend_mean is None:
            return None
        return self.weekend_mean / self.weekday_mean


def substances(inquiry: Inquiry) -> tuple[Indicator, ...]:
    """The indicators of a week's load, in the catalogue's order: those with means of its parts."""
    return tuple(
        indicator
        for indicator in inquiry.catalog.indicators.values()
        if f"{indicator.value}_{WEEKDAYS}" in inquiry.catalog.measures
    )


def wastewater(inquiry: Inquiry, *, substance: str, place: str | None = None) -> Wastewater:
    """A substance's load at a treatment plant.

    substance  indicator id; place  area code, None for the kommun's own plant or the first there is
    raises     LagesbildError AN-001..AN-003
    """
    indicator = inquiry.indicator(substance)
    everywhere = released_figures(
        inquiry, indicator_id=substance, grain=Grain.YEAR, levels=[AreaLevel.VERK]
    )  # fmt: skip
    places = _places(inquiry, everywhere)
    chosen = _chosen_place(inquiry, places, place=place)
    code = chosen.code if chosen else ""
    series = part_of(
        everywhere, rows=everywhere.frame["is_total"] & (everywhere.frame["area_code"] == code)
    )
    change = find_change(series.frame, indicator=indicator)
    pattern, weekday, weekend = _week(inquiry, indicator, code=code, change=change)
    return Wastewater(
        indicator=indicator, substances=substances(inquiry), places=places, place=chosen,
        sentence=_sentence(indicator, chosen, change=change, weekday=weekday, weekend=weekend),
        series=series, pattern=pattern, weekday_mean=weekday, weekend_mean=weekend,
        change=change, beside=_beside(everywhere, change), footnote=footnote(inquiry, series),
    )  # fmt: skip


def _places(inquiry: Inquiry, everywhere: ReleasedFigures) -> tuple[Area, ...]:
    codes = everywhere.frame["area_code"].unique()
    known = [inquiry.areas[code] for code in codes if code in inquiry.areas]
    return tuple(sorted(known, key=lambda area: area.name))


def _chosen_place(inquiry: Inquiry, places: tuple[Area, ...], *, place: str | None) -> Area | None:
    """The one asked for, else the kommun's own, else one that bears its name, else the first."""
    tests = (
        lambda area: area.code == place,
        lambda area: area.parent_code == inquiry.kommun_code,
        lambda area: area.name == inquiry.kommun.name,
        lambda _: True,
    )
    for fits in tests:
        found = next((area for area in places if fits(area)), None)
        if found:
            return found
    return None


def _week(
    inquiry: Inquiry, indicator: Indicator, *, code: str, change: Change | None
) -> tuple[ReleasedFigures, float | None, float | None]:
    """The newest campaign's days and its two means, as the source gives them."""
    names = (*DAYS, WEEKDAYS, WEEKEND)
    variants = [
        replace(indicator, id=f"{indicator.id}:{name}", value=f"{indicator.value}_{name}")
        for name in names
    ]
    raw = raw_survey(inquiry, indicators=variants, grain=Grain.YEAR, area_codes=[code])
    part = raw.frame["indicator"].str.removeprefix(f"{indicator.id}:")
    frame = raw.frame.assign(
        indicator=indicator.id, breakdown=part.replace(AS_BREAKDOWN), is_total=False
    )
    released = release(RawFigures(indicator=indicator, frame=frame), person=inquiry.person)
    newest = change.latest["period_start"] if change else pd.NaT
    released = part_of(released, rows=released.frame["period_start"] == newest)
    order = {AS_BREAKDOWN[day]: number for number, day in enumerate(DAYS)}
    days = part_of(released, rows=released.frame["breakdown"].isin(order))
    days = in_order(days, by=days.frame["breakdown"].map(order))
    return days, _mean_of(released, WEEKDAYS), _mean_of(released, WEEKEND)


def _mean_of(released: ReleasedFigures, name: str) -> float | None:
    values = released.frame.loc[released.frame["breakdown"] == name, "value"].dropna()
    return float(values.iloc[0]) if len(values) else None


def _beside(everywhere: ReleasedFigures, change: Change | None) -> ReleasedFigures:
    newest = change.latest["period_start"] if change else pd.NaT
    frame = everywhere.frame
    same_year = part_of(everywhere, rows=frame["is_total"] & (frame["period_start"] == newest))
    return in_order(same_year, by=-same_year.frame["value"])


def _sentence(
    indicator: Indicator, place: Area | None, *, change: Change | None, weekday: float | None,
    weekend: float | None,
) -> str:  # fmt: skip
    if place is None or change is None:
        return f"{indicator.name}: ingen har lämnat några mätningar ännu."
    latest = change.latest
    if pd.isna(latest["value"]):
        return f"{indicator.name} i {place.name}: kan inte bedömas – {latest['status_reason']}."
    load = f"{number(latest['value'], decimals=PLACES)}{NBSP}{indicator.unit}"
    text = f"{indicator.name} i {place.name}: {load} i mätningen {latest['period_start'].year}"
    if weekday is not None and weekend is not None:
        low, high = (number(x, decimals=PLACES) for x in (weekday, weekend))
        text += f" (vardag {low}, helg {high})"
    found = change.expectation
    if found is None or found.verdict is Verdict.CANNOT_TELL:
        return f"{text}. Om det har ändrats kan inte bedömas: för få tidigare mätningar."
    earlier = f"de {COUNT_WORDS[change.n_earlier]} mätningarna innan"
    if found.verdict is Verdict.AS_BEFORE:
        return f"{text}, ungefär som {earlier}."
    return f"{text}, {change_words(indicator, found)} än {earlier}."
