"""What do drug loads in the wastewater say? Campaigns, weekday pattern, the level before, other places."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from lagesbild.access.release import in_order, part_about, part_of, release_survey
from lagesbild.analysis.change import Change, find_change
from lagesbild.analysis.figures import raw_survey, released_figures, released_survey
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.method_words import METHOD_WORDS
from lagesbild.analysis.wastewater_campaigns import (
    WEEK,
    Campaign,
    Floats,
    Level,
    band_of,
    campaigns_of_samples,
    campaigns_of_years,
    level_of,
    limit_in,
    weekend_of,
)
from lagesbild.analysis.wastewater_loads import limits_of, released_loads
from lagesbild.analysis.wastewater_words import bears_name, facts_of, sentence_of
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Band, Footnote, RawSurvey, ReleasedFigures, ReleasedSurvey
from lagesbild.stats.verdict import Assessment
from lagesbild.store.observations import Grain

UNIT = "mg per 1 000 invånare och dygn"
"""The only unit of this page. Concentrations, ratios and doses are never drawn or compared with loads."""

OWN_SAMPLES = "avlopp"
"""The source of the kommun's own samples, which come by the day or the week and not by the year."""

WEEKDAYS, WEEKEND = "vardag", "helg"
DAYS = ("mandag", "tisdag", "onsdag", "torsdag", "fredag", "lordag", "sondag")
DAY_WORDS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
AS_BREAKDOWN = {
    day: json.dumps({"Veckodag": word}, ensure_ascii=False)
    for day, word in zip(DAYS, DAY_WORDS, strict=True)
}

ABROAD = re.compile(r"^(?!SE)[A-Z]{2}\d{2,3}[A-Z]?$")
"""Codes of plants outside Sweden in the European tables: AT001."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wastewater:
    """What the page Avloppsvatten shows for one substance and place.

    series        the place's campaigns: means of a week or a year's week, single days of own samples
    campaigns     the same as campaigns, oldest first
    level         the newest against the level before, None without campaigns
    band          what a week varies between when nothing has changed
    pattern       the newest campaign's seven days, Monday first; empty when days were not given
    weekday_mean  mean of Tuesday to Thursday, weekend_mean of Friday to Monday (EUDA's definition)
    weekend       weekend against weekday over all campaigns
    beside        the newest campaign year at every Swedish place, highest first; abroad: everywhere
    facts         heading and sentence: level before, weekend, below the limit, other places
    cautions      what can fool us, also when the substance's own caveats do not say so
    """

    indicator: Indicator
    substances: tuple[Indicator, ...]
    places: tuple[Area, ...]
    place: Area | None
    sentence: str
    series: ReleasedFigures
    campaigns: tuple[Campaign, ...]
    level: Level | None
    band: Band | None
    pattern: ReleasedFigures
    weekday_mean: float | None
    weekend_mean: float | None
    weekend: Assessment
    change: Change | None
    beside: ReleasedFigures
    abroad: ReleasedFigures
    facts: tuple[tuple[str, str], ...]
    cautions: tuple[str, ...]
    footnote: Footnote

    @property
    def figures(self) -> ReleasedFigures:
        """What the sentence is about."""
        return self.series

    @property
    def weekend_ratio(self) -> float | None:
        """Weekend over weekday; around 1 is an even week, well above it is a weekend drug."""
        if not self.weekday_mean or self.weekend_mean is None:
            return None
        return self.weekend_mean / self.weekday_mean


def substances(inquiry: Inquiry) -> tuple[Indicator, ...]:
    """The indicators that are loads at treatment plants, those of the European weeks first."""
    found = [
        one for one in inquiry.catalog.indicators.values()
        if AreaLevel.VERK in one.levels and one.unit == UNIT and one.value
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.source == OWN_SAMPLES))


def published_loads(inquiry: Inquiry) -> ReleasedSurvey:
    """Every place's years of all substances but those of own samples."""
    return released_survey(
        inquiry, indicators=_published(inquiry), grain=Grain.YEAR, levels=[AreaLevel.VERK]
    )


def published_weeks(inquiry: Inquiry, *, place: str) -> ReleasedSurvey:
    """A place's days and means of the same substances."""
    return _weeks(inquiry, _published(inquiry), code=place)


def _published(inquiry: Inquiry) -> list[Indicator]:
    return [one for one in substances(inquiry) if one.source != OWN_SAMPLES]


def wastewater(
    inquiry: Inquiry, *, substance: str, place: str | None = None,
    loads: ReleasedSurvey | None = None, weeks: Callable[[str], ReleasedSurvey] | None = None,
) -> Wastewater:  # fmt: skip
    """A substance's load at a treatment plant.

    substance  indicator id; place  area code, None for the kommun's own plant or the first there is
    loads      published_loads, when they are known already; weeks  gives published_weeks of a place
    raises     LagesbildError AN-001..AN-003, AN-041 for a measure in another unit
    """
    indicator = inquiry.indicator(substance)
    if indicator.unit != UNIT:
        raise LagesbildError(
            "AN-041", f"{indicator.name} är ingen mängd i {UNIT} och kan inte visas bland dem.",
            remedy="Välj ett ämne i listan. Halter och kvoter finns på sidan Indikator.",
        )  # fmt: skip
    everywhere, factor = _everywhere(inquiry, indicator, loads=loads)
    places = _places(inquiry, everywhere)
    chosen = _chosen_place(inquiry, _newest_first(places, everywhere), place=place)
    code = chosen.code if chosen else ""
    series = part_of(
        everywhere, rows=everywhere.frame["is_total"] & (everywhere.frame["area_code"] == code)
    )
    change = find_change(series.frame, indicator=indicator)
    week = _week(inquiry, indicator, code=code, weeks=weeks, everywhere=everywhere)
    campaigns = _campaigns(inquiry, indicator, series=series, week=week, code=code, factor=factor)
    level, weekend = level_of(campaigns), weekend_of(campaigns)
    newest = campaigns[-1] if campaigns else None
    beside, abroad = _beside(everywhere, newest)
    note = footnote(inquiry, series)
    methods = [
        weekend.method,
        *([level.change.method, level.before.assessment.method] if level else []),
    ]
    return Wastewater(
        indicator=indicator, substances=substances(inquiry), places=places, place=chosen,
        sentence=sentence_of(indicator, chosen, campaigns=campaigns, level=level, series=series),
        series=series, campaigns=campaigns, level=level, band=band_of(level, series),
        pattern=_pattern(week, newest=newest), weekday_mean=_known(newest, "weekday"),
        weekend_mean=_known(newest, "weekend"), weekend=weekend, change=change, beside=beside,
        abroad=abroad,
        facts=facts_of(
            campaigns, level=level, weekend=weekend, beside=beside, abroad=abroad, own_code=code
        ),
        cautions=_cautions(indicator, newest=newest),
        footnote=replace(
            note, method="; ".join(METHOD_WORDS[code] for code in methods),
            interval=INTERVALS if level else note.interval,
        ),
    )  # fmt: skip


def _known(newest: Campaign | None, name: str) -> float | None:
    value = float("nan") if newest is None else float(getattr(newest, name))
    return None if np.isnan(value) else value


INTERVALS = (
    "95 procents osäkerhet för nollvärdet och det som jämförs med det, ingen för en enskild mätning"
)

GENERAL_CAUTIONS = (
    "Den som slänger narkotika i avloppet, till exempel när polisen kommer, ger ett mycket högt värde ett dygn.",
    "Besökare räknas med: en marknad, en festival eller en skidvecka syns.",
    "En mätning säger hur mycket som passerat reningsverket, inte hur många som har använt.",
)
ADHD = "Läkemedel mot adhd kan ge utslag som amfetamin."


def _cautions(indicator: Indicator, *, newest: Campaign | None) -> tuple[str, ...]:
    found = list(indicator.caveats)
    if "amfetamin" in indicator.id and "metamfetamin" not in indicator.id:
        found = found if "adhd" in " ".join(found).casefold() else [ADHD, *found]
    if newest is not None and not newest.is_week:
        found.append(
            f"Den senaste mätningen är {newest.n_days} dygn. Den kan inte jämföras med ett medel över en vecka."
        )
    told = " ".join(found).casefold()
    keys = (("slänger", 0), ("besökare", 1), ("hur många", 2))
    found += [GENERAL_CAUTIONS[n] for word, n in keys if word not in told]
    return tuple(found)


def _everywhere(
    inquiry: Inquiry, indicator: Indicator, *, loads: ReleasedSurvey | None
) -> tuple[ReleasedFigures, pd.Series]:
    """Every place's loads: of the European weeks a year each, of own samples as they came."""
    if indicator.source == OWN_SAMPLES:
        return released_loads(inquiry, indicator=indicator)
    nothing = pd.Series(dtype=float)
    if loads is not None and indicator.id in loads.indicators:
        return part_about(loads, indicator_id=indicator.id), nothing
    found = released_figures(
        inquiry, indicator_id=indicator.id, grain=Grain.YEAR, levels=[AreaLevel.VERK]
    )
    return found, nothing


def _campaigns(
    inquiry: Inquiry, indicator: Indicator, *, series: ReleasedFigures, week: ReleasedFigures,
    code: str, factor: pd.Series,
) -> tuple[Campaign, ...]:  # fmt: skip
    if indicator.source == OWN_SAMPLES:
        texts = limits_of(inquiry, indicator=indicator, code=code, factor=factor)
        limits = {day.date(): limit_in(text) * by for day, (text, by) in texts.items()}
        return campaigns_of_samples(series, limits=limits)
    order = {AS_BREAKDOWN[day]: number for number, day in enumerate(DAYS)}
    days: dict[date, Floats] = {}
    means: dict[date, list[float]] = {}
    told = (week.frame[name].tolist() for name in ("period_start", "breakdown", "value"))
    for moment, part, value in zip(*told, strict=True):
        start = moment.date()
        if part in order:
            days.setdefault(start, np.full(7, np.nan))[order[part]] = value
        else:
            means.setdefault(start, [float("nan"), float("nan")])[int(part == WEEKEND)] = value
    return campaigns_of_years(
        series, days=days, means={start: (one[0], one[1]) for start, one in means.items()}
    )


def _places(inquiry: Inquiry, everywhere: ReleasedFigures) -> tuple[Area, ...]:
    codes = everywhere.frame["area_code"].unique()
    known = [inquiry.areas[code] for code in codes if code in inquiry.areas]
    return tuple(sorted(known, key=lambda area: area.name))


def _newest_first(places: tuple[Area, ...], everywhere: ReleasedFigures) -> tuple[Area, ...]:
    """Where nothing else tells them apart, a place that is measured now comes before one that was."""
    last = everywhere.frame.groupby("area_code", observed=True)["period_start"].max()
    return tuple(sorted(places, key=lambda one: last[one.code], reverse=True))


def _chosen_place(inquiry: Inquiry, places: tuple[Area, ...], *, place: str | None) -> Area | None:
    """The one asked for, else the kommun's own, else one that bears its name, else the first in Sweden."""
    tests = (
        lambda area: area.code == place,
        lambda area: area.parent_code == inquiry.kommun_code,
        lambda area: bears_name(area, inquiry.kommun),
        lambda area: area.parent_code is not None or area.code.startswith("SE"),
        lambda _: True,
    )
    for fits in tests:
        found = next((area for area in places if fits(area)), None)
        if found:
            return found
    return None


def _week(
    inquiry: Inquiry, indicator: Indicator, *, code: str, everywhere: ReleasedFigures,
    weeks: Callable[[str], ReleasedSurvey] | None,
) -> ReleasedFigures:  # fmt: skip
    """Every campaign's days and its two means, as the source gives them."""
    if not _parts_of_week(inquiry, indicator):
        return part_of(everywhere, rows=pd.Series(False, index=everywhere.frame.index))
    known = weeks(code) if weeks else _weeks(inquiry, [indicator], code=code)
    return part_about(known, indicator_id=indicator.id)


def _parts_of_week(inquiry: Inquiry, indicator: Indicator) -> list[str]:
    """The days and means that there are measures of."""
    return [
        name for name in (*DAYS, WEEKDAYS, WEEKEND)
        if f"{indicator.value}_{name}" in inquiry.catalog.measures
    ]  # fmt: skip


def _weeks(inquiry: Inquiry, indicators: Sequence[Indicator], *, code: str) -> ReleasedSurvey:
    variants = {
        f"{one.id}:{name}": (one, name)
        for one in indicators
        for name in _parts_of_week(inquiry, one)
    }
    raw = raw_survey(
        inquiry, grain=Grain.YEAR, area_codes=[code],
        indicators=[
            replace(one, id=key, value=f"{one.value}_{name}")
            for key, (one, name) in variants.items()
        ],
    )  # fmt: skip
    told = [variants[key] for key in raw.frame["indicator"]]
    frame = raw.frame.assign(
        indicator=pd.array([one.id for one, _ in told], dtype="str"),
        breakdown=pd.array([AS_BREAKDOWN.get(name, name) for _, name in told], dtype="str"),
        is_total=False,
    )
    known = {one.id: one for one in indicators}
    return release_survey(RawSurvey(indicators=known, frame=frame), person=inquiry.person)


def _pattern(week: ReleasedFigures, *, newest: Campaign | None) -> ReleasedFigures:
    """The newest campaign's days in the order of the week."""
    start = pd.Timestamp(newest.start) if newest else pd.NaT
    order = {AS_BREAKDOWN[day]: number for number, day in enumerate(DAYS)}
    frame = week.frame
    days = part_of(week, rows=(frame["period_start"] == start) & frame["breakdown"].isin(order))
    return in_order(days, by=days.frame["breakdown"].map(order))


def _beside(
    everywhere: ReleasedFigures, newest: Campaign | None
) -> tuple[ReleasedFigures, ReleasedFigures]:
    """The same year at the Swedish places, and at all; never years of different kinds together."""
    start = pd.Timestamp(newest.start) if newest else pd.NaT
    frame = everywhere.frame
    # Single days say nothing of a place's level: only whole weeks are set beside each other.
    weeks = (frame["period_end"] - frame["period_start"]).dt.days >= WEEK
    rows = frame["is_total"] & weeks & (frame["period_start"].dt.year == start.year)
    same = part_of(everywhere, rows=rows & _is_newest(frame, among=rows))
    same = in_order(same, by=-same.frame["value"])
    is_abroad = same.frame["area_code"].astype(str).str.match(ABROAD)
    return part_of(same, rows=~is_abroad), same


def _is_newest(frame: pd.DataFrame, *, among: pd.Series) -> pd.Series:
    """Each place's last row of those that count."""
    codes, starts = frame["area_code"].tolist(), frame["period_start"].to_numpy()
    counted = np.flatnonzero(among.to_numpy(dtype=bool))
    ordered = counted[np.argsort(starts[counted], kind="stable")]
    newest = {codes[place]: place for place in ordered}
    return pd.Series(np.isin(np.arange(len(frame)), list(newest.values())), index=frame.index)
