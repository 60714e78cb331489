"""Which denominator stands beside a figure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lagesbild.store.columns import Columns, number_of_rows, take, text

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

OLDEST_POPULATION_YEARS = 2
"""How long a population may stand in for a year whose own has not come. Never a later one for an
earlier year: a missing denominator in the past is missing."""

SOUGHT = ("base", "area_code", "is_example", "period_start", "period_end", "breakdown", "is_total")
"""Columns of the figures that a denominator is looked for by."""


def match_denominators(figures: Columns, bases: Columns) -> Floats:
    """The denominator beside each row: same world, area and subgroup, same period or that year's.

    figures  SOUGHT; base is a measure id, or ""
    bases    the denominators' rows as fetch_columns gives them
    """
    if not number_of_rows(bases) or not number_of_rows(figures):
        return np.full(number_of_rows(figures), np.nan)
    own, their = _whose(figures, bases)
    found = _match_exactly(figures, bases, own=own, their=their)
    if not np.isnan(found).any():
        return found
    return np.where(np.isnan(found), _match_year(figures, bases, own=own, their=their), found)


def _whose(figures: Columns, bases: Columns) -> tuple[Ints, Ints]:
    """Measure, area, world and subgroup of each row as one number, on both sides."""
    own, their = _subgroup(figures, bases)
    size = max(int(own.max()), int(their.max())) + 1
    for name, beside in (("base", "measure"), ("area_code", "area_code")):
        known: dict[str | None, int] = {}
        left = text(figures, name).numbered(known)
        right = text(bases, beside).numbered(known)
        own, their, size = own + left * size, their + right * size, size * max(len(known), 1)
    is_example = (np.asarray(one["is_example"], dtype=np.int64) for one in (figures, bases))
    left, right = is_example
    _, both = np.unique(np.append(own * 2 + left, their * 2 + right), return_inverse=True)
    return both[: len(own)], both[len(own) :]


def _subgroup(figures: Columns, bases: Columns) -> tuple[Ints, Ints]:
    """Totals meet totals, however the two files call them."""
    known: dict[str | None, int] = {"": 0}
    own, their = (
        np.where(np.asarray(one["is_total"]), 0, text(one, "breakdown").numbered(known))
        for one in (figures, bases)
    )
    return own, their


def _match_exactly(figures: Columns, bases: Columns, *, own: Ints, their: Ints) -> Floats:
    asked, known = _when(figures, whose=own), _when(bases, whose=their)
    order = np.argsort(known, kind="stable")
    at = np.minimum(np.searchsorted(known[order], asked), len(known) - 1)
    values = np.asarray(bases["value"], dtype=float)[order]
    return np.where(known[order][at] == asked, values[at], np.nan)


def _when(rows: Columns, *, whose: Ints) -> Ints:
    """Whose a row is and its period as one number: days since 1800 up to 2**19, lengths up to 2**20."""
    start, end = (
        np.asarray(rows[n]).astype("datetime64[D]").astype(np.int64)
        for n in ("period_start", "period_end")
    )
    return (whose << 39) + ((start + 65_536) << 20) + (end - start)


def _match_year(figures: Columns, bases: Columns, *, own: Ints, their: Ints) -> Floats:
    """That year's figure, or the newest earlier one within OLDEST_POPULATION_YEARS."""
    kept = (np.asarray(bases["months"]) == 12) & ~np.isnan(np.asarray(bases["value"], dtype=float))
    yearly, their = take(bases, kept), their[kept]
    if not len(their):
        return np.full(len(own), np.nan)
    # The year a period ends in: twelve months to June 2026 are people of 2026.
    last = np.asarray(figures["period_end"]).astype("datetime64[D]") - 1
    asked, known = (own << 16) + _year(last), (their << 16) + _year(yearly["period_start"])
    distinct, first = np.unique(known, return_index=True)
    at = np.maximum(np.searchsorted(distinct, asked, side="right") - 1, 0)
    # Another's newest year is further away than any of one's own.
    late = asked - distinct[at]
    values = np.asarray(yearly["value"], dtype=float)[first]
    return np.where((late >= 0) & (late <= OLDEST_POPULATION_YEARS), values[at], np.nan)


def _year(days: object) -> Ints:
    return np.asarray(days).astype("datetime64[Y]").astype(np.int64) + 1970
