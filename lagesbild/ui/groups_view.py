"""Kommungrupper: what a delivered list holds, and what to do where there is none."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lagesbild.access.policy import Action, may, sees_source
from lagesbild.analysis.groups import Group, why_no_kommungrupp
from lagesbild.analysis.wording import number
from lagesbild.domain.geography import KommunGroup
from lagesbild.domain.indicator import Source
from lagesbild.ingest.receipt import Receipt, groups_in_words
from lagesbild.ingest.table import ColumnRole, UnderstoodTable
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain, show_way
from lagesbild.ui.state import Address


def show_missing_group(page: PageContext) -> None:
    """Why the kommun cannot be set beside its kommungrupp; where to take the list, for who may."""
    why = why_no_kommungrupp(page.inquiry)
    if not why:
        return
    source = _source_of_groups(page)
    if source is None:
        st.caption(plain(why))
        return
    st.caption(plain(f"{why} Lämna den som Excel eller CSV under källan {source.name}."))
    show_way(
        "lamna_data", "Lämna en lista över kommungrupper", page=page,
        **{Address.SOURCE.value: source.name},
    )  # fmt: skip


def _source_of_groups(page: PageContext) -> Source | None:
    """The source that the visitor may deliver a list to."""
    if not may(page.person, action=Action.DELIVER):
        return None
    known = page.inquiry.catalog.sources.values()
    return next(
        (one for one in known if one.groups and sees_source(page.person, source_id=one.id)), None
    )


def show_columns_read(table: UnderstoodTable) -> None:
    """Which columns the list is read from, each in a line."""
    used = [one for one in table.columns if one.role is not ColumnRole.IGNORED]
    st.markdown("\n".join(f"- Kolumnen {plain(one.name)} läses som {one.reason}" for one in used))


def show_counts(receipt: Receipt) -> None:
    """The list in numbers, a line each."""
    st.markdown("\n".join(f"- {plain(line)}" for line in groups_in_words(receipt)))


def show_own_group(page: PageContext, groups: Sequence[KommunGroup]) -> None:
    """Where the list puts the kommun, for the one who is about to confirm it."""
    name, code = page.inquiry.kommun.name, page.kommun_code
    if not groups:
        return
    own = next((one for one in groups if code in one.codes), None)
    if own is None:
        st.markdown(plain(f"{name} står inte i listan."))
        return
    others = len(own.codes) - 1
    counted = (
        "ingen annan kommun"
        if not others
        else f"{number(others)} andra"
        if others > 1
        else "en annan"
    )
    st.markdown(plain(f"{name} hör till gruppen ”{own.name}”, med {counted}."))


def show_use(page: PageContext) -> None:
    """Where the delivered list shows."""
    for page_id, label in (
        ("sticker_ut", "Se kommungruppen i Sticker vi ut?"), ("jamfor", "Se kommungruppen i Jämför"),
    ):  # fmt: skip
        more = {"flik": "Rangordning"} if page_id == "sticker_ut" else {}
        show_way(
            page_id, label, page=page, **{Address.GROUP.value: Group.KOMMUNGRUPP.value, **more}
        )
