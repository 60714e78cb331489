"""What Kolada's programming interface answers, versions 2 and 3: figures by kpi, kommun and year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from lagesbild.ingest.table import TextTable, Told, ToldColumn, Use

REGION = re.compile(r"^00(0[1-9]|[12]\d)$")
"""A region is numbered as the län that it is; 0000 is the country."""

PLACES = ("municipality", "ou")
"""Kommun or region, or else a unit such as a school."""

MARKS = {"Private": "sekretess", "Missing": "uppgift saknas", "deleted": "uppgift saknas"}
"""Statuses; all that are not empty mean that there is no figure to use."""

COLUMNS = (
    ("kpi", Use.MEASURE), ("municipality", Use.AREA), ("period", Use.TIME), ("gender", Use.CLASS),
    ("count", Use.ASIDE), ("value", Use.VALUE),
)  # fmt: skip


def is_kolada(document: Any) -> bool:
    """Whether it has figures; Kolada's lists of kpi and kommuner have none."""
    pages = _pages(document)
    first = next((one for page in pages for one in page["values"]), None)
    return isinstance(first, dict) and {"kpi", "period", "values"} <= set(first)


def _pages(document: Any) -> list[dict[str, Any]]:
    """An answer, or several that someone has put in a list."""
    pages = document if isinstance(document, list) else [document]
    whole = all(isinstance(one, dict) and isinstance(one.get("values"), list) for one in pages)
    return pages if whole else []


def read_kolada(document: Any, *, name: str) -> Iterator[TextTable]:
    """One row a figure. Gender T is everyone, K women, M men.

    raises  KeyError or TypeError when it does not hold together
    """
    rows = [row for page in _pages(document) for one in page["values"] for row in _rows(one)]
    place = "ou" if any("ou" in one for page in _pages(document) for one in page["values"]) else ""
    columns = tuple(
        ToldColumn(name=place if place and use is Use.AREA else title, use=use)
        for title, use in COLUMNS
    )
    seen = {row[-1] for row in rows} & {*MARKS}
    frame = pd.DataFrame(
        rows, index=pd.Index(range(1, len(rows) + 1), dtype="int64"), columns=range(len(COLUMNS)),
        dtype="str",
    )  # fmt: skip
    marks = {text: MARKS[text] for text in sorted(seen)}
    yield TextTable(name=name, frame=frame, told=Told(columns=columns, marks=marks))


def _rows(one: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    area = REGION.sub(r"\1", next(_text(one[key]) for key in PLACES if key in one))
    for figure in one["values"]:
        yield (
            _text(one["kpi"]), area, _text(one["period"]), _text(figure.get("gender") or "T"),
            _text(figure.get("count")), _cell(figure),
        )  # fmt: skip


def _text(value: Any) -> str:
    if isinstance(value, (dict, list)):
        raise TypeError("a text or number was expected")
    return "" if value is None else str(value).strip()


def _cell(figure: dict[str, Any]) -> str:
    """The figure, or why there is none."""
    if any(figure.get(key) is True for key in ("isdeleted", "is_deleted")):
        return "deleted"
    status = _text(figure.get("status"))
    return status or _text(figure["value"])
