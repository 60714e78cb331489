"""A small table written in any dialect comes back the same."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

import openpyxl
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.long import to_long
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.understanding import understand
from tests.integration.bad_files import ODS_NAMES, ODS_PARTS

KOMMUNER = {
    "0114": "Upplands Väsby", "0188": "Norrtälje", "0580": "Linköping", "0880": "Kalmar",
    "1490": "Borås", "1880": "Örebro", "2260": "Ånge", "2361": "Härjedalen", "2580": "Luleå",
}  # fmt: skip
AREAS = AreaIndex(
    Area(code=code, name=name, level=AreaLevel.KOMMUN) for code, name in KOMMUNER.items()
)
MEASURES = (
    "Antal elever",
    "Andel (%) behöriga",
    "Anmälda brott",
    "Kostnad per elev",
    "Elever, årskurs 1-9",
)
MARKS = ("..", ".", "")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "iso-8859-1", "mac_roman", "cp850")
NOTES = [
    "* Uppgifterna gäller hela året; jämför inte med tidigare.",
    "",
    "Antal elever;Elever i mars.",
]


@dataclass(frozen=True, kw_only=True)
class Written:
    """How the table is written."""

    delimiter: str
    decimal: str
    thousands: str
    encoding: str
    line_end: str
    quoting: int
    trailing: bool
    preamble: bool
    footnotes: bool
    minus: str


@dataclass(frozen=True, kw_only=True)
class Figures:
    """(code, year, measure) -> number, or a mark."""

    codes: tuple[str, ...]
    years: tuple[int, ...]
    measures: tuple[str, ...]
    decimals: tuple[int, ...]
    cells: dict[tuple[str, int, str], int | str]
    shape: str


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    codes = draw(st.lists(st.sampled_from(sorted(KOMMUNER)), min_size=2, max_size=7, unique=True))
    shape = draw(st.sampled_from(["wide", "over_time", "long", "joined"]))
    years = draw(st.lists(st.integers(2005, 2025), min_size=1, max_size=4, unique=True))
    measures = draw(st.lists(st.sampled_from(MEASURES), min_size=1, max_size=4, unique=True))
    decimals = draw(st.lists(st.integers(0, 2), min_size=len(measures), max_size=len(measures)))
    number = st.one_of(st.integers(0, 999), st.integers(-5_000, 3_000_000), st.sampled_from(MARKS))
    cells: dict[tuple[str, int, str], int | str] = {}
    for year in years:
        for measure in measures:
            for place, code in enumerate(codes):
                first = st.integers(0, 3_000_000) if place == 0 else number
                cells[code, year, measure] = draw(first)
    return Figures(
        codes=tuple(codes), years=tuple(sorted(years)), measures=tuple(measures),
        decimals=tuple(decimals), cells=cells, shape=shape,
    )  # fmt: skip


@st.composite
def manners(draw: st.DrawFn) -> Written:
    decimal = draw(st.sampled_from([",", "."]))
    encoding = draw(st.sampled_from(ENCODINGS))
    spaces = [" ", "\u00a0", "\u202f"] if encoding.startswith("utf") else [" "]
    other = ["."] if decimal == "," else ["'"]
    return Written(
        delimiter=draw(st.sampled_from([";", "\t", "|", ","])), decimal=decimal,
        thousands=draw(st.sampled_from(["", *spaces, *other])), encoding=encoding,
        line_end=draw(st.sampled_from(["\n", "\r\n", "\r"])),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        trailing=draw(st.booleans()), preamble=draw(st.booleans()), footnotes=draw(st.booleans()),
        minus=draw(st.sampled_from(["-", "\u2212"])) if encoding.startswith("utf") else "-",
    )  # fmt: skip


def write_number(cell: int | str, *, places: int, manner: Written) -> str:
    if isinstance(cell, str):
        return cell
    whole, part = divmod(abs(cell), 10**places)
    text = f"{whole:,}".replace(",", manner.thousands)
    text += f"{manner.decimal}{part:0{places}d}" if places else ""
    return manner.minus + text if cell < 0 else text


def rows_of(table: Figures, *, manner: Written) -> list[list[str]]:
    """Header and rows in the table's shape."""

    def cell(code: str, year: int, measure: str) -> str:
        places = table.decimals[table.measures.index(measure)]
        return write_number(table.cells[code, year, measure], places=places, manner=manner)

    if table.shape == "long":
        head = ["Kommun", "Kommunkod", "År", "Indikator", "Värde"]
        return [head] + [
            [KOMMUNER[code], code, str(year), measure, cell(code, year, measure)]
            for code in table.codes for year in table.years for measure in table.measures
        ]  # fmt: skip
    if table.shape == "wide":
        head = ["Kommun", "Kommunkod", "År", *table.measures]
        return [head] + [
            [KOMMUNER[code], code, str(year), *(cell(code, year, m) for m in table.measures)]
            for code in table.codes for year in table.years
        ]  # fmt: skip
    headings = [(m, y) for m in table.measures for y in table.years]
    body = [[f"{c} {KOMMUNER[c]}", *(cell(c, y, m) for m, y in headings)] for c in table.codes]
    if table.shape == "over_time":
        return [["region", *(f"{m} {y}" for m, y in headings)], *body]
    return [["", *(m for m, _ in headings)], ["region", *(str(y) for _, y in headings)], *body]


def write(table: Figures, *, manner: Written) -> bytes:
    """The file."""
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=manner.delimiter, quoting=manner.quoting, lineterminator=manner.line_end
    )
    if manner.preamble:
        out.write(
            manner.line_end.join(
                ["Statistik från någon, https://exempel.se", "", "Påhittade tal", "", ""]
            )
        )
    for row in rows_of(table, manner=manner):
        writer.writerow([*row, ""] if manner.trailing else row)
    if manner.footnotes:
        out.write(manner.line_end.join(["", *NOTES, ""]))
    text = out.getvalue()
    return text.encode(manner.encoding)


FILES = int(os.environ.get("PROV_FILER", "60"))
"""`make thorough` tries 2 000 of each."""


@settings(max_examples=FILES, deadline=None, suppress_health_check=list(HealthCheck))
@given(table=figures(), manner=manners())
@example(
    table=Figures(
        codes=("0114", "0188"), years=(2005,), measures=("Antal elever", "Elever, årskurs 1-9"),
        decimals=(0, 1), shape="over_time",
        cells={
            (code, 2005, measure): 0
            for code in ("0114", "0188") for measure in ("Antal elever", "Elever, årskurs 1-9")
        },
    ),
    manner=Written(
        delimiter=";", decimal=",", thousands="", encoding="utf-8", line_end="\n", quoting=0,
        trailing=False, preamble=True, footnotes=False, minus="-",
    ),
)  # fmt: skip
def test_a_table_comes_back_the_same(table: Figures, manner: Written) -> None:
    data = write(table, manner=manner)
    check(data, name="påhittad.csv", table=table, preamble=manner.preamble, notes=manner.footnotes)


@settings(max_examples=FILES // 3, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    table=figures(), manner=manners(), as_text=st.booleans(), kind=st.sampled_from(["xlsx", "ods"])
)
def test_a_workbook_comes_back_the_same(
    table: Figures, manner: Written, as_text: bool, kind: str
) -> None:
    """Numbers as numbers, or as the text that somebody pasted."""
    # Pasted as text, a lone 1.001 is one thousand and one or one and a thousandth.
    assume(not (as_text and manner.thousands == "."))
    sheet = sheet_of(table, manner=manner, as_text=as_text)
    data = write_xlsx(sheet) if kind == "xlsx" else write_ods(sheet)
    check(data, name=f"påhittad.{kind}", table=table, preamble=manner.preamble, notes=False)


Sheet = list[list[str | float | None]]


def sheet_of(table: Figures, *, manner: Written, as_text: bool) -> Sheet:
    """Rows as a program would write their cells."""
    plain = replace(manner, decimal=".", thousands="", minus="-")
    rows = rows_of(table, manner=manner if as_text else plain)
    body = [[one if as_text else as_number(one, of=table) for one in row] for row in rows]
    lines = ("Statistik från någon, https://exempel.se", None, "Påhittade tal", None)
    return [*([[line] for line in lines] if manner.preamble else []), *body]


def write_xlsx(rows: Sheet) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_ods(rows: Sheet) -> bytes:
    """As LibreOffice writes: empty cells and rows to the sheet's end, said as repetitions."""
    last = '<table:table-cell table:number-columns-repeated="16370"/>'
    body = "".join(
        f"<table:table-row>{''.join(map(ods_cell, row))}{last}</table:table-row>" for row in rows
    )
    below = f'<table:table-row table:number-rows-repeated="1048000">{last}</table:table-row>'
    content = (
        f"<office:document-content {ODS_NAMES}><office:body><office:spreadsheet>"
        f'<table:table table:name="Blad1">{body}{below}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, part in (*ODS_PARTS.items(), ("content.xml", content.encode())):
            packed.writestr(name, part)
    return out.getvalue()


def ods_cell(cell: str | float | None) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, float):
        shown = f"{cell:.2f}".replace(".", ",")
        return (
            f'<table:table-cell office:value-type="float" office:value="{cell!r}">'
            f"<text:p>{shown}</text:p></table:table-cell>"
        )
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(cell)}</text:p></table:table-cell>"
    )


def as_number(text: str, *, of: Figures) -> str | float:
    """Codes and years stay text; a figure becomes a number as a program would write it."""
    if text in KOMMUNER or (text.isdigit() and int(text) in of.years):
        return text
    try:
        return float(text)
    except ValueError:
        return text


def check(data: bytes, *, name: str, table: Figures, preamble: bool, notes: bool) -> None:
    opened = open_file(data, file_name=name)
    understood = understand(opened, areas=AREAS)
    assert [fault.code for fault in understood.faults] == []
    (found,) = understood.tables
    long = to_long(found, areas=AREAS)
    assert len(long) == len(table.cells)
    read = {
        (row.area_code, row.period_start.year, row.measure): (row.value, row.status, row.raw)
        for row in long.itertuples()
    }
    for (code, year, measure), cell in table.cells.items():
        value, status, raw = read[code, year, measure]
        if isinstance(cell, str):
            assert (value != value, status, raw) == (True, "missing", cell)
        else:
            places = table.decimals[table.measures.index(measure)]
            assert status == "value"
            assert round(value * 10**places) == cell
    if notes:
        assert len(found.footnotes) == 2
    if preamble:
        assert found.title == "Påhittade tal"
