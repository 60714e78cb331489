"""What each cell of a column becomes, for every role."""

from __future__ import annotations

import pytest

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.indicator import Measure
from lagesbild.ingest.mapping import IGNORED, ColumnAnswer, Mapping, NewMeasure
from lagesbild.ingest.mapping_preview import Previewer, number_in_words
from lagesbild.ingest.table import ColumnRole
from tests.unit.small_files import AREAS, read_table, source

ELEVER = Measure(id="pahittad.elever", name="Elever", unit="elever", source="pahittad")
SOURCE = source()
CATALOG = Catalog(
    indicators={}, sources={"pahittad": SOURCE}, measures={ELEVER.id: ELEVER}, glossary={}
)
FILE = (
    "Kommun;Kommun-kod;År;Kön;Elever;Länk\n"
    "Ånge;2260;2024;Pojkar;1 234,5;http://a\n"
    "Timrå;2262;2024;Flickor;..;http://b\n"
    "Atlantis;2281;2025;Pojkar;-;http://c\n"
    "Håbo;0305;2025;Pojkar;12;http://d\n"
)


def preview(mapping: Mapping | None = None) -> Previewer:
    return Previewer(areas=AREAS, source=SOURCE, catalog=CATALOG, mapping=mapping or Mapping())


def became(name: str, *, mapping: Mapping | None = None) -> list[tuple[str, str]]:
    table = read_table(FILE, source=SOURCE)
    column = next(one for one in table.columns if one.name == name)
    cells = preview(mapping).cells(column, table=table)
    return [(one.before, one.after.replace("\u00a0", " ")) for one in cells]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Kommun-kod", [("2260", "Ånge"), ("2262", "Timrå"), ("2281", "Sundsvall")]),
        ("År", [("2024", "2024-01-01 till 2024-12-31"), ("2025", "2025-01-01 till 2025-12-31")]),
        ("Kön", [("Pojkar", "Kön: Pojkar"), ("Flickor", "Kön: Flickor")]),
        ("Elever", [("1 234,5", "1 234,5"), ("..", "skyddat"), ("-", "0")]),
        ("Länk", [("http://a", "läses inte"), ("http://b", "läses inte"), ("http://c", "läses inte")]),
        ("Kommun", [("Ånge", "Ånge (2260)"), ("Timrå", "Timrå (2262)"), ("Atlantis", "okänt område")]),
    ],
)  # fmt: skip
def test_a_few_cells_before_and_after(name, cells) -> None:
    assert became(name) == cells


def test_what_was_said_of_an_area_is_what_it_becomes() -> None:
    said = Mapping(areas={"Atlantis": IGNORED, "Ånge": "2262", "Timrå": "delområde i 2281"})
    assert [after for _, after in became("Kommun", mapping=said)] == [
        "Timrå", "en del av Sundsvall", "raden hoppas över",
    ]  # fmt: skip


def test_a_column_of_numbers_says_what_it_is_about() -> None:
    table = read_table("Kommun;Elever 2024;Kor 2024\nÅnge;12;3\nTimrå;14;5\n", source=SOURCE)
    said = Mapping(measures=(NewMeasure(name="Nötkreatur", unit="antal", in_file="Kor"),))
    about = [preview(said).heading(column, table=table) for column in table.columns]
    assert about[0] == ""
    assert about[1].startswith("Elever, 2024-01-01 till 2024-12-31")
    assert about[2].startswith("Nötkreatur, 2024")
    named = Mapping(columns={"Kor": ColumnAnswer(measure="pahittad.elever")})
    assert preview(named).heading(table.columns[2], table=table).startswith("Elever")


def test_a_text_among_numbers_is_no_number() -> None:
    table = read_table(FILE, source=SOURCE)
    column = next(one for one in table.columns if one.role is ColumnRole.VALUE)
    cell = preview().become("många", column=column, table=table)
    assert (cell.after, cell.is_clear) == ("inget tal", False)
    assert number_in_words(-1234567.25) == "\u22121\u00a0234\u00a0567,25"
