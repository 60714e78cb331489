"""Publicera's choices besides the measures: cards, promises and places; and drafts from meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lagesbild.analysis.publication import Draft
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.work.places import MarkedPlace
from lagesbild.domain.work.register import Promise
from lagesbild.domain.work.telling import FactCard, ResidentsDraft
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_words import who
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import as_label, plain, show_error
from lagesbild.workspace.records import Saved, records_of, remove

CARDS, PROMISES, PLACES = "pub-kort", "pub-loften", "pub-platser"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedParts:
    """What there is to choose among, by id. Cards about a measure that is not open are left out."""

    cards: Mapping[str, Saved[FactCard]]
    promises: Mapping[str, Saved[Promise]]
    places: Mapping[str, Saved[MarkedPlace]]

    @property
    def is_empty(self) -> bool:
        return not (self.cards or self.promises or self.places)


def offered_parts(page: PageContext, *, open_measures: Mapping[str, str]) -> OfferedParts:
    """The kommun's own records that may be told."""
    store, person = page.context.store, page.person
    cards = records_of(store, kind=FactCard, person=person)
    return OfferedParts(
        cards={
            one.id: one
            for one in cards
            if not one.record.indicator or one.record.indicator in open_measures
        },
        promises={one.id: one for one in records_of(store, kind=Promise, person=person)},
        places={
            one.id: one
            for one in records_of(store, kind=MarkedPlace, person=person)
            if one.record.is_open
        },
    )


def ask_parts(offered: OfferedParts) -> Draft:
    """The choices in the form, as a draft without its words."""
    cards = _choose("Kort: det sägs, och det vet vi", offered.cards, key=CARDS)
    promises = _choose("Medborgarlöften", offered.promises, key=PROMISES)
    places = _choose("Platser på en skiss", offered.places, key=PLACES)
    return Draft(
        title="", intro="", doing="", contact="", indicator_ids=(),
        cards=tuple(one.record for one in cards),
        promises=tuple(one.record for one in promises),
        places=tuple(one.record for one in places),
        invented=any(one.is_example for one in (*cards, *promises, *places)),
    )  # fmt: skip


def _choose(label: str, offered: Mapping[str, Saved[Any]], *, key: str) -> Sequence[Saved[Any]]:
    """Nothing is asked where there is nothing to choose."""
    if not offered:
        return []
    chosen = st.multiselect(
        label, list(offered), key=key, placeholder="Välj", select_all=False,
        format_func=lambda one: as_label(offered[one].record.heading) if one in offered else "",
    )  # fmt: skip
    return [offered[one] for one in chosen if one in offered]


def show_drafts(page: PageContext) -> None:
    """What somebody else has begun: taken into the form with one button, and written on there."""
    drafts = records_of(page.context.store, kind=ResidentsDraft, person=page.person)
    meetings = offers(page)["moten"] if drafts else {}
    for saved in drafts:
        with st.container(border=True):
            where = meetings.get(saved.record.meeting, "")
            origin = f", från {where}" if where else ""
            st.markdown(f"**Utkast: {plain(saved.record.title)}**{plain(origin)}")
            st.caption(
                plain(
                    f"Skrivet av {who(page, saved.saved_by)} {saved.saved_at:%Y-%m-%d}. Inget av det är "
                    "publicerat."
                )
            )
            with st.container(horizontal=True):
                st.button(
                    "Hämta in i formuläret", key=f"{saved.id}-hamta", icon=":material/input:",
                    on_click=_take_in, args=(saved.record,),
                )  # fmt: skip
                st.button(
                    "Lägg undan utkastet", key=f"{saved.id}-undan", icon=":material/delete:",
                    on_click=_put_away, args=(page, saved),
                    help="Det kan tas tillbaka under Borttaget på Möten och dialoger.",
                )  # fmt: skip


def _take_in(draft: ResidentsDraft) -> None:
    """Before the form is drawn: its fields begin with the draft's words."""
    st.session_state["pub-rubrik"] = draft.title
    st.session_state["pub-inledning"] = draft.intro
    st.session_state["pub-gor"] = draft.doing


def _put_away(page: PageContext, saved: Saved[ResidentsDraft]) -> None:
    try:
        remove(page.context.store, record_id=saved.id, person=page.person, based_on=saved.version)
    except LagesbildError as error:
        show_error(error)
