"""Reports beside those who report, year by year, made of released figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterYear:
    """A year that is over, with both numbers told.

    reporters  how many reported in an ordinary month
    rate       reports a reporter and month, with 95 % limits
    """

    year: int
    reports: float
    reporters: float
    rate: float
    lower: float
    upper: float
