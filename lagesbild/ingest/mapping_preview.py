"""What a column becomes when it is read: a few of its own cells, and what each is taken for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Source
from lagesbild.domain.observation import Mark
from lagesbild.domain.period import Period
from lagesbild.domain.written import format_number
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.columns import part_number
from lagesbild.ingest.events.times import clock_of
from lagesbild.ingest.mapping import IGNORED, PART_OF, Mapping
from lagesbild.ingest.marks import meaning
from lagesbild.ingest.numbers import is_preliminary_number, parse_numbers
from lagesbild.ingest.periods import read_period
from lagesbild.ingest.table import Column, ColumnRole, NumberForm, TableKind, UnderstoodTable
from lagesbild.ingest.understanding import column_form

CELLS_SHOWN = 3
CELLS_SEARCHED = 500

MARK_WORDS = {
    Mark.ZERO: "0",
    Mark.MISSING: "saknas",
    Mark.SUPPRESSED: "skyddat",
    Mark.BELOW_LIMIT: "under mätgränsen",
    Mark.NOT_APPLICABLE: "ej tillämpligt",
    Mark.ROUNDED: "avrundat i källan, läses inte som tal",
}
PART_WORDS = {
    "month": "månad", "quarter": "kvartal", "week": "vecka", "tertial": "tertial",
    "half": "halvår", "year": "år",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """One cell: as it stands, and as it is read. ``is_clear`` False: nothing can be made of it."""

    before: str
    after: str
    is_clear: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewer:
    """Everything that decides what a cell is taken for."""

    areas: AreaIndex
    source: Source
    catalog: Catalog
    mapping: Mapping

    def heading(self, column: Column, *, table: UnderstoodTable) -> str:
        """What a column of numbers is about, as far as its heading says; "" for other columns."""
        if column.role is not ColumnRole.VALUE:
            return ""
        parts = [] if table.with_role(ColumnRole.MEASURE) else [self._measure(column)]
        if column.period is not None:
            parts.append(_stretch(column.period))
        if column.unit:
            parts.append(f"enhet {column.unit}")
        return ", ".join(part for part in parts if part)

    def _measure(self, column: Column) -> str:
        said = self.mapping.column(column.name)
        wanted = (said.measure if said else None) or column.measure or column.name
        if wanted in self.catalog.measures:
            return self.catalog.measures[wanted].name
        found = self.catalog.find_measure(wanted, source_id=self.source.id, breakdown={})
        named = next((m.name for m in self.mapping.measures if wanted in (m.in_file, m.name)), None)
        return found[0].name if found else named or ""

    def cells(self, column: Column, *, table: UnderstoodTable) -> tuple[Became, ...]:
        """A few different cells of the column, among them one that is not clear, if there is one."""
        texts = _some_texts(column, table=table)
        made = [self.become(text, column=column, table=table) for text in texts]
        first = made[:CELLS_SHOWN]
        unclear = next((one for one in made[CELLS_SHOWN:] if not one.is_clear), None)
        return (*first[: CELLS_SHOWN - 1], unclear) if unclear else tuple(first)

    def become(self, text: str, *, column: Column, table: UnderstoodTable) -> Became:
        """One cell of a column."""
        after, is_clear = self._read(text, column=column, table=table)
        return Became(before=text, after=after, is_clear=is_clear)

    def _read(self, text: str, *, column: Column, table: UnderstoodTable) -> tuple[str, bool]:
        match column.role:
            case ColumnRole.AREA_CODE | ColumnRole.AREA_NAME:
                return self._read_area(text)
            case ColumnRole.PERIOD:
                return _read_time(text, column=column, table=table)
            case ColumnRole.MEASURE:
                return self._read_measure(text)
            case ColumnRole.VALUE:
                return self._read_number(text, column=column, table=table)
        return _kept_as_text(text, column=column), True

    def _read_area(self, text: str) -> tuple[str, bool]:
        answer = self.mapping.areas.get(text, "").strip()
        if answer == IGNORED:
            return "raden hoppas över", True
        part = PART_OF.match(answer)
        if part and part["kommun"] in self.areas.by_code:
            return f"en del av {self.areas.by_code[part['kommun']].name}", True
        found = (
            self.areas.by_code.get(answer) or self.areas.find_code(text) or self.areas.find(text)
        )
        if found is not None:
            return found.name if found.name != text else f"{found.name} ({found.code})", True
        if self.source.default_level is AreaLevel.VERK:
            return "reningsverk", True
        return "okänt område", False

    def _read_measure(self, text: str) -> tuple[str, bool]:
        found = self.catalog.find_measure(text, source_id=self.source.id, breakdown={})
        if found is not None:
            return found[0].name, True
        named = next((one.name for one in self.mapping.measures if one.in_file == text), None)
        return (named, True) if named else ("okänt mått", False)

    def _read_number(
        self, text: str, *, column: Column, table: UnderstoodTable
    ) -> tuple[str, bool]:  # fmt: skip
        read = parse_numbers([text], form=column.number or NumberForm())
        if text in read:
            early = " (preliminärt)" if is_preliminary_number(text) else ""
            return number_in_words(read[text]) + early, True
        mark = table.marks.get(text) or meaning(text, source=self.source)
        return (MARK_WORDS[mark], True) if mark else ("inget tal", False)


def _kept_as_text(text: str, *, column: Column) -> str:
    if column.role is ColumnRole.BREAKDOWN:
        return f"{column.name}: {text}"
    return "en plats" if column.role is ColumnRole.COORDINATE else "läses inte"


def number_in_words(value: float) -> str:
    """1 234,5: with what decimals it has, at most six."""
    _, _, decimals = f"{value:.6f}".rstrip("0").partition(".")
    return format_number(value, decimals=len(decimals))


def _some_texts(column: Column, *, table: UnderstoodTable) -> list[str]:
    """Different texts from the top of the column, in the order they stand."""
    top: Iterable[object] = table.body[column.index].head(CELLS_SEARCHED)
    return [text for text in dict.fromkeys(str(cell) for cell in top) if text][:CELLS_SEARCHED]


def _read_time(text: str, *, column: Column, table: UnderstoodTable) -> tuple[str, bool]:
    if column.part:
        number = part_number(text, part=column.part)
        word = PART_WORDS.get(column.part, "del av året")
        return (f"{word} {number}", True) if number else ("okänd tid", False)
    period = read_period(text, form=column_form(column, table=table))
    if period is None:
        return "okänd tid", False
    clock = clock_of(text) if table.kind is TableKind.EVENTS else ""
    return f"{_stretch(period)}{clock and f' kl. {clock}'}", True


def _stretch(period: Period) -> str:
    last = period.end - timedelta(days=1)
    if last == period.start:
        return period.start.isoformat()
    return f"{period.start.isoformat()} till {last.isoformat()}"
