"""The months of an ordinary year beside each other, made of released figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPattern:
    """Twelve months, January first.

    ratio         times the mean of all months; lower, upper its 95 % limits
    mean          an ordinary month, in events
    years         those that it is made of
    is_clear      whether there is a season at all
    """

    ratio: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    mean: float
    years: tuple[int, ...]
    is_clear: bool
