"""Tables whose format says what the columns are: PC-Axis, JSON-stat, Kolada. What is left to find
out is which dimension has the areas, which the time, and what the marks mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from lagesbild.domain.indicator import Source
from lagesbild.domain.observation import Mark
from lagesbild.ingest import headings
from lagesbild.ingest.areas import AreaIndex, split_code
from lagesbild.ingest.columns import which_part
from lagesbild.ingest.facts import ColumnFacts
from lagesbild.ingest.marks import meaning
from lagesbild.ingest.numbers import parse_numbers
from lagesbild.ingest.periods import find_period, read_period, split_period
from lagesbild.ingest.table import (
    Column,
    ColumnRole,
    NumberForm,
    TextTable,
    Told,
    ToldColumn,
    UnderstoodTable,
    Use,
)

NUMBERS = NumberForm(decimal=".", native=True)
"""All these formats write numbers with a decimal point and without thousands separator."""

SAID: tuple[tuple[re.Pattern[str], Mark], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), mark)
    for pattern, mark in (
        (r"sekret|secre|hidden|confiden|classified|skydd|suppress|private|\bdold", Mark.SUPPRESSED),
        (r"not applicable|ej tillämp|inte tillämp|ej aktuell|(?:kan )?(?:inte|ej) förekomm|logi[sc]", Mark.NOT_APPLICABLE),
        (r"\bnoll\b|\bzero\b|\bnil\b|finns att redovisa", Mark.ZERO),
        (r"saknas|missing|not available|unknown|okän[dt]|bortfall|osäker|unreliable", Mark.MISSING),
    )
)  # fmt: skip
"""What files say in words that their marks mean."""


def understand_told(
    sheet: TextTable, *, told: Told, areas: AreaIndex, source: Source | None, form: str
) -> UnderstoodTable:
    """The table with a role for each column; every figure keeps its dimensions.

    form  how "2022/23" is read
    """
    facts = [
        _facts(sheet.frame[place], name=column.name, place=place, areas=areas, source=source)
        for place, column in enumerate(told.columns)
    ]
    roles = _find_roles(told.columns, facts=facts)
    marks = {
        token: read_mark(token, said=said, source=source) for token, said in told.marks.items()
    }
    columns = tuple(
        _value_column(column, facts=facts[place], marks=marks, title=told.title)
        if column.use is Use.VALUE
        else replace(roles[place], name=column.name, index=place)
        for place, column in enumerate(told.columns)
    )
    timed = any(c.role is ColumnRole.PERIOD and not c.part for c in columns)
    return UnderstoodTable(
        name=sheet.name, title=told.title,
        period=None if timed else find_period(told.title, form=form),
        header_lines=(), first_data_line=int(sheet.frame.index[0]), footnotes=told.footnotes,
        columns=columns, body=sheet.frame, period_form=form, marks=marks,
    )  # fmt: skip


def _facts(
    cells: pd.Series[str], *, name: str, place: int, areas: AreaIndex, source: Source | None
) -> ColumnFacts:
    return ColumnFacts(
        index=place, name=name, named=True, cells=cells, areas=areas, source=source
    )  # fmt: skip


def read_mark(token: str, *, said: str, source: Source | None) -> Mark:
    """What a mark means: in the file's words, else what its printed form means to the source."""
    for pattern, mark in SAID:
        if pattern.search(said):
            return mark
    printed = meaning(said, source=source) if said else None
    return printed or meaning(token, source=source) or Mark.MISSING


def _find_roles(columns: Sequence[ToldColumn], *, facts: Sequence[ColumnFacts]) -> list[Column]:
    """A role for every column but those of figures. One dimension has the areas, the finest."""
    areas = {place: _area_rank(column, facts=facts, place=place, columns=columns)
             for place, column in enumerate(columns)}  # fmt: skip
    best = max(areas, key=lambda place: (areas[place], -place))
    found = [_plain_role(column, facts=facts[place]) for place, column in enumerate(columns)]
    if areas[best]:
        codes = _codes_of(best, columns=columns)
        found[best] = _area_role(facts[best], codes=facts[codes] if codes is not None else None)
        if codes is not None and found[best].role is ColumnRole.AREA_NAME:
            found[codes] = _column(ColumnRole.AREA_CODE, reason="formatet har områdenas koder")
    return found


def _codes_of(place: int, *, columns: Sequence[ToldColumn]) -> int | None:
    return next((p for p, c in enumerate(columns) if c.use is Use.CODE and c.of == place), None)


def _column(role: ColumnRole, *, reason: str, part: str = "") -> Column:
    return Column(index=0, name="", role=role, reason=reason, part=part)


def _plain_role(column: ToldColumn, *, facts: ColumnFacts) -> Column:
    if column.use is Use.TIME:
        return _column(ColumnRole.PERIOD, reason="formatet säger att detta är tiden")
    if column.use is Use.MEASURE:
        return _column(ColumnRole.MEASURE, reason="formatet säger att detta är måttet")
    if column.use is Use.UNIT:
        return _column(ColumnRole.IGNORED, reason="enheten som talen är i", part="unit")
    if column.use is Use.CODE:
        return _column(ColumnRole.IGNORED, reason="koder till texterna bredvid")
    if column.use in {Use.ASIDE, Use.VALUE}:
        return _column(ColumnRole.IGNORED, reason="hör till formatet och är inget mått")
    return _class_role(facts)


def _class_role(facts: ColumnFacts) -> Column:
    """A dimension that the format says nothing more of."""
    if headings.PERIOD_HEADING.fullmatch(facts.key):
        readable = sum(read_period(text) is not None for text in facts.sample)
        if readable >= 0.6 * len(facts.sample):
            return _column(ColumnRole.PERIOD, reason="rubriken är en tid")
        part = which_part(facts)
        if part:
            return _column(ColumnRole.PERIOD, reason="rubriken är en del av ett år", part=part)
    if headings.MEASURE_HEADING.fullmatch(facts.key):
        return _column(ColumnRole.MEASURE, reason="rubriken säger att detta är måttet")
    return _column(ColumnRole.BREAKDOWN, reason="formatet säger att talen är uppdelade så")


def _area_rank(
    column: ToldColumn, *, facts: Sequence[ColumnFacts], place: int, columns: Sequence[ToldColumn]
) -> int:
    """0 for what holds no areas, else higher the surer and the smaller the areas are.

    Two digits are codes of län and ages alike, so codes alone never make a dimension one of areas.
    """
    if column.use is Use.AREA:
        return 20
    if column.use is not Use.CLASS:
        return 0
    seen = facts[place]
    heading = headings.area_name_heading(seen.name) or headings.area_code_heading(seen.name)
    codes = _codes_of(place, columns=columns)
    known = _known_share(seen)
    lettered = any(not text.isdigit() for text in seen.sample)
    if heading is not None and (
        codes is not None or known > 0 or lettered or seen.known_codes > 0.5
    ):
        return heading.rank + (10 if known >= 0.5 else 0)
    return 8 if known >= 0.6 and lettered else 0


def _known_share(facts: ColumnFacts) -> float:
    """Share of texts that name an area; of "0114 Upplands Väsby" code and name must agree."""
    sure = sum(_is_area(text, areas=facts.areas) for text in facts.sample)
    return sure / len(facts.sample) if facts.sample else 0.0


def _is_area(text: str, *, areas: AreaIndex) -> bool:
    code, name = split_code(text)
    if not code:
        return not text.isdigit() and areas.find(text) is not None
    area = areas.find_code(code)
    return area is not None and areas.find(name, level=area.level) == area


def _area_role(facts: ColumnFacts, *, codes: ColumnFacts | None) -> Column:
    """Codes beside names, code and name in one text, codes alone, or names alone."""
    if facts.code_and_name > 0.5:
        reason = "cellerna har både kod och namn på området"
        return _column(ColumnRole.AREA_CODE, reason=reason)
    if codes is None and facts.known_codes >= 0.5:
        return _column(ColumnRole.AREA_CODE, reason="cellerna är områdeskoder")
    if codes is None and all(re.fullmatch(r"[\dA-Z]+", text) for text in facts.sample):
        return _column(ColumnRole.AREA_CODE, reason="cellerna är områdeskoder")
    return _column(ColumnRole.AREA_NAME, reason="detta är området")


def _value_column(
    column: ToldColumn, *, facts: ColumnFacts, marks: dict[str, Mark], title: str
) -> Column:
    read = parse_numbers(facts.counts, form=NUMBERS)
    seen = {
        text: rows for text, rows in facts.counts.items()
        if text not in read and (text in marks or meaning(text, source=facts.source) is not None)
    }  # fmt: skip
    strange = [text for text in facts.counts if text not in read and text not in seen]
    rows = facts.cells.index[facts.cells.isin(strange)] if strange else ()
    whole = all(value.is_integer() for value in read.values()) and bool(read)
    measure, period = split_period(column.name)
    return Column(
        index=facts.index, name=column.name, role=ColumnRole.VALUE,
        dtype="integer" if whole and not any("." in text for text in read) else "number",
        unit=headings.unit_of(column.unit) or column.unit or None, marks=seen, number=NUMBERS,
        measure=measure.strip() or title, period=period,
        unreadable=tuple(sorted({int(row) for row in rows})),
        reason="formatet säger att detta är talen",
    )  # fmt: skip
