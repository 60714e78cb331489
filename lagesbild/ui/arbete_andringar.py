"""What has changed since the last version of the lägesbild."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lagesbild.domain.document import Document
from lagesbild.ui.document_view import show_way_back
from lagesbild.ui.filters import choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain, show_empty
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address, Option
from lagesbild.workspace.frozen import FrozenVersion, read_version, recalled_deliveries, versions_of
from lagesbild.workspace.lagesbild import list_lagesbilder
from lagesbild.workspace.version_changes import ViewChange, changes_between

MOST_NUMBERS = 40


def show_changes(page: PageContext, *, draft: Document) -> None:
    """Two versions to set beside each other; the later may be the draft as it stands."""
    versions = versions_of(page.context.store, person=page.person)
    if not versions:
        show_empty("Det finns ingen fryst version att jämföra med än.")
        return
    before, after = _choose(page, versions, draft=draft)
    found = changes_between(
        before,
        after,
        recalled=recalled_deliveries(page.context.store, kommun_code=draft.kommun_code),
    )
    st.subheader(plain(found.sentence), anchor=False)
    for text in found.texts:
        with st.container(border=True):
            st.markdown(f"**{plain(text.heading)}**: texten är {text.state}")
            show_rows([{"Då": text.was or "–", "Nu": text.now or "–"}], alt=text.heading)
    for view in found.views:
        if view.state != "oförändrad":
            _show_view(page, view)
    same = sum(one.state == "oförändrad" for one in found.views)
    if same:
        st.caption(f"{same} {'vy är oförändrad' if same == 1 else 'vyer är oförändrade'}.")


def _choose(
    page: PageContext, versions: Sequence[FrozenVersion], *, draft: Document
) -> tuple[Document, Document]:
    titles = {
        one.id: one.record.title
        for one in list_lagesbilder(page.context.store, person=page.person)
    }  # fmt: skip
    options = [
        Option(
            id=f"{one.lagesbild_id}.{one.version}",
            label=f"{titles.get(one.lagesbild_id, one.lagesbild_id)}, version {one.version} "
            f"({one.frozen_at:%Y-%m-%d})",
        )
        for one in versions
    ]  # fmt: skip
    now = Option(id="nu", label=f"{draft.title} som den är nu")
    with st.container(horizontal=True):
        was = choose_one("Från", options, key=Address.BEFORE, what="en version")
        then = choose_one("Till", [now, *options], key=Address.AFTER, what="en version")
    before = _read(page, was)
    return before, draft if then == "nu" else _read(page, then)


def _read(page: PageContext, choice: str) -> Document:
    lagesbild_id, _, version = choice.rpartition(".")
    return read_version(
        page.context.store, lagesbild_id=lagesbild_id, version=int(version), person=page.person
    )


def _show_view(page: PageContext, view: ViewChange) -> None:
    words = {"ny": "är ny", "borta": "är inte med längre", "ändrad": "visar något annat"}
    with st.container(border=True):
        st.markdown(f"**{plain(view.name)}** {words[view.state]}")
        show_rows([{"Då": view.was or "–", "Nu": view.now or "–"}], alt=view.name)
        rows = [
            {"Siffra": one.about, "Då": one.was, "Nu": one.now, "Varför": one.why.value}
            for one in view.numbers[:MOST_NUMBERS]
        ]
        show_rows(rows, alt=f"Siffror som har ändrats i {view.name}")
        if len(view.numbers) > MOST_NUMBERS:
            st.caption(f"De första {MOST_NUMBERS} av {len(view.numbers)} ändrade siffror.")
        if view.state != "borta":
            show_way_back(page, view.address)
