"""Text that a spreadsheet shows and never runs. Figures are written as figures and do not come here."""

from __future__ import annotations

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet would run as a formula; the last four are the wide forms of the first."""

RUNS = re.compile(r"[=@\t\r\n\uff1d\uff20]|[-+\uff0b\uff0d].*[(!|=*/\\&^']", re.DOTALL)
"""A cell that does something: not "-5", and not "- varav kvinnor"."""


def harmless(text: str) -> str:
    """An apostrophe before everything that could start a formula: for text of ours and of names."""
    kept = _one_kind_of_line(text)
    return f"'{kept}" if kept.startswith(FORMULA_STARTS) else kept


def harmless_cell(text: str) -> str:
    """As harmless for a cell that must stay as it stood: figures and plain words are left alone."""
    kept = _one_kind_of_line(text)
    return f"'{kept}" if RUNS.match(kept) else kept


def _one_kind_of_line(text: str) -> str:
    """A lone carriage return is not quoted by those who write CSV, and what follows it would be the
    first cell of a row of its own."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
