"""Columns whose time is said in relation to the title's, and columns that follow from the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lagesbild.domain.period import MONTHS, Period, PeriodKind
from lagesbild.ingest.headings import (
    CHANGE_HEADING,
    SINCE_NEW_YEAR_HEADING,
    TOTAL_HEADING,
    TWELVE_MONTHS_HEADING,
    unit_of,
)
from lagesbild.ingest.periods import month_number, read_period, split_period
from lagesbild.ingest.table import Column, ColumnRole, TableKind, UnderstoodTable

LEAST_DATED = 3
PART = re.compile(
    r"(?:v(?:ecka)?|kv(?:artal)?|k|q|t(?:ertial)?|h(?:alvår)?)\.?\s*\d{1,2}", re.IGNORECASE
)
"""A part of a year that the title names."""


GENERIC = re.compile(
    r"antal(?: (?:brott|anmälda brott|personer))?|andel|procent|värde|tal|resultat"
    r"|(?:antal )?(?:per|/) ?1?0?0[ \u00a0]?000(?: inv\w*\.?)?|andel \(%\)",
    re.IGNORECASE,
)
"""Headings that say how it is measured, and not what."""


def drop_derived(columns: Sequence[Column]) -> list[Column]:
    """Without sums beside years, and without changes beside what has changed."""
    values = [c for c in columns if c.role is ColumnRole.VALUE]
    dated = sum(c.period is not None or bool(PART.fullmatch(c.name)) for c in values)
    changes = {c.index for c in values if _is_change(c)}
    reasons = (
        dict.fromkeys(changes, "förändringen följer av talen") if len(changes) < len(values) else {}
    )
    if dated >= LEAST_DATED:
        reasons |= {c.index: "summan följer av kolumnerna bredvid" for c in values if _is_sum(c)}
    return [
        replace(c, role=ColumnRole.IGNORED, reason=reasons[c.index]) if c.index in reasons else c
        for c in columns
    ]


def _is_sum(column: Column) -> bool:
    return column.period is None and bool(TOTAL_HEADING.fullmatch(column.name.casefold()))


def _is_change(column: Column) -> bool:
    """The last line of the heading: "Mars / Förändring, %"."""
    return bool(CHANGE_HEADING.fullmatch(column.name.split(" / ")[-1].casefold()))


def stretch_from(
    columns: Sequence[Column], *, told: Period | None, title: str
) -> tuple[Column, ...]:
    """Under a title about a month "Januari-mars" is of its year, and "Senaste 12 månaderna" end then;
    under one about a year "v. 34" is of that year.

    A month ends on the first of the next, so that the same day a year before is there.
    """
    if told is None or told.kind not in {PeriodKind.MONTH, PeriodKind.YEAR}:
        return tuple(columns)
    subject = split_period(title)[0] or title
    return tuple(_with_stretch(column, told=told, subject=subject) for column in columns)


def _with_stretch(column: Column, *, told: Period, subject: str) -> Column:
    if column.role is not ColumnRole.VALUE or column.period is not None or column.month:
        return column
    parts = column.measure.split(" / ")
    for place, part in enumerate(parts):
        period = _stretch(part, told=told)
        if period is not None:
            rest = " / ".join([*parts[:place], *parts[place + 1 :]])
            unit = column.unit if rest else column.unit or unit_of(subject)
            return replace(column, period=period, measure=rest or subject, unit=unit)
    return column


def _stretch(words: str, *, told: Period) -> Period | None:
    bare = words.strip().casefold()
    if told.kind is PeriodKind.YEAR:
        named = f"{words.strip()} {told.start.year}"
        return read_period(named) if PART.fullmatch(bare) else None
    if TWELVE_MONTHS_HEADING.fullmatch(bare):
        return Period(start=told.end.replace(year=told.end.year - 1), end=told.end, label=words)
    if SINCE_NEW_YEAR_HEADING.fullmatch(bare):
        return Period(start=date(told.start.year, 1, 1), end=told.end, label=words)
    if month_number(bare) or any(bare.startswith(month) for month in MONTHS):
        found = read_period(f"{bare} {told.start.year}")
        is_inside = found is not None and found.end <= told.end
        named = f"{words.strip()} {told.start.year}"
        return replace(found, label=named) if found is not None and is_inside else None
    return None


def tell_sheets_apart(tables: Sequence[UnderstoodTable]) -> list[UnderstoodTable]:
    """Sheets about different things with the same headings: there the title names the measure.

    Brå's workbook for a kommun has "Antal" and "Antal per 100 000" in every sheet.
    """
    found: dict[str, set[str]] = {}
    for table in tables:
        for column in table.with_role(ColumnRole.VALUE):
            found.setdefault(column.measure, set()).add(table.title)
    shared = {name for name, titles in found.items() if len(titles) > 1}
    return [_with_title(table, shared=shared) for table in tables]


def _with_title(table: UnderstoodTable, *, shared: set[str]) -> UnderstoodTable:
    subject = split_period(table.title)[0].strip(" ,;:-")
    is_told = bool(table.with_role(ColumnRole.MEASURE)) or table.kind is TableKind.EVENTS
    if not shared or not subject or is_told:
        return table
    columns = [
        replace(c, measure=f"{subject} / {c.measure}")
        if c.role is ColumnRole.VALUE and c.measure in shared and GENERIC.fullmatch(c.measure)
        else c
        for c in table.columns
    ]
    return replace(table, columns=tuple(columns))
