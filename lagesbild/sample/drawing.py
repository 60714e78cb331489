"""Every measure of the catalogue, drawn once, denominators before what leans on them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

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
from lagesbild.sample.planted import Planted, lost_rows, planted_factor
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
        counts = cells.add_up(counted.total)
        hidden = holes.small_counts(counts, cells=cells, below=below)
        total = holes.publish(counts)
        holes.leave_out(total, where=hidden, status=Status.SUPPRESSED)
        self._make_holes(total, task=task, cells=cells, when=counted.when)
        parts = [cells.add_up(part) for part in counted.parts]
        for part in parts:
            hidden |= (part > 0) & (part < below)
        published = [
            _part_of_count(part, total=total, hidden=hidden, breakdown=breakdown) for part in parts
        ]
        return _tables(task, counted, total=total, parts=published, breakdown=breakdown)

    def _share_tables(
        self, task: Task, counted: Counted, *, breakdown: Breakdown | None
    ) -> list[Table]:
        trials = self._trials(task)
        total = self._share(counted.total, trials.total, task=task, cells=counted.cells)
        self._make_holes(total, task=task, cells=counted.cells, when=counted.when)
        # The denominator may be divided where this share is not, never the other way round.
        parts = [
            self._share(hits, asked, task=task, cells=counted.cells)
            for hits, asked in zip(counted.parts, trials.parts, strict=False)
        ]
        for part in parts:
            _follow(part, total)
        return _tables(task, counted, total=total, parts=parts, breakdown=breakdown)

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
        figures.absent[:] |= lost_rows(self._planted(task), area_codes=cells.area_codes, when=when)
        holes.keep_years(figures, level=level, when=when)
        holes.mark_early(figures, level=level, when=when)

    def _character(
        self, task: Task, *, cells: Cells, when: Timeline, part: str = "serie"
    ) -> Character:
        own = tuple(p for p in self._planted(task) if not p.lost)
        return Character(
            level=self._level(task), planted=planted_factor(own, cells=cells, when=when),
            fixed=own[0].level if own else None, rng=generator(f"{task.measure.id}/{part}"),
        )  # fmt: skip

    def _planted(self, task: Task) -> tuple[Planted, ...]:
        return tuple(p for p in self.world.planted if p.measure == task.measure.id)

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
        return timeline(task.frequency)


def _population_years() -> Timeline:
    """One year more than the series, so that the first läsår has its people too."""
    years = np.array(POPULATION_YEARS, dtype=float)
    return Timeline(
        periods=tuple(year(y) for y in POPULATION_YEARS), middle=years + 0.5,
        length=np.ones(len(years)),
    )  # fmt: skip


def _part_of_count(
    counts: np.ndarray, *, total: holes.Figures, hidden: np.ndarray, breakdown: Breakdown | None
) -> holes.Figures:
    figures = holes.publish(counts)
    if breakdown is not None and breakdown.uneven:
        holes.leave_out(figures, where=counts == 0, status=Status.MISSING)
    holes.leave_out(figures, where=hidden, status=Status.SUPPRESSED)
    _follow(figures, total)
    return figures


def _follow(part: holes.Figures, total: holes.Figures) -> None:
    """A part is missing where its total is, and for the same reason."""
    gone = np.isnan(total.values) & (total.status != 0)
    part.values[gone] = np.nan
    part.status[gone] = total.status[gone]
    early = (total.status == holes.EARLY) & ~np.isnan(part.values)
    part.status[early] = holes.EARLY
    part.absent[:] = total.absent


def _tables(
    task: Task, counted: Counted, *, total: holes.Figures, parts: list[holes.Figures],
    breakdown: Breakdown | None,
) -> list[Table]:  # fmt: skip
    """The total under its own label, and each part under its."""
    cells, when = counted.cells, counted.when
    tables = [_table(task, cells=cells, when=when, figures=total, label=_label(breakdown, None))]
    for number, part in enumerate(parts):
        label = _label(breakdown, number)
        tables.append(
            _table(task, cells=cells, when=when, figures=part, label=label, is_total=False)
        )
    return tables


def _label(breakdown: Breakdown | None, part: int | None) -> str:
    """Canonical JSON of a part, or of the total where part is None."""
    if breakdown is None:
        return NO_BREAKDOWN
    value = breakdown.total if part is None else breakdown.parts[part].label
    return json.dumps({breakdown.key: value}, ensure_ascii=False) if value else NO_BREAKDOWN


def _table(
    task: Task, *, cells: Cells, when: Timeline, figures: holes.Figures,
    label: str = NO_BREAKDOWN, is_total: bool = True,
) -> Table:  # fmt: skip
    return Table(
        measure=task.measure.id, area_codes=cells.area_codes, when=when, figures=figures,
        breakdown=label, is_total=is_total,
    )  # fmt: skip
