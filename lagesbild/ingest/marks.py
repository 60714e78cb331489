"""Cell texts that are not numbers. What they mean is the source's to say, never ours to assume."""

from __future__ import annotations

import re

from lagesbild.domain.indicator import Source
from lagesbild.domain.observation import Mark

KNOWN = frozenset(
    (
        "..", ".", "-", "–", "—", "--", "---", "...", "…", "*", "**", "x", "xx", "c", ":", "n/a", "na",
        "n.a.", "nan", "null", "none", "i.u.", "iu", "u.s.", "s", "e.t.", "sekretess", "skyddad",
        "skyddat", "saknas", "uppgift saknas", "uppgifter saknas", "ej tillämpligt",
        "ej aktuellt", "bortfall", "#n/a", "#saknas!", "#div/0!", "#division/0!", "#value!",
        "#värdefel!", "#ref!", "#referens!", "#num!", "#ogiltigt!", "#name?", "#null!", "inf", "-inf",
    )
)  # fmt: skip
"""Seen in statistics files; compared without regard to case."""

ROUNDED = re.compile(r"^[~≈]\s?\d")
BELOW = re.compile(
    r"^(?:[<≤]\s?\d+(?:[.,]\d+)?|\d\s?[-–]\s?\d|färre än \w+|(?:fler|mer) än \w+|[>≥]\s?\d+)$",
    re.IGNORECASE,
)
"""A number that the source has blurred itself: "<5", "1-4"."""

UNDER = re.compile(r"^[<≤]\s?\d+(?:[.,]\d+)?$")
"""What a laboratory writes for less than it can measure: "<2,5"."""


def is_known_mark(text: str) -> bool:
    """Whether the text is a mark somewhere, so that it may stand in a column of numbers."""
    return (
        text.casefold() in KNOWN or ROUNDED.match(text) is not None or BELOW.match(text) is not None
    )


def meaning(text: str, *, source: Source | None) -> Mark | None:
    """What a mark means here; None for a text that is no mark.

    Without a source every mark is only a missing number, except those that say what they are.
    """
    known = _marks_of(source)
    own = known.get(text, known.get(text.casefold()))
    return own if own is not None else _anywhere(text, measures=Mark.BELOW_LIMIT in known.values())


def _marks_of(source: Source | None) -> dict[str, Mark]:
    """The source's own marks, as it writes them and without regard to case."""
    written = dict(source.marks) if source else {}
    return {key.casefold(): mark for key, mark in written.items()} | written


def _anywhere(text: str, *, measures: bool) -> Mark | None:
    """``measures``: the source is a laboratory, for which "<2,5" hides nobody."""
    if ROUNDED.match(text):
        return Mark.ROUNDED
    if UNDER.match(text) and measures:
        return Mark.BELOW_LIMIT
    if BELOW.match(text) or text.casefold() in {"sekretess", "skyddad", "skyddat"}:
        return Mark.SUPPRESSED
    if text.casefold() in {"ej tillämpligt", "ej aktuellt", "e.t."}:
        return Mark.NOT_APPLICABLE
    return Mark.MISSING if not text or is_known_mark(text) else None
