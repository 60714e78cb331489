"""What is said about a picture in the room, written down while it is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from lagesbild.domain.document import Document, DocumentNote
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.work.causes import HowKnown
from lagesbild.domain.work.lagesbild import LawPart, Observation, ObservationKind
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import show_error
from lagesbild.ui.state import Key
from lagesbild.ui.text_form import text_form
from lagesbild.workspace.records import may_edit, save
from lagesbild.workspace.slides import Slide

NOTE, DECISION = "anteckning", "beslut"
"""What stands under Key.IN_THE_ROOM while one of them is written."""

SOURCES = {NOTE: "Mötet", DECISION: "Beslut på mötet"}
LABELS = {NOTE: "Anteckning om bilden", DECISION: "Beslut om bilden"}
ASKS = {NOTE: "Vad sades? Skriv aldrig om enskilda.", DECISION: "Vad beslutades, och vem gör det?"}
KEEPS = {NOTE: "Spara anteckningen", DECISION: "Spara beslutet"}
KEPT = {
    NOTE: "Anteckningen är sparad bland lägesbildens iakttagelser.",
    DECISION: "Beslutet är sparat bland lägesbildens iakttagelser.",
}


def may_note(page: PageContext) -> bool:
    """Who may write in the lägesbild may do so in the room too."""
    return may_edit(page.person, kind=Observation)


def without_own(document: Document, *, today: date) -> Document:
    """The document without what has just been written in the room: the pictures keep their places, and
    nobody is shown their own words as a finding."""
    return replace(
        document,
        sections=tuple(
            replace(one, notes=tuple(note for note in one.notes if not _is_own(note, today=today)))
            for one in document.sections
        ),
    )


def _is_own(note: DocumentNote, *, today: date) -> bool:
    return note.source in SOURCES.values() and note.on == today.isoformat()


def show_note_form(page: PageContext, *, what: str, slide: Slide, lagesbild_id: str) -> None:
    """A field over the picture, where it is seen. What is written becomes an observation of the draft: a
    frozen version stands as it is.

    what  NOTE or DECISION
    """
    if not may_note(page):
        return
    key = f"rum-{what}-{slide.heading}"
    with st.container(key="rum-anteckning"), text_form(f"form-{key}") as form:
        text = form.paragraph(LABELS[what], key=key, placeholder=ASKS[what])
        if not form.submit(KEEPS[what], icon=":material/check:", key=f"spara-{what}"):
            return
    said = f"{slide.heading}: {text}"
    if text and _keep(page, text=said, what=what, slide=slide, lagesbild_id=lagesbild_id):
        st.session_state[Key.IN_THE_ROOM] = ""
        st.toast(KEPT[what])
        st.rerun()


def _keep(page: PageContext, *, text: str, what: str, slide: Slide, lagesbild_id: str) -> bool:
    part = next((one for one in LawPart if one.words == slide.part), LawPart.OTHER)
    noted = Observation(
        says=text, lagesbild=lagesbild_id, source=SOURCES[what], kind=ObservationKind.OTHER, part=part,
        on=page.inquiry.today, how_known=HowKnown.EXPERIENCE,
    )  # fmt: skip
    try:
        save(page.context.store, record=noted, person=page.person, check_text=refuse_personal_data)
    except LagesbildError as error:
        show_error(error)
        return False
    return True
