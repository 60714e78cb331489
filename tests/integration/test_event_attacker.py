"""Someone who has every table of events together, the figures beside them and the areas they are in:
squares, sub-areas, months and years, weekdays and hours. Linear programming over all that is not shown."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Hashable
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from lagesbild.access.grid import release_grid
from lagesbild.analysis.event_card import judge_around
from lagesbild.analysis.event_grid import event_grid
from lagesbild.analysis.event_hours import event_hours
from lagesbild.analysis.event_kinds import event_kinds, wanted_events
from lagesbild.analysis.event_weeks import judge_other_years
from lagesbild.analysis.figures import raw_figures, released_figures
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.list_weeks import SIX_DAYS, ListWeeks, list_weeks, monday_of
from lagesbild.domain.event_grid import CELL_M, RawGrid, ReleasedGrid
from lagesbild.domain.event_hours import CELL_HOURS, WHOLE_WEEK
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.person import Person, Role
from lagesbild.domain.work.dated import Dated
from lagesbild.domain.work.year import HappeningKind
from lagesbild.store.events import (
    EventsInSquares,
    count_events_in_hours,
    count_events_in_squares,
)
from lagesbild.store.observations import Grain
from tests.example import EXAMPLE_DAY
from tests.property.attacker import Attacker, Pinned, Wanted

HOME = "2260"
EVERYTHING = bool(os.environ.get("PROV_HANDELSER"))
KINDS = (
    ["est_buskorning", "est_ordningsstorning", "est_otrygg_plats", "est_samling", "est_skadegorelse", "ordningslarm"]
    if EVERYTHING else ["est_skadegorelse"]
)  # fmt: skip
YEARS = (2023, 2024, 2025) if EVERYTHING else (2025,)
FREE = (0.0, float("inf"))


@pytest.fixture(scope="module")
def inquiry(example_context) -> Inquiry:
    person = Person(id="p", name="P", role=Role.SAMORDNARE, kommun_code=HOME)
    asked = example_context.inquiry(person=person, kommun_code=HOME)
    assert asked.today == EXAMPLE_DAY or asked.today > date(2026, 1, 1)
    return asked


class Knowledge:
    """What is published of a kind in a year, and what is true of the rest."""

    def __init__(self, inquiry: Inquiry, kind: str, year: int) -> None:
        self.inquiry, self.indicator, self.year = inquiry, inquiry.indicator(kind), year
        self.least = self.indicator.min_count
        self.attacker = Attacker()
        self.wanted: dict[Hashable, Wanted] = {}
        self.parts = [
            one.code for one in inquiry.areas.values()
            if one.level is AreaLevel.DELOMRADE and one.parent_code == HOME
        ]  # fmt: skip

    def know(self, key: Hashable, value: float | None, *, truth: float, zero: bool = True) -> None:
        """A published number, or a hidden one that must keep its range when it is small."""
        if value is not None:
            assert value == truth, key
            self.attacker.known[key] = value
            return
        self.attacker.hidden[key] = FREE
        if truth < self.least and (zero or truth > 0):
            low = 0.0 if zero else 1.0
            self.wanted[key] = Wanted(low=low, high=float(self.least - 1))

    def add_figures(self) -> None:
        """Months and years of the kommun and its parts, and how they add up."""
        codes = [HOME, *self.parts]
        asked = {"grain": Grain.MONTHS_AND_YEARS, "area_codes": codes}
        shown = released_figures(self.inquiry, indicator_id=self.indicator.id, **asked).frame
        raw = raw_figures(self.inquiry, indicator=self.indicator, **asked).frame
        is_year = raw["period_start"].dt.year == self.year
        spans = set()
        for truth, told in zip(
            raw[is_year].to_dict("records"), shown[is_year].to_dict("records"), strict=True
        ):
            span = (truth["period_start"].month, truth["period_end"].month)
            value = None if pd.isna(told["count"]) else told["count"]
            self.know((truth["area_code"], span), value, truth=truth["count"], zero=False)
            spans.add(span)
        months = [span for span in spans if span != (1, 1)]
        assert len(months) == 12
        for code in codes:
            self.attacker.sums.append(((code, (1, 1)), [(code, span) for span in months]))
        for span in spans:
            self.attacker.sums.append(((HOME, span), [(code, span) for code in self.parts]))

    def add_squares(self, grid: ReleasedGrid, *, area_by_area: bool = True) -> None:
        """Every square of 500 m, the blocks that are shown, and the number of each area.

        area_by_area  True: it is granted which area each block is of
        """
        found = count_events_in_squares(
            self.inquiry.store, wanted=wanted_events(self.inquiry, self.indicator),
            start=date(self.year, 1, 1), end=date(self.year + 1, 1, 1),
        )  # fmt: skip
        shown = {(p.size_m, p.east, p.north): p.count for p in grid.parts}
        cells = {(area, c) for area, support in found.support.items() for c in support}
        groups = list(found.support) if area_by_area else [None]
        for area in groups:
            mine = {one for one in cells if area in (None, one[0])}
            for block in sorted(shown if area is None else self._alone(found, area)):
                if area is not None and shown.get(block) != self._alone(found, area)[block]:
                    continue
                inside = {one for one in mine if _is_in(one[1], block)}
                mine -= inside
                self._add_class(("block", area, block), inside, found, total=shown[block])
            for own in found.support:
                self._add_class(("kvar", own), {o for o in mine if o[0] == own}, found, total=None)
        for own in found.support:
            squares = [("ruta", *one) for one in cells if one[0] == own]
            self.attacker.sums.append(((own, (1, 1)), squares))

    def _alone(self, found: EventsInSquares, area: str) -> dict[tuple[int, int, int], int]:
        raw = RawGrid(
            counts=found.counts.get(area, {}), support=found.support[area], min_count=self.least
        )
        alone = release_grid(raw, person=self.inquiry.person, secrecy=self.indicator.secrecy)
        return {(p.size_m, p.east, p.north): p.count for p in alone.parts}

    def _add_class(
        self, name: Hashable, inside: set, found: EventsInSquares, *, total: int | None
    ) -> None:
        """Squares that are alike for the attacker: one of each area is enough to try."""
        tried = set()
        for area, cell in sorted(inside):
            truth = found.counts.get(area, {}).get(cell, 0)
            key = ("ruta", area, cell)
            self.attacker.hidden[key] = FREE
            if truth < self.least and area not in tried:
                tried.add(area)
                self.wanted[key] = Wanted(low=0.0, high=float(self.least - 1))
        if total is not None:
            self.attacker.known[name] = total
            self.attacker.sums.append((name, [("ruta", *one) for one in inside]))

    def add_hours(self) -> None:
        """Every three hours of the week in the summer and in the rest of the year."""
        for piece in (f"{self.year}-sommar", f"{self.year}-ovrigt", str(self.year)):
            answer = event_hours(self.inquiry, indicator_id=self.indicator.id, period=piece)
            if answer.period is None or answer.period.id != piece:
                continue
            [season], [released] = answer.period.seasons, answer.pieces
            truth = count_events_in_hours(
                self.inquiry.store, wanted=wanted_events(self.inquiry, self.indicator),
                start=date(self.year, 1, 1), end=date(self.year + 1, 1, 1),
            )  # fmt: skip
            cells = dict.fromkeys(WHOLE_WEEK, 0)
            for (_, is_summer), found in truth.items():
                for (day, hour), events in found.counts.items():
                    cells[day, hour // CELL_HOURS] += events * (is_summer in season.seasons)
            for part in released.parts:
                for cell in part.cells:
                    self.attacker.hidden[piece, cell] = FREE
                small = [cell for cell in part.cells if cells[cell] < self.least and part.count]
                if small:
                    self.wanted[piece, small[0]] = Wanted(low=0.0, high=float(self.least - 1))
                self.attacker.known[piece, part] = part.count
                self.attacker.sums.append(((piece, part), [(piece, cell) for cell in part.cells]))
            months = [
                (m, m % 12 + 1) for m in range(1, 13)
                if season.is_summer is None or (6 <= m <= 8) == season.is_summer
            ]  # fmt: skip
            total = (piece, "alla")
            self.attacker.hidden[total] = FREE
            self.attacker.sums.append((total, [(piece, cell) for cell in WHOLE_WEEK]))
            self.attacker.sums.append((total, [(HOME, span) for span in months]))

    def add_weeks(self) -> int:
        """Every week as if something happened in it: the words of both comparisons, granted that the
        number of each other week is known. Returns how many weeks were judged."""
        span = event_kinds(self.inquiry).spans[self.indicator.id]
        known = list_weeks(self.inquiry, self.indicator, span=span)
        truth = self._events_by_day()
        pieces: dict[date, list[Hashable]] = {}
        months: dict[int, list[Hashable]] = {month: [] for month in range(1, 13)}
        for day in truth:
            key = ("del av vecka", monday_of(day), day.month)
            if key not in months[day.month]:
                months[day.month].append(key)
                pieces.setdefault(monday_of(day), []).append(key)
                self.attacker.hidden[key] = FREE
                own = sum(
                    n
                    for other, n in truth.items()
                    if monday_of(other) == key[1] and other.month == key[2]
                )
                if own < self.least:
                    # As of a hidden figure: that there is something may be told, not how little.
                    self.wanted[key] = Wanted(low=float(min(own, 1)), high=float(self.least - 1))
        for month, keys in months.items():
            self.attacker.sums.append(((HOME, (month, month % 12 + 1)), keys))
        judged = 0
        for week, parts in pieces.items():
            if (week + SIX_DAYS).year != week.year:
                continue
            low, high = told_range(week, known=known)
            judged += low > 0
            self.attacker.hidden["vecka", week] = (low, high)
            self.attacker.sums.append((("vecka", week), parts))
        return judged

    def _events_by_day(self) -> dict[date, int]:
        rows = self.inquiry.store.cursor().execute(
            "SELECT happened_at::DATE, count(*) FROM known_event(?, ?, ?) "
            "WHERE list_contains(?, lower(trim(category))) AND year(happened_at) = ? GROUP BY ALL",
            [HOME, HOME, self.indicator.source,
             wanted_events(self.inquiry, self.indicator).names, self.year],
        ).fetchall()  # fmt: skip
        days = (date(self.year, 1, 1) + timedelta(days=n) for n in range(366))
        return {day: dict(rows).get(day, 0) for day in days if day.year == self.year}

    def pinned(self) -> list[Pinned]:
        """Where nothing is left of an area, what is left is known to be nothing: that is told."""
        return [one for one in self.attacker.pinned(self.wanted) if not one.low == one.high == 0]


def told_range(week: date, *, known: ListWeeks) -> tuple[float, float]:
    """Least and most of the week's events that go with the words about it."""
    happening = Dated(
        id="h", title="H", kind=HappeningKind.EVENT, starts_on=week, ends_on=week + SIX_DAYS
    )

    def words(counts: dict[date, int]) -> tuple[str, str]:
        one = replace(known, counts=counts)
        return (
            judge_around(happening, known=one, busy=()).words,
            judge_other_years(happening, known=one)[0].words,
        )

    counts = dict(known.counts)
    low = high = counts.get(week, 0)
    said, most = words(counts), 4 * low + 100
    while low and words({**counts, week: low - 1}) == said:
        low -= 1
    if words({**counts, week: most}) == said:
        return float(low), float("inf")
    while words({**counts, week: high + 1}) == said:
        high += 1
    return float(low), float(high)


def _is_in(cell: tuple[int, int], block: tuple[int, int, int]) -> bool:
    size, east, north = block
    return 0 <= cell[0] * CELL_M - east < size and 0 <= cell[1] * CELL_M - north < size


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("kind", KINDS)
def test_all_that_is_shown_of_events_narrows_no_hidden_number(inquiry, kind, year) -> None:
    known = Knowledge(inquiry, kind, year)
    known.add_figures()
    known.add_squares(event_grid(inquiry, indicator_id=kind, year=year).grid)
    known.add_hours()
    assert len(known.wanted) > 40
    assert not known.pinned()


WEEKS = (
    [(kind, year) for kind in KINDS for year in YEARS] if EVERYTHING else [("est_samling", 2025)]
)
"""Of kinds with few events: of those with many, hardly any week says anything of a small number."""


@pytest.mark.parametrize(("kind", "year"), WEEKS)
def test_words_about_weeks_narrow_no_hidden_number(inquiry, kind, year) -> None:
    known = Knowledge(inquiry, kind, year)
    known.add_figures()
    known.add_squares(event_grid(inquiry, indicator_id=kind, year=year).grid)
    known.add_hours()
    known.add_weeks()
    assert len(known.wanted) > 10
    assert not known.pinned()


def test_the_same_attacker_breaks_words_that_look_at_no_month(inquiry, monkeypatch) -> None:
    monkeypatch.setattr(ListWeeks, "is_open", ListWeeks.is_whole)
    monkeypatch.setattr(ListWeeks, "beside", lambda *_: 10**6)
    known = Knowledge(inquiry, "est_otrygg_plats", 2025)
    known.add_figures()
    assert not known.pinned()
    assert known.add_weeks()
    assert known.pinned()


def test_the_same_attacker_breaks_squares_that_know_nothing_of_the_areas(inquiry) -> None:
    known = Knowledge(inquiry, "est_skadegorelse", 2025)
    known.add_figures()
    found = count_events_in_squares(
        inquiry.store, wanted=wanted_events(inquiry, known.indicator), start=date(2025, 1, 1),
        end=date(2026, 1, 1),
    )  # fmt: skip
    together: Counter[tuple[int, int]] = Counter()
    for counts in found.counts.values():
        together.update(counts)
    careless = release_grid(
        RawGrid(
            counts=dict(together), support=frozenset().union(*found.support.values()),
            min_count=known.least,
        ),
        person=inquiry.person, secrecy=known.indicator.secrecy,
    )  # fmt: skip
    known.add_squares(careless, area_by_area=False)
    assert known.pinned()


def test_the_example_has_the_kinds_that_are_tried(inquiry) -> None:
    assert set(KINDS) <= set(event_kinds(inquiry).spans)
