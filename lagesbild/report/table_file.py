"""Rows of text as files that a spreadsheet opens: nothing in them is run."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from lagesbild.domain.spreadsheet import harmless

WIDEST = 46


def rows_as_csv(rows: Sequence[Mapping[str, object]]) -> bytes:
    """UTF-8 with mark, semicolons and decimal comma, as a Swedish spreadsheet opens it; nothing for no
    rows."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    if rows:
        writer.writerow(map(csv_cell, rows[0]))
    for row in rows:
        writer.writerow(map(csv_cell, row.values()))
    return out.getvalue().encode("utf-8-sig")


def csv_cell(value: object) -> str:
    """Figures with a decimal comma; text that no spreadsheet runs."""
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return harmless(value) if isinstance(value, str) else str(value)


def rows_as_workbook(rows: Sequence[Mapping[str, str]], *, title: str) -> bytes:
    """One sheet with the headings locked in sight; every cell is text."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bg_color": "#D9E2EC", "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, heading in enumerate(rows[0] if rows else ()):
        longest = max(len(heading), *(len(str(row[heading])) for row in rows))
        sheet.set_column(column, column, min(WIDEST, longest + 2))
        sheet.write_string(0, column, heading, bold)
        for line, row in enumerate(rows, start=1):
            sheet.write_string(line, column, str(row[heading]), wrapped)
    sheet.freeze_panes(1, 1)
    book.close()
    return out.getvalue()
