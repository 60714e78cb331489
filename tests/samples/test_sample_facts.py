"""The facts that are known of the real files. Skipped, visibly, where the files are not."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from lagesbild.catalog.areas import load_areas
from lagesbild.domain.errors import FileRefused
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.describe import describe
from lagesbild.ingest.long import to_long, to_plain
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.table import ColumnRole, TableKind, Understood
from lagesbild.ingest.understanding import understand

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"
pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/samples"),
]


@pytest.fixture(scope="module")
def areas() -> AreaIndex:
    return AreaIndex(load_areas(Path(__file__).parents[2] / "data" / "reference" / "areas.csv"))


@cache
def read(pattern: str, *, areas: AreaIndex) -> Understood:
    """The one sample that matches; read once."""
    (path,) = SAMPLES.glob(pattern)
    return understand(open_file(path.read_bytes(), file_name=path.name), areas=areas)


@cache
def read_long(pattern: str, *, areas: AreaIndex) -> pd.DataFrame:
    (table,) = read(pattern, areas=areas).tables
    return to_long(table, areas=areas)


def only(long: pd.DataFrame, *, measure: str, code: str, **breakdown: str) -> pd.Series:
    """The one row of a measure, an area and some of its breakdowns."""
    rows = long[(long["measure"] == measure) & (long["area_code"] == code)]
    kept = rows["breakdown"].map(lambda text: breakdown.items() <= json.loads(text).items())
    (position,) = rows.index[kept]
    return long.loc[position]


@pytest.mark.parametrize(
    ("year", "rows", "label", "start", "pupils", "ange", "kommunal"),
    [
        (2022, 777, "2022/23", "2022-07-01", 1_111_580, 780, 682),
        (2023, 778, "2023/24", "2023-07-01", 1_110_078, 745, 651),
    ],
)
def test_pupils_per_year(areas, year, rows, label, start, pupils, ange, kommunal):
    (table,) = read(f"skolverket/*Antal elever*{year}*", areas=areas).tables
    assert (table.rows, table.period.label, str(table.period.start)) == (rows, label, start)
    assert table.header_lines == (6,)
    assert table.first_data_line == 7
    long = to_long(table, areas=areas)
    name = "Elever, årskurs 1-9"
    whole = long[
        (long["measure"] == name) & (long["breakdown"] == '{"Typ av huvudman": "Samtliga"}')
    ]
    assert whole["value"].sum() == pupils
    assert only(long, measure=name, code="2260", **{"Typ av huvudman": "Samtliga"})["value"] == ange
    assert (
        only(long, measure=name, code="2260", **{"Typ av huvudman": "Kommunal"})["value"]
        == kommunal
    )
    assert (
        only(long, measure=name, code="2260", **{"Typ av huvudman": "Enskild"})["value"]
        == ange - kommunal
    )


def test_pupils_are_described_as_the_contract_says(areas):
    document = describe(read("skolverket/*Antal elever*2022*", areas=areas))
    assert document["encoding"] == "utf-8-sig"
    assert document["dialect"] == {"delimiter": ";", "quote": '"', "decimal": ",", "thousands": " "}
    table = document["tables"][0]
    assert table["period"] == {"label": "2022/23", "start": "2022-07-01", "end": "2023-07-01"}
    roles = {column["name"]: column["role"] for column in table["columns"]}
    assert roles["Kommun-kod"] == "area_code"
    assert roles["Kommun"] == "area_name"
    assert roles["Läns-kod"] == roles["Län"] == "ignored"
    assert roles["Typ av huvudman"] == "breakdown"
    assert len(roles) == 18, "the trailing delimiter makes no column"
    marks = {column["name"]: column["marks"] for column in table["columns"]}
    assert set(marks["Andel (%) elever med utländsk bakgrund, åk 1-9"]) == {"..", ".", "~100"}
    assert document["faults"] == []


def test_grades_are_equal_in_both_formats(areas):
    kept = [
        "area_code",
        "area_name",
        "period_label",
        "measure",
        "unit",
        "breakdown",
        "value",
        "status",
    ]
    from_csv = read_long("skolverket/*Betyg*.csv", areas=areas)
    from_xlsx = read_long("skolverket/*Betyg*.xlsx", areas=areas)
    pd.testing.assert_frame_equal(from_csv[kept], from_xlsx[kept])
    marks = from_csv["value"].isna()
    assert list(from_csv["raw"][marks]) == list(from_xlsx["raw"][marks])
    (csv_table,) = read("skolverket/*Betyg*.csv", areas=areas).tables
    (xlsx_table,) = read("skolverket/*Betyg*.xlsx", areas=areas).tables
    pd.testing.assert_frame_equal(to_plain(csv_table), to_plain(xlsx_table))
    assert csv_table.rows == xlsx_table.rows == 761


def test_grades_of_ale(areas):
    long = read_long("skolverket/*Betyg*.xlsx", areas=areas)
    samtliga = {"Typ av huvudman": "Samtliga"}
    assert only(long, measure="Antal elever", code="1440", **samtliga)["value"] == 445
    name = "Andel (%) elever som fått godkänt betyg i alla ämnen"
    assert only(long, measure=name, code="1440", **samtliga)["value"] == 75.7
    rounded = only(long, measure=name, code="1440", **{"Typ av huvudman": "Enskild"})
    assert (rounded["status"], rounded["raw"]) == ("rounded", "~100")
    assert pd.isna(rounded["value"])


def test_teachers_have_a_header_of_two_rows(areas):
    (table,) = read("skolverket/*Personalstatistik*", areas=areas).tables
    assert (table.rows, table.header_lines, table.first_data_line) == (770, (9, 10), 11)
    assert table.period.label == "2022/23"
    names = [column.name for column in table.columns]
    assert "#Heltidstjänster / Totalt antal" in names
    assert "#Tjänstgörande lärare / Totalt antal" in names
    assert len(set(names)) == len(names)


def test_national_tests_have_four_groups_of_three(areas):
    (table,) = read("skolverket/*nationella prov*", areas=areas).tables
    assert table.rows == 2798
    values = [column.name for column in table.with_role(ColumnRole.VALUE)]
    assert len(values) == 12
    assert "Andel (%) elever som deltagit / Flickor" in values
    assert [c.name for c in table.with_role(ColumnRole.BREAKDOWN)] == ["Typ av huvudman", "Ämne"]


def test_costs_with_and_without_thousands_space(areas):
    (table,) = read("skolverket/*Kostnader*", areas=areas).tables
    assert (table.rows, table.period.label, str(table.period.start)) == (290, "2024", "2024-01-01")
    long = to_long(table, areas=areas)
    total = long[long["measure"] == "Totalt"]
    assert total["value"].sum() == 132_024_184
    assert set(total["unit"]) == {"tkr"}
    assert only(long, measure="Totalt", code="2260")["value"] == 108_976
    assert only(long, measure="Totalt per elev", code="2260")["value"] == 167_700


def test_crimes_of_goteborg(areas):
    long = read_long("bra/bra-goteborg*.csv", areas=areas)
    whole = long[(long["measure"] == "alla_brott") & (long["area_code"] == "1480")]
    assert dict(zip(whole["period_label"], whole["value"], strict=True)) == {
        "2023": 90_659, "2024": 88_766, "2025": 84_816,
    }  # fmt: skip
    parts = long[(long["measure"] == "alla_brott") & (long["area_code"] == "")]
    assert parts.loc[parts["period_label"] == "2025", "value"].sum() == 80_377
    assert set(parts["area_level"]) == {""}, "districts are not forced to be anything"


def test_population_of_goteborg(areas):
    long = read_long("bra/goteborg-stadsomraden-population.csv", areas=areas)
    assert list(long["value"]) == [608_993, 613_278]
    assert set(long["measure"]) == {"population"}


def test_incomes(areas):
    understood = read("pxweb/inkomst.csv", areas=areas)
    assert (understood.encoding, understood.dialect.decimal) == ("iso-8859-1", ".")
    assert understood.tables[0].rows == 2030
    long = to_long(understood.tables[0], areas=areas)
    ange = {"hushållstyp": "samtliga hushåll", "ålder": "18+ år"}
    assert only(long, measure="Medelvärde", code="2260", **ange)["value"] == 345.8
    median = only(long, measure="Medianvärde", code="2260", **ange)
    assert (median["value"], median["unit"], median["period_label"]) == (282.8, "tkr", "2015")
    assert median["area_name"] == "Ånge"


def test_education_without_header_keeps_its_first_row(areas):
    understood = read("pxweb/utb.csv", areas=areas)
    (table,) = understood.tables
    assert (table.rows, table.header_lines, table.first_data_line) == (290, (), 1)
    assert [column.name for column in table.columns][:2] == ["Kolumn 1", "Kolumn 2"]
    assert {"RD-101", "TY-101"} <= {warning.code for warning in understood.warnings}
    long = to_long(table, areas=areas)
    assert long["area_code"].iloc[0] == "0114"
    assert (long["area_code"] != "").all()
    assert long["area_code"].nunique() == 290


def test_wastewater(areas):
    (table,) = read("wastewater/ww2025-all-data.csv", areas=areas).tables
    assert table.rows == 4376
    frame = to_plain(table)
    sweden = frame[frame["Country"] == "SE"]
    assert (len(sweden), sweden["City"].nunique()) == (152, 10)
    long = to_long(table, areas=areas)
    assert len(long) == 43_760
    site = sweden.loc[
        sweden["City"].str.startswith("G") & (sweden["City"].str[-2:] == "le"), "City"
    ].iloc[0]
    daily = long[
        (long["measure"] == "Daily mean")
        & (long["area_name"] == site)
        & (long["period_label"] == "2024")
    ]
    loads = dict(
        zip(
            daily["breakdown"].map(lambda t: json.loads(t)["Metabolite"]),
            daily["value"],
            strict=True,
        )
    )
    assert loads["amphetamine"] == 518.28
    assert loads["cocaine"] == 77.08
    assert (long["area_code"] == "").all(), "a plant called like a kommun is not the kommun"


def test_wastewater_sites(areas):
    (table,) = read("wastewater/ww2025-site-info*", areas=areas).tables
    assert table.rows == 217
    assert {c.name for c in table.with_role(ColumnRole.COORDINATE)} == {"Latitude", "Longitude"}
    frame = to_plain(table).set_index("SiteID")
    assert frame.loc["SE011", "Population"] == 200_000
    assert 88_668 in set(frame["Population"])


def test_events_are_counted(areas):
    (table,) = read("uk_police/*.csv", areas=areas).tables
    assert (table.rows, table.kind) == (698, TableKind.EVENTS)
    long = to_long(table, areas=areas)
    assert (len(long), long["value"].sum()) == (698, 698)
    coordinate = table.with_role(ColumnRole.COORDINATE)[0]
    assert (table.body[coordinate.index] == "").sum() == 21


def test_abortions_of_the_second_table_of_a_web_page(areas):
    (table,) = read("socialstyrelsen/*.html", areas=areas).tables
    assert table.title == "Antal aborter, Graviditetslängd: - 8 veckor, Ålder: samtliga"
    long = to_long(table, areas=areas)
    whole = long[(long["area_code"] == "0000") & (long["period_label"] == "1985")]
    assert list(whole["value"]) == [13_225]


@pytest.mark.parametrize(
    ("pattern", "cells", "numbers", "total"),
    [
        ("px/BE0101F1symbnot.px", 48, 42, 11_504),
        ("px/PR0101B3.px", 324, 324, 83_285.53),
        ("px/HA0201E8.px", 117, 117, 15_461),
        ("px/error_continue/BE0101F1errorNote.px", 48, 42, 11_504),
        ("px/error_continue/BE0101F1errorTimeval.px", 48, 42, 11_504),
    ],
)
def test_px(areas, pattern, cells, numbers, total):
    understood = read(pattern, areas=areas)
    (table,) = understood.tables
    long = to_long(table, areas=areas)
    assert (len(long), long["value"].count()) == (cells, numbers)
    assert round(long["value"].sum(), 2) == total
    assert bool(understood.warnings) == ("continue" in pattern)
    assert long["period_start"].notna().all()


def test_px_marks_areas_and_measures(areas):
    (table,) = read("px/BE0101F1symbnot.px", areas=areas).tables
    long = to_long(table, areas=areas)
    marks = long[long["value"].isna()]
    assert set(marks["raw"]) == {".", "..", "...", "....", ".....", "......"}
    assert set(marks.loc[marks["raw"].str.len().between(3, 5), "status"]) == {"suppressed"}
    assert list(long["area_code"].unique()) == ["0000", "01", "0114", "0115"]
    assert set(long["measure"]) == {"Inmigrated", "Outmigrated"}
    assert json.loads(long["breakdown"].iloc[0]) == {"age": "20", "sex": "men"}


def test_px_that_lacks_what_it_must_have_is_refused_in_words():
    paths = sorted(SAMPLES.glob("px/error_fatal/*.px"))
    assert len(paths) == 3
    for path in paths:
        with pytest.raises(FileRefused) as refused:
            open_file(path.read_bytes(), file_name=path.name)
        assert refused.value.code == "RD-009"
        assert path.stem.rsplit("missing", 1)[1].upper()[:4] in refused.value.message
        assert refused.value.remedy
