"""Templates for lists of single events: one row an event, with a day, a place and a kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Measure, Source
from lagesbild.ingest.example_rows import EXAMPLE_MARK
from lagesbild.ingest.template_file import (
    DATA_SHEET,
    as_csv,
    as_workbook,
    offer_list,
    write_head,
)

HEADINGS = ("Nr", "Tidpunkt", "Område", "Slag", "Nord", "Ost")
WIDTHS = (12, 20, 30, 50, 14, 14)
AREA, KIND = HEADINGS.index("Område"), HEADINGS.index("Slag")
NAMES_FROM = 11
"""Row of the explanations where the lists of names begin, from 0."""

NO_EVENTS = frozenset(
    [
        "personer",
        "kr",
        "procent",
        "företag",
        "timmar",
        "besök",
        "kontakter",
        "platser",
        "tillfällen",
    ]
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
    return as_csv(HEADINGS, example=layout.example)


def event_template_workbook(source: Source, *, areas: Iterable[Area], today: date) -> bytes:
    """An XLSX with drop-downs for area and kind, an example row and a sheet of explanations."""
    layout = _layout(source, areas=areas, today=today)
    return as_workbook(
        write_rows=partial(_write_rows, layout=layout),
        write_notes=partial(_write_notes, source=source, layout=layout),
    )


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
    write_head(book, sheet, headings=HEADINGS, widths=WIDTHS, example=layout.example)
    for position, column, names in ((AREA, 5, layout.areas), (KIND, 3, layout.kinds)):
        offer_list(
            sheet, position=position, column=column, first=NAMES_FROM, length=len(names),
            strictness="warning",
        )  # fmt: skip


def _write_notes(book: Any, sheet: Any, *, source: Source, layout: EventLayout) -> None:
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, f"Mall för händelser: {source.name}", bold)
    first = f"Fyll i bladet {DATA_SHEET}, en rad för varje händelse, och lämna filen på sidan Lämna data."
    for row, line in enumerate((first, *HELP), start=1):
        sheet.write_string(row, 0, line)
    for column, heading, names in ((3, "Slag", layout.kinds), (5, "Områden", layout.areas)):
        sheet.write_string(NAMES_FROM - 1, column, heading, bold)
        for row, name in enumerate(names, start=NAMES_FROM):
            sheet.write_string(row, column, name)
    sheet.set_column(3, 5, 44)
