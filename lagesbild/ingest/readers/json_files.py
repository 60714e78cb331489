"""JSON: parsed with its size known beforehand, then read by whoever knows its form."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any, Protocol

from lagesbild.ingest.encoding import decode
from lagesbild.ingest.readers import json_records, json_stat, kolada
from lagesbild.ingest.readers.cube import MOST_FIGURES_IN_WORDS, TooManyFigures
from lagesbild.ingest.remarks import refuse
from lagesbild.ingest.table import OpenedFile, TextTable


class FormReader(Protocol):
    """Tables of a parsed document."""

    def __call__(self, document: Any, *, name: str) -> Iterator[TextTable]: ...


FORMS: dict[str, tuple[Callable[[Any], bool], FormReader]] = {
    "json-stat": (json_stat.is_json_stat, json_stat.read_json_stat),
    "kolada": (kolada.is_kolada, kolada.read_kolada),
    "pxweb-json": (json_records.is_pxweb, json_records.read_pxweb),
    "json": (json_records.is_records, json_records.read_records),
}
"""Name of the form -> whether a document has it, and how it is read."""

MOST_CONTAINERS = 3_000_000
MOST_ITEMS = 12_000_000
"""Lists and objects, and commas between things: what makes Python objects out of bytes."""


def read_json(data: bytes, file_name: str) -> OpenedFile:
    """JSON-stat, Kolada, PxWeb's own JSON, or a list of objects.

    raises  FileRefused RD-001, RD-003, RD-011, RD-012
    """
    document, encoding = _parse(data, file_name=file_name)
    form = next((name for name, (recognised, _) in FORMS.items() if recognised(document)), None)
    if form is None:
        raise refuse("RD-011", file=file_name)
    tables = _read(FORMS[form][1], document, file_name=file_name)
    if not tables:
        raise refuse("RD-001", file=file_name)
    return OpenedFile(
        file=PurePath(file_name).name, format=form, encoding=encoding, dialect=None, tables=tables
    )


def _read(read: FormReader, document: Any, *, file_name: str) -> tuple[TextTable, ...]:
    """Tables with something in them. What does not hold together is not what its form promises."""
    try:
        found = tuple(read(document, name=PurePath(file_name).stem))
    except TooManyFigures:
        raise refuse("RD-012", file=file_name, limit=MOST_FIGURES_IN_WORDS) from None
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise refuse("RD-011", file=file_name) from None
    return tuple(table for table in found if len(table.frame))


def _parse(data: bytes, *, file_name: str) -> tuple[Any, str]:
    """Numbers stay the text they were."""
    if data.count(b"[") + data.count(b"{") > MOST_CONTAINERS or data.count(b",") > MOST_ITEMS:
        raise refuse("RD-012", file=file_name, limit=f"{MOST_ITEMS // 1_000_000} miljoner")
    try:
        decoded = decode(data)
        text = decoded.text.lstrip("\ufeff")
        return json.loads(
            text, parse_float=str, parse_int=str, parse_constant=str
        ), decoded.encoding
    except (ValueError, RecursionError):
        raise refuse("RD-011", file=file_name) from None


def is_json(head: str) -> bool:
    """Whether the beginning of a text is that of a JSON object or of a list of such."""
    bare = head.lstrip("\ufeff \t\r\n")
    following = bare[1:].lstrip()[:1]
    return (bare.startswith("{") and following in {'"', "}", ""}) or (
        bare.startswith("[") and following in {"{", "[", "]"}
    )
