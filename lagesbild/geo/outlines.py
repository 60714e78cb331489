"""Outlines as parts of a picture's size, for maps that must look the same on a page, a slide and paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from lagesbild.domain.document import MapArea, Ring
from lagesbild.domain.event_grid import GridPart
from lagesbild.geo.boundaries import SWEREF_99_TM, WGS_84
from lagesbild.geo.drawing import draw_level
from lagesbild.geo.example_areas import draw_example_areas

DETAILS = 500
"""Smallest things drawn, as parts of the longer side: a picture on paper is 16 cm."""


class Frame:
    """Where the outlines of a map lie in its picture. Size: parts of the longer side."""

    def __init__(self, bounds: tuple[float, float, float, float]) -> None:
        self.west, south, east, self.north = map(float, bounds)
        self.longest = max(east - self.west, self.north - south)
        self.width = round((east - self.west) / self.longest, 4)
        self.height = round((self.north - south) / self.longest, 4)

    def ring(self, points: Sequence[tuple[float, ...]]) -> Ring:
        return tuple(
            (
                round((float(x) - self.west) / self.longest, 3),
                round((self.north - float(y)) / self.longest, 3),
            )
            for x, y, *_ in points
        )

    def square(self, part: GridPart) -> MapArea:
        """A square of the national grid, known as its size and corner."""
        east, north = part.east + part.size_m, part.north + part.size_m
        corners = [(part.east, part.north), (part.east, north), (east, north), (east, part.north)]
        return MapArea(
            code=f"{part.size_m}-{part.east}-{part.north}", km2=(part.size_m / 1000) ** 2,
            rings=(self.ring([*corners, corners[0]]),),
        )  # fmt: skip


def lay_out(collection: Mapping[str, Any]) -> tuple[tuple[MapArea, ...], Frame]:
    """The areas of a GeoJSON collection (WGS 84), thinned, and the picture that they fill."""
    import geopandas

    frame = geopandas.GeoDataFrame.from_features(collection["features"], crs=WGS_84)
    shapes = frame.geometry.to_crs(SWEREF_99_TM)
    picture = Frame(tuple(shapes.total_bounds))
    thinned = shapes.simplify_coverage(picture.longest / DETAILS, simplify_boundary=True)
    codes = [str(one["id"]) for one in collection["features"]]
    areas = tuple(
        MapArea(code=code, rings=_rings(shape, picture=picture))
        for code, shape in zip(codes, thinned, strict=True)
    )
    return areas, picture


def _rings(shape: Any, *, picture: Frame) -> tuple[Ring, ...]:
    """Outer borders only, without islands that shrank to nothing."""
    parts = getattr(shape, "geoms", [shape])
    rings = [picture.ring(part.exterior.coords) for part in parts if not part.is_empty]
    return tuple(ring for ring in rings if len({*ring}) > 2)


@lru_cache(maxsize=3)
def shared_outlines(level: str) -> tuple[tuple[MapArea, ...], Frame]:
    """All kommuner ("kommun"), all län ("lan"), or the example's sub-areas of Ånge ("delomrade")."""
    return lay_out(draw_example_areas() if level == "delomrade" else draw_level(level))
