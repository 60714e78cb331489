"""Which columns of a list of events say when and where; only lists with whole days are kept singly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.period import PeriodKind
from lagesbild.ingest import headings
from lagesbild.ingest.events.times import CLOCK_TEXT
from lagesbild.ingest.periods import read_period
from lagesbild.ingest.table import Column, ColumnRole, TableKind, UnderstoodTable

SAMPLE = 400
MOSTLY = 0.8

KIND_HEADING = re.compile(
    r"\w*(?:slag|typ|kategori|rubrik|art|orsak)|vad|sort|ärende|händelse|brott\w*"
)
MOST_KINDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class EventColumns:
    """The columns of one list.

    clock    a column of its own with the time of day
    points   with coordinates, in the order of the file
    kinds    that could say of what kind an event is
    kommun   with the kommun, where a smaller area is read as the area
    numbers  with the source's own number of the event
    """

    when: Column
    clock: Column | None
    points: tuple[Column, ...]
    kinds: tuple[Column, ...]
    kommun: Column | None
    numbers: tuple[Column, ...]


def find_event_columns(table: UnderstoodTable) -> EventColumns | None:
    """None for a table of figures, and for a list that has no days: that is counted and not kept."""
    if table.kind is not TableKind.EVENTS:
        return None
    when = next((c for c in table.with_role(ColumnRole.PERIOD) if not c.part), None)
    if when is None or not _has_days(_some(table, when)):
        return None
    aside = [c for c in table.columns if c.role in {ColumnRole.IGNORED, ColumnRole.BREAKDOWN}]
    clock = next((c for c in aside if _is_clock(c, table=table)), None)
    kinds = tuple(c for c in aside if c is not clock and _may_be_kind(c, table=table))
    return EventColumns(
        when=when, clock=clock, points=table.with_role(ColumnRole.COORDINATE), kinds=kinds,
        kommun=next((c for c in aside if c.role is ColumnRole.IGNORED and _is_kommun(c)), None),
        numbers=tuple(
            c for c in aside if headings.ID_HEADING.fullmatch(headings.bare(c.name))
        ),
    )  # fmt: skip


def _some(table: UnderstoodTable, column: Column) -> list[str]:
    cells = table.body[column.index]
    return [str(text) for text in cells[cells != ""].unique()[:SAMPLE]]


def _has_days(texts: list[str]) -> bool:
    read = [period for text in texts if (period := read_period(text)) is not None]
    return sum(one.kind is PeriodKind.DAY for one in read) > 0.5 * max(len(texts), 1)


def _is_clock(column: Column, *, table: UnderstoodTable) -> bool:
    texts = _some(table, column)
    if not texts or not headings.HOUR_HEADING.fullmatch(headings.bare(column.name)):
        return False
    return sum(CLOCK_TEXT.fullmatch(text) is not None for text in texts) >= MOSTLY * len(texts)


def _may_be_kind(column: Column, *, table: UnderstoodTable) -> bool:
    """What divides the rows; a column that says the same on all of them may do so in another list."""
    if column.role is ColumnRole.BREAKDOWN:
        return True
    cells = table.body[column.index]
    told = KIND_HEADING.fullmatch(headings.bare(column.name)) is not None
    return told and 0 < cells[cells != ""].nunique() <= MOST_KINDS


def _is_kommun(column: Column) -> bool:
    told = headings.area_code_heading(column.name) or headings.area_name_heading(column.name)
    return told is not None and told.level is AreaLevel.KOMMUN
