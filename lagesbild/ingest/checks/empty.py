"""Nothing in the file to store."""

from __future__ import annotations

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.faults import make_fault


def check_empty(examined: Examined) -> list[Fault]:
    """No table, no rows, no row that is to be read, or not a single number in them; what the reader found comes first."""
    if examined.understood.faults:
        return []
    if sum(table.rows for table in examined.understood.tables) == 0:
        return [make_fault("IN-001")]
    places = examined.resolved.places
    if len(places.ignored) and not places.unknown and places.codes.isna().all():
        # Every row is to be left out: a template with its example row and nothing more.
        return [make_fault("IN-001")]
    if examined.has_events and examined.long.empty:
        return []
    if examined.long.empty or examined.long["value"].isna().all():
        return [make_fault("IN-015")]
    return []
