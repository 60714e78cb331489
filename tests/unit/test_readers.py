"""Bytes become text tables; what is no table is refused in words."""

from __future__ import annotations

import io
import zipfile

import pytest

from lagesbild.domain.errors import FileRefused
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.remarks import READING_KINDS
from lagesbild.ingest.table import OpenedFile
from tests.unit.small_files import workbook

TABLE = "Kommun;Antal\nÅnge;5\nÖrebro;6\nHärjedalen;7\n"


def opened(content: str | bytes, *, name: str = "fil.csv", encoding: str = "utf-8") -> OpenedFile:
    data = content.encode(encoding) if isinstance(content, str) else content
    return open_file(data, file_name=name)


def cells(file: OpenedFile) -> list[list[str]]:
    return file.tables[0].frame.to_numpy().tolist()


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"), ("utf-16-be", "utf-16"), ("iso-8859-1", "iso-8859-1"),
        ("mac_roman", "mac_roman"), ("cp850", "cp850"),
    ],
)  # fmt: skip
def test_encodings_are_told_apart(encoding, told):
    file = opened(TABLE, encoding=encoding)
    assert file.encoding == told
    assert cells(file)[1:] == [["Ånge", "5"], ["Örebro", "6"], ["Härjedalen", "7"]]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "mac_roman", "cp850"])
@pytest.mark.parametrize("name", ["Åmål", "Pålsboda", "Vänersborg", "Ösmo", "Möja", "Äppelbo"])
def test_a_single_letter_tells_the_encoding(encoding, name):
    assert cells(opened(f"Ort;Antal\n{name};5\n", encoding=encoding))[1][0] == name


def test_bytes_that_latin_1_lacks_mean_windows():
    file = opened("Kommun;Antal – totalt\nÅnge;5\n", encoding="cp1252")
    assert file.encoding == "cp1252"
    assert cells(file)[0] == ["Kommun", "Antal – totalt"]


def test_lost_letters_are_told_with_their_rows():
    file = opened("Kommun;Antal\n�nge;5\nTimr�;6\nHabo;7\n")
    (warning,) = file.warnings
    assert (warning.code, warning.rows) == ("RD-101", (2, 3))


def test_letters_lost_and_then_encoded_again_are_lost_too():
    file = opened("Kommun;Antal\nï¿½nge;5\n")
    assert [warning.code for warning in file.warnings] == ["RD-101"]
    assert cells(file)[1][0] == "\ufffdnge"


def test_letters_encoded_twice_are_put_right_and_told():
    twice = TABLE.encode().decode("cp1252").encode()
    file = opened(twice)
    assert cells(file)[1][0] == "Ånge"
    assert [warning.code for warning in file.warnings] == ["RD-102"]


@pytest.mark.parametrize("mark", [";", "\t", "|", ","])
def test_delimiters(mark):
    file = opened(TABLE.replace(";", mark))
    assert file.dialect.delimiter == mark
    assert len(cells(file)[0]) == 2


def test_decimal_commas_do_not_make_comma_the_delimiter():
    file = opened("Kommun;a;b;c\nÅnge;1,5;2,5;3,5\nTimrå;4,5;5,5;6,5\n")
    assert file.dialect.delimiter == ";"


def test_semicolons_in_texts_do_not_make_semicolon_the_delimiter():
    row = "2024-01,Ånge,Utredning klar; ingen misstänkt\n"
    assert opened("Månad,Plats,Utfall\n" + row * 9).dialect.delimiter == ","


def test_excel_may_say_its_delimiter_on_the_first_line():
    assert opened("sep=|\nKommun|Antal\nÅnge|5\n").dialect.delimiter == "|"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_and_quotes_keep_the_files_own_row_numbers(line_end):
    text = 'Kommun;Not;Antal\nÅnge;"två\nrader; ""så""";5\nTimrå;;6\n'.replace("\n", line_end)
    frame = opened(text).tables[0].frame
    assert list(frame.index) == [1, 2, 4]
    assert frame.loc[2].tolist() == ["Ånge", 'två\nrader; "så"', "5"]


def test_a_quote_that_is_never_closed_does_not_swallow_the_file():
    rows = "".join(f"Ånge;{number}\n" for number in range(100))
    file = opened('Kommun;Antal\n"Ånge;5\n' + rows)
    assert [warning.code for warning in file.warnings] == ["RD-105"]
    assert len(file.tables[0].frame) == 102


def test_cells_of_a_workbook_are_text_as_people_read_them():
    import datetime

    def write(sheet, book):
        sheet.write_row(0, 0, ["0114", 780.0, 17.1, 0.1 + 0.2, True])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(0, 5, datetime.datetime(2024, 5, 1), day)

    assert cells(opened(workbook(Blad=write)))[0] == [
        "0114", "780", "17.1", "0.3", "SANT", "2024-05-01",
    ]  # fmt: skip


def test_a_workbook_is_known_whatever_it_is_called():
    file = opened(workbook(Blad=[["Kommun", "Antal"], ["Ånge", 5]]), name="data.csv")
    assert (file.format, file.encoding, file.dialect) == ("xlsx", None, None)


def test_hidden_sheets_are_left_out_and_told():
    def hide(sheet, _book):
        sheet.write(0, 0, "hemligt")
        sheet.hide()

    file = opened(workbook(Synlig=[["Kommun", "Antal"], ["Ånge", 5]], Gömd=hide))
    assert [(w.code, w.sheet) for w in file.warnings] == [("RD-103", "Gömd")]
    assert [table.name for table in file.tables if not table.is_hidden] == ["Synlig"]


def test_formulas_that_nobody_computed_are_told():
    def write(sheet, _book):
        sheet.write(0, 0, "Kommun")
        sheet.write_formula(1, 1, "=1+1")

    data = workbook(Blad=write)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</f><v>0</v>", b"</f>"))
    assert [warning.code for warning in opened(out.getvalue()).warnings] == ["RD-104"]


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
REFUSED = [
    ("RD-001", b""),
    ("RD-001", b"\xef\xbb\xbf \r\n"),
    ("RD-001", b";;;\n;;;\n"),
    ("RD-001", workbook(Blad=[])),
    ("RD-002", OLE),
    ("RD-003", b"Kommun;Antal\n\x00\x01\x02\x03;5\n"),
    ("RD-004", OLE + "EncryptedPackage".encode("utf-16-le")),
    ("RD-005", b"PK\x03\x04 trasig"),
    ("RD-005", workbook(Blad=[["a", 1]])[:-200]),
    ("RD-005", zipped(xl__workbook="inte XML")),
    ("RD-005", OLE + "Workbook".encode("utf-16-le")),
    ("RD-006", b"%PDF-1.7 ..."),
    ("RD-006", b"\x89PNG\r\n"),
    ("RD-006", b"<?xml version='1.0'?><rot/>"),
    ("RD-009", b'CHARSET="ANSI";\nMATRIX="X";'),
    ("RD-011", b'{"values": []}'),
    ("RD-012", b"a;b\n" + b"1;2;" * 1_500_000),
    ("RD-013", b"<!DOCTYPE html><html></html>"),
    ("RD-014", b"PAR1 trasig"),
    ("RD-006", zipped(word__document="<w/>")),
    ("RD-006", zipped(annat="x")),
]


@pytest.mark.parametrize(("code", "data"), REFUSED)
def test_what_is_no_table_is_refused_in_words(code, data):
    with pytest.raises(FileRefused) as refused:
        open_file(data, file_name="mapp/lämnad fil.csv")
    assert refused.value.code == code
    assert "lämnad fil.csv" in refused.value.message
    assert "mapp" not in refused.value.message
    assert refused.value.remedy.endswith(".")


def test_a_workbook_that_unpacks_to_a_mountain_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("lagesbild.ingest.readers.unpacking.MOST_UNPACKED", 100)
    with pytest.raises(FileRefused) as refused:
        open_file(workbook(Blad=[["a", 1]]), file_name="fil.xlsx")
    assert refused.value.code == "RD-007"


def test_too_large_a_file_is_not_read(monkeypatch):
    monkeypatch.setattr("lagesbild.ingest.reading.MOST_MEGABYTES", 0)
    with pytest.raises(FileRefused) as refused:
        open_file(b"a;b\n1;2\n", file_name="fil.csv")
    assert refused.value.code == "RD-008"


def test_every_refusal_has_a_text_and_a_remedy():
    assert all(kind.message and kind.remedy and kind.title for kind in READING_KINDS.values())
