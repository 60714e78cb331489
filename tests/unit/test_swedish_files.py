"""Files as Swedish authorities and kommuner make them, with invented numbers: what each must become."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.long import to_long
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.table import Understood
from lagesbild.ingest.understanding import understand
from tests.unit.small_files import AREAS, RIKET, read, roles, workbook

SCHOOL_YEAR_WEEKS = "v. 34-51 2025"


def long_of(understood: Understood, *, number: int = 0, areas: AreaIndex = AREAS) -> pd.DataFrame:
    return to_long(understood.tables[number], areas=areas, source=None)


def long(content: str | bytes, *, name: str = "fil.csv") -> pd.DataFrame:
    return long_of(read(content, name=name))


P1 = (
    "Anmälda brott i Ånge kommun. Preliminära uppgifter. Mars 2025\n"
    ";Mars;;;Januari-mars;;;Senaste 12 månaderna;;\n"
    ";Antal;Förändring, antal;Förändring, %;Antal;Förändring, antal;Förändring, %;Antal;"
    "Förändring, antal;Förändring, %\n"
    "Misshandel;12;2;20,0;33;-3;-8,3;140;5;3,7\nRån;0;0;.;1;1;.;4;-1;-20,0\n"
)


def test_the_old_monthly_table_has_three_stretches_and_no_changes() -> None:
    rows = long(P1)
    assert set(rows["measure"]) == {"Misshandel", "Rån"}
    assert set(rows["status"]) == {"preliminary"}
    first = rows[rows["measure"] == "Misshandel"]
    assert list(zip(first["period_start"], first["period_end"], first["value"], strict=True)) == [
        (pd.Timestamp(2025, 3, 1), pd.Timestamp(2025, 4, 1), 12),
        (pd.Timestamp(2025, 1, 1), pd.Timestamp(2025, 4, 1), 33),
        (pd.Timestamp(2024, 4, 1), pd.Timestamp(2025, 4, 1), 140),
    ]


def test_changes_are_read_when_a_file_has_nothing_else() -> None:
    rows = long("Kommun;År;Förändring, %\nÅnge;2024;3,5\nTimrå;2024;-1\n")
    assert list(rows["value"]) == [3.5, -1]


@pytest.mark.parametrize(
    ("title", "early"),
    [
        ("Anmälda brott 2025, prel.", True), ("Anmälda brott 2025 (preliminära)", True),
        ("Preliminära uppgifter. Anmälda brott 2025", True), ("Anmälda brott 2025", False),
        ("Preliminär statistik visas för 2025. Anmälda brott 2024", False),
    ],
)  # fmt: skip
def test_a_title_says_whether_its_figures_are_preliminary(title: str, early: bool) -> None:
    rows = long(f"{title}\n\nKommun;Misshandel;Rån\nÅnge;30;2\nTimrå;20;1\n")
    assert set(rows["status"]) == ({"preliminary"} if early else {"value"})


def test_years_beside_their_sum_and_a_name_with_a_footnote_mark() -> None:
    table = read(
        "Räddningsinsatser\nKommun;2020;2021;2022;Summa\nÅnge;10;11;12;33\nTimrå;1;2;3;6\n"
    ).tables[0]
    assert roles(table)["Summa"] == "ignored"
    noted = long(
        "Anmälda brott 2024\nKommun;Misshandel;därav grov1\nÅnge;30;2\nTimrå;9;1\n1 Inklusive synnerligen grov\n"
    )
    assert set(noted["measure"]) == {"Misshandel", "därav grov"}


@pytest.mark.parametrize(
    ("heads", "first", "second"),
    [
        ("v. 1;v. 2;v. 3", date(2025, 12, 29), date(2026, 1, 5)),
        ("Kvartal 1;Kvartal 2;Kvartal 3", date(2026, 1, 1), date(2026, 4, 1)),
        ("T1;T2;T3", date(2026, 1, 1), date(2026, 5, 1)),
    ],
)
def test_parts_of_the_year_that_the_title_names(heads: str, first: date, second: date) -> None:
    rows = long(f"Orosanmälningar 2026\nKommun;{heads}\nÅnge;3;2;1\nTimrå;5;6;4\n")
    assert set(rows["measure"]) == {"Orosanmälningar"}
    starts = [start.date() for start in rows["period_start"]]
    assert starts[:2] == [first, second]


def test_weeks_in_a_title_are_no_whole_year() -> None:
    rows = long(f"Frånvaro, {SCHOOL_YEAR_WEEKS}\nKommun;Antal\nÅnge;3\nTimrå;5\n")
    assert set(rows["period_start"].dt.date) == {date(2025, 8, 18)}
    assert set(rows["period_end"].dt.date) == {date(2025, 12, 22)}


def test_numbers_as_text_beside_the_workbooks_own_and_schools_on_the_first_row_only() -> None:
    areas = AreaIndex(
        [RIKET, *AREAS.by_code.values()]
        + [
            Area(code=code, name=name, level=AreaLevel.SKOLA, parent_code="2260")
            for code, name in (("2260-1", "Norra skolan"), ("2260-2", "Södra skolan"))
        ]
    )
    data = workbook(
        Skolor=[
            ["Frånvaro per skola, 2025"],
            ["Skola", "Årskurs", "Antal elever", "Ogiltig frånvaro (%)"],
            ["Norra skolan", "7", 45, "3,4"], ["", "8", 40, 2.1], ["", "9", 43, 4.2],
            ["Södra skolan", "7", 30, "1,1"], ["Summa", "", 158, ""],
        ]
    )  # fmt: skip
    table = understand(open_file(data, file_name="f.xlsx"), areas=areas).tables[0]
    rows = to_long(table, areas=areas, source=None)
    shares = rows[rows["unit"] == "%"]
    assert list(shares["value"].dropna()) == [3.4, 2.1, 4.2, 1.1]
    assert list(shares["area_code"])[:4] == ["2260-1"] * 3 + ["2260-2"]


def test_crime_codes_are_no_areas_and_case_numbers_divide_nothing() -> None:
    weekly = read("BRK-kod;Brottstyp;År;Antal\n0351;Misshandel;2025;3\n1201;Skadegörelse;2025;5\n")
    assert roles(weekly.tables[0])["BRK-kod"] != "area_code"
    events = read(
        "Händelsenr;Datum;Brott;Kommun\n5000-1;2026-01-03;Stöld;Ånge\n5000-2;2026-01-04;Rån;Timrå\n"
        "5000-3;2026-01-05;Stöld;Ånge\n"
    )
    assert roles(events.tables[0])["Händelsenr"] == "ignored"


def test_a_column_of_measures_tells_the_units() -> None:
    rows = long(
        "Mått;Kommun;År;Värde\nPlacerade barn, andel (%);Ånge;2023;1,2\n"
        "Vårdtillfällen per 100 000 invånare;Ånge;2023;120,5\nAntal placerade barn;Ånge;2023;12\n"
    )
    assert list(rows["unit"]) == ["%", "per 100 000", "antal"]


def test_sheets_with_the_same_headings_are_about_their_titles() -> None:
    def sheet(title: str) -> list[list[object]]:
        return [
            [f"{title}, 2022-2023"], ["Kommun", "2022", "", "2023", ""],
            ["", "Antal", "Antal per 100 000", "Antal", "Antal per 100 000"],
            ["Ånge", 30, 333.3, 28, 311.1], ["Timrå", 20, 133.3, 18, 111.1],
        ]  # fmt: skip

    found = read(
        workbook(Blad2=sheet("Skadegörelse"), Blad3=sheet("Narkotikabrott")), name="f.xlsx"
    )
    assert [sorted(set(long_of(found, number=n)["measure"])) for n in (0, 1)] == [
        ["Skadegörelse / Antal", "Skadegörelse / Antal per 100 000"],
        ["Narkotikabrott / Antal", "Narkotikabrott / Antal per 100 000"],
    ]


def test_a_column_with_one_number_and_marks_below_is_figures_all_the_same() -> None:
    places = ("Upplands Väsby", "Stockholm", "Håbo", "Uppsala", "Borås", "Timrå")
    rows = "".join(
        f"{name};0;0;0;{'0' if place == 0 else '..'}\n" for place, name in enumerate(places)
    )
    (table,) = read(
        ";Antal elever;Antal elever;Andel (%) behöriga;Andel (%) behöriga\nregion;2005;2006;2005;2006\n"
        + rows
    ).tables
    assert table.header_lines == (1, 2)
    assert table.rows == len(places)
