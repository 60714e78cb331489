"""Squares of SWEREF 99 TM as outlines for a map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lagesbild.domain.event_grid import GridPart

SWEREF99TM = 3006
WGS84 = 4326
DECIMALS = 5


def draw_squares(parts: Iterable[GridPart]) -> dict[str, Any]:
    """GeoJSON of the parts, the largest first so that smaller ones lie on top of those around them.

    A feature's id is "size-east-north"; its properties are count and size_m.
    """
    import geopandas as gpd
    from shapely import box, orient_polygons

    chosen = sorted(parts, key=lambda part: (-part.size_m, part.east, part.north))
    outlines = [box(p.east, p.north, p.east + p.size_m, p.north + p.size_m) for p in chosen]
    drawn = gpd.GeoSeries(outlines, crs=SWEREF99TM).to_crs(WGS84)
    features = [
        {
            "type": "Feature",
            "id": f"{part.size_m}-{part.east}-{part.north}",
            "properties": {"count": part.count, "size_m": part.size_m},
            "geometry": {"type": "Polygon", "coordinates": [_ring(outline)]},
        }
        for part, outline in zip(chosen, orient_polygons(drawn, exterior_cw=True), strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _ring(outline: Any) -> list[list[float]]:
    return [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in outline.exterior.coords]


def find_homes(parts: Iterable[GridPart], *, collection: dict[str, Any]) -> list[str]:
    """The name of the area in which each square's middle lies, "" for none.

    collection  GeoJSON polygons, WGS 84, with properties.name
    """
    import geopandas as gpd
    import shapely

    chosen = list(parts)
    middles = gpd.GeoSeries.from_xy(
        [p.east + p.size_m / 2 for p in chosen], [p.north + p.size_m / 2 for p in chosen],
        crs=SWEREF99TM,
    ).to_crs(WGS84)  # fmt: skip
    names = [one["properties"]["name"] for one in collection["features"]]
    shapes = [shapely.geometry.shape(one["geometry"]) for one in collection["features"]]
    homes = [""] * len(chosen)
    if shapes:
        for square, area in (
            shapely.STRtree(shapes).query(middles.to_numpy(), predicate="intersects").T
        ):
            homes[int(square)] = names[int(area)]
    return homes
