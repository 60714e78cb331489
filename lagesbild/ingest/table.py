"""The shapes a file passes through: opened, understood, long."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.domain.observation import Mark
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


class Use(StrEnum):
    """What a format itself says of a column, where it says anything.

    CLASS  a dimension of which the format does not say more; CODE the codes of another column
    """

    TIME = "time"
    AREA = "area"
    MEASURE = "measure"
    CLASS = "class"
    UNIT = "unit"
    CODE = "code"
    VALUE = "value"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldColumn:
    """One column of a table whose format says what it is.

    of    of codes: the position of the column that has their texts
    unit  of a column of figures
    """

    name: str
    use: Use
    of: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a format like PC-Axis or JSON-stat says of its table, so that nobody has to find it.

    marks  cell text -> what the file says that it means
    """

    columns: tuple[ToldColumn, ...]
    title: str = ""
    footnotes: tuple[str, ...] = ()
    marks: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeColumn:
    """What all data rows of a large file have in one column, where its frame shows only some.

    counts  distinct text -> rows, the most usual first; "" left out
    keys    a number for each row that differs where the texts do; None where they are not kept
    """

    counts: dict[str, int]
    rows: int
    keys: pd.Series[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A sheet or a text file as a reader gives it: text, and where it stood. Nothing is interpreted.

    frame   columns 0..n-1 of str ("" for empty); the index is the file's own row number, from 1
    widths  how many fields each row had in a text file; empty where the format has no such thing
    merged  merged cells as (first row, first column, last row, last column), rows as in the index
    above   lines that stand over the table and are no rows of it: a web page's headings
    told    where the format says what the columns are; then the frame has data rows only, and
            several may have the same number in the index
    whole   of a large file, of which the frame shows only some rows: what its columns have in all
    """

    name: str
    frame: pd.DataFrame
    is_hidden: bool = False
    widths: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    above: tuple[str, ...] = ()
    told: Told | None = None
    whole: dict[int, WholeColumn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file turned into text tables.

    warnings  what the reader noticed: letters that were lost, formulas without a value
    """

    file: str
    format: str
    encoding: str | None
    dialect: Dialect | None
    tables: tuple[TextTable, ...]
    warnings: tuple[Fault, ...] = ()


class TableKind(StrEnum):
    """Whether a row holds numbers, or is itself one thing that happened and is to be counted."""

    FIGURES = "figures"
    EVENTS = "events"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberForm:
    """How numbers are written in one column.

    native       the format keeps numbers as numbers (a workbook): "1.5" is never fifteen hundred
    is_doubtful  "1.234" could be both, and nothing else in the file tells which
    """

    decimal: str | None = None
    thousands: str | None = None
    native: bool = False
    is_doubtful: bool = False


WHOLE_YEAR = 0
"""``Column.month`` of the column that gives the year beside twelve month columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table as it was understood.

    index       position in the TextTable and label in ``UnderstoodTable.body``
    name        heading, two-row headings joined as "Upper / Lower"; unique within the table
    dtype       text, integer, number, date
    marks       cell texts that are not numbers -> how many there are
    reason      Swedish: why it was given this role
    measure     of a value column: the heading without its year and unit
    period      of a value column whose heading says which time it is about ("Våldsbrott 2015")
    month       of a value column that is a month: 1-12, or WHOLE_YEAR
    part        of a period column that only says a part: "year", "month", "quarter", "week",
                "tertial", "half"; "unit" for an ignored column with the unit of each row
    area        of a value column whose heading is an area ("Ånge 2023"): the area as printed
    number      how its numbers are written
    unreadable  the file's rows where a number is expected and the text is neither that nor a mark
    """

    index: int
    name: str
    role: ColumnRole
    dtype: str = "text"
    unit: str | None = None
    marks: dict[str, int] = field(default_factory=dict)
    reason: str = ""
    measure: str = ""
    period: Period | None = None
    month: int | None = None
    part: str = ""
    area: str = ""
    number: NumberForm | None = None
    unreadable: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstoodTable:
    """A found table.

    body         the data rows only: labels as ``Column.index``, str, index = the file's own row number
    period       the one the title lines give, when no column does
    sheet        the sheet's name in a workbook, "" in a text file
    notes        lines above the header beside the title
    period_form  how "2022/23" is read: "lasar", "tva_ar" or "" when nothing says
    is_preliminary  True when the title says so of all figures
    area_text    the area that the title lines name, when no column has areas
    marks        what the file itself says that texts among its figures mean; goes before the source
    row_count    how many data rows a large file has, of which ``body`` shows only some
    """

    name: str
    title: str
    period: Period | None
    header_lines: tuple[int, ...]
    first_data_line: int
    footnotes: tuple[str, ...]
    columns: tuple[Column, ...]
    body: pd.DataFrame
    sheet: str = ""
    notes: tuple[str, ...] = ()
    kind: TableKind = TableKind.FIGURES
    period_form: str = ""
    is_preliminary: bool = False
    area_text: str = ""
    marks: dict[str, Mark] = field(default_factory=dict)
    row_count: int | None = None

    @property
    def rows(self) -> int:
        return len(self.body) if self.row_count is None else self.row_count

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
