"""Templates that a provider can fill in: one row a figure, and nothing more to explain afterwards."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Measure, Source
from lagesbild.domain.period import PeriodKind
from lagesbild.domain.spreadsheet import harmless, harmless_cell
from lagesbild.ingest.example_rows import EXAMPLE_MARK
from lagesbild.ingest.places import SITE_CODE

DATA_SHEET = "Lämna här"
NOTES = "Förklaringar"
"""Sheets with this word in the name are left out when a workbook is read."""

PERIOD, MEASURE, VALUE = "Period", "Mått", "Värde"
ROWS = 5_000
"""How many rows have drop-downs; more can be filled in without them."""

SHARED_LEVELS = (AreaLevel.KOMMUN, AreaLevel.LAN, AreaLevel.RIKET)
PERIOD_EXAMPLES: dict[PeriodKind, tuple[str, str]] = {
    PeriodKind.YEAR: ("{year}", "ett år"),
    PeriodKind.TWO_YEARS: ("{year}/{next}", "två år"),
    PeriodKind.SCHOOL_YEAR: ("{year}/{next}", "ett läsår"),
    PeriodKind.MONTH: ("{year}-03", "en månad"),
    PeriodKind.WEEK: ("{year} v. 12", "en vecka"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a source's template holds.

    measures  what stands in the drop-down -> the measure
    """

    area_heading: str
    areas: tuple[str, ...]
    measures: dict[str, Measure]
    example: tuple[str, str, str, str]
    period_help: str

    @property
    def headings(self) -> tuple[str, str, str, str]:
        return self.area_heading, PERIOD, MEASURE, VALUE


def template_csv(source: Source, *, areas: Iterable[Area], today: date) -> bytes:
    """Headings and one example row, as Excel in Swedish opens it."""
    layout = _layout(source, areas=areas, today=today)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(harmless, layout.headings))
    writer.writerow(map(harmless_cell, layout.example))
    return out.getvalue().encode("utf-8-sig")


def template_workbook(source: Source, *, areas: Iterable[Area], today: date) -> bytes:
    """An XLSX with drop-downs, an example row, locked headings and a sheet of explanations."""
    import xlsxwriter

    layout = _layout(source, areas=areas, today=today)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(DATA_SHEET)
    notes = book.add_worksheet(NOTES)
    _write_notes(book, notes, source=source, layout=layout)
    _write_headings(book, sheet, layout=layout)
    _add_drop_downs(sheet, layout=layout)
    sheet.activate()
    book.close()
    return out.getvalue()


def _layout(source: Source, *, areas: Iterable[Area], today: date) -> Layout:
    is_plant = source.default_level is AreaLevel.VERK
    names = tuple(_area_names(areas, level=source.default_level))
    measures = {name_in_template(one): one for one in source.measures}
    pattern, words = PERIOD_EXAMPLES.get(source.frequency, PERIOD_EXAMPLES[PeriodKind.YEAR])
    year = today.year - 2
    period = pattern.format(year=year, next=str(year + 1)[2:])
    place = next(iter(names), "Ånge reningsverk" if is_plant else "2260 Ånge")
    return Layout(
        area_heading="Reningsverk" if is_plant else "Kommun",
        areas=names,
        measures=measures,
        example=(f"{EXAMPLE_MARK} {place}", period, next(iter(measures), ""), "12"),
        period_help=f"Skriv {words}, till exempel {period}. Även 2025, 2025-03, kvartal 2 2025 och "
        "2024/25 går bra.",
    )


def name_in_template(measure: Measure) -> str:
    """A name that means this measure alone: its id where the name needs more of the row to be told."""
    return measure.id if measure.select else measure.name


def _area_names(areas: Iterable[Area], *, level: AreaLevel) -> list[str]:
    """As they are read back: kommuner first, then their parts, län and the country."""
    known = list(areas)
    if level is AreaLevel.VERK:
        # A plant with a number of its own cannot be told by its name alone.
        plants = [one for one in known if one.level is level and not SITE_CODE.match(one.code)]
        return sorted(one.name for one in plants)
    parts = sorted(area.name for area in known if area.level is AreaLevel.DELOMRADE)
    shared = {
        kind: [f"{one.code} {one.name}" for one in known if one.level is kind]
        for kind in SHARED_LEVELS[:2]
    }
    country = ["Riket"] if any(one.level is AreaLevel.RIKET for one in known) else []
    return [*shared[AreaLevel.KOMMUN], *dict.fromkeys(parts), *shared[AreaLevel.LAN], *country]


def _write_headings(book: Any, sheet: Any, *, layout: Layout) -> None:
    """Headings that cannot be changed, above cells that can."""
    locked = book.add_format({"bold": True, "bg_color": "#D9E2EC", "bottom": 1, "locked": True})
    text = book.add_format({"locked": False, "num_format": "@"})
    number = book.add_format({"locked": False})
    example = book.add_format({"locked": False, "italic": True, "font_color": "#52606D"})
    for position, (heading, width) in enumerate(
        zip(layout.headings, (30, 14, 60, 14), strict=True)
    ):
        sheet.set_column(position, position, width, number if heading == VALUE else text)
        sheet.write_string(0, position, heading, locked)
        sheet.write_string(1, position, layout.example[position], example)
    sheet.write_comment(
        1, 0, "Ett exempel på hur en rad fylls i. Raden läses inte: ta bort den eller låt den stå.",
        {"author": "Lägesbild", "x_scale": 2},
    )  # fmt: skip
    sheet.freeze_panes(1, 0)
    sheet.protect(
        "", {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True,
             "sort": True, "autofilter": True},
    )  # fmt: skip


def _add_drop_downs(sheet: Any, *, layout: Layout) -> None:
    """Suggestions and short help; only the measure must be one of the list."""
    lists = ((0, 7, len(layout.areas), "warning"), (2, 3, len(layout.measures), "stop"))
    for position, column, length, strictness in lists:
        if length:
            letter = chr(ord("A") + column)
            sheet.data_validation(
                1, position, ROWS, position,
                {"validate": "list", "source": f"='{NOTES}'!${letter}$8:${letter}${7 + length}",
                 "error_type": strictness, "error_title": "Finns inte i listan",
                 "error_message": "Välj ur listan. Alla namn står på bladet Förklaringar.",
                 "ignore_blank": True},
            )  # fmt: skip
    for position, title, words in (
        (1, "Period", layout.period_help),
        (3, "Värde", "Ett tal med decimalkomma. Saknas uppgiften: lämna tomt."),
    ):
        sheet.data_validation(
            1, position, ROWS, position,
            {"validate": "any", "input_title": title, "input_message": words[:255]},
        )  # fmt: skip


def _write_notes(book: Any, sheet: Any, *, source: Source, layout: Layout) -> None:
    """What to do, and the lists that the drop-downs show."""
    bold = book.add_format({"bold": True})
    lines = (
        (f"Mall för {source.name}", bold),
        (f"Fyll i bladet {DATA_SHEET}, en rad för varje tal, och lämna filen på sidan Lämna data.", None),
        (f"Period: {layout.period_help}", None),
        ("Skriv aldrig personnummer, namn eller fritext om personer.", None),
        (f"Lämnas: {source.due}." if source.due else "", None),
    )  # fmt: skip
    for row, (text, look) in enumerate(lines):
        sheet.write_string(row, 0, text, look)
    for column, heading in ((3, "Mått"), (4, "Betyder"), (5, "Enhet"), (7, "Områden")):
        sheet.write_string(6, column, heading, bold)
    for row, (name, measure) in enumerate(layout.measures.items(), start=7):
        sheet.write_string(row, 3, name)
        sheet.write_string(row, 4, measure.name)
        sheet.write_string(row, 5, measure.unit)
    for row, name in enumerate(layout.areas, start=7):
        sheet.write_string(row, 7, name)
    sheet.set_column(3, 5, 44)
    sheet.set_column(7, 7, 30)
    sheet.protect()
