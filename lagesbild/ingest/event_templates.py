"""Templates for lists of single events: one row an event, with a day, a place and a kind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Measure, Source
from lagesbild.domain.spreadsheet import harmless, harmless_cell
from lagesbild.ingest.example_rows import EXAMPLE_MARK
from lagesbild.ingest.templates import DATA_SHEET, NOTES, ROWS

HEADINGS = ("Nr", "Tidpunkt", "Område", "Slag", "Nord", "Ost")
WIDTHS = (12, 20, 30, 50, 14, 14)
AREA, KIND = HEADINGS.index("Område"), HEADINGS.index("Slag")
NO_EVENTS = frozenset(
    (
        "personer",
        "kr",
        "procent",
        "företag",
        "timmar",
        "besök",
        "kontakter",
        "platser",
        "tillfällen",
    )
)
"""Units of measures that are not about things that happen."""

HELP = (
    "Nr: ert eget nummer på händelsen, så att ingen räknas två gånger. Det sparas inte.",
    "Tidpunkt: dag, gärna med klockslag, till exempel 2025-03-14 22:40. Bara dagen går också bra.",
    "Område: kommunen eller ett av dess delområden. Skriv aldrig en adress eller ett namn.",
    "Slag: vad det var, ur listan.",
    "Nord och Ost: koordinater i SWEREF 99 TM eller WGS 84, om de finns. De sparas som en ruta på 100 meter.",
    "Lämna hela året hittills varje gång: den nya listan ersätter den gamla för samma tid.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLayout:
    """What the template of a source holds."""

    areas: tuple[str, ...]
    kinds: tuple[str, ...]
    example: tuple[str, ...]


def event_template_csv(source: Source, *, areas: Iterable[Area], today: date) -> bytes:
    """Headings and one example row, as Excel in Swedish opens it."""
    layout = _layout(source, areas=areas, today=today)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(harmless, HEADINGS))
    writer.writerow(map(harmless_cell, layout.example))
    return out.getvalue().encode("utf-8-sig")


def event_template_workbook(source: Source, *, areas: Iterable[Area], today: date) -> bytes:
    """An XLSX with drop-downs for area and kind, an example row and a sheet of explanations."""
    import xlsxwriter

    layout = _layout(source, areas=areas, today=today)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet, notes = book.add_worksheet(DATA_SHEET), book.add_worksheet(NOTES)
    _write_rows(book, sheet, layout=layout)
    _write_notes(book, notes, source=source, layout=layout)
    sheet.activate()
    book.close()
    return out.getvalue()


def event_kinds_of(source: Source) -> tuple[Measure, ...]:
    """The measures that an event can be of; not the one that counts all of them."""
    return tuple(
        one
        for one in source.measures
        if one.id != source.events_counted_in and not one.select
        and one.unit not in NO_EVENTS and not one.unit.startswith("index")
    )  # fmt: skip


def _layout(source: Source, *, areas: Iterable[Area], today: date) -> EventLayout:
    known = list(areas)
    kommuner = [f"{one.code} {one.name}" for one in known if one.level is AreaLevel.KOMMUN]
    parts = sorted({one.name for one in known if one.level is AreaLevel.DELOMRADE})
    kinds = tuple(one.name for one in event_kinds_of(source))
    place = next(iter(kommuner), "2260 Ånge")
    return EventLayout(
        areas=(*parts, *kommuner), kinds=kinds,
        example=(
            "1", f"{today.year - 1}-03-14 22:40", f"{EXAMPLE_MARK} {place}", next(iter(kinds), ""),
            "6931250", "530480",
        ),
    )  # fmt: skip


def _write_rows(book: Any, sheet: Any, *, layout: EventLayout) -> None:
    locked = book.add_format({"bold": True, "bg_color": "#D9E2EC", "bottom": 1, "locked": True})
    text = book.add_format({"locked": False, "num_format": "@"})
    example = book.add_format({"locked": False, "italic": True, "font_color": "#52606D"})
    for position, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(position, position, width, text)
        sheet.write_string(0, position, heading, locked)
        sheet.write_string(1, position, layout.example[position], example)
    for position, column, length in (
        (AREA, "F", len(layout.areas)),
        (KIND, "D", len(layout.kinds)),
    ):
        if length:
            sheet.data_validation(
                1, position, ROWS, position,
                {"validate": "list", "source": f"='{NOTES}'!${column}$12:${column}${11 + length}",
                 "error_type": "warning", "error_title": "Finns inte i listan",
                 "error_message": "Välj ur listan. Alla namn står på bladet Förklaringar.",
                 "ignore_blank": True},
            )  # fmt: skip
    sheet.freeze_panes(1, 0)
    sheet.protect(
        "", {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True,
             "sort": True, "autofilter": True},
    )  # fmt: skip


def _write_notes(book: Any, sheet: Any, *, source: Source, layout: EventLayout) -> None:
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, f"Mall för händelser: {source.name}", bold)
    first = f"Fyll i bladet {DATA_SHEET}, en rad för varje händelse, och lämna filen på sidan Lämna data."
    for row, line in enumerate((first, *HELP), start=1):
        sheet.write_string(row, 0, line)
    for column, heading, names in ((3, "Slag", layout.kinds), (5, "Områden", layout.areas)):
        sheet.write_string(10, column, heading, bold)
        for row, name in enumerate(names, start=11):
            sheet.write_string(row, column, name)
    sheet.set_column(3, 5, 44)
    sheet.protect()
