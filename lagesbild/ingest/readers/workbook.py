"""What the workbook formats share: sheets as text, as a person would read the cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import PurePath

import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.domain.packed import SPOILT
from lagesbild.ingest.readers.unpacking import MOST_CELLS
from lagesbild.ingest.remarks import refuse, remark
from lagesbild.ingest.table import OpenedFile, TextTable


def read_workbook(
    data: bytes, *, file_name: str, format_name: str, warnings: tuple[Fault, ...] = ()
) -> OpenedFile:
    """All visible sheets that are not empty; hidden ones are named in a warning.

    raises  FileRefused RD-001, RD-004, RD-005, RD-007
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        tables = tuple(_sheets(book, file_name=file_name))
    except PasswordError:
        raise refuse("RD-004", file=file_name) from None
    except (CalamineError, *SPOILT):
        raise refuse("RD-005", file=file_name) from None
    except BaseException as error:
        # A reader written in Rust gives up with what is no ordinary exception.
        if type(error).__name__ != "PanicException":
            raise
        raise refuse("RD-005", file=file_name) from None
    visible = tuple(table for table in tables if not table.is_hidden and not table.frame.empty)
    if not visible:
        raise refuse("RD-001", file=file_name)
    hidden = tuple(
        remark("RD-103", sheet=table.name)
        for table in tables
        if table.is_hidden and not table.frame.empty
    )
    return OpenedFile(
        file=PurePath(file_name).name, format=format_name, encoding=None, dialect=None,
        tables=tuple(table for table in tables if not table.frame.empty),
        warnings=warnings + hidden,
    )  # fmt: skip


def _sheets(book: object, *, file_name: str) -> list[TextTable]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    assert isinstance(book, CalamineWorkbook)  # noqa: S101 - tells mypy what the caller passed
    tables = []
    for sheet in book.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        opened = book.get_sheet_by_name(sheet.name)
        if opened.total_height * opened.total_width > MOST_CELLS:
            raise refuse("RD-007", file=file_name)
        rows = opened.to_python(skip_empty_area=False)
        table = TextTable(
            name=sheet.name, frame=_frame(rows),
            is_hidden=sheet.visible is not SheetVisibleEnum.Visible,
            merged=_merged(opened.merged_cell_ranges),
        )  # fmt: skip
        tables.append(table)
    return tables


def _frame(rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    texts = [[cell_text(cell) for cell in row] for row in rows]
    index = pd.Index(range(1, len(texts) + 1), dtype="int64")
    width = max((len(row) for row in texts), default=0)
    frame = pd.DataFrame(texts, index=index, columns=range(width), dtype="str")
    if not (frame != "").any(axis=None):
        return frame.iloc[:0, :0]
    return frame


def _merged(
    ranges: list[tuple[tuple[int, int], tuple[int, int]]] | None,
) -> tuple[tuple[int, int, int, int], ...]:
    """Row numbers as people count them, columns from 0."""
    return tuple((first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in (ranges or ()))


def cell_text(cell: object) -> str:
    """A cell as text: whole numbers without decimals, others as Excel shows them (15 digits)."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "SANT" if cell else "FALSKT"
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, (date, time)):
        return _datetime_text(cell) if isinstance(cell, datetime) else cell.isoformat()
    return "" if cell is None else str(cell)


def number_text(value: float) -> str:
    """ "780" for 780.0, "0.3" for what binary arithmetic makes of 0.1 + 0.2."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def _datetime_text(value: datetime) -> str:
    if value.time() == time(0):
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")
