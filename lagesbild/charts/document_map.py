"""The map of a figure in a document: which area has which colour, the same on page, slide and paper."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure
from lagesbild.charts.maps import class_breaks, class_colours
from lagesbild.charts.theme import LIGHT, SMALL_PX, Theme
from lagesbild.domain.document import DocumentFigure, DocumentMap, DocumentPoint, MapArea
from lagesbild.domain.secrecy import Status
from lagesbild.domain.written import format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go

CROSS = "×"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """Areas of one colour. ``words``: of the legend, "" for the ground."""

    words: str
    colour: str
    areas: tuple[MapArea, ...]

    @property
    def crosses(self) -> tuple[tuple[float, float], ...]:
        """Where a protected area has its cross: grey alone says too little."""
        is_hidden = self.words.startswith(CROSS)
        return tuple(middle_of_area(one) for one in self.areas) if is_hidden else ()


def shades_of(figure: DocumentFigure, *, theme: Theme = LIGHT) -> tuple[Shade, ...]:
    """From what lies lowest: the ground, what is missing, what is protected, then the classes."""
    drawn = figure.map
    if drawn is None:
        return ()
    points = {str(point.row["area_code"]): point for point in figure.points}
    values = {one.code: _shown(one, points.get(one.code)) for one in drawn.areas}
    edges = class_breaks(values.values())
    colours = class_colours(edges, theme=theme)
    texts = _texts([value for value in values.values() if value is not None], edges)
    holes = [one for one in drawn.areas if values[one.code] is None]
    hidden = [one for one in holes if _is_hidden(points.get(one.code))]
    missing = [one for one in holes if not _is_hidden(points.get(one.code))]
    found = [
        Shade(words="", colour=theme.panel, areas=drawn.ground),
        Shade(words="saknas", colour=theme.missing, areas=tuple(missing)),
        Shade(words=f"{CROSS} skyddat (för få)", colour=theme.suppressed, areas=tuple(hidden)),
    ]
    for place, (words, colour) in enumerate(zip(texts, colours, strict=True)):
        mine = [
            one for one in drawn.areas
            if (value := values[one.code]) is not None and sum(value >= edge for edge in edges) == place
        ]  # fmt: skip
        found.append(Shade(words=words, colour=colour, areas=tuple(mine)))
    return tuple(shade for shade in found if shade.areas)


def _shown(area: MapArea, point: DocumentPoint | None) -> float | None:
    if point is None or point.value is None:
        return None
    return point.value / area.km2 if area.km2 else point.value


def _is_hidden(point: DocumentPoint | None) -> bool:
    return point is not None and point.row["status"] == Status.SUPPRESSED


def _texts(known: list[float], edges: tuple[float, ...]) -> list[str]:
    if not known:
        return [""]
    if not edges:
        return [format_number(known[0])]
    said = [format_number(edge) for edge in edges]
    between = [f"{low}–{high}" for low, high in pairwise(said)]
    return [f"under {said[0]}", *between, f"{said[-1]} och över"]


def own_areas(figure: DocumentFigure) -> tuple[MapArea, ...]:
    """Those that get a thick border."""
    own = {str(point.row["area_code"]) for point in figure.points if point.is_own}
    return tuple(one for one in figure.map.areas if one.code in own) if figure.map else ()


def document_map(figure: DocumentFigure, *, theme: Theme, height: int, alt: str) -> go.Figure:
    """The map on the page: filled lines, nothing that has to be fetched."""
    drawn = figure.map
    if drawn is None:
        raise ValueError("a figure without a map")
    shades = shades_of(figure, theme=theme)
    traces = [_trace(shade, theme=theme) for shade in shades]
    own = own_areas(figure)
    if own:
        x, y = _line(own)
        traces.append({
            "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
            "line": {"color": theme.ink, "width": 2.5}, "showlegend": False,
        })  # fmt: skip
    crosses = [place for shade in shades for place in shade.crosses]
    if crosses:
        traces.append({
            "type": "scatter", "mode": "text", "x": [one[0] for one in crosses],
            "y": [one[1] for one in crosses], "text": [CROSS] * len(crosses), "hoverinfo": "skip",
            "textfont": {"size": SMALL_PX, "color": theme.ink}, "showlegend": False,
        })  # fmt: skip
    traces.append(_hover(figure))
    axis = {"visible": False, "fixedrange": True}
    layout = {
        "xaxis": {**axis, "range": [0, drawn.width]},
        "yaxis": {**axis, "range": [drawn.height, 0], "scaleanchor": "x", "constrain": "domain"},
        "showlegend": True, "hovermode": "closest",
        "legend": {
            "title": {"text": _title(drawn), "font": {"size": SMALL_PX, "color": theme.muted}},
            "font": {"size": SMALL_PX, "color": theme.ink}, "itemclick": False,
            "itemdoubleclick": False, "x": 1.02, "xanchor": "left", "y": 1, "traceorder": "reversed",
        },
        "annotations": [{
            "text": drawn.credit, "xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left",
            "yanchor": "top", "showarrow": False, "font": {"size": SMALL_PX - 1, "color": theme.muted},
        }],
    }  # fmt: skip
    return build_figure(
        traces, layout, theme=theme, height=height, example=figure.example, alt=alt,
        margin={"t": 8, "r": 8, "b": 28, "l": 8},
    )  # fmt: skip


def _title(drawn: DocumentMap) -> str:
    text = drawn.unit[:1].upper() + drawn.unit[1:]
    return text.replace(" per ", "<br>per ", 1) if len(text) > 18 else text


def _trace(shade: Shade, *, theme: Theme) -> dict[str, Any]:
    x, y = _line(shade.areas)
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "fill": "toself", "hoverinfo": "skip",
        "fillcolor": shade.colour, "line": {"color": theme.area_line, "width": 0.5},
        "name": shade.words, "showlegend": bool(shade.words),
    }  # fmt: skip


def _line(areas: tuple[MapArea, ...]) -> tuple[list[float | None], list[float | None]]:
    """Every ring after the other, with a gap between."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in (ring for area in areas for ring in area.rings):
        x += [*(point[0] for point in ring), None]
        y += [*(point[1] for point in ring), None]
    return x, y


def _hover(figure: DocumentFigure) -> dict[str, Any]:
    """Each area's number over its middle."""
    points = {str(point.row["area_code"]): point for point in figure.points}
    told = [
        (one, points[one.code])
        for one in (figure.map.areas if figure.map else ())
        if one.code in points
    ]
    middles = [middle_of_area(area) for area, _ in told]
    return {
        "type": "scatter", "mode": "markers", "x": [one[0] for one in middles],
        "y": [one[1] for one in middles], "marker": {"size": 14, "opacity": 0},
        "customdata": [f"<b>{point.label}</b><br>{point.text}" for _, point in told],
        "hovertemplate": "%{customdata}<extra></extra>", "showlegend": False,
    }  # fmt: skip


def middle_of_area(area: MapArea) -> tuple[float, float]:
    """The mean of its longest border's corners."""
    ring = max(area.rings, key=len)[:-1]
    return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
