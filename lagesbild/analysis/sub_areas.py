"""In which parts of the kommun is it high, when the smallest are steadied by the others?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from lagesbild.access.release import in_order, part_of, release
from lagesbild.analysis.area_neighbours import AreaNeighbours, among_neighbours, cannot_tell
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.maps import MapPeriod
from lagesbild.analysis.method_words import BROKEN_WORDS, METHOD_WORDS
from lagesbild.analysis.wording import number
from lagesbild.domain.geography import AreaLevel, division_of
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.results import Footnote, RawFigures, ReleasedFigures
from lagesbild.domain.written import NBSP, joined
from lagesbild.stats.smoothing import empirical_bayes
from lagesbild.stats.spatial import FEWEST_AREAS, Pattern, hot_spots
from lagesbild.store.areas import list_boundaries
from lagesbild.store.observations import Grain

PEOPLE = "folkmangd"
PER = 1000
EXAMPLE_SUFFIX = " (exempel)"
NO_VARIATION = "no_variation_between_areas"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubAreas:
    """The kommun's parts in one year.

    figures   steadied rates, highest first; areas whose number is hidden have none
    rows      raw beside steadied, for the table
    hot_spots sentence about whether high rates lie together, or why that cannot be said
    neighbours  each part beside its neighbours
    periods   years with figures, oldest first
    """

    indicator: Indicator
    sentence: str
    figures: ReleasedFigures
    rows: tuple[dict[str, str], ...]
    hot_spots: str
    neighbours: AreaNeighbours
    periods: tuple[MapPeriod, ...]
    period: MapPeriod | None
    footnote: Footnote


def sub_areas(inquiry: Inquiry, *, indicator_id: str, year: str = "") -> SubAreas:
    """Counts in relation to inhabitants, each drawn towards the kommun's own level.

    Made of what is released only: an area whose count is hidden is in neither the level nor the map.

    year    empty for the newest whole one
    raises  LagesbildError AN-001, AN-002
    """
    indicator = inquiry.indicator(indicator_id)
    released = released_figures(
        inquiry, indicator_id=indicator_id, grain=Grain.YEAR, levels=[AreaLevel.DELOMRADE],
        area_codes=_parts_of(inquiry),
    )  # fmt: skip
    totals = part_of(released, rows=released.frame["is_total"])
    periods = _years(totals.frame, today=inquiry.today)
    newest = periods[-1] if periods else None
    period = next((one for one in periods if one.label == year), newest)
    chosen = part_of(
        totals, rows=totals.frame["period_start"] == pd.Timestamp(period.start if period else 0)
    )
    people = _people(inquiry, chosen, year=period.start.year if period else 0)
    rate, words = _steadied(chosen.frame, people)
    figures = _released(inquiry, chosen, rate=rate, people=people)
    rows = _rows(chosen.frame, people=people, rate=rate)
    beside = _with_neighbours(inquiry, figures.frame.dropna(subset=["value"]))
    return SubAreas(
        indicator=indicator, figures=figures, rows=rows, periods=periods, period=period,
        sentence=_sentence(indicator, figures, words, year=period.label if period else ""),
        hot_spots=_hot_spots(beside),
        neighbours=cannot_tell(beside)
        if isinstance(beside, str)
        else among_neighbours(beside[0], links=beside[1]),
        footnote=replace(
            footnote(inquiry, figures), interval="inget osäkerhetsintervall: kartan ordnar, den prövar inte",
            method=METHOD_WORDS["empirical_bayes_global"],
        ),
    )  # fmt: skip


def _parts_of(inquiry: Inquiry) -> list[str]:
    return [
        area.code
        for area in inquiry.areas.values()
        if area.level is AreaLevel.DELOMRADE and area.parent_code == inquiry.kommun_code
    ]


def _years(frame: pd.DataFrame, *, today: date) -> tuple[MapPeriod, ...]:
    """Years that are over; one that goes on has fewer months in it."""
    starts = frame.loc[frame["period_end"] <= pd.Timestamp(today), "period_start"]
    return tuple(
        MapPeriod(start=one.date(), label=str(one.year)) for one in sorted(starts.unique())
    )


def _people(inquiry: Inquiry, chosen: ReleasedFigures, *, year: int) -> np.ndarray:
    """(n,) inhabitants at the end of the year or the newest known before it, NaN where none are."""
    known = released_figures(
        inquiry, indicator_id=PEOPLE, grain=Grain.YEAR,
        area_codes=sorted(set(chosen.frame["area_code"])),
    ).totals  # fmt: skip
    known = known[known["period_start"].dt.year <= year].sort_values("period_start")
    newest = known.drop_duplicates("area_code", keep="last").set_index("area_code")["count"]
    return chosen.frame["area_code"].map(newest).to_numpy(dtype=float)


def _steadied(frame: pd.DataFrame, people: np.ndarray) -> tuple[np.ndarray, str]:
    """(n,) rates per PER inhabitants, NaN where the count or the people are not known; and what speaks
    against them."""
    count = frame["count"].to_numpy(dtype=float)
    known = ~np.isnan(count) & (people > 0)
    rate = np.full(len(frame), np.nan)
    if known.sum() < 3 or not count[known].sum() > 0:
        return rate, BROKEN_WORDS["too_few_areas"]
    found = empirical_bayes(count[known], population=people[known])
    rate[known] = found.rate * PER
    return rate, BROKEN_WORDS[NO_VARIATION] if NO_VARIATION in found.broken else ""


def _released(
    inquiry: Inquiry, chosen: ReleasedFigures, *, rate: np.ndarray, people: np.ndarray
) -> ReleasedFigures:
    """The rates in the place of the values, through the gate once more: the count rules them as well."""
    shown = replace(
        chosen.indicator, kind=Kind.RATE, unit=f"per {number(PER)} invånare, utjämnat", per=PER,
        decimals=1,
    )  # fmt: skip
    frame = chosen.frame.assign(
        value=rate, denominator=people, lower=np.nan, upper=np.nan, unit=shown.unit,
        method=METHOD_WORDS["empirical_bayes_global"],
    )  # fmt: skip
    figures = release(RawFigures(indicator=shown, frame=frame), person=inquiry.person)
    return in_order(figures, by=-figures.frame["value"])


def _rows(
    frame: pd.DataFrame, *, people: np.ndarray, rate: np.ndarray
) -> tuple[dict[str, str], ...]:
    """Raw beside steadied, the highest steadied first."""
    order = np.argsort(np.where(np.isnan(rate), np.inf, -rate), kind="stable")
    rows = []
    for n in order.tolist():
        row = frame.iloc[n]
        is_known = pd.notna(row["count"])
        why = row["status_reason"] or "saknas"
        raw = PER * row["count"] / people[n] if is_known and people[n] > 0 else np.nan
        rows.append({
            "Delområde": str(row["area_name"]).removesuffix(EXAMPLE_SUFFIX),
            "Antal": number(row["count"]) if is_known else why,
            "Invånare": number(people[n]) or "saknas",
            f"Per {number(PER)}": number(raw, decimals=1) or "–",
            "Utjämnat": number(rate[n], decimals=1) or "–",
        })  # fmt: skip
    return tuple(rows)


def _sentence(indicator: Indicator, figures: ReleasedFigures, words: str, *, year: str) -> str:
    known = figures.frame.dropna(subset=["value"])
    if figures.is_empty:
        return f"{indicator.name}: det finns inga siffror för kommunens delar."
    if known.empty:
        return f"{indicator.name} {year}: delarna kan inte jämföras ({words})."
    if words:
        return f"{indicator.name} {year}: {words}."
    top, low = known.iloc[0], known.iloc[-1]
    first, last = (str(one["area_name"]).removesuffix(EXAMPLE_SUFFIX) for one in (top, low))
    return (
        f"{indicator.name} {year}: högst i {first}, {number(top['value'], decimals=1)} per "
        f"{number(PER)}{NBSP}invånare, lägst i {last}, {number(low['value'], decimals=1)}, när små "
        "områden har jämnats ut."
    )


# Do high rates lie together?


def _with_neighbours(
    inquiry: Inquiry, known: pd.DataFrame
) -> tuple[pd.DataFrame, list[list[int]]] | str:
    """The parts that have a number and an outline with each one's neighbours as positions, or why not."""
    if len(known) < FEWEST_AREAS:
        return f"{len(known)} delområden har tal, och med färre än {FEWEST_AREAS} är nästan alla grannar"
    outlines = _outlines(inquiry, known)
    if len(outlines) < FEWEST_AREAS:
        return "gränser för delområdena saknas"
    from lagesbild.geo.boundaries import neighbours_among

    near = neighbours_among(outlines)
    at = {code: n for n, code in enumerate(outlines)}
    rows = known.set_index("area_code").loc[list(outlines)].reset_index()
    rows["area_name"] = rows["area_name"].str.removesuffix(EXAMPLE_SUFFIX)
    return rows, [sorted(at[one] for one in near[code]) for code in outlines]


def _hot_spots(beside: tuple[pd.DataFrame, list[list[int]]] | str) -> str:
    """Getis and Ord's G*, only for a division with outlines and with areas enough."""
    if isinstance(beside, str):
        return f"Om höga tal ligger samlade kan inte bedömas: {beside}."
    known, links = beside
    found = hot_spots(known["value"].to_numpy(dtype=float), neighbours=links)
    hot = [
        name
        for name, pattern in zip(known["area_name"], found.pattern, strict=True)
        if pattern is Pattern.HIGH_AMONG_HIGH
    ]
    if not hot:
        return "Höga tal ligger inte samlade mer än slumpen ger."
    return f"Höga tal ligger mer samlade än slumpen ger, kring {joined(hot)}."


def _outlines(inquiry: Inquiry, known: pd.DataFrame) -> dict[str, str]:
    """Those of the division that most of the areas belong to."""
    codes = set(known["area_code"])
    found: dict[str, dict[str, str]] = {}
    for one in list_boundaries(
        inquiry.store, kommun_code=inquiry.kommun_code, reader_kommun=inquiry.person.kommun_code
    ):
        if one.code in codes:
            found.setdefault(division_of(one.code), {})[one.code] = one.geometry
    return max(found.values(), key=len, default={})
