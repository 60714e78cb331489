"""JSON that is a table already: PxWeb's own form, and lists of objects with the same keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from lagesbild.ingest.table import TextTable, Told, ToldColumn, Use

KINDS = {"t": Use.TIME, "d": Use.CLASS, "c": Use.VALUE}
"""PxWeb's types of columns: time, dimension, contents."""

MOST_COLUMNS = 300


def is_pxweb(document: Any) -> bool:
    """Columns with types, and rows of keys and values."""
    return (
        isinstance(document, dict)
        and isinstance(document.get("columns"), list)
        and isinstance(document.get("data"), list)
        and all(isinstance(one, dict) and "text" in one for one in document["columns"])
    )


def read_pxweb(document: Any, *, name: str) -> Iterator[TextTable]:
    """raises KeyError or TypeError when it does not hold together"""
    columns = tuple(
        ToldColumn(name=str(one["text"]), use=KINDS.get(str(one.get("type", "d")), Use.CLASS))
        for one in document["columns"]
    )
    keys = [place for place, one in enumerate(columns) if one.use is not Use.VALUE]
    figures = [place for place, one in enumerate(columns) if one.use is Use.VALUE]
    rows = [_pxweb_row(one, keys=keys, figures=figures) for one in document["data"]]
    yield TextTable(
        name=name, frame=_frame(rows, width=len(columns), first=1), told=Told(columns=columns)
    )


def _pxweb_row(one: dict[str, Any], *, keys: list[int], figures: list[int]) -> list[str]:
    row = [""] * (len(keys) + len(figures))
    for places, texts in ((keys, one["key"]), (figures, one["values"])):
        for place, text in zip(places, texts, strict=True):
            row[place] = _text(text)
    return row


def is_records(document: Any) -> bool:
    """A list of flat objects, or one under a name in an object."""
    return _records(document) is not None


def _records(document: Any) -> list[dict[str, Any]] | None:
    lists = [document] if isinstance(document, list) else []
    if isinstance(document, dict):
        lists = [one for one in document.values() if isinstance(one, list)]
    for records in lists:
        if records and all(isinstance(one, dict) and one for one in records[:1000]):
            return records
    return None


def read_records(document: Any, *, name: str) -> Iterator[TextTable]:
    """The keys as headings in row 0, objects from row 1. What lies within an object is left out.

    raises  TypeError when an entry is no object, ValueError when there are no keys to use
    """
    records = _records(document) or []
    names: dict[str, None] = {}
    for one in records:
        names.update(
            (key, None) for key, value in one.items() if not isinstance(value, (dict, list))
        )
    if not names or len(names) > MOST_COLUMNS:
        raise ValueError("no table")
    rows = [list(names), *([_text(one.get(key)) for key in names] for one in records)]
    yield TextTable(name=name, frame=_frame(rows, width=len(names), first=0))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    return "" if value is None or isinstance(value, (dict, list)) else str(value).strip()


def _frame(rows: list[list[str]], *, width: int, first: int) -> pd.DataFrame:
    index = pd.Index(range(first, first + len(rows)), dtype="int64")
    return pd.DataFrame(rows, index=index, columns=range(width), dtype="str")
