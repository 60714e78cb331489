"""Two people saved at once: both texts side by side, and a choice that loses neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from lagesbild.domain.work.record import FieldShape, Record
from lagesbild.ui.arbete_words import moment_words, who
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import show_error
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Key
from lagesbild.workspace.merging import can_be_joined, join, merge
from lagesbild.workspace.records import Conflict, Saved
from lagesbild.workspace.wording import Names, changed_fields, value_words

MINE, THEIRS, BOTH = "min", "den andras", "båda"


def note_conflict(conflict: Conflict) -> None:
    """Keep both texts until somebody has chosen; the page shows them when it is drawn again."""
    st.session_state[Key.CONFLICT] = conflict


def show_conflict(
    page: PageContext, *, record_id: str, names: Names,
    save_as: Callable[[Saved[Any], Record], bool],
) -> bool:  # fmt: skip
    """True while the record's conflict is shown instead of the record."""
    conflict = st.session_state.get(Key.CONFLICT)
    if not isinstance(conflict, Conflict) or conflict.theirs.id != record_id:
        return False
    show_error(conflict)
    theirs = conflict.theirs
    show_rows(_rows(page, conflict, names=names), alt="Båda texterna bredvid varandra")
    merged = merge(started=conflict.started, mine=conflict.mine, theirs=theirs.record)
    if merged.both:
        st.markdown("Båda har ändrat det här. Vad ska gälla?")
    else:
        st.markdown("Ni har ändrat olika saker, så båda ändringarna kan gälla.")
    chosen = {shape.name: _choose(shape, conflict=conflict) for shape in merged.both}
    record = replace(merged.record, **chosen)
    with st.container(horizontal=True):
        st.button(
            "Spara så här", type="primary", key="krock-spara", icon=":material/check:",
            on_click=_settle, args=(save_as, theirs, record),
        )  # fmt: skip
        st.button("Behåll det som står nu", key="krock-behall", on_click=_forget)
    st.caption("Det du skrev finns kvar i historiken vad du än väljer.")
    return True


def _rows(page: PageContext, conflict: Conflict, *, names: Names) -> list[dict[str, str]]:
    theirs = conflict.theirs
    other = f"Står nu ({who(page, theirs.saved_by)}, {moment_words(theirs.saved_at)})"
    return [
        {
            "Fält": shape.asked.label,
            other: value_words(getattr(theirs.record, shape.name), shape=shape, names=names),
            "Det du skrev": value_words(
                getattr(conflict.mine, shape.name), shape=shape, names=names
            ),
        }
        for shape in changed_fields(theirs.record, conflict.mine)
    ]


def _choose(shape: FieldShape, *, conflict: Conflict) -> Any:
    mine, theirs = (getattr(one, shape.name) for one in (conflict.mine, conflict.theirs.record))
    options = [MINE, THEIRS, *([BOTH] if can_be_joined(shape) else [])]
    chosen = st.radio(
        shape.asked.label, options, horizontal=True, key=f"krock-{shape.name}",
        index=len(options) - 1 if BOTH in options else 0,
    )  # fmt: skip
    if chosen == BOTH:
        return join(theirs, mine, shape=shape)
    return mine if chosen == MINE else theirs


def _settle(
    save_as: Callable[[Saved[Any], Record], bool], theirs: Saved[Any], record: Record
) -> None:
    """A third person may have saved meanwhile: then the new conflict takes the old one's place."""
    before = st.session_state.pop(Key.CONFLICT)
    if not save_as(theirs, record):
        st.session_state[Key.CONFLICT] = before


def _forget() -> None:
    st.session_state.pop(Key.CONFLICT, None)
