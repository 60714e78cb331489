"""Excel workbooks from before 2007 (.xls)."""

from __future__ import annotations

from lagesbild.ingest.readers.workbook import read_workbook
from lagesbild.ingest.table import OpenedFile


def read_xls(data: bytes, file_name: str) -> OpenedFile:
    """Sheets as text.

    raises  FileRefused RD-001, RD-004, RD-005
    """
    return read_workbook(data, file_name=file_name, format_name="xls")
