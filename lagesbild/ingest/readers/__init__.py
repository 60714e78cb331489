"""Formats. A reader turns bytes into text tables and interprets nothing; one format a file."""

from __future__ import annotations

from collections.abc import Callable

from lagesbild.ingest.readers.boundaries import (
    read_geojson,
    read_geopackage,
    read_mapinfo,
    read_shapefile,
)
from lagesbild.ingest.readers.delimited import read_delimited
from lagesbild.ingest.readers.html_tables import read_html
from lagesbild.ingest.readers.json_files import read_json
from lagesbild.ingest.readers.ods import read_ods
from lagesbild.ingest.readers.parquet import read_parquet
from lagesbild.ingest.readers.px import read_px
from lagesbild.ingest.readers.xls import read_xls
from lagesbild.ingest.readers.xlsx import read_xlsx
from lagesbild.ingest.table import OpenedFile

Reader = Callable[[bytes, str], OpenedFile]
"""Takes the file's bytes and its name."""

READERS: dict[str, Reader] = {
    "csv": read_delimited,
    "xlsx": read_xlsx,
    "xls": read_xls,
    "ods": read_ods,
    "px": read_px,
    "json": read_json,
    "html": read_html,
    "parquet": read_parquet,
    "gpkg": read_geopackage,
    "geojson": read_geojson,
    "shp": read_shapefile,
    "tab": read_mapinfo,
}
"""Format -> how it is read. A new format is one file and one line here."""
