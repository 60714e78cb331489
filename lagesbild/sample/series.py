"""Drawing a series for all cells at once: counts, shares and published values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lagesbild.sample.cells import Cells
from lagesbild.sample.levels import Breakdown, Level
from lagesbild.sample.timeline import FIRST_YEAR, LAST_YEAR, Timeline

PER = 100_000
_MIDDLE_OF_DATA = (FIRST_YEAR + LAST_YEAR + 1) / 2
_SHORTER_THAN_A_SEASON = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Whole numbers, cell by period, and the parts they are the sum of (none when undivided)."""

    cells: Cells
    when: Timeline
    total: np.ndarray
    parts: tuple[np.ndarray, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """What decides an expected number: the measure's level, the changes planted in it, its chance.

    planted  cell x period, 1 where nothing is planted
    fixed    what Ånge's level is set to before the planted change; None leaves it to chance
    """

    level: Level
    planted: np.ndarray
    fixed: float | None
    rng: np.random.Generator


def draw_counts(character: Character, *, base: np.ndarray, cells: Cells, when: Timeline) -> Counted:
    """Counts around base x rate, more uneven than chance alone.

    base  (cell x period) how many people, pupils or homes the rate is counted on
    """
    level, rng = character.level, character.rng
    relative = np.exp(_lasting_effects(character, cells=cells, when=when))
    relative /= (relative * base).sum() / base.sum()
    _set_home(relative, character=character, cells=cells, base=base)
    drift = (1 + level.trend) ** (when.middle - _MIDDLE_OF_DATA)
    expected = base * relative * drift * _season(level, when) * when.length * level.base / PER
    uneven = _gamma_noise(level.dispersion, shape=expected.shape, rng=rng)
    if character.fixed is not None:
        uneven[cells.is_home] = 1.0
    total = rng.poisson(expected * character.planted * uneven)
    return Counted(cells=cells, when=when, total=total)


def draw_base(character: Character, *, cells: Cells, when: Timeline) -> Counted:
    """How many there are to ask or to count on: a part of the people, or a survey's sample."""
    level, rng = character.level, character.rng
    people = cells.people_in(when.years).astype(float)
    if level.sample:
        size = np.minimum(level.sample * (people / 20_000) ** 0.4, 0.1 * people)
        total = rng.poisson(np.maximum(size, 1))
    elif level.base_share == 1:
        total = people
    else:
        own = np.exp(level.difference * rng.standard_normal((len(people), 1)))
        wobble = 1 + level.dispersion * rng.standard_normal(people.shape)
        drift = (1 + level.trend) ** (when.middle - _MIDDLE_OF_DATA)
        total = np.rint(people * level.base_share * own * np.clip(wobble, 0.5, 1.5) * drift)
    return Counted(cells=cells, when=when, total=total.astype(np.int64))


def draw_part(character: Character, *, base: Counted, breakdown: Breakdown | None) -> Counted:
    """How many of ``base`` a share holds for; drawn part by part when it is divided."""
    logit = _logit(character, cells=base.cells, when=base.when)
    if breakdown is None or not base.parts:
        total = character.rng.binomial(base.total, _expit(logit))
        return Counted(cells=base.cells, when=base.when, total=total)
    parts = tuple(
        character.rng.binomial(own, _expit(logit + np.log(part.odds)))
        for own, part in zip(base.parts, breakdown.parts, strict=True)
    )
    return Counted(cells=base.cells, when=base.when, total=np.add.reduce(parts), parts=parts)


def draw_values(character: Character, *, cells: Cells, when: Timeline) -> np.ndarray:
    """A mean, an index or a load of every area (rows of ``cells.area_codes``), weighted by people."""
    level, rng = character.level, character.rng
    effects = _lasting_effects(character, cells=cells, when=when)
    if character.fixed is not None:
        effects[cells.is_home] = np.log(character.fixed)
    noise = level.dispersion * rng.standard_normal(effects.shape)
    drift = (1 + level.trend) ** (when.middle - _MIDDLE_OF_DATA)
    values = level.base * np.exp(effects + noise) * drift * _season(level, when)
    values = np.clip(values * character.planted, level.least, level.most)
    people = cells.people_in(when.years).astype(float)
    areas = cells.add_up(values * people) / np.maximum(cells.add_up(people), 1)
    return np.round(areas, level.decimals)


def divide(counted: Counted, *, breakdown: Breakdown, rng: np.random.Generator) -> Counted:
    """The same counts, cut in the breakdown's parts."""
    own = 1.0
    if breakdown.uneven:
        # Small kommuner seldom have the smaller parts at all.
        often = np.clip(0.6 + 0.8 * counted.cells.country.urban, 0, 1.6)
        own = often[counted.cells.kommun_of][:, None]
    left, parts = counted.total, []
    share_left = 1.0
    for part in reversed(breakdown.parts[1:]):
        taken = rng.binomial(left, np.clip(part.weight * own / share_left, 0, 1))
        parts.append(taken)
        left = left - taken
        share_left -= part.weight
    return Counted(
        cells=counted.cells, when=counted.when, total=counted.total,
        parts=(left, *reversed(parts)),
    )  # fmt: skip


def draw_migration(character: Character, *, cells: Cells, when: Timeline) -> np.ndarray:
    """Net migration: the year's change of people, less births and deaths. May be below zero."""
    people, before = cells.people_in(when.years), cells.people_in(when.years - 1)
    births_less_deaths = np.rint(people * 0.002 * character.rng.standard_normal(people.shape))
    return cells.add_up((people - before - births_less_deaths).astype(float))


def gather(counted: Counted, *, when: Timeline) -> Counted:
    """The counts added up over longer periods: months to years."""
    inside = np.array([
        [long.start <= short.start and short.end <= long.end for long in when.periods]
        for short in counted.when.periods
    ])  # fmt: skip
    return Counted(cells=counted.cells, when=when, total=counted.total @ inside.astype(np.int64))


def base_for(base: Counted, *, cells: Cells, when: Timeline) -> np.ndarray:
    """A base drawn for other cells or periods, as cell x period of the series that leans on it."""
    columns = np.clip(
        np.searchsorted(base.when.years, when.years, side="right") - 1, 0, len(base.when.years) - 1
    )
    total = base.total[:, columns].astype(float)
    if base.cells.parts == cells.parts:
        return total
    first = 1 + len(cells.country.lan)
    kommuner = base.cells.add_up(total)[first : first + len(cells.country.kommuner)]
    return np.rint(kommuner[cells.kommun_of] * cells.weight[:, None])


def _lasting_effects(character: Character, *, cells: Cells, when: Timeline) -> np.ndarray:
    """Cell x period on the log (or logit) scale: what sets kommuner apart, and slow drift."""
    level, rng = character.level, character.rng
    country = cells.country
    own = rng.standard_normal(len(country.kommuner))[cells.kommun_of]
    slope = rng.standard_normal(len(country.kommuner))[cells.kommun_of]
    walk = np.cumsum(rng.standard_normal(LAST_YEAR - FIRST_YEAR + 3)) * level.wobble
    lasting = (
        level.urban * country.urban[cells.kommun_of]
        + level.strain * cells.strain
        + level.difference * own
        + _centre_effect(level, cells)
    )
    drift = slope[:, None] * level.own_trend * (when.middle - _MIDDLE_OF_DATA)
    return lasting[:, None] + drift + walk[when.years - FIRST_YEAR + 1]


def _centre_effect(level: Level, cells: Cells) -> np.ndarray:
    """Ånge's parts differ, and the kommun as a whole does not change by it."""
    effect = np.zeros(len(cells.kommun_of))
    if cells.parts:
        own = level.centre * (cells.centre[-len(cells.parts) :] - 0.5)
        weights = cells.weight[-len(cells.parts) :]
        effect[-len(cells.parts) :] = own - np.log((weights * np.exp(own)).sum())
    return effect


def _set_home(
    relative: np.ndarray, *, character: Character, cells: Cells, base: np.ndarray
) -> None:
    """Where a change is planted, Ånge starts from a set level, so that the change is what is seen."""
    if character.fixed is None:
        return
    rows = cells.is_home
    own = np.exp(_centre_effect(character.level, cells))[rows][:, None]
    relative[rows] = character.fixed * own * np.ones_like(base[rows])


def _logit(character: Character, *, cells: Cells, when: Timeline) -> np.ndarray:
    level = character.level
    effects = _lasting_effects(character, cells=cells, when=when)
    if character.fixed is not None:
        effects[cells.is_home] = np.log(character.fixed)
    share = np.clip(level.base / 100, 1e-4, 1 - 1e-4)
    noise = level.dispersion * character.rng.standard_normal(effects.shape)
    drift = level.trend * (when.middle - _MIDDLE_OF_DATA)
    seasonal = np.log(_season(level, when))
    planted = np.log(character.planted)
    return np.log(share / (1 - share)) + effects + noise + drift + seasonal + planted


def _season(level: Level, when: Timeline) -> np.ndarray:
    if not level.season:
        return np.ones(len(when.periods))
    angle = 2 * np.pi * (when.middle % 1 - (level.peak - 0.5) / 12)
    wave = 1 + level.season * np.cos(angle)
    return np.where(when.length < _SHORTER_THAN_A_SEASON, wave, 1.0)


def _gamma_noise(
    variance: float, *, shape: tuple[int, ...], rng: np.random.Generator
) -> np.ndarray:
    """Mean 1: with it, Poisson counts become negative binomial."""
    if variance <= 0:
        return np.ones(shape)
    return rng.gamma(1 / variance, variance, size=shape)


def _expit(logit: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logit))
