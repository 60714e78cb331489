"""Excel workbooks (.xlsx, .xlsm, .xlsb)."""

from __future__ import annotations

from lagesbild.domain.errors import Fault
from lagesbild.ingest.readers.unpacking import look_into_xlsx
from lagesbild.ingest.readers.workbook import read_workbook
from lagesbild.ingest.remarks import remark
from lagesbild.ingest.table import OpenedFile


def read_xlsx(data: bytes, file_name: str) -> OpenedFile:
    """Sheets as text.

    raises  FileRefused RD-001, RD-004, RD-005, RD-007
    """
    uncomputed = look_into_xlsx(data, file_name=file_name)
    return read_workbook(
        data, file_name=file_name, format_name="xlsx", warnings=_warn(uncomputed)
    )  # fmt: skip


def _warn(uncomputed: int) -> tuple[Fault, ...]:
    """A warning with the number of formulas that have no value."""
    if not uncomputed:
        return ()
    cells = "En cell" if uncomputed == 1 else f"{uncomputed} celler"
    return (remark("RD-104", count=cells),)
