"""The buttons under a picture that take it along: to the lägesbild, or to the analysis of causes."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.work.causes import Evidence, Problem
from lagesbild.domain.work.lagesbild import Section
from lagesbild.domain.work.meetings import Meeting
from lagesbild.domain.work.view_address import View, write_address
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ui.guard import PageContext
from lagesbild.ui.pinned_marks import marked
from lagesbild.ui.render import as_label, plain, show_error
from lagesbild.ui.state import Address, Key
from lagesbild.workspace.pinning import (
    Pinned,
    coming_meeting,
    open_sections,
    pin_to_meeting,
    pin_to_problem,
    pin_to_section,
)
from lagesbild.workspace.records import Saved, may_edit, records_of

TO_LAGESBILD, TO_CAUSES, TO_MEETING = "fast-lagesbild", "fast-orsaksanalys", "fast-mote"
"""The boxes; what stands in them has keys that begin so."""

PIN = ":material/push_pin:"


def offer_pins(
    page: PageContext, *, says: str, indicator_id: str | None = None, period: str = "",
    place: str = "",
) -> None:  # fmt: skip
    """Let whoever may write in the council's work keep this view; nothing for the others.

    says          the page's sentence, as it was released
    indicator_id  None for the page's own
    place         "" for the kommun
    """
    if not may_edit(page.person, kind=Section):
        return
    evidence = Evidence(
        says=says, address=write_address(current_view(page)), period=period,
        indicator=indicator_id or page.indicator_id or "",
        place=place or page.inquiry.kommun.name, data_version=page.version,
    )  # fmt: skip
    meeting = coming_meeting(page.context.store, person=page.person, today=page.inquiry.today)
    boxes: dict[str, tuple[str, Callable[[], None]]] = {
        TO_LAGESBILD: ("Till lägesbilden", lambda: _show_sections(page, evidence)),
        TO_CAUSES: ("Till orsaksanalysen", lambda: _show_problems(page, evidence)),
    }
    if meeting is not None:
        boxes[TO_MEETING] = ("Till mötet", lambda: _show_items(page, evidence, meeting))
    _show_boxes(boxes, page_id=page.entry.id)
    _tell_pinned()


def _show_boxes(boxes: dict[str, tuple[str, Callable[[], None]]], *, page_id: str) -> None:
    """A button for each, and under them the one that is open: what is in it is worked out then.

    Not a popover that tells when it closes: a click in the menu closes it too, and of the two requests
    that the browser then sends the second asks for the old page. The visitor stayed where they were.
    """
    opened = st.session_state.get(Key.PINNING)
    with st.container(horizontal=True):
        for key, (label, _) in boxes.items():
            st.button(
                label, icon=PIN, key=f"{key}-oppna", on_click=_open_or_close, args=(page_id, key)
            )
    for key, (_, show) in boxes.items():
        if opened == (page_id, key):
            with st.container(border=True, width=480):
                show()


def _open_or_close(page_id: str, key: str) -> None:
    """On another page all of them are closed."""
    was_open = st.session_state.get(Key.PINNING) == (page_id, key)
    st.session_state[Key.PINNING] = None if was_open else (page_id, key)


def current_view(page: PageContext) -> View:
    """The page with the choices of its address. What the address leaves out keeps following the
    newest figures."""
    given = {Address.KOMMUN.value: page.kommun_code} if page.entry.uses_kommun else {}
    if page.indicator_id:
        given[Address.INDICATOR.value] = page.indicator_id
    choices = list(given.items())
    asked = set(st.query_params)
    for key in Address:
        if key.value not in given and key.value in asked:
            choices += [(key.value, value) for value in _chosen(key)]
    return View(page_id=page.entry.id, choices=tuple(choices))


def _chosen(key: Address) -> list[str]:
    """The widget's own value where it has one: an id, where the address is in words."""
    value = st.session_state.get(key, st.query_params.get_all(key))
    return [str(one) for one in (value if isinstance(value, (list, tuple)) else [value]) if one]


def _show_sections(page: PageContext, evidence: Evidence) -> None:
    found = open_sections(page.context.store, person=page.person)
    names = {section.id: name for name, section in found} | {"": "En ny lägesbild"}
    chosen = _choose("Vilket avsnitt?", names, key=TO_LAGESBILD)
    st.button(
        "Lägg till", key=f"{TO_LAGESBILD}-spara", icon=PIN, on_click=_pin,
        args=(TO_LAGESBILD, lambda: pin_to_section(
            page.context.store, evidence=marked(page, evidence), section_id=chosen, person=page.person,
            check_text=refuse_personal_data, today=page.inquiry.today,
        )),
    )  # fmt: skip


def _show_problems(page: PageContext, evidence: Evidence) -> None:
    found = records_of(page.context.store, kind=Problem, person=page.person)
    names = {one.id: one.record.title for one in reversed(found)} | {"": "Ett nytt problem"}
    chosen = _choose("Vilket problem?", names, key=TO_CAUSES)
    st.button(
        "Lägg till", key=f"{TO_CAUSES}-spara", icon=PIN, on_click=_pin,
        args=(TO_CAUSES, lambda: pin_to_problem(
            page.context.store, evidence=marked(page, evidence), problem_id=chosen, person=page.person,
            check_text=refuse_personal_data, title=_title_of(page, evidence),
        )),
    )  # fmt: skip


def _show_items(page: PageContext, evidence: Evidence, meeting: Saved[Meeting]) -> None:
    names = {
        str(number): f"{number}. {item.title}"
        for number, item in enumerate(meeting.record.agenda, start=1)
    }
    chosen = _choose(f"Vilken punkt {meeting.record.held_on}?", names, key=TO_MEETING)
    st.button(
        "Lägg till", key=f"{TO_MEETING}-spara", icon=PIN, on_click=_pin,
        args=(TO_MEETING, lambda: pin_to_meeting(
            page.context.store, evidence=marked(page, evidence), item=int(chosen), person=page.person,
            check_text=refuse_personal_data, today=page.inquiry.today,
        )),
    )  # fmt: skip


def _title_of(page: PageContext, evidence: Evidence) -> str:
    """What a new problem is called until somebody puts it better."""
    known = page.inquiry.catalog.indicators.get(evidence.indicator)
    return f"{known.name if known else page.entry.title} i {evidence.place}"


def _choose(label: str, names: dict[str, str], *, key: str) -> str:
    if st.session_state.get(f"{key}-val", "") not in names:
        st.session_state.pop(f"{key}-val", None)
    return st.selectbox(
        label, list(names), key=f"{key}-val", filter_mode="contains",
        format_func=lambda one: as_label(names.get(one, one)),
    )  # fmt: skip


def _pin(box: str, act: Callable[[], Pinned]) -> None:
    """What was new is what is chosen afterwards: pressing twice must not make two."""
    try:
        done = st.session_state[Key.PINNED] = act()
        st.session_state[f"{box}-val"] = done.record_id
        st.session_state[Key.PINNING] = None
    except LagesbildError as error:
        st.session_state[Key.PINNED] = error


def _tell_pinned() -> None:
    done = st.session_state.pop(Key.PINNED, None)
    if isinstance(done, LagesbildError):
        show_error(done)
    elif isinstance(done, Pinned):
        words = "Vyn finns nu i" if done.is_new else "Vyn fanns redan i"
        st.toast(f"{words} {plain(done.name)}.", icon=PIN)
