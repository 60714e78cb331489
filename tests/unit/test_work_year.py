"""Årshjul and Register: the law's clock, the year from many records, copying a year, what needs attention."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.charts.year_wheel import GAP_DEGREES, angle_of, year_wheel_figure
from lagesbild.domain.person import Person, Role
from lagesbild.domain.work.inventory import CollectionRound
from lagesbild.domain.work.record import Record
from lagesbild.domain.work.register import (
    Agreement,
    Block,
    BlockState,
    Body,
    Council,
    Document,
    DocumentKind,
    Promise,
    Seat,
)
from lagesbild.domain.work.year import Happening, HappeningKind, Wheel, WheelState
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.sample.records import load_example_records
from lagesbild.store.connection import Store
from lagesbild.store.records import records_version
from lagesbild.workspace.law_clock import ClockState, add_months, law_clock
from lagesbild.workspace.records import Saved, records_of, save
from lagesbild.workspace.register import (
    blocks_in_words,
    needs_attention,
    read_register,
    without_lead,
)
from lagesbild.workspace.year_wheel import annotations, copy_year, to_copy, year_wheel

TODAY = date(2026, 11, 21)
ANNA = Person(id="p1", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")


def keep(store: Store, *records: Record) -> None:
    for one in records:
        save(store, record=one, person=ANNA, check_text=refuse_personal_data)


def saved(record: Record) -> Saved:
    return Saved(id="x-1", record=record, version=1, saved_at=datetime(2026, 1, 1), saved_by="p1")


def decided(day: date | None) -> list[Saved]:
    return [saved(Document(title="L", kind=DocumentKind.LAGESBILD, decided_on=day))]


@pytest.mark.parametrize(
    ("day", "state", "words"),
    [
        (date(2026, 6, 12), ClockState.FINE, "ska uppdateras senast 12 juni 2028 (lagen 6 §), om 18 månader."),
        (date(2025, 5, 21), ClockState.SOON, "om 6 månader."),
        (date(2024, 11, 22), ClockState.SOON, "om 1 dag."),
        (date(2024, 11, 20), ClockState.OVER, "skulle ha uppdaterats senast 20 november 2026"),
        (None, ClockState.UNKNOWN, "inget beslut finns i Registret"),
        (date(2027, 1, 1), ClockState.UNKNOWN, "inget beslut"),
    ],
)  # fmt: skip
def test_the_laws_clock(day: date | None, state: ClockState, words: str) -> None:
    clock = law_clock(decided(day), kind=DocumentKind.LAGESBILD, today=TODAY)
    assert clock.state is state
    assert words in clock.sentence


def test_the_newest_decision_counts_and_the_plan_has_a_clock_of_its_own() -> None:
    both = [*decided(date(2020, 1, 1)), *decided(date(2026, 1, 31))]
    assert law_clock(both, kind=DocumentKind.LAGESBILD, today=TODAY).due_on == date(2028, 1, 31)
    plan = law_clock(both, kind=DocumentKind.ACTION_PLAN, today=TODAY)
    assert plan.state is ClockState.UNKNOWN
    assert add_months(date(2024, 2, 29), 24) == date(2026, 2, 28)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_months_are_added_as_people_do(day: date, months: int) -> None:
    after = add_months(day, months)
    assert (after.year - day.year) * 12 + after.month - day.month == months
    assert after.day <= day.day


def test_the_year_gathers_what_every_record_has_dated(store: Store) -> None:
    keep(
        store,
        Council(name="Lokala BRÅ", meetings=2, group="Klara-gruppen", group_meetings=6),
        Happening(title="Möte", kind=HappeningKind.COUNCIL, starts_on=date(2026, 12, 8)),
        Happening(title="Klara", kind=HappeningKind.GROUP, starts_on=date(2026, 12, 15)),
        Happening(title="Fest", starts_on=date(2026, 8, 28), ends_on=date(2026, 8, 30)),
        Happening(title="Nästa år", starts_on=date(2027, 1, 2)),
        CollectionRound(name="Höst", opens_on=date(2026, 9, 1), due_on=date(2026, 10, 1)),
        Document(title="Policy", kind=DocumentKind.POLICY, review_on=date(2026, 3, 1)),
        Document(title="L", kind=DocumentKind.LAGESBILD, decided_on=date(2024, 12, 1)),
        Agreement(title="Ö", purpose="s", areas=("o",), ends_on=date(2026, 12, 31)),
        Promise(title="Löfte", ends_on=date(2026, 6, 1)),
    )
    found = year_wheel(store, person=ANNA, year=2026, today=TODAY)
    assert [(one.title, one.kept_in) for one in found.entries] == [
        ("Se över: Policy", "Register"), ("Slutar: Löfte", "Register"), ("Fest", "Årshjul"),
        ("Sista dag: Höst", "Underlag"),
        ("Lägesbilden ska vara uppdaterad (lagen 6 §)", "Register"), ("Möte", "Årshjul"),
        ("Klara", "Årshjul"), ("Slutar gälla: Ö", "Register"),
    ]  # fmt: skip
    assert found.sentence == (
        "Årshjul 2026: 8 saker, 1 av 2 möten i Lokala BRÅ och 1 av 6 möten i Klara-gruppen är inlagda. "
        "Näst: Lägesbilden ska vara uppdaterad (lagen 6 §), 1 december."
    )
    assert len({one.id for one in found.entries}) == 8
    assert found.years == (2026, 2027)
    now = year_wheel(store, person=ANNA, year=2026, today=date(2026, 8, 29))
    assert now.sentence.endswith("Nu: Fest.")
    assert "är tomt" in year_wheel(store, person=ANNA, year=2031, today=TODAY).sentence


def test_last_year_is_copied_to_the_same_weekdays_once(store: Store) -> None:
    keep(
        store,
        Happening(title="Möte", kind=HappeningKind.COUNCIL, starts_on=date(2026, 2, 17)),
        Happening(title="Nyår", starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 2)),
        Wheel(year=2026, owner="Rådet", state=WheelState.DECIDED, decided_on=date(2026, 1, 9)),
    )
    assert copy_year(store, person=ANNA, year=2027, check_text=refuse_personal_data) == 2
    assert copy_year(store, person=ANNA, year=2027, check_text=refuse_personal_data) == 0
    found = year_wheel(store, person=ANNA, year=2027, today=TODAY)
    days = {one.title: one.starts_on for one in found.entries}
    assert days == {"Nyår": date(2027, 1, 7), "Möte": date(2027, 2, 16)}
    assert days["Möte"].weekday() == date(2026, 2, 17).weekday()
    assert found.wheel is not None
    assert found.wheel.record == Wheel(year=2027, owner="Rådet")
    assert to_copy(found.happenings, year=2027) == []


def test_events_and_campaigns_are_flags_for_charts(store: Store) -> None:
    keep(
        store,
        Happening(title="Fest", starts_on=date(2026, 8, 28), ends_on=date(2026, 8, 30)),
        Happening(title="Kampanj", kind=HappeningKind.CAMPAIGN, starts_on=date(2026, 3, 1)),
        Happening(title="Möte", kind=HappeningKind.COUNCIL, starts_on=date(2026, 4, 1)),
    )
    flags = annotations(store, person=ANNA, start=date(2026, 1, 1), end=date(2026, 8, 29))
    assert [one.title for one in flags] == ["Kampanj", "Fest"]
    assert annotations(store, person=ANNA, start=date(2027, 1, 1), end=date(2028, 1, 1)) == []


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (Document(title="d", valid_until=TODAY - timedelta(days=1)), "har slutat gälla"),
        (Document(title="d", review_on=TODAY - timedelta(days=1)), "skulle ha setts över"),
        (Document(title="d", valid_until=TODAY + timedelta(days=90)), "slutar snart gälla"),
        (Agreement(title="a", review_on=TODAY), "ska snart ses över"),
        (Agreement(title="a", ends_on=TODAY + timedelta(days=91)), ""),
    ],
)  # fmt: skip
def test_what_needs_attention(record: Document | Agreement, words: str) -> None:
    assert needs_attention(record, today=TODAY) == words


def test_the_register_counts_who_sits_and_who_lacks_a_lead(store: Store) -> None:
    keep(
        store,
        Seat(name="A", organisation="Polisen", is_leading=True),
        Seat(name="B", organisation="Skolan"),
        Seat(name="C", organisation="Skolan", ends_on=date(2025, 1, 1), is_leading=True),
        Seat(name="D", organisation="Kommunen", body=Body.GROUP),
        Document(title="d", valid_until=TODAY),
    )
    found = read_register(store, person=ANNA, today=TODAY)
    assert found.sentence == (
        "Trygghetsrådet har 2 ledamöter från 2 organisationer; 1 dokument eller överenskommelse "
        "behöver ses över."
    )
    assert without_lead(found.seats, today=TODAY) == ["Skolan"]


def test_blocks_are_counted_by_state() -> None:
    blocks = (Block(name="1", state=BlockState.FINE), Block(name="2", state=BlockState.PAUSED))
    assert blocks_in_words(Agreement(blocks=blocks)) == "2 block: 1 utan anmärkning (ua), 1 vilande"
    assert blocks_in_words(Agreement()) == "inga block"


def test_the_wheel_numbers_what_the_list_has_and_tells_it_in_words(store: Store) -> None:
    load_example_records(store, today=TODAY)
    found = year_wheel(store, person=ANNA, year=2026, today=TODAY)
    figure = year_wheel_figure(found.entries, year=2026, today=TODAY, example=True)
    bars = [trace for trace in figure.data if trace.type == "barpolar"]
    assert sum(len(bar.theta) for bar in bars) == len(found.entries)
    assert {trace.type for trace in figure.data} == {"barpolar", "scatterpolar"}
    angles = [angle for bar in bars for angle in bar.theta]
    assert min(angles) > GAP_DEGREES / 2
    assert max(angles) < 360 - GAP_DEGREES / 2
    assert all(one.title in figure.layout.meta["alt"] for one in found.entries)
    assert "Exempeldata" in str(figure.layout.annotations)
    assert angle_of(date(2026, 1, 1), year=2026) == GAP_DEGREES / 2
    empty = year_wheel_figure((), year=2030, today=TODAY)
    assert "Inget är inlagt för 2030" in empty.layout.meta["alt"]


def test_example_records_are_whole_and_loaded_once(store: Store) -> None:
    load_example_records(store, today=TODAY)
    count = records_version(store)
    load_example_records(store, today=TODAY)
    assert records_version(store) == count
    found = records_of(store, kind=Happening, person=ANNA)
    assert len(found) >= 12
    assert all(one.is_example and not one.record.problems() for one in found)
    assert read_register(store, person=ANNA, today=TODAY).is_example
    other = Person(id="x", name="X", role=Role.SAMORDNARE, kommun_code="2084")
    assert records_of(store, kind=Happening, person=other) == []
