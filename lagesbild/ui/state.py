"""Keys of the session and of the address, declared once; nothing from an address is trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st


class Address(StrEnum):
    """What an address may carry. The same word is the key of the widget that shows it."""

    KOMMUN = "kommun"
    INDICATOR = "indikator"
    TAB = "flik"
    BREAKDOWN = "uppdelning"
    LEVEL = "niva"
    PERIOD = "period"
    AREA = "omrade"
    GROUP = "grupp"
    CHOSEN = "valda"
    SUBSTANCE = "amne"
    PLACE = "plats"
    SOURCE = "kalla"
    EVERYTHING = "alla"
    GRAIN = "tid"
    COMPARE = "med"
    FROM = "fran"
    TILL = "till"
    AROUND = "intill"
    MEASURE = "visa"
    UNDERLAG = "underlag"
    GAP = "lucka"
    ROUND = "insamling"
    TALK = "samtal"
    ANSWER = "svar"
    YEAR = "ar"
    HAPPENING = "handelse"
    SEAT = "ledamot"
    ORGANISATION = "organisation"
    DOCUMENT = "dokument"
    AGREEMENT = "overenskommelse"
    PROMISE = "lofte"
    WHEEL = "arshjul"
    COUNCIL = "rad"
    PAIR = "par"
    AGAINST = "mot"
    PROBLEM = "problem"
    CAUSE = "orsak"
    ACTION = "atgard"
    OWNER = "agare"
    STATE = "lage"
    RANKING = "prioritering"
    MEETING = "mote"
    DIALOGUE = "dialog"
    YOUTH_REPORT = "ungdomsrapport"
    PROJECT = "projekt"
    WATCHED = "bevakad"
    LAGESBILD = "lagesbild"
    SECTION = "avsnitt"
    OBSERVATION = "iakttagelse"
    FROZEN = "version"
    LAYER = "lager"
    CLOSE_UP = "narbild"
    BEFORE = "forra"
    AFTER = "senare"
    SLIDE = "bild"
    SHOWN = "visas"
    AUDIENCE = "till_for"
    ROOM = "rum"
    SIGNAL = "signal"
    THEME = "tema"
    FOCUS = "fokus"
    EVENT = "evenemang"
    REACH = "tackning"
    ROUTINE = "traff"
    MARKED = "utpekad"
    FACT = "faktakort"
    RESIDENTS = "invanarutkast"
    HARM = "vikter"


class Key(StrEnum):
    """What a session remembers between runs."""

    VISIT = "_besok"
    """Set only while the frame runs a page; its absence is what the guard refuses."""
    REMEMBERED = "_senaste_val"
    """Shared choices, kept while a page that does not show them is open."""
    NOTES = "_adressanmarkningar"
    """What was wrong with the address, in Swedish."""
    AREA_KOMMUN = "_omradets_kommun"
    """The kommun for which the area on the map was chosen."""
    SEEN_AS = "_sedd_som"
    """The role that the visitor looks as; can only take rights away."""
    NOTED = "_noterat"
    """What the audit already knows of this session."""
    DELIVERY = "_pagaende_leverans"
    """The step and the answers of Lämna data."""
    CONFLICT = "_krock"
    """What two people wrote at once, until somebody has chosen."""
    BEGUN = "_paborjat"
    """Records as they stood when their forms were first shown."""
    JUST_SAVED = "_nyss_sparad"
    """The record to show next, by the address key that chooses it."""
    PINNING = "_fasts"
    """The page, and which of the boxes under its picture is open there."""
    PINNED = "_nyss_fast"
    """What was pinned at the last run, or why it was not."""
    IN_THE_ROOM = "_i_rummet"
    """What Presentera shows instead of its picture: nothing at all, or a place to write a note."""
    HANDED = "_overlamnad_lagesbild"
    """The version whose words were last put in the form of Publicera."""
    DRAFT = "_utkast_till_invanarna"
    """What is being written for the residents, composed and not yet published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose: ``id`` is what code and links use, ``label`` what people read."""

    id: str
    label: str


def settle_address(
    key: Address, options: Sequence[Option], *, what: str, is_many: bool = False
) -> None:
    """Make the address's value one of the options before its widget is drawn.

    An id is accepted as well as a label, so that links survive a new wording. Anything else is
    left out with a note; the widget then shows its default.
    """
    given = st.query_params.get_all(key)
    if not given:
        return
    by_text = {o.id: o.id for o in options} | {o.label: o.id for o in options}
    unknown = [text for text in given if text not in by_text]
    if unknown:
        add_note(f"Adressen anger {what} som inte finns här. Sidan visar ett annat val i stället.")
        return
    if set(given) <= {o.label for o in options}:
        return
    if key in st.session_state:
        st.session_state[key] = [by_text[t] for t in given] if is_many else by_text[given[0]]
        return
    # The widget reads the address in words, and only at the start of a run.
    labels = {o.id: o.label for o in options}
    st.query_params[key] = [labels[by_text[text]] for text in given]
    st.rerun()


def add_note(text: str) -> None:
    """Show the text once, above the page."""
    notes = st.session_state.setdefault(Key.NOTES, [])
    if text not in notes:
        notes.append(text)


def take_notes() -> list[str]:
    """The notes not yet shown."""
    return st.session_state.pop(Key.NOTES, [])


def remember(key: Address, value: object) -> None:
    """Keep a shared choice while its widget is away."""
    st.session_state.setdefault(Key.REMEMBERED, {})[key] = value


def recall(key: Address, options: Sequence[Option]) -> None:
    """Give a widget that comes back the value it had, unless the address says something."""
    value = st.session_state.get(Key.REMEMBERED, {}).get(key)
    if key in st.session_state or key in st.query_params:
        return
    if value in {o.id for o in options}:
        st.session_state[key] = value
