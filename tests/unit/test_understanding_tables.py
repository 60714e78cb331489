"""Where the table begins and ends, and what stands around it."""

from __future__ import annotations

import pytest

from lagesbild.ingest.describe import describe, describe_in_words
from lagesbild.ingest.long import to_plain
from lagesbild.ingest.remarks import READING_KINDS
from tests.unit.small_files import AREAS, codes, read, read_long, read_table, roles, workbook

SCHOOL = """Statistik från Ingen myndighet, https://exempel.se

Grundskola - Påhittade elever
Valt läsår: 2023/24
Valt uttag: 2024-02-10

Från och med läsåret 2024/25 redovisas; till skillnad från förr; ingenting; alls, och det står i en lång rad.

Kommun;Kommun-kod;Län;Läns-kod;Typ av huvudman;Andel (%) flickor;Elever;
Habo;0643;Jönköpings län;06;Samtliga;48,4;1 002;
Habo;0643;Jönköpings län;06;Kommunal;..;990;
Habo;0643;Jönköpings län;06;Enskild;.;12;
Ånge;2260;Västernorrlands län;22;Samtliga;~100;780;

* Elever i förskoleklass ingår inte.
Elever;Antal elever den 15 oktober.;

"""


def test_a_preamble_a_table_and_footnotes():
    table = read_table(SCHOOL)
    assert (table.title, table.period.label) == ("Grundskola - Påhittade elever", "2023/24")
    assert (table.header_lines, table.first_data_line, table.rows) == ((9,), 10, 4)
    assert table.footnotes == (
        "* Elever i förskoleklass ingår inte.", "Elever; Antal elever den 15 oktober.",
    )  # fmt: skip
    assert list(roles(table)) == [
        "Kommun", "Kommun-kod", "Län", "Läns-kod", "Typ av huvudman", "Andel (%) flickor", "Elever",
    ]  # fmt: skip


def test_the_description_has_the_keys_of_the_contract():
    document = describe(read(SCHOOL))
    assert {"file", "format", "encoding", "dialect", "tables", "faults", "warnings"} <= set(
        document
    )
    table = document["tables"][0]
    assert table["period"] == {"label": "2023/24", "start": "2023-07-01", "end": "2024-07-01"}
    assert table["columns"][6] == {
        "name": "Elever", "role": "value", "dtype": "integer", "unit": None, "marks": {},
        "reason": "cellerna är tal",
    }  # fmt: skip
    assert table["columns"][5]["marks"] == {"..": 1, ".": 1, "~100": 1}
    assert document["dialect"]["decimal"] == ","
    assert document["dialect"]["thousands"] == " "


def test_the_words_name_every_column():
    words = describe_in_words(read(SCHOOL))
    assert all(name in words for name in ("Kommun-kod: områdeskod", "Elever: tal", "2023/24"))


def test_a_header_in_two_rows_written_once_or_over_every_column():
    once = read_table(
        "Kommun;Kod;#Heltid;;#Deltid;\n;;Totalt;Andel (%);Totalt;Andel (%)\nÅnge;2260;5;1,5;6;2,5\nTimrå;2262;7;3,5;8;4,5\n"
    )
    each = read_table(
        ";;#Heltid;#Heltid;#Deltid;#Deltid;\nKommun;Kod;Totalt;Andel (%);Totalt;Andel (%);\nÅnge;2260;5;1,5;6;2,5;\nTimrå;2262;7;3,5;8;4,5;\n"
    )
    expected = [
        "Kommun", "Kod", "#Heltid / Totalt", "#Heltid / Andel (%)", "#Deltid / Totalt",
        "#Deltid / Andel (%)",
    ]  # fmt: skip
    assert list(roles(once)) == list(roles(each)) == expected
    assert once.header_lines == each.header_lines == (1, 2)


def test_headings_alike_do_not_collide():
    table = read_table("Kommun;År;Antal;Antal\nÅnge;2023;5;6\nTimrå;2023;7;8\n")
    assert list(roles(table)) == ["Kommun", "År", "Antal", "Antal (2)"]


def test_years_as_headings_are_no_data():
    table = read_table("Region;2021;2022;2023\nÅnge;2001;2010;1999\nTimrå;2011;2040;2031\n")
    assert (table.header_lines, table.rows) == ((1,), 2)
    long = read_long("Region;2021;2022\nÅnge;2001;2010\n")
    assert list(long["period_label"]) == ["2021", "2022"]
    assert list(long["value"]) == [2001, 2010]


def test_numbers_that_count_upwards_under_a_heading_are_data():
    table = read_table("Skola;Januari;Februari;Mars\nBoskolan;5;6;7\nByskolan;1;1;1\n")
    assert (table.header_lines, table.rows) == ((1,), 2)


def test_without_header_the_first_row_is_data():
    understood = read("0114 Upplands Väsby;1777;2312\n2260 Ånge;120;130\n2262 Timrå;140;\n")
    (table,) = understood.tables
    assert (table.header_lines, table.first_data_line, table.rows) == ((), 1, 3)
    assert list(roles(table)) == ["Kolumn 1", "Kolumn 2", "Kolumn 3"]
    assert "TY-101" in codes(understood)


def test_a_person_may_name_the_columns_and_the_header():
    text = "0114 Upplands Väsby;1777\n2260 Ånge;120\n"
    understood = read(text, column_names=("Kommun", "Elever 2023"))
    assert list(roles(understood.tables[0])) == ["Kommun", "Elever 2023"]
    assert "TY-101" not in codes(understood)
    told = read_table("Rubrik;x\nOmråde;Antal 2023\nA;5\nB;6\n", header_rows=(2,))
    assert (told.header_lines, list(roles(told))) == ((2,), ["Område", "Antal 2023"])


def test_blank_lines_inside_the_data_are_not_its_end():
    table = read_table("Kommun;2023\nÅnge;5\n\nTimrå;6\n\n\nKälla: ingen\n")
    assert list(table.body.index) == [2, 4]
    assert table.footnotes == ("Källa: ingen",)


def test_an_area_without_figures_at_the_end_is_a_row_and_not_a_footnote():
    table = read_table("Kommun;2023\nÅnge;5\nTimrå;6\nHabo;\nUppgifterna är påhittade;\n")
    assert table.rows == 3
    assert table.footnotes == ("Uppgifterna är påhittade",)


def test_footnotes_that_excel_padded_with_delimiters():
    table = read_table(
        "Kommun;Antal 2023;Andel\nÅnge;5;1,5\nTimrå;6;2,5\n;;\nAntal;Folkbokförda;\n* Källa;;\n"
    )
    assert table.rows == 2
    assert len(table.footnotes) == 2


def test_a_repeated_header_is_no_row():
    table = read_table("Kommun;2023\nÅnge;5\nTimrå;6\nKommun;2023\nHabo;7\nBorås;8\n")
    assert table.rows == 4


def test_rows_with_a_field_too_many_are_told_but_kept():
    understood = read("Kommun;År;Antal;Not\nÅnge;2023;5;a\nTimrå;2023;6;b;c;d;e\nHabo;2023;7;a\n")
    (warning,) = [w for w in understood.warnings if w.code == "TY-102"]
    assert warning.rows == (3,)
    assert understood.tables[0].rows == 3


def test_two_tables_in_one_file():
    understood = read(
        "Tabell A 2022\nKommun;Antal\nÅnge;5\nTimrå;6\n\nTabell B 2023\nKommun;Andel\nÅnge;5,5\nTimrå;6,5\nKälla: x\n"
    )
    assert [(t.title, t.period.label, t.first_data_line) for t in understood.tables] == [
        ("Tabell A 2022", "2022", 3), ("Tabell B 2023", "2023", 8),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Detta är bara text.\nInget annat, verkligen.\n",
        "Kommun\n",
        "a;b;c\n",
        "Bara en rad; med ett semikolon\n",
    ],
)
def test_no_table_is_a_fault_and_no_crash(text):
    understood = read(text)
    assert understood.tables == ()
    assert [fault.code for fault in understood.faults] == ["TY-001"]


def test_text_among_numbers_is_told_by_place_and_never_by_content():
    understood = read(
        "Kommun;År;Antal\nÅnge;2023;5\nTimrå;2023;hemlig text\nHabo;2023;7\nBorås;2023;8\n"
    )
    (warning,) = [w for w in understood.warnings if w.code == "TY-104"]
    assert (warning.rows, warning.column) == ((3,), "Antal")
    assert "hemlig" not in warning.message + warning.remedy


def test_numbers_that_a_spreadsheet_made_dates_are_told():
    understood = read("Plats;År;Last\nA;2023;7.15\nB;2023;07.04\nC;2023;8.5\nD;2023;maj-12\n")
    (warning,) = [w for w in understood.warnings if w.code == "TY-108"]
    assert warning.rows == (3, 5)


def test_a_period_that_cannot_be_read_is_told():
    understood = read("Kommun;År;Antal\nÅnge;2023;5\nTimrå;2O23;6\nHabo;2023;7\n")
    (warning,) = [w for w in understood.warnings if w.code == "TY-107"]
    assert warning.rows == (3,)


def test_doubtful_thousands_are_told():
    assert "TY-103" in codes(read("Kommun;Kostnad 2023\nÅnge;1.234\nTimrå;12.500\nHabo;900\n"))
    assert "TY-103" not in codes(
        read("Kommun;Kostnad 2023;Andel 2023\nÅnge;1.234;1,5\nTimrå;12.500;2\nHabo;900;3\n")
    )


def test_every_remark_has_words():
    assert {"TY-001", "TY-101", "TY-106", "RD-101"} <= set(READING_KINDS)


def test_merged_headers_and_merged_groups_in_a_workbook():
    def write(sheet, _book):
        sheet.merge_range(0, 2, 0, 3, "Heltid")
        sheet.merge_range(0, 4, 0, 5, "Deltid")
        sheet.write_row(1, 0, ["Kommun", "Ämne", "Kvinnor", "Män", "Kvinnor", "Män"])
        sheet.merge_range(2, 0, 3, 0, "Ånge")
        sheet.write_row(2, 1, ["Musik", 1, 2, 3, 4])
        sheet.write_row(3, 1, ["Bild", 5, 6, 7, 8])
        sheet.merge_range(4, 0, 5, 0, "Timrå")
        sheet.write_row(4, 1, ["Musik", 1, 2, 3, 4])
        sheet.write_row(5, 1, ["Bild", 5, 6, 7, 8])

    table = read_table(workbook(Lärare_2023=write))
    assert list(roles(table))[2:] == [
        "Heltid / Kvinnor",
        "Heltid / Män",
        "Deltid / Kvinnor",
        "Deltid / Män",
    ]
    assert table.body[0].tolist() == ["Ånge", "Ånge", "Timrå", "Timrå"]
    assert table.period.label == "2023"


def test_labels_written_on_the_first_row_of_a_group_hold_for_the_group():
    rows = [
        ["Kommun", "Kön", "Antal 2023"],
        ["Ånge", "Flickor", 5],
        [None, "Pojkar", 6],
        ["Timrå", "Flickor", 7],
        [None, "Pojkar", 8],
    ]
    table = read_table(workbook(Blad1=rows))
    assert table.body[0].tolist() == ["Ånge", "Ånge", "Timrå", "Timrå"]


def test_sheets_of_notes_are_left_out_without_a_word():
    data = workbook(
        Statistik=[["Kommun", "2023"], ["Ånge", 5], ["Timrå", 6]],
        Rapportbeskrivning=[
            ["Definitioner"],
            ["Antal", "Elever i mars 2023"],
            ["Andel", "Procent"],
        ],
    )
    understood = read(data)
    assert [table.name for table in understood.tables] == ["Statistik"]
    assert understood.warnings == ()


def test_a_sheet_for_each_year():
    rows = [["Kommun", "Antal"], ["Ånge", "1 234"], ["Timrå", 6]]
    understood = read(workbook(**{"2021": rows, "2022": rows}))
    assert [(t.name, t.period.label) for t in understood.tables] == [
        ("2021", "2021"),
        ("2022", "2022"),
    ]


def test_the_plain_table_writes_numbers_one_way_and_keeps_marks():
    frame = to_plain(read_table(SCHOOL))
    assert list(frame["Elever"]) == [1002, 990, 12, 780]
    assert list(frame["Andel (%) flickor"]) == ["48.4", "..", ".", "~100"]
    assert list(frame["Kommun-kod"]) == ["0643", "0643", "0643", "2260"]


def test_a_workbook_and_a_text_file_with_the_same_numbers_make_the_same_plain_table():
    text = "Kommun;Antal 2023;Andel 2023\nÅnge;1 234;17,0\nTimrå;6;..\n"
    book = workbook(
        Blad=[["Kommun", "Antal 2023", "Andel 2023"], ["Ånge", 1234, 17.0], ["Timrå", 6, ".."]]
    )
    assert to_plain(read_table(text)).equals(to_plain(read_table(book)))
    assert AREAS.find("Ånge") is not None
