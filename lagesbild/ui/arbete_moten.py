"""Möten: the call, each item with its views, attendance, decisions written down on the spot, and the notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import streamlit as st

from lagesbild.domain.meeting_paper import MeetingPaper
from lagesbild.domain.person import Person, Role
from lagesbild.domain.work.causes import Evidence, Problem
from lagesbild.domain.work.lagesbild import Section
from lagesbild.domain.work.meetings import AgendaItem, AgendaView, Meeting, Presence
from lagesbild.domain.work.register import Body, Seat
from lagesbild.ui.arbete_berattat import show_telling
from lagesbild.ui.arbete_bild import offer_picture
from lagesbild.ui.arbete_conflict import show_conflict
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import (
    Shelf,
    as_begun,
    follow_saved,
    save_record,
    show_shelf,
    tell_newer,
)
from lagesbild.ui.document_view import show_way_back
from lagesbild.ui.downloads import offer_file
from lagesbild.ui.filters import choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.pinned_marks import has_changed
from lagesbild.ui.render import as_label, plain, show_empty
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address, Option
from lagesbild.ui.text_form import text_form
from lagesbild.workspace.meetings import (
    Meetings,
    absent_twice,
    call_paper,
    meeting_dates,
    minutes_paper,
    read_meetings,
    with_members,
)
from lagesbild.workspace.problems import ShownEvidence, as_told
from lagesbild.workspace.records import Saved, may_edit, records_of

FIRST_AGENDA = (
    AgendaItem(title="Närvaro och dagordning"), AgendaItem(title="Föregående anteckningar"),
    AgendaItem(title="Läget sedan sist"), AgendaItem(title="Åtgärder att följa upp"),
    AgendaItem(title="Laget runt"), AgendaItem(title="Nästa möte"),
)  # fmt: skip
"""What a new meeting begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    """The meetings, and the one that is looked at; None when there is none."""

    meetings: Meetings
    saved: Saved[Meeting] | None
    shown: tuple[tuple[int, ShownEvidence], ...]
    edits: bool


def read_page(page: PageContext) -> Meetings:
    """The own kommun's meetings, as they stand now."""
    return read_meetings(page.context.store, person=page.person, today=page.inquiry.today)


def choose_meeting(page: PageContext, meetings: Meetings) -> MeetingPage:
    """The meeting in the address; the next one at first, or the newest that has been."""
    edits = may_edit(page.person, kind=Meeting)
    options = [
        Option(id=one.id, label=as_label(f"{one.record.held_on} {one.record.title}"))
        for one in meetings.meetings
    ]
    if not options:
        return MeetingPage(meetings=meetings, saved=None, shown=(), edits=edits)
    first = meetings.coming or meetings.before
    follow_saved(Address.MEETING, options)
    with st.container(width=420):
        chosen = choose_one(
            "Möte", options, key=Address.MEETING, what="ett möte",
            default=first.id if first else None,
        )  # fmt: skip
    saved = next(one for one in meetings.meetings if one.id == chosen)
    return MeetingPage(
        meetings=meetings,
        saved=saved,
        shown=_shown(page, saved.record, reader=page.person),
        edits=edits,
    )


def _on_paper(page: PageContext, meeting: Meeting) -> tuple[tuple[int, ShownEvidence], ...]:
    """Notes are sent out: they hold nothing that an ordinary member may not read."""
    reader = replace(page.person, role=Role.LEDAMOT, behind=page.person.role)
    return _shown(page, meeting, reader=reader)


def _shown(
    page: PageContext, meeting: Meeting, *, reader: Person
) -> tuple[tuple[int, ShownEvidence], ...]:
    told = as_told(
        meeting.views,
        catalog=page.inquiry.catalog,
        person=reader,
        has_changed=lambda one: has_changed(page, one),
    )
    return tuple((view.item, one) for view, one in zip(meeting.views, told, strict=True))


def show_meeting(page: PageContext, found: MeetingPage) -> None:
    """The meeting item by item, with what to show and what was said."""
    if found.saved is None:
        show_empty("Inget möte är inlagt än. Lägg in det under Alla möten, så följer en dagordning med.")  # fmt: skip
        return
    saved = found.saved
    if show_conflict(
        page, record_id=saved.id, names=offers(page),
        save_as=lambda theirs, record: save_record(
            page, address=Address.MEETING, saved=theirs, record=record
        ),
    ):  # fmt: skip
        return
    _show_facts(saved.record)
    if found.edits:
        begun = as_begun(saved)
        tell_newer(begun, page=page, newest=saved)
    for number, item in enumerate(saved.record.agenda, start=1):
        _show_item(page, found, number=number, item=item)
    if found.edits:
        _show_add_view(page, saved=saved)
    _offer_papers(page, found)


def _show_facts(meeting: Meeting) -> None:
    told = (str(meeting.held_on), meeting.at, meeting.place, meeting.state.words)
    st.markdown(plain(", ".join(one for one in told if one)))
    if meeting.about:
        st.markdown(plain(meeting.about))


def _show_item(page: PageContext, found: MeetingPage, *, number: int, item: AgendaItem) -> None:
    with st.container(border=True):
        st.subheader(plain(f"{number}. {item.title}"), anchor=False)
        for text in (f"Föredras av {item.who}." if item.who else "", item.about):
            if text:
                st.markdown(plain(text))
        for at_view, (at, one) in enumerate(found.shown):
            if at == number:
                _show_view(page, one, key=f"{number}-{at_view}")
        for label, text in (
            ("", item.said),
            ("Beslut: ", item.decision),
            ("Att göra: ", item.to_do),
        ):
            if text:
                st.markdown(f"**{label}**{plain(text)}" if label else plain(text))
        if found.edits and found.saved is not None:
            _show_notes(page, saved=as_begun(found.saved), number=number)


def _show_view(page: PageContext, one: ShownEvidence, *, key: str) -> None:
    st.markdown(f"▸ {plain(one.says)}")
    if one.about:
        st.caption(one.about)
    if one.is_told:
        show_way_back(page, one.evidence.address)
        offer_picture(page, one.evidence, key=f"punkt-{key}")


def _show_notes(page: PageContext, *, saved: Saved[Meeting], number: int) -> None:
    items = saved.record.agenda
    if number > len(items):
        return
    item, key = items[number - 1], f"{saved.id}-{saved.version}-punkt-{number}"
    with (
        st.expander("Anteckna", icon=":material/edit_note:", key=f"{key}-oppna"),
        text_form(key) as form,
    ):
        said = form.paragraph("Vad som sades", key=f"{key}-sagt", value=item.said)
        decision = form.line("Beslut", key=f"{key}-beslut", value=item.decision)
        to_do = form.line("Att göra, vem och när", key=f"{key}-gora", value=item.to_do)
        if not form.submit("Spara punkten", icon=":material/check:", key=f"{key}-spara"):
            return
    after = replace(item, said=said, decision=decision, to_do=to_do)
    agenda = (*items[: number - 1], after, *items[number:])
    if save_record(
        page, address=Address.MEETING, saved=saved, record=replace(saved.record, agenda=agenda)
    ):
        st.rerun()


def _show_add_view(page: PageContext, *, saved: Saved[Meeting]) -> None:
    """Views that are pinned already can be shown at an item."""
    pinned = _pinned(page, known={one.address for one in saved.record.views})
    items = {number: one.title for number, one in enumerate(saved.record.agenda, start=1)}
    if not pinned or not items:
        return
    with st.expander("Lägg till en vy att visa", icon=":material/push_pin:", key=f"{saved.id}-vyer"):  # fmt: skip
        number = st.selectbox(
            "Vid punkt", list(items), key=f"{saved.id}-vid",
            format_func=lambda one: as_label(f"{one}. {items[one]}"),
        )  # fmt: skip
        chosen = st.selectbox(
            "Fäst vy", list(pinned), key=f"{saved.id}-vy",
            format_func=lambda one: as_label(pinned[one].says) if one in pinned else "",
        )  # fmt: skip
        st.button(
            "Lägg till vyn", key=f"{saved.id}-{saved.version}-lagg-vy", icon=":material/add:",
            on_click=_add_view, args=(page, saved, number, pinned[chosen]),
        )  # fmt: skip
        st.caption("Här väljs bland vyer som redan är fästa i en lägesbild eller vid ett problem.")


def _pinned(page: PageContext, *, known: set[str]) -> dict[str, Evidence]:
    """Every pinned view by its address, the newest first."""
    store, person = page.context.store, page.person
    views: list[Evidence] = []
    for problem in records_of(store, kind=Problem, person=person):
        views += problem.record.evidence
    for section in records_of(store, kind=Section, person=person):
        views += section.record.views
    return {one.address: one for one in reversed(views) if one.address and one.address not in known}


def _add_view(page: PageContext, saved: Saved[Meeting], number: int, view: Evidence) -> None:
    new = AgendaView(
        item=number, says=view.says, address=view.address, indicator=view.indicator,
        period=view.period, place=view.place, data_version=view.data_version, figures=view.figures,
    )  # fmt: skip
    record = replace(saved.record, views=(*saved.record.views, new))
    save_record(page, address=Address.MEETING, saved=saved, record=record)


def _offer_papers(page: PageContext, found: MeetingPage) -> None:
    if found.saved is None:
        return
    saved, council, today = found.saved, found.meetings.council, page.inquiry.today
    call = call_paper(saved.record, council=council, today=today, is_example=saved.is_example)
    notes = minutes_paper(
        saved.record, council=council, today=today, shown=_on_paper(page, saved.record),
        is_example=saved.is_example,
    )  # fmt: skip
    st.subheader("Att skicka", anchor=False)
    if saved.record.distribution:
        st.markdown(f"Sändlista: {plain(', '.join(saved.record.distribution))}.")
    with st.container(horizontal=True):
        _offer_paper(call, name="kallelse", key=f"kallelse-{saved.id}")
        _offer_paper(notes, name="minnesanteckningar", key=f"anteckningar-{saved.id}")
        offer_file(
            "kalender", "Mötet som kalenderfil", data=lambda: _calendar([saved]),
            file_name="mote.ics", mime="text/calendar", key=f"kalender-{saved.id}",
            icon=":material/calendar_month:",
        )  # fmt: skip
    with st.expander("Anteckningarna som text att klistra in", key=f"{saved.id}-text"):
        st.code(notes.as_text(), language=None, wrap_lines=True)
    show_telling(page, saved, council=council, edits=found.edits)


def _offer_paper(paper: MeetingPaper, *, name: str, key: str) -> None:
    def pdf() -> bytes:
        from lagesbild.report.meeting_pdf import meeting_pdf

        return meeting_pdf(paper)

    stem = re.sub(r"[^a-z0-9]+", "-", f"{name}-exempel" if paper.mark else name)
    offer_file(
        "motespapper", f"{name.capitalize()} som PDF", data=pdf, file_name=f"{stem}.pdf",
        mime="application/pdf", key=key, icon=":material/picture_as_pdf:",
    )  # fmt: skip


def _calendar(meetings: Sequence[Saved[Meeting]]) -> bytes:
    from lagesbild.report.calendar_file import write_calendar

    return write_calendar(meeting_dates(meetings), name="Möten", made_at=datetime.now(UTC))


def show_attendance(page: PageContext, found: MeetingPage) -> None:
    """Who is called, who came, and who came instead."""
    saved = found.saved
    if saved is None:
        show_empty("Lägg först in ett möte under Alla möten.")
        return
    rows = [
        {
            "Namn": one.name, "Organisation": one.organisation or "–",
            "Ersättare": one.deputy or "–", "Närvaro": one.presence.words,
        }
        for one in saved.record.attendance
    ]  # fmt: skip
    show_rows(rows, alt="Närvaro")
    for body in Body:
        away = absent_twice(found.meetings, body=body)
        if away:
            st.info(f"Ingen har kommit två möten i rad från: {plain(', '.join(away))}.")
    if not found.edits:
        return
    seats = records_of(page.context.store, kind=Seat, person=page.person)
    filled = with_members(saved.record, seats=seats)
    new = len(filled.attendance) - len(saved.record.attendance)
    if new:
        st.button(
            f"Kalla {new} ledamöter ur Registret", key=f"{saved.id}-{saved.version}-kalla",
            icon=":material/group_add:", on_click=save_record, args=(page,),
            kwargs={"address": Address.MEETING, "saved": saved, "record": filled},
        )  # fmt: skip
    if saved.record.attendance:
        _show_roll(page, saved=as_begun(saved))


def _show_roll(page: PageContext, *, saved: Saved[Meeting]) -> None:
    key = f"{saved.id}-{saved.version}-narvaro"
    with text_form(key) as form:
        came = [
            st.radio(
                as_label(f"{one.name}, {one.organisation}"), list(Presence), horizontal=True,
                index=list(Presence).index(one.presence), key=f"{key}-{place}",
                format_func=lambda presence: presence.words,
            )
            for place, one in enumerate(saved.record.attendance)
        ]  # fmt: skip
        if not form.submit("Spara närvaron", icon=":material/check:", key=f"{key}-spara"):
            return
    after = tuple(
        replace(one, presence=presence or one.presence)
        for one, presence in zip(saved.record.attendance, came, strict=True)
    )
    if save_record(
        page, address=Address.MEETING, saved=saved, record=replace(saved.record, attendance=after)
    ):
        st.rerun()


def show_all(page: PageContext, meetings: Meetings) -> None:
    """Every meeting in a table, and one of them to change; a new one begins with an agenda."""
    rows = [
        {
            "Dag": str(one.record.held_on), "Möte": one.record.title,
            "Läge": one.record.state.words, "Punkter": str(len(one.record.agenda)),
            "Beslut": str(sum(bool(item.decision) for item in one.record.agenda)),
        }
        for one in meetings.meetings
    ]  # fmt: skip
    show_rows(rows, alt=meetings.sentence)
    blank = Meeting(
        title=f"{meetings.council.name}, möte", agenda=FIRST_AGENDA,
        distribution=("Kommunstyrelsen", meetings.council.group, "Ungdomsrådet"),
    )  # fmt: skip
    show_shelf(
        page,
        Shelf(
            kind=Meeting, address=Address.MEETING, label="Välj möte", blank=blank,
            names=offers(page), more={}, is_listed=True, add="Lägg till ett möte",
            empty="Inget möte är inlagt än.",
        ),
        records=meetings.meetings,
    )  # fmt: skip
