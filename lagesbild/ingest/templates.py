"""Templates that a provider can fill in: one row a figure, and nothing more to explain afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Measure, Source
from lagesbild.domain.period import PeriodKind
from lagesbild.ingest.example_rows import EXAMPLE_MARK
from lagesbild.ingest.group_templates import group_template_csv, group_template_workbook
from lagesbild.ingest.places import SITE_CODE
from lagesbild.ingest.template_file import (
    DATA_SHEET,
    ROWS,
    as_csv,
    as_workbook,
    offer_list,
    write_head,
)

PERIOD, MEASURE, VALUE = "Period", "Mått", "Värde"
NAMES_FROM = 7
"""Row of the explanations where the lists of names begin, from 0."""

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
    if source.groups:
        return group_template_csv(areas=areas)
    layout = _layout(source, areas=areas, today=today)
    return as_csv(layout.headings, example=layout.example)


def template_workbook(source: Source, *, areas: Iterable[Area], today: date) -> bytes:
    """An XLSX with drop-downs, an example row, locked headings and a sheet of explanations."""
    if source.groups:
        return group_template_workbook(source, areas=areas)
    layout = _layout(source, areas=areas, today=today)
    return as_workbook(
        write_rows=partial(_write_rows, layout=layout),
        write_notes=partial(_write_notes, source=source, layout=layout),
    )


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


def _write_rows(book: Any, sheet: Any, *, layout: Layout) -> None:
    """Suggestions and short help; only the measure must be one of the list."""
    write_head(
        book, sheet, headings=layout.headings, widths=(30, 14, 60, 14), example=layout.example,
        numbers=frozenset((VALUE,)),
    )  # fmt: skip
    sheet.write_comment(
        1, 0, "Ett exempel på hur en rad fylls i. Raden läses inte: ta bort den eller låt den stå.",
        {"author": "Lägesbild", "x_scale": 2},
    )  # fmt: skip
    for position, column, length, strictness in (
        (0, 7, len(layout.areas), "warning"), (2, 3, len(layout.measures), "stop"),
    ):  # fmt: skip
        offer_list(
            sheet, position=position, column=column, first=NAMES_FROM, length=length,
            strictness=strictness,
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
        sheet.write_string(NAMES_FROM - 1, column, heading, bold)
    for row, (name, measure) in enumerate(layout.measures.items(), start=NAMES_FROM):
        sheet.write_string(row, 3, name)
        sheet.write_string(row, 4, measure.name)
        sheet.write_string(row, 5, measure.unit)
    for row, name in enumerate(layout.areas, start=NAMES_FROM):
        sheet.write_string(row, 7, name)
    sheet.set_column(3, 5, 44)
    sheet.set_column(7, 7, 30)
