"""What a person says about a file, so that the next file of the same kind needs no questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lagesbild.catalog.catalogue import fold_name
from lagesbild.domain.correction import Correction
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.indicator import Kind, Measure, Polarity, Source, Theme
from lagesbild.domain.period import Period
from lagesbild.domain.secrecy import Secrecy
from lagesbild.ingest.faults import make_fault
from lagesbild.ingest.marks import meaning
from lagesbild.ingest.numbers import parse_numbers, settle_form, weigh_form
from lagesbild.ingest.periods import read_period, split_period
from lagesbild.ingest.table import Column, ColumnRole, TableKind, Understood, UnderstoodTable

IGNORED = "ignorera"
PART_OF = re.compile(r"^\s*delområde\s+i\s+(?P<kommun>\d{4})\s*$", re.IGNORECASE)
SHARE_UNIT = re.compile(r"%|\bprocent\b|\bandel\b", re.IGNORECASE)
VALUE_UNIT = re.compile(
    r"\bper\b|/|\b(?:t|m)?kr(?:onor)?\b|\bindex\b|poäng|medel|median|genomsnitt|\bår\b|\bdygn\b|\b[mnµu]?g\b"
    r"|\btimmar\b|\bminuter\b|\bdagar\b|\bk?m\b|\bkvot\b|\bbetyg\b",
    re.IGNORECASE,
)
"""Units of what is not counted: 5 "kr" is not five of something that can be too few to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnAnswer:
    """What a person says of one column; None where nothing is said.

    measure  id of a measure of the catalogue, or the name of one of the mapping's own
    period   as it would stand in a file, for a column of numbers whose heading has none
    """

    role: ColumnRole | None = None
    name: str | None = None
    unit: str | None = None
    measure: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeasure:
    """A measure that the catalogue does not know, and how it may be read.

    name     what people call it
    in_file  how the file writes it, when that is something else
    """

    name: str
    unit: str
    polarity: Polarity = Polarity.AMBIGUOUS
    in_file: str = ""
    id: str = ""
    kind: Kind | None = None
    theme: Theme = Theme.SAMHALLE
    secrecy: Secrecy | None = None

    def measure(self, *, source_id: str) -> Measure:
        """As the store keeps it."""
        name = self.id.removeprefix(f"{source_id}.") or slug(self.name)
        aliases = (self.in_file,) if self.in_file and self.in_file != self.name else ()
        return Measure(
            id=f"{source_id}.{name}", name=self.name, unit=self.unit, source=source_id,
            aliases=aliases,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """All answers about a kind of file.

    column_names  a name for each column of a file without headings, in order
    period, area  what the whole file is about, when no column says it
    areas         name in the file -> code, "delområde i <kommunkod>" or "ignorera"
    columns       by heading, or by "sheet!heading" for one sheet of several with the same heading
    corrections   cells that are wrong, with what is right and why
    """

    columns: dict[str, ColumnAnswer] = field(default_factory=dict)
    column_names: tuple[str, ...] = ()
    header_rows: tuple[int, ...] = ()
    period: str | None = None
    area: str | None = None
    areas: dict[str, str] = field(default_factory=dict)
    measures: tuple[NewMeasure, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is said."""
        return self == Mapping()

    def column(self, name: str, *, table: str = "") -> ColumnAnswer | None:
        """The answer about a heading, without regard to case, spacing and a period in it.

        An answer about the heading as it stands goes before one about the heading without its year.
        """
        wanted = fold_name(name)
        if table:
            for heading, answer in self.columns.items():
                if fold_name(heading) == fold_name(in_table(name, table=table)):
                    return answer
        for heading, answer in self.columns.items():
            spellings = (heading, answer.name or heading, split_period(heading)[0])
            if wanted in map(fold_name, spellings):
                return answer
        bare = fold_name(split_period(name)[0])
        return next((a for heading, a in self.columns.items() if fold_name(heading) == bare), None)


def in_table(heading: str, *, table: str) -> str:
    """The key of an answer that holds for one sheet only."""
    return f"{table}!{heading}"


def apply_mapping(
    understood: Understood, mapping: Mapping, *, source: Source | None = None
) -> Understood:
    """The file as the person says it should be understood.

    Names for columns without headings and the rows that are headings are for ``understand``.

    source  for what marks mean in columns that become numbers

    raises  LagesbildError IN-013 when an answer does not fit the file
    """
    tables = tuple(
        _apply_to_table(one, mapping=mapping, source=source) for one in understood.tables
    )
    warnings = tuple(
        one for one in understood.warnings if one.code != "TY-106" or not mapping.period
    )
    return replace(understood, tables=tables, warnings=warnings)


def _apply_to_table(
    table: UnderstoodTable, *, mapping: Mapping, source: Source | None
) -> UnderstoodTable:
    period = table.period
    if mapping.period:
        period = read_period(mapping.period, form=table.period_form)
        if period is None:
            raise misfit(f"perioden ”{mapping.period}” går inte att läsa.")
    columns = tuple(
        _apply_to_column(one, table=table, mapping=mapping, source=source) for one in table.columns
    )
    return replace(
        table, columns=columns, period=period, kind=_kind_of(columns, table=table, source=source)
    )


def _kind_of(
    columns: Sequence[Column], *, table: UnderstoodTable, source: Source | None
) -> TableKind:
    """When a person says that none of the numbers is one to read, the rows of a source that gives lists
    of events are what is counted; and the other way about."""
    roles = {column.role for column in columns}
    if ColumnRole.VALUE in roles:
        return TableKind.FIGURES
    had = bool(table.with_role(ColumnRole.VALUE)) and source is not None and source.events
    return TableKind.EVENTS if had and ColumnRole.PERIOD in roles else table.kind


def _apply_to_column(
    column: Column, *, table: UnderstoodTable, mapping: Mapping, source: Source | None
) -> Column:
    answer = mapping.column(column.name, table=table.name)
    if answer is None:
        return column
    changed = replace(
        column, name=answer.name or column.name, role=answer.role or column.role,
        unit=answer.unit or column.unit, reason="enligt mappningen",
    )  # fmt: skip
    if answer.name:
        changed = replace(changed, measure=split_period(answer.name)[0].strip())
    if answer.period:
        changed = replace(changed, period=_given_period(answer.period, table=table))
    if changed.role is ColumnRole.VALUE and column.number is None:
        return _read_as_numbers(changed, table=table, source=source)
    return changed


def _given_period(text: str, *, table: UnderstoodTable) -> Period:
    period = read_period(text, form=table.period_form)
    if period is None:
        raise misfit(f"perioden ”{text}” går inte att läsa.")
    return period


def _read_as_numbers(column: Column, *, table: UnderstoodTable, source: Source | None) -> Column:
    """A column that was not taken for numbers until the person said so."""
    cells = table.body[column.index]
    counts = {str(text): int(n) for text, n in cells[cells != ""].value_counts().items()}
    native = bool(table.sheet)
    form = settle_form(weigh_form(counts), file_decimal=None, delimiter=None, native=native)
    read = parse_numbers(counts, form=form)
    marks = {
        text: number for text, number in counts.items()
        if text not in read and meaning(text, source=source) is not None
    }  # fmt: skip
    strange = [text for text in counts if text not in read and text not in marks]
    return replace(
        column, dtype="number", number=form, marks=marks,
        measure=column.measure or split_period(column.name)[0].strip(),
        period=column.period or split_period(column.name, form=table.period_form)[1],
        unreadable=tuple(int(row) for row in cells.index[cells.isin(strange)]),
    )  # fmt: skip


def misfit(what: str) -> LagesbildError:
    """The error for a mapping that cannot be followed."""
    fault = make_fault("IN-013", what=what)
    return LagesbildError(fault.code, fault.message, remedy=fault.remedy)


def merge_mappings(older: Mapping, newer: Mapping) -> Mapping:
    """Remembered answers with today's on top."""
    names = {measure.name for measure in newer.measures}
    return Mapping(
        columns={**older.columns, **newer.columns},
        column_names=newer.column_names or older.column_names,
        header_rows=newer.header_rows or older.header_rows,
        period=newer.period or older.period,
        area=newer.area or older.area,
        areas={**older.areas, **newer.areas},
        measures=(*(m for m in older.measures if m.name not in names), *newer.measures),
        corrections=tuple(dict.fromkeys((*older.corrections, *newer.corrections))),
    )


def kind_of_unit(unit: str) -> Kind:
    """How an indicator of a measure with this unit comes about; whatever is left is counted."""
    if VALUE_UNIT.search(unit):
        return Kind.VALUE
    return Kind.SHARE if SHARE_UNIT.search(unit) else Kind.COUNT


def slug(text: str, *, separator: str = "_") -> str:
    """A name as an id: a-z, 0-9 and the separator."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", separator, plain).strip(separator) or "namnlos"
