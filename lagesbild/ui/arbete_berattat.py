"""After the meeting: one button makes a draft for the residents; it is written on here and in Publicera."""

from __future__ import annotations

import streamlit as st

from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.work.meetings import Meeting
from lagesbild.domain.work.register import Council
from lagesbild.domain.work.telling import ResidentsDraft
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import Shelf, show_next, show_shelf
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain, show_error, show_way
from lagesbild.ui.state import Address
from lagesbild.workspace.after_meeting import begin_draft, drafts_from
from lagesbild.workspace.records import Saved


def show_telling(
    page: PageContext, saved: Saved[Meeting], *, council: Council, edits: bool
) -> None:
    """The meeting's summary, and the draft that was made of it."""
    st.subheader("Berätta för invånarna", anchor=False)
    if saved.record.summary:
        st.markdown(plain(saved.record.summary))
    elif edits:
        st.markdown(
            "Skriv gärna några meningar först, under Alla möten: Sammanfattning för invånarna."
        )
    drafts = drafts_from(page.context.store, meeting_id=saved.id, person=page.person)
    if edits and not drafts:
        st.button(
            "Gör ett utkast till invånarna", key=f"{saved.id}-beratta", icon=":material/edit_note:",
            on_click=_begin, args=(page, saved, council), type="primary",
            help="Sammanfattningen och besluten blir ett utkast. Den som får publicera avgör om det går ut.",
        )  # fmt: skip
    elif drafts:
        _show_draft(page, drafts)
    show_way("publicera", "Öppna Publicera", page=page)


def _show_draft(page: PageContext, drafts: list[Saved[ResidentsDraft]]) -> None:
    st.info(
        "Ett utkast finns. Det är inte publicerat: den som får publicera hämtar in det i Publicera.",
        icon=":material/edit_note:",
    )
    shelf = Shelf(
        kind=ResidentsDraft, address=Address.RESIDENTS, label="Utkast", blank=ResidentsDraft(),
        add="Lägg till ett utkast", empty="", names=offers(page), more={}, chosen=drafts[-1].id,
    )  # fmt: skip
    show_shelf(page, shelf, records=drafts)


def _begin(page: PageContext, saved: Saved[Meeting], council: Council) -> None:
    try:
        made = begin_draft(
            page.context.store, meeting=saved, council=council, person=page.person,
            check_text=refuse_personal_data,
        )  # fmt: skip
    except LagesbildError as error:
        show_error(error)
        return
    show_next(Address.RESIDENTS, made.id)
