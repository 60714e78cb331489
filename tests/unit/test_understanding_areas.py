"""Names and codes of areas: what is found, and what is let be."""

from __future__ import annotations

import pytest

from lagesbild.domain.geography import AreaLevel
from lagesbild.ingest.areas import AreaIndex
from tests.unit.small_files import AREAS, KOMMUNER, read_long, read_table, roles, source


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ånge", "2260"), ("ÅNGE", "2260"), (" Ånge  kommun", "2260"), ("Ånges", "2260"),
        ("Ånge\u00a0kommun", "2260"), ("A\u030ange", "2260"), ("Sundsvalls kommun", "2281"),
        ("Borås Stad", "1490"), ("Stockholms stad", "0180"), ("Malung–Sälen", "2023"),
        ("Malung-Sälens kommun", "2023"), ("Ånge1)", "2260"), ("Ånge*", "2260"),
        ("0114 Upplands Väsby", "0114"), ("0114", "0114"), ("22 Västernorrlands län", "22"),
        ("Västernorrlands län", "22"), ("Västernorrland", "22"), ("Region Västernorrland", "22"),
        ("Stockholms län", "01"), ("Riket", "0000"), ("Hela landet", "0000"), ("00", "0000"),
        ("00 Riket", "0000"), ("Stockholm", "0180"), ("Gotland", "0980"), ("Gotlands län", "09"),
    ],
)  # fmt: skip
def test_found(text, code):
    area = AREAS.find(text)
    assert area is not None
    assert area.code == code


@pytest.mark.parametrize(
    "text", ["", "H\ufffdbo", "Hbo", "Haboo", "114", "Väsby", "Länet", "9999 Ingenstans", "Umea"]
)
def test_never_by_force(text):
    assert AREAS.find(text) is None


def test_what_the_column_holds_decides_a_shared_name():
    assert AREAS.find("Uppsala", level=AreaLevel.LAN).code == "03"
    assert AREAS.find("Uppsala", level=AreaLevel.KOMMUN).code == "0380"
    assert AREAS.find("Ånge", level=AreaLevel.LAN) is None


def test_what_users_have_said_before_comes_first():
    index = AreaIndex(KOMMUNER, aliases={"Centrala Ånge": "2260", "Borås": "2281", "Okänd": "9999"})
    assert index.find("centrala  ånge").code == "2260"
    assert index.find("Borås").code == "2281"
    assert index.find("Okänd") is None


def test_a_column_of_lan_is_read_as_lan_although_kommuner_share_the_names():
    long = read_long(
        "Område;2023\nStockholm;5\nUppsala;6\nSödermanland;7\nHalland;8\nVästernorrland;9\n"
    )
    assert list(long["area_code"]) == ["01", "03", "04", "13", "22"]
    assert set(long["area_level"]) == {"lan"}


def test_codes_that_a_spreadsheet_took_for_numbers():
    table = read_table("Kommunkod;2023\n114;5\n643;6\n2260;7\n")
    assert roles(table)["Kommunkod"] == "area_code"
    long = read_long("Kommunkod;2023\n114;5\n643;6\n2260;7\n")
    assert list(long["area_code"]) == ["0114", "0643", "2260"]
    assert list(long["area_name"]) == ["Upplands Väsby", "Habo", "Ånge"]


def test_counts_that_happen_to_be_codes_stay_counts():
    long = read_long("Kommun;Antal elever 2023\nÅnge;2260\nTimrå;180\nHabo;1490\n")
    assert list(long["value"]) == [2260, 180, 1490]


def test_destroyed_names_are_found_by_their_codes_only():
    long = read_long("Region;2023\n0305 H\ufffdbo;5\n2260 \ufffdnge;6\n")
    assert list(long["area_code"]) == ["0305", "2260"]
    assert list(long["area_name"]) == ["H\ufffdbo", "\ufffdnge"]
    assert list(read_long("Kommun;2023\nH\ufffdbo;5\nTimrå;6\n")["area_code"]) == ["", "2262"]


def test_lan_beside_kommun_is_left_aside_but_not_when_it_is_all_there_is():
    wide = "Kommun;Kommun-kod;Län;Läns-kod;2023\nÅnge;2260;Västernorrlands län;22;5\n"
    assert roles(read_table(wide)) == {
        "Kommun": "area_name", "Kommun-kod": "area_code", "Län": "ignored", "Läns-kod": "ignored",
        "2023": "value",
    }  # fmt: skip
    alone = read_table(
        "Län;2023\nHallands län;5\nUppsala län;6\n", source=source(ignored_columns=("Län",))
    )
    assert roles(alone)["Län"] == "area_name"


def test_a_plant_called_like_a_kommun_is_not_the_kommun():
    text = "Year,Metabolite,Site ID,Country,City,Daily mean\n2024,cocaine,SE011,SE,Uppsala,5.5\n2024,MDMA,SE011,SE,Uppsala,1.5\n"
    long = read_long(text)
    assert set(long["area_code"]) == {""}
    assert set(long["area_name"]) == {"Uppsala"}
    own = read_long(text, source=source(id="euda", default_level=AreaLevel.VERK))
    assert set(own["area_code"]) == {"SE011"}
    assert set(own["area_level"]) == {"verk"}


def test_an_area_in_the_title_holds_for_the_whole_table():
    long = read_long(
        "Tabell 1 / 13 Hallands län\nAnmälda brott\n\nBrott;2022;2023\nStöld;5;6\nRån;7;8\n"
    )
    assert set(long["area_code"]) == {"13"}
    several = read_long("Ånge kommun och Timrå kommun\n\nBrott;2022;2023\nStöld;5;6\nRån;7;8\n")
    assert set(several["area_code"]) == {""}
