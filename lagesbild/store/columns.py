"""Rows as plain columns: numbers and days in arrays, a text as a place among the texts that occur.

A frame takes a fraction of a millisecond for each step however few its rows are, and from the store to
the gate a question takes some fifty steps. So a frame is made once, at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray
from pandas.arrays import ArrowStringArray

Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """A column of texts.

    words  those that may occur, None for none; the same one may stand there twice
    at     (n,) which of them each row has
    """

    words: Sequence[str | None]
    at: Ints

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, rows: NDArray[Any]) -> Texts:
        return Texts(words=self.words, at=self.at[rows])

    def is_among(self, wanted: Collection[str | None]) -> Bools:
        return self.mapped([word in wanted for word in self.words], dtype=bool)

    def mapped(self, values: Sequence[Any], *, dtype: type) -> NDArray[Any]:
        """(n,) what stands for each row's text, of one value for each of the words."""
        return np.array(values, dtype=dtype)[self.at]

    def distinct(self) -> list[str]:
        """The texts that do occur, in order."""
        return sorted({str(self.words[n]) for n in np.unique(self.at).tolist()})

    def numbered(self, known: dict[str | None, int]) -> NDArray[np.int64]:
        """(n,) each row's text as a number, the same wherever ``known`` is used; new texts are added."""
        numbers = [known.setdefault(word, len(known)) for word in self.words]
        return self.mapped(numbers, dtype=np.int64)

    def for_frame(self) -> ExtensionArray:
        """As pandas holds texts."""
        words = pa.array(self.words, type=pa.large_string())
        return ArrowStringArray(pa.chunked_array([words.take(pa.array(self.at))]), dtype=_TEXT)


Column = NDArray[Any] | Texts
Columns = dict[str, Column]
"""All of the same length. What is read from the database: see store.observations.fetch_columns."""


def same_text(word: str, *, rows: int) -> Texts:
    """The same text in every row."""
    return Texts(words=(word,), at=np.zeros(rows, dtype=np.intp))


def texts_of(values: Any) -> Texts:
    """From texts one by one."""
    at, words = pd.factorize(values, use_na_sentinel=False)
    return Texts(words=[None if pd.isna(word) else word for word in words], at=at)


def text(columns: Columns, name: str) -> Texts:
    """A column that holds texts.

    raises  TypeError if it holds numbers
    """
    found = columns[name]
    if not isinstance(found, Texts):
        raise TypeError(f"{name} holds no texts")
    return found


def number_of_rows(columns: Columns) -> int:
    return len(next(iter(columns.values())))


def take(columns: Columns, rows: NDArray[Any]) -> Columns:
    """Some of the rows: (n,) booleans, or places."""
    return {name: column[rows] for name, column in columns.items()}


def joined(first: Columns, second: Columns) -> Columns:
    """The rows of both, which have the same columns."""
    return {name: _joined(column, second[name]) for name, column in first.items()}


def _joined(first: Column, second: Column) -> Column:
    if isinstance(first, Texts) and isinstance(second, Texts):
        at = np.concatenate([first.at, second.at + len(first.words)])
        return Texts(words=[*first.words, *second.words], at=at)
    return np.concatenate([first, second])


def columns_of_answer(answer: Mapping[str, Any]) -> Columns:
    """What the database answers, column by column, with NaN where a number is missing."""
    return {name: _column_of(values) for name, values in answer.items()}


def _column_of(values: Any) -> Column:
    if isinstance(values, np.ma.MaskedArray):
        values = values.filled(np.nan if values.dtype.kind == "f" else None)
    return texts_of(values) if values.dtype == object else values


def columns_of_frame(frame: pd.DataFrame, *, names: Sequence[str]) -> Columns:
    """Some columns of a frame."""
    return {
        name: texts_of(frame[name]) if _is_text(frame[name]) else frame[name].to_numpy()
        for name in names
    }


def _is_text(column: pd.Series) -> bool:
    return not isinstance(column.dtype, np.dtype) or column.dtype == object


def frame_of(columns: Columns) -> pd.DataFrame:
    """The columns as a frame."""
    return pd.DataFrame(
        {n: one.for_frame() if isinstance(one, Texts) else one for n, one in columns.items()}
    )
