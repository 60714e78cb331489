"""What a packed workbook would become, found out before anything that trusts it opens it.

A few kilobytes can say that they are small and unpack to gigabytes, or have two cells a billion
rows apart. The readers make room for all of it, and a server that has no such room stops.
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lagesbild.domain.packed import SPOILT
from lagesbild.ingest.remarks import refuse

MOST_UNPACKED = 400_000_000
MOST_RATIO = 300
"""Honest workbooks pack 5-30 to one."""

SMALL = 50_000_000
MOST_CELLS = 5_000_000
MOST_PARTS = 20_000
PIECE = 1 << 22
OVERLAP = 2_000
"""A tag that is cut between two pieces is seen in the second."""

SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,10})["']""")
FILLED = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["']([A-Z]{1,3})([0-9]{1,10})["'][^>]*(?<!/)>"""
)
ROW = re.compile(rb"""<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*["']([0-9]{1,10})["']""")
CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
ODS_TAG = re.compile(rb"<(?:\w+:)?(table-row|table-cell|covered-table-cell|table)\b([^>]*)>")
ACROSS = re.compile(rb"""number-columns-repeated\s*=\s*["']([0-9]{1,12})["']""")
DOWN = re.compile(rb"""number-rows-repeated\s*=\s*["']([0-9]{1,12})["']""")
NO_VALUE = re.compile(
    rb"<c\s[^>]*\br=\"[A-Z]+(\d+)\"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
"""A formula cell that nobody has computed; calamine gives it as an empty text."""


@dataclass(slots=True, kw_only=True)
class Extent:
    """How far the filled cells of a sheet reach, and how many of them there are."""

    rows: int = 0
    columns: int = 0
    cells: int = 0

    @property
    def is_mountain(self) -> bool:
        return max(self.rows * self.columns, self.cells) > MOST_CELLS

    def take(self, piece: bytes, *, places: re.Pattern[bytes]) -> None:
        """A piece of the sheet's XML."""
        found = places.findall(piece)
        cells = len(CELL.findall(piece))
        rows = [int(number) for _, number in found]
        if cells > len(found):
            # A cell may leave out its place: then it is in its row's.
            rows += map(int, ROW.findall(piece))
        self.cells += piece.count(b"v>") // 2 if places is FILLED else cells
        self.rows = max([self.rows, *rows])
        columns = map(_column_number, {letters for letters, _ in found})
        self.columns = max([self.columns, 1, *columns])


def look_into_xlsx(data: bytes, *, file_name: str) -> int:
    """How many formulas nobody has computed.

    raises  FileRefused RD-007 when it is too large to open, RD-005 when it is broken
    """
    uncomputed = 0
    is_binary = False
    for info, pieces in _parts(data, file_name=file_name):
        is_binary |= info.filename.endswith("workbook.bin")
        if not SHEET.fullmatch(info.filename):
            _pass_over(pieces)
            continue
        extent, is_looked_at = Extent(), False
        for piece, seen in _overlapping(pieces):
            if not is_looked_at:
                extent.take(piece, places=PLACE)
            if extent.is_mountain and not is_looked_at:
                is_looked_at = True
                if _filled(data, info=info).is_mountain:
                    raise refuse("RD-007", file=file_name)
            if b"<f" in piece:
                uncomputed += sum(one.end() > seen for one in NO_VALUE.finditer(piece))
    if is_binary:
        try_apart(data, file_name=file_name)
    return uncomputed


def _filled(data: bytes, *, info: zipfile.ZipInfo) -> Extent:
    """Cells with nothing but a border reach far in honest workbooks; here only filled ones count."""
    extent, unpacked = Extent(), 0
    for piece, seen in _overlapping(_unpack(data, info=info)):
        extent.take(piece, places=FILLED)
        unpacked += len(piece) - seen
        if extent.is_mountain or unpacked > MOST_UNPACKED:
            break
    return extent


def _pass_over(pieces: Iterator[bytes]) -> None:
    for _ in pieces:
        pass


def look_into_ods(data: bytes, *, file_name: str) -> None:
    """Raises FileRefused RD-007 when it is too large to open, RD-005 when it is broken."""
    for info, pieces in _parts(data, file_name=file_name):
        if info.filename != "content.xml":
            _pass_over(pieces)
            continue
        content = b"".join(pieces)
        if _ods_cells(content) > MOST_CELLS:
            raise refuse("RD-007", file=file_name)


TRIAL = """
import sys
from io import BytesIO
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (1_200_000_000, 1_200_000_000))
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
except ImportError:
    pass
from python_calamine import CalamineError, CalamineWorkbook
try:
    book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    sheets = [book.get_sheet_by_name(one.name) for one in book.sheets_metadata]
    print(max([0, *(one.total_height * one.total_width for one in sheets)]))
except CalamineError:
    print(0)
"""
"""Opens a workbook where nothing is lost if that stops the program."""


def try_apart(data: bytes, *, file_name: str) -> None:
    """Open a binary workbook in a process of its own first: its cells are not to be seen beforehand.

    raises  FileRefused RD-007 when it takes more room or time than there is
    """
    try:
        ran = subprocess.run(  # noqa: S603 - our own program, and the file is only what it reads
            [sys.executable, "-I", "-c", TRIAL], input=data, capture_output=True, check=False,
            timeout=20,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise refuse("RD-007", file=file_name) from None
    if ran.returncode or int(ran.stdout or 0) > MOST_CELLS:
        raise refuse("RD-007", file=file_name)


def _parts(data: bytes, *, file_name: str) -> Iterator[tuple[zipfile.ZipInfo, Iterator[bytes]]]:
    """Every part of the package with its content, piece by piece, as long as it keeps within reason."""
    try:
        entries = zipfile.ZipFile(BytesIO(data)).infolist()
    except SPOILT:
        raise refuse("RD-005", file=file_name) from None
    if len(entries) > MOST_PARTS:
        raise refuse("RD-007", file=file_name)
    unpacked = 0

    def counted(info: zipfile.ZipInfo) -> Iterator[bytes]:
        nonlocal unpacked
        here = 0
        try:
            for piece in _unpack(data, info=info):
                here += len(piece)
                if unpacked + here > MOST_UNPACKED or _is_bomb(unpacked + here, packed=len(data)):
                    raise refuse("RD-007", file=file_name)
                yield piece
        except SPOILT:
            raise refuse("RD-005", file=file_name) from None
        unpacked += here
        if here != info.file_size:
            raise refuse("RD-005", file=file_name)

    for info in entries:
        yield info, counted(info)


def _is_bomb(unpacked: int, *, packed: int) -> bool:
    return unpacked > max(SMALL, MOST_RATIO * packed)


def _unpack(data: bytes, *, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """All that the packed bytes hold, whatever the package says of their size.

    raises  zlib.error, struct.error, ValueError when they cannot be unpacked
    """
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("locked, or packed in a way that workbooks are not")
    name, more = struct.unpack_from("<HH", data, info.header_offset + 26)
    start = info.header_offset + 30 + name + more
    packed = memoryview(data)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), PIECE):
            yield bytes(packed[at : at + PIECE])
        return
    unpacker = zlib.decompressobj(-15)
    rest: bytes | memoryview = packed
    while not unpacker.eof:
        piece = unpacker.decompress(rest, PIECE)
        rest = unpacker.unconsumed_tail
        if not piece and not unpacker.eof:
            raise ValueError("cut short")
        yield piece


def _overlapping(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, int]]:
    """Each piece after the end of the one before, and how much of it was seen then."""
    tail = b""
    for piece in pieces:
        yield tail + piece, len(tail)
        tail = (tail + piece)[-OVERLAP:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _ods_cells(content: bytes) -> int:
    """The room that the largest table takes: rows down to its last filled one, times its width."""
    most = row = width = last = across = repeated = 0
    is_filled = False
    for tag in ODS_TAG.finditer(content):
        kind, rest = tag[1], tag[2]
        if kind in {b"table-row", b"table"}:
            row += repeated
            last = row if is_filled else last
            is_filled, across = False, 0
            down = DOWN.search(rest)
            repeated = int(down[1]) if down else 1
            if kind == b"table":
                most, row, width, last, repeated = max(most, last * width), 0, 0, 0, 0
            continue
        wide = ACROSS.search(rest)
        across += int(wide[1]) if wide else 1
        if b"value-type" in rest:
            is_filled, width = True, max(width, across)
    if is_filled:
        last = row + repeated
    return max(most, last * width)
