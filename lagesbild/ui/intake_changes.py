"""Lämna data, step 4: which stored figures the file would change, before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lagesbild.analysis.wording import number
from lagesbild.ingest.changes import Change, Changes
from lagesbild.ingest.receipt import Receipt
from lagesbild.ui.row_table import show_rows


def show_changes(changes: Changes, *, receipt: Receipt) -> None:
    """The changed and the missing figures as tables, and what becomes final."""
    if changes.made_final:
        st.markdown(f"**{final_in_words(changes.made_final)}**")
    _show(
        changes.changed, total=receipt.changed, title="Ändrade siffror",
        alt="Siffror som ändras, störst ändring först",
    )  # fmt: skip
    _show(
        changes.gone, total=receipt.gone, title="Finns inte i den nya filen",
        alt="Siffror som finns sedan tidigare men inte i den nya filen",
    )  # fmt: skip
    if changes.gone:
        st.caption("Det som inte finns i den nya filen ligger kvar som det var.")


def final_in_words(count: int) -> str:
    """That preliminary figures are replaced."""
    if count == 1:
        return "En preliminär siffra ersätts av en slutlig."
    return f"{number(count)} preliminära siffror ersätts av slutliga."


def _show(listed: Sequence[Change], *, total: int, title: str, alt: str) -> None:
    if not listed:
        return
    with st.expander(f"{title} ({number(total)})", icon=":material/difference:"):
        show_rows([_row(one) for one in listed], alt=alt)
        if total > len(listed):
            st.caption(f"De {number(len(listed))} första av {number(total)} visas.")
        if any(one.before == "skyddat" for one in listed):
            st.caption(
                "Skyddat: siffran lämnades av någon annan och är känslig eller för liten för att visas."
            )


def _row(one: Change) -> dict[str, str]:
    what = {
        "Mått": one.measure, "Område": one.area, "Period": one.period,
        "Uppdelning": one.breakdown or "–", "Förut": one.before,
    }  # fmt: skip
    if one.after is None:
        return what
    place = f"{one.sheet}, rad {one.row}" if one.sheet else f"rad {one.row}"
    return {**what, "Nu": one.after, "I filen": place}
