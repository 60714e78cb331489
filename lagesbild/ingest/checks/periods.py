"""Figures that do not say which time they are about."""

from __future__ import annotations

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined, faults_by_column
from lagesbild.ingest.faults import count_in_words, make_fault
from lagesbild.ingest.table import ColumnRole


def check_periods(examined: Examined) -> list[Fault]:
    """No period at all, or rows whose period cannot be read."""
    lost = examined.long[examined.long["period_start"].isna()]
    if lost.empty:
        return []
    columns = [c for t in examined.understood.tables for c in t.with_role(ColumnRole.PERIOD)]
    if not columns:
        return [
            make_fault("IN-004", sheet=fault.sheet, column=fault.column)
            for fault in faults_by_column(examined, lost.assign(source_column=""), code="IN-012")
        ]
    count = count_in_words(lost["source_row"].nunique(), one="En rad", many="rader")
    return [make_fault("IN-012", rows=lost["source_row"], column=columns[0].name, count=count)]
