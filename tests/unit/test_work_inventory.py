"""Underlag: the inventory, rounds with deadlines, reminders, and groups' answers put together."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.work.inventory import (
    Availability,
    CollectionRound,
    Gap,
    GroupAnswer,
    Obstacle,
    Quality,
    Request,
    Underlag,
)
from lagesbild.domain.work.record import Record
from lagesbild.settings import DATA
from lagesbild.store.deliveries import Delivery
from lagesbild.workspace.collecting import RequestState, deadlines, follow_round, reminders
from lagesbild.workspace.inventory import make_inventory, newest_by_source
from lagesbild.workspace.records import Saved
from lagesbild.workspace.talks import merge_answers, new_from_talk

TODAY = date(2026, 11, 21)


def saved(record: Record, record_id: str = "x-1") -> Saved:
    return Saved(
        id=record_id, record=record, version=1, saved_at=datetime(2026, 11, 1), saved_by="p1"
    )


def came(source: str, day: date) -> Delivery:
    return Delivery(
        delivery_id=1, source_id=source, kommun_code="2260", file_name="a.csv", sha256="",
        received_at=datetime(day.year, day.month, day.day, 14), delivered_by="x", issued_on=day,
        status="stored", is_example=False, rows_read=1, observations_stored=1,
    )  # fmt: skip


@pytest.fixture(scope="module")
def sources():
    return list(load_catalog(DATA / "catalog").sources.values())


def test_every_source_of_the_catalogue_is_in_the_inventory(sources) -> None:
    found = make_inventory([], sources=sources, newest={"skola": TODAY}, gaps=[])
    assert [one.id for one in found.rows] == [f"kalla-{one.id}" for one in sources]
    assert found.sentence == f"Inget är inventerat än: {len(sources)} källor i katalogen väntar på en bedömning."  # fmt: skip
    school = next(one for one in found.rows if one.underlag.source_id == "skola")
    assert school.underlag.availability is Availability.HERE
    assert school.underlag.responsible, "the catalogue's contact is where to begin"


def test_own_rows_stand_beside_the_catalogue_and_are_counted(sources) -> None:
    own = Underlag(
        name="Samtal med näringslivet", availability=Availability.HERE, quality=Quality.POOR,
        obstacles=(Obstacle(about="a"), Obstacle(about="b", is_solved=True)),
    )  # fmt: skip
    school = Underlag(name="Skolan", source_id="skola", availability=Availability.NONE)
    gaps = [saved(Gap(what="kriminolog")), saved(Gap(what="karta", is_filled=True))]
    found = make_inventory(
        [saved(own), saved(school, "x-2")], sources=sources, newest={}, gaps=gaps
    )
    assert len(found.rows) == len(sources) + 1
    assert [one.id for one in found.rows[:2]] == ["x-1", "x-2"]
    assert found.sentence.startswith(f"1 av {len(found.rows)} underlag finns, 1 har hinder kvar,")
    assert found.sentence.endswith("1 lucka är kvar.")
    assert len(found.rows[0].underlag.open_obstacles) == 1


def test_the_newest_delivery_of_each_source_counts() -> None:
    days = [came("skola", date(2026, 3, 1)), came("skola", date(2026, 2, 1))]
    assert newest_by_source(days) == {"skola": date(2026, 3, 1)}


ROUND = CollectionRound(
    name="Hösten 2026", opens_on=date(2026, 9, 1), due_on=date(2026, 10, 1),
    requests=(
        Request(what="Orosanmälningar", source_id="socialtjanst", responsible="enhetschef"),
        Request(what="Elevenkäten", source_id="skola"),
        Request(what="Polisens lägesbild", received_on=date(2026, 10, 5)),
        Request(what="Ungdomsrådets rapport", due_on=date(2026, 12, 1), organisation="Ungdomsrådet"),
        Request(what="Insatser", due_on=date(2027, 2, 1)),
    ),
)  # fmt: skip


def test_received_and_late_are_told_from_the_deliveries() -> None:
    deliveries = [came("socialtjanst", date(2026, 8, 31)), came("skola", date(2026, 9, 30)),
                  came("skola", date(2026, 11, 2))]  # fmt: skip
    found = follow_round(saved(ROUND), deliveries=deliveries, today=TODAY)
    assert [one.state for one in found.requests] == [
        RequestState.LATE, RequestState.RECEIVED, RequestState.RECEIVED_LATE, RequestState.WAITING,
        RequestState.WAITING,
    ]  # fmt: skip
    assert found.requests[1].received_on == date(2026, 9, 30)
    assert found.sentence == "Hösten 2026: 2 av 5 är mottagna, 1 är försenad."
    before = follow_round(saved(ROUND), deliveries=[], today=date(2026, 9, 30))
    assert before.sentence == "Hösten 2026: 1 av 5 är mottagna, 1 dag kvar till nästa sista dag."


def test_a_round_without_requests_and_a_finished_one() -> None:
    empty = CollectionRound(name="Vår", opens_on=TODAY, due_on=TODAY)
    assert "ingen har fått någon fråga" in follow_round(saved(empty), deliveries=[], today=TODAY).sentence  # fmt: skip
    done = CollectionRound(
        name="Vår", opens_on=TODAY, due_on=TODAY, requests=(Request(what="a", received_on=TODAY),)
    )
    assert follow_round(saved(done), deliveries=[], today=TODAY).sentence.endswith("Omgången är klar.")  # fmt: skip


def test_the_late_and_the_soon_due_are_reminded_in_words_to_send() -> None:
    status = follow_round(saved(ROUND), deliveries=[came("skola", date(2026, 9, 30))], today=TODAY)
    found = reminders(status, today=TODAY)
    assert [(one.to, one.what) for one in found] == [
        ("enhetschef", "Orosanmälningar"), ("Ungdomsrådet", "Ungdomsrådets rapport"),
    ]  # fmt: skip
    assert "Orosanmälningar till Hösten 2026 skulle ha kommit 1 oktober 2026" in found[0].words
    assert "behövs senast 1 december 2026" in found[1].words


def test_deadlines_go_to_the_calendar_once_a_day() -> None:
    found = deadlines([saved(ROUND), saved(CollectionRound(name="utan dag"))])
    assert [one.starts_on for one in found] == [
        date(2026, 10, 1), date(2026, 12, 1), date(2027, 2, 1),
    ]  # fmt: skip
    assert len({one.id for one in found}) == 3
    assert found[0].title == "Sista dag: Hösten 2026"


ANSWERS = (
    GroupAnswer(group="Grupp 1", talk_id="t", available=("Elevenkäten", "elevenkäten."), missing=("Kriminolog",)),
    GroupAnswer(group="Grupp 2", talk_id="t", available=("Väktarrapporter", " ELEVENKÄTEN "), obstacles=("Sekretess",)),
)  # fmt: skip


def test_answers_of_the_groups_are_put_together_with_who_gave_them() -> None:
    available, obstacles, responsible, missing = merge_answers(ANSWERS)
    assert available.question == "Vilka underlag finns?"
    assert [(one.text, one.groups) for one in available.lines] == [
        ("Elevenkäten", ("Grupp 1", "Grupp 2")), ("Väktarrapporter", ("Grupp 2",)),
    ]  # fmt: skip
    assert [one.text for one in obstacles.lines] == ["Sekretess"]
    assert (len(missing.lines), responsible.lines) == (1, ())


def test_what_is_new_in_the_answers_can_be_taken_into_the_inventory() -> None:
    merged = merge_answers(ANSWERS)
    assert new_from_talk(merged, known=["Elevenkäten"]) == (
        Underlag(name="Väktarrapporter", availability=Availability.HERE), Gap(what="Kriminolog"),
    )  # fmt: skip
    assert new_from_talk(merged, known=["elevenkäten", "väktarrapporter", "kriminolog"]) == ()
