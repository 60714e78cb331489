"""From a meeting to what the residents are told: a draft out of its own words."""

from __future__ import annotations

from lagesbild.domain.person import Person
from lagesbild.domain.work.dated import date_words
from lagesbild.domain.work.meetings import Meeting
from lagesbild.domain.work.register import Council
from lagesbild.domain.work.telling import ResidentsDraft
from lagesbild.domain.written import as_inside, joined
from lagesbild.store.connection import Store
from lagesbild.workspace.meetings import body_name
from lagesbild.workspace.records import CheckText, Saved, records_of, save


def draft_of(meeting: Meeting, *, meeting_id: str, council: Council) -> ResidentsDraft:
    """The summary as the introduction, decisions as a list; what was said round the table stays there.

    Without a summary the introduction says what was on the agenda.
    """
    name = body_name(council, meeting.body)
    day = date_words(meeting.held_on) if meeting.held_on else ""
    met = f"{name} möttes {day}".strip()
    items = joined([as_inside(item.title) for item in meeting.agenda])
    intro = meeting.summary or (f"{met} och talade om {items}." if items else f"{met}.")
    decided = [f"- {item.decision}" for item in meeting.agenda if item.decision]
    return ResidentsDraft(
        title=f"Från {name} {day}".strip(), intro=intro, doing="\n".join(decided),
        meeting=meeting_id,
    )  # fmt: skip


def drafts_from(store: Store, *, meeting_id: str, person: Person) -> list[Saved[ResidentsDraft]]:
    """Those that were begun from the meeting."""
    found = records_of(store, kind=ResidentsDraft, person=person)
    return [one for one in found if one.record.meeting == meeting_id]


def begin_draft(
    store: Store, *, meeting: Saved[Meeting], council: Council, person: Person,
    check_text: CheckText,
) -> Saved[ResidentsDraft]:  # fmt: skip
    """Keep a draft; of an invented meeting it is invented too.

    raises  as records.save
    """
    draft = draft_of(meeting.record, meeting_id=meeting.id, council=council)
    return save(store, record=draft, person=person, check_text=check_text)
