"""Texts that a spreadsheet would run if the file were opened in one."""

from __future__ import annotations

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.faults import count_in_words, make_fault

FORMULA = r"^\s*(?:[=@]\s*[^\s=]|[+-]\s*[A-Za-zÅÄÖåäö(=@])"
"""A sign and then something that is not a number; a lone dash is a mark."""


def check_formulas(examined: Examined) -> list[Fault]:
    """Cells of every column, whatever it is used for."""
    faults = []
    for table in examined.understood.tables:
        for column in table.columns:
            cells = table.body[column.index]
            rows = cells.index[cells.astype(str).str.contains(FORMULA, regex=True)]
            if len(rows):
                count = count_in_words(len(rows), one="En cell", many="celler")
                faults.append(
                    make_fault(
                        "IN-104", sheet=table.sheet or None, rows=rows, column=column.name,
                        count=count,
                    )
                )  # fmt: skip
    return faults
