"""Columns and words whose measure the catalogue does not know."""

from __future__ import annotations

import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.faults import make_fault, shorten

NAMES_SHOWN = 25


def check_measures(examined: Examined) -> list[Fault]:
    """One fault a measure: where its heading stands, or the rows that name it."""
    unknown = list(examined.resolved.unknown.items())
    faults = [_fault(name, rows, examined=examined) for name, rows in unknown[:NAMES_SHOWN]]
    return [*faults, *_borrowed(examined)]


def _borrowed(examined: Examined) -> list[Fault]:
    """Measures found by name in another source's profile."""
    names = [
        f"”{shorten(one.name)}” ({one.source})"
        for one in examined.resolved.measures.values()
        if one.source != examined.source.id
    ]
    return [make_fault("IN-110", names=", ".join(names[:NAMES_SHOWN]))] if names else []


def _fault(name: str, rows: pd.DataFrame, *, examined: Examined) -> Fault:
    first = rows.iloc[0]
    column = str(first["source_column"])
    table = next(
        (
            one for one in examined.understood.tables
            if one.sheet == first["source_sheet"] and first["source_row"] in one.body.index
        ),
        None,
    )  # fmt: skip
    # A wide table names its measures in the heading, a long one in its rows.
    is_heading = rows["source_row"].nunique() == (table.rows if table else 0)
    where = table.header_lines if table and is_heading else tuple(rows["source_row"])
    return make_fault(
        "IN-005", sheet=examined.sheet(first["source_sheet"]), rows=where, column=column,
        name=shorten(name), source=examined.source.name,
    )  # fmt: skip
