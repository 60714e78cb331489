"""Events in squares on the kommun's outlines: darker where they lie closer together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure, empty_figure
from lagesbild.charts.maps import (
    Bounds,
    attribution_annotation,
    class_colours,
    geo_layout,
    legend_layout,
)
from lagesbild.charts.theme import LIGHT, SMALL_PX, Theme
from lagesbild.domain.event_grid import GridPart, ReleasedGrid
from lagesbild.domain.written import EXAMPLE_TEXT, NBSP, format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go

UNIT = "Händelser per kvadratkilometer"
STEPS = (1, 3, 10, 30, 100, 300, 1000, 3000)
"""Events lie a hundred times closer in a town's square than outside it: each class is three times the last."""

MOST_STEPS = 4

RING_PX = 20
APART_M = 4000
"""A square of 500 m is a few pixels on a map of a whole kommun: its place in the ranking shows where it
lies, unless one that is ranked before it lies nearer than this."""

MOST_RINGS = 6

LARGEST_WITH_NUMBER_M = 500
"""Larger ones have smaller ones in their middles."""


def squares_figure(
    grid: ReleasedGrid, *, parts: Sequence[GridPart], squares: dict[str, Any],
    outlines: dict[str, Any], bounds: Bounds, title: str, is_close: bool = False, attribution: str = "", example: bool = False,
    theme: Theme = LIGHT, height: int = 560,
) -> go.Figure:  # fmt: skip
    """Parts of the grid, each with its number in the box.

    parts     those to draw, densest first
    squares   geo.squares.draw_squares of the parts; outlines: the kommun's areas, for finding one's way
    is_close  True when the squares are large enough to be seen without rings
    raises    TypeError for anything but parts of a ReleasedGrid
    """
    if not isinstance(grid, ReleasedGrid) or not set(parts) <= set(grid.parts):
        raise TypeError("charts draw the parts of a ReleasedGrid")
    if not parts:
        return empty_figure(
            "För få händelser för att visas på en karta", theme=theme, height=200, example=example
        )
    edges = density_edges(parts)
    traces = [
        _outlines(outlines, theme=theme),
        *_squares(parts, squares, edges=edges, theme=theme),
        (_numbers if is_close else _rings)(parts, squares, theme=theme),
        *_legend(parts, edges=edges, theme=theme),
    ]
    layout = {
        "geo": geo_layout(bounds, theme=theme), "showlegend": True,
        "legend": legend_layout(UNIT, tall=False, theme=theme),
        "annotations": [attribution_annotation(attribution, tall=False, theme=theme)],
        "uirevision": title,
    }  # fmt: skip
    return build_figure(
        traces, layout, theme=theme, height=height, example=example,
        margin={"t": 4, "r": 4, "b": 96, "l": 4}, alt=_alt(parts, title=title, example=example),
    )  # fmt: skip


def density_edges(parts: Sequence[GridPart]) -> tuple[float, ...]:
    """Lower edges of the second to last class."""
    low, high = min(density(part) for part in parts), max(density(part) for part in parts)
    return tuple(float(step) for step in STEPS if low < step <= high)[-MOST_STEPS:]


def density(part: GridPart) -> float:
    """Events a square kilometre: squares of different sizes can then be compared."""
    return part.count / (part.size_m / 1000) ** 2


def part_id(part: GridPart) -> str:
    return f"{part.size_m}-{part.east}-{part.north}"


def _outlines(outlines: dict[str, Any], *, theme: Theme) -> dict[str, Any]:
    codes = [one["id"] for one in outlines["features"]]
    return {
        "type": "choropleth", "geojson": outlines, "featureidkey": "id", "locations": codes,
        "z": [0] * len(codes), "colorscale": [[0, theme.panel], [1, theme.panel]],
        "showscale": False, "showlegend": False,
        "hovertemplate": "%{properties.name}<extra></extra>",
        "marker": {"line": {"width": 1, "color": theme.area_line}},
    }  # fmt: skip


def _squares(
    parts: Sequence[GridPart], squares: dict[str, Any], *, edges: Sequence[float], theme: Theme
) -> list[dict[str, Any]]:
    """A trace for each size, the largest first: smaller ones lie on top of those around them."""
    colours = class_colours(edges, theme=theme)
    last = max(len(colours) - 1, 1)
    scale = [[n / last, colour] for n, colour in enumerate(colours)] if len(colours) > 1 else [
        [0, colours[0]], [1, colours[0]]
    ]  # fmt: skip
    found = []
    for size in sorted({part.size_m for part in parts}, reverse=True):
        mine = [part for part in parts if part.size_m == size]
        ids = {part_id(part) for part in mine}
        features = [one for one in squares["features"] if one["id"] in ids]
        found.append({
            "type": "choropleth", "geojson": {**squares, "features": features}, "featureidkey": "id",
            "locations": [part_id(part) for part in mine],
            "z": [sum(density(part) >= edge for edge in edges) for part in mine],
            "zmin": 0, "zmax": last, "colorscale": scale, "showscale": False, "showlegend": False,
            "customdata": [said(part) for part in mine],
            "hovertemplate": "%{customdata}<extra></extra>",
            "marker": {"line": {"width": 0.8, "color": theme.ink}, "opacity": 0.85},
        })  # fmt: skip
    return found


def said(part: GridPart) -> str:
    """ "21 händelser i en ruta på 500 meter"; larger squares leave out what smaller ones have."""
    size = (
        f"{part.size_m}{NBSP}meter"
        if part.size_m < 1000
        else f"{part.size_m // 1000}{NBSP}kilometer"
    )
    more = "" if part.size_m == 500 else "<br>utom dem i mindre rutor"
    return f"<b>{format_number(part.count, decimals=0)} händelser</b><br>ruta på {size}{more}"


def _rings(parts: Sequence[GridPart], squares: dict[str, Any], *, theme: Theme) -> dict[str, Any]:
    middles = {one["id"]: _middle(one) for one in squares["features"]}
    marked = ringed(parts)
    return {
        "type": "scattergeo", "mode": "markers+text", "showlegend": False,
        "lon": [middles[part_id(part)][0] for _, part in marked],
        "lat": [middles[part_id(part)][1] for _, part in marked],
        "text": [str(place) for place, _ in marked],
        "textfont": {"size": SMALL_PX, "color": theme.ink},
        "customdata": [said(part) for _, part in marked],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "symbol": "circle", "size": RING_PX, "color": theme.page, "opacity": 0.9,
            "line": {"width": 1.4, "color": theme.ink},
        },
    }  # fmt: skip


def _numbers(parts: Sequence[GridPart], squares: dict[str, Any], *, theme: Theme) -> dict[str, Any]:
    """How many, in the squares themselves where there is room."""
    middles = {one["id"]: _middle(one) for one in squares["features"]}
    small = [part for part in parts if part.size_m <= LARGEST_WITH_NUMBER_M]
    edges = density_edges(parts)
    dark = [sum(density(part) >= edge for edge in edges) >= len(edges) - 1 for part in small]
    return {
        "type": "scattergeo", "mode": "text", "showlegend": False, "hoverinfo": "skip",
        "lon": [middles[part_id(part)][0] for part in small],
        "lat": [middles[part_id(part)][1] for part in small],
        "text": [format_number(part.count, decimals=0) for part in small],
        "textfont": {
            "size": SMALL_PX, "color": [theme.page if one else theme.ink for one in dark],
        },
    }  # fmt: skip


def ringed(parts: Sequence[GridPart]) -> list[tuple[int, GridPart]]:
    """Place in the ranking and square, of the densest that do not lie on top of each other."""
    found: list[tuple[int, GridPart]] = []
    for place, part in enumerate(parts, start=1):
        near = any(
            abs(part.east - one.east) < APART_M and abs(part.north - one.north) < APART_M
            for _, one in found
        )
        if not near and len(found) < MOST_RINGS:
            found.append((place, part))
    return found


def _middle(feature: dict[str, Any]) -> tuple[float, float]:
    ring = feature["geometry"]["coordinates"][0][:-1]
    return (
        sum(point[0] for point in ring) / len(ring), sum(point[1] for point in ring) / len(ring),
    )  # fmt: skip


def _legend(
    parts: Sequence[GridPart], *, edges: Sequence[float], theme: Theme
) -> list[dict[str, Any]]:
    texts = _texts(parts, edges=edges)
    entries = list(zip(texts, class_colours(edges, theme=theme), strict=True))[::-1]
    return [
        {
            "type": "scattergeo", "lon": [None], "lat": [None], "mode": "markers", "name": text,
            "marker": {
                "symbol": "square", "size": 13, "color": colour,
                "line": {"width": 1, "color": theme.area_line},
            },
        }
        for text, colour in entries
    ]  # fmt: skip


def _texts(parts: Sequence[GridPart], *, edges: Sequence[float]) -> list[str]:
    if not edges:
        return [format_number(density(parts[0]))]
    said_edges = [format_number(edge, decimals=0) for edge in edges]
    between = [f"{low}–{high}" for low, high in pairwise(said_edges)]
    return [f"under {said_edges[0]}", *between, f"{said_edges[-1]} och över"]


def _alt(parts: Sequence[GridPart], *, title: str, example: bool) -> str:
    top = max(parts, key=density)
    small = sum(part.size_m == 500 for part in parts)
    text = (
        f"Karta med rutor: {title}. {len(parts)} rutor med tillräckligt många händelser, varav "
        f"{small} på 500 meter; i den tätaste {format_number(top.count, decimals=0)} händelser."
    )
    return f"{text} {EXAMPLE_TEXT}." if example else text
