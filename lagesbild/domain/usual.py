"""What a month would ordinarily be: made by analysis, drawn by charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualRange:
    """Months, and between which numbers 95 of 100 ordinary ones lie; the deviation is the window.

    months        the first day of each
    window_start  first day of the deviation; window_end: the first day after it
    """

    months: tuple[date, ...]
    expected: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    window_start: date
    window_end: date
