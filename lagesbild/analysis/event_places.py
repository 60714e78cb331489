"""Do events gather in few places, and do they come again where they have just been?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from lagesbild.analysis.event_footnote import event_footnote
from lagesbild.analysis.event_grid import ATTRIBUTION, EventGrid, event_grid, hidden_words
from lagesbild.analysis.event_hours import require_events
from lagesbild.analysis.event_kinds import event_kinds, wanted_events
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.method_words import BROKEN_WORDS, METHOD_WORDS
from lagesbild.analysis.wording import COUNT_WORDS, number
from lagesbild.domain.event_grid import CELL_M, Cell, GridPart
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote
from lagesbild.domain.written import NBSP
from lagesbild.stats.concentration import Concentration, concentration
from lagesbild.stats.near_repeat import NearRepeat, knox_of_pairs
from lagesbild.stats.verdict import Verdict
from lagesbild.store.events import count_events_in_squares, find_near_events

HALF = 0.5
LEAST_SHARE, FEWEST_SQUARES = 0.1, 3
"""Below this the squares that may be shown say too little of the events."""

STEP_M, BANDS = 200, 3
DAY_BANDS = (0, 8, 15, 29)
DAY_WORDS = ("0–7 dagar", "8–14 dagar", "15–28 dagar")
MOST_PAIRS = 2_000_000
"""More near pairs than this are all in one square: the question has then no answer worth the wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Squares of 500 m that touch each other."""

    squares: tuple[GridPart, ...]

    @property
    def count(self) -> int:
        return sum(part.count for part in self.squares)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlaces:
    """One kind of event, one year: how few squares hold half of it.

    places   the fewest shown squares that hold half of the events, or all shown where they hold less; those that touch taken together,
             the one with most events first; none when that cannot be told
    found    beside what chance gives
    """

    indicator: Indicator
    sentence: str
    grid: EventGrid | None
    places: tuple[Place, ...]
    found: Concentration | None
    years: tuple[int, ...]
    footnote: Footnote
    figures: None = None


def event_places(inquiry: Inquiry, *, indicator_id: str, year: str = "") -> EventPlaces:
    """How concentrated the events of a year are, from squares that may be shown only.

    year    empty for the newest that is over
    raises  LagesbildError AN-002, AN-050
    """
    indicator = inquiry.indicator(indicator_id)
    kinds = event_kinds(inquiry)
    require_events(indicator, kinds=kinds)
    years = kinds.years(indicator_id, today=inquiry.today)
    if not years:
        note = event_footnote(
            inquiry, indicator, period="", hidden="", total=None, method="",
            example=kinds.spans[indicator_id].is_example,
        )  # fmt: skip
        return EventPlaces(
            indicator=indicator,
            grid=None,
            places=(),
            found=None,
            years=(),
            footnote=note,
            sentence=f"{indicator.name}: platserna kan inte bedömas förrän ett helt år finns.",
        )
    chosen = int(year) if year.isdigit() and int(year) in years else years[-1]
    grid = event_grid(inquiry, indicator_id=indicator_id, year=chosen)
    squares, found = _half(grid)
    places = touching(squares)
    return EventPlaces(
        indicator=indicator, grid=grid, places=places, found=found, years=years,
        sentence=_sentence(grid, squares, places, found),
        footnote=event_footnote(
            inquiry, indicator, period=str(chosen), hidden=hidden_words(grid.grid),
            total=grid.grid.total, method=METHOD_WORDS["fewest_places"], example=grid.is_example,
            attribution=ATTRIBUTION,
        ),
    )  # fmt: skip


def _half(grid: EventGrid) -> tuple[list[GridPart], Concentration | None]:
    """The fewest shown squares of 500 m with half of the events, or with as many as they have, and chance
    beside them: as many events dealt out over all squares where anything was ever reported."""
    total = grid.grid.placed
    small = sorted(
        (part for part in grid.grid.parts if part.size_m == CELL_M), key=lambda one: -one.count
    )
    shown = sum(part.count for part in small)
    if not total or len(small) < FEWEST_SQUARES or shown < LEAST_SHARE * total:
        return [], None
    share = min(HALF, shown / total)
    held, chosen = 0, []
    for part in small:
        chosen.append(part)
        held += part.count
        if held >= share * total:
            break
    rest = total - shown
    others = max(grid.n_places - len(small), 1 if rest else 0)
    # Where the rest lies is not told and does not matter: the largest squares hold the half.
    even = np.full(others, rest // others if others else 0)
    even[: rest - int(even.sum())] += 1
    return chosen, concentration([*(part.count for part in small), *even.tolist()], share=share)


def touching(squares: Sequence[GridPart]) -> tuple[Place, ...]:
    """Squares that share a side or a corner are one place."""
    left, found = list(squares), []
    while left:
        group = [left.pop(0)]
        for one in group:
            near = [
                other for other in left
                if max(abs(other.east - one.east), abs(other.north - one.north)) <= CELL_M
            ]  # fmt: skip
            group += near
            left = [other for other in left if other not in near]
        found.append(Place(squares=tuple(group)))
    return tuple(sorted(found, key=lambda place: -place.count))


def _words(count: int) -> str:
    return COUNT_WORDS[count] if count < len(COUNT_WORDS) else number(count)


def _sentence(
    grid: EventGrid, squares: Sequence[GridPart], places: Sequence[Place],
    found: Concentration | None,
) -> str:  # fmt: skip
    lead = f"{grid.indicator.name} {grid.year}"
    if found is None or found.by_chance is None:
        return (
            f"{lead}: om händelserna samlas på få platser kan inte bedömas; för få rutor får visas."
        )
    total = grid.grid.placed or 0
    share = 100 * sum(part.count for part in squares) / total
    where = "en plats" if len(places) == 1 else f"{_words(len(places))} platser"
    low, high = found.by_chance
    compared = (
        f"mot {number(low)}–{number(high)} om slumpen hade spritt dem över alla {number(grid.n_places)} rutor "
        "där något har rapporterats"
    )
    much = f"{number(share)}{NBSP}procent"
    what = f"hälften av händelserna ({much})" if share >= 100 * HALF else f"{much} av händelserna"
    return f"{lead}: {what} på {where}, {_words(len(squares))} rutor på 500{NBSP}m, {compared}."


# Near repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRepeats:
    """Whether an event is followed by another near by.

    rows  how many times as often as by chance, by distance and time; "för få" for fewer pairs than
          may be shown
    """

    indicator: Indicator
    sentence: str
    rows: tuple[dict[str, str], ...]
    verdict: Verdict
    footnote: Footnote
    figures: None = None


def near_repeats(inquiry: Inquiry, *, indicator_id: str) -> NearRepeats:
    """Over all years that are over; no place is told, and no pair.

    raises  LagesbildError AN-002, AN-050
    """
    indicator = inquiry.indicator(indicator_id)
    kinds = event_kinds(inquiry)
    require_events(indicator, kinds=kinds)
    years = kinds.years(indicator_id, today=inquiry.today)
    note = event_footnote(
        inquiry, indicator, period=f"{years[0]}–{years[-1]}" if years else "", hidden="", total=None,
        method=METHOD_WORDS["knox"], example=kinds.spans[indicator_id].is_example,
    )  # fmt: skip
    found = _knox(inquiry, indicator, years=years) if years else None
    if found is None or found.verdict is Verdict.CANNOT_ASSESS:
        return NearRepeats(
            indicator=indicator,
            rows=(),
            verdict=Verdict.CANNOT_ASSESS,
            footnote=note,
            sentence=f"Om en händelse följs av fler i närheten kan inte bedömas ({_why(found)}).",
        )
    return NearRepeats(
        indicator=indicator, rows=_ratio_rows(found, least=indicator.min_count),
        verdict=found.verdict, sentence=_repeat_sentence(found, least=indicator.min_count),
        footnote=note,
    )  # fmt: skip


def _knox(inquiry: Inquiry, indicator: Indicator, *, years: Sequence[int]) -> NearRepeat | None:
    wanted = wanted_events(inquiry, indicator)
    start, end = date(years[0], 1, 1), date(years[-1] + 1, 1, 1)
    found = count_events_in_squares(inquiry.store, wanted=wanted, start=start, end=end)
    if _pairs_at_least(found.counts.values()) > MOST_PAIRS:
        return None
    near = find_near_events(
        inquiry.store, wanted=wanted, start=start, end=end, step_m=STEP_M, bands=BANDS,
    )  # fmt: skip
    if len(near.first) > MOST_PAIRS:
        return None
    draws = 199 if len(near.first) < 100_000 else 39
    return knox_of_pairs(
        near.first, second=near.second, band=near.band, bands=BANDS, days=near.days,
        day_bands=DAY_BANDS, permutations=draws,
    )  # fmt: skip


def _pairs_at_least(counts: Iterable[dict[Cell, int]]) -> int:
    """Pairs within the same square of 500 m, which are all but a few nearer than asked for: to find
    that they are too many is quick, to find them is not."""
    together: Counter[Cell] = Counter()
    for one in counts:
        together.update(one)
    return sum(events * (events - 1) // 2 for events in together.values())


def _why(found: NearRepeat | None) -> str:
    if found is None:
        return "det finns inget helt år, eller så är händelserna för många på samma plats"
    return "; ".join(BROKEN_WORDS[code] for code in found.broken)


def _ratio_rows(found: NearRepeat, *, least: int) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "Avstånd": f"{STEP_M * row}–{STEP_M * (row + 1)}{NBSP}m",
            **{
                words: _times(found, row, column, least=least)
                for column, words in enumerate(DAY_WORDS)
            },
        }
        for row in range(BANDS)
    )


def _times(found: NearRepeat, row: int, column: int, *, least: int) -> str:
    if found.observed[row, column] < least:
        return "för få"
    times = number(float(found.ratio[row, column]), decimals=1)
    return f"{times} gånger{' *' if found.adjusted[row, column] <= 0.05 else ''}"


def _repeat_sentence(found: NearRepeat, *, least: int) -> str:
    if found.observed[0, 0] < least or found.broken:
        return "Om en händelse följs av fler i närheten kan inte bedömas: för få par av händelser."
    times = number(float(found.ratio[0, 0]), decimals=1)
    if found.verdict is Verdict.HIGHER:
        return (
            f"En händelse följs oftare än slumpen ger av en ny inom {STEP_M}{NBSP}m och en vecka: "
            f"{times} gånger så ofta. Det kan också bero på att en plats har blivit lugnare under tiden."
        )
    return (
        f"En händelse följs inte oftare än slumpen ger av en ny inom {STEP_M}{NBSP}m och en vecka "
        f"({times} gånger)."
    )
