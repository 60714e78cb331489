"""Excel workbooks (.xlsx, .xlsm, .xlsb)."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from lagesbild.domain.errors import Fault
from lagesbild.ingest.readers.workbook import read_workbook, refuse_bomb
from lagesbild.ingest.remarks import remark
from lagesbild.ingest.table import OpenedFile

NO_VALUE = re.compile(
    rb"<c\s[^>]*\br=\"[A-Z]+(\d+)\"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
"""A formula cell that nobody has computed; calamine gives it as an empty text."""


def read_xlsx(data: bytes, file_name: str) -> OpenedFile:
    """Sheets as text.

    raises  FileRefused RD-001, RD-004, RD-005, RD-007
    """
    refuse_bomb(data, file_name=file_name)
    return read_workbook(
        data, file_name=file_name, format_name="xlsx", warnings=_uncomputed(data)
    )  # fmt: skip


def _uncomputed(data: bytes) -> tuple[Fault, ...]:
    """A warning with the number of formulas that have no value."""
    archive = zipfile.ZipFile(BytesIO(data))
    count = 0
    for name in archive.namelist():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            try:
                content = archive.read(name)
            except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError):
                return ()
            count += len(NO_VALUE.findall(content)) if b"<f" in content else 0
    if not count:
        return ()
    cells = "En cell" if count == 1 else f"{count} celler"
    return (remark("RD-104", count=cells),)
