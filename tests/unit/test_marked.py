"""The provider's own workbook with the cells marked."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from openpyxl import Workbook

from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.person import Person, Role
from lagesbild.ingest import marked
from lagesbild.ingest.marked import HIDDEN_CELL, LIST_SHEET, marked_workbook
from lagesbild.ingest.preparing import Prepared, prepare
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import Store
from tests.unit.small_files import AREAS

pytestmark = pytest.mark.slow

PERSON = Person(id="prov", name="Prov", role=Role.ADMINISTRATOR, kommun_code="2260")
GOOD = "".join(f"Ånge;{year};{year - 1990}\n" for year in range(2000, 2021))
FAULTY = (
    f"Kommun;År;Väktarrapporter\nÅnge;2023;12\nÅnge;2024;många\nÅnge;2024;=1+1\nÅnge;2035;7\n{GOOD}"
)


@pytest.fixture(scope="module")
def catalog():
    return load_catalog(DATA / "catalog")


@pytest.fixture
def look(catalog):
    store = Store(None)
    add_areas(store, list(AREAS.by_code.values()))

    def prepared(content: str | bytes, *, name: str = "rapport.csv") -> Prepared:
        data = content if isinstance(content, bytes) else content.encode()
        return prepare(
            data, file_name=name, source_id="kommun", store=store, catalog=catalog, areas=AREAS,
            person=PERSON, today=date(2026, 11, 21),
        )  # fmt: skip

    yield prepared
    store.close()


def open_marked(prepared: Prepared) -> Workbook:
    return openpyxl.load_workbook(BytesIO(marked_workbook(prepared)))


def listed(book: Workbook) -> list[list[str]]:
    sheet = book[LIST_SHEET]
    return [[cell or "" for cell in row] for row in sheet.iter_rows(min_row=7, values_only=True)]


def test_the_cells_with_faults_are_coloured_and_commented(look) -> None:
    prepared = look(FAULTY)
    book = open_marked(prepared)
    assert book.sheetnames[0] == LIST_SHEET
    sheet = book.worksheets[1]
    assert [cell.value for cell in sheet[3]] == ["Ånge", "2024", "många"]
    bad = sheet["C3"]
    assert bad.fill.fgColor.rgb == "FFF6D5CB"
    assert "IN-008" in bad.comment.text
    assert "Rad 3" in bad.comment.text
    assert "Rätta cellerna" in bad.comment.text
    assert sheet["A2"].comment is None
    assert sheet["C2"].fill.fgColor.rgb != bad.fill.fgColor.rgb


def test_the_first_sheet_lists_every_place(look) -> None:
    prepared = look(FAULTY)
    lines = listed(open_marked(prepared))
    places = {(line[7], line[3]) for line in lines}
    for fault in (*prepared.receipt.faults, *prepared.receipt.warnings):
        for row in fault.rows:
            assert (fault.code, str(row)) in places
    assert {line[1] for line in lines} >= {"Fel som stoppar"}
    assert all(line[6] for line in lines), "a line without a remedy"


def test_nothing_in_the_file_becomes_a_formula(look) -> None:
    evil = 'Kommun;År;Väktarrapporter;Not\nÅnge;2023;x;=HYPERLINK("http://a.b")\nÅnge;2024;1;@SUM(A1)\n'
    book = open_marked(look(evil))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert '=HYPERLINK("http://a.b")' in cells
    packed = zipfile.ZipFile(BytesIO(marked_workbook(look(evil))))
    for name in packed.namelist():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in packed.read(name)


@pytest.mark.parametrize("number", ["19811218-9876", "8112189876", "811218+9876"])
def test_of_a_file_with_personal_numbers_only_places_are_given(look, number: str) -> None:
    rows = "".join(f"Ånge;2024;{number};{n}\n" for n in range(4))
    prepared = look("Kommun;År;Personnummer;Väktarrapporter\n" + rows)
    assert {fault.code for fault in prepared.receipt.faults} == {"IN-002"}
    data = marked_workbook(prepared)
    book = openpyxl.load_workbook(BytesIO(data))
    assert book.sheetnames == [LIST_SHEET]
    assert {line[3] for line in listed(book)} == {"2", "3", "4", "5"}
    assert_nowhere(data, number[-4:])


def test_a_number_that_may_be_a_persons_is_covered(look) -> None:
    prepared = look("Kommun;År;Ärende;Väktarrapporter\nÅnge;2024;8112189876;12\nÅnge;2025;55;x\n")
    assert "IN-106" in {fault.code for fault in prepared.receipt.warnings}
    data = marked_workbook(prepared)
    assert_nowhere(data, "9876")
    assert openpyxl.load_workbook(BytesIO(data)).worksheets[1]["C2"].value == HIDDEN_CELL


def assert_nowhere(data: bytes, text: str) -> None:
    packed = zipfile.ZipFile(BytesIO(data))
    for name in packed.namelist():
        if name != "docProps/core.xml":
            assert text.encode() not in packed.read(name), name


def test_what_cannot_be_read_gets_a_list_only(look) -> None:
    book = open_marked(look(b"PK\x03\x04 trasig", name="trasig.xlsx"))
    assert book.sheetnames == [LIST_SHEET]
    assert listed(book)[0][7] == "RD-005"


def test_the_marked_copy_is_mended_and_delivered(look) -> None:
    book = open_marked(look(FAULTY))
    sheet = book.worksheets[1]
    sheet["C3"], sheet["C4"], sheet["B4"], sheet["B5"] = "14", "15", "2025", "2022"
    out = BytesIO()
    book.save(out)
    again = look(out.getvalue(), name="rattad.xlsx")
    assert not again.receipt.faults, again.receipt.faults
    assert again.observations is not None
    figures = zip(again.observations["period_label"], again.observations["value"], strict=True)
    newest = {year: value for year, value in figures if year > "2020"}
    assert newest == {"2023": 12.0, "2024": 14.0, "2025": 15.0, "2022": 7.0}


def workbook(rows: list[list[object]], *, merged: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Rapport 1"
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    book.create_sheet("Not: läs").append(["Fritext"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_keeps_its_sheets_and_merged_headings(look) -> None:
    rows = [["Kommun", "År", "Väktarrapporter", None], [None, None, "Antal", "Andel"],
            ["Ånge", 2024, "åtta", 2.5]]  # fmt: skip
    book = Workbook()
    sheet = book.active
    sheet.title = "Rapport"
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("C1:D1")
    out = BytesIO()
    book.save(out)
    copy = open_marked(look(out.getvalue(), name="rapport.xlsx"))
    assert copy.sheetnames == [LIST_SHEET, "Rapport"]
    assert "C1:D1" in [str(one) for one in copy["Rapport"].merged_cells.ranges]
    assert copy["Rapport"]["C1"].value == "Väktarrapporter"
    assert copy["Rapport"]["D3"].value == "2.5"


def test_of_a_long_file_the_marked_rows_stand_where_they_stood(look, monkeypatch) -> None:
    monkeypatch.setattr(marked, "MOST_ROWS", 200)
    rows = "".join(f"Ånge;{1900 + n // 12}-{n % 12 + 1:02};{n}\n" for n in range(300))
    book = open_marked(look("Kommun;Månad;Väktarrapporter\n" + rows + "Ånge;2024-01;fel\n"))
    sheet = book.worksheets[1]
    assert sheet["C302"].value == "fel"
    assert sheet["C302"].comment is not None
    assert sheet["C250"].value is None
    assert sheet["C50"].value == "48"


def test_the_longest_list_says_how_much_is_left_out(look, monkeypatch) -> None:
    monkeypatch.setattr(marked, "MOST_LISTED", 3)
    lines = listed(open_marked(look("Kommun;År;Väktarrapporter\n" + "Ånge;2024;x\n" * 9)))
    assert "till av samma slag" in lines[3][0]


@pytest.mark.parametrize("name", ["granser.geojson", "tabell.json", "tabell.px", "sida.html"])
def test_other_formats_are_given_back_too(look, name: str) -> None:
    broken = {
        "granser.geojson": b'{"type": "FeatureCollection", "features": []}',
        "tabell.json": b'{"dataset": {"value": [1]}}',
        "tabell.px": b'CHARSET="ANSI";\nDATA=1 2;\n',
        "sida.html": "<table><tr><th>Kommun<th>År<th>Väktarrapporter<tr><td>Ånge<td>2024<td>x</table>".encode(),
    }[name]
    prepared = look(broken, name=name)
    assert prepared.receipt.is_refused
    assert open_marked(prepared).sheetnames[0] == LIST_SHEET
