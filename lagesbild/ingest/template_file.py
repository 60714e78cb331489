"""How any template is written: headings that are locked, one example row, lists to choose from."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from lagesbild.domain.spreadsheet import harmless, harmless_cell

DATA_SHEET = "Lämna här"
NOTES = "Förklaringar"
"""Sheets with this word in the name are left out when a workbook is read."""

ROWS = 5_000
"""How many rows have drop-downs; more can be filled in without them."""


def as_csv(headings: Sequence[str], *, example: Sequence[str]) -> bytes:
    """Headings and one example row, as Excel in Swedish opens it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(harmless, headings))
    writer.writerow(map(harmless_cell, example))
    return out.getvalue().encode("utf-8-sig")


def as_workbook(
    *, write_rows: Callable[[Any, Any], None], write_notes: Callable[[Any, Any], None]
) -> bytes:
    """An XLSX with a sheet to fill in and one of explanations; each is written by its function, which is
    given the book and the sheet."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet, notes = book.add_worksheet(DATA_SHEET), book.add_worksheet(NOTES)
    write_notes(book, notes)
    write_rows(book, sheet)
    sheet.freeze_panes(1, 0)
    sheet.protect(
        "", {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True,
             "sort": True, "autofilter": True},
    )  # fmt: skip
    notes.protect()
    sheet.activate()
    book.close()
    return out.getvalue()


def write_head(
    book: Any, sheet: Any, *, headings: Sequence[str], widths: Sequence[int],
    example: Sequence[str], numbers: frozenset[str] = frozenset(),
) -> None:  # fmt: skip
    """Headings that cannot be changed, above cells that can.

    numbers  headings of the columns that hold numbers; the others are text
    """
    locked = book.add_format({"bold": True, "bg_color": "#D9E2EC", "bottom": 1, "locked": True})
    text = book.add_format({"locked": False, "num_format": "@"})
    number = book.add_format({"locked": False})
    pale = book.add_format({"locked": False, "italic": True, "font_color": "#52606D"})
    for position, (heading, width, word) in enumerate(zip(headings, widths, example, strict=True)):
        sheet.set_column(position, position, width, number if heading in numbers else text)
        sheet.write_string(0, position, heading, locked)
        sheet.write_string(1, position, word, pale)


def offer_list(
    sheet: Any, *, position: int, column: int, first: int, length: int, strictness: str
) -> None:
    """A drop-down for a column, with what stands in a column of the sheet of explanations.

    first       row of the first name, from 0
    strictness  "warning": something else may be written; "stop": it may not
    """
    if not length:
        return
    letter = chr(ord("A") + column)
    sheet.data_validation(
        1, position, ROWS, position,
        {"validate": "list",
         "source": f"='{NOTES}'!${letter}${first + 1}:${letter}${first + length}",
         "error_type": strictness, "error_title": "Finns inte i listan",
         "error_message": "Välj ur listan. Alla namn står på bladet Förklaringar.",
         "ignore_blank": True},
    )  # fmt: skip
