"""Boundary files (GeoPackage, GeoJSON, zipped Shapefile and MapInfo): what they say of each area, as text.

The outlines themselves are read by ingest/boundaries.
"""

from __future__ import annotations

from pathlib import PurePath

import pandas as pd

from lagesbild.geo.boundaries import GEOPACKAGE_IDS, read_attributes
from lagesbild.ingest.table import OpenedFile, TextTable

BOUNDARY_FORMATS: dict[str, str] = {
    "gpkg": "GeoPackage",
    "geojson": "GeoJSON",
    "shp": "zippad Shapefile",
    "tab": "zippad MapInfo",
}
"""Format -> what people call it."""


def is_geopackage(data: bytes) -> bool:
    """A GeoPackage is an SQLite database that says so in its head."""
    return data.startswith(b"SQLite format 3") and data[68:72] in GEOPACKAGE_IDS


def is_geojson(data: bytes) -> bool:
    """JSON that calls itself a collection of features; no other JSON does."""
    head = data[:400].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and b'"FeatureCollection"' in data and b'"features"' in data


def read_geopackage(data: bytes, file_name: str) -> OpenedFile:
    """raises  FileRefused GEO-001, GEO-006"""
    return _read(data, file_name=file_name, format_name="gpkg")


def read_geojson(data: bytes, file_name: str) -> OpenedFile:
    """raises  FileRefused GEO-001"""
    return _read(data, file_name=file_name, format_name="geojson")


def read_shapefile(data: bytes, file_name: str) -> OpenedFile:
    """raises  FileRefused GEO-001"""
    return _read(data, file_name=file_name, format_name="shp")


def read_mapinfo(data: bytes, file_name: str) -> OpenedFile:
    """raises  FileRefused GEO-001"""
    return _read(data, file_name=file_name, format_name="tab")


def _read(data: bytes, *, file_name: str, format_name: str) -> OpenedFile:
    """Headings in row 1, then a row an area, so that rows are counted as in any table."""
    name = PurePath(file_name).name
    headings, rows = read_attributes(data, file_name=name)
    frame = pd.DataFrame([headings, *rows], dtype="str")
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    table = TextTable(name=PurePath(name).stem, frame=frame)
    return OpenedFile(file=name, format=format_name, encoding=None, dialect=None, tables=(table,))
