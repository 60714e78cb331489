"""How a file is understood: which table it holds, what its columns are, which time it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.domain.indicator import Source
from lagesbild.domain.period import Period
from lagesbild.ingest import headings
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.columns import Suggestion, part_number, suggest_roles
from lagesbild.ingest.facts import ColumnFacts
from lagesbild.ingest.faults import count_in_words
from lagesbild.ingest.headers import Block, find_blocks, heading_month, section_name
from lagesbild.ingest.marks import meaning
from lagesbild.ingest.matching import match_areas
from lagesbild.ingest.numbers import (
    is_mangled_date,
    parse_numbers,
    settle_form,
)
from lagesbild.ingest.periods import (
    BARE_LASAR,
    LASAR,
    TVA_AR,
    find_period,
    read_period,
    split_period,
)
from lagesbild.ingest.relative import drop_derived, stretch_from, tell_sheets_apart
from lagesbild.ingest.remarks import remark
from lagesbild.ingest.table import (
    WHOLE_YEAR,
    Column,
    ColumnRole,
    Dialect,
    OpenedFile,
    TableKind,
    TextTable,
    Told,
    Understood,
    UnderstoodTable,
    WholeColumn,
)
from lagesbild.ingest.told import understand_told

NOTES_SHEET = re.compile(
    r"beskrivning|definition|läs ?mig|read ?me|om statistiken|information|förklaring|innehåll|\bnot(?:er|es)?\b"
    r"|metadata|fotnot|försättsblad|försätt|källor|metod|hjälp",
    re.IGNORECASE,
)
PERIOD_LINE = re.compile(
    r"^(?:val[dt]a?\s+)?(?:läsår|år|period|månad|kvartal|vecka|termin|tertial|mätår|mätperiod|redovisningsår"
    r"|redovisningsperiod|verksamhetsår|inkomstår|tidsperiod|avser|tid|year|month|skolår)\s*[:=;]?\s+(?P<period>.+)$",
    re.IGNORECASE,
)
NO_TITLE = re.compile(
    r"^(?:statistik från|källa|source|val[dt]a?\b|uppdaterad|uttag|sep=|senast|datum|obs[!:]|tabell \S+(?:$| / ))",
    re.IGNORECASE,
)
NOT_ABOUT = re.compile(
    r"uttag|uppdatera|hämta|skapa|publicera|utskri|jämför|från och med|senast|http", re.IGNORECASE
)
PRELIMINARY_TITLE = re.compile(
    r"preliminär\w*\s+(?:uppgift|statistik|siffr)\w*(?![^.]*\d{4})", re.IGNORECASE
)
"""A year in the same sentence is the one that is preliminary, and not the rest."""

NOTE_MARK = re.compile(r"([1-9])(?:[).:;]\s*|\s+)[^\W\d]")
PRELIMINARY_PERIOD = re.compile(r"\d{4}\s*,?\s*\(?prel(?:\.|iminär\w*)?\)?\W*$", re.IGNORECASE)
AREA_LINE = re.compile(
    r"^(?:val[dt]a?\s+)?(?:kommun|region|område|län|geografi|plats)\s*[:;]\s*(?P<area>[^;]+)$",
    re.IGNORECASE,
)
AREA_PHRASE = re.compile(
    r"(?:hela (?:landet|riket)|[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)? (?:kommun|län)\b)", re.UNICODE
)


WORKBOOKS = frozenset(("xlsx", "xls", "ods"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known around one table."""

    opened: OpenedFile
    areas: AreaIndex
    source: Source | None
    column_names: tuple[str, ...] = ()

    @property
    def is_workbook(self) -> bool:
        return self.opened.format in WORKBOOKS

    @property
    def is_native(self) -> bool:
        """Whether the format keeps numbers as numbers, so that a comma is never in one."""
        return self.opened.format in {*WORKBOOKS, "parquet", "json"}

    @property
    def delimiter(self) -> str | None:
        return self.opened.dialect.delimiter if self.opened.dialect else None


def understand(
    opened: OpenedFile, *, areas: AreaIndex, source: Source | None = None,
    column_names: tuple[str, ...] = (), header_rows: tuple[int, ...] = (),
) -> Understood:  # fmt: skip
    """Every table of the file, with roles for its columns. Never raises on bad content.

    column_names  for a file without headings: what the user calls the columns, in order
    header_rows   the file's own numbers of the rows that are headings, when a user says so
    """
    context = Context(opened=opened, areas=areas, source=source, column_names=column_names)
    tables: list[UnderstoodTable] = []
    warnings = list(opened.warnings)
    for sheet in _sheets_with_data(opened):
        if sheet.told is not None:
            tables.append(_understand_told(sheet, told=sheet.told, context=context))
            warnings += _table_warnings(tables[-1], sheet=None, context=context)
            continue
        blocks = find_blocks(sheet, areas=areas, header_rows=header_rows)
        for number, block in enumerate(blocks, start=1):
            name = sheet.name if len(blocks) == 1 else f"{sheet.name} {number}"
            table = _understand_block(block, sheet=sheet, name=name, context=context)
            if table is not None:
                tables.append(table)
                warnings += _warnings(table, block=block, sheet=sheet, context=context)
    tables = tell_sheets_apart(tables)
    return Understood(
        file=opened.file, format=opened.format, encoding=opened.encoding,
        dialect=_dialect(opened, tables=tables), tables=tuple(tables),
        faults=() if tables else (remark("TY-001"),), warnings=tuple(warnings),
    )  # fmt: skip


def _sheets_with_data(opened: OpenedFile) -> list[TextTable]:
    """Visible sheets; those called notes only when nothing else is left."""
    visible = [table for table in opened.tables if not table.is_hidden]
    data = [table for table in visible if not NOTES_SHEET.search(table.name)]
    return data if opened.format in WORKBOOKS and data else visible


def _understand_told(sheet: TextTable, *, told: Told, context: Context) -> UnderstoodTable:
    names = [column.name for column in told.columns]
    form = _period_form([told.title], names=names, source=context.source)
    table = understand_told(sheet, told=told, areas=context.areas, source=context.source, form=form)
    return replace(table, is_preliminary=bool(PRELIMINARY_TITLE.search(told.title)))


def _understand_block(
    block: Block, *, sheet: TextTable, name: str, context: Context
) -> UnderstoodTable | None:
    body, names = _body(block, sheet=sheet, areas=context.areas)
    named = bool(block.header) or bool(context.column_names)
    if context.column_names:
        names = _given_names(names, given=context.column_names)
    facts = _facts(body, names=names, named=named, context=context, whole=sheet.whole)
    if not facts:
        return None
    above = [*sheet.above, *(_row_text(sheet, position) for position in block.above)]
    form = _period_form(above, names=names, source=context.source)
    title = _title(above)
    suggestions, kind = suggest_roles(facts)
    columns = _make_columns(facts, suggestions=suggestions, context=context, form=form)
    below = tuple(_row_text(sheet, position) for position in block.below)
    columns = _without_note_marks(
        _units_from_footnotes(columns, footnotes=below), footnotes=below
    )  # fmt: skip
    measured = title or _plain_name(name)
    named_columns = _areas_in_headings(
        _name_measures(columns, title=measured), title=measured, areas=context.areas
    )  # fmt: skip
    period = _table_period(above, sheet=sheet, columns=named_columns, form=form, context=context)
    named_columns = stretch_from(named_columns, told=period, title=measured)
    return UnderstoodTable(
        name=name, title=title, period=period,
        header_lines=tuple(int(sheet.frame.index[p]) for p in block.header),
        first_data_line=int(body.index[0]),
        footnotes=below,
        columns=named_columns, body=body[[column.index for column in named_columns]],
        sheet=sheet.name if context.is_workbook else "",
        notes=tuple(text for text in above if text != title), kind=kind, period_form=form,
        is_preliminary=_is_preliminary(above[:6], period=period),
        area_text=_table_area(above, columns=named_columns, areas=context.areas),
    )  # fmt: skip


def _is_preliminary(above: Sequence[str], *, period: Period | None) -> bool:
    """Whether the title lines say so of all figures."""
    told = period is not None and any(map(PRELIMINARY_PERIOD.search, above))
    return told or any(map(PRELIMINARY_TITLE.search, above))


def _body(block: Block, *, sheet: TextTable, areas: AreaIndex) -> tuple[pd.DataFrame, list[str]]:
    """Data rows and headings; section rows become a column of their own, group labels are filled."""
    body = sheet.frame.iloc[list(block.body)].copy()
    names = list(block.names)
    body = _fill_merged(body, sheet=sheet)
    body = _fill_groups(body)
    if block.sections:
        texts = [block.sections.get(position, "") for position in block.body]
        names.append(section_name(set(texts), areas=areas))
        body[len(names) - 1] = pd.Series(texts, index=body.index, dtype="str")
    return body, names


def _fill_merged(body: pd.DataFrame, *, sheet: TextTable) -> pd.DataFrame:
    """A cell merged over several rows holds for all of them."""
    rows = set(body.index)
    for top, left, bottom, right in sheet.merged:
        if bottom > top and top in rows:
            inside = body.index.isin(range(top, bottom + 1))
            text = str(body[left].loc[top])
            for column in range(left, right + 1):
                body[column] = body[column].mask(inside, text)
    return body


def _fill_groups(body: pd.DataFrame) -> pd.DataFrame:
    """A label written on the first row of its group only: each label once, the next column full."""
    for column in range(min(3, body.shape[1] - 1)):
        cells, beside = body[column], body[column + 1]
        labels = cells[cells != ""]
        labels = labels[labels != labels.shift()]
        clear = (
            len(labels) >= 2
            and cells.iloc[0] != ""
            and (cells == "").any()
            and len(labels) <= 0.6 * len(cells)
            and labels.is_unique
            and not labels.str.fullmatch(r"[-\d.,\s]+").any()
            and (beside[cells == ""] != "").all()
            and not beside.is_unique
        )
        if clear:
            body[column] = cells.where(cells != "").ffill()
    return body


def _given_names(names: list[str], *, given: tuple[str, ...]) -> list[str]:
    return [given[i] if i < len(given) and given[i] else name for i, name in enumerate(names)]


def _facts(
    body: pd.DataFrame, *, names: list[str], named: bool, context: Context,
    whole: dict[int, WholeColumn],
) -> list[ColumnFacts]:  # fmt: skip
    """Columns that have a heading or a cell, each under a name of its own."""
    empty = (body == "").all()
    kept = [i for i, name in enumerate(names) if name or not empty[i] or _has_texts(whole, i)]
    seen: Counter[str] = Counter()
    facts = []
    for index in kept:
        name = names[index] or f"Kolumn {index + 1}"
        seen[name] += 1
        unique = name if seen[name] == 1 else f"{name} ({seen[name]})"
        found = ColumnFacts(
            index=index, name=unique, named=named and bool(names[index]), cells=body[index],
            areas=context.areas, source=context.source, whole=whole.get(index),
        )  # fmt: skip
        facts.append(found)
    return facts


def _has_texts(whole: dict[int, WholeColumn], index: int) -> bool:
    return index in whole and bool(whole[index].counts)


def _row_text(sheet: TextTable, position: int) -> str:
    return "; ".join(cell for cell in sheet.frame.iloc[position] if cell)


def _title(above: Sequence[str]) -> str:
    """The first line that is neither provider, setting nor paragraph."""
    for line in above:
        if len(line) <= 250 and not NO_TITLE.search(line) and "http" not in line:
            if PERIOD_LINE.match(line) and _line_period(line, form="") is not None:
                continue
            return line
    return ""


def _plain_name(name: str) -> str:
    return re.sub(r"[_]+", " ", name).strip()


def _period_form(above: Sequence[str], *, names: Sequence[str], source: Source | None) -> str:
    """Läsår when the file or else the source says so."""
    if any(headings.LASAR_WORD.search(line) for line in above if len(line) < 250):
        return LASAR
    if any(headings.LASAR_WORD.search(name) for name in names):
        return LASAR
    told = source.period_form if source else ""
    return told if told in {LASAR, TVA_AR} else ""


def _line_period(line: str, *, form: str) -> Period | None:
    match = PERIOD_LINE.match(line)
    if not match:
        return None
    bare = BARE_LASAR if headings.LASAR_WORD.search(line) else form
    return read_period(match["period"].strip(" ;"), form=bare)


def _table_period(
    above: Sequence[str], *, sheet: TextTable, columns: Sequence[Column], form: str,
    context: Context,
) -> Period | None:  # fmt: skip
    """What the title lines say: a setting first, then the title, then the sheet's name.

    The name of the file never counts: Skolverket's "2022" is the läsår 2021/22.
    """
    if any(c.role is ColumnRole.PERIOD and not c.part for c in columns):
        return None
    values = [c for c in columns if c.role is ColumnRole.VALUE]
    if values and all(c.period is not None for c in values):
        return None
    for line in above:
        period = _line_period(line, form=form)
        if period is not None:
            return period
    told = [line for line in above if len(line) <= 250 and not NOT_ABOUT.search(line)]
    if context.is_workbook:
        told.append(sheet.name)
    for line in told:
        period = find_period(line, form=form)
        if period is not None:
            return period
    return None


def _table_area(above: Sequence[str], *, columns: Sequence[Column], areas: AreaIndex) -> str:
    """The only area that the title lines name in full: "Kommun: Ånge", "13 Hallands län"."""
    if any(c.role in {ColumnRole.AREA_CODE, ColumnRole.AREA_NAME} for c in columns):
        return ""
    for line in above:
        match = AREA_LINE.match(line)
        if match and areas.find(match["area"]) is not None:
            return match["area"].strip()
    found = {}
    for phrase in (m[0] for line in above if len(line) < 250 for m in AREA_PHRASE.finditer(line)):
        area = areas.find(phrase) or areas.find(phrase.split(" ", 1)[1])
        if area is not None:
            found[area.code] = phrase
    return next(iter(found.values())) if len(found) == 1 else ""


def _make_columns(
    facts: Sequence[ColumnFacts], *, suggestions: Sequence[Suggestion], context: Context, form: str
) -> list[Column]:
    decimal = _usual_decimal(facts, suggestions=suggestions)
    return [
        _make_column(column, suggestion=suggestion, decimal=decimal, context=context, form=form)
        for column, suggestion in zip(facts, suggestions, strict=True)
    ]


def _usual_decimal(
    facts: Sequence[ColumnFacts], *, suggestions: Sequence[Suggestion]
) -> str | None:
    """The decimal sign that most columns of numbers are sure of."""
    sure = Counter(
        column.evidence.decimal
        for column, suggestion in zip(facts, suggestions, strict=True)
        if suggestion.role is ColumnRole.VALUE and column.evidence.decimal
    )
    return sure.most_common(1)[0][0] if sure else None


def _make_column(
    facts: ColumnFacts, *, suggestion: Suggestion, decimal: str | None, context: Context, form: str
) -> Column:
    plain = Column(
        index=facts.index, name=facts.name, role=suggestion.role, reason=suggestion.reason,
        part=suggestion.part,
    )  # fmt: skip
    if suggestion.role is ColumnRole.VALUE:
        return _value_column(plain, facts=facts, decimal=decimal, context=context, form=form)
    return replace(plain, dtype=_plain_dtype(facts, role=suggestion.role))


def _plain_dtype(facts: ColumnFacts, *, role: ColumnRole) -> str:
    if role in {ColumnRole.AREA_CODE, ColumnRole.AREA_NAME, ColumnRole.MEASURE} or not facts.used:
        return "text"
    if all(re.fullmatch(r"\d{4}-\d{2}-\d{2}(?:[ T][\d:.]+)?", text) for text in facts.sample):
        return "date"
    if facts.is_codes or facts.number_share < 1.0 or facts.marks:
        return "text"
    return "integer" if all(re.fullmatch(r"-?\d+", text) for text in facts.counts) else "number"


def _value_column(
    plain: Column, *, facts: ColumnFacts, decimal: str | None, context: Context, form: str
) -> Column:
    number = settle_form(
        facts.evidence, file_decimal=decimal, delimiter=context.delimiter,
        native=context.is_native,
    )  # fmt: skip
    read = parse_numbers(facts.counts, form=number)
    marks = {
        text: rows for text, rows in facts.counts.items()
        if text not in read and meaning(text, source=facts.source) is not None
    }  # fmt: skip
    strange = [text for text in facts.counts if text not in read and text not in marks]
    rows = facts.cells.index[facts.cells.isin(strange)] if strange else ()
    measure, period = split_period(plain.name, form=form)
    return replace(
        plain, dtype=_number_dtype(read), unit=headings.unit_of(plain.name), marks=marks,
        number=number, unreadable=tuple(int(row) for row in rows),
        measure=measure.strip(), period=period,
    )  # fmt: skip


def _number_dtype(read: dict[str, float]) -> str:
    if not read:
        return "number"
    whole = all(value.is_integer() for value in read.values())
    decimals = any(re.search(r"[.,]\d{1,2}$", text) for text in read)
    return "integer" if whole and not decimals else "number"


def _units_from_footnotes(columns: list[Column], *, footnotes: Sequence[str]) -> list[Column]:
    """ "Totalt; Den totala kostnaden i tusentals kronor": the unit may stand under the table only."""
    told = {}
    for note in footnotes:
        heading, _, text = note.partition("; ")
        unit = headings.unit_of(text.split(". ")[0])
        if unit in {"tkr", "mnkr"}:
            told[heading] = unit
    return [
        replace(c, unit=told[c.name])
        if c.role is ColumnRole.VALUE and c.unit is None and c.name in told else c
        for c in columns
    ]  # fmt: skip


def _without_note_marks(columns: list[Column], *, footnotes: Sequence[str]) -> list[Column]:
    """ "därav grov1" is no name of its own, when a footnote begins with that digit."""
    marks = {found[1] for found in map(NOTE_MARK.match, footnotes) if found}
    return [
        replace(c, measure=c.measure[:-1])
        if c.role is ColumnRole.VALUE and c.measure[-1:] in marks and c.measure[-2:-1].isalpha()
        else c
        for c in columns
    ]


def _name_measures(columns: Sequence[Column], *, title: str) -> tuple[Column, ...]:
    """Measures without year and unit, months recognised, no two columns alike."""
    months = {c.index: heading_month(c.name) for c in columns if c.role is ColumnRole.VALUE}
    wide = len({month for month in months.values() if month}) >= 3
    named = [
        _name_measure(c, month=months.get(c.index) if wide else None, wide=wide, title=title)
        for c in drop_derived(columns)
    ]
    counted = Counter((c.measure, c.period, c.month) for c in named if c.role is ColumnRole.VALUE)
    return tuple(
        c if counted[(c.measure, c.period, c.month)] < 2 or c.role is not ColumnRole.VALUE
        else replace(c, measure=_keep_unit(c))
        for c in named
    )  # fmt: skip


def _keep_unit(column: Column) -> str:
    return split_period(column.name)[0] or column.name


def _name_measure(column: Column, *, month: int | None, wide: bool, title: str) -> Column:
    if column.role is not ColumnRole.VALUE:
        return column
    if wide:
        column = _name_month(column, month=month)
        if column.role is not ColumnRole.VALUE:
            return column
    measure = headings.without_unit(column.measure) if column.measure else ""
    unit = column.unit or headings.unit_of(title) if not measure else column.unit
    return replace(column, measure=measure or split_period(title)[0] or title, unit=unit)


def _name_month(column: Column, *, month: int | None) -> Column:
    """Beside month columns stand the year's sum and running sums."""
    parts = column.name.split(" / ")
    if month:
        rest = [part for part in parts if heading_month(part) is None]
        return replace(column, month=month, measure=" / ".join(rest), period=None)
    if headings.SO_FAR_HEADING.fullmatch(column.name.casefold()):
        return replace(
            column, role=ColumnRole.IGNORED, reason="summan hittills under året följer av månaderna"
        )
    if any(headings.WHOLE_YEAR_HEADING.fullmatch(part.casefold()) for part in parts):
        rest = [p for p in parts if not headings.WHOLE_YEAR_HEADING.fullmatch(p.casefold())]
        return replace(column, month=WHOLE_YEAR, measure=" / ".join(rest))
    return column


def _areas_in_headings(
    columns: Sequence[Column], *, title: str, areas: AreaIndex
) -> tuple[Column, ...]:
    """Columns that are areas beside each other: "Ånge 2022", "Ånge 2023", "Timrå 2023"."""
    if any(c.role in {ColumnRole.AREA_CODE, ColumnRole.AREA_NAME} for c in columns):
        return tuple(columns)
    values = [c for c in columns if c.role is ColumnRole.VALUE]
    found = {c.index: _area_part(c.measure, areas=areas) for c in values}
    known = [text for text in found.values() if text]
    if len(set(known)) < 2 or len(known) < 0.5 * len(values):
        return tuple(columns)
    return tuple(_with_area(c, text=found.get(c.index, ""), title=title) for c in columns)


def _area_part(measure: str, *, areas: AreaIndex) -> str:
    parts = (part for part in measure.split(" / ") if not part.isdigit())
    return next((part for part in parts if areas.find(part) is not None), "")


def _with_area(column: Column, *, text: str, title: str) -> Column:
    if not text:
        return column
    rest = " / ".join(part for part in column.measure.split(" / ") if part != text)
    return replace(column, area=text, measure=rest or split_period(title)[0] or title)


def _dialect(opened: OpenedFile, *, tables: Sequence[UnderstoodTable]) -> Dialect | None:
    """The delimiter with what the columns of numbers use most."""
    if opened.dialect is None:
        return None
    forms = [c.number for table in tables for c in table.columns if c.number is not None]
    return replace(
        opened.dialect, decimal=_most_used(f.decimal for f in forms),
        thousands=_most_used(f.thousands for f in forms),
    )  # fmt: skip


def _most_used(marks: Iterable[str | None]) -> str | None:
    found = Counter(mark for mark in marks if mark)
    return found.most_common(1)[0][0] if found else None


def _warnings(
    table: UnderstoodTable, *, block: Block, sheet: TextTable, context: Context
) -> list[Fault]:
    """What a person should look at before the numbers are used. Names places, never cells."""
    place = sheet.name if context.is_workbook else None
    found: list[Fault] = []
    if not block.header and not context.column_names:
        found.append(remark("TY-101", sheet=place))
    if block.ragged:
        rows = [int(sheet.frame.index[p]) for p in block.ragged]
        found.append(remark("TY-102", sheet=place, rows=rows, count=_rows(len(rows))))
    return found + _table_warnings(table, sheet=place, context=context)


def _table_warnings(table: UnderstoodTable, *, sheet: str | None, context: Context) -> list[Fault]:
    """Cells that could not be read, areas that are not known, no time."""
    found: list[Fault] = []
    for column in table.columns:
        found += _column_warnings(column, table=table, sheet=sheet)
    found += _area_warnings(table, sheet=sheet, context=context)
    if table.kind is TableKind.FIGURES and _lacks_period(table):
        found.append(remark("TY-106", sheet=sheet))
    return found


def warn_of_table(
    table: UnderstoodTable, *, opened: OpenedFile, areas: AreaIndex, source: Source | None
) -> list[Fault]:
    """What a person should look at in one table of a text file, for those who hold its rows."""
    context = Context(opened=opened, areas=areas, source=source)
    return _table_warnings(table, sheet=None, context=context)


def _rows(number: int) -> str:
    return count_in_words(number, one="En rad", many="rader")


def _column_warnings(column: Column, *, table: UnderstoodTable, sheet: str | None) -> list[Fault]:
    cells = table.body[column.index]
    if column.role is ColumnRole.PERIOD:
        rows = [int(row) for row in cells.index[~cells.map(_reads_period(column, table=table))]]
        fault = remark("TY-107", sheet=sheet, rows=rows, column=column.name, count=_rows(len(rows)))
        return [fault] if rows else []
    if column.role is not ColumnRole.VALUE or column.number is None:
        return []
    found = []
    if column.number.is_doubtful:
        reading = "tusental" if column.number.thousands else "decimaltal"
        found.append(remark("TY-103", sheet=sheet, column=column.name, reading=reading))
    if column.unreadable:
        strange = cells.loc[list(column.unreadable)]
        mangled = bool(strange.map(is_mangled_date).mean() > 0.5)
        count = count_in_words(len(strange), one="En cell", many="celler")
        code = "TY-108" if mangled else "TY-104"
        found.append(
            remark(code, sheet=sheet, rows=column.unreadable, column=column.name, count=count)
        )
    return found


def _reads_period(column: Column, *, table: UnderstoodTable) -> Callable[[str], bool]:
    form = column_form(column, table=table)

    def reads(text: str) -> bool:
        if column.part:
            return part_number(text, part=column.part) is not None
        return read_period(text, form=form) is not None

    return reads


def column_form(column: Column, *, table: UnderstoodTable) -> str:
    """How the periods of a column are read: its own heading may say läsår."""
    return BARE_LASAR if headings.LASAR_WORD.search(column.name) else table.period_form


def _area_warnings(table: UnderstoodTable, *, sheet: str | None, context: Context) -> list[Fault]:
    """Rows whose area is known neither by code nor by name."""
    columns = (*table.with_role(ColumnRole.AREA_CODE), *table.with_role(ColumnRole.AREA_NAME))
    if not columns or table.kind is TableKind.EVENTS:
        return []
    matched = match_areas(table, areas=context.areas, source=context.source)
    unknown = matched.index[matched["area_code"] == ""]
    if unknown.empty:
        return []
    rows = [int(row) for row in unknown]
    return [
        remark("TY-105", sheet=sheet, rows=rows, column=columns[0].name, count=_rows(len(rows)))
    ]


def _lacks_period(table: UnderstoodTable) -> bool:
    if table.period is not None:
        return False
    whole = any(c.role is ColumnRole.PERIOD and not c.part for c in table.columns)
    values = table.with_role(ColumnRole.VALUE)
    return not whole and bool(values) and not all(c.period is not None for c in values)
