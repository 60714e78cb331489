"""Drug loads at the invented treatment plants: a week a year, with its days and means."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.period import Period, PeriodKind
from lagesbild.sample.holes import Figures, publish
from lagesbild.sample.people import Country
from lagesbild.sample.planted import Planted
from lagesbild.sample.seed import generator
from lagesbild.sample.table import Table
from lagesbild.sample.tasks import Task
from lagesbild.sample.timeline import END_OF_DATA, FIRST_YEAR, Timeline, timeline

DAYS = ("mandag", "tisdag", "onsdag", "torsdag", "fredag", "lordag", "sondag")
WEEKDAYS = slice(1, 4)
WEEKEND = (4, 5, 6, 0)
CAMPAIGN_WEEK = 11
WEEKEND_RATIO = "helgkvot_"
OWN_SAMPLES = "avlopp"
_KEPT_AWAY = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Plants:
    """The plants in order of their kommun, and how they differ."""

    kommuner: tuple[str, ...]
    codes: tuple[str, ...]
    urban: np.ndarray
    people: np.ndarray
    table: Mapping[str, Any]


def read_plants(path: Path, *, plants: dict[str, str], country: Country) -> Plants:
    """data/sample/avlopp.toml for the plants (kommun -> code of its plant)."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    kommuner = tuple(sorted(plants))
    rows = [country.kommuner.index(kommun) for kommun in kommuner]
    return Plants(
        kommuner=kommuner, codes=tuple(plants[k] for k in kommuner), urban=country.urban[rows],
        people=np.rint(table["anslutna"] * country.population[rows, -1]), table=table,
    )  # fmt: skip


def plant_tables(
    task: Task, *, plants: Plants, planted: tuple[Planted, ...], catalog: Catalog
) -> list[Table]:
    """What the plants publish of a measure: loads with their days where the catalogue knows days."""
    is_yearly = task.frequency is PeriodKind.YEAR
    when = timeline(PeriodKind.YEAR) if is_yearly else _campaign_weeks()
    substance = task.measure.id.partition(".")[2]
    if substance == "anslutna":
        people = np.repeat(plants.people[:, None], len(when.periods), axis=1)
        return [_table(task.measure.id, people, plants=plants, when=when)]
    own = substance.removeprefix(WEEKEND_RATIO)
    if own not in plants.table["amne"]:
        return []
    name = f"{task.measure.source}.{own}"
    changes = tuple(p for p in planted if p.measure == name)
    days = _week(name, plants=plants, when=when, planted=changes)
    skipped = _skipped(task, plants=plants, when=when)
    weekday, weekend = days[:, :, WEEKDAYS].mean(axis=2), days[:, :, WEEKEND].mean(axis=2)
    if own != substance:
        ratio = np.round(weekend / weekday, 2)
        return [_table(task.measure.id, ratio, plants=plants, when=when, skipped=skipped)]
    series = {name: days.mean(axis=2)}
    if f"{name}_{DAYS[0]}" in catalog.measures:
        series |= {f"{name}_{day}": days[:, :, i] for i, day in enumerate(DAYS)}
        series |= {f"{name}_vardag": weekday, f"{name}_helg": weekend}
    return [
        _table(name, np.round(values, 2), plants=plants, when=when, skipped=skipped)
        for name, values in series.items()
    ]


def _week(
    measure: str, *, plants: Plants, when: Timeline, planted: tuple[Planted, ...]
) -> np.ndarray:
    """Plant x campaign x day from Monday, two decimals as the laboratory reports them."""
    own = plants.table["amne"][measure.partition(".")[2]]
    rng = generator(f"{measure}/vecka")
    shape = (len(plants.codes), len(when.periods))
    lasting = own["stad"] * plants.urban + 0.25 * rng.standard_normal(shape[0])
    between = own["mellan_ar"] * rng.standard_normal(shape)
    drift = (1 + own["trend"]) ** (when.middle - when.middle.mean())
    load = own["niva"] * np.exp(lasting[:, None] + between) * drift
    load *= _planted_load(planted, plants=plants, when=when)
    form = 1 + (own["helg"] - 1) * np.array(plants.table["veckans_form"])
    daily = np.exp(own["mellan_dygn"] * rng.standard_normal((*shape, len(DAYS))))
    return np.round(load[:, :, None] * form * daily, 2)


def _planted_load(planted: tuple[Planted, ...], *, plants: Plants, when: Timeline) -> np.ndarray:
    factor = np.ones((len(plants.codes), len(when.periods)))
    starts = [period.start for period in when.periods]
    for change in planted:
        rows = np.isin(plants.kommuner, change.areas) | np.isin(plants.codes, change.areas)
        columns = [
            change.first <= s and (change.last_day is None or s <= change.last_day) for s in starts
        ]
        factor[np.ix_(rows, columns)] *= change.factor
    return factor


def _skipped(task: Task, *, plants: Plants, when: Timeline) -> np.ndarray:
    """Campaigns that some plants sat out, the same for all substances of the source."""
    rng = generator(f"{task.measure.source}/mätvecka")
    skips = rng.random((len(plants.codes), len(when.periods))) < _KEPT_AWAY
    skips &= np.isin(plants.kommuner, plants.table["hoppar_over"])[:, None]
    if task.measure.source == OWN_SAMPLES:
        skips |= ~np.isin(plants.kommuner, plants.table["egna_prov"])[:, None]
    return skips


def _table(
    measure: str, values: np.ndarray, *, plants: Plants, when: Timeline,
    skipped: np.ndarray | None = None,
) -> Table:  # fmt: skip
    figures: Figures = publish(values)
    if skipped is not None:
        figures.absent[:] = skipped
    return Table(measure=measure, area_codes=plants.codes, when=when, figures=figures)


def _campaign_weeks() -> Timeline:
    """Wednesday to Tuesday around ISO week 11 of every year."""
    firsts = [
        date.fromisocalendar(y, CAMPAIGN_WEEK, 3) for y in range(FIRST_YEAR, END_OF_DATA.year + 1)
    ]
    periods = tuple(
        Period(
            start=first, end=first + timedelta(days=7),
            label=f"vecka {CAMPAIGN_WEEK} {first.year}", kind=PeriodKind.WEEK,
        )
        for first in firsts
    )  # fmt: skip
    middle = np.array([p.start.year + 0.2 for p in periods])
    return Timeline(periods=periods, middle=middle, length=np.full(len(periods), 7 / 365.25))
