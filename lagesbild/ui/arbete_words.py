"""Who and when, as the pages of the council's work say it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain
from lagesbild.workspace.records import EXAMPLE


def moment_words(moment: datetime) -> str:
    """UTC as it is kept, in Swedish time where the computer knows it."""
    try:
        told = moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Stockholm"))
    except ZoneInfoNotFoundError:
        told = moment
    return f"{told:%Y-%m-%d %H.%M}"


def who(page: PageContext, person_id: str) -> str:
    """The name of whoever saved."""
    names = {one.person_id: one.name for one in page.context.members()}
    known = {EXAMPLE: "exempeldata", "lokal": "lokal användare", page.person.id: page.person.name}
    return {**known, **names}.get(person_id, person_id)


def tell_own_kommun(page: PageContext) -> None:
    """The work is the visitor's own kommun's, whichever the frame shows."""
    own = page.inquiry.areas.get(page.person.kommun_code or "")
    if own is not None and own.code != page.kommun_code:
        st.caption(f"Rådets arbete visas för din egen kommun, {plain(own.name)}.")
