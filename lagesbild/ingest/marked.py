"""The provider's own file as a workbook, with everything that was found marked in its cells.

Every cell is written as text, so that nothing in it is run or changed, and in the place where it
stood. The sheet with the list is named so that it is left out when the mended file is delivered.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pandas as pd

from lagesbild.catalog.catalogue import fold_name
from lagesbild.domain.errors import Fault, FileRefused
from lagesbild.ingest.checks import is_warning
from lagesbild.ingest.personal_data import PREFILTER, find_personal_data, is_person_in_text
from lagesbild.ingest.preparing import Prepared
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.receipt import Receipt, title_of
from lagesbild.ingest.table import OpenedFile, TextTable, UnderstoodTable

LIST_SHEET = "Förklaring av felen"
HIDDEN_CELL = "(visas inte)"
MOST_ROWS = 100_000
"""Of a longer file only the beginning and the rows with remarks are copied, each in its own place."""

HEAD_ROWS = 100
MOST_LISTED = 20_000
MOST_COMMENTS = 2_000
EXCEL_ROWS, EXCEL_COLUMNS, EXCEL_TEXT = 1_048_576, 16_384, 32_000
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

LIST_HEADINGS = ("Nr", "Slag", "Blad", "Rad", "Kolumn", "Vad", "Gör så här", "Kod")
LIST_WIDTHS = (6, 14, 18, 8, 22, 70, 70, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One remark at one place. ``row`` and ``column`` count from 0; None where it is about the whole."""

    fault: Fault
    sheet: str
    row: int | None
    column: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """The formats of the workbook."""

    title: Any
    heading: Any
    text: Any
    link: Any
    fault: Any
    warning: Any


def marked_workbook(prepared: Prepared) -> bytes:
    """An XLSX with a list of all remarks, then the file's own sheets.

    Of a file with personal data, or one that cannot be read, there is only the list.
    """
    import xlsxwriter

    opened = _open_again(prepared)
    tables = opened.tables if opened else ()
    names = _sheet_names(tables)
    marks = list(_marks(prepared, tables=tables))
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False},
    )  # fmt: skip
    looks = _looks(book)
    _write_list(book, prepared.receipt, marks=marks, names=names, looks=looks)
    for table in tables:
        own = [mark for mark in marks if mark.sheet == table.name]
        _write_sheet(book.add_worksheet(names[table.name]), table, marks=own, looks=looks)
    book.close()
    return out.getvalue()


def _open_again(prepared: Prepared) -> OpenedFile | None:
    """The file, unless it may not be copied."""
    if not prepared.data:
        return None
    try:
        opened = open_file(prepared.data, file_name=prepared.receipt.file)
    except FileRefused:
        return None
    if any(not is_warning(fault) for fault in find_personal_data(opened)):
        return None
    return opened


def _sheet_names(tables: Iterable[TextTable]) -> dict[str, str]:
    """The file's sheets by names that Excel takes, each different from the others."""
    names: dict[str, str] = {}
    taken = {LIST_SHEET.casefold()}
    for table in tables:
        stem = FORBIDDEN.sub(" ", table.name).strip(" '")[:31] or "Filen"
        name, number = stem, 2
        while name.casefold() in taken:
            name, number = f"{stem[:27]} {number}", number + 1
        taken.add(name.casefold())
        names[table.name] = name
    return names


def _marks(prepared: Prepared, *, tables: tuple[TextTable, ...]) -> Iterator[Mark]:
    """Each remark at each of its places."""
    understood = prepared.understood.tables if prepared.understood else ()
    for fault in (*prepared.receipt.faults, *prepared.receipt.warnings):
        sheet = fault.sheet or _usual_sheet(tables, understood=understood)
        own = [one for one in understood if (one.sheet or sheet) == sheet]
        column = _column_of(fault, tables=own)
        rows = fault.rows or ((fault.row,) if fault.row else ())
        for row in rows:
            yield Mark(fault=fault, sheet=sheet, row=row - 1, column=column)
        if not rows:
            heading = own[0].header_lines[-1] - 1 if own and own[0].header_lines else None
            at = heading if column is not None else None
            yield Mark(fault=fault, sheet=sheet, row=at, column=column)


def _usual_sheet(tables: tuple[TextTable, ...], *, understood: tuple[UnderstoodTable, ...]) -> str:
    """Where a remark without a sheet belongs: the first table that was found."""
    if understood and understood[0].sheet:
        return understood[0].sheet
    return tables[0].name if tables else ""


def _column_of(fault: Fault, *, tables: list[UnderstoodTable]) -> int | None:
    """The position of the column that a remark names by its heading or by its number."""
    if not fault.column:
        return None
    wanted = fold_name(fault.column)
    for table in tables:
        for column in table.columns:
            if wanted in (fold_name(column.name), fold_name(column.measure)):
                return column.index
    return int(fault.column) - 1 if fault.column.isdecimal() and int(fault.column) else None


def _looks(book: Any) -> Looks:
    wrapped = {"text_wrap": True, "valign": "top"}
    return Looks(
        title=book.add_format({"bold": True, "font_size": 14}),
        heading=book.add_format({"bold": True, "bottom": 1, **wrapped}),
        text=book.add_format(wrapped),
        link=book.add_format({"underline": 1, "font_color": "#0B5C8A", **wrapped}),
        fault=book.add_format({"bg_color": "#F6D5CB", "border": 2, "border_color": "#B5482A"}),
        warning=book.add_format({"bg_color": "#FFF2CC", "border": 1, "border_color": "#8A6D00"}),
    )


def _write_list(
    book: Any, receipt: Receipt, *, marks: list[Mark], names: dict[str, str], looks: Looks
) -> None:
    sheet = book.add_worksheet(LIST_SHEET)
    for position, width in enumerate(LIST_WIDTHS):
        sheet.set_column(position, position, width)
    for row, (text, look) in enumerate(_heading_lines(receipt, has_copy=bool(names), looks=looks)):
        sheet.write_string(row, 0, text, look)
    top = 5
    for position, heading in enumerate(LIST_HEADINGS):
        sheet.write_string(top, position, heading, looks.heading)
    sheet.freeze_panes(top + 1, 0)
    for number, mark in enumerate(marks[:MOST_LISTED], start=1):
        _write_line(sheet, number, row=top + number, mark=mark, names=names, looks=looks)
    if len(marks) > MOST_LISTED:
        rest = f"… och {len(marks) - MOST_LISTED} till av samma slag."
        sheet.write_string(top + MOST_LISTED + 1, 0, rest)


def _heading_lines(
    receipt: Receipt, *, has_copy: bool, looks: Looks
) -> tuple[tuple[str, Any], ...]:
    faults, warnings = len(receipt.faults), len(receipt.warnings)
    what = "Ingenting har sparats." if receipt.is_refused else "Leveransen stoppas inte."
    way = (
        "Rätta de färgade cellerna i de andra bladen, spara och lämna den här arbetsboken. "
        "Det här bladet läses inte."
        if has_copy
        else "Filens innehåll visas inte här. Rätta i din egen fil och lämna den igen."
    )
    return (
        (f"Kontroll av {receipt.file}", looks.title),
        (f"Fel som stoppar: {faults}. Att tänka på: {warnings}. {what}", None),
        (way, None),
    )


def _write_line(
    sheet: Any, number: int, *, row: int, mark: Mark, names: dict[str, str], looks: Looks
) -> None:
    fault = mark.fault
    kind = "Att tänka på" if is_warning(fault) else "Fel som stoppar"
    own_row = "" if mark.row is None else str(mark.row + 1)
    name = names.get(mark.sheet, "")
    texts = (
        str(number), kind, name, own_row, fault.column or "",
        f"{title_of(fault.code)}. {fault.message}", fault.remedy, fault.code,
    )  # fmt: skip
    for position, text in enumerate(texts):
        sheet.write_string(row, position, text[:EXCEL_TEXT], looks.text)
    if name and mark.row is not None and mark.row < EXCEL_ROWS:
        place = f"internal:'{name.replace(chr(39), chr(39) * 2)}'!{_cell(mark.row, mark.column)}"
        sheet.write_url(row, 3, place, looks.link, own_row)


def _cell(row: int, column: int | None) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column or 0))


def _write_sheet(sheet: Any, table: TextTable, *, marks: list[Mark], looks: Looks) -> None:
    by_row: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.row is not None:
            by_row[mark.row].append(mark)
    frame = _without_persons(table.frame, marks=marks)
    width = min(frame.shape[1], EXCEL_COLUMNS)
    sheet.set_column(0, max(width - 1, 0), 16)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for top, left, bottom, right in table.merged:
        # The texts are written afterwards; here only the shape.
        if (top, left) != (bottom, right):
            sheet.merge_range(top - 1, left, bottom - 1, right, "")
    for row, cells in _rows_shown(frame, marked=by_row):
        _write_row(sheet, row, cells[:width], marks=by_row.get(row, []), looks=looks)
    _write_comments(sheet, by_row, table=table)
    if table.is_hidden:
        sheet.hide()


def _rows_shown(
    frame: pd.DataFrame, *, marked: dict[int, list[Mark]]
) -> Iterator[tuple[int, list[str]]]:
    is_long = len(frame) > MOST_ROWS
    for index, cells in zip(frame.index, frame.itertuples(index=False, name=None), strict=True):
        row = int(index) - 1
        if row >= EXCEL_ROWS:
            return
        if not is_long or row < HEAD_ROWS or row in marked:
            yield row, [str(cell) for cell in cells]


def _without_persons(frame: pd.DataFrame, *, marks: list[Mark]) -> pd.DataFrame:
    """What may be a person's number is covered, also where it was too uncertain to refuse."""
    covered = frame.copy()
    for position, column in enumerate(frame.columns):
        cells = frame[column]
        suspects = cells[cells.str.contains(PREFILTER, regex=True)]
        rows = [row for row, text in suspects.items() if is_person_in_text(text)]
        covered.loc[rows, column] = HIDDEN_CELL
        doubtful = {
            mark.row + 1 for mark in marks
            if mark.fault.code == "IN-106" and mark.column == position and mark.row is not None
        }  # fmt: skip
        covered.loc[covered.index.isin(doubtful), column] = HIDDEN_CELL
    return covered


def _write_row(sheet: Any, row: int, cells: list[str], *, marks: list[Mark], looks: Looks) -> None:
    for position, text in enumerate(cells):
        own = [mark for mark in marks if mark.column in (None, position)]
        look = _worst(own, looks=looks)
        if text:
            sheet.write_string(row, position, text[:EXCEL_TEXT], look)
        elif look is not None:
            sheet.write_blank(row, position, None, look)


def _worst(marks: list[Mark], *, looks: Looks) -> Any:
    if not marks:
        return None
    return looks.warning if all(is_warning(mark.fault) for mark in marks) else looks.fault


def _write_comments(sheet: Any, by_row: dict[int, list[Mark]], *, table: TextTable) -> None:
    """What and what to do, at the cell; where a whole row is meant, at its first cell."""
    places: dict[tuple[int, int], list[Fault]] = defaultdict(list)
    for row, marks in by_row.items():
        for mark in marks:
            if row < EXCEL_ROWS and (mark.column or 0) < EXCEL_COLUMNS:
                places[_corner(row, mark.column or 0, table=table)].append(mark.fault)
    for (row, column), faults in list(places.items())[:MOST_COMMENTS]:
        words = "\n\n".join(f"{title_of(f.code)} ({f.code}). {f.remedy}" for f in faults)
        where = f"Rad {row + 1}, kolumn {_heading(column, table=table, faults=faults)}\n"
        sheet.write_comment(
            row, column, (where + words)[:EXCEL_TEXT],
            {"author": "Lägesbild", "x_scale": 2.2, "y_scale": 1.6},
        )  # fmt: skip


def _corner(row: int, column: int, *, table: TextTable) -> tuple[int, int]:
    """The cell itself, or the first one of the merged cells it is part of: only that has comments."""
    for top, left, bottom, right in table.merged:
        if top - 1 <= row <= bottom - 1 and left <= column <= right:
            return top - 1, left
    return row, column


def _heading(column: int, *, table: TextTable, faults: list[Fault]) -> str:
    named = next((fault.column for fault in faults if fault.column), None)
    return named or f"{column + 1} av {table.frame.shape[1]}"
