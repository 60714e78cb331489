"""Lists of kommungrupper as they are published, and what is said of those that do not hold."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.domain.geography import KommunGroup
from lagesbild.ingest.groups import GroupList, count_groups, find_groups, is_group_list
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.table import OpenedFile, TextTable
from tests.unit.small_files import AREAS, KOMMUNER, workbook


def read(content: str | bytes, *, name: str = "grupper.csv") -> GroupList:
    data = content if isinstance(content, bytes) else content.encode()
    return find_groups(open_file(data, file_name=name), areas=AREAS)


def grouped(found: GroupList) -> dict[str, tuple[str, ...]]:
    assert not found.faults
    return {one.name: one.codes for one in found.groups}


def codes(found: GroupList) -> list[str]:
    return [one.code for one in (*found.faults, *found.warnings)]


TWO = {"Liten": ("2260", "2262"), "Stor": ("2281", "0114")}


@pytest.mark.parametrize(
    "text",
    [
        # Names only, codes only, both in one, and a heading that says less than its cells.
        "Kommun;Kommungrupp\nÅnge;Liten\nTimrå kommun;Liten\nSundsvall;Stor\nUpplands Väsby;Stor\n",
        "Kommunkod;Grupp\n2260;Liten\n2262;Liten\n2281;Stor\n114;Stor\n",
        "Kommun,Kommungrupp\n2260 Ånge,Liten\n2262 Timrå,Liten\n2281 Sundsvall,Stor\n0114 X,Stor\n",
        "Kod;Namn;Kommungrupp\n2260;Ånge;A1 Liten\n2262;Timrå;A1 Liten\n2281;Sundsvall;B2 Stor\n"
        "0114;Upplands Väsby;B2 Stor\n",
        # A total, a län, a note and an example row are no kommuner of a group.
        "Region;Kommungrupp\n00 Riket;Alla\n22 Västernorrlands län;Alla\n2260 Ånge;Liten\n"
        "2262 Timrå;Liten\n2281 Sundsvall;Stor\nExempel: 0305 Håbo;Stor\n0114 Upplands Väsby;Stor\n"
        "Källa: påhittad;\n",
        # The layout of 2017: group codes twice, main groups and län beside.
        "Grupp;Kommunkod;Kommun namn;Huvudgrupp kod;Huvudgrupp namn;Kommungrupp kod;"
        "Kommungrupp 2017 namn;Länskod;Län namn\nA1;2260;Ånge;A;Alla;1;Liten;22;Västernorrlands län\n"
        "A1;2262;Timrå;A;Alla;1;Liten;22;Västernorrlands län\n"
        "B2;2281;Sundsvall;A;Alla;2;Stor;22;Västernorrlands län\n"
        "B2;0114;Upplands Väsby;A;Alla;2;Stor;01;Stockholms län\n",
        # Two divisions side by side: the newer counts.
        "Kommun;Kommungrupp 2017;Kommungrupp 2023\nÅnge;Stor;Liten\nTimrå;Stor;Liten\n"
        "Sundsvall;Liten;Stor\nUpplands Väsby;Liten;Stor\n",
    ],
)  # fmt: skip
def test_a_list_is_read_however_its_columns_are_called(text: str) -> None:
    assert grouped(read(text)) == TWO


def test_a_workbook_with_title_rows_and_several_sheets() -> None:
    """As the division of 2023 is published: a title, then headings, and other tables beside."""
    every = [["B2", "2281", "Sundsvall", "Alla", "Stor"], ["B2", 114, "Upplands Väsby", "Alla", "Stor"],
             ["A1", "2260", "Ånge", "Alla", "Liten"], ["A1", "2262", "Timrå", "Alla", "Liten"]]  # fmt: skip
    head = ["Gruppkod", "Kommunkod", "Kommun", "Huvudgrupp", "Kommungrupp 2023"]
    data = workbook(
        Läs_mig=[["Om indelningen"], ["Kontakt: någon@exempel.se"]],
        Översikt=[["Grupp", "Antal kommuner"], ["A1", 2], ["B2", 2]],
        Några=[["Kommun", "Kommungrupp"], ["Ånge", "Liten"]],
        Bilaga1_Lista_alla_kommuner=[["Kommungruppsindelning 2023 (påhittad)"], head, *every],
    )
    found = read(data, name="indelning.xlsx")
    assert grouped(found) == {"Stor": TWO["Stor"], "Liten": TWO["Liten"]}
    assert [one.code for one in found.groups] == ["B2", "A1"]
    assert {one.list_name for one in found.groups} == {"Kommungruppsindelning 2023 (påhittad)"}
    assert found.table.header_lines == (2,)
    assert [one.role.value for one in found.table.columns] == [
        "breakdown", "area_code", "area_name", "ignored", "breakdown",
    ]  # fmt: skip
    assert codes(found) == ["IN-124", "IN-125"]
    assert "”Några”" in found.warnings[1].message


def test_a_group_written_once_over_merged_cells_holds_for_all_its_rows() -> None:
    def write(sheet, _book) -> None:
        sheet.write_row(0, 0, ["Kommungrupp", "Kommun"])
        sheet.merge_range("A2:A3", "Liten")
        sheet.merge_range("A4:A5", "Stor")
        sheet.write_column(1, 1, ["Ånge", "Timrå", "Sundsvall", "Upplands Väsby"])

    assert grouped(read(workbook(Lista=write), name="lista.xlsx")) == TWO


def test_what_a_list_is_called_comes_from_its_title_its_year_or_its_file() -> None:
    assert read("Kommun;Kommungrupp 2023\nÅnge;A\n").groups[0].list_name == "Kommungrupp 2023"
    assert read("Kommun;Kommungrupp\nÅnge;A\n", name="min.csv").groups[0].list_name == "min"
    named = "Eva Persson;\nKommun;Kommungrupp\nÅnge;A\n"
    assert read(named, name="min.csv").groups[0].list_name == "min", "a person is no title"


@pytest.mark.parametrize(
    ("text", "code", "rows", "said"),
    [
        ("Kommun;Antal\nÅnge;3\n", "IN-028", (), "en kolumn för kommun"),
        ("Kommun;Kommungrupp\nÅnge;\nTimrå;\n", "IN-028", (), "en kolumn för kommun"),
        ("Kommun;Kommungrupp\nÅnge;A\nTimra;A\n", "IN-029", (3,), "En rad gäller en kommun som inte finns: ”Timra”"),
        ("Kommunkod;Kommun;Kommungrupp\n9999;Ånge;A\n", "IN-029", (2,), "”9999 Ånge”"),
        ("Kommunkod;Kommun;Kommungrupp\n2260;Timrå;A\n", "IN-030", (2,), "”2260 Timrå”"),
        ("Kommun;Kommungrupp\nÅnge;A\nTimrå;A\n2260;B\n", "IN-031", (2, 4), "En kommun står i mer än en grupp: Ånge (A och B)"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_rows(text: str, code: str, rows, said: str) -> None:
    found = read(text)
    [fault] = found.faults
    assert (fault.code, fault.rows) == (code, rows)
    assert said in fault.message
    assert fault.remedy
    assert not found.warnings, "how many are missing is not known until the rows are right"


def test_the_same_line_twice_does_no_harm_and_the_number_of_groups_is_free() -> None:
    found = read("Kommun;Kommungrupp\nÅnge;A\nÅnge kommun;a\nTimrå;B\nHåbo;C\nHabo;D\n")
    assert grouped(found) == {"A": ("2260",), "B": ("2262",), "C": ("0305",), "D": ("0643",)}


def test_the_missing_are_a_number_and_no_fault() -> None:
    [warning] = read("Kommun;Kommungrupp\nÅnge;A\nTimrå;B\n").warnings
    assert warning.code == "IN-124"
    assert (
        warning.message
        == f"{len(KOMMUNER) - 2} kommuner av {len(KOMMUNER)} står inte i någon grupp."
    )
    whole = "Kommun;Kommungrupp\n" + "".join(f"{one.code};A\n" for one in KOMMUNER)
    assert not read(whole).warnings


def test_a_list_is_counted_beside_the_one_before() -> None:
    before = [
        KommunGroup(name="LITEN", codes=("2260", "2281")), KommunGroup(name="Äldre", codes=("2260",)),
    ]  # fmt: skip
    found = read("Kommun;Kommungrupp\nÅnge;Liten\nTimrå;Liten\nSundsvall;Stor\n")
    counted = count_groups(found, before=before)
    assert (counted.groups, counted.kommuner, counted.known) == (2, 3, len(KOMMUNER))
    assert (counted.added, counted.moved) == (1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kommun;Kommungrupp\nÅnge;A\n", True),
        ("Kommunkod;Kommungrupp kod;Kommungrupp\n2260;8;A\n2262;9;B\n", True),
        ("Kommun;År;Antal\nÅnge;2025;3\n", False),
        ("Kommun;Grupp;Antal\nÅnge;Barn;3\nTimrå;Vuxna;9\n", False),
        ("Kommun;Kommungrupp;Folkmängd\nÅnge;A;9000\nTimrå;B;18000\n", False),
        ("Kommun;Kommungrupp\nÅnge;A\nÅnge;B\n", False),
    ],
)
def test_figures_beside_a_group_are_not_taken_for_a_list(text: str, expected: bool) -> None:
    """Of a file that was given as something else."""
    opened = open_file(text.encode(), file_name="x.csv")
    figures = {
        one
        for one in text.splitlines()[0].split(";")
        if one in {"Antal", "Folkmängd", "Kommungrupp kod"}
    }
    assert is_group_list(opened, areas=AREAS, figures=figures) is expected


CELLS = st.sampled_from(
    ["", "Kommun", "Kommunkod", "Kommungrupp 2023", "Gruppkod", "Grupp", "Ånge", "2260", "114", "Uppsala",
     "22", "00", "A1", "Stor", "Riket", "x" * 300, "Exempel: Ånge", "-", "Kommungrupp"]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
def test_whatever_stands_in_a_table_a_kommun_is_in_one_group_or_the_file_is_refused(rows) -> None:
    frame = pd.DataFrame(rows, index=range(1, len(rows) + 1), dtype="str")
    table = TextTable(name="blad", frame=frame)
    opened = OpenedFile(file="x.csv", format="csv", encoding=None, dialect=None, tables=(table,))
    found = find_groups(opened, areas=AREAS)
    held = [code for one in found.groups for code in one.codes]
    assert found.faults or (held and len(held) == len(set(held)))
    assert set(held) <= {one.code for one in KOMMUNER}
