"""A template for a list of kommungrupper: a row a kommun, and which group it is in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Source
from lagesbild.ingest.example_rows import EXAMPLE_MARK
from lagesbild.ingest.template_file import (
    DATA_SHEET,
    as_csv,
    as_workbook,
    offer_list,
    write_head,
)

HEADINGS = ("Kommun", "Kommungrupp")
WIDTHS = (30, 44)
NAMES_COLUMN, NAMES_FROM = 3, 6
HELP = (
    "Kommun: kommunkod med fyra siffror, namn eller båda, som 2260 Ånge. Varje kommun står i en grupp.",
    "Kommungrupp: gruppens namn, skrivet likadant på alla rader. En kod i en egen kolumn går också bra.",
    "Alla kommuner behöver inte vara med. En lista som SKR har gjort går att lämna som den är.",
)


def group_template_csv(*, areas: Iterable[Area]) -> bytes:
    """Headings and one example row, as Excel in Swedish opens it."""
    return as_csv(HEADINGS, example=_example(_kommuner(areas)))


def group_template_workbook(source: Source, *, areas: Iterable[Area]) -> bytes:
    """An XLSX with a list of kommuner to choose from, an example row and a sheet of explanations."""
    names = _kommuner(areas)
    return as_workbook(
        write_rows=partial(_write_rows, names=names),
        write_notes=partial(_write_notes, source=source, names=names),
    )


def _kommuner(areas: Iterable[Area]) -> list[str]:
    return [f"{one.code} {one.name}" for one in areas if one.level is AreaLevel.KOMMUN]


def _example(names: list[str]) -> tuple[str, str]:
    return f"{EXAMPLE_MARK} {next(iter(names), '2260 Ånge')}", "Gruppens namn"


def _write_rows(book: Any, sheet: Any, *, names: list[str]) -> None:
    write_head(book, sheet, headings=HEADINGS, widths=WIDTHS, example=_example(names))
    offer_list(
        sheet, position=0, column=NAMES_COLUMN, first=NAMES_FROM, length=len(names),
        strictness="warning",
    )  # fmt: skip


def _write_notes(book: Any, sheet: Any, *, source: Source, names: list[str]) -> None:
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, f"Mall för {source.name}", bold)
    first = (
        f"Fyll i bladet {DATA_SHEET}, en rad för varje kommun, och lämna filen på sidan Lämna data."
    )
    for row, line in enumerate((first, *HELP), start=1):
        sheet.write_string(row, 0, line)
    sheet.write_string(NAMES_FROM - 1, NAMES_COLUMN, "Kommuner", bold)
    for row, name in enumerate(names, start=NAMES_FROM):
        sheet.write_string(row, NAMES_COLUMN, name)
    sheet.set_column(NAMES_COLUMN, NAMES_COLUMN, 30)
