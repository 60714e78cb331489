"""Tables in saved web pages, and pages that mean harm. And Parquet, which is short."""

from __future__ import annotations

import io
import time

import pandas as pd
import pytest

from lagesbild.domain.errors import FileRefused
from lagesbild.ingest.long import to_long
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.table import ColumnRole, Understood
from lagesbild.ingest.understanding import understand
from tests.unit.small_files import AREAS

SOL = """<!DOCTYPE html><html><head><title>Sidan</title><style>td{color:red}</style></head><body>
<a href="x">Meny</a><h1>Statistik</h1><p>Välj här:</p>
<script>document.write("<table><tr><td>9</td><td>9</td></tr></table>")</script>
<table><tr><td>Skriv ut</td><td>1</td></tr></table>
<span>Anmälda brott efter region</span>
<table><thead><tr><th rowspan="2">Brottstyp</th><th colspan=2>2015</th><th colspan=2>2016 prel.</th></tr>
<tr><th>Antal</th><th>Per 100 000 inv</th><th>Antal</th><th>Per 100 000 inv</th></tr></thead>
<tr><td colspan="5">Hela landet</td></tr>
<tr><td>&nbsp;&nbsp;Samtliga brott</td><td>1&nbsp;416&nbsp;280<sup>2</sup></td><td>14&nbsp;500</td><td>1&#160;500&#160;000</td><td>..</td></tr>
<tr><td>Misshandel<br>totalt</td><td>80&nbsp;000</td><td>800</td><td>81&nbsp;000</td><td>790</td></tr>
<tr><td colspan="5">Ånge kommun</td></tr>
<tr><td>Samtliga brott<td>1&nbsp;280<td>14&nbsp;500<td>1&nbsp;500<td>14 700
<tr><td>Misshandel<br>totalt<td>80<td>800<td>81<td>790
</table><p>Källa: Brå</p></body></html>"""


def look(page: str, *, encoding: str = "utf-8") -> Understood:
    data = page.encode(encoding)
    return understand(open_file(data, file_name="resultat.xls"), areas=AREAS)


def figures(page: str, **options: str) -> pd.DataFrame:
    return to_long(look(page, **options).tables[0], areas=AREAS)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_the_table_with_most_numbers_is_the_data(encoding):
    understood = look(SOL, encoding=encoding)
    (table,) = understood.tables
    assert (understood.format, table.title) == ("html", "Anmälda brott efter region")
    assert [c.name for c in table.with_role(ColumnRole.VALUE)] == [
        "2015 / Antal", "2015 / Per 100 000 inv", "2016 prel. / Antal", "2016 prel. / Per 100 000 inv",
    ]  # fmt: skip
    long = to_long(table, areas=AREAS)
    assert list(long["area_code"].unique()) == ["0000", "2260"]
    first = long.iloc[0]
    assert (first["value"], first["period_label"], first["unit"]) == (1_416_280, "2015", "antal")
    assert long["status"].iloc[2] == "preliminary"
    assert (long["raw"].iloc[3], long["status"].iloc[3]) == ("..", "missing")
    assert any("Misshandel totalt" in text for text in long["measure"])


def test_a_cell_over_several_rows_holds_for_all_of_them():
    page = (
        "<table><caption>Elever 2023</caption><tr><th>Kommun</th><th>Kön</th><th>Antal</th></tr>"
        "<tr><th rowspan=2>Ånge</th><td>flickor</td><td>5</td></tr><tr><td>pojkar</td><td>6</td></tr>"
        "<tr><th rowspan=2>Timrå</th><td>flickor</td><td>7</td></tr><tr><td>pojkar</td><td>8</td></tr></table>"
    )
    long = figures(page)
    assert list(long["area_code"]) == ["2260", "2260", "2262", "2262"]
    assert set(long["period_label"]) == {"2023"}


def test_tables_alike_in_size_are_all_read_and_layout_is_not():
    inner = "<table><tr><th>Kommun</th><th>2023</th></tr><tr><td>{}</td><td>5</td></tr><tr><td>Habo</td><td>6</td></tr></table>"
    page = (
        f"<table><tr><td>{inner.format('Ånge')}</td><td>{inner.format('Timrå')}</td></tr></table>"
    )
    tables = look("<html>" + page).tables
    assert [to_long(one, areas=AREAS)["area_code"].iloc[0] for one in tables] == ["2260", "2262"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<html><body>Sidan finns inte</body></html>", "RD-013"),
        ("<html><table><tr><td>a</td><td>b</td></tr></table></html>", "RD-013"),
        ("<html><table><tr><td colspan=1000000>1</td></tr></table>", "RD-012"),
        ("<html><table><tr><td rowspan=99999999>1</td></tr></table>", "RD-012"),
        ("<html><table>" + "<tr><td colspan=1000 rowspan=65534>1" * 5000, "RD-012"),
        ("<html>" + "<table><tr><td>1" * 100, "RD-012"),
        ("<html>" + "<b>" * 1_000_001, "RD-012"),
    ],
)
def test_what_has_no_figures_or_too_many_cells_is_refused(page, code):
    with pytest.raises(FileRefused) as refused:
        look(page)
    assert refused.value.code == code


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["<!--", "<a ", "<a b='", "<a b=\"'", "</", "<![CDATA[", "<?", "<script>", "&#" + "9" * 5000, "<style>"]
)  # fmt: skip
def test_time_is_in_proportion_to_the_length(piece):
    began = time.perf_counter()
    with pytest.raises(FileRefused):
        look("<html>" + piece * (2_000_000 // len(piece)))
    assert time.perf_counter() - began < 10


def parquet(**columns: list) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    held = io.BytesIO()
    parquet.write_table(pa.table(columns), held)
    return held.getvalue()


def test_parquet():
    data = parquet(
        Kommunkod=["0114", "2260"], År=[2023, 2023], Antal=[1234, None],
        Andel=[1.5, float("nan")],
    )  # fmt: skip
    understood = understand(open_file(data, file_name="x.csv"), areas=AREAS)
    (table,) = understood.tables
    assert (understood.format, table.rows, table.sheet) == ("parquet", 2, "")
    long = to_long(table, areas=AREAS)
    assert list(long["area_code"]) == ["0114", "0114", "2260", "2260"]
    assert list(long["value"].fillna(-1)) == [1234, 1.5, -1, -1]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (parquet(a=[1, 2])[:-20], "RD-014"), (parquet(a=["x" * 30_000]), "RD-014"),
        (parquet(a=[]), "RD-001"), (b"PAR1" + b"\0" * 100 + b"PAR1", "RD-014"),
    ],
)  # fmt: skip
def test_parquet_that_is_damaged_or_empty(data, code):
    with pytest.raises(FileRefused) as refused:
        open_file(data, file_name="x.parquet")
    assert refused.value.code == code


def test_parquet_with_too_many_cells_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("lagesbild.ingest.readers.parquet.MOST_CELLS", 3)
    with pytest.raises(FileRefused) as refused:
        open_file(parquet(a=[1, 2], b=[1, 2]), file_name="x.parquet")
    assert refused.value.code == "RD-012"
