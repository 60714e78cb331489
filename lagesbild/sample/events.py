"""Single events in Ånge's sub-areas, agreeing with the series they belong to."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from lagesbild.domain.period import PeriodKind
from lagesbild.sample.drawing import Drawer
from lagesbild.sample.seed import generator
from lagesbild.sample.timeline import Timeline, timeline

WIDEST = 3.0
"""No event lies further from its place than this many times the place's spread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrences:
    """How many events of each category: category x sub-area x month."""

    names: tuple[str, ...]
    sources: tuple[str, ...]
    hours: tuple[str, ...]
    areas: tuple[str, ...]
    when: Timeline
    counts: np.ndarray


def draw_events(drawer: Drawer, *, path: Path) -> dict[str, pd.DataFrame]:
    """Source -> area_code, category, happened_at, east, north (SWEREF 99 TM), in order of time."""
    if drawer.world.country.home is None:
        return {}
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    happened = _occurrences(drawer, table)
    category, area, month = (
        np.repeat(index, happened.counts.ravel())
        for index in (i.ravel() for i in np.indices(happened.counts.shape))
    )
    rng = generator("handelser/tid och plats")
    east, north = _where(area, happened, table=table, rng=rng)
    frame = pd.DataFrame({
        "area_code": np.array(happened.areas)[area],
        "category": np.array(happened.names)[category],
        "happened_at": _at(category, month, happened, table=table, rng=rng),
        "east": east,
        "north": north,
        "source": np.array(happened.sources)[category],
    }).sort_values("happened_at", kind="stable")  # fmt: skip
    return {
        str(source): rows.drop(columns="source").reset_index(drop=True)
        for source, rows in frame.groupby("source", sort=True)
    }


def _occurrences(drawer: Drawer, table: dict[str, Any]) -> Occurrences:
    areas = drawer.world.places.sub_areas.codes
    when = _since(table["fran"])
    known = [row for row in table["kategori"] if "matt" not in row or row["matt"] in drawer.tasks]
    measured = [_as_measured(drawer, row["matt"], when=when) for row in known if "matt" in row]
    left = max(table["antal"] - int(sum(counts.sum() for counts in measured)), 0)
    free = [row for row in known if "matt" not in row]
    spread = _spread_out(drawer, left, weights=[row["vikt"] for row in free], when=when)
    rows = [row for row in known if "matt" in row] + free
    return Occurrences(
        names=tuple(row["namn"] for row in rows), sources=tuple(row["kalla"] for row in rows),
        hours=tuple(row["timmar"] for row in rows), areas=areas, when=when,
        counts=np.concatenate([np.stack(measured), spread]) if measured else spread,
    )  # fmt: skip


def _since(first: date) -> Timeline:
    months = timeline(PeriodKind.MONTH)
    kept = np.array([period.start >= first for period in months.periods])
    periods = tuple(period for period in months.periods if period.start >= first)
    return Timeline(periods=periods, middle=months.middle[kept], length=months.length[kept])


def _as_measured(drawer: Drawer, measure: str, *, when: Timeline) -> np.ndarray:
    """The measure's own counts in Ånge's sub-areas, so that list and series agree."""
    counted = drawer.counted(measure)
    own = counted.total[-len(counted.cells.parts) :]
    return own[:, -len(when.periods) :]


def _spread_out(drawer: Drawer, number: int, *, weights: list[float], when: Timeline) -> np.ndarray:
    split = drawer.world.places.sub_areas
    centre = np.array(split.weights) * np.exp(1.2 * np.array(split.centre))
    season = 1 + 0.12 * np.cos(2 * np.pi * (when.middle % 1 - 0.54))
    chance = np.array(weights)[:, None, None] * centre[:, None] * season
    drawn = generator("handelser/ovriga").multinomial(number, (chance / chance.sum()).ravel())
    return drawn.reshape(chance.shape)


def _at(
    category: np.ndarray, month: np.ndarray, happened: Occurrences, *, table: dict[str, Any],
    rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """A time in the month, on the days and hours that the kind of event favours."""
    starts = np.array([p.start for p in happened.when.periods], dtype="datetime64[D]")
    ends = np.array([p.end for p in happened.when.periods], dtype="datetime64[D]")
    weekday, hour = np.zeros(len(category), dtype=int), np.zeros(len(category), dtype=int)
    for name in sorted(set(happened.hours)):
        rows = np.isin(category, [i for i, own in enumerate(happened.hours) if own == name])
        weekday[rows] = _weighted(table["veckodagar"][name], rows.sum(), rng=rng)
        hour[rows] = _weighted(table["timmar"][name], rows.sum(), rng=rng)
    # 1970-01-01, day 0 of datetime64, was a Thursday.
    first_weekday = (starts[month].astype(int) + 3) % 7
    first = (weekday - first_weekday) % 7
    days = (ends[month] - starts[month]).astype(int)
    week = np.floor(rng.random(len(category)) * (1 + (days - 1 - first) // 7)).astype(int)
    minutes = (first + 7 * week) * 24 * 60 + hour * 60 + rng.integers(0, 60, size=len(category))
    return starts[month].astype("datetime64[s]") + minutes.astype("timedelta64[m]")


def _weighted(weights: list[float], size: int, *, rng: np.random.Generator) -> np.ndarray:
    chance = np.array(weights, dtype=float)
    return rng.choice(len(chance), size=size, p=chance / chance.sum())


def _where(
    area: np.ndarray, happened: Occurrences, *, table: dict[str, Any], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Around the middle of the sub-area, or at one of its hot places."""
    middles = [table["plats"][code] for code in happened.areas]
    east, north, spread = (
        np.array([own[key] for own in middles], dtype=float)[area]
        for key in ("ost", "nord", "spridning")
    )
    chosen = rng.random(len(area))
    for place in table["het_plats"]:
        here = area == happened.areas.index(place["delomrade"])
        hot = here & (chosen >= 0) & (chosen < place["andel"])
        east[hot], north[hot], spread[hot] = place["ost"], place["nord"], place["spridning"]
        chosen = np.where(here, chosen - place["andel"], chosen)
    return _around(east, north, spread, rng=rng)


def _around(
    east: np.ndarray, north: np.ndarray, spread: np.ndarray, *, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Normally scattered, cut off at WIDEST, to the whole metre."""
    most = 1 - np.exp(-(WIDEST**2) / 2)
    distance = spread * np.sqrt(-2 * np.log(1 - most * rng.random(len(east))))
    angle = 2 * np.pi * rng.random(len(east))
    return np.rint(east + distance * np.cos(angle)), np.rint(north + distance * np.sin(angle))
