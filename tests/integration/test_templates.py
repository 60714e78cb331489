"""Every source's template, filled in as a provider would and delivered without a word of explanation."""

from __future__ import annotations

import os
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.person import Person, Role
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.deliver import deliver
from lagesbild.ingest.receipt import Receipt, ReceiptStatus
from lagesbild.ingest.template_file import DATA_SHEET, NOTES
from lagesbild.ingest.templates import name_in_template, template_csv, template_workbook
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import Store
from tests.thinned import some

TODAY = date(2026, 11, 21)
PERSON = Person(id="prov", name="Prov", role=Role.DATALEVERANTOR, kommun_code="2260")
CATALOG = load_catalog(DATA / "catalog")
PLANT = Area(
    code="2260-ange-reningsverk", name="Ånge reningsverk", level=AreaLevel.VERK, parent_code="2260",
    kommun_code="2260",
)  # fmt: skip
PART = Area(
    code="2260-ljungaverk", name="Ljungaverk", level=AreaLevel.DELOMRADE, parent_code="2260",
    kommun_code="2260",
)  # fmt: skip
AREAS = [*load_areas(DATA / "reference" / "areas.csv"), PLANT, PART]
INDEX = AreaIndex(AREAS)

OF_FIGURES = sorted(one.id for one in CATALOG.sources.values() if not one.groups)
WAYS = ("left", "removed")
FILLED_IN = [
    (source_id, way)
    for number, source_id in enumerate(OF_FIGURES)
    for way in (WAYS if os.environ.get("MALLAR_ALLT") else (WAYS[number % 2],))
]
"""The row that shows how: every source in one of the two ways; in both with MALLAR_ALLT."""


@pytest.fixture(scope="module")
def store():
    opened = Store(None)
    add_areas(opened, AREAS)
    yield opened
    opened.close()


def give(store: Store, data: bytes, *, source: str, name: str) -> Receipt:
    """Delivered by someone who may not name new measures."""
    return deliver(
        data, file_name=name, source_id=source, store=store, catalog=CATALOG, areas=INDEX,
        person=PERSON, today=TODAY, archive=None,
    )  # fmt: skip


def stored(store: Store, receipt: Receipt) -> set[tuple[str, str, str, float]]:
    rows = store.cursor().execute(
        "SELECT a.code, o.period_label, m.id, o.value FROM observation o JOIN area a USING (area_id) "
        "JOIN measure m USING (measure_id) WHERE delivery_id = ?", [receipt.delivery_id],
    ).fetchall()  # fmt: skip
    return set(rows)


def rows_for(source_id: str) -> list[tuple[str, str, str, float]]:
    """Two rows of the first measure, and one of each of the others; written as the lists have them."""
    source = CATALOG.sources[source_id]
    place = PLANT.name if source.default_level is AreaLevel.VERK else "2260 Ånge"
    names = [name_in_template(one) for one in source.measures]
    period = example_row(source_id)[1]
    older = period.replace("2024", "2023").replace("/25", "/24")
    return [(place, older, names[0], 7), *((place, period, name, 12) for name in names)]


def example_row(source_id: str) -> list[str]:
    text = template_csv(CATALOG.sources[source_id], areas=AREAS, today=TODAY).decode("utf-8-sig")
    return text.splitlines()[1].split(";")


def wanted(source_id: str) -> set[tuple[str, str, str, float]]:
    by_name = {name_in_template(one): one.id for one in CATALOG.sources[source_id].measures}
    source = CATALOG.sources[source_id]
    owner = "2260" if source.scope == "kommun" else source.id
    code = f"{owner}-ange-reningsverk" if source.default_level is AreaLevel.VERK else "2260"
    return {(code, period, by_name[name], value) for _, period, name, value in rows_for(source_id)}


@pytest.mark.parametrize(("source_id", "example"), FILLED_IN)
def test_a_filled_in_workbook_is_delivered_as_it_stands(
    store, source_id: str, example: str
) -> None:
    data = template_workbook(CATALOG.sources[source_id], areas=AREAS, today=TODAY)
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book[DATA_SHEET]
    first = 3 if example == "left" else 2
    for number, row in enumerate(rows_for(source_id), start=first):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    out = BytesIO()
    book.save(out)
    receipt = give(store, out.getvalue(), source=source_id, name=f"mall-{example}.xlsx")
    assert receipt.status is ReceiptStatus.STORED, receipt.faults
    assert stored(store, receipt) == wanted(source_id)


@pytest.mark.parametrize("source_id", some(OF_FIGURES, ordinarily=8))
def test_a_filled_in_text_file_is_delivered_as_it_stands(store, source_id: str) -> None:
    data = template_csv(CATALOG.sources[source_id], areas=AREAS, today=TODAY)
    lines = [
        ";".join(f'"{cell}"' if ";" in str(cell) else str(cell) for cell in row)
        for row in rows_for(source_id)
    ]
    data += "\r\n".join([*lines, ""]).encode()
    receipt = give(store, data, source=source_id, name="mall.csv")
    assert receipt.status is ReceiptStatus.STORED, receipt.faults
    assert stored(store, receipt) == wanted(source_id)


@pytest.mark.parametrize("source_id", some(sorted(CATALOG.sources), ordinarily=8))
def test_a_template_that_nobody_filled_in_stores_nothing(store, source_id: str) -> None:
    for make, name in ((template_workbook, "tom.xlsx"), (template_csv, "tom.csv")):
        data = make(CATALOG.sources[source_id], areas=AREAS, today=TODAY)
        receipt = give(store, data, source=source_id, name=name)
        assert receipt.status is ReceiptStatus.REFUSED, receipt


def test_two_rows_of_a_single_measure_are_enough(store) -> None:
    data = template_csv(CATALOG.sources["kommun"], areas=AREAS, today=TODAY)
    data += (
        "2260 Ånge;2024-05;Väktarrapporter;3\r\nLjungaverk;2024-05;Väktarrapporter;1\r\n".encode()
    )
    receipt = give(store, data, source="kommun", name="tva.csv")
    assert receipt.status is ReceiptStatus.STORED, receipt.faults
    assert {(code, value) for code, _, _, value in stored(store, receipt)} == {
        ("2260", 3), ("2260-ljungaverk", 1),
    }  # fmt: skip


def test_headings_are_locked_frozen_and_listed() -> None:
    source = CATALOG.sources["bra"]
    book = openpyxl.load_workbook(BytesIO(template_workbook(source, areas=AREAS, today=TODAY)))
    sheet = book[DATA_SHEET]
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    assert not sheet["A2"].protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    assert sheet.freeze_panes == "A2"
    lists = {
        str(one.sqref).split(":")[0]: one.formula1
        for one in sheet.data_validations.dataValidation
        if one.type == "list"
    }
    assert set(lists) == {"A2", "C2"}
    offered = values_of(book[NOTES], lists["A2"])
    assert len(offered) == 290 + 21 + 1 + 1
    assert all(INDEX.find(name) is not None for name in offered)
    assert values_of(book[NOTES], lists["C2"]) == [name_in_template(m) for m in source.measures]


def values_of(sheet, formula: str) -> list[str]:
    cells = formula.split("!")[1].replace("$", "")
    return [cell.value for (cell,) in sheet[cells]]
