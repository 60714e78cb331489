"""Pages as Streamlit has them, made once: each one looks up a dozen folders, and the menu has thirty."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import streamlit as st

from lagesbild.ui.page_table import PAGES, PageEntry


@lru_cache(maxsize=200)
def page_of_file(entry: PageEntry, visibility: str = "visible") -> st.Page:  # type: ignore[valid-type]
    """The page itself. st.navigation writes in what it gets: give it a copy."""
    return make_page(entry, runs=entry.path, visibility=visibility)


def make_page(entry: PageEntry, *, runs: Path | Callable[[], None], visibility: str) -> st.Page:  # type: ignore[valid-type]
    """What stands at the page's address: its script, or words for somebody who may not see it."""
    is_script = isinstance(runs, Path)
    return st.Page(
        runs, title=entry.title if is_script else "Lägesbild", url_path=entry.id,
        icon=entry.icon if is_script else None, default=entry is PAGES[0],
        help=entry.help if is_script else None, visibility=visibility,
    )  # fmt: skip
