"""Text where a number is expected, and that no source profile gives a meaning."""

from __future__ import annotations

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.faults import count_in_words, make_fault

TEXT_AMONG_NUMBERS = "TY-104"


def check_text_among_numbers(examined: Examined) -> list[Fault]:
    """The reader finds the cells; for a delivery they are faults."""
    return [
        make_fault(
            "IN-008", sheet=one.sheet, rows=one.rows, column=one.column,
            count=count_in_words(len(one.rows), one="En cell", many="celler"),
        )
        for one in examined.understood.warnings
        if one.code == TEXT_AMONG_NUMBERS
    ]  # fmt: skip
