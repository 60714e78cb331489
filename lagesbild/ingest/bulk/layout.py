"""Where the table begins and ends in a large file, found from its first and last lines."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import PurePath

from lagesbild.domain.errors import FileRefused
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.bulk.content import Content, Survey, Unfit
from lagesbild.ingest.encoding import SINGLE_BYTE, is_utf16, swedishness
from lagesbild.ingest.headers import find_blocks
from lagesbild.ingest.readers.delimited import (
    SAMPLE_LINES,
    find_delimiter,
    make_text_table,
    split_rows,
)
from lagesbild.ingest.reading import find_format
from lagesbild.ingest.table import Dialect, OpenedFile, TextTable

HEAD_BYTES, TAIL_BYTES = 1 << 20, 1 << 18
HEAD_LINES, TAIL_LINES = 1_800, 300
LETTERS_WEIGHED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the file is cut.

    encoding     "utf-8", "utf-8-sig" or "cp1252", which also reads Latin-1
    opened       the file as its first and last lines, with the file's own row numbers
    first_line   number of the first data row; all lines from it to ``last_line`` are data rows
    start, end   the bytes of the data rows
    width        fields of every data row
    """

    encoding: str
    delimiter: str
    opened: OpenedFile
    first_line: int
    last_line: int
    start: int
    end: int
    width: int
    has_quotes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """First and last lines as bytes, with their line ends."""

    head: list[bytes]
    tail: list[bytes]


def find_layout(
    content: Content, *, file_name: str, surveyed: Survey, areas: AreaIndex,
    is_western: bool = False,
) -> Layout:  # fmt: skip
    """Read both ends and find the one table in them.

    is_western  True when it is known already that the file is no UTF-8

    raises  Unfit when there is not exactly one table of plain rows from the head to the tail
    """
    ends = _read_ends(content)
    if surveyed.lines <= len(ends.head) + len(ends.tail):
        raise Unfit("filen är för kort")
    _require_text(ends, file_name=file_name)
    encoding = find_western(content) if is_western else _find_encoding(content, ends=ends)
    delimiter = _find_delimiter(content, ends=ends, encoding=encoding)
    table = _sample_table(
        ends, encoding=encoding, delimiter=delimiter, lines=surveyed.lines,
        name=PurePath(file_name).stem,
    )  # fmt: skip
    first, last, width = _find_body(table, areas=areas, head=len(ends.head))
    skipped = sum(map(len, ends.head[: first - 1]))
    rest = sum(map(len, ends.tail[len(ends.tail) - (surveyed.lines - last) :]))
    opened = OpenedFile(
        file=PurePath(file_name).name, format="csv", encoding=encoding,
        dialect=Dialect(delimiter=delimiter), tables=(table,),
    )  # fmt: skip
    return Layout(
        encoding=encoding, delimiter=delimiter, opened=opened, first_line=first, last_line=last,
        start=skipped, end=content.size - rest, width=width, has_quotes=surveyed.has_quotes,
    )  # fmt: skip


def _read_ends(content: Content) -> Ends:
    head = content.stretch(start=0, length=HEAD_BYTES).splitlines(keepends=True)[:HEAD_LINES]
    start = max(0, content.size - TAIL_BYTES)
    tail = content.stretch(start=start, length=TAIL_BYTES).splitlines(keepends=True)
    return Ends(head=head, tail=tail[1:][-TAIL_LINES:])


def _require_text(ends: Ends, *, file_name: str) -> None:
    head = b"".join(ends.head)
    try:
        if is_utf16(head) or find_format(head, file_name=file_name) != "csv":
            raise Unfit("inte avgränsad text")
    except FileRefused:
        raise Unfit("inte avgränsad text") from None


def _find_encoding(content: Content, *, ends: Ends) -> str:
    """UTF-8 unless the ends are something else; the pass itself tells when the middle is."""
    data = b"".join((*ends.head, *ends.tail))
    if _is_utf8(data):
        return "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    return find_western(content)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def find_western(content: Content) -> str:
    """cp1252 for a file in one byte a letter.

    raises  Unfit for the old Mac's and DOS' letters
    """
    beyond = bytearray()
    ascii_bytes = bytes(range(128))
    for piece in content.pieces():
        beyond += piece.translate(None, ascii_bytes)
        if len(beyond) >= LETTERS_WEIGHED:
            break
    letters = bytes(beyond[:LETTERS_WEIGHED])
    scores = {name: swedishness(letters, encoding=name) for name in SINGLE_BYTE}
    if max(scores.values()) > scores["cp1252"] or content.stretch(start=0, length=3) == (
        codecs.BOM_UTF8
    ):
        raise Unfit("gammal teckenkodning")
    return "cp1252"


def _find_delimiter(content: Content, *, ends: Ends, encoding: str) -> str:
    """As for a small file: from the first lines and some in the middle."""
    middle = content.stretch(start=content.size // 2, length=HEAD_BYTES).splitlines(keepends=True)
    lines = [*ends.head[:SAMPLE_LINES], *middle[1 : SAMPLE_LINES + 1]]
    return find_delimiter(b"".join(lines).decode(encoding, errors="replace").replace("\r\n", "\n"))


def _sample_table(ends: Ends, *, encoding: str, delimiter: str, lines: int, name: str) -> TextTable:
    numbered: list[tuple[int, list[str]]] = []
    for part, start in ((ends.head, 1), (ends.tail, lines - len(ends.tail) + 1)):
        text = b"".join(part).decode(encoding, errors="replace").replace("\r\n", "\n")
        rows = list(split_rows(text, delimiter=delimiter))
        if len(rows) != len(part):
            raise Unfit("celler på flera rader")
        numbered += [(start + place, cells) for place, (_, cells) in enumerate(rows)]
    return make_text_table(numbered, name=name)


def _find_body(table: TextTable, *, areas: AreaIndex, head: int) -> tuple[int, int, int]:
    """First and last data row, and how many fields they have."""
    blocks = find_blocks(table, areas=areas)
    if len(blocks) != 1:
        raise Unfit("inte precis en tabell")
    (block,) = blocks
    numbers = table.frame.index
    is_whole = block.body == tuple(range(block.body[0], block.body[-1] + 1))
    if block.sections or block.ragged or not is_whole:
        raise Unfit("rader av olika slag")
    if block.body[0] >= head // 2 or block.body[-1] < head:
        raise Unfit("tabellen når inte filens slut")
    widths = {table.widths[position] for position in block.body}
    if len(widths) != 1 or widths == {1}:
        raise Unfit("rader av olika längd")
    return int(numbers[block.body[0]]), int(numbers[block.body[-1]]), widths.pop()
