"""One period's figures as a map: five classes of one hue, with words for what is not shown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure, require_released
from lagesbild.charts.describe import describe_points
from lagesbild.charts.points import Point, read_points
from lagesbild.charts.theme import LIGHT, SMALL_PX, TEXT_PX, Theme
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.secrecy import STATUS_WORDS, Status
from lagesbild.domain.written import format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go

BOUNDARIES = {
    AreaLevel.KOMMUN: "/app/static/kommuner.geojson",
    AreaLevel.LAN: "/app/static/lan.geojson",
    AreaLevel.DELOMRADE: "/app/static/delomraden-2260.geojson",
}
"""Public outlines by level; those of sub-areas are the example's."""

ATTRIBUTION = "Gränser: SCB, Lantmäteriet"
ATTRIBUTION_EXAMPLE = "Påhittade delområden"

CLASSES = 5
SUPPRESSED_CLASS, MISSING_CLASS = -2, -1

Bounds = tuple[float, float, float, float]
"""West, south, east and north in degrees."""

SWEDEN: Bounds = (11.0, 55.3, 24.2, 69.1)
ANGE: Bounds = (14.78, 62.25, 16.56, 62.73)
"""Fixed, so that the map stands still whatever is drawn in it; Plotly's own fitting fails here."""


def choropleth_figure(
    figures: ReleasedFigures, *, geojson: str | dict[str, Any] | None = None,
    level: AreaLevel = AreaLevel.KOMMUN, breaks: Sequence[float] | None = None,
    own_code: str | None = None, selected_code: str | None = None,
    all_codes: Iterable[str] = (), bounds: Bounds | None = None,
    attribution: str | None = None, theme: Theme = LIGHT, height: int = 620,
    marks: Sequence[dict[str, Any]] = (),
) -> go.Figure:  # fmt: skip
    """The undivided figures of one period and level, coloured by class.

    geojson        address of a static file (a few kB cross the wire), or the collection itself for
                   boundaries that are the kommun's own; feature id = code, properties.name = name.
                   None takes BOUNDARIES
    breaks         lower edges of the second to last class; None makes quantiles of these figures.
                   Give the same for every period of a time slider
    own_code       outlined; selected_code likewise, thicker
    all_codes      every code of the level: those without a row are drawn as missing
    marks          further traces on top: charts.place_marks
    bounds         what to show; None is Sweden, or the collection's own extent
    raises         TypeError for anything but ReleasedFigures; ValueError for several periods
    """
    figures = require_released(figures)
    is_own_example = geojson is None and level is AreaLevel.DELOMRADE
    geojson = BOUNDARIES[level] if geojson is None else geojson
    credit = attribution or (ATTRIBUTION_EXAMPLE if is_own_example else ATTRIBUTION)
    rows = figures.totals[figures.totals["area_level"] == level.value]
    if rows["period_start"].nunique() > 1:
        raise ValueError("a map shows one period")
    points = read_points(rows, indicator=figures.indicator)
    known = [point.y for point in points if point.y is not None]
    edges = tuple(class_breaks(known) if breaks is None else breaks)
    absent = sorted(set(all_codes) - {point.code for point in points})
    usual = ANGE if is_own_example else SWEDEN
    shown = bounds or (extent_of(geojson) if isinstance(geojson, dict) else usual)
    traces = [
        area_trace(points, absent=absent, edges=edges, geojson=geojson, theme=theme),
        *mark_traces(points, absent=absent, geojson=geojson, theme=theme),
        *outline_traces([own_code, selected_code], geojson=geojson, theme=theme),
        *legend_traces(points, absent=absent, edges=edges, theme=theme),
        *marks,
    ]
    layout = {
        "geo": geo_layout(shown, theme=theme),
        "showlegend": True,
        "legend": legend_layout(figures.indicator.unit, tall=is_tall(shown), theme=theme),
        "annotations": [attribution_annotation(credit, tall=is_tall(shown), theme=theme)],
        "uirevision": level.value,
        "clickmode": "event+select",
    }
    return build_figure(
        traces, layout, theme=theme, height=height, example=figures.example,
        margin={"t": 4, "r": 4, "b": 4 if is_tall(shown) else 96, "l": 4},
        alt=describe_points(points, figures=figures, own_code=own_code, what="Karta"),
    )  # fmt: skip


def class_breaks(values: Iterable[float | None], *, classes: int = CLASSES) -> tuple[float, ...]:
    """Lower edges of the second to last class: quantiles, rounded to numbers that can be read.

    Fewer classes when there are few different values; none at all for one value.
    """
    known = sorted(value for value in values if value is not None and not math.isnan(value))
    if len(set(known)) < 2:
        return ()
    classes = min(classes, len(set(known)))
    spread = known[-1] - known[0]
    # Rounding to a hundredth of the spread moves no edge by more than an eye can tell.
    step = 10.0 ** math.floor(math.log10(spread / 20))
    edges = [
        round(round(_quantile(known, n / classes) / step) * step, 10) for n in range(1, classes)
    ]
    return tuple(sorted({edge for edge in edges if known[0] < edge <= known[-1]}))


def _quantile(known: Sequence[float], share: float) -> float:
    at = share * (len(known) - 1)
    low = math.floor(at)
    high = min(low + 1, len(known) - 1)
    return known[low] + (known[high] - known[low]) * (at - low)


def class_of(point: Point, *, edges: Sequence[float]) -> int:
    """0 and up for a value, SUPPRESSED_CLASS or MISSING_CLASS for none."""
    if point.y is None:
        return SUPPRESSED_CLASS if point.status is Status.SUPPRESSED else MISSING_CLASS
    return sum(point.y >= edge for edge in edges)


def class_colours(edges: Sequence[float], *, theme: Theme) -> list[str]:
    """The theme's classes, spread out when fewer are needed."""
    count = len(edges) + 1
    if count == 1:
        return [theme.classes[2]]
    last = len(theme.classes) - 1
    return [theme.classes[round(n * last / (count - 1))] for n in range(count)]


def area_trace(
    points: Sequence[Point], *, absent: Sequence[str], edges: Sequence[float],
    geojson: str | dict[str, Any], theme: Theme,
) -> dict[str, Any]:  # fmt: skip
    """All areas in one trace: a small whole number each for the colour, and the text for the box."""
    colours = [theme.suppressed, theme.missing, *class_colours(edges, theme=theme)]
    lowest, highest = SUPPRESSED_CLASS, len(colours) - 1 + SUPPRESSED_CLASS
    parts = len(colours)
    scale = [
        [round((n + side) / parts, 4), colour]
        for n, colour in enumerate(colours)
        for side in (0, 1)
    ]
    return {
        "type": "choropleth", "geojson": geojson, "featureidkey": "id",
        "locations": [*[point.code for point in points], *absent],
        "z": [*[class_of(point, edges=edges) for point in points], *[MISSING_CLASS] * len(absent)],
        "zmin": lowest - 0.5, "zmax": highest + 0.5, "colorscale": scale, "showscale": False,
        "customdata": [*[said(point) for point in points], *[STATUS_WORDS[Status.MISSING]] * len(absent)],
        "hovertemplate": "<b>%{properties.name}</b><br>%{customdata}<extra></extra>",
        "marker": {"line": {"width": 0.4, "color": theme.area_line}},
        "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}},
        "showlegend": False,
    }  # fmt: skip


def said(point: Point) -> str:
    """The number, or one word: 290 reasons in full would double what crosses the wire."""
    return point.text if point.y is not None else point.short_word


def mark_traces(
    points: Sequence[Point], *, absent: Sequence[str], geojson: str | dict[str, Any], theme: Theme
) -> list[dict[str, Any]]:
    """A cross in hidden areas and a diamond in those without a figure: grey alone says too little.

    A national map is too small for a mark in every missing area: there the white says it.
    """
    hidden = [point.code for point in points if point.status is Status.SUPPRESSED]
    missing = [p.code for p in points if class_of(p, edges=()) == MISSING_CLASS] + list(absent)
    found = [(hidden, "x-thin"), (missing if len(missing) <= 30 else [], "diamond-open")]
    return [
        {
            "type": "scattergeo", "geojson": only(geojson, codes), "featureidkey": "id", "locations": codes,
            "mode": "markers", "hoverinfo": "skip", "showlegend": False,
            "marker": {
                "symbol": symbol, "size": 5 if len(points) > 40 else 9, "color": theme.ink,
                "line": {"width": 1, "color": theme.ink},
            },
        }
        for codes, symbol in found
        if codes
    ]  # fmt: skip


def outline_traces(
    codes: Sequence[str | None], *, geojson: str | dict[str, Any], theme: Theme
) -> list[dict[str, Any]]:
    """Thick borders around the own and the selected area; see-through, and deaf to the mouse."""
    widths: dict[str, float] = {code: 2.0 + n for n, code in enumerate(codes) if code}
    return [
        {
            "type": "choropleth", "geojson": only(geojson, [code]), "featureidkey": "id", "locations": [code],
            "z": [0], "colorscale": [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
            "showscale": False, "showlegend": False, "hoverinfo": "skip",
            "marker": {"line": {"width": width, "color": theme.ink}},
        }
        for code, width in widths.items()
    ]  # fmt: skip


def only(geojson: str | dict[str, Any], codes: Sequence[str]) -> str | dict[str, Any]:
    """Of a collection the areas that a trace needs: each trace carries its shapes across the wire."""
    if isinstance(geojson, str):
        return geojson
    wanted = [feature for feature in geojson["features"] if feature["id"] in codes]
    return {**geojson, "features": wanted}


def legend_traces(
    points: Sequence[Point], *, absent: Sequence[str], edges: Sequence[float], theme: Theme
) -> list[dict[str, Any]]:
    """A square with words for each class there is, highest first, then what is not shown."""
    found = {class_of(point, edges=edges) for point in points} | (
        {MISSING_CLASS} if absent else set()
    )
    colours = class_colours(edges, theme=theme)
    known = [point for point in points if point.y is not None]
    entries = [
        (text, colours[n], "square") for n, text in enumerate(class_texts(known, edges=edges))
    ][::-1]
    if SUPPRESSED_CLASS in found:
        entries.append(("skyddat (för få)", theme.suppressed, "square-x"))
    if MISSING_CLASS in found:
        entries.append(("saknas", theme.missing, "square"))
    return [
        {
            "type": "scattergeo", "lon": [None], "lat": [None], "mode": "markers", "name": text,
            "marker": {
                "symbol": symbol, "size": 13, "color": colour,
                "line": {"width": 1, "color": theme.area_line},
            },
        }
        for text, colour, symbol in entries
    ]  # fmt: skip


def class_texts(known: Sequence[Point], *, edges: Sequence[float]) -> list[str]:
    """ "under 120", "120–240" ..., "480 och över"; the value itself when there is only one class."""
    if not known:
        return []
    if not edges:
        return [known[0].text]
    decimals = max(_decimals_needed(edge) for edge in edges)
    said = [format_number(edge, decimals=decimals) for edge in edges]
    between = [f"{low}–{high}" for low, high in pairwise(said)]
    return [f"under {said[0]}", *between, f"{said[-1]} och över"]


def _decimals_needed(value: float) -> int:
    return next((n for n in range(4) if abs(round(value, n) - value) < 1e-9), 4)


def extent_of(collection: dict[str, Any]) -> Bounds:
    """The box around a GeoJSON collection of polygons."""
    pairs: list[Sequence[float]] = []
    for feature in collection["features"]:
        shape = feature["geometry"]
        parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        pairs += [pair for part in parts for pair in part[0]]
    east_west, north_south = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return min(east_west), min(north_south), max(east_west), max(north_south)


def is_tall(bounds: Bounds) -> bool:
    """True for Sweden: more than six degrees from south to north."""
    return bounds[3] - bounds[1] > 6


def geo_layout(bounds: Bounds, *, theme: Theme) -> dict[str, Any]:
    """True shapes: for the country SWEREF 99 TM's own view, transverse Mercator around 15 degrees
    east. Plotly cuts that off when it comes close; there plain Mercator has the right shapes."""
    west, south, east, north = bounds
    side, end = 0.03 * (east - west), 0.03 * (north - south)
    tall = is_tall(bounds)
    return {
        "projection": {
            "type": "transverse mercator" if tall else "mercator",
            "rotation": {"lon": 15 if tall else round((west + east) / 2, 2)},
        },
        "lonaxis": {"range": [round(west - side, 3), round(east + side, 3)]},
        "lataxis": {"range": [round(south - end, 3), round(north + end, 3)]},
        "visible": False, "bgcolor": theme.page, "domain": {"x": [0, 1], "y": [0, 1]},
    }  # fmt: skip


def legend_layout(unit: str, *, tall: bool, theme: Theme) -> dict[str, Any]:
    """Top left beside Sweden, where Norway would be; underneath what fills its frame."""
    place = (
        {"y": 1, "yanchor": "top"} if tall else {"y": -0.06, "yanchor": "top", "orientation": "h"}
    )
    return {
        "x": 0, "xanchor": "left", **place, "itemclick": False,
        "itemdoubleclick": False, "bgcolor": "rgba(0,0,0,0)", "itemsizing": "trace",
        "title": {
            "text": unit_title(unit), "side": "top",
            "font": {"size": SMALL_PX, "color": theme.muted},
        },
        "font": {"size": SMALL_PX, "color": theme.ink}, "tracegroupgap": 0,
    }  # fmt: skip


def unit_title(unit: str) -> str:
    """ "Brott per<br>100 000 invånare": the legend may not grow over the map."""
    text = unit[:1].upper() + unit[1:]
    return text.replace(" per ", " per<br>", 1) if len(text) > 18 else text


def attribution_annotation(text: str, *, tall: bool, theme: Theme) -> dict[str, Any]:
    """Whose boundaries these are, in the map's corner."""
    return {
        "text": text, "xref": "paper", "yref": "paper", "x": 1, "y": 0, "xanchor": "right",
        "yanchor": "bottom" if tall else "top", "showarrow": False, "font": {"size": TEXT_PX - 2, "color": theme.muted},
    }  # fmt: skip
