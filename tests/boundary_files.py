"""Small boundary files made in the test: squares of two kilometres side by side, near Ånge."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

WEST, SOUTH, SIDE = 534_000, 6_932_000, 2_000
"""The first square's south-western corner, in metres (SWEREF 99 TM)."""


def frame_of(rows: list[dict[str, Any]]) -> Any:
    """A square for each row."""
    import geopandas
    from shapely import box

    shapes = [
        box(WEST + n * SIDE, SOUTH, WEST + (n + 1) * SIDE, SOUTH + SIDE) for n in range(len(rows))
    ]
    return geopandas.GeoDataFrame(rows, geometry=shapes, crs=3006)


def geopackage(folder: Path, rows: list[dict[str, Any]], *, name: str = "delar.gpkg") -> bytes:
    path = folder / name
    frame_of(rows).to_file(path, driver="GPKG", layer="delar")
    return path.read_bytes()


def geojson(rows: list[dict[str, Any]]) -> bytes:
    return frame_of(rows).to_crs(4326).to_json(drop_id=True).encode()


def shapefile(folder: Path, rows: list[dict[str, Any]]) -> bytes:
    inside = folder / "shp"
    inside.mkdir()
    frame_of(rows).to_file(inside / "delar.shp")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in sorted(inside.iterdir()):
            archive.write(part, part.name)
    return packed.getvalue()


def mapinfo(folder: Path, rows: list[dict[str, Any]], *, ending: str, table: str = "") -> bytes:
    """A MapInfo map in a zip; ``table`` takes the place of its leading file."""
    inside = folder / "mapinfo"
    inside.mkdir()
    frame_of(rows).to_file(inside / f"delar.{ending}", driver="MapInfo File")
    if table:
        (inside / "delar.tab").write_text(table, encoding="utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in sorted(inside.iterdir()):
            archive.write(part, part.name)
    return packed.getvalue()


def regso(kommun: str = "2260", count: int = 2) -> list[dict[str, Any]]:
    """Rows as SCB writes them."""
    return [
        {"regsokod": f"{kommun}R{n:03}", "regsonamn": f"Del {n}", "kommunkod": kommun}
        for n in range(1, count + 1)
    ]


def numbers_in(document: object) -> int:
    """How many characters a figure's own shapes take on the wire."""
    return len(json.dumps(document, separators=(",", ":")))
