"""Boundary files as deliveries: recognised by what they hold, and areas called what they are here."""

from __future__ import annotations

import json

import pytest

from lagesbild.domain.errors import FileRefused
from lagesbild.domain.geography import Area, AreaLevel, division_of
from lagesbild.geo.drawing import draw_boundaries
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.boundaries import find_boundaries, understand_boundaries
from lagesbild.ingest.describe import describe, describe_in_words
from lagesbild.ingest.reading import find_format, open_file
from tests.boundary_files import geojson, geopackage, mapinfo, numbers_in, regso, shapefile

pytestmark = pytest.mark.slow

AREAS = AreaIndex(
    [
        Area(code="0000", name="Riket", level=AreaLevel.RIKET),
        Area(code="14", name="Västra Götalands län", level=AreaLevel.LAN, parent_code="0000"),
        Area(code="2260", name="Ånge", level=AreaLevel.KOMMUN, parent_code="22"),
        Area(code="2281", name="Sundsvall", level=AreaLevel.KOMMUN, parent_code="22"),
        Area(code="2260R001", name="Förr", level=AreaLevel.DELOMRADE, parent_code="2260"),
        Area(code="2260-alby", name="Alby (exempel)", level=AreaLevel.DELOMRADE, parent_code="2260"),
        Area(code="2260-norr", name="Norr", level=AreaLevel.DELOMRADE, parent_code="2260"),
    ]
)  # fmt: skip


@pytest.mark.parametrize("kind", ["gpkg", "geojson", "shp", "tab", "mif"])
def test_a_boundary_file_is_told_by_what_it_holds(kind, tmp_path) -> None:
    make = {
        "gpkg": lambda: geopackage(tmp_path, regso()),
        "geojson": lambda: geojson(regso()),
        "shp": lambda: shapefile(tmp_path, regso()),
        "tab": lambda: mapinfo(tmp_path, regso(), ending="tab"),
        "mif": lambda: mapinfo(tmp_path, regso(), ending="mif"),
    }
    data = make[kind]()
    opened = open_file(data, file_name="karta.dat")
    assert opened.format == ("tab" if kind == "mif" else kind)
    [table] = opened.tables
    assert "2260R002" in table.frame.loc[3].tolist()
    found = find_boundaries(data, file_name="karta.dat", areas=AREAS, owner=None)
    assert [area.code for area in found.areas] == ["2260R001", "2260R002"]
    assert {area.parent_code for area in found.areas} == {"2260"}
    assert {area.kommun_code for area in found.areas} == {None}
    assert {area.level for area in found.areas} == {AreaLevel.DELOMRADE}
    [counted] = found.counts
    assert (counted.kommun_name, counted.areas, counted.new) == ("Ånge", 2, 1)
    assert set(found.outlines) == {"2260R001", "2260R002"}


@pytest.mark.parametrize(
    "text",
    [
        '!table\n!version 300\nOpen Table "/etc/hemlig"\nCreate View karta As\n',
        "!table\n!version 300\nDefinition Table\n  Type LINKED Charset X\n",
        '!table\n!version 900\nDefinition Table\n  Type NATIVE\nbegin_metadata\n"\\IsSeamless" = "TRUE"\n',
    ],
)
def test_a_mapinfo_table_that_points_elsewhere_is_not_opened(text, tmp_path) -> None:
    data = mapinfo(tmp_path, regso(), ending="tab", table=text)
    with pytest.raises(FileRefused) as refusal:
        open_file(data, file_name="karta.zip")
    assert refusal.value.code == "GEO-001"


def test_a_part_of_a_mapinfo_map_is_told_so() -> None:
    for data in (
        b"!table\n!version 300\n",
        b'Version 300\nCharset "WindowsLatin1"\nDelimiter ","\n',
    ):
        with pytest.raises(FileRefused) as refusal:
            open_file(data, file_name="karta.tab")
        assert refusal.value.code == "RD-006"
        assert "zip" in refusal.value.message


def test_tables_keep_their_formats() -> None:
    assert find_format(b"Kommun;Antal\nAnge;1\n", file_name="x.csv") == "csv"
    with pytest.raises(FileRefused) as refusal:
        find_format(b"SQLite format 3\0" + bytes(100), file_name="x.gpkg")
    assert refusal.value.code == "RD-006"


@pytest.mark.filterwarnings("ignore:GPKG")
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + b"\0" * 40, "GEO-001"),
        (b'{"type": "FeatureCollection", "features": [1]}', "GEO-001"),
        (b'{"type": "FeatureCollection", "features": ' + b"[" * 50_000, "GEO-001"),
        (b'{"type": "FeatureCollection", "features": [], "crs": 1}', "GEO-001"),
    ],
)  # fmt: skip
def test_a_broken_boundary_file_is_refused(data, code) -> None:
    with pytest.raises(FileRefused) as refusal:
        open_file(data, file_name="x")
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("ring", "code"),
    [
        ([[15, 62], [15.1, 62], [15, 62], [15, 62]], "GEO-004"),
        ([[15, 62], [15.0000001, 62], [15, 62.0000001], [15, 62]], "GEO-004"),
        ([], "GEO-004"),
        ([[1e999, 62], [15.1, 62], [15.1, 62.1], [1e999, 62]], "GEO-001"),
    ],
)
def test_outlines_that_enclose_nothing_are_refused(ring, code) -> None:
    feature = {
        "type": "Feature", "properties": {"kod": "2260R001"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    with pytest.raises(FileRefused) as refusal:
        find_boundaries(data, file_name="x", areas=AREAS, owner=None)
    assert refusal.value.code == code


def test_two_layers_with_areas_are_refused(tmp_path) -> None:
    from tests.boundary_files import frame_of

    path = tmp_path / "tva.gpkg"
    for layer in ("regso", "deso"):
        frame_of(regso()).to_file(path, driver="GPKG", layer=layer)
    with pytest.raises(FileRefused) as refusal:
        open_file(path.read_bytes(), file_name="tva.gpkg")
    assert refusal.value.code == "GEO-006"
    assert "regso" in refusal.value.message


def test_an_unknown_kommun_and_a_kommun_itself_are_faults() -> None:
    lost = find_boundaries(geojson(regso("9999")), file_name="x", areas=AREAS, owner=None)
    assert [fault.code for fault in lost.faults] == ["IN-020"]
    assert "2 områden" in lost.faults[0].message
    assert not lost.areas
    whole = [{"kod": "2260", "namn": "Ånge"}]
    for owner in (None, "2260"):
        found = find_boundaries(geojson(whole), file_name="x", areas=AREAS, owner=owner)
        assert [fault.code for fault in found.faults] == ["IN-021"]


def test_a_kommuns_own_areas_are_its_own_and_found_by_name() -> None:
    rows = [
        {"kod": "14", "namn": "Norr"}, {"kod": "15", "namn": "Alby"},
        {"kod": "16", "namn": "Dal"}, {"kod": "17", "namn": "Dal"},
    ]  # fmt: skip
    found = find_boundaries(
        geojson(rows), file_name="x", areas=AREAS, owner="2260", reserved={"2260-alby"}
    )
    assert not found.faults
    assert {area.code: area.name for area in found.areas} == {
        "2260-norr": "Norr", "2260-alby-2": "Alby", "2260-16": "Dal", "2260-17": "Dal",
    }  # fmt: skip
    assert {area.kommun_code for area in found.areas} == {"2260"}
    shared = find_boundaries(geojson(rows), file_name="x", areas=AREAS, owner=None)
    assert [fault.code for fault in shared.faults] == ["IN-021"], "14 is a län for everyone else"


def test_scbs_areas_are_everyones_whoever_delivers_them() -> None:
    found = find_boundaries(geojson(regso("2281")), file_name="x", areas=AREAS, owner="2260")
    assert {(a.parent_code, a.kommun_code) for a in found.areas} == {("2281", None)}


def test_how_a_boundary_file_was_understood() -> None:
    understood = understand_boundaries(open_file(geojson(regso()), file_name="delar.geojson"))
    roles = {c["name"]: c["role"] for c in describe(understood)["tables"][0]["columns"]}
    assert roles["regsokod"] == "area_code"
    assert roles["regsonamn"] == "area_name"
    assert roles["kommunkod"] == "ignored"
    words = describe_in_words(understood)
    assert words.startswith("delar.geojson: gränser (GeoJSON)")
    assert "2 områden" in words


def test_a_kommun_is_not_lost_among_parts_with_its_name() -> None:
    part = Area(code="2260R009", name="Ånge", level=AreaLevel.DELOMRADE, parent_code="2260")
    index = AreaIndex([*AREAS.by_code.values(), part])
    assert index.find("Ånge") is AREAS.by_code["2260"]
    twin = Area(code="2281R001", name="Förr", level=AreaLevel.DELOMRADE, parent_code="2281")
    assert AreaIndex([*AREAS.by_code.values(), twin]).find("Förr") is None


@pytest.mark.parametrize(
    ("code", "division"),
    [("2260R001", "regso"), ("2260A0010", "deso"), ("2260C1230", "deso"), ("2260-alby", "egen")],
)
def test_scbs_divisions_are_told_by_their_codes(code, division) -> None:
    assert division_of(code) == division


def test_drawn_areas_are_small_whole_and_turned_for_plotly(tmp_path) -> None:
    import shapely

    rows = regso(count=6)
    found = find_boundaries(geojson(rows), file_name="x", areas=AREAS, owner=None)
    drawn = draw_boundaries(found.outlines, names={area.code: area.name for area in found.areas})
    assert [feature["id"] for feature in drawn["features"]] == [row["regsokod"] for row in rows]
    assert drawn["features"][0]["properties"] == {"name": "Del 1"}
    assert numbers_in(drawn) < 3_000
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in drawn["features"]]
    assert not any(shape.exterior.is_ccw for shape in shapes)
    together = shapely.union_all(shapes)
    assert together.geom_type == "Polygon", "neighbours still meet"
    assert sum(shape.area for shape in shapes) == pytest.approx(together.area, rel=1e-3)
