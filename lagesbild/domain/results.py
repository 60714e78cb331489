"""What analysis makes, the gate releases, and charts, tables, documents and exports accept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from lagesbild.domain.indicator import Indicator

FIGURE_COLUMNS = (
    "indicator", "area_code", "area_name", "area_level", "period_start", "period_end",
    "period_label", "breakdown", "count", "denominator", "value", "unit", "lower", "upper",
    "confidence", "method", "status", "status_reason", "issued_on", "source", "delivery_id",
)  # fmt: skip
"""Columns of released figures, in the order of the command line contract."""

EXTRA_COLUMNS = ("is_example", "is_total", "area_parent", "is_hidden", "is_protected")
"""Kept beside the contract's columns for drawing and for the gate; not exported. ``is_protected``: the
pattern of hidden cells has it, small or company for a small one."""

NUMBER_COLUMNS = ("count", "denominator", "value", "lower", "upper")
"""Everything in a row that gives the count away, and is emptied with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFigures:
    """Computed, not yet released. Nothing outside analysis and the gate may hold one.

    frame      one row a number, FIGURE_COLUMNS + EXTRA_COLUMNS; dates are datetime64, holes NaN
    indicator  the definition all rows share
    """

    indicator: Indicator
    frame: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedFigures:
    """What one clearance may see of one indicator. Only access.release makes these.

    frame         as RawFigures, with the numbers of hidden rows removed and a reason in their place
    hidden_count  how many rows were hidden here (not those that the source itself hid)
    example       True when any row is invented
    """

    indicator: Indicator
    frame: pd.DataFrame
    hidden_count: int
    example: bool
    role: str

    @property
    def totals(self) -> pd.DataFrame:
        """The undivided rows: what a line or a map shows unless a breakdown is asked for."""
        return self.frame[self.frame["is_total"]]

    @property
    def is_empty(self) -> bool:
        return self.frame.empty


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSurvey:
    """As RawFigures for many indicators at once; the column "indicator" tells whose a row is."""

    indicators: dict[str, Indicator]
    frame: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedSurvey:
    """As ReleasedFigures for many indicators at once. Only access.release makes these."""

    indicators: dict[str, Indicator]
    frame: pd.DataFrame
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The middle half of all kommuner, period by period.

    frame  period_start, period_label, low, median, high, n (areas with a figure)
    """

    frame: pd.DataFrame
    label: str = "hälften av alla kommuner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """How far from the common level areas of their sizes ordinarily lie.

    frame  area_code, area_name, size, value, lower, upper (95 %), outer_lower, outer_upper (99.8 %),
           verdict; one row an area with a figure
    level  the common level, in the value's unit
    """

    frame: pd.DataFrame
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """What stands under every figure, written from the result."""

    source: str
    issued_on: date | None
    period: str
    n: str
    interval: str
    preliminary: str
    hidden: str
    method: str
    example: bool
    attribution: str = ""
    caveats: tuple[str, ...] = field(default=())
