"""What is said about a picture in the room, written down while it is shown."""

from __future__ import annotations

import streamlit as st

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

NOTE = "anteckning"
"""What stands under Key.IN_THE_ROOM while a note is written."""


def may_note(page: PageContext) -> bool:
    """Who may write in the lägesbild may do so in the room too."""
    return may_edit(page.person, kind=Observation)


def show_note_form(page: PageContext, *, slide: Slide, lagesbild_id: str) -> None:
    """A field over the picture, where it is seen. What is written becomes an observation of the draft: a frozen version
    stands as it is."""
    if not may_note(page):
        return
    key = f"rum-anteckning-{slide.heading}"
    with st.container(key="rum-anteckning"), text_form(f"form-{key}") as form:
        text = form.paragraph(
            "Anteckning om bilden", key=key, placeholder="Vad sades? Skriv aldrig om enskilda."
        )
        if not form.submit("Spara anteckningen", icon=":material/check:", key="spara-anteckning"):
            return
    if text and _keep(
        page, text=f"{slide.heading}: {text}", slide=slide, lagesbild_id=lagesbild_id
    ):
        st.session_state[Key.IN_THE_ROOM] = ""
        st.toast("Anteckningen är sparad bland lägesbildens iakttagelser.")
        st.rerun()


def _keep(page: PageContext, *, text: str, slide: Slide, lagesbild_id: str) -> bool:
    part = next((one for one in LawPart if one.words == slide.part), LawPart.OTHER)
    noted = Observation(
        says=text, lagesbild=lagesbild_id, source="Mötet", kind=ObservationKind.OTHER, part=part,
        on=page.inquiry.today, how_known=HowKnown.EXPERIENCE,
    )  # fmt: skip
    try:
        save(page.context.store, record=noted, person=page.person, check_text=refuse_personal_data)
    except LagesbildError as error:
        show_error(error)
        return False
    return True
