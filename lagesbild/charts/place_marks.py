"""Places that the council has marked, as numbered signs on a map."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure
from lagesbild.charts.maps import Bounds, attribution_annotation, geo_layout, legend_layout
from lagesbild.charts.theme import LIGHT, SMALL_PX, Theme
from lagesbild.domain.work.places import MarkedPlace, PlaceKind

if TYPE_CHECKING:
    import plotly.graph_objects as go

SYMBOLS: dict[PlaceKind, str] = {
    PlaceKind.CAMERA: "square", PlaceKind.TRAFFIC: "triangle-up", PlaceKind.BUILDING: "pentagon",
    PlaceKind.CHANGE: "diamond", PlaceKind.MEASURE: "star", PlaceKind.ACTIVITY: "circle",
    PlaceKind.SUPPORT: "cross",
}  # fmt: skip
"""A shape a kind: they are told apart without colour."""

SIZE_PX = 15
SMALL_SIZE_PX = 11
AIR_DEGREES = (0.006, 0.013)
"""Least distance from the outermost place to the edge: north and east."""


def place_traces(
    places: Sequence[tuple[int, MarkedPlace]], *, theme: Theme = LIGHT
) -> list[dict[str, Any]]:
    """A trace for each kind there is, with the number that the list has; none for a place without a point."""
    return [
        _trace(kind, own, theme=theme)
        for kind in PlaceKind
        if (own := [one for one in places if one[1].kind is kind and one[1].point])
    ]


def small_place_traces(
    places: Sequence[tuple[int, MarkedPlace]], *, theme: Theme = LIGHT
) -> list[dict[str, Any]]:
    """As place_traces, over the values of a whole kommun: there the numbers would lie on each other."""
    return [
        {
            **one, "mode": "markers", "text": None,
            "marker": {**one["marker"], "size": SMALL_SIZE_PX, "color": theme.ink},
        }
        for one in place_traces(places, theme=theme)
    ]  # fmt: skip


def _trace(
    kind: PlaceKind, own: Sequence[tuple[int, MarkedPlace]], *, theme: Theme
) -> dict[str, Any]:
    points = [one.point or (0.0, 0.0) for _, one in own]
    return {
        "type": "scattergeo", "lat": [north for north, _ in points], "lon": [east for _, east in points],
        "mode": "markers+text", "text": [str(number) for number, _ in own],
        "textposition": "top center", "name": f"{kind.words[:1].upper()}{kind.words[1:]}",
        "textfont": {"size": SMALL_PX + 1, "color": theme.ink},
        "customdata": [_told(one) for _, one in own],
        "hovertemplate": "%{customdata}<extra></extra>", "showlegend": True,
        "marker": {
            "symbol": SYMBOLS[kind], "size": SIZE_PX, "color": theme.own,
            "line": {"width": 2, "color": theme.page},
        },
    }  # fmt: skip


def _told(one: MarkedPlace) -> str:
    return f"<b>{escape(one.title)}</b><br>{escape(one.kind.words)}"


def places_figure(
    places: Sequence[tuple[int, MarkedPlace]], *, outlines: dict[str, Any], attribution: str = "",
    example: bool = False, theme: Theme = LIGHT, height: int = 480,
) -> go.Figure:  # fmt: skip
    """The places close up, on outlines to find one's way by.

    outlines  GeoJSON of areas, empty for none
    """
    traces = [*_ground(outlines, theme=theme), *place_traces(places, theme=theme)]
    layout = {
        "geo": geo_layout(bounds_of(places), theme=theme), "showlegend": True,
        "legend": legend_layout("Vad det är", tall=False, theme=theme),
        "annotations": [attribution_annotation(attribution, tall=False, theme=theme)],
        "uirevision": "platser",
    }  # fmt: skip
    return build_figure(
        traces, layout, theme=theme, height=height, example=example,
        margin={"t": 4, "r": 4, "b": 96, "l": 4}, alt=places_in_words(places),
    )  # fmt: skip


def _ground(outlines: dict[str, Any], *, theme: Theme) -> list[dict[str, Any]]:
    features = outlines.get("features", [])
    if not features:
        return []
    return [
        {
            "type": "choropleth", "geojson": outlines, "featureidkey": "id",
            "locations": [one["id"] for one in features], "z": [0] * len(features),
            "colorscale": [[0, theme.panel], [1, theme.panel]], "showscale": False,
            "hovertemplate": "%{properties.name}<extra></extra>", "showlegend": False,
            "marker": {"line": {"width": 1, "color": theme.comparison}},
        }
    ]  # fmt: skip


def bounds_of(places: Sequence[tuple[int, MarkedPlace]]) -> Bounds:
    """The box around the places with air on every side."""
    points = [one.point for _, one in places if one.point]
    norths, easts = [north for north, _ in points], [east for _, east in points]
    air_north = max(AIR_DEGREES[0], 0.25 * (max(norths) - min(norths)))
    air_east = max(AIR_DEGREES[1], 0.25 * (max(easts) - min(easts)))
    return (
        min(easts) - air_east, min(norths) - air_north, max(easts) + air_east,
        max(norths) + air_north,
    )  # fmt: skip


def places_in_words(places: Sequence[tuple[int, MarkedPlace]]) -> str:
    """The map as a list."""
    told = [f"{number}. {one.title}, {one.kind.words}" for number, one in places]
    return f"Karta med {len(places)} utpekade platser. {'; '.join(told)}."
