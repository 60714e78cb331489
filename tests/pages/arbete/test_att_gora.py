"""Att göra: what waits for the coordinator, what is new for a member, what a provider owes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lagesbild.domain.person import Person, Role
from lagesbild.domain.work.causes import Cause, Influence, Problem
from lagesbild.domain.work.inventory import CollectionRound, Request
from lagesbild.domain.work.measures import FollowUp, Measure, MeasureState
from lagesbild.domain.work.meetings import AgendaItem, Meeting, MeetingState
from lagesbild.domain.work.register import Document, DocumentKind
from lagesbild.sample.records import load_example_records
from lagesbild.settings import today
from lagesbild.ui import cache
from lagesbild.workspace.to_do import Urgency, coordinator_tasks
from tests.pages.small_store import words
from tests.pages.work_pages import ANNA, LENA, arrive, keep, kept

PAGE = "att_gora"
HELD = Meeting(
    title="Rådet", held_on=date(2026, 9, 15), state=MeetingState.HELD,
    agenda=(AgendaItem(title="Kameran", to_do="Anna räknar om effekten."),),
)  # fmt: skip


def waiting() -> list[tuple[str, str, str]]:
    found = coordinator_tasks(cache.context().store, person=ANNA, today=today())
    return [(one.urgency.value, one.page_id, one.what) for one in found]


def test_everything_that_waits_has_a_line_and_a_way_there() -> None:
    request = Request(what="Orosanmälningar", responsible="enhetschef")
    keep(CollectionRound(name="Hösten", opens_on=date(2026, 9, 1), due_on=date(2026, 11, 1), requests=(request,)))  # fmt: skip
    keep(Document(title="L", kind=DocumentKind.LAGESBILD, decided_on=date(2024, 1, 1)))
    problem = keep(Problem(title="Klotter"))
    keep(Cause(title="Mörkt", problem=problem.id, influence=Influence.YES))
    keep(Measure(title="Lampor", owner="Tekniska", ends_on=date(2026, 9, 30), state=MeasureState.UNDERWAY))  # fmt: skip
    keep(HELD)
    keep(Meeting(title="Rådet", held_on=date(2026, 12, 8)))
    app = arrive(PAGE)
    assert not app.exception
    told = words(app)
    for line in (
        "Påminn enhetschef om Orosanmälningar: skulle ha kommit 1 november 2026.",
        "skulle ha uppdaterats senast 1 januari 2026", "Följ upp Lampor (Tekniska).",
        "Skicka kallelsen till Rådet, 2026-12-08.", "Från mötet 2026-09-15: Anna räknar om effekten.",
        "Skriv klart och sänd ut anteckningarna från 2026-09-15.", "vårens saknas",
        "1 orsak som kan gå att påverka saknar åtgärd.", "Åtgärdsplanen: inget beslut finns",
    ):  # fmt: skip
        assert line in told, line
    assert app.title[0].value == "4 saker är försenade, 5 att göra nu."
    order = [urgency for urgency, _, _ in waiting()]
    assert order == sorted(order, key=[one.value for one in Urgency].index)
    pages = {link.proto.page for link in app.get("page_link")}
    assert len(pages) >= 4, "each line has its way"


def test_what_is_done_is_gone_from_the_list() -> None:
    saved = keep(HELD)
    lamps = keep(Measure(title="Lampor", owner="T", ends_on=date(2026, 9, 30), state=MeasureState.UNDERWAY))  # fmt: skip
    before = waiting()
    keep(replace(saved.record, state=MeetingState.SETTLED, agenda=()), record_id=saved.id, based_on=1)  # fmt: skip
    keep(replace(lamps.record, follow_ups=(FollowUp(on=today()),)), record_id=lamps.id, based_on=1)
    after = waiting()
    gone = {what for *_, what in before} - {what for *_, what in after}
    assert gone == {
        "Skriv klart och sänd ut anteckningarna från 2026-09-15.", "Följ upp Lampor (T).",
        "Från mötet 2026-09-15: Anna räknar om effekten.",
    }  # fmt: skip


def test_a_member_reads_what_is_new_since_the_meeting_and_what_to_judge(become) -> None:
    keep(HELD)
    old, new = date(2026, 9, 1), date(2026, 11, 3)
    keep(
        Measure(
            title="Kamera", owner="K", decided_on=old, follow_ups=(FollowUp(on=new), FollowUp(on=old))
        )
    )  # fmt: skip
    keep(Problem(title="Klotter"))
    become(LENA)
    app = arrive(PAGE)
    assert not app.exception
    assert app.title[0].value == "Sedan mötet 15 september: en sak är ny."
    told = words(app)
    assert "2026-11-03 Kamera följdes upp: fortsätt." in told.replace("**", "")
    assert "1 problem väntar på din bedömning." in told
    assert "Följ upp" not in told, "the coordinator's list is not a member's"
    assert "Påminn" not in told


def test_without_a_meeting_news_reach_three_months_back(become) -> None:
    become(LENA)
    assert arrive(PAGE).title[0].value == "Inget är nytt sedan 23 augusti."


def test_a_provider_reads_what_is_due_and_nothing_of_the_councils_work(become) -> None:
    keep(Problem(title="Klotter i centrum"))
    become(Person(id="p", name="P", role=Role.DATALEVERANTOR, kommun_code="2260", sources=("skola",)))  # fmt: skip
    app = arrive(PAGE)
    assert not app.exception
    assert "Kommunens skolor" in words(app)
    assert "Klotter" not in words(app)
    labels = [link.proto.label for link in app.get("page_link")]
    assert "Lämna data" in labels


def test_the_example_is_marked() -> None:
    load_example_records(cache.context().store, today=today())
    app = arrive(PAGE)
    assert not app.exception
    assert "Exempeldata – påhittade siffror" in words(app)
    assert "Följ upp Lampor mellan skolan och stationen" in words(app)
    assert kept(Measure)[0].is_example
