"""A place and what it would have been had it gone as in the comparison, around the day of a measure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import (
    CHAR_PX,
    build_figure,
    empty_figure,
    nice_ticks,
    push_apart,
    require_released,
    tick_texts,
    time_axis,
    value_axis,
)
from lagesbild.charts.describe import finish
from lagesbild.charts.lines import (
    CROWDED,
    LINE_PX,
    NOTHING,
    break_annotations,
    break_shapes,
    breaks_within,
    head_annotation,
    hole_traces,
    label_room,
    with_gaps,
)
from lagesbild.charts.points import Point, in_order, middle_of, read_points, year_of
from lagesbild.charts.theme import LIGHT, TEXT_PX, Theme, with_alpha, wrap
from lagesbild.domain.indicator import Break
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.written import format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go

LABEL_CHARS = 14
Expected = Sequence[tuple[date, float]]


def effect_figure(
    figures: ReleasedFigures, *, expected: Expected, compared_with: str, start: date,
    end: date | None = None, measure: str = "", breaks: Sequence[Break] = (), theme: Theme = LIGHT,
    height: int = 380,
) -> go.Figure:  # fmt: skip
    """The place's counts in the strong colour, the comparison at its level grey and dashed.

    figures   the place's undivided rows
    expected  first day of a period -> the comparison at the place's level
    start     of the measure, drawn as a line with its name; end: of one that is over
    raises    TypeError for anything but ReleasedFigures
    """
    figures = require_released(figures)
    points = in_order(read_points(figures.totals, indicator=figures.indicator, measure="count"))
    if not points:
        return empty_figure(NOTHING, theme=theme, height=height, example=figures.example)
    spans = [(p.start, p.end, p.label) for p in points]
    beside = _expected_points(expected, points=points)
    tops = [p.y for p in points if p.y is not None] + [y for _, y in beside]
    ticks = nice_ticks(max(tops, default=1.0) * 1.15)
    names = [points[-1].name, *([f"som i {compared_with}"] if beside else [])]
    room = label_room(names)
    margin = {
        "t": 12.0 + LINE_PX * 2, "r": room, "b": 40.0,
        "l": 12.0 + CHAR_PX * max(map(len, tick_texts(ticks))),
    }  # fmt: skip
    shown = breaks_within(breaks, spans)
    layout = {
        "xaxis": time_axis(spans, theme=theme, most=8 if room < 80 else 5),
        "yaxis": value_axis(ticks, theme=theme),
        "shapes": [*_measure_shapes(start, end, spans[-1][1], theme=theme), *break_shapes(shown, theme=theme)],
        "annotations": [
            head_annotation(_head(points), theme=theme),
            *_labels(points, beside, names, top=ticks[-1], plot_px=height - margin["t"] - 40, theme=theme),
            _measure_label(start, measure, spans=(spans[0][0], spans[-1][1]), theme=theme),
            *break_annotations(shown, spans=spans, theme=theme),
        ],
        "hovermode": "x", "hoverdistance": 60,
    }  # fmt: skip
    traces = [
        *([_expected_trace(beside, theme=theme)] if beside else []),
        _own_trace(points, theme=theme),
        *hole_traces(points, theme=theme),
        _hover(points, dict(expected), compared_with=compared_with),
    ]
    return build_figure(
        traces, layout, theme=theme, height=height, margin=margin, example=figures.example,
        alt=_describe(figures, points=points, start=start, compared_with=compared_with),
    )  # fmt: skip


def _expected_points(expected: Expected, *, points: Sequence[Point]) -> list[tuple[float, float]]:
    ends = {p.start: p.end for p in points}
    return [(middle_of(day, ends[day]), round(v, 1)) for day, v in expected if day in ends]


def _head(points: Sequence[Point]) -> list[str]:
    notes = ["skuggat: efter åtgärden"]
    if any(p.is_preliminary for p in points):
        notes.append("○ preliminärt")
    holes = [p for p in points if p.y is None]
    if holes:
        notes.append(f"× {holes[0].word}")
    return ["Antal", " · ".join(notes)]


def _measure_shapes(
    start: date, end: date | None, last: date, *, theme: Theme
) -> list[dict[str, Any]]:
    x0, x1 = round(year_of(start), 3), round(year_of(min(end or last, last)), 3)
    return [
        {
            "type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "x0": x0,
            "x1": max(x0, x1), "line": {"width": 0}, "fillcolor": with_alpha(theme.own, 0.08),
        },
        {
            "type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": x0, "x1": x0,
            "line": {"color": theme.ink, "width": 1.5},
        },
    ]  # fmt: skip


def _measure_label(
    start: date, measure: str, *, spans: tuple[date, date], theme: Theme
) -> dict[str, Any]:
    x = year_of(start)
    is_left = x < (year_of(spans[0]) + year_of(spans[1])) / 2
    return {
        "text": f"⚑ {wrap(measure or 'Åtgärden börjar', 22, lines=2)}", "yref": "paper", "y": 1,
        "x": round(x, 3), "xanchor": "left" if is_left else "right", "yanchor": "top",
        "showarrow": False, "align": "left", "bgcolor": with_alpha(theme.page, 0.8), "borderpad": 2,
        "font": {"size": TEXT_PX, "color": theme.ink},
    }  # fmt: skip


def _labels(
    points: Sequence[Point], beside: Sequence[tuple[float, float]], names: Sequence[str], *,
    top: float, plot_px: float, theme: Theme,
) -> list[dict[str, Any]]:  # fmt: skip
    own = next((p.y for p in reversed(points) if p.y is not None), None)
    ends = [own, beside[-1][1] if beside else None][: len(names)]
    known = [
        (name, y, n == 0)
        for n, (name, y) in enumerate(zip(names, ends, strict=True))
        if y is not None
    ]
    texts = [wrap(name, LABEL_CHARS, lines=3) for name, _, _ in known]
    heights = [y / top * plot_px for _, y, _ in known]
    gap = LINE_PX * max((text.count("<br>") + 1 for text in texts), default=1)
    placed = push_apart(heights, gap=float(gap), low=4, high=plot_px)
    return [
        {
            "text": f"<b>{text}</b>" if is_own else text, "xref": "paper", "x": 1, "y": y, "ax": 14,
            "ay": round(at - to, 1), "showarrow": True, "arrowhead": 0, "arrowwidth": 1,
            "standoff": 3, "arrowcolor": theme.own if is_own else theme.comparison,
            "xanchor": "left", "align": "left",
            "font": {"size": TEXT_PX, "color": theme.own if is_own else theme.muted},
        }
        for (_, y, is_own), text, at, to in zip(known, texts, heights, placed, strict=True)
    ]  # fmt: skip


def _expected_trace(beside: Sequence[tuple[float, float]], *, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": False,
        "x": [x for x, _ in beside], "y": [y for _, y in beside],
        "line": {"color": theme.comparison, "width": 2, "dash": "dash"},
    }  # fmt: skip


def _own_trace(points: Sequence[Point], *, theme: Theme) -> dict[str, Any]:
    drawn = with_gaps(points)
    hollow = [point is not None and point.is_preliminary for _, _, point in drawn]
    return {
        "type": "scatter", "mode": "lines+markers", "hoverinfo": "skip", "cliponaxis": False,
        "x": [x for x, _, _ in drawn], "y": [y for _, y, _ in drawn],
        "line": {"color": theme.own, "width": 2.25},
        "marker": {
            "color": [theme.page if mark else theme.own for mark in hollow],
            "size": 4.5 if len(drawn) > CROWDED else 8, "line": {"color": theme.own, "width": 1.5},
        },
    }  # fmt: skip


def _hover(
    points: Sequence[Point], expected: dict[date, float], *, compared_with: str
) -> dict[str, Any]:
    texts = []
    for p in points:
        rows = [f"<b>{p.period}</b>", f"{p.text}{' (preliminär)' if p.is_preliminary else ''}"]
        if p.start in expected:
            rows.append(f"som i {compared_with}: {format_number(expected[p.start], decimals=0)}")
        texts.append("<br>".join(rows))
    return {
        "type": "scatter", "mode": "markers", "marker": {"opacity": 0, "size": 12},
        "x": [p.x for p in points], "y": [p.y or 0 for p in points], "hoverinfo": "text", "text": texts,
    }  # fmt: skip


def _describe(
    figures: ReleasedFigures, *, points: Sequence[Point], start: date, compared_with: str
) -> str:
    beside = f" bredvid {compared_with} på samma nivå" if compared_with else ""
    text = (
        f"Linjediagram: {figures.indicator.name} i {points[-1].name}{beside}, {points[0].period} till "
        f"{points[-1].period}, åtgärden börjar {start.isoformat()}"
    )
    return finish(text, figures=figures, points=points)
