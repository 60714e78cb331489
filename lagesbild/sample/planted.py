"""Changes put into Ånge's series on purpose, so that there is something true to find."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from lagesbild.sample.cells import Cells
from lagesbild.sample.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One planted change.

    areas   codes; the kommun's own code means all its parts
    first   first day it is felt; last_day None for ever after
    factor  what the expected number is multiplied by
    growth  on top of factor: by so much a year, 0.2 for 20 per cent
    months  only these months of the year; empty for all
    lost    the delivery never came: no rows, and the rest of the series is left alone
    level   what the kommun's expected number is set to beforehand, as a multiple of the base level
    """

    id: str
    indicator: str
    measure: str
    areas: tuple[str, ...]
    first: date
    last_day: date | None
    factor: float
    growth: float
    months: tuple[int, ...]
    level: float
    lost: bool


def read_planted(path: Path) -> tuple[Planted, ...]:
    """The changes in data/sample/planteringar.toml."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Planted(
            id=row["id"], indicator=row["indikator"], measure=row["matt"],
            areas=tuple(row["omraden"]), first=row["fran"], last_day=row.get("till"),
            factor=row.get("faktor", 1.0), growth=row.get("okning_per_ar", 0.0),
            months=tuple(row.get("manader", ())), level=row.get("niva", 1.0),
            lost=row.get("uteblev", False),
        )
        for row in table["plantering"]
    )  # fmt: skip


def planted_factor(changes: tuple[Planted, ...], *, cells: Cells, when: Timeline) -> np.ndarray:
    """What each cell's expected number is multiplied by, cell x period."""
    factor = np.ones((len(cells.kommun_of), len(when.periods)))
    kommuner = np.array(cells.country.kommuner)[cells.kommun_of]
    codes = np.array(cells.codes)
    for change in changes:
        rows = np.isin(codes, change.areas) | np.isin(kommuner, change.areas)
        factor[np.ix_(rows, np.ones(len(when.periods), dtype=bool))] *= _over_time(change, when)
    return factor


def lost_rows(
    changes: tuple[Planted, ...], *, area_codes: tuple[str, ...], when: Timeline
) -> np.ndarray:
    """Which figures a planted gap takes away, area x period."""
    gone = np.zeros((len(area_codes), len(when.periods)), dtype=bool)
    for change in changes:
        if change.lost:
            columns = [change.first <= period.start for period in when.periods]
            gone[np.ix_(np.isin(area_codes, change.areas), columns)] = True
    return gone


def _over_time(change: Planted, when: Timeline) -> np.ndarray:
    starts = [period.start for period in when.periods]
    felt = np.array([
        change.first <= s and (change.last_day is None or s <= change.last_day)
        and (not change.months or s.month in change.months)
        for s in starts
    ])  # fmt: skip
    years = np.array([(s - change.first).days / 365.25 for s in starts])
    return np.where(felt, change.factor * (1 + change.growth) ** np.maximum(years, 0), 1.0)
