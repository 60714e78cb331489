"""Which series the catalogue needs, and in which role each measure is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind, Measure
from lagesbild.domain.period import PeriodKind
from lagesbild.sample.levels import Levels

POPULATION_SOURCE = "scb"


class Role(IntEnum):
    """How a measure is drawn. When indicators use it in several ways, the lowest number decides."""

    PEOPLE = 0
    PART = 1
    COUNT = 2
    SHARE = 3
    VALUE = 4
    BASE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One series to draw.

    base    the denominator's measure id, None when the count leans on the people themselves
    levels  every level that some indicator wants it at
    """

    measure: Measure
    role: Role
    kind: Kind
    frequency: PeriodKind
    levels: frozenset[AreaLevel]
    base: str | None


def list_tasks(catalog: Catalog, *, levels: Levels) -> dict[str, Task]:
    """A task for every measure that an indicator uses or that another is a part or sum of."""
    tasks: dict[str, Task] = {}
    for indicator in catalog.indicators.values():
        for task in _tasks_of(indicator, catalog=catalog):
            known = tasks.get(task.measure.id)
            tasks[task.measure.id] = _joined(known, task) if known else task
    for task in list(tasks.values()):
        level = levels.of(task.measure, kind=task.kind)
        for name in (*level.sum_of, *filter(None, [level.part_of])):
            if name in catalog.measures:
                tasks.setdefault(name, replace(task, measure=catalog.measures[name]))
    return tasks


def _tasks_of(indicator: Indicator, *, catalog: Catalog) -> Iterable[Task]:
    levels = frozenset(indicator.levels)
    leading = catalog.measures.get(indicator.leading_measure)
    base = catalog.measures.get(indicator.denominator or "")
    if base is not None:
        is_people = base.source == POPULATION_SOURCE
        yield Task(
            measure=base, role=Role.PEOPLE if is_people else Role.BASE, kind=Kind.COUNT,
            frequency=PeriodKind.YEAR if is_people else indicator.frequency,
            levels=levels, base=None,
        )  # fmt: skip
    if leading is not None:
        yield Task(
            measure=leading, role=_role(indicator), kind=indicator.kind,
            frequency=indicator.frequency, levels=levels, base=base.id if base else None,
        )  # fmt: skip


def _role(indicator: Indicator) -> Role:
    if indicator.numerator is None:
        return Role.SHARE if indicator.kind is Kind.SHARE else Role.VALUE
    return Role.PART if indicator.kind is Kind.SHARE else Role.COUNT


def _joined(known: Task, other: Task) -> Task:
    leading = min(known, other, key=lambda task: task.role)
    return Task(
        measure=leading.measure, role=leading.role, kind=leading.kind, frequency=leading.frequency,
        levels=known.levels | other.levels, base=leading.base,
    )  # fmt: skip
