"""Every measure of the catalogue, drawn once, denominators before what leans on them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.observation import NO_BREAKDOWN
from lagesbild.domain.period import year
from lagesbild.domain.secrecy import Status
from lagesbild.sample import holes
from lagesbild.sample.cells import Cells, build_cells
from lagesbild.sample.levels import Breakdown, Level, Levels
from lagesbild.sample.people import POPULATION_YEARS, Country
from lagesbild.sample.places import Places
from lagesbild.sample.planted import Planted, planted_factor
from lagesbild.sample.seed import generator
from lagesbild.sample.series import (
    Character,
    Counted,
    base_for,
    divide,
    draw_base,
    draw_counts,
    draw_migration,
    draw_part,
    draw_values,
    gather,
)
from lagesbild.sample.table import Table
from lagesbild.sample.tasks import Role, Task
from lagesbild.sample.timeline import Timeline, timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What all series share.

    shared  ids of the sources whose figures everyone may read: they print a mark where a kommun is
            missing, where a kommun's own source simply has no row
    """

    country: Country
    places: Places
    levels: Levels
    planted: tuple[Planted, ...]
    shared: frozenset[str]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawer:
    """Draws the tasks' series on demand; a denominator is drawn once for all that use it."""

    world: World
    tasks: dict[str, Task]
    _counted: dict[str, Counted] = field(default_factory=dict)

    def tables(self, measure: str) -> list[Table]:
        """Everything that is published of a measure."""
        task = self.tasks[measure]
        level = self._level(task)
        if task.role is Role.VALUE:
            return [self._value_table(task)]
        counted = self.counted(measure)
        breakdown = self.world.levels.breakdown(level.breakdown)
        if task.role is Role.SHARE:
            return self._share_tables(task, counted, breakdown=breakdown)
        return self._count_tables(task, counted, breakdown=breakdown)

    def _value_table(self, task: Task) -> Table:
        cells, when = self._cells(task), self._when(task)
        character = self._character(task, cells=cells, when=when)
        draw = draw_migration if character.level.form == "flyttnetto" else draw_values
        figures = holes.publish(draw(character, cells=cells, when=when))
        self._make_holes(figures, task=task, cells=cells, when=when)
        return _table(task, cells=cells, when=when, figures=figures)

    def counted(self, measure: str) -> Counted:
        """The whole numbers of a count, a denominator, or those whom a share holds for."""
        if measure not in self._counted:
            self._counted[measure] = self._draw(self.tasks[measure])
        return self._counted[measure]

    def _draw(self, task: Task) -> Counted:
        level = self._level(task)
        breakdown = self.world.levels.breakdown(level.breakdown)
        if level.sum_of:
            parts = [self.counted(name) for name in level.sum_of if name in self.tasks]
            return replace(parts[0], total=np.add.reduce([part.total for part in parts]))
        if task.role in (Role.PART, Role.SHARE) or level.part_of in self.tasks:
            base = self._trials(task)
            character = self._character(task, cells=base.cells, when=base.when)
            return draw_part(character, base=base, breakdown=breakdown)
        cells, when = self._cells(task), self._when(task)
        character = self._character(task, cells=cells, when=when)
        if task.role is Role.COUNT and level.form != "bestand":
            drawn = draw_counts(
                character, base=self._exposure(task, cells, when), cells=cells, when=when
            )
        else:
            drawn = draw_base(character, cells=cells, when=when)
        rng = generator(f"{task.measure.id}/uppdelning")
        return divide(drawn, breakdown=breakdown, rng=rng) if breakdown else drawn

    def _exposure(self, task: Task, cells: Cells, when: Timeline) -> np.ndarray:
        if task.base is None:
            return cells.people_in(when.years).astype(float)
        return base_for(self.counted(task.base), cells=cells, when=when)

    def _trials(self, task: Task) -> Counted:
        """The denominator of a share, in the share's own periods; a sample where none is delivered."""
        cells, when = self._cells(task), self._when(task)
        whole = self._level(task).part_of
        if whole in self.tasks:
            return gather(self.counted(whole), when=when)
        if task.base is None:
            character = self._character(task, cells=cells, when=when, part="underlag")
            return draw_base(character, cells=cells, when=when)
        base = self.counted(task.base)
        if base.when.periods == when.periods and base.cells.parts == cells.parts:
            return base
        total = np.rint(base_for(base, cells=cells, when=when)).astype(np.int64)
        return Counted(cells=cells, when=when, total=total)

    def _count_tables(
        self, task: Task, counted: Counted, *, breakdown: Breakdown | None
    ) -> list[Table]:
        cells, level = counted.cells, self._level(task)
        below = level.hidden_below if task.role in (Role.COUNT, Role.PART) else 0
        total = cells.add_up(counted.total)
        figures = holes.publish(total)
        hidden = holes.small_counts(total, cells=cells, below=below)
        holes.leave_out(figures, where=hidden, status=Status.SUPPRESSED)
        self._make_holes(figures, task=task, cells=cells, when=counted.when)
        tables = [
            _table(task, cells=cells, when=counted.when, figures=figures, breakdown=breakdown)
        ]
        parts = [cells.add_up(part) for part in counted.parts]
        any_small = hidden.copy()
        for part in parts:
            any_small |= (part > 0) & (part < below)
        for number, part in enumerate(parts):
            own = holes.publish(part)
            if breakdown and breakdown.uneven:
                holes.leave_out(own, where=part == 0, status=Status.MISSING)
            holes.leave_out(own, where=any_small, status=Status.SUPPRESSED)
            _follow(own, figures)
            tables.append(
                _table(
                    task,
                    cells=cells,
                    when=counted.when,
                    figures=own,
                    breakdown=breakdown,
                    part=number,
                )
            )
        return tables

    def _share_tables(
        self, task: Task, counted: Counted, *, breakdown: Breakdown | None
    ) -> list[Table]:
        trials = self._trials(task)
        total = self._share(counted.total, trials.total, task=task, cells=counted.cells)
        self._make_holes(total, task=task, cells=counted.cells, when=counted.when)
        tables = [
            _table(task, cells=counted.cells, when=counted.when, figures=total, breakdown=breakdown)
        ]
        for number, (hits, asked) in enumerate(zip(counted.parts, trials.parts, strict=False)):
            own = self._share(hits, asked, task=task, cells=counted.cells)
            _follow(own, total)
            tables.append(
                _table(
                    task, cells=counted.cells, when=counted.when, figures=own,
                    breakdown=breakdown, part=number,
                )
            )  # fmt: skip
        return tables

    def _share(
        self, hits: np.ndarray, asked: np.ndarray, *, task: Task, cells: Cells
    ) -> holes.Figures:
        level = self._level(task)
        base = cells.add_up(asked)
        share = 100 * cells.add_up(hits) / np.maximum(base, 1)
        figures = holes.publish(np.round(share, level.decimals))
        holes.round_off(figures, level=level)
        holes.leave_out(figures, where=base < level.hidden_below, status=Status.SUPPRESSED)
        holes.leave_out(figures, where=base == 0, status=Status.MISSING)
        return figures

    def _make_holes(
        self, figures: holes.Figures, *, task: Task, cells: Cells, when: Timeline
    ) -> None:
        level, source = self._level(task), task.measure.source
        if task.role is Role.PEOPLE:
            return
        holes.not_there(figures, cells=cells, level=level)
        says_so = source in self.world.shared
        if task.role is not Role.BASE:
            rng = generator(f"{task.measure.id}/bortfall")
            holes.lose_some(figures, cells=cells, level=level, says_so=says_so, rng=rng)
        # One draw for a whole source: a kommun that asks nobody has no number of answers either.
        rng = generator(f"{source}/deltar")
        holes.take_part(figures, cells=cells, level=level, survey=says_so, rng=rng)
        holes.keep_levels(figures, cells=cells, levels=task.levels)
        holes.keep_years(figures, level=level, when=when)
        holes.mark_early(figures, level=level, when=when)

    def _character(
        self, task: Task, *, cells: Cells, when: Timeline, part: str = "serie"
    ) -> Character:
        own = tuple(p for p in self.world.planted if p.measure == task.measure.id)
        return Character(
            level=self._level(task), planted=planted_factor(own, cells=cells, when=when),
            fixed=own[0].level if own else None, rng=generator(f"{task.measure.id}/{part}"),
        )  # fmt: skip

    def _level(self, task: Task) -> Level:
        return self.world.levels.of(task.measure, kind=task.kind)

    def _cells(self, task: Task) -> Cells:
        places = self.world.places
        split = None
        if AreaLevel.SKOLA in task.levels:
            split = places.schools
        elif AreaLevel.DELOMRADE in task.levels:
            split = places.sub_areas
        return build_cells(self.world.country, split=split)

    def _when(self, task: Task) -> Timeline:
        if task.role is Role.PEOPLE:
            return _population_years()
        return timeline(task.frequency, today=self.world.today)


def _population_years() -> Timeline:
    """One year more than the series, so that the first läsår has its people too."""
    years = np.array(POPULATION_YEARS, dtype=float)
    return Timeline(
        periods=tuple(year(y) for y in POPULATION_YEARS), middle=years + 0.5,
        length=np.ones(len(years)),
    )  # fmt: skip


def _follow(part: holes.Figures, total: holes.Figures) -> None:
    """A part is missing where its total is, and for the same reason."""
    gone = np.isnan(total.values) & (total.status != 0)
    part.values[gone] = np.nan
    part.status[gone] = total.status[gone]
    early = (total.status == holes.EARLY) & ~np.isnan(part.values)
    part.status[early] = holes.EARLY
    part.absent[:] = total.absent


def _table(
    task: Task, *, cells: Cells, when: Timeline, figures: holes.Figures,
    breakdown: Breakdown | None = None, part: int | None = None,
) -> Table:  # fmt: skip
    label = "" if breakdown is None else breakdown.total
    if breakdown is not None and part is not None:
        label = breakdown.parts[part].label
    text = (
        json.dumps({breakdown.key: label}, ensure_ascii=False)
        if breakdown and label
        else NO_BREAKDOWN
    )
    return Table(
        measure=task.measure.id, area_codes=cells.area_codes, when=when, figures=figures,
        breakdown=text, is_total=part is None,
    )  # fmt: skip
