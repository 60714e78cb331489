"""A table of records in words: every page that lists what people keep, lack or have delivered."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lagesbild.ui.render import plain

TALL_PX = 520
MOST_IN_SIGHT = 14
"""More rows than this, and the table scrolls inside its frame."""


def show_rows(rows: list[dict[str, str]], *, alt: str) -> None:
    """A table to read; nothing for no rows. A column that says nothing in any row is left out."""
    if not rows:
        return
    st.table(
        pd.DataFrame(_without_empty(rows)).map(plain), hide_index=True, border="horizontal", alt=alt,
        height=TALL_PX if len(rows) > MOST_IN_SIGHT else "content",
    )  # fmt: skip


def _without_empty(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    kept = [label for label in rows[0] if any(row[label] != "–" for row in rows)]
    return [{label: row[label] for label in kept} for row in rows]
