"""The same figure given more than once."""

from __future__ import annotations

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.faults import count_in_words, make_fault

KEY = ["measure", "area_code", "period_start", "period_end", "breakdown"]


def check_duplicates(examined: Examined) -> list[Fault]:
    """One fault a sheet and column, with every row that is there more than once."""
    frame = examined.observations
    double = frame[frame.duplicated(KEY, keep=False)]
    if double.empty:
        return []
    names = double["source_column"].unique()
    return [
        make_fault(
            "IN-014", sheet=examined.sheet(double["source_sheet"].iloc[0]),
            rows=double["source_row"], column=str(names[0]) if len(names) == 1 else None,
            count=count_in_words(double["source_row"].nunique(), one="en rad", many="rader"),
        )
    ]  # fmt: skip
