"""The figures of a PC-Axis file: all of them in order, or rows with keys where most are zero."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lagesbild.ingest.readers.cube import Dimension
from lagesbild.ingest.readers.px_text import PxText
from lagesbild.ingest.remarks import refuse

CELL = re.compile(r'"([^"]*+)"|([^\s",;]++)')

Figures = tuple[list[str], list[int]]
"""Cells, and the file's own row number of each."""


def read_data(
    px: PxText, *, dimensions: Sequence[Dimension], expected: int, file_name: str
) -> Figures:
    """As many cells as the dimensions make.

    raises  FileRefused RD-010 when there are more or fewer, or the file breaks off
    """
    text = _up_to_end(px.data or "", file_name=file_name)
    keyed = [name for name in px.find("STUB") if px.find("KEYS", name)]
    if keyed:
        return _read_keyed(px, text=text, dimensions=dimensions, file_name=file_name)
    cells: list[str] = []
    rows: list[int] = []
    for row, tokens in _lines(text, first=px.data_row, most=expected + 1):
        cells += tokens
        rows += [row] * len(tokens)
        if len(cells) > expected:
            break
    if len(cells) != expected:
        raise _misfit(file_name, found=len(cells), expected=expected)
    return cells, rows


def _misfit(file_name: str, *, found: int, expected: int) -> Exception:
    many = "fler" if found > expected else f"{found}"
    return refuse("RD-010", file=file_name, found=many, expected=expected)


def _up_to_end(text: str, *, file_name: str) -> str:
    """The data up to their last semicolon. Without it the last number may be cut in two."""
    end = text.rfind(";")
    if end >= 0:
        return text[:end]
    if not text.endswith("\n"):
        raise refuse("RD-009", file=file_name, what="den är avhuggen, det sista semikolonet saknas")
    return text


def _lines(text: str, *, first: int, most: int) -> Iterator[tuple[int, list[str]]]:
    """What stands on each row, and no more of it than is wanted."""
    row, start = first, 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if '"' in line or "," in line or ";" in line:
            yield row, [one[1] or one[2] or "" for one in islice(CELL.finditer(line), most)]
        else:
            yield row, line.split(None, most)
        row, start = row + 1, end + 1


def _read_keyed(
    px: PxText, *, text: str, dimensions: Sequence[Dimension], file_name: str
) -> Figures:
    """Rows that begin with the codes or values of the stub. Rows that are left out are zeros."""
    stub = len(px.find("STUB"))
    places = [_key_places(px, dimension=one, name=name)
              for one, name in zip(dimensions[:stub], px.find("STUB"), strict=True)]  # fmt: skip
    width = 1
    for dimension in dimensions[stub:]:
        width *= len(dimension.texts)
    total = width
    for dimension in dimensions[:stub]:
        total *= len(dimension.texts)
    cells, rows = ["0"] * total, [px.data_row] * total
    for row, record in _records(text, first=px.data_row, length=stub + width, file_name=file_name):
        place = 0
        for key, known in zip(record[:stub], places, strict=True):
            if key not in known:
                raise refuse(
                    "RD-009", file=file_name, what=f"rad {row} har en nyckel som inte finns"
                )
            place = place * len(set(known.values())) + known[key]
        cells[place * width : (place + 1) * width] = record[stub:]
        rows[place * width : (place + 1) * width] = [row] * width
    return cells, rows


def _key_places(px: PxText, *, dimension: Dimension, name: str) -> dict[str, int]:
    by_code = px.first("KEYS", name).upper() == "CODES" and bool(dimension.codes)
    own = px.find("CODES", name) if by_code else px.find("VALUES", name)
    return {text: place for place, text in enumerate(own or dimension.texts)}


def _records(
    text: str, *, first: int, length: int, file_name: str
) -> Iterator[tuple[int, list[str]]]:
    """Keys and cells that belong together; a record may go on over several lines."""
    kept: list[str] = []
    began = first
    for row, tokens in _lines(text, first=first, most=10 * length + 1_000_000):
        began = began if kept else row
        kept += tokens
        whole = len(kept) // length * length
        for start in range(0, whole, length):
            yield began, kept[start : start + length]
            began = row
        kept = kept[whole:]
    if kept:
        raise _misfit(file_name, found=len(kept), expected=length)
