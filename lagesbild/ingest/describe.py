"""How a file was understood, for programs (``inspect --json``) and for people."""

from __future__ import annotations

from typing import Any

from lagesbild.domain.period import Period
from lagesbild.ingest.readers.boundaries import BOUNDARY_FORMATS
from lagesbild.ingest.receipt import fault_document
from lagesbild.ingest.table import Column, ColumnRole, TableKind, Understood, UnderstoodTable

ROLE_WORDS: dict[ColumnRole, str] = {
    ColumnRole.AREA_CODE: "områdeskod",
    ColumnRole.AREA_NAME: "område",
    ColumnRole.PERIOD: "tid",
    ColumnRole.MEASURE: "mått",
    ColumnRole.BREAKDOWN: "uppdelning",
    ColumnRole.VALUE: "tal",
    ColumnRole.COORDINATE: "koordinat",
    ColumnRole.IGNORED: "läses inte",
}
FORMAT_WORDS = {
    "csv": "textfil", "px": "PC-Axis-fil", "json-stat": "JSON-stat", "kolada": "Kolada (JSON)",
    "pxweb-json": "PxWeb (JSON)", "json": "JSON", "html": "webbsida", "parquet": "Parquet-fil",
}  # fmt: skip
SELF_TOLD = frozenset(("px", "json-stat", "kolada", "pxweb-json"))
"""Formats that name their columns without a row of headings."""

DELIMITER_WORDS = {";": "semikolon", ",": "komma", "\t": "tabb", "|": "lodstreck"}


def describe(understood: Understood) -> dict[str, Any]:
    """The document of ``inspect --json``."""
    dialect = understood.dialect
    return {
        "file": understood.file,
        "format": understood.format,
        "encoding": understood.encoding,
        "dialect": None if dialect is None else {
            "delimiter": dialect.delimiter, "quote": dialect.quote, "decimal": dialect.decimal,
            "thousands": dialect.thousands,
        },
        "tables": [_table(table) for table in understood.tables],
        "faults": [fault_document(fault) for fault in understood.faults],
        "warnings": [fault_document(fault) for fault in understood.warnings],
    }  # fmt: skip


def _table(table: UnderstoodTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "period": _period(table.period),
        "header_lines": list(table.header_lines),
        "first_data_line": table.first_data_line,
        "rows": table.rows,
        "kind": table.kind.value,
        "footnotes": list(table.footnotes),
        "columns": [_column(column) for column in table.columns],
    }


def _period(period: Period | None) -> dict[str, str] | None:
    if period is None:
        return None
    return {
        "label": period.label,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "role": column.role.value,
        "dtype": column.dtype,
        "unit": column.unit,
        "marks": dict(column.marks),
        "reason": column.reason,
    }


def describe_in_words(understood: Understood) -> str:
    """Swedish text for a terminal."""
    lines = [f"{understood.file}: {_kind_in_words(understood)}"]
    for table in understood.tables:
        lines += ["", *_table_in_words(table, format_name=understood.format)]
    for word, faults in (("Fel", understood.faults), ("Att tänka på", understood.warnings)):
        if faults:
            lines += ["", f"{word}:"]
            lines += [f"  {fault.code}  {fault.message} {fault.remedy}" for fault in faults]
    return "\n".join(lines)


def _kind_in_words(understood: Understood) -> str:
    if understood.format in BOUNDARY_FORMATS:
        return f"gränser ({BOUNDARY_FORMATS[understood.format]})"
    parts = [FORMAT_WORDS.get(understood.format, f"arbetsbok ({understood.format})")]
    if understood.encoding:
        parts.append(f"teckenkodning {understood.encoding}")
    dialect = understood.dialect
    if dialect is not None:
        parts.append(f"avgränsare {DELIMITER_WORDS.get(dialect.delimiter, dialect.delimiter)}")
        if dialect.decimal:
            parts.append("decimalkomma" if dialect.decimal == "," else "decimalpunkt")
        if dialect.thousands:
            named = {" ": "mellanslag", ".": "punkt", ",": "komma", "'": "apostrof"}
            parts.append(f"tusental med {named.get(dialect.thousands, dialect.thousands)}")
    return ", ".join(parts)


def _table_in_words(table: UnderstoodTable, *, format_name: str) -> list[str]:
    if format_name in BOUNDARY_FORMATS:
        columns = [f"  {_column_in_words(column)}" for column in table.columns]
        return [f"Tabell {table.name}: {table.rows} områden", *columns]
    what = "händelser" if table.kind is TableKind.EVENTS else "datarader"
    lines = [f"Tabell {table.name}: {table.rows} {what}"]
    if table.title:
        lines.append(f"  Titel: {table.title}")
    if table.period:
        lines.append(
            f"  Period: {table.period.label} ({table.period.start} till {table.period.end})"
        )
    if format_name not in SELF_TOLD:
        headers = ", ".join(map(str, table.header_lines))
        lines.append(f"  Rubrikrad: {headers}" if headers else "  Rubrikrad saknas")
    lines.append(f"  Första dataraden: {table.first_data_line}")
    lines += [f"  {_column_in_words(column)}" for column in table.columns]
    if table.footnotes:
        lines.append(f"  Fotnoter: {len(table.footnotes)}")
    return lines


def _column_in_words(column: Column) -> str:
    unit = f", enhet {column.unit}" if column.unit else ""
    marks = ""
    if column.marks:
        marks = ", tecken " + ", ".join(f"{text} ({count})" for text, count in column.marks.items())
    return f"{column.name}: {ROLE_WORDS[column.role]}{unit}{marks} ({column.reason})"
