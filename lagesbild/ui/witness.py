"""What the audit must know of a page: that restricted figures were shown, once for each session and issue."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from lagesbild.access.policy import may_see
from lagesbild.analysis.wastewater import substances
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.person import Person
from lagesbild.domain.secrecy import Secrecy
from lagesbild.ui.context import Context
from lagesbild.ui.guard import PageContext
from lagesbild.ui.page_table import Shows
from lagesbild.ui.state import Key

MOST_REMEMBERED = 2_000


def note_shown(page: PageContext) -> None:
    """Called by the frame before the page is run: what is noted is never less than what is seen.

    Invented figures are nobody's secret and are not noted.
    """
    note_seen(page, _shown(page))


def note_seen(page: PageContext, indicators: Iterable[Indicator]) -> None:
    """The same for figures that somebody opens on a page that shows none by itself."""
    real = page.context.real_measures(page.person.kommun_code)
    shown = [
        one.id
        for one in indicators
        if one.secrecy is Secrecy.RESTRICTED
        and one.leading_measure in real
        and may_see(page.person, secrecy=one.secrecy)
    ]
    noted = st.session_state.setdefault(Key.NOTED, set())
    new = [one for one in shown if (one, page.kommun_code, page.version) not in noted]
    if not new:
        return
    details: dict[str, object] = {"area": page.kommun_code, "data_version": page.version}
    if len(new) > 1:
        details["indicators"] = new
    page.context.note(
        person=page.person, action="see", details=details,
        subject=new[0] if len(new) == 1 else page.entry.id,
    )  # fmt: skip
    if len(noted) > MOST_REMEMBERED:
        noted.clear()
    noted.update((one, page.kommun_code, page.version) for one in new)


def note_sign_in(context: Context, *, person: Person) -> None:
    """That somebody came, with the name that the provider gave; once for each session."""
    noted = st.session_state.setdefault(Key.NOTED, set())
    role = (person.behind or person.role).value
    if ("sign-in", person.id, role) in noted:
        return
    context.note(person=person, action="sign-in", subject=role, details={"name": person.name})
    noted.add(("sign-in", person.id, role))


def _shown(page: PageContext) -> list[Indicator]:
    known = page.inquiry.catalog.indicators
    if page.entry.shows is Shows.CHOSEN:
        return [known[page.indicator_id]] if page.indicator_id in known else []
    if page.entry.shows is Shows.SUBSTANCES:
        return list(substances(page.inquiry))
    return list(known.values()) if page.entry.shows is Shows.EVERYTHING else []
