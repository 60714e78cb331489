"""Pinning a view: to a section of a lägesbild that is being written, or to a problem as its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import Person
from lagesbild.domain.work.causes import Evidence, Problem
from lagesbild.domain.work.lagesbild import (
    Lagesbild,
    LagesbildKind,
    LagesbildState,
    LawPart,
    Section,
)
from lagesbild.domain.work.meetings import AgendaView, Meeting, MeetingState
from lagesbild.store.connection import Store
from lagesbild.workspace.records import CheckText, Saved, records_of, save

FIRST_SECTIONS: dict[LagesbildKind, dict[LawPart, str]] = {
    LagesbildKind.ORDINARY: {
        LawPart.EXTENT: "Brottsligheten och dess omfattning",
        LawPart.CONSEQUENCES: "Brottslighetens konsekvenser",
        LawPart.OTHER: "Annan information av betydelse",
        LawPart.ANALYSIS: "Analys",
    },
    LagesbildKind.EXTRA: {
        LawPart.EXTENT: "Vad som har hänt",
        LawPart.CONSEQUENCES: "Vad det har fört med sig",
        LawPart.ANALYSIS: "Bedömning, och vad vi gör nu",
    },
    LagesbildKind.SHORT: {
        LawPart.EXTENT: "Läget sedan sist",
        LawPart.ANALYSIS: "Vad det betyder för oss",
    },
}
"""What a new lägesbild begins with. The ordinary one has a section for each part that the law wants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """Where a view is now.

    name    "Lägesbild 2026, Analys"
    is_new  False when the same view was there already; then nothing was saved
    """

    record_id: str
    name: str
    is_new: bool


def open_sections(store: Store, *, person: Person) -> list[tuple[str, Saved[Section]]]:
    """Sections of the drafts, with their names; the newest draft first, in the order they are read."""
    drafts = [one for one in records_of(store, kind=Lagesbild, person=person) if is_open(one)]
    sections = records_of(store, kind=Section, person=person)
    return [
        (f"{draft.record.title}, {section.record.title}", section)
        for draft in reversed(drafts)
        for section in sections_in_order(sections, lagesbild_id=draft.id)
    ]


def is_open(saved: Saved[Lagesbild]) -> bool:
    """Whether it may still be written in: once adopted it stands as it is."""
    return saved.record.state in {LagesbildState.DRAFT, LagesbildState.PRESENTED}


def sections_in_order(
    sections: Sequence[Saved[Section]], *, lagesbild_id: str
) -> list[Saved[Section]]:
    """Those of one lägesbild, by the law's parts and then by the writer's order."""
    parts = list(LawPart)
    own = [one for one in sections if one.record.lagesbild == lagesbild_id]
    return sorted(own, key=lambda one: (parts.index(one.record.part), one.record.place))


def start_lagesbild(
    store: Store, *, lagesbild: Lagesbild, person: Person, check_text: CheckText
) -> Saved[Lagesbild]:
    """A new draft. What follows on an earlier one begins with its sections, texts and views: the views
    keep their choices, and show today's figures."""
    saved = save(store, record=lagesbild, person=person, check_text=check_text)
    for section in _first_sections(store, lagesbild=lagesbild, person=person):
        save(
            store, record=replace(section, lagesbild=saved.id), person=person, check_text=check_text
        )
    return saved


def _first_sections(store: Store, *, lagesbild: Lagesbild, person: Person) -> list[Section]:
    earlier = records_of(store, kind=Section, person=person)
    taken = (
        sections_in_order(earlier, lagesbild_id=lagesbild.previous) if lagesbild.previous else []
    )
    if taken:
        return [one.record for one in taken]
    titles = FIRST_SECTIONS[lagesbild.kind]
    return [Section(title=title, part=part) for part, title in titles.items()]


def pin_to_section(
    store: Store, *, evidence: Evidence, section_id: str, person: Person, check_text: CheckText,
    today: date,
) -> Pinned:  # fmt: skip
    """Put the view last in a section; without ``section_id`` in the first one of a new lägesbild.

    raises  AccessDenied AC-001; Conflict AB-002; LagesbildError AB-020 when the section is no more
    """
    if not section_id:
        draft = Lagesbild(title=f"Lägesbild {today.year}")
        start_lagesbild(store, lagesbild=draft, person=person, check_text=check_text)
    found = open_sections(store, person=person)
    wanted = section_id or found[0][1].id
    name, section = next((one for one in found if one[1].id == wanted), (None, None))
    if name is None or section is None:
        raise LagesbildError(
            "AB-020", "Avsnittet finns inte längre, eller så är lägesbilden antagen. Inget är sparat.",
            remedy="Välj ett annat avsnitt.",
        )  # fmt: skip
    if any(one.address == evidence.address for one in section.record.views):
        return Pinned(record_id=section.id, name=name, is_new=False)
    after = replace(section.record, views=(*section.record.views, evidence))
    save(
        store, record=after, person=person, check_text=check_text, record_id=section.id,
        based_on=section.version,
    )  # fmt: skip
    return Pinned(record_id=section.id, name=name, is_new=True)


def coming_meeting(store: Store, *, person: Person, today: date) -> Saved[Meeting] | None:
    """The next meeting that has an agenda to show a view at; an invented one only among invented ones."""
    found = [
        one
        for one in records_of(store, kind=Meeting, person=person)
        if one.record.agenda
        and one.record.held_on is not None
        and one.record.held_on >= today
        and one.record.state in {MeetingState.PLANNED, MeetingState.CALLED}
    ]
    return min(found, key=lambda one: one.record.held_on or date.max, default=None)


def pin_to_meeting(
    store: Store,
    *,
    evidence: Evidence,
    item: int,
    person: Person,
    check_text: CheckText,
    today: date,
) -> Pinned:
    """Show the view at an item, counted from 1, of the next meeting.

    raises  AccessDenied AC-001; Conflict AB-002; LagesbildError AB-031 when no meeting is coming
    """
    found = coming_meeting(store, person=person, today=today)
    if found is None or item > len(found.record.agenda):
        raise LagesbildError(
            "AB-031", "Mötet eller punkten finns inte längre. Inget är sparat.",
            remedy="Ladda om sidan och välj en annan punkt.",
        )  # fmt: skip
    name = f"{found.record.heading}, {found.record.agenda[item - 1].title}"
    if any(one.address == evidence.address for one in found.record.views_of(item)):
        return Pinned(record_id=found.id, name=name, is_new=False)
    view = AgendaView(
        item=item, says=evidence.says, address=evidence.address, indicator=evidence.indicator,
        period=evidence.period, place=evidence.place, data_version=evidence.data_version,
        figures=evidence.figures,
    )  # fmt: skip
    save(
        store, record=replace(found.record, views=(*found.record.views, view)), person=person,
        check_text=check_text, record_id=found.id, based_on=found.version,
    )  # fmt: skip
    return Pinned(record_id=found.id, name=name, is_new=True)


def pin_to_problem(
    store: Store, *, evidence: Evidence, problem_id: str, title: str, person: Person,
    check_text: CheckText,
) -> Pinned:  # fmt: skip
    """Add the view to a problem's evidence; without ``problem_id`` to a new problem of that title.

    raises  as pin_to_section
    """
    problems = records_of(store, kind=Problem, person=person)
    found = next((one for one in problems if one.id == problem_id), None)
    record = found.record if found else Problem(title=title)
    if any(one.address == evidence.address for one in record.evidence):
        return Pinned(record_id=problem_id, name=record.title, is_new=False)
    after = replace(record, evidence=(*record.evidence, evidence))
    saved = save(
        store, record=after, person=person, check_text=check_text,
        record_id=found.id if found else "", based_on=found.version if found else 0,
    )  # fmt: skip
    return Pinned(record_id=saved.id, name=record.title, is_new=True)
