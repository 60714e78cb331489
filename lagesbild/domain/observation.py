"""The long table: one row a number, with where it stood in its file."""

from __future__ import annotations

from enum import StrEnum

LONG_COLUMNS = (
    "area_code", "area_name", "area_level", "period_start", "period_end", "period_label",
    "measure", "unit", "breakdown", "value", "status", "raw",
    "source_sheet", "source_row", "source_column",
)  # fmt: skip
"""Columns of a file turned into long form, in the order of the command line contract."""

NO_BREAKDOWN = "{}"
"""Canonical JSON of an undivided figure."""


class Mark(StrEnum):
    """What a cell text that is not a number means in one source. Never decided globally: ".." is
    missing at SCB and secret at Kolada, "-" is zero at Brå and missing at Kolada."""

    ZERO = "zero"
    MISSING = "missing"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    ROUNDED = "rounded"
    BELOW_LIMIT = "below_limit"
