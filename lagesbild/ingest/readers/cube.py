"""Cubes: figures in the order of their dimensions, the last one fastest. PC-Axis and JSON-stat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lagesbild.ingest.periods import read_period
from lagesbild.ingest.table import TextTable, Told, ToldColumn, Use

MOST_FIGURES = 3_000_000
"""More than any table that a statistics database gives out; beyond it memory is not bounded."""

MOST_FIGURES_IN_WORDS = f"{MOST_FIGURES // 1_000_000} miljoner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One way in which the figures are divided.

    codes  one for each text; empty when there are none, or when they are the texts
    units  of a dimension of measures: the unit of each
    """

    name: str
    texts: tuple[str, ...]
    codes: tuple[str, ...] = ()
    use: Use = Use.CLASS
    units: tuple[str, ...] = ()


class TooManyFigures(Exception):
    """A file says that it has more figures than can be held."""


def count_figures(sizes: Sequence[int]) -> int:
    """How many figures the dimensions make.

    raises  TooManyFigures
    """
    count = 1
    for size in sizes:
        count *= size
        if count > MOST_FIGURES:
            raise TooManyFigures
    return count


def make_cube(
    dimensions: Sequence[Dimension], *, name: str, cells: Sequence[str], rows: Sequence[int],
    value: ToldColumn, told: Told,
) -> TextTable:  # fmt: skip
    """One row a figure: its dimensions' texts and codes, then itself.

    cells  the figures, as many as the dimensions make
    rows   the file's own row number of each
    told   with title, footnotes and marks; its columns are made here
    """
    columns: list[ToldColumn] = []
    parts: list[pd.Series[str]] = []
    index = pd.Index(np.asarray(rows), dtype="int64")
    inner = len(cells)
    for dimension in dimensions:
        inner //= len(dimension.texts)
        places = np.arange(len(cells)) // inner % len(dimension.texts)
        for column, texts in _columns_of(dimension, place=len(columns)):
            columns.append(column)
            parts.append(_spread(texts, places=places, index=index))
    columns.append(value)
    parts.append(pd.Series(list(cells), index=index, dtype="str"))
    frame = pd.concat(parts, axis=1, ignore_index=True)
    return TextTable(
        name=name, frame=frame,
        told=Told(
            columns=tuple(columns), title=told.title, footnotes=told.footnotes, marks=told.marks
        ),
    )  # fmt: skip


def _columns_of(dimension: Dimension, *, place: int) -> list[tuple[ToldColumn, tuple[str, ...]]]:
    found = [(ToldColumn(name=dimension.name, use=dimension.use), dimension.texts)]
    if dimension.codes and dimension.codes != dimension.texts and dimension.use is not Use.TIME:
        code = ToldColumn(name=f"{dimension.name} kod", use=Use.CODE, of=place)
        found.append((code, dimension.codes))
    if any(dimension.units):
        found.append((ToldColumn(name="enhet", use=Use.UNIT), dimension.units))
    return found


def _spread(texts: Sequence[str], *, places: np.ndarray, index: pd.Index[int]) -> pd.Series[str]:
    distinct = np.empty(len(texts), dtype=object)
    distinct[:] = [text.strip() for text in texts]
    return pd.Series(distinct[places], index=index, dtype="str")


def readable_times(*candidates: Sequence[str]) -> tuple[str, ...]:
    """Of several ways to write the same times the first in which all can be read, else the first."""
    given = [tuple(texts) for texts in candidates if texts]
    for texts in given:
        if all(read_period(text) is not None for text in texts):
            return texts
    return given[0]
