"""JSON-stat 1 and 2, as PxWeb, Eurostat and others give it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lagesbild.ingest.readers.cube import Dimension, count_figures, make_cube, readable_times
from lagesbild.ingest.table import TextTable, Told, ToldColumn, Use

USES = {"time": Use.TIME, "geo": Use.AREA, "metric": Use.MEASURE}
PRELIMINARY = frozenset(("p", "prel", "prel.", "preliminary", "preliminär"))
MOST_DATASETS = 200


def is_json_stat(document: Any) -> bool:
    """Whether there is a dataset in it, in version 2 or 1."""
    return isinstance(document, dict) and any(True for _ in _datasets(document))


def read_json_stat(document: Any, *, name: str) -> Iterator[TextTable]:
    """One table a dataset.

    raises  TooManyFigures; KeyError, TypeError or ValueError when it does not hold together
    """
    datasets = list(_datasets(document))[:MOST_DATASETS]
    for key, dataset in datasets:
        own = key if len(datasets) > 1 else name
        yield _read_dataset(dataset, name=own)


def _datasets(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Version 2 is the dataset; version 1 a bundle of them under names; a collection embeds them."""
    if _is_dataset(document):
        yield "", document
        return
    link = document.get("link")
    items = link.get("item") if isinstance(link, dict) else None
    named = [*document.items(), *((str(i), one) for i, one in enumerate(items or (), start=1))]
    for key, one in named:
        if isinstance(one, dict) and _is_dataset(one):
            yield str(one.get("label") or key), one


def _is_dataset(document: dict[str, Any]) -> bool:
    return isinstance(document.get("dimension"), dict) and "value" in document


def _read_dataset(dataset: dict[str, Any], *, name: str) -> TextTable:
    described = dataset["dimension"]
    ids = [str(one) for one in dataset.get("id") or described["id"]]
    sizes = [int(one) for one in dataset.get("size") or described["size"]]
    if len(ids) != len(sizes) or min(sizes, default=0) < 0:
        raise ValueError("id and size disagree")
    expected = count_figures(sizes)
    roles = dataset.get("role") or described.get("role") or {}
    uses = {str(one): use for role, use in USES.items() for one in roles.get(role) or ()}
    dimensions = [
        _dimension(described[key], key=key, size=size, use=uses.get(key, Use.CLASS))
        for key, size in zip(ids, sizes, strict=True)
    ]
    title = _text(dataset.get("label"))
    figures = _spread(dataset["value"], count=expected)
    cells = [
        _cell(value, status=status)
        for value, status in zip(figures, _statuses(dataset, count=expected), strict=True)
    ]
    has_measure = any(one.use is Use.MEASURE for one in dimensions)
    value = ToldColumn(
        name="värde" if has_measure or not title else title, use=Use.VALUE,
        unit=_text((dataset.get("extension") or {}).get("unit")),
    )  # fmt: skip
    return make_cube(
        dimensions, name=name, cells=cells, rows=range(1, expected + 1), value=value,
        told=Told(columns=(), title=title, footnotes=_notes(dataset)),
    )  # fmt: skip


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _dimension(described: dict[str, Any], *, key: str, size: int, use: Use) -> Dimension:
    category = described["category"]
    labels = category.get("label") or {}
    codes = _codes(category.get("index"), labels=labels)
    if len(codes) != size:
        raise ValueError("a dimension has another number of categories than it says")
    texts = tuple(_text(labels.get(code)) or code for code in codes)
    if use is Use.TIME:
        return Dimension(
            name=_text(described.get("label")) or key, texts=readable_times(texts, codes), use=use
        )
    return Dimension(
        name=_text(described.get("label")) or key, texts=texts, codes=codes, use=use,
        units=_units(category.get("unit"), codes=codes) if use is Use.MEASURE else (),
    )  # fmt: skip


def _codes(index: Any, *, labels: dict[str, Any]) -> tuple[str, ...]:
    """The categories in order: a list, or each with its place; of one alone the label is enough."""
    if isinstance(index, dict):
        return tuple(sorted(map(str, index), key=lambda code: int(index[code])))
    return tuple(map(str, index if isinstance(index, list) else labels))


def _units(given: Any, *, codes: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(given, dict):
        return ()
    found = [given.get(code) or {} for code in codes]
    return tuple(_text(one.get("base")) or _text(one.get("label")) for one in found)


def _spread(given: Any, *, count: int) -> list[Any]:
    """A list of all, or an object with the places that have something."""
    if isinstance(given, dict):
        filled: list[Any] = [None] * count
        for place, value in given.items():
            filled[int(place)] = value
        return filled
    if len(given) != count:
        raise ValueError("value has another length than the dimensions")
    return list(given)


def _statuses(dataset: dict[str, Any], *, count: int) -> list[Any]:
    given = dataset.get("status")
    if isinstance(given, str):
        return [given] * count
    if isinstance(given, list) and len(given) == 1:
        return given * count
    return _spread(given, count=count) if given else [None] * count


def _cell(value: Any, *, status: Any) -> str:
    """The figure as it stood. Without one, the mark that its status is."""
    mark = _text(status)
    if value is None or value == "":
        return mark
    if not isinstance(value, str):
        raise TypeError("a figure that is none")
    return f"{value} p" if mark.casefold() in PRELIMINARY else value


def _notes(dataset: dict[str, Any]) -> tuple[str, ...]:
    given = dataset.get("note")
    notes = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    provider = _text(dataset.get("source"))
    found = [one.strip() for one in notes if isinstance(one, str)]
    return (*found[:40], *((f"Källa: {provider}",) if provider else ()))
