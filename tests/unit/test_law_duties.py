"""The law beyond the lägesbild: each duty is done, lacking, or not to be seen here; never done by silence."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lagesbild.domain.person import Person, Role
from lagesbild.domain.publication import Publication
from lagesbild.domain.work.measures import FollowUp, Measure, MeasureState
from lagesbild.domain.work.meetings import Meeting, MeetingState
from lagesbild.domain.work.places import MarkedPlace, PlaceKind
from lagesbild.domain.work.record import Record
from lagesbild.domain.work.register import (
    Agreement,
    Body,
    Council,
    Document,
    DocumentKind,
    Seat,
)
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.store.connection import Store
from lagesbild.store.publications import add_publication, withdraw_publication
from lagesbild.workspace.document_work import document_work, measure_rows
from lagesbild.workspace.law_duties import DutyState, law_duties
from lagesbild.workspace.records import Saved, save
from lagesbild.workspace.register import needs_attention

TODAY = date(2026, 11, 21)
ANNA = Person(id="p1", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
DONE, LACKING, UNSEEN = DutyState.DONE, DutyState.LACKING, DutyState.UNSEEN


def keep(store: Store, *records: Record) -> list[Saved]:
    return [
        save(store, record=one, person=ANNA, check_text=refuse_personal_data) for one in records
    ]


def states(store: Store) -> dict[str, DutyState]:
    found = law_duties(store, person=ANNA, today=TODAY)
    return {f"{one.ground} {one.ask.split()[0]}": one.state for one in found.duties}


def publish(store: Store) -> int:
    page = Publication(
        kommun_code="2260", kommun_name="Ånge", title="Läget", intro="", doing="", contact="",
        made_on=TODAY, figures=(),
    )  # fmt: skip
    return add_publication(store, page, person_id="p1")


def test_an_empty_council_has_nothing_done(store: Store) -> None:
    found = law_duties(store, person=ANNA, today=TODAY)
    assert {one.state for one in found.duties} == {LACKING, UNSEEN}
    assert [one.ground for one in found.duties if one.state is UNSEEN] == ["7 §", "12 § 1", "14 §"]
    assert "0 av 13 krav är klara, 10 saknas och 3 går inte att se här" in found.sentence
    assert all(one.found and one.page_id for one in found.duties)


def test_each_duty_is_filled_from_what_the_council_has_written(store: Store) -> None:
    aim = keep(store, Document(title="Mål", kind=DocumentKind.AIM))[0]
    kamera = keep(store, Measure(title="Kamera", owner="Kommunen"))[0]
    keep(
        store,
        Council(meetings=1, led_by="ordföranden", coordinated_by="säkerhetsenheten", contact="växeln"),
        Seat(name="Alva", organisation="Polisen", is_leading=True),
        Document(title="L", kind=DocumentKind.LAGESBILD, decided_on=date(2026, 6, 1)),
        Document(title="Å", kind=DocumentKind.ACTION_PLAN, decided_on=date(2026, 6, 1)),
        Document(title="Plan", serves=aim.id),
        Document(title="R", kind=DocumentKind.REPORT, decided_on=date(2026, 5, 1)),
        Agreement(title="Ö", purpose="s", areas=("o",), parties=("Polisen",)),
        Meeting(title="M", held_on=date(2026, 10, 1), state=MeetingState.HELD),
        Meeting(title="G", body=Body.GROUP, held_on=date(2026, 9, 1), state=MeetingState.SETTLED),
        MarkedPlace(title="Torget", kind=PlaceKind.CAMERA, where="62,5 15,6", measures=(kamera.id,)),
    )  # fmt: skip
    publish(store)
    assert set(states(store).values()) == {DONE}
    assert "13 av 13 krav är klara" in law_duties(store, person=ANNA, today=TODAY).sentence


@pytest.mark.parametrize(
    ("records", "duty", "state"),
    [
        ((Agreement(title="Ö", purpose="s", areas=("o",), ends_on=date(2026, 1, 1)),), "9 § Skriftlig", LACKING),
        ((Seat(name="A", organisation="Polisen"),), "10 § Ett", LACKING),
        ((Meeting(title="M", held_on=date(2026, 10, 1)),), "10 § Rådet", LACKING),
        ((Meeting(title="M", held_on=date(2025, 10, 1), state=MeetingState.HELD),), "10 § Rådet", LACKING),
        ((Document(title="R", kind=DocumentKind.REPORT, decided_on=date(2025, 5, 1)),), "13 § Rapporterat", LACKING),
        ((Document(title="R", kind=DocumentKind.REPORT, decided_on=date(2027, 5, 1)),), "13 § Rapporterat", LACKING),
        ((MarkedPlace(title="T", kind=PlaceKind.CAMERA, where="62,5 15,6"),), "14 § Kamerabevakning", LACKING),
        ((MarkedPlace(title="T", kind=PlaceKind.TRAFFIC, where="62,5 15,6"),), "14 § Kamerabevakning", UNSEEN),
    ],
)  # fmt: skip
def test_what_is_there_but_not_enough(
    store: Store, records: tuple[Record, ...], duty: str, state: DutyState
) -> None:
    keep(store, *records)
    assert states(store)[duty] is state


def test_a_page_that_was_taken_away_or_is_old_informs_nobody(store: Store) -> None:
    number = publish(store)
    assert states(store)["12 § 3 Information"] is DONE
    with store.transaction() as cursor:
        cursor.execute("UPDATE publication SET published_at = ?", [datetime(2024, 1, 1)])
    assert states(store)["12 § 3 Information"] is LACKING
    withdraw_publication(store, publication_id=number, person_id="p1")
    found = law_duties(store, person=ANNA, today=TODAY)
    assert "borttagen" in next(one.found for one in found.duties if one.ground == "12 § 3")


def test_a_plan_is_told_by_its_measures_and_wants_a_decision() -> None:
    entry = FollowUp(on=TODAY, was_done=True)
    measures = [
        saved(
            Measure(title="Lampor", owner="K", state=MeasureState.DONE, follow_ups=(entry,)), "a"
        ),
        saved(Measure(title="Vandring", owner="K", state=MeasureState.UNDERWAY), "b"),
        saved(Measure(title="Annat", owner="K"), "c"),
    ]
    plan = Document(title="Plan 2026", kind=DocumentKind.WORK_PLAN, measures=("b", "a", "borta"))
    work = document_work(plan, measures=measures)
    assert work.sentence == "Plan 2026: 2 åtgärder, varav 1 pågår, 1 är klara och 1 är uppföljda."
    assert [row["Åtgärd"] for row in measure_rows(work)] == ["Vandring", "Lampor"]
    assert work.lost == 1
    assert "inga åtgärder" in document_work(Document(title="S"), measures=measures).sentence
    assert needs_attention(plan, today=TODAY) == "är inte beslutad"
    decided = Document(title="Plan", kind=DocumentKind.WORK_PLAN, decided_on=TODAY)
    assert needs_attention(decided, today=TODAY) == ""
    over = Document(title="P", kind=DocumentKind.WORK_PLAN, valid_until=TODAY - timedelta(days=1))
    assert needs_attention(over, today=TODAY) == "har slutat gälla"


def saved(record: Record, record_id: str) -> Saved:
    return Saved(
        id=record_id, record=record, version=1, saved_at=datetime(2026, 1, 1), saved_by="p1"
    )
