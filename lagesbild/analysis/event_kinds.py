"""Which measures have events behind them, with place and time, and which periods of them are over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from lagesbild.access.policy import may_see
from lagesbild.analysis.figures import released_survey
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.secrecy import Status
from lagesbild.store.events import EventKind, Wanted, list_event_kinds
from lagesbild.store.observations import Grain

LONGEST_MONTH = 31

SUMMER = (6, 9)
"""June to August: first month, and the month after the last."""

WHEN = ("period_start", "period_end")

MARGIN = timedelta(days=31)
"""A list may begin or end so much inside a year and still be the whole of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A piece of a year that events are shown for. No two that are offered share a day.

    is_summer  True for June to August, False for the other months, None for the year as one
    """

    year: int
    is_summer: bool | None

    @property
    def id(self) -> str:
        ending = {True: "-sommar", False: "-ovrigt", None: ""}[self.is_summer]
        return f"{self.year}{ending}"

    @property
    def label(self) -> str:
        words = {True: f"sommaren {self.year}", False: f"övriga {self.year}", None: str(self.year)}
        return words[self.is_summer]

    @property
    def seasons(self) -> tuple[bool, ...]:
        return (True, False) if self.is_summer is None else (self.is_summer,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The measures with events that the person may see, by id, and what each list spans."""

    spans: dict[str, EventKind]

    def years(self, indicator_id: str, *, today: date) -> tuple[int, ...]:
        """Calendar years that are over and that the list covers, oldest first."""
        span = self.spans.get(indicator_id)
        if span is None:
            return ()
        return tuple(
            year
            for year in range(span.first_day.year, span.last_day.year + 1)
            if covers(span, date(year, 1, 1), date(year + 1, 1, 1), today=today)
        )


def covers(span: EventKind, start: date, end: date, *, today: date) -> bool:
    """Whether a list reaches over a half-open time that has passed."""
    return end <= today and any(
        first <= start + MARGIN and last >= end - MARGIN for first, last in span.runs
    )


def event_kinds(inquiry: Inquiry) -> Kinds:
    """What there are lists of events for in the kommun."""
    listed = list_event_kinds(
        inquiry.store, kommun_code=inquiry.kommun_code, reader_kommun=inquiry.person.kommun_code
    )
    by_name = {(one.source, one.category): one for one in listed}
    spans = {}
    for one in inquiry.catalog.indicators.values():
        names = wanted_events(inquiry, one).names
        found = [by_name[one.source, name] for name in names if (one.source, name) in by_name]
        if found and may_see(inquiry.person, secrecy=one.secrecy):
            spans[one.id] = found[0]
    return Kinds(spans=spans)


def wanted_events(inquiry: Inquiry, indicator: Indicator) -> Wanted:
    """What the lists of events call it: the leading measure's name and other spellings, in lists from
    the indicator's own source."""
    measure = inquiry.catalog.measures.get(indicator.leading_measure)
    return Wanted(
        kommun_code=inquiry.kommun_code, reader_kommun=inquiry.person.kommun_code,
        source=indicator.source, categories=(measure.name, *measure.aliases) if measure else (),
    )  # fmt: skip


Cell = tuple[str, date, date]
"""Area, first day and the day after the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the figures say of how many events there were: told, hidden, or nothing at all.

    A sum of events over an area or a time may be told only where the figures tell it too: otherwise
    a map or a week would give away what the pattern of hidden cells keeps.
    """

    told: frozenset[Cell]
    hidden: frozenset[Cell]

    def is_told(self, area: str, *, start: date, end: date) -> bool:
        return (area, start, end) in self.told

    def is_hidden(self, area: str, *, start: date, end: date) -> bool:
        return (area, start, end) in self.hidden

    def hidden_months(self, area: str) -> frozenset[date]:
        """First days of the months whose number in the area is hidden."""
        return frozenset(
            start
            for code, start, end in self.hidden
            if code == area and (end - start).days <= LONGEST_MONTH
        )


def told_numbers(inquiry: Inquiry, indicator: Indicator) -> Told:
    """The measure's months and years in the kommun and its parts, as the person may see them."""
    parts = [
        area.code
        for area in inquiry.areas.values()
        if area.level is AreaLevel.DELOMRADE and area.parent_code == inquiry.kommun_code
    ]
    return _told(inquiry, [indicator], areas=[inquiry.kommun_code, *parts])[indicator.id]


def told_in_kommun(inquiry: Inquiry, indicators: Sequence[Indicator]) -> dict[str, Told]:
    """As told_numbers for several measures, by their ids, without the kommun's parts."""
    return _told(inquiry, indicators, areas=[inquiry.kommun_code])


def _told(
    inquiry: Inquiry, indicators: Sequence[Indicator], *, areas: Sequence[str]
) -> dict[str, Told]:
    survey = released_survey(
        inquiry, indicators=indicators, grain=Grain.MONTHS_AND_YEARS, area_codes=areas
    )
    frame = survey.frame[survey.frame["is_total"]]
    number = frame["count"].fillna(frame["value"])
    at_source = (frame["status"] == Status.SUPPRESSED.value) & number.isna()
    days = (frame[name].to_numpy().astype("datetime64[D]").tolist() for name in WHEN)
    cells = list(zip(frame["area_code"].tolist(), *days, strict=True))
    whose = frame["indicator"].tolist()
    found: dict[str, tuple[set[Cell], set[Cell]]] = {one.id: (set(), set()) for one in indicators}
    for kind, rows in enumerate((number.notna(), frame["is_hidden"] | at_source)):
        for place in np.flatnonzero(rows.to_numpy(dtype=bool)):
            found[whose[place]][kind].add(cells[place])
    return {
        name: Told(told=frozenset(told), hidden=frozenset(hidden))
        for name, (told, hidden) in found.items()
    }
