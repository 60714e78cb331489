"""On which days and at what hours do events happen? Blocks of at least three hours with enough events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lagesbild.access.hours import DAYTIME, WEEKDAYS, WEEKEND, release_hours
from lagesbild.analysis.event_footnote import event_footnote
from lagesbild.analysis.event_kinds import (
    SUMMER,
    Kinds,
    Season,
    Told,
    covers,
    event_kinds,
    told_in_kommun,
    wanted_events,
)
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.wording import number
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.event_hours import (
    CELL_HOURS,
    CELLS_A_DAY,
    DAYS,
    RawHours,
    ReleasedHours,
    WeekCell,
    spread,
)
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote
from lagesbild.domain.written import NBSP, joined
from lagesbild.stats.compare import rate_ratio
from lagesbild.stats.verdict import Assessment, Verdict
from lagesbild.store.events import EventsInHours, count_events_in_hours

EVERYTHING, SUMMERS = "alla", "somrar"
"""Sums of what is released piece by piece, by the words of the address."""

MIDNIGHT_AT_MOST = 0.25
"""With more than this part of the events on the stroke of midnight, the list has no times of day."""

MOSTLY = 0.8
"""What part of a time's events must be counted within it for a sentence about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPeriod:
    """One choice: some pieces of years together."""

    id: str
    label: str
    seasons: tuple[Season, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventHours:
    """When in the week events happen, over some pieces of years.

    pieces      as they were released, one for each piece of the period
    periods     all that may be chosen, the first when nobody chose
    assessment  of the densest time against all other hours; None where nothing can be said
    """

    indicator: Indicator
    period: WeekPeriod | None
    periods: tuple[WeekPeriod, ...]
    sentence: str
    pieces: tuple[ReleasedHours, ...]
    assessment: Assessment | None
    total: int | None
    is_example: bool
    footnote: Footnote
    figures: None = None


def event_hours(
    inquiry: Inquiry, *, indicator_id: str, period: str = "", kinds: Kinds | None = None,
    told: Mapping[str, Told] | None = None,
) -> EventHours:  # fmt: skip
    """The events behind an indicator by weekday and time of day.

    Only pieces of years that share no day, and only when they are over and their number is told: what
    one shows then says nothing of another. Longer times are sums of what the pieces show.

    period  a Season's id, "alla" or "somrar"; anything else gives all
    kinds   event_kinds, and told_in_kommun of them, when they are known already
    raises  LagesbildError AN-002 for an unknown indicator, AN-050 when there are no events of it
    """
    indicator = inquiry.indicator(indicator_id)
    kinds = kinds or event_kinds(inquiry)
    require_events(indicator, kinds=kinds)
    own = (told or told_in_kommun(inquiry, [indicator]))[indicator_id]
    periods = _periods(inquiry, indicator, kinds=kinds, told=own)
    chosen = next((one for one in periods if one.id == period), periods[0] if periods else None)
    pieces, has_times, untimed = _released(inquiry, indicator, chosen)
    densest = _densest(pieces)
    known = [one.total for one in pieces if one.total is not None]
    is_example, label = kinds.spans[indicator_id].is_example, chosen.label if chosen else ""
    total = sum(known) if known else None
    return EventHours(
        indicator=indicator, period=chosen, periods=periods, pieces=pieces, total=total,
        assessment=densest.assessment if densest else None, is_example=is_example,
        sentence=_sentence(indicator, densest, label=label, total=total, has_times=has_times),
        footnote=event_footnote(
            inquiry, indicator, period=label, total=total, example=is_example,
            hidden=_joined_words(pieces, least=indicator.min_count, untimed=untimed),
            method=f"antal per veckodag och {CELL_HOURS} timmar",
        ),
    )  # fmt: skip


def require_events(indicator: Indicator, *, kinds: Kinds) -> None:
    """raises  LagesbildError AN-050 for a measure without events"""
    if indicator.id not in kinds.spans:
        raise LagesbildError(
            "AN-050", f"{indicator.name}: det finns inga händelser med tid och plats.",
            remedy="Välj ett annat slag av händelse.",
        )  # fmt: skip


def _periods(
    inquiry: Inquiry, indicator: Indicator, *, kinds: Kinds, told: Told
) -> tuple[WeekPeriod, ...]:
    """All whole years together, all summers, and each piece, newest first."""
    span = kinds.spans[indicator.id]
    years = range(span.last_day.year, span.first_day.year - 1, -1)
    by_year = {year: _pieces(inquiry, year, kinds=kinds, told=told, of=indicator) for year in years}
    pieces = [one for found in by_year.values() for one in found]
    whole = [
        one
        for found in by_year.values()
        if {p.is_summer for p in found} & {None, False}
        for one in found
    ]
    summers = [one for one in pieces if one.is_summer]
    found = [WeekPeriod(id=one.id, label=one.label, seasons=(one,)) for one in pieces]
    for words, chosen, name in (
        ("alla somrar", summers, SUMMERS), ("hela tiden", whole, EVERYTHING)
    ):  # fmt: skip
        if len(chosen) > 1:
            first, last = chosen[-1].year, chosen[0].year
            label = f"{words} {first}–{last}" if first < last else f"hela {last}"
            found.insert(0, WeekPeriod(id=name, label=label, seasons=tuple(chosen)))
    return tuple(found)


def _pieces(
    inquiry: Inquiry, year: int, *, kinds: Kinds, told: Told, of: Indicator
) -> list[Season]:
    """The summer and the rest of a year, each when it is over; the year as one where a month of the
    summer is hidden, since its sum would tell which."""
    own, span = inquiry.kommun_code, kinds.spans[of.id]
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    summer = (date(year, SUMMER[0], 1), date(year, SUMMER[1], 1))
    months = [(date(year, month, 1), date(year, month + 1, 1)) for month in range(*SUMMER)]
    is_over = covers(span, start, end, today=inquiry.today)
    is_over = is_over and not told.is_hidden(own, start=start, end=end)
    if any(told.is_hidden(own, start=first, end=after) for first, after in months):
        return [Season(year=year, is_summer=None)] if is_over else []
    rest = [Season(year=year, is_summer=False)] if is_over else []
    has_summer = covers(span, *summer, today=inquiry.today)
    return [*rest, *([Season(year=year, is_summer=True)] if has_summer else [])]


def _released(
    inquiry: Inquiry, indicator: Indicator, chosen: WeekPeriod | None
) -> tuple[tuple[ReleasedHours, ...], bool, int]:
    """The pieces through the gate, whether the lists have times of day, and how many events are not
    counted for want of one."""
    pieces, untimed = [], 0
    for found in _counted(inquiry, indicator, chosen.seasons if chosen else ()):
        if not _has_times(found):
            return (), False, 0
        counts: Counter[WeekCell] = Counter()
        for (day, hour), events in found.counts.items():
            counts[day, hour // CELL_HOURS] += events
        untimed += _set_aside(counts, untimed=found.untimed, least=indicator.min_count)
        raw = RawHours(
            counts=dict(counts), min_count=indicator.min_count,
            zero_is_shown=indicator.zero_is_shown,
        )  # fmt: skip
        pieces.append(release_hours(raw, person=inquiry.person, secrecy=indicator.secrecy))
    return tuple(pieces), True, untimed


def _counted(
    inquiry: Inquiry, indicator: Indicator, seasons: Sequence[Season]
) -> list[EventsInHours]:
    """The events of each piece, asked for at once."""
    if not seasons:
        return []
    years = [one.year for one in seasons]
    found = count_events_in_hours(
        inquiry.store, wanted=wanted_events(inquiry, indicator),
        start=date(min(years), 1, 1), end=date(max(years) + 1, 1, 1),
    )  # fmt: skip
    return [
        together([found[one.year, part] for part in one.seasons if (one.year, part) in found])
        for one in seasons
    ]


def together(parts: Sequence[EventsInHours]) -> EventsInHours:
    """One count of them all; nothing of none."""
    counts: Counter[WeekCell] = Counter()
    for one in parts:
        counts.update(one.counts)
    return EventsInHours(
        counts=dict(counts), at_midnight=sum(one.at_midnight for one in parts),
        untimed=sum(one.untimed for one in parts),
    )  # fmt: skip


def _set_aside(counts: Counter[WeekCell], *, untimed: int, least: int) -> int:
    """How many events are left out for want of a time of day: none, or enough to be told of.

    The number of all is known from elsewhere, so a few without a time would be told by subtraction.
    They get company from the fullest times, which miss it least.
    """
    if not untimed:
        return 0
    for _ in range(max(0, min(least - untimed, counts.total()))):
        fullest = max(counts, key=lambda cell: (counts[cell], cell))
        counts[fullest] -= 1
    return max(untimed, least)


def _has_times(found: EventsInHours) -> bool:
    timed = sum(found.counts.values())
    return found.at_midnight <= MIDNIGHT_AT_MOST * timed and found.untimed <= timed


# The densest time


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Some hours of weekdays or of the weekend."""

    words: str
    cells: frozenset[WeekCell]

    @property
    def hours(self) -> int:
        return CELL_HOURS * len(self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Densest:
    """The window with most events an hour, and whether that is more than chance gives."""

    window: Window
    share_pct: float
    assessment: Assessment


def _windows() -> Iterator[Window]:
    """Six hours, day or night, or all of the weekdays or the weekend."""
    night = frozenset(range(CELLS_A_DAY)) - DAYTIME
    spans = [(f"{6 * n:02d}–{6 * n + 6:02d}", {2 * n, 2 * n + 1}) for n in range(CELLS_A_DAY // 2)]
    for days, name in ((WEEKDAYS, "måndag–torsdag"), (WEEKEND, "fredag–söndag")):
        for clock, numbers in (*spans, ("06–18", DAYTIME), ("18–06", night)):
            cells = frozenset((day, number_of) for day in days for number_of in numbers)
            yield Window(words=f"{name} kl.{NBSP}{clock}", cells=cells)
        cells = frozenset((day, number_of) for day in days for number_of in range(CELLS_A_DAY))
        yield Window(words=name, cells=cells)


def _densest(pieces: Sequence[ReleasedHours]) -> Densest | None:
    """Among windows whose events are mostly counted within them and not spread into them."""
    events = spread(pieces)
    total = sum(events.values())
    if not total:
        return None
    within = {
        one: sum(events[cell] for cell in one.cells)
        for one in _windows() if _is_counted(one, pieces, events)
    }  # fmt: skip
    if not within:
        return None
    window = max(within, key=lambda one: within[one] / one.hours)
    windows = sum(1 for _ in _windows())
    # The densest of many is dense by chance too: the limits are those of all of them at once.
    found = rate_ratio(
        round(within[window]), exposure=window.hours, other_events=round(total - within[window]),
        other_exposure=7 * 24 - window.hours, confidence=1 - 0.05 / windows,
    )  # fmt: skip
    return Densest(window=window, share_pct=100 * within[window] / total, assessment=found)


def _is_counted(
    window: Window, pieces: Sequence[ReleasedHours], events: dict[WeekCell, float]
) -> bool:
    counted = sum(
        part.count for piece in pieces for part in piece.parts if part.cells <= window.cells
    )
    return counted >= MOSTLY * sum(events[cell] for cell in window.cells) and counted > 0


def _sentence(
    indicator: Indicator, densest: Densest | None, *, label: str, total: int | None, has_times: bool
) -> str:
    if not has_times:
        return f"{indicator.name}: listorna saknar klockslag, så timmarna kan inte bedömas."
    if densest is None or total is None:
        when = f" {label}" if label else ""
        return f"{indicator.name}{when}: för få händelser för att säga när på veckan de sker."
    lead = f"{indicator.name}, {label} ({number(total)} händelser)"
    share = f"{number(densest.share_pct)}{NBSP}procent"
    even = f"{number(100 * densest.window.hours / (7 * 24))}{NBSP}procent"
    if densest.assessment.verdict is not Verdict.HIGHER:
        return f"{lead}: ingen tid på veckan sticker ut mer än slumpen gör."
    return (
        f"{lead}: tätast {densest.window.words}, ungefär {share}, mot {even} om de hade spridits "
        "jämnt över veckan."
    )


# In words


DAY_NAMES = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


def clock_words(number_of: int) -> str:
    """ "03–06"."""
    return f"{CELL_HOURS * number_of:02d}–{CELL_HOURS * (number_of + 1):02d}"


def cells_words(cells: frozenset[WeekCell]) -> str:
    """ "måndag–torsdag kl. 00–06": days and hours of a part, runs drawn together."""
    days = sorted({day for day, _ in cells})
    hours = sorted({number_of for _, number_of in cells})
    if len(hours) == CELLS_A_DAY:
        return _runs(days, names=DAY_NAMES)
    if set(hours) == set(range(CELLS_A_DAY)) - DAYTIME:
        return f"{_runs(days, names=DAY_NAMES)} kl.{NBSP}18–06"
    clock = f"{CELL_HOURS * hours[0]:02d}–{CELL_HOURS * (hours[-1] + 1):02d}"
    return f"{_runs(days, names=DAY_NAMES)} kl.{NBSP}{clock}"


def _runs(days: Sequence[int], *, names: Sequence[str]) -> str:
    if len(days) == DAYS:
        return "hela veckan"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[days[0]]}–{names[days[-1]]}"
    return joined([names[day] for day in days])


def _joined_words(pieces: Sequence[ReleasedHours], *, least: int, untimed: int) -> str:
    """How times were joined, and what is not among them."""
    empty = sum(not piece.parts for piece in pieces)
    joined = any(len(one.cells) > 1 for piece in pieces for one in piece.parts)
    text = f"tider med färre än {least} händelser är ihoplagda med andra" if joined else ""
    lacks = f"{empty} av {len(pieces)} perioder har för få och är inte med" if empty else ""
    without = f"{number(untimed)} händelser utan klockslag är inte med" if untimed else ""
    return "; ".join(one for one in (text, lacks, without) if one)
