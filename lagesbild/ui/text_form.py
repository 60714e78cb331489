"""The only place where people write text. What names a person is refused before anyone keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from lagesbild.domain.errors import LagesbildError
from lagesbild.ingest.personal_data import refuse_person_numbers, refuse_personal_data
from lagesbild.ui.render import as_label, show_error

LONGEST_LINE = 500
LONGEST_PARAGRAPH = 4000


class TextForm:
    """A form's text fields. A refused text is emptied where it stands, and nothing is sent."""

    def __init__(self) -> None:
        self._refused = False

    def line(self, label: str, *, key: str, value: str = "", placeholder: str | None = None) -> str:
        """One line, stripped."""
        self._look(label, key=key, check=refuse_personal_data)
        return _line(label, key=key, value=value, placeholder=placeholder)

    def contact_line(
        self, label: str, *, key: str, value: str = "", placeholder: str | None = None
    ) -> str:
        """As line, for the address or telephone of an office: those are what is asked for."""
        self._look(label, key=key, check=refuse_person_numbers)
        return _line(label, key=key, value=value, placeholder=placeholder)

    def paragraph(
        self, label: str, *, key: str, value: str = "", placeholder: str | None = None
    ) -> str:
        """Several lines, stripped."""
        self._look(label, key=key, check=refuse_personal_data)
        _start_with(value, key=key)
        text = st.text_area(
            label, key=key, max_chars=LONGEST_PARAGRAPH, placeholder=placeholder, height=120
        )
        return (text or "").strip()

    def submit(self, label: str, *, icon: str, key: str | None = None) -> bool:
        """The form's button; False when one of its texts was refused."""
        pressed = st.form_submit_button(label, icon=icon, key=key)
        return pressed and not self._refused

    def _look(self, label: str, *, key: str, check: Callable[..., None]) -> None:
        """Before the field is drawn: afterwards its value could not be taken away."""
        written = st.session_state.get(key)
        if not isinstance(written, str) or not written:
            return
        try:
            check(written, field=as_label(label))
        except LagesbildError as error:
            self._refused = True
            st.session_state[key] = ""
            show_error(error)


def _line(label: str, *, key: str, value: str, placeholder: str | None) -> str:
    _start_with(value, key=key)
    text = st.text_input(label, key=key, placeholder=placeholder, max_chars=LONGEST_LINE)
    return (text or "").strip()


def _start_with(value: str, *, key: str) -> None:
    """What stands in the field at first; a widget may not have both a value and a remembered one."""
    if key not in st.session_state:
        st.session_state[key] = value


@contextmanager
def text_form(key: str) -> Iterator[TextForm]:
    """A form without a frame of its own."""
    with st.form(key, border=False):
        yield TextForm()
