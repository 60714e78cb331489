"""Text where a number is expected, and that no source profile gives a meaning."""

from __future__ import annotations

import re

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.faults import count_in_words, make_fault
from lagesbild.ingest.table import Column, ColumnRole, UnderstoodTable

DATE = re.compile(
    r"\d{4}-\d\d-\d\d( 00:00(:00)?)?|\d{1,2}[-/. ]?(jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)\w*"
    r"([-/. ]?\d{2,4})?|(jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)\w*[-/. ]?\d{2,4}",
    re.IGNORECASE,
)
"""What Excel makes of 3,5, 3-5 and 1/2."""


def check_text_among_numbers(examined: Examined) -> list[Fault]:
    """The cells were found when the columns were read; for a delivery they are faults."""
    return [
        make_fault(
            code, sheet=table.sheet or None, rows=rows, column=column.name,
            count=count_in_words(len(rows), one="En cell", many="celler"),
        )
        for table in examined.understood.tables
        for column in table.with_role(ColumnRole.VALUE)
        for code, rows in _by_kind(table, column=column).items()
        if rows
    ]  # fmt: skip


def _by_kind(table: UnderstoodTable, *, column: Column) -> dict[str, list[int]]:
    """Rows with text, and rows where a spreadsheet has made a date of a number."""
    cells = table.body[column.index]
    here = cells[cells.index.isin(column.unreadable)]
    dates = {row for row, text in here.items() if DATE.fullmatch(str(text).strip())}
    return {
        "IN-008": [row for row in column.unreadable if row not in dates],
        "IN-025": [row for row in column.unreadable if row in dates],
    }
