"""The right column in the wrong unit: per 1 000 for per 100 000, kronor for thousands of kronor."""

from __future__ import annotations

import math
import re

import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.ingest.checks.jumps import beside_usual
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.faults import make_fault
from lagesbild.ingest.table import ColumnRole

FAMILIES: tuple[dict[str, str], ...] = (
    {
        "per 100": r"per 100(?! ?0)",
        "per 1 000": r"per (1 ?000|tusen)(?! ?0)",
        "per 10 000": r"per 10 ?000(?! ?0)",
        "per 100 000": r"per 100 ?000",
    },
    {"kr": r"\b(kr|kronor)\b", "tkr": r"\b(tkr|tusen kr\w*|ksek)\b", "mnkr": r"\b(mnkr|mkr|msek)\b"},
    {"ng/l": r"ng ?/ ?l", "µg/l": r"[µμ]g ?/ ?l", "µg/m³": r"[µμ]g ?/ ?m(3|³)", "mg": r"\bmg\b"},
)  # fmt: skip
"""Units that are mistaken for each other, and how a heading names them."""

POWERS = (10.0, 100.0, 1000.0, 1_000_000.0)
CLOSE = 1.5
"""A series moves by less than half from one delivery to the next."""

FEWEST_ROWS = 3
MOST_SHARE = 0.8


def check_units(examined: Examined) -> list[Fault]:
    """Headings that name another unit than the measure has, and columns that are all the same power
    of ten away from what the same areas had before."""
    return [*_by_heading(examined), *_by_size(examined)]


def _by_heading(examined: Examined) -> list[Fault]:
    found = []
    for table in examined.understood.tables:
        for column in table.with_role(ColumnRole.VALUE):
            for measure in examined.measures_in(sheet=table.sheet, column=column.name):
                pair = _conflict(column.name, unit=examined.resolved.measures[measure].unit)
                if pair:
                    found.append(
                        make_fault(
                            "IN-024", sheet=table.sheet or None, column=column.name,
                            said=pair[0], unit=pair[1],
                        )
                    )  # fmt: skip
    return found


def _conflict(heading: str, *, unit: str) -> tuple[str, str] | None:
    """The unit that the heading names and the one that is meant, when they are two of a family."""
    for family in FAMILIES:
        said, meant = _named(heading, family=family), _named(unit, family=family)
        if len(said) == len(meant) == 1 and said != meant:
            return said[0], meant[0]
    return None


def _named(text: str, *, family: dict[str, str]) -> list[str]:
    plain = re.sub(r"[\u00a0\u202f]", " ", text.casefold())
    return [name for name, pattern in family.items() if re.search(pattern, plain)]


def _by_size(examined: Examined) -> list[Fault]:
    if examined.observations.empty or examined.history.empty or examined.is_selection:
        return []
    return far_from_usual(examined, beside_usual(examined))


def far_from_usual(examined: Examined, joined: pd.DataFrame) -> list[Fault]:
    """Columns that are all the same power of ten away.

    joined  value, usual, source_sheet, source_column of every figure with something before it
    """
    joined = joined[(joined["value"] > 0) & (joined["usual"] > 0)]
    return [
        fault
        for (sheet, column), rows in joined.groupby(["source_sheet", "source_column"], sort=False)
        for fault in _far(examined, rows, sheet=sheet, column=column)
    ]


def _far(examined: Examined, rows: pd.DataFrame, *, sheet: object, column: object) -> list[Fault]:
    if len(rows) < FEWEST_ROWS:
        return []
    ratio = rows["value"] / rows["usual"]
    for power in POWERS:
        for factor, word in ((power, "större"), (1 / power, "mindre")):
            is_near = (ratio / factor).between(1 / CLOSE, CLOSE)
            if is_near.mean() >= MOST_SHARE:
                times = f"{math.trunc(power):,}".replace(",", "\u00a0")
                return [
                    make_fault(
                        "IN-115", sheet=examined.sheet(sheet), column=str(column) or None,
                        times=times, word=word,
                    )
                ]  # fmt: skip
    return []
