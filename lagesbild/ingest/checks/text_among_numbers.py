"""Text where a number is expected, and that no source profile gives a meaning."""

from __future__ import annotations

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.faults import count_in_words, make_fault
from lagesbild.ingest.table import ColumnRole


def check_text_among_numbers(examined: Examined) -> list[Fault]:
    """The cells were found when the columns were read; for a delivery they are faults."""
    return [
        make_fault(
            "IN-008", sheet=table.sheet or None, rows=column.unreadable, column=column.name,
            count=count_in_words(len(column.unreadable), one="En cell", many="celler"),
        )
        for table in examined.understood.tables
        for column in table.with_role(ColumnRole.VALUE)
        if column.unreadable
    ]  # fmt: skip
