"""Files to take home: a spreadsheet shows what others have written, and runs none of it."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from lagesbild.commands.convert import write_table
from lagesbild.commands.query import _csv
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Source
from lagesbild.domain.period import PeriodKind
from lagesbild.domain.results import EXTRA_COLUMNS, FIGURE_COLUMNS, ReleasedFigures
from lagesbild.domain.spreadsheet import harmless, harmless_cell
from lagesbild.ingest.templates import template_csv, template_workbook
from lagesbild.ui.tables import figures_as_csv

ATTACKS = (
    '=HYPERLINK("http://elsewhere.example")',
    "=1+1",
    "+SUM(A1:A9)",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "x\r=1+1",
    "\uff1d1+1",
)
PLAIN = ("-5", "+12", "-1,5", "1 234", "-", "..", "- varav kvinnor", "Ånge", "2025-01-01", "")


@pytest.mark.parametrize("text", ATTACKS)
def test_a_formula_becomes_text(text: str) -> None:
    kept = text.replace("\r", "\n")
    marked = kept if text.startswith("x") else f"'{kept}"
    assert harmless(text) == harmless_cell(text) == marked


@pytest.mark.parametrize("text", PLAIN)
def test_a_cell_that_does_nothing_stays_as_it_stood(text: str) -> None:
    assert harmless_cell(text) == text


def is_dangerous(cell: str) -> bool:
    """Whether a spreadsheet would take the cell for a formula; figures are none."""
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"))
    return False


def released(indicator) -> ReleasedFigures:
    """A row for each attack, as the name of the area, of a part and of the period, with a negative
    figure beside."""
    rows = [
        dict.fromkeys((*FIGURE_COLUMNS, *EXTRA_COLUMNS), text)
        | {
            "value": -1.5, "count": -3.0, "denominator": 2.0, "lower": -2.0, "upper": 1.0,
            "confidence": 0.95, "delivery_id": 1, "is_example": False, "is_total": True,
            "is_hidden": False, "issued_on": pd.Timestamp("2026-01-01"),
            "period_start": pd.Timestamp("2025-01-01"), "period_end": pd.Timestamp("2026-01-01"),
        }
        for text in ATTACKS
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    return ReleasedFigures(
        indicator=indicator, frame=frame, hidden_count=0, example=False, role="public"
    )


def cells(text: str, *, delimiter: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text), delimiter=delimiter) for cell in row]


def test_the_table_of_a_page() -> None:
    text = figures_as_csv(released(None)).decode("utf-8-sig")
    found = cells(text, delimiter=";")
    assert not [cell for cell in found if is_dangerous(cell)]
    assert found.count("-1,5") == len(ATTACKS), "figures stay figures"


def test_the_answer_of_query() -> None:
    rows = [{"area_name": text, "value": -1.5, "count": None} for text in ATTACKS]
    found = cells(_csv(rows, columns=list(rows[0])), delimiter=",")
    assert not [cell for cell in found if is_dangerous(cell)]
    assert found.count("-1.5") == len(ATTACKS)


def test_a_converted_file(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"=SUM(A1)": [*ATTACKS, *PLAIN], "value": [-1.5] * (len(ATTACKS) + len(PLAIN))}
    )
    write_table(frame, path=tmp_path / "ut.csv")
    found = cells((tmp_path / "ut.csv").read_text(encoding="utf-8"), delimiter=",")
    assert not [cell for cell in found if is_dangerous(cell) and cell not in PLAIN]
    assert set(PLAIN) <= set(found)
    assert found.count("-1.5") == len(frame)
    assert list(frame.columns) == ["=SUM(A1)", "value"], "what is converted is not changed itself"


def evil_areas() -> list[Area]:
    return [
        Area(code=f"2260-{n}", name=text, level=AreaLevel.KOMMUN, parent_code="22")
        for n, text in enumerate(ATTACKS)
    ]


def source() -> Source:
    return Source(
        id="kommun", name="=1+1", provider="@x", contact_role="+x", description="-x(1)",
        period_form="kalenderar", frequency=PeriodKind.YEAR, licence="=x",
    )  # fmt: skip


def test_a_template() -> None:
    today = date(2026, 11, 21)
    text = template_csv(source(), areas=evil_areas(), today=today).decode("utf-8-sig")
    assert not [cell for cell in cells(text, delimiter=";") if is_dangerous(cell)]
    book = openpyxl.load_workbook(
        io.BytesIO(template_workbook(source(), areas=evil_areas(), today=today))
    )
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert "s" in kinds
