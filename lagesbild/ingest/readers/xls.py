"""Excel workbooks from before 2007 (.xls)."""

from __future__ import annotations

import struct

from lagesbild.ingest.readers.unpacking import try_apart
from lagesbild.ingest.readers.workbook import read_workbook
from lagesbild.ingest.remarks import refuse
from lagesbild.ingest.table import OpenedFile

HEADER = 512
STREAMS = tuple(name.encode("utf-16-le") + b"\0\0" for name in ("Workbook", "Book"))
BEGINS, LOCKED = 0x809, 0x2F


def read_xls(data: bytes, file_name: str) -> OpenedFile:
    """Sheets as text.

    raises  FileRefused RD-001, RD-004, RD-005, RD-007
    """
    if is_locked(data):
        raise refuse("RD-004", file=file_name)
    try_apart(data, file_name=file_name)
    return read_workbook(data, file_name=file_name, format_name="xls")


def is_locked(data: bytes) -> bool:
    """Whether a password is needed: the record about it stands among the first of the workbook."""
    if len(data) < 2 * HEADER:
        return False
    sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 12)
    for name in STREAMS:
        entry = data.find(name)
        if entry < 0 or entry + 120 > len(data):
            continue
        (first,) = struct.unpack_from("<I", data, entry + 116)
        place = (first + 1) * sector
        if _has_lock(data[place : place + sector]):
            return True
    return False


def _has_lock(records: bytes) -> bool:
    place = 0
    while place + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, place)
        if place == 0 and kind != BEGINS:
            return False
        if kind == LOCKED:
            return True
        place += 4 + length
    return False
