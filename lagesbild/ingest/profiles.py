"""What was said of the last file of the same layout, proposed for the next one."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial

from lagesbild.catalog.catalogue import Catalog, fold_name
from lagesbild.domain.indicator import Source
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.mapping import (
    ColumnAnswer,
    Mapping,
    apply_mapping,
    merge_mappings,
)
from lagesbild.ingest.mapping_text import read_mapping
from lagesbild.ingest.periods import split_period
from lagesbild.ingest.table import Column, OpenedFile, Understood, UnderstoodTable
from lagesbild.ingest.understanding import understand
from lagesbild.store.connection import Store
from lagesbild.store.profiles import StoredProfile, find_profile


class Memory(StrEnum):
    """Whether earlier answers and the list of known errors count, or only what is said now."""

    USED = "used"
    SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A file's layout: which headings its tables have, without regard to years, order and sheets.

    columns  heading without its period, folded -> how many columns have it
    read     the headings when the answers about rows of headings and names had been heard
    """

    id: str
    columns: dict[str, int]
    read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is proposed, and from which delivery it is known."""

    delivery_id: int
    file_name: str
    received_on: date
    mapping: Mapping
    read: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why a column is read as it is."""
        return f"så lästes förra filen från källan, {self.received_on.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """A file understood, with all answers that made it so.

    mapping  today's answers over the proposed ones
    shape    of the file before any answer
    """

    understood: Understood
    mapping: Mapping
    shape: Shape
    profile: Profile | None


def shape_of(understood: Understood) -> Shape:
    """The layout of a file as it is understood without answers."""
    tables = {"\x1f".join(sorted(set(map(_bare, table.columns)))) for table in understood.tables}
    text = "\x1e".join(sorted(tables))
    most: Counter[str] = Counter()
    for table in understood.tables:
        most |= Counter(map(_bare, table.columns))
    return Shape(
        id=hashlib.sha256(text.encode()).hexdigest()[:32], columns=dict(sorted(most.items()))
    )


def _bare(column: Column) -> str:
    bare, period = split_period(column.name)
    return fold_name(bare) if bare or period else fold_name(column.name)


def columns_json(shape: Shape) -> str:
    """The layout's headings as the store keeps them."""
    kept = {"found": shape.columns, "read": shape.read}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def headings_of(understood: Understood) -> tuple[str, ...]:
    """Every heading without its period, folded, once."""
    return tuple(sorted({_bare(one) for table in understood.tables for one in table.columns}))


def read_with_answers(
    opened: OpenedFile, *, areas: AreaIndex, source: Source, catalog: Catalog, answers: Mapping,
    store: Store, kommun_code: str | None, memory: Memory,
) -> FileRead:  # fmt: skip
    """The file understood with what is said now, and else with what was said of the last one.

    raises  LagesbildError IN-013 when an answer does not fit the file
    """
    plain = understand(opened, areas=areas, source=source)
    shape = shape_of(plain)
    profile = None
    if memory is Memory.USED:
        known = find_profile(store, shape=shape.id, source_id=source.id, kommun_code=kommun_code)
        profile = as_profile(known, catalog=catalog, source_id=source.id) if known else None
    read = partial(_with_headings, opened, plain=plain, areas=areas, source=source)
    if profile is not None and headings_of(read(profile.mapping)) != profile.read:
        # Its rows of headings are other rows of this file: what they said would be about data.
        fitting = replace(profile.mapping, header_rows=(), column_names=())
        profile = None if fitting.is_empty else replace(profile, mapping=fitting)
    mapping = merge_mappings(profile.mapping, answers) if profile else answers
    understood = read(mapping)
    shape = replace(shape, read=headings_of(understood))
    understood = apply_mapping(understood, mapping, source=source)
    if profile is not None:
        understood = _with_reasons(understood, profile=profile, answers=answers)
    return FileRead(understood=understood, mapping=mapping, shape=shape, profile=profile)


def _with_headings(
    opened: OpenedFile, mapping: Mapping, *, plain: Understood, areas: AreaIndex, source: Source
) -> Understood:
    """The file with the headings that the answers give it; ``plain`` when they give none."""
    if not (mapping.column_names or mapping.header_rows):
        return plain
    return understand(
        opened, areas=areas, source=source, column_names=mapping.column_names,
        header_rows=mapping.header_rows,
    )  # fmt: skip


def as_profile(known: StoredProfile, *, catalog: Catalog, source_id: str) -> Profile | None:
    """What of an earlier delivery's answers holds for the next file; None when that is nothing."""
    headings = json.loads(known.columns)
    mapping = reusable(
        read_mapping(known.mapping), counted=headings["found"], catalog=catalog,
        source_id=source_id,
    )  # fmt: skip
    if mapping.is_empty:
        return None
    return Profile(
        delivery_id=known.delivery_id, file_name=known.file_name,
        received_on=known.received_at.date(), mapping=mapping, read=tuple(headings["read"]),
    )  # fmt: skip


def reusable(
    mapping: Mapping, *, counted: dict[str, int], catalog: Catalog, source_id: str
) -> Mapping:
    """The answers that are about the kind of file and not about this one.

    Periods and corrections belong to one file. A measure that was named is in the catalogue by now.

    counted  how many columns of the file had each heading without its period
    """
    return Mapping(
        columns=_reusable_columns(mapping.columns, counted=counted),
        column_names=mapping.column_names,
        header_rows=mapping.header_rows,
        area=mapping.area,
        areas=mapping.areas,
        measures=tuple(
            one
            for one in mapping.measures
            if one.measure(source_id=source_id).id not in catalog.measures
        ),
    )


def _reusable_columns(
    columns: dict[str, ColumnAnswer], *, counted: dict[str, int]
) -> dict[str, ColumnAnswer]:
    """ "Antal 2024" is kept as "Antal" when that is what was said of every year in the file."""
    kept: dict[str, ColumnAnswer] = {}
    by_bare: dict[str, list[ColumnAnswer]] = {}
    for heading, answer in columns.items():
        lasting = replace(answer, period=None)
        if lasting == ColumnAnswer():
            continue
        bare, period = split_period(heading)
        if period is None or not bare:
            kept[heading] = lasting
        else:
            by_bare.setdefault(bare, []).append(lasting)
    for bare, answers in by_bare.items():
        is_all = len(answers) >= counted.get(fold_name(bare), 1)
        if is_all and all(answer == answers[0] for answer in answers):
            kept.setdefault(bare, answers[0])
    return kept


def _with_reasons(understood: Understood, *, profile: Profile, answers: Mapping) -> Understood:
    """Columns that are read as last time say so."""
    tables = tuple(
        replace(table, columns=_reasoned(table, profile=profile, answers=answers))
        for table in understood.tables
    )
    return replace(understood, tables=tables)


def _reasoned(table: UnderstoodTable, *, profile: Profile, answers: Mapping) -> tuple[Column, ...]:
    return tuple(
        replace(column, reason=profile.reason)
        if _is_remembered(column, table=table, profile=profile, answers=answers)
        else column
        for column in table.columns
    )


def _is_remembered(
    column: Column, *, table: UnderstoodTable, profile: Profile, answers: Mapping
) -> bool:
    said = answers.column(column.name, table=table.name)
    return said is None and profile.mapping.column(column.name, table=table.name) is not None


def without_columns(mapping: Mapping, *, headings: Iterable[str]) -> Mapping:
    """The answers with those about some headings taken back."""
    gone = {fold_name(heading) for heading in headings}
    kept = {name: one for name, one in mapping.columns.items() if fold_name(name) not in gone}
    return replace(mapping, columns=kept)
