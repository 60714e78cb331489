"""Where a kommun's parts lie close together: a town's are too small to be told apart on the whole map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from lagesbild.charts.maps import Bounds, choropleth_figure, extent_of, only
from lagesbild.charts.theme import LIGHT, Theme
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.results import ReleasedFigures

if TYPE_CHECKING:
    import plotly.graph_objects as go

FEWEST_CLOSE = 6
SHARE_CLOSE = 0.6
"""Of the areas: those nearest the middle of them all."""

MUCH_NEARER = 0.4
"""The picture is worth its place when it is so small a part of the whole map's width and height."""

AIR = 0.12


def crowded_bounds(collection: dict[str, Any]) -> Bounds | None:
    """The box around where most areas of a GeoJSON collection lie; None where they are spread out."""
    whole = extent_of(collection)
    boxes = [extent_of({"features": [feature]}) for feature in collection["features"]]
    middles = [((west + east) / 2, (south + north) / 2) for west, south, east, north in boxes]
    number = math.ceil(SHARE_CLOSE * len(middles))
    if number < FEWEST_CLOSE:
        return None
    shrink = math.cos(math.radians((whole[1] + whole[3]) / 2))
    centre = median(x for x, _ in middles), median(y for _, y in middles)
    near = sorted(middles, key=lambda one: math.hypot(shrink * (one[0] - centre[0]), one[1] - centre[1]))[:number]  # fmt: skip
    west, east = min(x for x, _ in near), max(x for x, _ in near)
    south, north = min(y for _, y in near), max(y for _, y in near)
    side, end = AIR * (whole[2] - whole[0]) * MUCH_NEARER, AIR * (whole[3] - whole[1]) * MUCH_NEARER
    found = west - side, south - end, east + side, north + end
    is_near = all(
        found[axis + 2] - found[axis] <= MUCH_NEARER * (whole[axis + 2] - whole[axis])
        for axis in (0, 1)
    )
    return found if is_near else None


def close_up_figure(
    figures: ReleasedFigures, *, geojson: dict[str, Any], bounds: Bounds, codes: Sequence[str],
    marks: Sequence[dict[str, Any]] = (), theme: Theme = LIGHT, height: int = 340,
) -> go.Figure:  # fmt: skip
    """The same map nearer, with the colours of the whole; legend and credit stand under that one."""
    figure = choropleth_figure(
        figures, geojson=geojson, level=AreaLevel.DELOMRADE, all_codes=codes, bounds=bounds,
        marks=marks, theme=theme, height=height,
    )  # fmt: skip
    return figure.update_layout(showlegend=False, annotations=[], margin={"b": 4})


def bordered(
    codes: Sequence[str], *, geojson: dict[str, Any], theme: Theme = LIGHT
) -> list[dict[str, Any]]:
    """A thick border around each of some areas, as marks on top of a map; none for no area. Dark on light,
    so that it is seen against every class."""
    shapes = only(geojson, codes)
    locations = [feature["id"] for feature in shapes["features"]]  # type: ignore[index]
    if not locations:
        return []
    return [
        {
            "type": "choropleth", "geojson": shapes, "featureidkey": "id", "locations": locations,
            "z": [0] * len(locations), "colorscale": [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
            "showscale": False, "showlegend": False, "hoverinfo": "skip",
            "marker": {"line": {"width": width, "color": colour}},
        }
        for width, colour in ((5.0, theme.page), (2.0, theme.ink))
    ]  # fmt: skip
