"""The committed boundary files that the browser draws."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from lagesbild.geo.drawing import write_static_boundaries
from lagesbild.geo.example_areas import draw_example_areas

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "lagesbild/ui/static"
FILES = {"kommuner.geojson": 290, "lan.geojson": 21, "delomraden-2260.geojson": 8}


def features_of(name: str) -> list[dict[str, Any]]:
    return json.loads((STATIC / name).read_text(encoding="utf-8"))["features"]


def rings_of(geometry: dict[str, Any]) -> list[list[list[float]]]:
    parts = geometry["coordinates"]
    return parts if geometry["type"] == "Polygon" else [ring for part in parts for ring in part]


def outer_rings_of(geometry: dict[str, Any]) -> list[list[list[float]]]:
    parts = geometry["coordinates"]
    return [parts[0]] if geometry["type"] == "Polygon" else [part[0] for part in parts]


def signed_area(ring: list[list[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


@pytest.mark.parametrize(("name", "count"), FILES.items())
def test_every_area_has_its_own_code_and_name(name: str, count: int) -> None:
    features = features_of(name)
    assert len({feature["id"] for feature in features}) == len(features) == count
    assert all(feature["properties"]["name"] for feature in features)


@pytest.mark.parametrize("name", FILES)
def test_outer_rings_are_clockwise_or_the_sea_would_be_painted(name: str) -> None:
    for feature in features_of(name):
        assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}
        assert all(signed_area(ring) < 0 for ring in outer_rings_of(feature["geometry"]))
        assert all(ring[0] == ring[-1] for ring in rings_of(feature["geometry"]))


def test_codes_are_those_of_the_reference_table() -> None:
    rows = (ROOT / "data/reference/areas.csv").read_text(encoding="utf-8").splitlines()[1:]
    known = {line.split(",")[0]: line.split(",")[2] for line in rows}
    drawn = {f["id"] for name in ("kommuner.geojson", "lan.geojson") for f in features_of(name)}
    assert drawn == {code for code, level in known.items() if level in {"kommun", "lan"}}


def test_files_are_small_and_are_what_the_code_writes(tmp_path: Path) -> None:
    for path in write_static_boundaries(tmp_path):
        committed = STATIC / path.relative_to(tmp_path)
        assert committed.read_bytes() == path.read_bytes(), f"{committed.name}: make it anew"
    assert (STATIC / "kommuner.geojson").stat().st_size < 190_000


def test_example_areas_on_file_are_what_the_code_draws() -> None:
    stored = json.loads((ROOT / "data/geo/ange-delomraden.geojson").read_text(encoding="utf-8"))
    assert stored == draw_example_areas()
    assert all(f["properties"]["name"].endswith("(exempel)") for f in stored["features"])
