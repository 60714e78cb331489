"""Tags and texts of a web page, one after the other. Nothing is fetched and nothing is run.

Written for pages that mean harm too: the time is in proportion to the length, whatever is in them,
which the standard library's parser does not promise.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)(?P<rest>(?:[^>"']++|"[^"]*+"|'[^']*+')*+)>"""
)
LOOSE = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)")
ATTRIBUTE = re.compile(r"""\b(colspan|rowspan)\s*=\s*["']?\s*(\d{1,9})""", re.IGNORECASE)
UNREAD = frozenset(
    ("script", "style", "textarea", "select", "template", "noscript", "svg", "button")
)
CLOSING = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in UNREAD}
LONGEST_TAG = 20_000
MOST_ODD_TAGS = 500
MOST_PIECES = 1_000_000


class Piece(NamedTuple):
    """A tag with its attributes as written, or a text between tags (then ``tag`` is "")."""

    tag: str
    is_end: bool
    text: str


def scan(page: str) -> Iterator[Piece]:
    """All tags, and all texts that a reader of the page would see.

    raises  ValueError when there are more than any page has
    """
    position, odd = 0, 0
    for _ in range(MOST_PIECES):
        start = page.find("<", position)
        if start < 0:
            start = len(page)
        if start > position:
            yield Piece("", False, _unescape(page[position:start]))
        if start == len(page):
            return
        if page.startswith("<!--", start):
            position = _after(page, "-->", start + 4)
            continue
        found = TAG.match(page, start, start + LONGEST_TAG) if odd < MOST_ODD_TAGS else None
        if found is None:
            odd += 1
            found = LOOSE.match(page, start)
            position = (
                _after(page, ">", start)
                if found or page[start + 1 : start + 2] in ("!", "?", "/")
                else start + 1
            )
            if found is None:
                continue
            rest = page[found.end() : min(position, found.end() + LONGEST_TAG)]
        else:
            position, rest = found.end(), found["rest"]
        name = found["name"].lower()
        if name in UNREAD and not found["end"] and not rest.rstrip().endswith("/"):
            closed = CLOSING[name].search(page, position)
            position = closed.start() if closed else len(page)
            continue
        yield Piece(name, bool(found["end"]), rest)
    raise ValueError("too many tags")


def _unescape(text: str) -> str:
    """A reference to a character with thousands of digits is no character."""
    try:
        return html.unescape(text)
    except ValueError:
        return text


def _after(page: str, mark: str, start: int) -> int:
    """Past the mark; what is never closed goes to the end of the page."""
    end = page.find(mark, start)
    return len(page) if end < 0 else end + len(mark)


def read_spans(rest: str) -> dict[str, int]:
    """colspan and rowspan among a cell's attributes."""
    return {key.lower(): int(number) for key, number in ATTRIBUTE.findall(rest)}
