"""Small invented files with the traps of the real ones, and a handful of areas to match."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pandas as pd
import xlsxwriter

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Source
from lagesbild.domain.observation import Mark
from lagesbild.domain.period import PeriodKind
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.long import to_long
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.table import Understood, UnderstoodTable
from lagesbild.ingest.understanding import understand

RIKET = Area(code="0000", name="Riket", level=AreaLevel.RIKET)
LAN = [
    Area(code=code, name=name, level=AreaLevel.LAN, parent_code="0000")
    for code, name in {
        "01": "Stockholms län", "03": "Uppsala län", "04": "Södermanlands län",
        "09": "Gotlands län", "13": "Hallands län", "22": "Västernorrlands län",
    }.items()
]  # fmt: skip
KOMMUNER = [
    Area(code=code, name=name, level=AreaLevel.KOMMUN, parent_code=code[:2])
    for code, name in {
        "0114": "Upplands Väsby", "0139": "Upplands-Bro", "0180": "Stockholm", "0305": "Håbo",
        "0380": "Uppsala", "0643": "Habo", "0980": "Gotland", "1490": "Borås", "2023": "Malung-Sälen",
        "2260": "Ånge", "2262": "Timrå", "2281": "Sundsvall",
    }.items()
]  # fmt: skip
AREAS = AreaIndex([RIKET, *LAN, *KOMMUNER])


def source(**changes: object) -> Source:
    """A source whose marks mean what Skolverket's do."""
    given = {
        "id": "pahittad", "name": "Påhittad", "provider": "Ingen", "contact_role": "ingen",
        "description": "", "period_form": "kalenderar", "frequency": PeriodKind.YEAR,
        "licence": "", "marks": ((".", Mark.NOT_APPLICABLE), ("..", Mark.SUPPRESSED), ("-", Mark.ZERO)),
        **changes,
    }  # fmt: skip
    return Source(**given)  # type: ignore[arg-type]


def read(content: str | bytes, *, name: str = "fil.csv", **how: object) -> Understood:
    """Opened and understood."""
    data = content if isinstance(content, bytes) else content.encode()
    return understand(open_file(data, file_name=name), areas=AREAS, **how)  # type: ignore[arg-type]


def read_table(content: str | bytes, **how: object) -> UnderstoodTable:
    """The only table."""
    (table,) = read(content, **how).tables
    return table


def read_long(content: str | bytes, *, source: Source | None = None) -> pd.DataFrame:
    """The only table in long form."""
    return to_long(read_table(content, source=source), areas=AREAS, source=source)


def roles(table: UnderstoodTable) -> dict[str, str]:
    """Heading -> role."""
    return {column.name: column.role.value for column in table.columns}


def codes(understood: Understood) -> set[str]:
    """Codes of all remarks."""
    return {remark.code for remark in (*understood.faults, *understood.warnings)}


def breakdown(text: str) -> dict[str, str]:
    """The JSON of one row."""
    return dict(json.loads(text))


def workbook(**sheets: Callable[..., None] | list[list[object]]) -> bytes:
    """A workbook; a sheet is its rows, or a function that writes it (worksheet, workbook)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, content in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            if callable(content):
                content(sheet, book)
                continue
            for number, row in enumerate(content):
                for place, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, place, cell)
    return out.getvalue()
