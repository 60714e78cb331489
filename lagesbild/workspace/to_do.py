"""What waits for whom: the coordinator's next steps, and what is new for a member since the last meeting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lagesbild.domain.person import Person
from lagesbild.domain.work.causes import Problem
from lagesbild.domain.work.dated import date_words, day_words
from lagesbild.domain.work.dialogues import Dialogue, YouthReport
from lagesbild.domain.work.inventory import CollectionRound
from lagesbild.domain.work.lagesbild import Lagesbild
from lagesbild.domain.work.meetings import Meeting, MeetingState
from lagesbild.domain.work.priority import Judgement, Ranking
from lagesbild.domain.work.register import Agreement, Document
from lagesbild.store.connection import Store
from lagesbild.workspace.action_plan import Link
from lagesbild.workspace.collecting import RequestState, follow_round
from lagesbild.workspace.dialogues import count_youth_reports
from lagesbild.workspace.inventory import real_deliveries
from lagesbild.workspace.law_clock import ClockState
from lagesbild.workspace.meetings import Meetings, read_meetings
from lagesbild.workspace.plan_view import Plan, read_plan
from lagesbild.workspace.records import records_of
from lagesbild.workspace.register import needs_attention
from lagesbild.workspace.year_wheel import law_clocks_of

CALL_DAYS = 21
"""So long before a meeting the call should be out."""
REMIND_DAYS = 14
WITHOUT_MEETING = timedelta(days=90)
"""How far back news reach when no meeting has been."""


class Urgency(StrEnum):
    """In the order it is read."""

    LATE = "försenat"
    NOW = "att göra nu"
    SOON = "snart"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One thing that waits, and where it is done.

    choices  of the page's address
    """

    what: str
    urgency: Urgency
    page_id: str
    choices: tuple[tuple[str, str], ...] = ()
    is_example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that came since the last meeting, and where it is read."""

    day: date
    what: str
    page_id: str
    choices: tuple[tuple[str, str], ...] = ()
    is_example: bool = False


def coordinator_tasks(store: Store, *, person: Person, today: date) -> list[ToDo]:
    """Everything that waits in the council's work, the most pressing first."""
    plan = read_plan(store, person=person, today=today)
    found = [
        *_late_deliveries(store, person=person, today=today),
        *_clocks(store, person=person, today=today), *_follow_ups(plan),
        *_meetings(read_meetings(store, person=person, today=today), today=today),
        *_youth(store, person=person, today=today), *_gaps(plan),
        *_documents(store, person=person, today=today),
    ]  # fmt: skip
    order = list(Urgency)
    return sorted(found, key=lambda one: order.index(one.urgency))


def _late_deliveries(store: Store, *, person: Person, today: date) -> list[ToDo]:
    came = real_deliveries(store, person=person)
    found = []
    for saved in records_of(store, kind=CollectionRound, person=person):
        for one in follow_round(saved, deliveries=came, today=today).requests:
            if one.is_met or one.due_on > today + timedelta(days=REMIND_DAYS):
                continue
            is_late = one.state is RequestState.LATE
            who = one.request.responsible or one.request.organisation or "den som ansvarar"
            day = date_words(one.due_on)
            found.append(
                ToDo(
                    what=f"Påminn {who} om {one.request.what}: "
                    f"{'skulle ha kommit' if is_late else 'ska in'} {day}.",
                    urgency=Urgency.LATE if is_late else Urgency.SOON, page_id="underlag",
                    choices=(("flik", "Insamling"),), is_example=saved.is_example,
                )
            )  # fmt: skip
    return found


CLOCK_URGENCY = {
    ClockState.OVER: Urgency.LATE, ClockState.SOON: Urgency.SOON, ClockState.UNKNOWN: Urgency.NOW
}  # fmt: skip


def _clocks(store: Store, *, person: Person, today: date) -> list[ToDo]:
    documents = records_of(store, kind=Document, person=person)
    is_example = any(one.is_example for one in documents)
    return [
        ToDo(
            what=one.sentence, urgency=CLOCK_URGENCY[one.state], page_id="arshjul",
            is_example=is_example,
        )
        for one in law_clocks_of(store, person=person, today=today) if one.state in CLOCK_URGENCY
    ]  # fmt: skip


def _follow_ups(plan: Plan) -> list[ToDo]:
    return [
        ToDo(
            what=f"Följ upp {one.record.title} ({one.record.owner}).", urgency=Urgency.LATE,
            page_id="atgardsplan", choices=(("flik", "Att följa upp"),), is_example=one.is_example,
        )
        for one in plan.due
    ]  # fmt: skip


def _gaps(plan: Plan) -> list[ToDo]:
    lacking = sum(one.link is Link.MEASURE for one in plan.missing)
    if not lacking:
        return []
    count = "1 orsak" if lacking == 1 else f"{lacking} orsaker"
    return [
        ToDo(
            what=f"{count} som kan gå att påverka saknar åtgärd.", urgency=Urgency.NOW,
            page_id="atgardsplan", choices=(("flik", "Luckor"),), is_example=plan.is_example,
        )
    ]  # fmt: skip


def _meetings(meetings: Meetings, *, today: date) -> list[ToDo]:
    found = []
    coming, before = meetings.coming, meetings.before
    if coming is None:
        found.append(
            ToDo(what="Lägg in nästa möte.", urgency=Urgency.NOW, page_id="moten",
                 choices=(("flik", "Alla möten"),))
        )  # fmt: skip
    elif _needs_call(coming.record, today=today):
        found.append(
            ToDo(what=f"Skicka kallelsen till {coming.record.title}, {coming.record.held_on}.",
                 urgency=Urgency.NOW, page_id="moten", is_example=coming.is_example)
        )  # fmt: skip
    if before is not None and before.record.state is not MeetingState.SETTLED:
        found.append(
            ToDo(what=f"Skriv klart och sänd ut anteckningarna från {before.record.held_on}.",
                 urgency=Urgency.NOW, page_id="moten", choices=(("mote", before.id),),
                 is_example=before.is_example)
        )  # fmt: skip
    if before is not None:
        found += [
            ToDo(what=f"Från mötet {before.record.held_on}: {item.to_do}", urgency=Urgency.NOW,
                 page_id="moten", choices=(("mote", before.id),), is_example=before.is_example)
            for item in before.record.agenda if item.to_do
        ]  # fmt: skip
    return found


def _needs_call(meeting: Meeting, *, today: date) -> bool:
    is_near = meeting.held_on is not None and meeting.held_on <= today + timedelta(days=CALL_DAYS)
    return is_near and meeting.state is MeetingState.PLANNED


def _youth(store: Store, *, person: Person, today: date) -> list[ToDo]:
    reports = records_of(store, kind=YouthReport, person=person)
    count = count_youth_reports(reports, today=today)
    if not count.is_behind:
        return []
    return [
        ToDo(what=count.sentence, urgency=Urgency.LATE, page_id="moten",
             choices=(("flik", "Ungdomsrådet"),), is_example=any(one.is_example for one in reports))
    ]  # fmt: skip


def _documents(store: Store, *, person: Person, today: date) -> list[ToDo]:
    kept = [
        *records_of(store, kind=Document, person=person),
        *records_of(store, kind=Agreement, person=person),
    ]
    found = []
    for one in kept:
        why = needs_attention(one.record, today=today)
        if why:
            found.append(
                ToDo(
                    what=f"{one.record.heading} {why}.", page_id="register",
                    urgency=Urgency.SOON if "snart" in why else Urgency.LATE,
                    is_example=one.is_example,
                )
            )  # fmt: skip
    return found


def tasks_sentence(tasks: Sequence[ToDo]) -> str:
    """How much waits."""
    late = sum(one.urgency is Urgency.LATE for one in tasks)
    now = sum(one.urgency is Urgency.NOW for one in tasks)
    if not tasks:
        return "Inget väntar på dig just nu."
    told = [
        f"{late} {'sak är försenad' if late == 1 else 'saker är försenade'}" if late else "",
        f"{now} att göra nu" if now else "",
        f"{len(tasks) - late - now} snart" if len(tasks) > late + now else "",
    ]
    return f"{', '.join(one for one in told if one)}."


def last_meeting_day(store: Store, *, person: Person, today: date) -> tuple[date, bool]:
    """From when news count, and whether it is the day of a meeting."""
    before = read_meetings(store, person=person, today=today).before
    if before is None or before.record.held_on is None:
        return today - WITHOUT_MEETING, False
    return before.record.held_on, True


def news_since(
    store: Store, *, person: Person, since: date, today: date, sources: Mapping[str, str]
) -> list[News]:
    """What has come since a day, newest first.

    sources  id -> name
    """
    found = [
        *_new_deliveries(store, person=person, sources=sources),
        *_new_follow_ups(read_plan(store, person=person, today=today)),
        *_new_records(store, person=person),
    ]  # fmt: skip
    recent = [one for one in found if since < one.day <= today]
    return sorted(recent, key=lambda one: one.day, reverse=True)


def _new_deliveries(store: Store, *, person: Person, sources: Mapping[str, str]) -> Iterable[News]:
    newest: dict[str, date] = {}
    for one in real_deliveries(store, person=person):
        day = one.received_at.date()
        newest[one.source_id] = max(day, newest.get(one.source_id, day))
    for source_id, day in newest.items():
        yield News(day=day, what=f"Nya siffror från {sources.get(source_id, source_id)}.", page_id="datakallor")  # fmt: skip


def _new_follow_ups(plan: Plan) -> Iterable[News]:
    for one in plan.measures:
        where = (("flik", "Åtgärder"), ("atgard", one.id))
        for entry in one.record.follow_ups:
            if entry.on:
                words = f"{one.record.title} följdes upp: {entry.decision.words}."
                yield News(day=entry.on, what=words, page_id="atgardsplan", choices=where, is_example=one.is_example)  # fmt: skip
        if one.record.decided_on:
            words = f"{one.record.title} beslutades av {one.record.owner}."
            yield News(day=one.record.decided_on, what=words, page_id="atgardsplan", choices=where, is_example=one.is_example)  # fmt: skip


def _new_records(store: Store, *, person: Person) -> Iterable[News]:
    for report in records_of(store, kind=YouthReport, person=person):
        if report.record.received_on:
            yield News(day=report.record.received_on, what=f"{report.record.title} kom in.", page_id="moten", choices=(("flik", "Ungdomsrådet"),), is_example=report.is_example)  # fmt: skip
    for talk in records_of(store, kind=Dialogue, person=person):
        if talk.record.held_on:
            yield News(day=talk.record.held_on, what=f"{talk.record.title}: {talk.record.kind.words} hölls.", page_id="moten", choices=(("flik", "Dialoger och vandringar"),), is_example=talk.is_example)  # fmt: skip
    for ranking in records_of(store, kind=Ranking, person=person):
        if ranking.record.decided_on:
            yield News(day=ranking.record.decided_on, what=f"{ranking.record.title} beslutades.", page_id="prioritering", choices=(("flik", "Beslut"),), is_example=ranking.is_example)  # fmt: skip
    for lagesbild in records_of(store, kind=Lagesbild, person=person):
        for step in lagesbild.record.steps:
            if step.on:
                yield News(day=step.on, what=f"{lagesbild.record.title} är {step.state.words}.", page_id="lagesbild", choices=(("lagesbild", lagesbild.id),), is_example=lagesbild.is_example)  # fmt: skip


def left_to_judge(store: Store, *, person: Person) -> int:
    """Problems that the person has not judged."""
    problems = records_of(store, kind=Problem, person=person)
    judged = {
        one.record.problem
        for one in records_of(store, kind=Judgement, person=person)
        if one.saved_by == person.id
    }
    return sum(one.id not in judged for one in problems)


def news_sentence(news: Sequence[News], *, since: date, is_meeting: bool, today: date) -> str:
    """ "Sedan mötet 15 september: 4 saker är nya." """
    year = "" if since.year == today.year else f" {since.year}"
    when = f"mötet {day_words(since)}{year}" if is_meeting else f"{day_words(since)}{year}"
    if not news:
        return f"Inget är nytt sedan {when}."
    count = "en sak är ny" if len(news) == 1 else f"{len(news)} saker är nya"
    return f"Sedan {when}: {count}."
