"""A mapping as TOML: what a person may write in a file, and what is remembered beside a delivery."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from lagesbild.domain.correction import Correction, CorrectionStatus
from lagesbild.domain.indicator import Kind, Polarity, Theme
from lagesbild.domain.secrecy import Secrecy
from lagesbild.ingest.mapping import ColumnAnswer, Mapping, NewMeasure, misfit
from lagesbild.ingest.table import ColumnRole

Word = TypeVar("Word", bound=StrEnum)


def read_mapping(text: str) -> Mapping:
    """A mapping from TOML.

    raises  LagesbildError IN-013 on anything that is not known
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise misfit(f"filen är inte TOML ({error}).") from None
    _refuse_unknown(table, Mapping.__dataclass_fields__, within="")
    columns = {
        name: _read_column(body, name=name) for name, body in _table(table, "columns").items()
    }
    measures = tuple(_read_measure(body) for body in _list(table, "measures"))
    return Mapping(
        columns=columns,
        column_names=tuple(_words(table, "column_names")),
        header_rows=tuple(_numbers(table, "header_rows")),
        period=_text(table, "period"),
        area=_text(table, "area"),
        areas={name: str(code) for name, code in _table(table, "areas").items()},
        measures=measures,
        corrections=tuple(_read_correction(body) for body in _list(table, "corrections")),
    )


def write_mapping(mapping: Mapping) -> str:
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
    for correction in mapping.corrections:
        lines += ["", "[[corrections]]", *_fields(correction)]
    return "\n".join(lines).strip() + "\n" if lines else ""


def _read_column(body: object, *, name: str) -> ColumnAnswer:
    within = f"columns.{name}"
    if not isinstance(body, dict):
        raise misfit(f"{within} ska vara ett eget avsnitt.")
    _refuse_unknown(body, ColumnAnswer.__dataclass_fields__, within=within)
    return ColumnAnswer(
        role=_word(body, "role", ColumnRole), name=_text(body, "name"), unit=_text(body, "unit"),
        measure=_text(body, "measure"), period=_text(body, "period"),
    )  # fmt: skip


def _read_measure(body: object) -> NewMeasure:
    if not isinstance(body, dict):
        raise misfit("measures ska skrivas som [[measures]].")
    _refuse_unknown(body, NewMeasure.__dataclass_fields__, within="measures")
    name, unit = _text(body, "name"), _text(body, "unit")
    if not name or not unit:
        raise misfit("varje mått under [[measures]] ska ha name och unit.")
    return NewMeasure(
        name=name, unit=unit, in_file=_text(body, "in_file") or "", id=_text(body, "id") or "",
        polarity=_word(body, "polarity", Polarity) or Polarity.AMBIGUOUS,
        kind=_word(body, "kind", Kind), theme=_word(body, "theme", Theme) or Theme.SAMHALLE,
        secrecy=_word(body, "secrecy", Secrecy),
    )  # fmt: skip


def _read_correction(body: object) -> Correction:
    if not isinstance(body, dict):
        raise misfit("corrections ska skrivas som [[corrections]].")
    _refuse_unknown(body, Correction.__dataclass_fields__, within="corrections")
    needed = ("source", "measure", "area_code", "raw", "reason")
    texts = {name: _text(body, name) or "" for name in needed}
    start, end = body.get("period_start"), body.get("period_end")
    if not all(texts.values()) or type(start) is not date or type(end) is not date or end <= start:
        raise misfit(
            "varje rättelse under [[corrections]] ska ha source, measure, area_code, raw, reason och "
            "datumen period_start och period_end (första dagen efter perioden)."
        )
    return Correction(
        **texts, period_start=start, period_end=end, right=_text(body, "right"),
        status=_word(body, "status", CorrectionStatus) or CorrectionStatus.CONFIRMED,
        breakdown=_text(body, "breakdown"),
    )  # fmt: skip


def _refuse_unknown(table: dict[str, Any], known: Iterable[str], *, within: str) -> None:
    names = sorted(known)
    for name in table:
        if name not in names:
            place = f"{within}.{name}" if within else name
            raise misfit(f"fältet {place} finns inte. Kända fält: {', '.join(names)}.")


def _text(table: dict[str, Any], name: str) -> str | None:
    value = table.get(name)
    if value is None:
        return None
    if isinstance(value, bool | dict | list):
        raise misfit(f"fältet {name} ska vara en text.")
    return str(value).strip() or None


def _word(table: dict[str, Any], name: str, kind: type[Word]) -> Word | None:
    text = _text(table, name)
    if text is None:
        return None
    try:
        return kind(text)
    except ValueError:
        allowed = ", ".join(word.value for word in kind)
        raise misfit(f"fältet {name} ska vara ett av {allowed}.") from None


def _table(table: dict[str, Any], name: str) -> dict[str, Any]:
    value = table.get(name, {})
    if not isinstance(value, dict):
        raise misfit(f"{name} ska vara ett avsnitt: [{name}].")
    return value


def _list(table: dict[str, Any], name: str) -> list[Any]:
    value = table.get(name, [])
    if not isinstance(value, list):
        raise misfit(f"{name} ska vara en lista.")
    return value


def _words(table: dict[str, Any], name: str) -> list[str]:
    return [str(value) for value in _list(table, name)]


def _numbers(table: dict[str, Any], name: str) -> list[int]:
    values = _list(table, name)
    if not all(isinstance(value, int) and value > 0 for value in values):
        raise misfit(f"{name} ska vara radnummer, till exempel [5].")
    return values


def _fields(value: ColumnAnswer | NewMeasure | Correction) -> list[str]:
    pairs = ((name, getattr(value, name)) for name in value.__dataclass_fields__)
    return [f"{name} = {_toml(one)}" for name, one in pairs if one]


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    if isinstance(value, date):
        return value.isoformat()
    # A JSON string is a TOML basic string, but for the character DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
