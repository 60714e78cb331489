"""Meetings: which comes next, who is called, what is shown, and the notes that grow out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lagesbild.domain.meeting_paper import MeetingPaper
from lagesbild.domain.person import Person
from lagesbild.domain.work.dated import Dated, day_words
from lagesbild.domain.work.meetings import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingState,
    Presence,
)
from lagesbild.domain.work.register import Body, Council, Seat
from lagesbild.domain.work.year import HappeningKind
from lagesbild.store.connection import Store
from lagesbild.workspace.problems import ShownEvidence
from lagesbild.workspace.records import Saved, records_of

KINDS = {Body.COUNCIL: HappeningKind.COUNCIL, Body.GROUP: HappeningKind.GROUP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """What the page Möten och dialoger shows of meetings.

    meetings  by day, the last first
    coming    the next one, None when none is planned
    before    the newest that has been, None when there is none
    """

    sentence: str
    council: Council
    meetings: tuple[Saved[Meeting], ...]
    coming: Saved[Meeting] | None
    before: Saved[Meeting] | None

    @property
    def is_example(self) -> bool:
        return any(one.is_example for one in self.meetings)


def read_meetings(store: Store, *, person: Person, today: date) -> Meetings:
    """The own kommun's meetings."""
    found = records_of(store, kind=Meeting, person=person)
    by_day = sorted(found, key=lambda one: one.record.held_on or date.min, reverse=True)
    councils = records_of(store, kind=Council, person=person)
    council = councils[-1].record if councils else Council()
    ahead = [one for one in by_day if _is_ahead(one.record, today=today)]
    behind = [one for one in by_day if not _is_ahead(one.record, today=today)]
    coming, before = (ahead[-1] if ahead else None), (behind[0] if behind else None)
    return Meetings(
        sentence=_sentence(council, coming=coming, before=before, today=today), council=council,
        meetings=tuple(by_day), coming=coming, before=before,
    )  # fmt: skip


def _is_ahead(meeting: Meeting, *, today: date) -> bool:
    """Today's meeting is the next one until it is said to be held."""
    is_over = meeting.state in {MeetingState.HELD, MeetingState.SETTLED}
    return meeting.held_on is not None and meeting.held_on >= today and not is_over


def _sentence(
    council: Council, *, coming: Saved[Meeting] | None, before: Saved[Meeting] | None, today: date
) -> str:
    last = f" Senaste mötet var {_when(before.record, today=today)}." if before else ""
    if coming is None:
        return f"Inget möte är inlagt för {council.name}.{last}"
    one = coming.record
    items = "1 punkt" if len(one.agenda) == 1 else f"{len(one.agenda)} punkter"
    who = body_name(council, one.body)
    return f"Nästa möte: {who} {_when(one, today=today)}, {items} på dagordningen.{last}"


def body_name(council: Council, body: Body) -> str:
    """What the kommun calls it."""
    return council.name if body is Body.COUNCIL else council.group


def _when(meeting: Meeting, *, today: date) -> str:
    if meeting.held_on is None:
        return "utan dag"
    year = "" if meeting.held_on.year == today.year else f" {meeting.held_on.year}"
    at = f" klockan {meeting.at}" if meeting.at else ""
    return f"{day_words(meeting.held_on)}{year}{at}"


def with_members(meeting: Meeting, *, seats: Sequence[Saved[Seat]]) -> Meeting:
    """The meeting with everybody who sits that day called; who is there already stays as they are."""
    known = {one.name for one in meeting.attendance}
    day = meeting.held_on or date.max
    new = [
        Attendance(
            name=one.record.name, organisation=one.record.organisation, deputy=one.record.deputy
        )
        for one in seats
        if one.record.body is meeting.body and one.record.sits(day) and one.record.name not in known
    ]
    return replace(meeting, attendance=(*meeting.attendance, *new))


def absent_twice(meetings: Meetings, *, body: Body) -> list[str]:
    """Organisations that nobody came from at the last two meetings of the body."""
    held = [
        one.record
        for one in meetings.meetings
        if one.record.body is body
        and any(a.presence is not Presence.UNKNOWN for a in one.record.attendance)
    ][:2]
    if len(held) < 2:
        return []
    called = [{a.organisation for a in one.attendance if a.organisation} for one in held]
    came = [
        {a.organisation for a in one.attendance if a.presence in {Presence.HERE, Presence.DEPUTY}}
        for one in held
    ]
    return sorted((called[0] & called[1]) - came[0] - came[1])


def call_paper(
    meeting: Meeting, *, council: Council, today: date, is_example: bool = False
) -> MeetingPaper:
    """The call: time, place, agenda and who is called."""
    items = tuple(
        (f"{number}. {item.title}", _lines(f"Föredras av {item.who}." if item.who else "", item.about))
        for number, item in enumerate(meeting.agenda, start=1)
    )  # fmt: skip
    intro = (("Inledning", (meeting.about,)),) if meeting.about else ()
    called = tuple(
        f"{one.name}, {one.organisation}" + (f" (ersättare: {one.deputy})" if one.deputy else "")
        for one in meeting.attendance
    )
    return MeetingPaper(
        title=f"Kallelse: {meeting.title}", mark=_mark(is_example),
        facts=_facts(meeting, council=council, today=today),
        parts=(*intro, *items, *((("Kallade", called),) if called else ())),
    )  # fmt: skip


def minutes_paper(
    meeting: Meeting, *, council: Council, today: date,
    shown: Sequence[tuple[int, ShownEvidence]], is_example: bool = False,
) -> MeetingPaper:  # fmt: skip
    """The notes as a skeleton of what was shown, said and decided.

    shown  item and view, as those who get the paper may read it
    """
    parts = [("Närvaro", tuple(_attended(meeting)))]
    for number, item in enumerate(meeting.agenda, start=1):
        views = [one for at, one in shown if at == number]
        parts.append((f"{number}. {item.title}", _item_lines(item, views=views)))
    if meeting.distribution:
        parts.append(("Sändlista", (", ".join(meeting.distribution),)))
    facts = _facts(meeting, council=council, today=today)
    by = (("Vid pennan", meeting.minutes_by),) if meeting.minutes_by else ()
    return MeetingPaper(
        title=f"Minnesanteckningar: {meeting.title}", facts=(*facts, *by), parts=tuple(parts),
        mark=_mark(is_example),
    )  # fmt: skip


def _mark(is_example: bool) -> str:
    return "Exempeldata – påhittade siffror och namn" if is_example else ""


def _facts(meeting: Meeting, *, council: Council, today: date) -> tuple[tuple[str, str], ...]:
    told = (
        ("Vilka", body_name(council, meeting.body)), ("När", _when(meeting, today=today)),
        ("Var", meeting.place),
    )  # fmt: skip
    return tuple((label, words) for label, words in told if words)


def _attended(meeting: Meeting) -> list[str]:
    lines = []
    for presence in (Presence.HERE, Presence.DEPUTY, Presence.ABSENT):
        own = [one for one in meeting.attendance if one.presence is presence]
        names = [
            f"{one.deputy or one.name} för {one.name}" if presence is Presence.DEPUTY else one.name
            for one in own
        ]
        if names:
            lines.append(f"{presence.words.capitalize()}: {', '.join(names)}.")
    return lines or ["Närvaron är inte ifylld."]


def _item_lines(item: AgendaItem, *, views: Sequence[ShownEvidence]) -> tuple[str, ...]:
    told = [_shown(one) for one in views]
    said = _lines(
        item.said, f"Beslut: {item.decision}" if item.decision else "",
        f"Att göra: {item.to_do}" if item.to_do else "",
    )  # fmt: skip
    return (*told, *said) or ("Inget antecknat.",)


def _shown(one: ShownEvidence) -> str:
    if not one.is_told:
        return "Visades: en vy med känsliga uppgifter, som inte återges här."
    period = f" ({one.evidence.period})" if one.evidence.period else ""
    return f"Visades: {one.says}{period}"


def _lines(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def meeting_dates(meetings: Sequence[Saved[Meeting]]) -> list[Dated]:
    """The meetings for the year wheel and the calendar file."""
    return [
        Dated(
            id=one.id, title=one.record.title, kind=KINDS[one.record.body], place=one.record.place,
            starts_on=one.record.held_on, ends_on=one.record.held_on, warn_days=7,
            about=f"Klockan {one.record.at}" if one.record.at else "", kept_in="Möten och dialoger",
        )
        for one in meetings if one.record.held_on
    ]  # fmt: skip
