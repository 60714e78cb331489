"""What all rows of a large file say about its columns, for the code that decides what they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd

from lagesbild.ingest.bulk.layout import Layout
from lagesbild.ingest.bulk.scan import MOST_TEXTS, Plan, Scan
from lagesbild.ingest.table import (
    ColumnRole,
    OpenedFile,
    TableKind,
    TextTable,
    UnderstoodTable,
    WholeColumn,
)

KEY_ROLES = frozenset(
    (
        ColumnRole.AREA_CODE, ColumnRole.AREA_NAME, ColumnRole.PERIOD, ColumnRole.MEASURE,
        ColumnRole.BREAKDOWN,
    )
)  # fmt: skip
DENSE_SHARE = 0.6
"""A column with more distinct texts than this among the sample's rows is dense from the start."""


def make_plan(table: UnderstoodTable, *, width: int, dense: frozenset[int]) -> Plan:
    """How the columns are kept when they are what the table says.

    dense  columns that a pass before found to be dense
    """
    roles = {column.index: column.role for column in table.columns}
    keys = frozenset(i for i, role in roles.items() if role in KEY_ROLES and i < width)
    crowded = {
        column.index
        for column in table.columns
        if column.index not in keys and column.index < width
        and table.body[column.index].nunique() > DENSE_SHARE * len(table.body)
    }  # fmt: skip
    dense = (dense | crowded) - keys
    numbers = {
        column.index: column.number.decimal if column.number else None
        for column in table.with_role(ColumnRole.VALUE)
        if column.index in dense
    }
    return Plan(keys=keys, numbers=numbers, dense=dense, counted=table.kind is TableKind.EVENTS)


def with_whole(layout: Layout, *, found: Scan) -> OpenedFile:
    """The opened file, its columns told of in full."""
    (table,) = layout.opened.tables
    whole = {
        i: WholeColumn(
            counts=texts.counts(), rows=found.rows,
            keys=pd.Series(found.codes[i]) if found.kept is None else None,
        )
        for i, texts in found.texts.items()
        if len(texts) <= MOST_TEXTS
    }  # fmt: skip
    for i in found.plan.numbers:
        whole[i] = _with_odd(i, table=table, layout=layout, found=found)
    return replace(layout.opened, tables=(replace(table, whole=whole),))


def _with_odd(i: int, *, table: TextTable, layout: Layout, found: Scan) -> WholeColumn:
    """The plain numbers of the sample stand for all; every other text is there as it is."""
    odd = found.dense[i].odd.counts()
    shown = table.frame.loc[layout.first_line : layout.last_line, i]
    plain = Counter(text for text in shown if text and text not in odd)
    rest = found.rows - int(found.dense[i].odd.rows.sum())
    share = max(1, rest // max(1, sum(plain.values())))
    counts = Counter({text: rows * share for text, rows in plain.items()})
    counts.update(odd)
    return WholeColumn(counts=dict(counts.most_common()), rows=found.rows)
