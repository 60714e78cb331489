"""Boundaries from file to store: receipts, the same file again, recall, and what is refused."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest

from lagesbild.commands.opening import opened_context
from lagesbild.store.areas import list_boundaries
from lagesbild.ui.context import local_person
from tests.boundary_files import geojson, geopackage, regso
from tests.command_line import codes
from tests.example import copy_example

REGSO = "geo/regso_2025_ange_timra_sundsvall_EPSG3006.gpkg"


@contextmanager
def installation():
    """The store of the command line's installation."""
    with opened_context() as context:
        yield context


def outlines(kommun: str = "2260", *, reader: str | None = "2260") -> dict[str, str]:
    with installation() as context:
        found = list_boundaries(context.store, kommun_code=kommun, reader_kommun=reader)
    return {one.code: one.name for one in found}


def test_a_geopackage_is_inspected_delivered_and_known_again(command, tmp_path) -> None:
    data = geopackage(tmp_path, regso())
    seen = command("inspect", command.write("delar.gpkg", data), "--source", "scb", "--json")
    assert (seen.code, seen.document["format"], seen.document["faults"]) == (0, "gpkg", [])
    receipt = command.deliver("delar.gpkg", data, source="scb")
    assert (receipt["status"], receipt["rows_read"]) == ("stored", 2)
    assert receipt["observations_stored"] == 0
    assert receipt["boundaries"] == [{"kommun": "2260", "name": "Ånge", "areas": 2, "new": 2}]
    assert outlines() == {"2260R001": "Del 1", "2260R002": "Del 2"}
    again = command.deliver("delar.gpkg", data, source="scb")
    assert (again["status"], again["delivery_id"]) == ("already_stored", receipt["delivery_id"])
    assert list((command.data / "arkiv").glob("*.gpkg"))
    assert "gränser för 2 områden" in command("deliveries").out


def test_the_receipt_counts_new_and_known_in_words(command) -> None:
    command.deliver("a.geojson", geojson(regso(count=2)), source="scb")
    path = command.write("b.geojson", geojson(regso(count=3)))
    words = command("deliver", path, "--source", "scb").out
    assert "Områden med gränser: 3 (1 nya, 2 kända sedan tidigare)" in words
    assert "Ånge: 3 områden, 1 nya" in words


def test_a_recalled_file_gives_way_to_the_one_before(command) -> None:
    first = command.deliver("a.geojson", geojson(regso(count=2)), source="scb")
    second = command.deliver("b.geojson", geojson(regso(count=3)), source="scb")
    assert len(outlines()) == 3
    command("recall", str(second["delivery_id"]))
    assert list(outlines()) == ["2260R001", "2260R002"]
    command("recall", str(first["delivery_id"]))
    assert outlines() == {}


def test_a_kommuns_own_boundaries_are_not_shown_to_others(command) -> None:
    rows = [{"kod": "1", "namn": "Norr"}, {"kod": "2", "namn": "Söder"}]
    command.deliver("egna.geojson", geojson(rows), source="kommun")
    assert outlines() == {"2260-norr": "Norr", "2260-soder": "Söder"}
    assert outlines(reader="2281") == {}


def test_delivered_boundaries_are_noted_in_the_audit(command) -> None:
    command.deliver("a.geojson", geojson(regso()), source="scb")
    with installation() as context:
        rows = context.store.cursor().execute("SELECT action, details FROM audit").fetchall()
    [details] = [json.loads(details) for action, details in rows if action == "deliver"]
    assert details["boundaries"] == 2


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"namn": "A"}], "GEO-002"),
        ([{"kod": "2260R001"}, {"kod": "2260R001"}], "GEO-005"),
        (regso("9999"), "IN-020"),
        ([{"kod": "2260", "namn": "Ånge"}], "IN-021"),
        ([{"kod": "2260R001", "personnummer": "19511013-3815"}], "IN-002"),
    ],
)
def test_a_refused_boundary_file_changes_nothing(rows, code, command) -> None:
    receipt = command.deliver("x.geojson", geojson(rows), source="scb")
    assert receipt["status"] == "refused"
    assert codes(receipt["faults"]) == {code}
    assert "3815" not in json.dumps(receipt)
    assert outlines() == {}
    assert not list((command.data / "arkiv").glob("*.geojson"))
    seen = command("inspect", command.write("x.geojson", geojson(rows)), "--json")
    assert seen.code == 1
    assert codes(seen.document["faults"]) == {code}


def test_a_role_that_may_not_deliver_does_not(command) -> None:
    path = command.write("x.geojson", geojson(regso()))
    outcome = command("deliver", path, "--source", "scb", "--as", "public")
    assert outcome.code != 0
    assert outlines() == {}


def test_boundaries_are_no_table_to_convert(command, tmp_path) -> None:
    path = command.write("x.geojson", geojson(regso()))
    outcome = command("convert", path, "--out", tmp_path / "ut.csv")
    assert outcome.code == 1
    assert "KM-020" in outcome.out + outcome.err
    assert not (tmp_path / "ut.csv").exists()


def test_example_areas_are_left_alone(command, example_folder) -> None:
    copy_example(example_folder, to=command.data)
    rows = [{"kod": "1", "namn": "Alby"}]
    command.deliver("egna.geojson", geojson(rows), source="kommun")
    assert outlines() == {"2260-alby-2": "Alby"}
    with installation() as context:
        assert context.areas("2260")["2260-alby"].name == "Alby (exempel)"


@pytest.mark.samples
def test_regso_of_three_kommuner(command, sample_file) -> None:
    from lagesbild.geo.boundaries import BoundaryArea, find_area_of_points

    outcome = command("deliver", sample_file(REGSO), "--source", "scb", "--json")
    counted = {one["name"]: (one["areas"], one["new"]) for one in outcome.document["boundaries"]}
    assert counted == {"Ånge": (4, 4), "Timrå": (8, 8), "Sundsvall": (31, 31)}
    with installation() as context:
        found = list_boundaries(context.store, kommun_code="2260", reader_kommun=None)
        areas = context.areas(None)
        [drawn] = context.boundaries("2260", person=local_person()).values()
    assert [one.code for one in found] == ["2260R001", "2260R002", "2260R003", "2260R004"]
    assert all(areas[one.code].parent_code == "2260" for one in found)
    assert drawn.codes == [one.code for one in found]
    assert len(json.dumps(drawn.collection)) < 10_000
    assert "SCB" in drawn.attribution
    stored = [
        BoundaryArea(
            code=one.code, name=one.name, level=areas[one.code].level, kommun_code="2260",
            geometry=one.geometry,
        )
        for one in found
    ]  # fmt: skip
    east, north = 533_920.8, 6_932_841.0  # 15.659 E 62.525 N
    [code] = find_area_of_points([east], [north], stored)
    assert areas[str(code)].name == "Ånge tätort"
