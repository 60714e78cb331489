"""A monthly series beside what would be usual for each month, with the deviation marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import (
    CHAR_PX,
    build_figure,
    empty_figure,
    nice_ticks,
    require_released,
    tick_texts,
    time_axis,
    value_axis,
)
from lagesbild.charts.describe import finish
from lagesbild.charts.lines import (
    LINE_PX,
    NOTHING,
    Surface,
    break_annotations,
    break_shapes,
    breaks_within,
    head_annotation,
    hole_traces,
    line_trace,
    nothing_known,
    own_points,
    spans_of,
    surface_trace,
    without_values,
)
from lagesbild.charts.points import Point, Series, middle_of, series_of, year_of
from lagesbild.charts.theme import LIGHT, SMALL_PX, Theme, with_alpha
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.secrecy import Status
from lagesbild.domain.usual import UsualRange
from lagesbild.domain.written import format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go

YEARS_SHOWN = 6
"""Newest years: enough to see the season, and months that can still be told apart on a phone. A deviation
that has lasted longer is shown with the year before it."""


def signal_figure(
    figures: ReleasedFigures, *, area_code: str, usual: UsualRange, theme: Theme = LIGHT,
    height: int = 320,
) -> go.Figure:  # fmt: skip
    """The months as a line over the band of usual ones, the deviation's months on a pale ground.

    figures  released months of one measure in one area
    raises   TypeError for anything but ReleasedFigures
    """
    figures = require_released(figures)
    series = [
        _newest(one, usual=usual) for one in series_of(figures, own_code=area_code, measure="count")
    ]
    spans = spans_of(series)
    if not spans:
        return empty_figure(NOTHING, theme=theme, height=height, example=figures.example)
    band, middle = _band(usual, since=spans[0][0])
    breaks = breaks_within(figures.indicator.breaks, spans)
    known = [point.y for point in own_points(series) if point.y is not None]
    ticks = nice_ticks(max([*known, *(high for _, _, high in band)], default=0.0) * 1.12)
    head = _head(series)
    margin = {
        "t": 12.0 + LINE_PX * len(head), "r": 12.0, "b": 40.0,
        "l": 12.0 + CHAR_PX * max(map(len, tick_texts(ticks))),
    }  # fmt: skip
    traces = [
        *([surface_trace(band, fill=theme.band, edge=theme.band_edge)] if band else []),
        _middle_trace(middle, theme=theme),
        *[line_trace(one, order=n, theme=theme) for n, one in enumerate(series)],
        *hole_traces(own_points(series), theme=theme),
        _hover_trace(own_points(series), usual=usual),
    ]
    layout = {
        "xaxis": time_axis(spans, theme=theme), "hovermode": "x", "hoverdistance": 60,
        "yaxis": value_axis(ticks, theme=theme, is_known=not without_values(series)),
        "shapes": [_window_shape(usual, theme=theme), *break_shapes(breaks, theme=theme)],
        "annotations": [
            head_annotation(head, theme=theme), _window_label(usual, spans=spans, theme=theme),
            *break_annotations(breaks, spans=spans, theme=theme), *nothing_known(series, theme=theme),
        ],
    }  # fmt: skip
    return build_figure(
        traces, layout, theme=theme, height=height, margin=margin, example=figures.example,
        alt=_alternative(figures, own_points(series), usual=usual),
    )  # fmt: skip


def _newest(one: Series, *, usual: UsualRange) -> Series:
    last = usual.months[-1] if usual.months else one.points[-1].start
    start = usual.window_start
    first = min(
        date(last.year - YEARS_SHOWN, last.month, 1), date(start.year - 1, start.month, 1)
    )  # fmt: skip
    kept = tuple(point for point in one.points if point.start >= first)
    return Series(points=kept or one.points, is_own=one.is_own)


def _band(usual: UsualRange, *, since: date) -> tuple[Surface, list[tuple[float, float]]]:
    """Limits and middle as x and y, whole numbers: a month is never 3.7 events."""
    band: Surface = []
    middle = []
    for month, expected, low, high in zip(
        usual.months, usual.expected, usual.low, usual.high, strict=True
    ):
        if month >= since:
            x = middle_of(month, _next_month(month))
            band.append((x, round(low), round(high)))
            middle.append((x, round(expected, 1)))
    return band, middle


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _middle_trace(middle: Sequence[tuple[float, float]], *, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter", "x": [x for x, _ in middle], "y": [y for _, y in middle],
        "mode": "lines", "hoverinfo": "skip",
        "line": {"color": theme.comparison, "width": 1.5, "dash": "dash"},
    }  # fmt: skip


def _hover_trace(points: Sequence[Point], *, usual: UsualRange) -> dict[str, Any]:
    by_month = {
        month: (low, high)
        for month, low, high in zip(usual.months, usual.low, usual.high, strict=True)
    }
    texts = []
    for point in points:
        limits = by_month.get(point.start)
        lines = [
            f"<b>{point.period}</b>",
            point.text + (" preliminär" if point.is_preliminary else ""),
        ]
        if limits:
            low, high = (format_number(round(one), decimals=0) for one in limits)
            lines.append(f"vanligen {low}–{high}")
        texts.append("<br>".join(lines))
    return {
        "type": "scatter", "x": [point.x for point in points], "y": [point.y or 0 for point in points],
        "mode": "markers", "marker": {"opacity": 0, "size": 12}, "hoverinfo": "text", "text": texts,
    }  # fmt: skip


def _window_shape(usual: UsualRange, *, theme: Theme) -> dict[str, Any]:
    return {
        "type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
        "x0": round(year_of(usual.window_start), 3), "x1": round(year_of(usual.window_end), 3),
        "fillcolor": with_alpha(theme.own, 0.10), "line": {"width": 1, "color": theme.own, "dash": "dot"},
    }  # fmt: skip


def _window_label(usual: UsualRange, *, spans: Sequence[Any], theme: Theme) -> dict[str, Any]:
    """Named where it lies, on the side of it with more room."""
    first, last = year_of(spans[0][0]), year_of(spans[-1][1])
    start, end = max(year_of(usual.window_start), first), min(year_of(usual.window_end), last)
    is_late = (start + end) / 2 >= (first + last) / 2
    return {
        "text": "<b>det som sticker ut</b>", "x": round(end if is_late else start, 3),
        "y": 1, "yref": "paper", "xanchor": "right" if is_late else "left", "yanchor": "top",
        "showarrow": False, "bgcolor": with_alpha(theme.page, 0.75), "borderpad": 2,
        "font": {"size": SMALL_PX, "color": theme.own},
    }  # fmt: skip


def _head(series: Sequence[Series]) -> list[str]:
    """What line, band and marks mean."""
    points = own_points(series)
    notes = ["antal per månad", "grått band: vanligt för månaden (95 av 100)"]
    marks = []
    if any(point.is_preliminary for point in points):
        marks.append("○ preliminärt")
    if any(point.y is None and point.status is Status.SUPPRESSED for point in points):
        marks.append("× skyddat (för få)")
    rows = [notes[0].capitalize() + (f" · {' · '.join(marks)}" if marks else "")]
    return [*rows, notes[1]]


def _alternative(figures: ReleasedFigures, points: Sequence[Point], *, usual: UsualRange) -> str:
    inside = [point for point in points if usual.window_start <= point.start < usual.window_end]
    limits = {
        month: (low, high)
        for month, low, high in zip(usual.months, usual.low, usual.high, strict=True)
    }
    outside = [
        point for point in inside
        if point.y is not None and point.start in limits
        and not limits[point.start][0] <= point.y <= limits[point.start][1]
    ]  # fmt: skip
    name = points[0].name if points else ""
    text = (
        f"Linjediagram med band: {figures.indicator.name} i {name} per månad mot det som är vanligt för "
        f"månaden. I de markerade månaderna ligger {len(outside)} av {len(inside)} utanför bandet"
    )
    return finish(text, figures=figures, points=points)
