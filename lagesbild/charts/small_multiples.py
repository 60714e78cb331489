"""The same series for each part of a kommun or each subgroup, in panels with a common axis."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import (
    CHAR_PX,
    Span,
    build_figure,
    empty_figure,
    nice_ticks,
    require_released,
    tick_texts,
    time_axis,
    value_axis,
)
from lagesbild.charts.describe import finish
from lagesbild.charts.lines import HOLE_MARKS, NOTHING, OTHER_HOLE_MARK, holes_of, with_gaps
from lagesbild.charts.points import MeasureShown, Point, in_order, read_points
from lagesbild.charts.theme import LIGHT, SMALL_PX, TEXT_PX, Theme, wrap
from lagesbild.domain.observation import NO_BREAKDOWN
from lagesbild.domain.results import ReleasedFigures

if TYPE_CHECKING:
    import plotly.graph_objects as go

PANEL_PX = 96
TITLE_PX = 46
BETWEEN = 0.05
"""Share of the width between two columns."""
MOST_PANELS = 30
TITLE_CHARS = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One small diagram: an area or a subgroup."""

    title: str
    points: tuple[Point, ...]


def small_multiples_figure(
    figures: ReleasedFigures, *, measure: MeasureShown = "rate", columns: int | None = None,
    theme: Theme = LIGHT,
) -> go.Figure:  # fmt: skip
    """A panel for each area and subgroup in the figures, in the order they come.

    columns  None takes two, or three from nine panels up: three still fit a phone
    raises   TypeError for anything but ReleasedFigures
    """
    figures = require_released(figures)
    panels = panels_of(figures, measure=measure)[:MOST_PANELS]
    if not panels:
        return empty_figure(NOTHING, theme=theme, height=160, example=figures.example)
    across = min(len(panels), columns or (3 if len(panels) >= 9 else 2))
    down = math.ceil(len(panels) / across)
    values = [point.y for panel in panels for point in panel.points if point.y is not None]
    ticks = nice_ticks(max(values, default=0.0) * 1.03, fewest=2, most=3)
    spans = sorted({(p.start, p.end, p.label) for panel in panels for p in panel.points})
    layout: dict[str, Any] = {"hovermode": "closest", "annotations": []}
    traces: list[dict[str, Any]] = []
    for number, panel in enumerate(panels):
        box = _box(number, across=across, down=down)
        name = "" if number == 0 else str(number + 1)
        traces += panel_traces(panel, axis=name, theme=theme)
        layout |= axes(name, box=box, spans=spans, ticks=ticks, is_first=number % across == 0,
                       is_lowest=number + across >= len(panels), theme=theme)  # fmt: skip
        layout["annotations"].append(title_annotation(panel, box=box, theme=theme))
    unit = "antal" if measure == "count" else figures.indicator.unit
    layout["annotations"].append(unit_annotation(unit, theme=theme))
    margin = {
        "t": 24.0,
        "r": 14.0,
        "b": 30.0,
        "l": 12.0 + CHAR_PX * max(map(len, tick_texts(ticks))),
    }
    return build_figure(
        traces, layout, theme=theme, margin=margin, example=figures.example,
        height=int(margin["t"] + margin["b"] + down * (PANEL_PX + TITLE_PX)),
        alt=describe_panels(figures, panels=panels),
    )  # fmt: skip


def panels_of(figures: ReleasedFigures, *, measure: MeasureShown) -> list[Panel]:
    """Points by area and subgroup. An undivided series is a panel only when no subgroup is there."""
    frame = figures.frame
    parts = frame[~frame["is_total"]]
    rows = parts if len(parts) else frame
    points = read_points(rows, indicator=figures.indicator, measure=measure)
    found: dict[tuple[str, str], list[Point]] = {}
    for point in points:
        found.setdefault((point.code, point.breakdown), []).append(point)
    several_areas = len({code for code, _ in found}) > 1
    several_parts = len({part for _, part in found}) > 1
    return [
        Panel(
            title=panel_title(own[0], with_area=several_areas or not several_parts,
                              with_part=several_parts or not several_areas),
            points=tuple(in_order(own)),
        )
        for own in found.values()
    ]  # fmt: skip


def panel_title(point: Point, *, with_area: bool, with_part: bool) -> str:
    part = part_words(point.breakdown) if with_part else ""
    return ", ".join(text for text in (point.name if with_area else "", part) if text)


def part_words(breakdown: str) -> str:
    """'{"Typ av huvudman": "Kommunal"}' -> "Kommunal"; a plain word stays itself."""
    if breakdown in ("", NO_BREAKDOWN):
        return ""
    try:
        read = json.loads(breakdown)
    except ValueError:
        return breakdown
    return ", ".join(str(value) for value in read.values()) if isinstance(read, dict) else str(read)


def panel_traces(panel: Panel, *, axis: str, theme: Theme) -> list[dict[str, Any]]:
    """The line, and marks on the baseline where there is no number."""
    drawn = with_gaps(panel.points)
    place = {"xaxis": f"x{axis}", "yaxis": f"y{axis}", "type": "scatter", "cliponaxis": False}
    line = {
        **place, "x": [x for x, _, _ in drawn], "y": [y for _, y, _ in drawn],
        "mode": "lines+markers", "line": {"color": theme.own, "width": 2},
        "marker": {"color": theme.own, "size": 4 if len(drawn) <= 40 else 2},
        "text": ["" if point is None else f"{point.period}: {point.text}" for _, _, point in drawn],
        "hovertemplate": f"<b>{panel.title}</b><br>%{{text}}<extra></extra>",
    }  # fmt: skip
    holes = [
        {
            **place, "x": [p.x for p in found], "y": [0] * len(found), "mode": "markers",
            "hoverinfo": "text", "text": [f"{p.period}: {p.word}" for p in found],
            "marker": {
                "symbol": HOLE_MARKS.get(status, OTHER_HOLE_MARK)[0], "size": 6,
                "color": theme.muted, "line": {"width": 1.5, "color": theme.muted},
            },
        }
        for status, found in holes_of(panel.points).items()
    ]  # fmt: skip
    return [line, *holes]


def axes(
    name: str, *, box: tuple[float, float, float, float], spans: Sequence[Span],
    ticks: Sequence[float], is_first: bool, is_lowest: bool, theme: Theme,
) -> dict[str, Any]:  # fmt: skip
    """A panel's two axes: numbers only at the left, periods only at the bottom."""
    left, bottom, right, top = box
    x = time_axis(spans, theme=theme, most=3)
    x |= {"domain": [left, right], "anchor": f"y{name}", "showticklabels": is_lowest}
    y = value_axis(ticks, theme=theme)
    y |= {"domain": [bottom, top], "anchor": f"x{name}", "showticklabels": is_first}
    x.pop("minor")
    return {f"xaxis{name}": x, f"yaxis{name}": y}


def _box(number: int, *, across: int, down: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a panel as shares, titles above it left free."""
    row, column = divmod(number, across)
    width = (1 - BETWEEN * (across - 1)) / across
    left = column * (width + BETWEEN)
    title = TITLE_PX / (PANEL_PX + TITLE_PX) / down
    top = 1 - row / down - title
    return round(left, 4), round(1 - (row + 1) / down, 4), round(left + width, 4), round(top, 4)


def latest(panel: Panel) -> str:
    """The newest period's number, or why it has none: an older number would pass for it."""
    point = panel.points[-1]
    return point.text if point.y is not None else point.short_word


def title_annotation(
    panel: Panel, *, box: tuple[float, float, float, float], theme: Theme
) -> dict[str, Any]:
    """A panel's name and newest figure, over it."""
    rows = [f"<b>{row}</b>" for row in wrap(panel.title, TITLE_CHARS, lines=2).split("<br>")]
    text = "<br>".join(rows)
    return {
        "text": f"{text} {latest(panel)}", "align": "left",
        "hovertext": panel.title, "xref": "paper", "yref": "paper", "x": box[0], "y": box[3],
        "xanchor": "left", "yanchor": "bottom", "yshift": 4, "showarrow": False,
        "font": {"size": TEXT_PX - 1, "color": theme.ink},
    }  # fmt: skip


def unit_annotation(unit: str, *, theme: Theme) -> dict[str, Any]:
    """The unit that all panels share."""
    return {
        "text": unit[:1].upper() + unit[1:], "xref": "paper", "yref": "paper", "x": 0, "y": 1,
        "xanchor": "left", "yanchor": "bottom", "yshift": 4, "showarrow": False,
        "font": {"size": SMALL_PX, "color": theme.muted},
    }  # fmt: skip


def describe_panels(figures: ReleasedFigures, *, panels: Sequence[Panel]) -> str:
    """The panels in one sentence, for those who do not see them."""
    said = ", ".join(f"{panel.title} {latest(panel)}" for panel in panels[:6])
    more = f" och {len(panels) - 6} till" if len(panels) > 6 else ""
    text = (
        f"{len(panels)} linjediagram med samma axel: {figures.indicator.name}, senast {said}{more}"
    )
    return finish(text, figures=figures, points=[p for panel in panels for p in panel.points])
