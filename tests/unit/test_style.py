"""The style sheet of every page costs every change of a choice."""

from __future__ import annotations

import re

from lagesbild.ui.page_table import PAGES
from lagesbild.ui.visit import SPECIAL_STYLE, STYLE

DEAR = re.compile(r":has\(|\[class[*^$~|]=")
"""What a browser can only keep true by looking at the whole page again when a part of it changes."""


def test_the_sheet_of_every_page_has_no_dear_selectors():
    rules = re.sub(r"/\*.*?\*/", "", STYLE.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert "st-key-ram" in rules
    assert not DEAR.findall(rules)


def test_what_needs_dear_selectors_has_a_sheet_of_its_own():
    assert DEAR.search(SPECIAL_STYLE.read_text(encoding="utf-8"))


def test_pages_where_choices_are_changed_all_the_time_go_without_it():
    often = {entry.id for entry in PAGES if entry.changes_often}
    assert often == {
        "indikator", "karta", "jamfor", "avloppsvatten", "signaler", "sticker_ut", "trend",
        "nar_och_var", "upplevt_anmalt", "samband", "effekt",
    }  # fmt: skip
