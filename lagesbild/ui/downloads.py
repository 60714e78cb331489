"""Every file that can be taken home. There is no other place with a download button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lagesbild.access.policy import Action, may
from lagesbild.domain.errors import AccessDenied
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.secrecy import Secrecy
from lagesbild.ui.guard import PageContext
from lagesbild.ui.state import Key

SAVE = ":material/download:"
REFUSED = "Din roll får se de här uppgifterna men inte ladda ner dem."


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere that gives a file.

    action    what a visitor must be allowed to do
    is_noted  True when each file stands in the audit; of figures, those of restricted ones always do
    """

    action: Action
    is_noted: bool = False


PLACES: dict[str, Place] = {
    "tabell": Place(action=Action.EXPORT),
    "alla-matt": Place(action=Action.EXPORT),
    "samband": Place(action=Action.EXPORT),
    "mall-excel": Place(action=Action.DELIVER),
    "mall-csv": Place(action=Action.DELIVER),
    "fil-med-fel": Place(action=Action.DELIVER),
    "svar-om-filen": Place(action=Action.DELIVER),
    "kvitto-text": Place(action=Action.DELIVER),
    "kvitto-pdf": Place(action=Action.SEE_DELIVERIES),
    "kalender": Place(action=Action.WORK_READ),
    "motespapper": Place(action=Action.WORK_READ),
    "atgardsplan": Place(action=Action.WORK_READ),
    "lagesbild-bilder": Place(action=Action.WORK_READ),
    "lagesbild-papper": Place(action=Action.WORK_READ),
    "granskning": Place(action=Action.SEE_AUDIT, is_noted=True),
}


def offer_file(
    place_id: str, label: str, *, data: Callable[[], bytes | str], file_name: str, mime: str,
    key: str, icon: str = SAVE, indicator: Indicator | None = None, subject: str = "",
    holds: Secrecy | None = None,
) -> None:  # fmt: skip
    """A button for a file that is made when somebody asks for it; a word instead for who may not.

    indicator  whose figures the file holds, if it holds figures
    subject    what the audit says was taken home, where there is no indicator
    holds      the most secret figures of a file with many, which the visitor must be allowed to export
    raises     KeyError for a place that is not in the table
    """
    place = PLACES[place_id]
    secrecy = indicator.secrecy if indicator else holds or Secrecy.OPEN
    page = st.session_state.get(Key.VISIT)
    if not isinstance(page, PageContext):
        return
    actions = {place.action} if holds is None else {place.action, Action.EXPORT}
    if not all(may(page.person, action=one, secrecy=secrecy) for one in actions):
        st.caption(REFUSED)
        return
    what = indicator.id if indicator else subject or place_id
    is_noted = place.is_noted or secrecy is Secrecy.RESTRICTED
    st.download_button(
        label, data=lambda: _make(page, data, what=what, is_noted=is_noted), file_name=file_name,
        mime=mime, key=key, icon=icon, on_click="ignore",
    )  # fmt: skip


def _make(
    page: PageContext, data: Callable[[], bytes | str], *, what: str, is_noted: bool
) -> bytes | str:
    """The file, on the click: the page may be older than the person's rights."""
    if not page.context.is_still(page.person):
        raise AccessDenied(
            "AC-010", "Din tillgång har ändrats sedan sidan visades.", remedy="Ladda om sidan."
        )
    if is_noted:
        page.context.note(
            person=page.person, action="export", subject=what,
            details={"area": page.kommun_code, "data_version": page.version},
        )  # fmt: skip
    return data()
