"""OpenDocument spreadsheets (.ods)."""

from __future__ import annotations

from lagesbild.ingest.readers.unpacking import look_into_ods
from lagesbild.ingest.readers.workbook import read_workbook
from lagesbild.ingest.table import OpenedFile


def read_ods(data: bytes, file_name: str) -> OpenedFile:
    """Sheets as text.

    raises  FileRefused RD-001, RD-004, RD-005, RD-007
    """
    look_into_ods(data, file_name=file_name)
    return read_workbook(data, file_name=file_name, format_name="ods")
