"""Tables in web pages saved from statistics databases: Brå SOL, Socialstyrelsen, old Brå tables."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from pathlib import PurePath

import pandas as pd

from lagesbild.domain.errors import FileRefused
from lagesbild.ingest.encoding import decode_declared
from lagesbild.ingest.numbers import looks_numeric
from lagesbild.ingest.readers.html_scan import Piece, read_spans, scan
from lagesbild.ingest.remarks import refuse
from lagesbild.ingest.table import OpenedFile, TextTable

CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
BREAKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "br", "li", "ul", "ol", "form", "table", "tr",
     "td", "th", "section", "article", "header", "footer", "title", "caption", "hr", "body", "label", "span")
)  # fmt: skip
ASIDE = frozenset(("a", "label", "nav", "title"))
"""Texts in these are links, labels of fields, menus: no headings of a table."""

MOST_MEGABYTES = 40
MOST_CELLS = 300_000
MOST_ACROSS, MOST_DOWN = 1000, 65_534
"""As browsers have it: no cell covers more columns or rows."""

LINES_BEFORE = 8
SHARE_OF_LARGEST = 0.25


@dataclass(slots=True, kw_only=True)
class _Cell:
    across: int = 1
    down: int = 1
    is_heading: bool = False
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Hard spaces are kept within: they stand between thousands."""
        return re.sub(" +", " ", "".join(self.parts)).strip()


@dataclass(slots=True, kw_only=True)
class _Table:
    above: tuple[str, ...]
    rows: list[list[_Cell]] = field(default_factory=list)
    caption: list[str] = field(default_factory=list)
    in_caption: bool = False
    cell: _Cell | None = None


def read_html(data: bytes, file_name: str) -> OpenedFile:
    """The table with most numbers, and others that are nearly as large.

    raises  FileRefused RD-003, RD-008, RD-012, RD-013
    """
    if len(data) > MOST_MEGABYTES * 1_000_000:
        raise refuse("RD-008", file=file_name, limit=MOST_MEGABYTES)
    declared = CHARSET.search(data[:5000])
    try:
        decoded = decode_declared(data, declared=declared[1].decode("ascii") if declared else "")
    except UnicodeError:
        raise refuse("RD-003", file=file_name) from None
    try:
        found = _Page(file_name=file_name).read(decoded.text)
    except ValueError:
        raise _too_large(file_name) from None
    counted = [
        (sum(looks_numeric(cell.text) for row in one.rows for cell in row), one) for one in found
    ]
    most = max((count for count, _ in counted), default=0)
    if not most:
        raise refuse("RD-013", file=file_name)
    name = PurePath(file_name)
    chosen = [one for count, one in counted if count >= max(1, SHARE_OF_LARGEST * most)]
    tables = tuple(
        _lay_out(one, name=name.stem if len(chosen) == 1 else f"{name.stem} {number}", file_name=file_name)
        for number, one in enumerate(chosen, start=1)
    )  # fmt: skip
    return OpenedFile(
        file=name.name, format="html", encoding=decoded.encoding, dialect=None, tables=tables
    )


def _too_large(file_name: str) -> FileRefused:
    return refuse("RD-012", file=file_name, limit=f"{MOST_CELLS // 1000} 000")


class _Page:
    """Tables with their cells, and the last lines of text before each."""

    def __init__(self, *, file_name: str) -> None:
        self.file_name = file_name
        self.done: list[_Table] = []
        self.open: list[_Table] = []
        self.lines: deque[str] = deque(maxlen=LINES_BEFORE)
        self.line: list[str] = []
        self.aside = 0
        self.raised = 0
        self.cells = 0

    def read(self, page: str) -> list[_Table]:
        for piece in scan(page):
            if not piece.tag:
                self._take_text(piece.text)
            else:
                self._take_tag(piece)
        return [*self.done, *self.open]

    def _take_text(self, text: str) -> None:
        flat = re.sub(r"[ \t\r\n]+", " ", text)
        table = self.open[-1] if self.open else None
        if table is not None and table.cell is not None:
            if not (self.raised and re.fullmatch(r"[\d\s,*)]*|[a-z]\)?", flat)):
                table.cell.parts.append(flat)
        elif table is not None and table.in_caption:
            table.caption.append(flat)
        elif table is None and not self.aside:
            self.line.append(flat)

    def _take_tag(self, piece: Piece) -> None:
        if piece.tag in BREAKS and not self.open:
            self._end_line()
        if piece.tag in ASIDE:
            self.aside = max(0, self.aside + (-1 if piece.is_end else 1))
        elif piece.tag == "sup":
            self.raised = 0 if piece.is_end else 1
        elif piece.tag == "table":
            self._take_table(piece)
        elif self.open:
            self._take_within(self.open[-1], piece)

    def _end_line(self) -> None:
        text = "".join(self.line).strip()
        self.line = []
        if len(text) > 3 and not text.endswith(":"):
            self.lines.append(text)

    def _take_table(self, piece: Piece) -> None:
        if piece.is_end:
            if self.open:
                self.done.append(self.open.pop())
            return
        self.aside = self.raised = 0
        # The nearest line first: it is the title oftener than what stands at the top of the page.
        self.open.append(_Table(above=tuple(reversed(self.lines))))
        if len(self.open) == 1:
            self.lines.clear()
        if len(self.open) > 50:
            raise _too_large(self.file_name)

    def _take_within(self, table: _Table, piece: Piece) -> None:
        if piece.tag == "caption":
            table.in_caption = not piece.is_end
        elif piece.tag == "tr":
            table.cell = None
            self.raised = 0
            if not piece.is_end:
                table.rows.append([])
        elif piece.tag in {"td", "th"}:
            self.raised = 0
            table.cell = None if piece.is_end else self._new_cell(table, piece)
        elif piece.tag in {"br", "p", "div", "li"} and table.cell is not None:
            table.cell.parts.append(" ")

    def _new_cell(self, table: _Table, piece: Piece) -> _Cell:
        spans = read_spans(piece.text) if piece.text else {}
        across, down = spans.get("colspan", 1), spans.get("rowspan", 1)
        self.cells += 1
        if across > MOST_ACROSS or down > MOST_DOWN or self.cells > MOST_CELLS:
            raise _too_large(self.file_name)
        cell = _Cell(across=max(1, across), down=max(1, down), is_heading=piece.tag == "th")
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append(cell)
        return cell


def _lay_out(table: _Table, *, name: str, file_name: str) -> TextTable:
    """Cells in their columns. A text over several rows holds for all of them, unless it is a
    heading; one over several columns stands in the first."""
    rows: list[list[str]] = []
    merged: list[tuple[int, int, int, int]] = []
    held: dict[int, tuple[int, str]] = {}
    laid = 0
    for number, cells in enumerate(table.rows, start=1):
        row: list[str] = []
        is_header = number == 1 or all(cell.is_heading for cell in cells)
        for cell in cells:
            _fill_held(row, held=held, number=number)
            for column in range(len(row), len(row) + cell.across):
                if cell.down > 1:
                    shown = cell.text if column == len(row) and not is_header else ""
                    held[column] = (number + cell.down - 1, shown)
            if cell.across > 1:
                merged.append((number, len(row), number, len(row) + cell.across - 1))
            row += [cell.text, *[""] * (cell.across - 1)]
        _fill_held(row, held=held, number=number)
        laid += len(row)
        if laid > 4 * MOST_CELLS:
            raise _too_large(file_name)
        rows.append(row)
    width = max(map(len, rows), default=0)
    if width * len(rows) > 4 * MOST_CELLS:
        raise _too_large(file_name)
    texts = [row + [""] * (width - len(row)) for row in rows]
    index = pd.Index(range(1, len(texts) + 1), dtype="int64")
    frame = pd.DataFrame(texts, index=index, columns=range(width), dtype="str")
    caption = " ".join("".join(table.caption).split())
    return TextTable(
        name=name, frame=frame, merged=tuple(one for one in merged if one[0] <= 20),
        above=((caption,) if caption else ()) + table.above,
    )  # fmt: skip


def _fill_held(row: list[str], *, held: dict[int, tuple[int, str]], number: int) -> None:
    """Columns that a cell of a row above reaches down into."""
    while len(row) in held and held[len(row)][0] >= number:
        row.append(held[len(row)][1])


def is_web_page(head: str) -> bool:
    """Whether the beginning of a text is that of a web page, whatever comes before its first tag."""
    bare = head.lstrip("\ufeff \t\r\n").lower()
    return bare.startswith("<") and bool(
        re.match(r"<(?:!doctype html|html|head|body|table|meta|title|style|div|center)\b", bare)
        or re.search(r"<(?:html|table)[\s>]", bare)
    )
