"""The text of a PC-Axis file taken apart: keywords with their values, and where the data begin."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

KEYWORD = re.compile(
    r"\s*+(?P<keyword>[A-Za-z][A-Za-z0-9_-]*+)\s*+(?:\[(?P<language>[^\]\"=;\n]{1,20})\])?\s*+"
    r"(?:\((?P<keys>(?:\s*+\"[^\"]*+\"\s*+,?)++)\s*+\))?\s*+=\s*+"
)
STATEMENT = re.compile(r'(?:"[^"]*+"|[^";]++)*+;')
ITEM = re.compile(r'"(?P<quoted>[^"]*+)"|(?P<comma>,)|(?P<bare>[^\s",;]++)')
WELL_QUOTED = re.compile(r'(?:[\s,]++|"[^"]*+"(?=[\s,;)\-"])|[^\s",;]++)*+;')
"""Nothing stands right behind a quoted text: there, a quote within the text has ended it too soon."""

LINE_END = re.compile(r";[ \t]*+(?=\n|$)")
MOST_BROKEN = 50
MOST_HEADER = 40_000_000
LONGEST_VALUE = 12_000_000

Key = tuple[str, str, tuple[str, ...]]
"""Keyword, language ("" for the file's own), keys in brackets."""


@dataclass(slots=True, kw_only=True)
class PxText:
    """Keywords in order, rows that could not be read, and the data.

    data       what follows DATA=, None when there is none
    data_row   the file's own number of the row that the data begin in
    """

    values: dict[Key, list[str]] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    data: str | None = None
    data_row: int = 0

    def find(self, keyword: str, *keys: str, language: str = "") -> list[str]:
        """The values in the language, else in the file's own; empty when the keyword is not there."""
        wanted = tuple(map(fold_key, keys))
        found = self.values.get((keyword, language, wanted)) if language else None
        return found or self.values.get((keyword, "", wanted)) or []

    def first(self, keyword: str, *keys: str, language: str = "") -> str:
        """The value as one text."""
        return " ".join(self.find(keyword, *keys, language=language))

    def has(self, keyword: str) -> bool:
        """Whether the keyword stands anywhere, in any language and with any keys."""
        return any(key[0] == keyword for key in self.values)


def fold_key(text: str) -> str:
    """Keys for comparison."""
    return " ".join(text.split()).casefold()


def parse_px(text: str) -> PxText:
    """Everything that can be read. A value that is badly quoted is passed over and its row kept.

    raises  ValueError when it is no PC-Axis file after all
    """
    parsed = PxText()
    position = 0
    while position < min(len(text), MOST_HEADER):
        found = KEYWORD.match(text, position)
        if found is None:
            position = _skip(text, position, parsed=parsed)
            continue
        keyword = found["keyword"].upper()
        if keyword == "DATA":
            parsed.data, parsed.data_row = text[found.end() :], _row(text, found.end())
            break
        end, value = _read_value(text, found.end())
        if value is None:
            _note_broken(parsed, row=_row(text, found.start("keyword")))
        else:
            keys = tuple(fold_key(item) for item in split_items(found["keys"] or ""))
            key = (keyword, (found["language"] or "").casefold(), keys)
            parsed.values.setdefault(key, value)
        position = end
    return parsed


def _row(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _note_broken(parsed: PxText, *, row: int) -> None:
    parsed.broken.append(row)
    if len(parsed.broken) > MOST_BROKEN:
        raise ValueError("too much that cannot be read")


def _skip(text: str, position: int, *, parsed: PxText) -> int:
    """Past what is no keyword, to the end of its line."""
    if not text[position:].strip() if len(text) - position < 1000 else False:
        return len(text)
    _note_broken(parsed, row=_row(text, position + 1))
    end = text.find("\n", position + 1)
    return len(text) if end < 0 else end


def _read_value(text: str, start: int) -> tuple[int, list[str] | None]:
    """Where the statement ends, and its values; None when they are badly quoted."""
    whole = STATEMENT.match(text, start, start + LONGEST_VALUE)
    if whole and WELL_QUOTED.fullmatch(whole[0]):
        return whole.end(), split_items(whole[0][:-1])
    for mark in LINE_END.finditer(text, start, start + LONGEST_VALUE):
        follows = KEYWORD.match(text, mark.end())
        if follows or not text[mark.end() : mark.end() + 100].strip():
            return mark.end(), None
    return len(text), None


def split_items(text: str) -> list[str]:
    """Texts and bare words between commas; texts that follow each other without comma are one."""
    items: list[str] = []
    glue = False
    for item in ITEM.finditer(text):
        if item["comma"]:
            glue = False
        elif item["quoted"] is not None:
            if glue:
                items[-1] += item["quoted"]
            else:
                items.append(item["quoted"])
            glue = True
        else:
            items.append(item["bare"])
            glue = False
    return items
