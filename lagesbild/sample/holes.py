"""Where a number is not to be had: hidden by the source, missing, not applicable, or early."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.sample.cells import Cells
from lagesbild.sample.levels import Level
from lagesbild.sample.people import HOME
from lagesbild.sample.timeline import Timeline

HALF_A_YEAR = 0.45
EARLY = STATUS_CODES[Status.PRELIMINARY]
ALWAYS_DELIVERS = (HOME, "2084", "1961")
"""Kommuner that are shown to people: they take part in everything and miss no delivery."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a source would publish, area by period.

    values  NaN where there is no number
    status  codes of domain.secrecy
    absent  no row at all
    """

    values: np.ndarray
    status: np.ndarray
    absent: np.ndarray


def publish(values: np.ndarray) -> Figures:
    """Every number known, as drawn."""
    numbers = values.astype(float)
    return Figures(
        values=numbers, status=np.zeros(numbers.shape, dtype=np.uint8),
        absent=np.zeros(numbers.shape, dtype=bool),
    )  # fmt: skip


def leave_out(figures: Figures, *, where: np.ndarray, status: Status) -> None:
    """Take the numbers away and say why."""
    figures.values[where] = np.nan
    figures.status[where] = STATUS_CODES[status]


def small_counts(counts: np.ndarray, *, cells: Cells, below: int) -> np.ndarray:
    """Where a source hides counts from 1 up to ``below``, and one more where only one would be hidden.

    Areas are taken from the smallest level up, so that no sum of what is shown gives a cell away.
    """
    hidden = (counts > 0) & (counts < below)
    for parent, children in _families(cells):
        alone = hidden[children].sum(axis=0) == 1
        if not alone.any():
            continue
        if len(children) == 1:
            hidden[parent] |= alone
            continue
        others = np.where(hidden[children], np.inf, counts[children])
        nearest = children[np.argmin(others, axis=0)]
        periods = np.flatnonzero(alone)
        hidden[nearest[periods], periods] = True
    return hidden


def _families(cells: Cells) -> list[tuple[int, np.ndarray]]:
    """Row of the parent, rows of its children; smallest areas first."""
    country = cells.country
    first_kommun = 1 + len(country.lan)
    families = []
    if cells.parts and country.home is not None:
        own = np.arange(len(cells.area_codes) - len(cells.parts), len(cells.area_codes))
        families.append((first_kommun + country.home, own))
    for lan in range(len(country.lan)):
        families.append((1 + lan, first_kommun + np.flatnonzero(country.lan_of == lan)))
    families.append((0, np.arange(1, first_kommun)))
    return families


def take_part(
    figures: Figures, *, cells: Cells, level: Level, survey: bool, rng: np.random.Generator
) -> None:
    """Drop the kommuner that do not collect this, and the sums that then would say too little.

    survey  the country and the counties are asked by someone else, and stay
    """
    if level.takes_part >= 1:
        return
    first = 1 + len(cells.country.lan)
    outside = rng.random(len(cells.country.kommuner)) >= level.takes_part
    outside &= ~np.isin(cells.country.kommuner, ALWAYS_DELIVERS)
    figures.absent[first : first + len(outside)] |= outside[:, None]
    if not survey:
        figures.absent[:first] = True


def lose_some(
    figures: Figures, *, cells: Cells, level: Level, says_so: bool, rng: np.random.Generator
) -> None:
    """Deliveries that never came: for a few kommuner, a period or half a year of months.

    says_so  the source prints a mark; otherwise there is no row
    """
    first, n = 1 + len(cells.country.lan), len(cells.country.kommuner)
    periods = figures.values.shape[1]
    unlucky = rng.random(n) < level.missing
    unlucky &= ~np.isin(cells.country.kommuner, ALWAYS_DELIVERS)
    start = rng.integers(0, periods, size=n)
    span = 6 if periods > 60 else 1
    order = np.arange(periods)
    lost = unlucky[:, None] & (order >= start[:, None]) & (order < start[:, None] + span)
    where = np.zeros(figures.values.shape, dtype=bool)
    where[first : first + n] = lost
    if says_so:
        leave_out(figures, where=where, status=Status.MISSING)
    else:
        figures.absent[:] |= where


def not_there(figures: Figures, *, cells: Cells, level: Level) -> None:
    """Kommuner too small to have the thing at all, an upper secondary school for instance."""
    first, n = 1 + len(cells.country.lan), len(cells.country.kommuner)
    lacks = cells.country.population[:, -1] < level.absent_below
    where = np.zeros(figures.values.shape, dtype=bool)
    where[first : first + n] = lacks[:, None]
    leave_out(figures, where=where, status=Status.NOT_APPLICABLE)


def keep_levels(figures: Figures, *, cells: Cells, levels: frozenset[AreaLevel]) -> None:
    """No country or county row where no indicator has one."""
    if AreaLevel.RIKET not in levels:
        figures.absent[0] = True
    if AreaLevel.LAN not in levels:
        figures.absent[1 : 1 + len(cells.country.lan)] = True


def keep_years(figures: Figures, *, level: Level, when: Timeline) -> None:
    """Elections and surveys are not held every year."""
    if level.only_years:
        figures.absent[:, ~np.isin(when.years, level.only_years)] = True


def mark_early(figures: Figures, *, level: Level, when: Timeline) -> None:
    """The newest months and quarters will change; a year that is published is final."""
    if not level.preliminary or when.length.max() >= HALF_A_YEAR:
        return
    newest = np.zeros(figures.values.shape, dtype=bool)
    newest[:, -level.preliminary :] = True
    known = newest & (figures.status == STATUS_CODES[Status.VALUE])
    figures.status[known] = STATUS_CODES[Status.PRELIMINARY]


def round_off(figures: Figures, *, level: Level) -> None:
    """Skolverket's "~100": nearly all, and the exact share is not printed."""
    where = np.nan_to_num(figures.values) >= level.rounded_above
    leave_out(figures, where=where, status=Status.ROUNDED)
