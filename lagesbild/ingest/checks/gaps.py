"""Years or months that are missing in the middle of a series."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from lagesbild.domain.errors import Fault
from lagesbild.domain.period import PeriodKind, kind_of
from lagesbild.domain.written import format_period
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.faults import make_fault

REGULAR = {
    PeriodKind.YEAR: 12, PeriodKind.SCHOOL_YEAR: 12, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1,
}  # fmt: skip
"""Kinds that follow upon each other, and their length in months."""

FEWEST = 3
SHOWN = 4


def check_gaps(examined: Examined) -> list[Fault]:
    """Measure by measure; a series with the same step throughout (every third year) has no gaps."""
    found: dict[str, list[str]] = {}
    for measure, kind, months in _series(examined):
        gaps = _missing(months, step=REGULAR[kind])
        if gaps:
            words = ", ".join(_said(gap, kind=kind) for gap in gaps[:SHOWN])
            more = " …" if len(gaps) > SHOWN else ""
            found.setdefault(words + more, []).append(examined.resolved.measures[measure].name)
    return [
        make_fault("IN-112", periods=periods, names=", ".join(names[:3]))
        for periods, names in found.items()
    ]


def _series(examined: Examined) -> Iterable[tuple[str, PeriodKind, list[int]]]:
    """Measure, kind and the first month of each of its periods, counted from year 0."""
    by_series: dict[tuple[str, PeriodKind], set[int]] = {}
    for measure, start, end in examined.reach.periods:
        kind = kind_of(start, end)
        if kind in REGULAR:
            by_series.setdefault((measure, kind), set()).add(start.year * 12 + start.month - 1)
    for (measure, kind), months in sorted(by_series.items()):
        yield measure, kind, sorted(months)


def _missing(months: list[int], *, step: int) -> list[int]:
    if len(months) < FEWEST:
        return []
    steps = {later - earlier for earlier, later in pairwise(months)}
    if len(steps) == 1:
        return []
    return [month for month in range(months[0], months[-1], step) if month not in set(months)]


def _said(month: int, *, kind: PeriodKind) -> str:
    start = date(month // 12, month % 12 + 1, 1)
    last = month + REGULAR[kind]
    end = date(last // 12, last % 12 + 1, 1)
    label = f"{start.year}/{end.year % 100:02d}" if kind is PeriodKind.SCHOOL_YEAR else ""
    quarter = f"kvartal {start.month // 3 + 1} {start.year}"
    return format_period(start, end, label=quarter if kind is PeriodKind.QUARTER else label)
