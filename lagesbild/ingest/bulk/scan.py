"""The one pass over a large file: every row turned into numbers, every text looked at once."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lagesbild.ingest.bulk.blocks import Block, in_order, read_blocks, split_block
from lagesbild.ingest.bulk.content import Content, Unfit
from lagesbild.ingest.bulk.counting import EventCounter
from lagesbild.ingest.bulk.dense import DenseColumn, DensePart, look_through, read_numbers
from lagesbild.ingest.bulk.layout import Layout
from lagesbild.ingest.bulk.texts import Codes, ColumnTexts, Rows

MOST_TEXTS = 30_000
"""Distinct texts of a column that is not a key; with more of them it is dense."""

MOST_KEYS = 4_000_000
GROUP_COLUMNS = 3
NUMBER_LIKE = re.compile(r"[-\d.,\s]+")


class Dense(Exception):
    """A column turned out to have a text of its own on nearly every row."""

    def __init__(self, column: int) -> None:
        super().__init__(column)
        self.column = column


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How the columns are kept.

    keys     columns that say what a row is about: their texts are always numbered
    numbers  dense columns of figures -> their decimal sign
    dense    all dense columns
    counted  True for events: equal rows are counted, and only the keys are kept
    """

    keys: frozenset[int]
    numbers: dict[int, str | None]
    dense: frozenset[int]
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What the pass found.

    rows    data rows
    kept    the row, counted from 0, of each entry in ``codes``; None when that is every row
    codes   column -> code of each entry's text
    times   of events: how many rows each entry stands for
    blocks  row and byte that each block begins with
    """

    rows: int
    kept: Rows | None
    codes: dict[int, npt.NDArray[np.integer]]
    times: npt.NDArray[np.int64] | None
    texts: dict[int, ColumnTexts]
    dense: dict[int, DenseColumn]
    blocks: list[tuple[int, int]]
    plan: Plan

    @property
    def entries(self) -> int:
        return self.rows if self.kept is None else len(self.kept)

    def row_numbers(self, entries: Rows, *, layout: Layout) -> Rows:
        """The file's own numbers of some entries."""
        rows = entries if self.kept is None else self.kept[entries]
        return rows + layout.first_line


def scan(content: Content, *, layout: Layout, plan: Plan, heading: list[str]) -> Scan:
    """Read every data row once, in bounded memory.

    raises  Unfit; Dense when a column must be planned for as dense; NotUtf8
    """
    run = _Run(layout=layout, plan=plan, heading=heading)
    for block, parts in in_order(read_blocks(content, layout=layout), run.prepare):
        run.take(block, parts)
    return run.finish()


class _Run:
    """The state of a pass."""

    def __init__(self, *, layout: Layout, plan: Plan, heading: list[str]) -> None:
        self.layout, self.plan, self.heading = layout, plan, heading
        named = [i for i in range(layout.width) if i not in plan.dense]
        self.texts = {
            i: ColumnTexts(
                encoding=layout.encoding, most=MOST_KEYS if i in plan.keys else MOST_TEXTS
            )
            for i in named
        }
        self.dense = {i: DenseColumn(encoding=layout.encoding) for i in plan.dense}
        self.codes: dict[int, list[npt.NDArray[np.integer]]] = {i: [] for i in named}
        self.counter = EventCounter(sorted(plan.keys)) if plan.counted else None
        self.groups = {i: _Group() for i in named if i < min(GROUP_COLUMNS, layout.width - 1)}
        self.blocks: list[tuple[int, int]] = []
        self.rows = 0

    def prepare(self, block: Block) -> dict[int, pa.Array | DensePart]:
        """What can be done with a block alone; runs in a thread of its own."""
        arrays = split_block(block, layout=self.layout, dense=self.plan.dense)
        is_utf8 = self.layout.encoding != "cp1252"
        return {
            i: array if i not in self.plan.dense
            else read_numbers(array, decimal=self.plan.numbers[i]) if i in self.plan.numbers
            else look_through(array, is_utf8=is_utf8)
            for i, array in enumerate(arrays)
        }  # fmt: skip

    def take(self, block: Block, parts: dict[int, pa.Array | DensePart]) -> None:
        """Add one block to what is known; blocks come in order."""
        here: dict[int, Codes] = {}
        for i, part in parts.items():
            if isinstance(part, DensePart):
                self.dense[i].take(part, first=block.first)
                continue
            here[i] = self.texts[i].take(part, first=block.first)
            if self.texts[i].is_full:
                if i in self.plan.keys:
                    raise Unfit("för många olika texter i en kolumn")
                raise Dense(i)
        self._refuse_bare_rows(here, rows=block.rows)
        for i, group in self.groups.items():
            group.take(here[i], empty=self.texts[i].code_of(""))
        self._keep(here, first=block.first)
        self.blocks.append((block.first, block.start))
        self.rows = block.first + block.rows

    def _keep(self, here: dict[int, Codes], *, first: int) -> None:
        if self.counter is not None:
            self.counter.take([here[i] for i in self.counter.columns], first=first)
            return
        for i, codes in here.items():
            short = len(self.texts[i]) < 2**15
            self.codes[i].append(codes.astype(np.int16) if short else codes)

    def _refuse_bare_rows(self, here: dict[int, Codes], *, rows: int) -> None:
        """Rows with fewer than two cells are headings of sections, or empty."""
        empties = {i: self.texts[i].code_of("") for i in here}
        some = [i for i, code in empties.items() if code is not None]
        if len(some) + len(self.plan.dense) < self.layout.width - 1:
            return
        filled = np.full(rows, self.layout.width - len(some), dtype=np.int32)
        filled -= len(self.plan.dense)
        for i in some:
            filled += here[i] != empties[i]
        if filled.min() < 2:
            raise Unfit("rader med en enda cell")

    def finish(self) -> Scan:
        """Everything together, when the last block has been taken."""
        self._refuse_repeated_heading()
        self._refuse_groups()
        kept, times = None, None
        codes: dict[int, npt.NDArray[np.integer]]
        if self.counter is not None:
            counted = self.counter.finish()
            kept, times = counted.first, counted.times
            codes = dict(zip(self.counter.columns, counted.codes, strict=True))
        else:
            codes = {i: _join(parts) for i, parts in self.codes.items()}
        return Scan(
            rows=self.rows, kept=kept, codes=codes, times=times, texts=self.texts,
            dense=self.dense, blocks=self.blocks, plan=self.plan,
        )  # fmt: skip

    def _refuse_repeated_heading(self) -> None:
        cells = [(i, self.heading[i]) for i in self.texts if i < len(self.heading)]
        if cells and all(self.texts[i].code_of(text) is not None for i, text in cells):
            raise Unfit("rubrikraden kommer igen")

    def _refuse_groups(self) -> None:
        for i, group in self.groups.items():
            beside = self.texts.get(i + 1)
            is_full = beside is None or beside.code_of("") is None
            texts = self.texts[i].texts
            once = "" in texts and is_full and group.runs == len(texts) - 1
            if once and not any(NUMBER_LIKE.fullmatch(text) for text in texts if text):
                raise Unfit("etiketter bara på gruppens första rad")


def _join(parts: list[npt.NDArray[np.integer]]) -> npt.NDArray[np.integer]:
    joined = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int16)
    parts.clear()
    return joined


class _Group:
    """How often the label of a column changes, empty cells left out."""

    def __init__(self) -> None:
        self.runs = 0
        self.last = -1

    def take(self, codes: Codes, *, empty: int | None) -> None:
        labels = codes if empty is None else codes[codes != empty]
        if len(labels):
            self.runs += int(np.count_nonzero(labels[1:] != labels[:-1]))
            self.runs += int(labels[0] != self.last)
            self.last = int(labels[-1])
