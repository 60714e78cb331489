"""Where lines, bars and their words go on paper, as parts of the picture's width and height."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lagesbild.domain.document import ChartKind, DocumentFigure, DocumentPoint, DocumentSeries
from lagesbild.domain.written import format_number

MOST_TICKS = 5
MOST_LABELS = 10
MOST_NAMED = 4
"""With more lines than this only the kommun's own has its name beside it."""
CLEAR = 0.07
"""Least distance between two names, as part of the height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotLine:
    """A series. ``runs``: points that belong together, broken where a number is missing.

    name_at  height of its name at the right edge, None when it is not written
    """

    name: str
    is_own: bool
    runs: tuple[tuple[tuple[float, float], ...], ...]
    name_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotBar:
    """A lying bar. ``to``, ``low``, ``high``: parts of the width, None where there is no number."""

    label: str
    text: str
    is_own: bool
    to: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A whole picture. Heights are from below; ticks are along the axis of values."""

    kind: ChartKind
    ticks: tuple[tuple[float, str], ...]
    zero: float
    labels: tuple[tuple[float, str], ...] = ()
    lines: tuple[PlotLine, ...] = ()
    bars: tuple[PlotBar, ...] = ()


def plan_plot(figure: DocumentFigure) -> Plot | None:
    """The picture of a figure; None when there is nothing to draw."""
    known = [point.value for point in figure.points if point.value is not None]
    if figure.kind is ChartKind.TABLE or not known:
        return None
    is_line = figure.kind is ChartKind.LINE
    limits = [] if is_line else [
        limit for p in figure.points for limit in (p.lower, p.upper) if limit is not None
    ]  # fmt: skip
    scale = Scale.of([0.0, *known, *limits])
    ticks = tuple((scale.part(tick), format_number(tick)) for tick in scale.ticks)
    zero = scale.part(0.0)
    if is_line:
        labels, lines = _lines(figure.series, scale=scale)
        return Plot(kind=figure.kind, ticks=ticks, zero=zero, labels=labels, lines=lines)
    return Plot(kind=figure.kind, ticks=ticks, zero=zero, bars=tuple(_bars(figure, scale=scale)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An axis from a round number to a round number, with 0 on it."""

    ticks: tuple[float, ...]

    @classmethod
    def of(cls, values: Sequence[float]) -> Scale:
        low, high = min(values), max(values)
        step = _round_step((high - low or 1.0) / MOST_TICKS)
        first, last = math.floor(low / step), math.ceil(high / step)
        return cls(ticks=tuple(n * step for n in range(first, max(last, first + 1) + 1)))

    def part(self, value: float) -> float:
        """Where a value is, from 0 at the first tick to 1 at the last."""
        return round((value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0]), 5)


def _round_step(least: float) -> float:
    size = 10.0 ** math.floor(math.log10(least))
    return next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= least - 1e-12)


def labels_of(series: Sequence[DocumentSeries]) -> list[str]:
    """Every label once, in the order in which they are drawn."""
    whole = max(series, key=lambda one: len(one.points), default=None)
    first = [p.label for p in whole.points] if whole else []
    return list(dict.fromkeys([*first, *(p.label for one in series for p in one.points)]))


def _lines(
    series: Sequence[DocumentSeries], *, scale: Scale
) -> tuple[tuple[tuple[float, str], ...], tuple[PlotLine, ...]]:
    names = labels_of(series)
    at = {name: n / max(len(names) - 1, 1) for n, name in enumerate(names)}
    step = math.ceil(len(names) / MOST_LABELS)
    labels = tuple((round(at[name], 5), name) for name in names[::-step][::-1])
    named = {n for n, one in enumerate(series) if one.is_own or len(series) <= MOST_NAMED}
    ends = {n: _end(series[n], scale=scale) for n in named}
    heights = _apart({n: end for n, end in ends.items() if end is not None})
    lines = [
        PlotLine(
            name=one.name, is_own=one.is_own, name_at=heights.get(n),
            runs=tuple(tuple((round(at[p.label], 5), scale.part(p.value)) for p in run if p.value is not None)
                       for run in _runs(one.points)),
        )
        for n, one in enumerate(series)
    ]  # fmt: skip
    # The own line is drawn last, over the others.
    return labels, tuple(sorted(lines, key=lambda line: line.is_own))


def _runs(points: Sequence[DocumentPoint]) -> Iterator[list[DocumentPoint]]:
    run: list[DocumentPoint] = []
    for point in points:
        if point.value is not None:
            run.append(point)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _end(one: DocumentSeries, *, scale: Scale) -> float | None:
    known = [point.value for point in one.points if point.value is not None]
    return scale.part(known[-1]) if known else None


def _apart(heights: dict[int, float]) -> dict[int, float]:
    """The same heights, moved upwards where two names would lie over each other."""
    found: dict[int, float] = {}
    last = -1.0
    for number, height in sorted(heights.items(), key=lambda one: one[1]):
        last = max(height, last + CLEAR)
        found[number] = round(last, 5)
    return found


def _bars(figure: DocumentFigure, *, scale: Scale) -> Iterator[PlotBar]:
    for point in figure.points:
        low, value, high = (
            None if number is None else scale.part(number)
            for number in (point.lower, point.value, point.upper)
        )
        yield PlotBar(
            label=point.label, text=point.text, is_own=point.is_own,
            to=value, low=low if value is not None else None,
            high=high if value is not None else None,
        )  # fmt: skip
