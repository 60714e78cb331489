"""A table without headings that nobody has named the columns of."""

from __future__ import annotations

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.faults import make_fault

NO_HEADINGS = "TY-101"


def check_headings(examined: Examined) -> list[Fault]:
    """Naming the columns takes the reader's remark away; while it stands, nothing can be stored."""
    remarks = [fault for fault in examined.understood.warnings if fault.code == NO_HEADINGS]
    return [make_fault("IN-003", sheet=one.sheet, rows=one.rows or (1,)) for one in remarks]
