"""What a person says about a file, so that the next file of the same kind needs no questions."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from lagesbild.catalog.catalogue import fold_name
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.indicator import Kind, Measure, Polarity, Theme
from lagesbild.domain.secrecy import Secrecy
from lagesbild.ingest.faults import make_fault
from lagesbild.ingest.table import ColumnRole

IGNORED = "ignorera"
PART_OF = re.compile(r"^\s*delområde\s+i\s+(?P<kommun>\d{4})\s*$", re.IGNORECASE)
SHARE_UNITS = frozenset({"%", "procent", "andel", "andel (%)"})
COUNT_UNITS = frozenset({"antal", "st", "stycken"})

Word = TypeVar("Word", bound=StrEnum)


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
class FileMapping:
    """All answers about a kind of file.

    column_names  a name for each column of a file without headings, in order
    period, area  what the whole file is about, when no column says it
    areas         name in the file -> code, "delområde i <kommunkod>" or "ignorera"
    """

    columns: dict[str, ColumnAnswer] = field(default_factory=dict)
    column_names: tuple[str, ...] = ()
    header_rows: tuple[int, ...] = ()
    period: str | None = None
    area: str | None = None
    areas: dict[str, str] = field(default_factory=dict)
    measures: tuple[NewMeasure, ...] = ()

    def column(self, name: str) -> ColumnAnswer | None:
        """The answer about a heading, without regard to case and spacing."""
        wanted = fold_name(name)
        return next((a for n, a in self.columns.items() if fold_name(n) == wanted), None)


def read_mapping(text: str) -> FileMapping:
    """A mapping from TOML.

    raises  LagesbildError IN-013 on anything that is not known
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _misfit(f"filen är inte TOML ({error}).") from None
    _refuse_unknown(table, FileMapping.__dataclass_fields__, within="")
    columns = {
        name: _read_column(body, name=name) for name, body in _table(table, "columns").items()
    }
    measures = tuple(_read_measure(body) for body in _list(table, "measures"))
    return FileMapping(
        columns=columns,
        column_names=tuple(_words(table, "column_names")),
        header_rows=tuple(_numbers(table, "header_rows")),
        period=_text(table, "period"),
        area=_text(table, "area"),
        areas={name: str(code) for name, code in _table(table, "areas").items()},
        measures=measures,
    )


def write_mapping(mapping: FileMapping) -> str:
    """The mapping as TOML that read_mapping reads back as the same."""
    lines: list[str] = []
    for name in ("period", "area", "column_names", "header_rows"):
        value = getattr(mapping, name)
        if value:
            lines.append(f"{name} = {_toml(value)}")
    for heading, answer in mapping.columns.items():
        lines += ["", f"[columns.{_toml(heading)}]", *_fields(answer)]
    if mapping.areas:
        lines += ["", "[areas]"]
        lines += [f"{_toml(name)} = {_toml(code)}" for name, code in mapping.areas.items()]
    for measure in mapping.measures:
        lines += ["", "[[measures]]", *_fields(measure)]
    return "\n".join(lines).strip() + "\n" if lines else ""


def merge_mappings(older: FileMapping, newer: FileMapping) -> FileMapping:
    """Remembered answers with today's on top."""
    names = {measure.name for measure in newer.measures}
    return FileMapping(
        columns={**older.columns, **newer.columns},
        column_names=newer.column_names or older.column_names,
        header_rows=newer.header_rows or older.header_rows,
        period=newer.period or older.period,
        area=newer.area or older.area,
        areas={**older.areas, **newer.areas},
        measures=(*(m for m in older.measures if m.name not in names), *newer.measures),
    )


def kind_of_unit(unit: str) -> Kind:
    """How an indicator of a measure with this unit comes about."""
    folded = unit.casefold().strip()
    if folded in SHARE_UNITS:
        return Kind.SHARE
    return Kind.COUNT if folded in COUNT_UNITS or folded.startswith("antal") else Kind.VALUE


def slug(text: str) -> str:
    """A name as an id: a-z, 0-9 and underscores."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "namnlos"


def _read_column(body: object, *, name: str) -> ColumnAnswer:
    within = f"columns.{name}"
    if not isinstance(body, dict):
        raise _misfit(f"{within} ska vara ett eget avsnitt.")
    _refuse_unknown(body, ColumnAnswer.__dataclass_fields__, within=within)
    return ColumnAnswer(
        role=_word(body, "role", ColumnRole), name=_text(body, "name"), unit=_text(body, "unit"),
        measure=_text(body, "measure"), period=_text(body, "period"),
    )  # fmt: skip


def _read_measure(body: object) -> NewMeasure:
    if not isinstance(body, dict):
        raise _misfit("measures ska skrivas som [[measures]].")
    _refuse_unknown(body, NewMeasure.__dataclass_fields__, within="measures")
    name, unit = _text(body, "name"), _text(body, "unit")
    if not name or not unit:
        raise _misfit("varje mått under [[measures]] ska ha name och unit.")
    return NewMeasure(
        name=name, unit=unit, in_file=_text(body, "in_file") or "", id=_text(body, "id") or "",
        polarity=_word(body, "polarity", Polarity) or Polarity.AMBIGUOUS,
        kind=_word(body, "kind", Kind), theme=_word(body, "theme", Theme) or Theme.SAMHALLE,
        secrecy=_word(body, "secrecy", Secrecy),
    )  # fmt: skip


def _refuse_unknown(table: Mapping[str, Any], known: Iterable[str], *, within: str) -> None:
    names = sorted(known)
    for name in table:
        if name not in names:
            place = f"{within}.{name}" if within else name
            raise _misfit(f"fältet {place} finns inte. Kända fält: {', '.join(names)}.")


def _text(table: Mapping[str, Any], name: str) -> str | None:
    value = table.get(name)
    if value is None:
        return None
    if isinstance(value, bool | dict | list):
        raise _misfit(f"fältet {name} ska vara en text.")
    return str(value).strip() or None


def _word(table: Mapping[str, Any], name: str, kind: type[Word]) -> Word | None:
    text = _text(table, name)
    if text is None:
        return None
    try:
        return kind(text)
    except ValueError:
        allowed = ", ".join(word.value for word in kind)
        raise _misfit(f"fältet {name} ska vara ett av {allowed}.") from None


def _table(table: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = table.get(name, {})
    if not isinstance(value, dict):
        raise _misfit(f"{name} ska vara ett avsnitt: [{name}].")
    return value


def _list(table: Mapping[str, Any], name: str) -> list[Any]:
    value = table.get(name, [])
    if not isinstance(value, list):
        raise _misfit(f"{name} ska vara en lista.")
    return value


def _words(table: Mapping[str, Any], name: str) -> list[str]:
    return [str(value) for value in _list(table, name)]


def _numbers(table: Mapping[str, Any], name: str) -> list[int]:
    values = _list(table, name)
    if not all(isinstance(value, int) and value > 0 for value in values):
        raise _misfit(f"{name} ska vara radnummer, till exempel [5].")
    return values


def _misfit(what: str) -> LagesbildError:
    fault = make_fault("IN-013", what=what)
    return LagesbildError(fault.code, fault.message, remedy=fault.remedy)


def _fields(value: ColumnAnswer | NewMeasure) -> list[str]:
    pairs = ((name, getattr(value, name)) for name in value.__dataclass_fields__)
    return [f"{name} = {_toml(one)}" for name, one in pairs if one]


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    # A JSON string is a TOML basic string, but for the character DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
