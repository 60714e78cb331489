"""Released figures as a table to read and as a file to take home."""

from __future__ import annotations

import csv
import io
import json
import re

import pandas as pd

from lagesbild.analysis.wording import number
from lagesbild.domain.indicator import Kind
from lagesbild.domain.results import FIGURE_COLUMNS, ReleasedFigures, ReleasedSurvey
from lagesbild.domain.secrecy import STATUS_WORDS, Status
from lagesbild.domain.written import EXAMPLE_TEXT, decimals_for, format_period, format_range
from lagesbild.report.table_file import csv_cell


def figures_as_table(figures: ReleasedFigures) -> pd.DataFrame:
    """One row a figure, newest first and otherwise in the figures' own order, all as Swedish text."""
    frame = figures.frame.sort_values("period_end", ascending=False, kind="stable")
    rows = frame.to_dict("records")
    has_parts = bool((~frame["is_total"]).any())
    has_limits = bool(frame["lower"].notna().any())
    is_count = figures.indicator.kind is Kind.COUNT
    table = {
        "Område": [row["area_name"] for row in rows],
        "Period": [
            format_period(r["period_start"], r["period_end"], label=r["period_label"]) for r in rows
        ],
    }
    if has_parts:
        table["Uppdelning"] = [breakdown_text(row["breakdown"]) for row in rows]
    if frame["count"].notna().any() and not is_count:
        table["Antal"] = [number(row["count"]) or _hole(row) for row in rows]
    if frame["denominator"].notna().any():
        table["Underlag"] = [number(row["denominator"]) for row in rows]
    table[_value_heading(figures)] = [_value(figures, row) for row in rows]
    if has_limits:
        table["Osäkerhet (95 %)"] = [_limits(figures, row) for row in rows]
    remarks = [_remark(row) for row in rows]
    if any(remarks):
        table["Anmärkning"] = remarks
    return pd.DataFrame(table)


def breakdown_text(text: str) -> str:
    """The subgroup in words: "Typ av huvudman: Kommunal"."""
    pairs = json.loads(text or "{}")
    return ", ".join(f"{name}: {value}" for name, value in pairs.items()) or "Alla"


def _value_heading(figures: ReleasedFigures) -> str:
    unit = figures.indicator.unit
    return unit[:1].upper() + unit[1:] if unit else "Värde"


def _hole(row: dict) -> str:
    return row["status_reason"] or STATUS_WORDS[Status(row["status"])]


def _value(figures: ReleasedFigures, row: dict) -> str:
    if pd.isna(row["value"]):
        return _hole(row)
    places = decimals_for(figures.indicator, row["value"], denominator=row["denominator"])
    return number(row["value"], decimals=places)


def _limits(figures: ReleasedFigures, row: dict) -> str:
    if pd.isna(row["lower"]) or pd.isna(row["value"]):
        return ""
    places = decimals_for(figures.indicator, row["value"], denominator=row["denominator"])
    return format_range(row["lower"], row["upper"], decimals=places)


def _remark(row: dict) -> str:
    status = Status(row["status"])
    return "" if status is Status.VALUE else (row["status_reason"] or STATUS_WORDS[status])


def figures_as_csv(figures: ReleasedFigures | ReleasedSurvey) -> bytes:
    """UTF-8 with mark, semicolons and decimal comma, as a Swedish spreadsheet opens it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*FIGURE_COLUMNS, "anmarkning"])
    for row in figures.frame[[*FIGURE_COLUMNS, "is_example"]].to_dict("records"):
        mark = EXAMPLE_TEXT if row["is_example"] else ""
        writer.writerow([*(_cell(row[name]) for name in FIGURE_COLUMNS), mark])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None or value is pd.NaT or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return csv_cell(value)


def file_name_for(figures: ReleasedFigures) -> str:
    stem = re.sub(r"[^a-z0-9_-]+", "-", figures.indicator.id.lower()).strip("-")
    return f"{stem}-exempeldata.csv" if figures.example else f"{stem}.csv"
