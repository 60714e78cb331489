"""Areas that are not known, new parts of a kommun, and rows left out on purpose."""

from __future__ import annotations

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.faults import count_in_words, make_fault, shorten
from lagesbild.ingest.table import ColumnRole

NAMES_SHOWN = 25
"""A wrong file can have thousands of unknown names; the first ones tell what is the matter."""


def check_places(examined: Examined) -> list[Fault]:
    """One fault a name, as each needs an answer of its own."""
    places = examined.resolved.places
    if places.nameless and not examined.long.empty:
        return [make_fault("IN-007")]
    return [*_unknown(examined), *_new_parts(examined), *_left_out(examined)]


def _unknown(examined: Examined) -> list[Fault]:
    unknown = list(examined.resolved.places.unknown.items())
    column = _area_column(examined)
    faults = [
        make_fault("IN-006", rows=rows, column=column, name=shorten(name, limit=60))
        for name, rows in unknown[:NAMES_SHOWN]
    ]
    rest = unknown[NAMES_SHOWN:]
    if rest:
        rows = [row for _, rows in rest for row in rows]
        faults.append(make_fault("IN-006", rows=rows, column=column, name=f"{len(rest)} namn till"))
    return faults


def _area_column(examined: Examined) -> str | None:
    for role in (ColumnRole.AREA_NAME, ColumnRole.AREA_CODE):
        for table in examined.understood.tables:
            for column in table.with_role(role):
                return column.name
    return None


def _new_parts(examined: Examined) -> list[Fault]:
    places = examined.resolved.places
    if not places.parts or places.kommun is None:
        return []
    names = ", ".join(shorten(area.name, limit=40) for area in places.parts[:NAMES_SHOWN])
    return [make_fault("IN-107", kommun=places.kommun.name, names=names)]


def _left_out(examined: Examined) -> list[Fault]:
    rows = examined.resolved.places.ignored
    if not rows:
        return []
    return [
        make_fault("IN-109", rows=rows, count=count_in_words(len(rows), one="En rad", many="rader"))
    ]
