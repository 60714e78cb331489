"""A figure that is known to be wrong where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CorrectionStatus(StrEnum):
    """How far a remark has come: told to the source, admitted by it, put right by it."""

    REPORTED = "anmald"
    CONFIRMED = "bekraftad"
    FIXED = "rattad_i_kallan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One figure that is wrong at its source.

    raw        the cell as the source printed it; a cell that differs is left alone
    right      the right cell text, None when all that is known is that the printed one is wrong
    breakdown  canonical JSON of the subgroup, None for every figure with this cell
    """

    source: str
    measure: str
    area_code: str
    period_start: date
    period_end: date
    raw: str
    right: str | None
    reason: str
    status: CorrectionStatus
    breakdown: str | None = None
