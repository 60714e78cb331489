"""Counts so small that someone could be recognised, in what the kommun itself owns."""

from __future__ import annotations

from lagesbild.domain.errors import Fault
from lagesbild.domain.indicator import Kind
from lagesbild.ingest.examined import Examined, faults_by_column

LIMIT = 5


def check_small_counts(examined: Examined) -> list[Fault]:
    """Public statistics have been through this at their source."""
    if examined.source.scope != "kommun":
        return []
    counts = examined.of_kind(Kind.COUNT)
    small = counts[(counts["value"] > 0) & (counts["value"] < LIMIT)]
    return faults_by_column(
        examined, small, code="IN-103", one="En cell", many="celler", limit=LIMIT - 1
    )
