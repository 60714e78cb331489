"""Families of files: wide and long, over time, months and groups, sections, events."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lagesbild.domain.observation import LONG_COLUMNS, Mark
from lagesbild.ingest.long import to_long
from lagesbild.ingest.table import TableKind
from tests.unit.small_files import (
    AREAS,
    breakdown,
    codes,
    read,
    read_long,
    read_table,
    roles,
    source,
)

SOL = (
    "Anmälda brott, land och region\n\n;2014;2015;2016 prel.\n;Antal;Antal;Antal\nHela landet;;;\n"
    "  Våldsbrott;1\u00a0416\u00a0280;1\u00a0500\u00a0000;1\u00a0600\u00a0000\n  Stöld;500;600;..\n"
    "Ånge kommun;;;\n  Våldsbrott;16;..;18\n  Stöld;50;60;70\n\nKälla: påhittad\n"
)
MONTHS = "Januari;Februari;Mars;April;Maj;Juni;Juli;Augusti;September;Oktober;November;December"
P3 = (
    "Tabell P9 / 13 Hallands län\nAnmälda brott efter månad, t.o.m. december 2010. Preliminära uppgifter.\n\n"
    f"Brottstyp;Antal anmälda brott, månad för anmälan;;;;;;;;;;;;Hittills under året\n;{MONTHS};\n"
    "SAMTLIGA BROTT;1;2;3;4;5;6;7;8;9;10;11;12;78\nRån;1;-;1;1;1;1;1;1;1;1;1;1;11\n"
)


def rows(long: pd.DataFrame, *names: str) -> list[tuple[object, ...]]:
    return list(long[list(names)].itertuples(index=False, name=None))


def test_long_form_has_the_contracts_columns_and_types():
    long = read_long("Kommun;Kommunkod;År;Antal elever\nÅnge;2260;2023;5\n")
    assert tuple(long.columns) == LONG_COLUMNS
    assert long["value"].dtype == "float64"
    assert long["source_row"].dtype == "int64"
    assert str(long["period_start"].dtype).startswith("datetime64")
    record = long.iloc[0]
    assert (record["area_code"], record["area_name"], record["area_level"]) == (
        "2260",
        "Ånge",
        "kommun",
    )
    assert (record["period_start"].date(), record["period_end"].date()) == (
        date(2023, 1, 1),
        date(2024, 1, 1),
    )
    assert (record["measure"], record["unit"], record["breakdown"]) == (
        "Antal elever",
        "antal",
        "{}",
    )
    assert (
        record["raw"],
        record["source_sheet"],
        record["source_row"],
        record["source_column"],
    ) == ("5", "", 2, "Antal elever")


def test_marks_mean_what_the_source_says():
    text = "Kommun;2020;2021;2022;2023\nÅnge;..;.;-;~100\nTimrå;5;;X;<5\nHabo;1;2;3;4\n"
    plain = read_long(text)
    assert list(plain["status"][:8]) == [
        "missing", "missing", "missing", "rounded", "value", "missing", "missing", "suppressed",
    ]  # fmt: skip
    told = read_long(text, source=source())
    assert list(told["status"][:4]) == ["suppressed", "not_applicable", "value", "rounded"]
    assert told["value"][2] == 0
    assert list(told["raw"][:4]) == ["..", ".", "-", "~100"]
    kolada = read_long(text, source=source(marks=(("..", Mark.SUPPRESSED), ("-", Mark.MISSING))))
    assert list(kolada["status"][:3]) == ["suppressed", "missing", "missing"]


def test_measure_year_and_unit_in_one_heading():
    text = '"region";"hushållstyp";"ålder";"Medelvärde,  tkr 2015";"Medelvärde,  tkr 2014"\n"2260 Ånge";"samtliga";"18+ år";345.8;340.1\n"2260 Ånge";"samtliga";"65+ år";281;..\n'
    long = read_long(text.encode("iso-8859-1"))
    assert rows(long, "measure", "unit", "period_label", "value", "status")[:3] == [
        ("Medelvärde", "tkr", "2015", 345.8, "value"), ("Medelvärde", "tkr", "2014", 340.1, "value"),
        ("Medelvärde", "tkr", "2015", 281.0, "value"),
    ]  # fmt: skip
    assert breakdown(long["breakdown"][0]) == {"hushållstyp": "samtliga", "ålder": "18+ år"}
    assert long["breakdown"][0] == '{"hushållstyp": "samtliga", "ålder": "18+ år"}'


def test_units_that_tell_columns_apart_are_kept_in_the_measure():
    long = read_long("Kommun;År;Lärare (antal);Lärare (%)\nÅnge;2023;5;80,5\n")
    assert rows(long, "measure", "unit") == [("Lärare (antal)", "antal"), ("Lärare (%)", "%")]


def test_a_long_file_with_its_measures_in_a_column():
    text = "year,area,crime_type,count,source_url,exported_at\r\n2023,Ånge kommun,alla_brott,906,https://x.se,2026-01-10\r\n2024,Ånge Öst,stold,12,https://x.se,2026-01-10\r\n"
    table = read_table(text)
    assert roles(table) == {
        "year": "period", "area": "area_name", "crime_type": "measure", "count": "value",
        "source_url": "ignored", "exported_at": "ignored",
    }  # fmt: skip
    assert rows(read_long(text), "area_code", "area_name", "measure", "unit", "value") == [
        ("2260", "Ånge kommun", "alla_brott", "antal", 906.0), ("", "Ånge Öst", "stold", "antal", 12.0),
    ]  # fmt: skip


def test_several_columns_of_numbers_beside_a_column_of_measures():
    long = read_long("Kommun;År;Brottstyp;Antal;Per 100 000 inv.\nÅnge;2023;Stöld;5;50\n")
    assert rows(long, "measure", "unit") == [
        ("Stöld / Antal", "antal"),
        ("Stöld / Per 100 000 inv.", "per 100 000"),
    ]


def test_section_rows_are_the_area_of_the_rows_below():
    table = read_table(SOL)
    assert (table.header_lines, table.rows) == ((3, 4), 4)
    long = read_long(SOL)
    assert rows(long, "area_code", "measure", "period_label", "value", "status")[:6] == [
        ("0000", "Våldsbrott", "2014", 1_416_280, "value"), ("0000", "Våldsbrott", "2015", 1_500_000, "value"),
        ("0000", "Våldsbrott", "2016 prel.", 1_600_000, "preliminary"), ("0000", "Stöld", "2014", 500, "value"),
        ("0000", "Stöld", "2015", 600, "value"), ("0000", "Stöld", "2016 prel.", pytest.approx(float("nan"), nan_ok=True), "missing"),
    ]  # fmt: skip
    assert long["area_code"].iloc[-1] == "2260"


def test_months_beside_each_other_with_the_year_in_the_title():
    long = read_long(P3)
    assert len(long) == 24, "the running sum follows from the months"
    first = long.iloc[1]
    assert (first["period_start"].date(), first["period_end"].date()) == (
        date(2010, 2, 1),
        date(2010, 3, 1),
    )
    assert (first["area_code"], first["measure"], first["value"], first["status"]) == (
        "13",
        "SAMTLIGA BROTT",
        2,
        "preliminary",
    )
    assert roles(read_table(P3))["Hittills under året"] == "ignored"


def test_months_beside_each_other_with_the_year_in_a_column_or_a_sum():
    long = read_long("Enhet;År;Jan;Feb;Mars;Hela året\nA;2022;1;2;3;60\nB;2023;4;5;6;70\n")
    assert [(str(s.date()), str(e.date())) for s, e in rows(long, "period_start", "period_end")[2:5]] == [
        ("2022-03-01", "2022-04-01"), ("2022-01-01", "2023-01-01"), ("2023-01-01", "2023-02-01"),
    ]  # fmt: skip


def test_a_year_and_its_parts_in_columns():
    text = "Kommun;År;Månad;Antal\nÅnge;2023;5;1\nÅnge;2023;december;2\n"
    assert [str(s.date()) for s in read_long(text)["period_start"]] == ["2023-05-01", "2023-12-01"]
    weeks = read_long("Kommun;År;Vecka;Antal\nÅnge;2021;v. 1;1\nÅnge;2021;53;2\nÅnge;2020;53;2\n")
    assert str(weeks["period_start"][0].date()) == "2021-01-04"
    quarters = read_long("Kommun;År;Kvartal;Antal\nÅnge;2023;1;1\nÅnge;2023;K4;2\n")
    assert [str(e.date()) for e in quarters["period_end"]] == ["2023-04-01", "2024-01-01"]


def test_a_date_goes_before_the_year_it_lies_in():
    table = read_table("Datum;År;Plats;Antal\n2023-05-01;2023;Ånge;5\n2023-05-02;2023;Ånge;6\n")
    assert roles(table)["År"] == "ignored"
    assert roles(table)["Datum"] == "period"


def test_lasar_and_pairs_of_years():
    school = read_long("Kommun;Läsår;Elever\nÅnge;2022/23;5\nÅnge;2023/2024;6\nÅnge;2024;7\n")
    assert {str(s.date())[4:] for s in school["period_start"]} == {"-07-01"}
    pairs = read_long("Kommun;2017/2018;2018/2019\nÅnge;5,5;6\n")
    assert str(pairs["period_end"][0].date()) == "2019-01-01"
    told = read_long("Kommun;2017/18;2018/19\nÅnge;5,5;6\n", source=source(period_form="tva_ar"))
    assert str(told["period_start"][0].date()) == "2017-01-01"
    calendar = read_long(
        "Valt år: 2024\n\nKommun;Kostnad\nÅnge;5\n", source=source(period_form="lasar")
    )
    assert str(calendar["period_start"][0].date()) == "2024-01-01"


def test_groups_in_a_header_of_two_rows_stay_in_the_measure():
    text = ";;Andel (%) deltagit;Andel (%) deltagit;Antal;Antal;\nKommun;Ämne;Totalt;Flickor;Totalt;Flickor;\nÅnge;Musik;85,5;80;20;9;\nÅnge;Bild;75,5;70;21;10;\n"
    long = read_long("Valt år: 2023\n\n" + text)
    assert rows(long, "measure", "unit")[:4] == [
        ("Andel (%) deltagit / Totalt", "%"), ("Andel (%) deltagit / Flickor", "%"),
        ("Antal / Totalt", "antal"), ("Antal / Flickor", "antal"),
    ]  # fmt: skip
    assert breakdown(long["breakdown"][0]) == {"Ämne": "Musik"}


def test_codes_with_leading_zeros_are_text():
    table = read_table("Kommun;År;Brottskod;Antal\nÅnge;2023;0301;5\nÅnge;2023;0302;6\n")
    assert roles(table)["Brottskod"] == "measure"
    assert list(
        read_long("Kommun;År;Brottskod;Antal\nÅnge;2023;0301;5\nÅnge;2023;0302;6\n")["measure"]
    ) == ["0301", "0302"]


def test_numbers_that_divide_are_no_figures():
    table = read_table("Kommun;År;Årskurs;Elever\nÅnge;2023;1;50\nÅnge;2023;2;60\n")
    assert roles(table) == {
        "Kommun": "area_name",
        "År": "period",
        "Årskurs": "breakdown",
        "Elever": "value",
    }


def test_a_text_column_without_which_rows_would_be_alike_divides():
    body = "".join(f"Ånge;2023;{text};5\n" for text in ("alfa", "beta", "gamma"))
    assert roles(read_table("Kommun;År;Xyz;Antal\n" + body))["Xyz"] == "breakdown"


def test_units_that_stand_in_the_footnotes_only():
    long = read_long(
        "Valt år: 2024\n\nKommun;Totalt;Per elev\nÅnge;108976;167 700\nTimrå;99000;150 000\n\nTotalt;Den totala kostnaden i tusentals kronor.;\n"
    )
    assert rows(long, "measure", "unit", "value")[:2] == [
        ("Totalt", "tkr", 108_976),
        ("Per elev", "", 167_700),
    ]


def test_all_that_is_hidden_is_still_a_column_of_numbers():
    long = read_long("Kommun;År;Antal\nÅnge;2023;..\nTimrå;2023;..\n")
    assert list(long["status"]) == ["missing", "missing"]


EVENTS = "Händelse-id,Månad,Longitude,Latitude,Brottstyp,Kommentar\na1,2023-01,15.6,62.5,Stöld,\na2,2023-01,,,Stöld,\na3,2023-02,15.7,62.6,Rån,\n"


def test_rows_without_figures_but_with_place_or_time_are_events():
    table = read_table(EVENTS)
    assert (table.kind, table.rows) == (TableKind.EVENTS, 3)
    assert roles(table) == {
        "Händelse-id": "ignored", "Månad": "period", "Longitude": "coordinate", "Latitude": "coordinate",
        "Brottstyp": "breakdown", "Kommentar": "ignored",
    }  # fmt: skip
    long = to_long(table, areas=AREAS)
    assert (len(long), long["value"].sum(), set(long["measure"])) == (3, 3, {"händelser"})
    assert breakdown(long["breakdown"][2]) == {"Brottstyp": "Rån"}


def test_a_file_without_period_says_so():
    understood = read("Kommun;Antal\nÅnge;5\nTimrå;6\n")
    assert "TY-106" in codes(understood)
    assert read_long("Kommun;Antal\nÅnge;5\n")["period_start"].isna().all()


@pytest.mark.slow
def test_a_table_of_forty_thousand_numbers_takes_little_time():
    import time

    body = "".join(
        f"{2000 + n % 25};ämne {n % 7};P{n % 190:03d};{n / 7:.2f};{n};{n % 3}\n".replace(".", ",")
        for n in range(14_400)
    )
    text = "Year;Substans;Site ID;A;B;C\n" + body
    started = time.process_time()
    assert len(read_long(text)) == 43_200
    assert time.process_time() - started < 6, "two seconds on a free machine"


def test_areas_beside_each_other_in_the_headings():
    long = read_long(
        "Nyckeltal;Enhet;Ånge 2022;Ånge 2023;Timrå 2023;Alla kommuner 2023\nTrygghet;andel (%);75,5;76;80;81\nSökande;antal;7;8;9;10\n"
    )
    assert rows(long, "area_code", "area_name", "period_label", "measure", "unit", "value")[:4] == [
        ("2260", "Ånge", "2022", "Trygghet", "%", 75.5), ("2260", "Ånge", "2023", "Trygghet", "%", 76.0),
        ("2262", "Timrå", "2023", "Trygghet", "%", 80.0),
        ("", "", "2023", "Trygghet / Alla kommuner", "%", 81.0),
    ]  # fmt: skip
    assert list(long["unit"][4:]) == ["antal"] * 4


def test_groups_without_a_heading_divide_the_measure_of_the_title():
    long = read_long("Drogvanor\nAndel (%) i årskurs 9\n;2021;2022\nPojkar;36;35\nFlickor;42;41\n")
    assert rows(long, "measure", "breakdown")[0] == ("Drogvanor", '{"Kolumn 1": "Pojkar"}')
