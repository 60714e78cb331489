"""The shapes a file passes through: opened, understood, long."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.domain.period import Period


class ColumnRole(StrEnum):
    """What a column is for; values are those of the command line contract."""

    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    PERIOD = "period"
    MEASURE = "measure"
    BREAKDOWN = "breakdown"
    VALUE = "value"
    COORDINATE = "coordinate"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How delimited text is written. ``decimal`` and ``thousands`` are found from the numbers."""

    delimiter: str
    quote: str = '"'
    decimal: str | None = None
    thousands: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A sheet or a text file as a reader gives it: text, and where it stood. Nothing is interpreted.

    frame  columns 0..n-1 of str ("" for empty); the index is the file's own row number, from 1
    """

    name: str
    frame: pd.DataFrame
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file turned into text tables."""

    file: str
    format: str
    encoding: str | None
    dialect: Dialect | None
    tables: tuple[TextTable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table as it was understood.

    index   position in the TextTable, from 0
    name    heading, two-row headings joined as "Upper / Lower"
    dtype   text, integer, number, date
    marks   cell texts that are not numbers -> how many there are
    reason  Swedish: why it was given this role
    """

    index: int
    name: str
    role: ColumnRole
    dtype: str = "text"
    unit: str | None = None
    marks: dict[str, int] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstoodTable:
    """A found table.

    body     the data rows only: columns 0..n-1 of str, index = the file's own row number
    period   the one the title lines give, when no column does
    """

    name: str
    title: str
    period: Period | None
    header_lines: tuple[int, ...]
    first_data_line: int
    footnotes: tuple[str, ...]
    columns: tuple[Column, ...]
    body: pd.DataFrame

    @property
    def rows(self) -> int:
        return len(self.body)

    def with_role(self, role: ColumnRole) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role is role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """How a whole file was understood; what ``inspect`` prints."""

    file: str
    format: str
    encoding: str | None
    dialect: Dialect | None
    tables: tuple[UnderstoodTable, ...]
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
