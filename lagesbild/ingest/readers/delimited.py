"""Delimited text: CSV as Swedish authorities, PxWeb, R and Excel write it."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Literal

import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.ingest.encoding import DecodedText, decode
from lagesbild.ingest.remarks import refuse, remark
from lagesbild.ingest.table import Dialect, OpenedFile, TextTable

DELIMITERS = (";", "\t", "|", ",")
SAMPLE_LINES = 400
NEARLY = 0.9
LONGEST_LINE = 5_000_000
"""Characters. No table is that broad; one line of 300 MB is not a table at all."""

MOST_COLUMNS = 20_000
MOST_CELLS = 15_000_000
"""More are read by the quick way, which takes large tables of even rows."""

RUNAWAY_LINES = 40
"""A quoted cell of more lines than this is a quote that was never closed."""


def read_delimited(data: bytes, file_name: str) -> OpenedFile:
    """Rows of text, with the file's own line numbers.

    raises  FileRefused RD-001, RD-003
    """
    decoded = _decode_or_refuse(data, file_name=file_name)
    if max(map(len, decoded.text.split("\n"))) > LONGEST_LINE:
        raise refuse("RD-012", file=file_name, limit="vad en enda rad kan ha")
    delimiter = find_delimiter(decoded.text)
    _refuse_many(decoded.text.count(delimiter), file_name=file_name)
    numbered = list(split_rows(decoded.text, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL))
    runaway = any(_is_runaway(cells) for _, cells in numbered)
    if runaway:
        numbered = list(split_rows(decoded.text, delimiter=delimiter, quoting=csv.QUOTE_NONE))
    widest = max((len(cells) for _, cells in numbered), default=0)
    if widest > MOST_COLUMNS:
        raise refuse("RD-012", file=file_name, limit="vad en enda rad kan ha")
    _refuse_many(widest * len(numbered), file_name=file_name)
    table = make_text_table(numbered, name=PurePath(file_name).stem)
    return OpenedFile(
        file=PurePath(file_name).name, format="csv", encoding=decoded.encoding,
        dialect=Dialect(delimiter=delimiter), tables=(table,),
        warnings=_warnings(decoded, runaway=runaway),
    )  # fmt: skip


def _refuse_many(cells: int, *, file_name: str) -> None:
    """Before they are made: a table is as broad as its broadest row."""
    if cells > MOST_CELLS:
        raise refuse("RD-012", file=file_name, limit=f"{MOST_CELLS // 1_000_000} miljoner")


def _decode_or_refuse(data: bytes, *, file_name: str) -> DecodedText:
    try:
        decoded = decode(data)
    except UnicodeError:
        raise refuse("RD-003", file=file_name) from None
    if "\0" in decoded.text:
        raise refuse("RD-003", file=file_name)
    if not decoded.text.strip("\ufeff \t\n;,|"):
        raise refuse("RD-001", file=file_name)
    return decoded


def _warnings(decoded: DecodedText, *, runaway: bool) -> tuple[Fault, ...]:
    found = []
    if decoded.lost_rows:
        count = len(decoded.lost_rows)
        rows = "en rad" if count == 1 else f"{count} rader"
        found.append(remark("RD-101", rows=decoded.lost_rows, count=rows))
    if decoded.repaired:
        found.append(remark("RD-102"))
    if runaway:
        found.append(remark("RD-105"))
    return tuple(found)


def find_delimiter(text: str) -> str:
    """The delimiter that gives most rows the same number of fields, and many of them.

    A decimal comma splits rows too, but never into more fields than the real delimiter; a
    semicolon in a text splits some rows in two. Ties go to the order of DELIMITERS.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[4]
    sample = _sample(lines)
    found = {mark: _evenness(sample, delimiter=mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: found[mark][0])
    if best != ",":
        return best
    # Decimal commas and a comma in the title lines look even too, in a table of a few rows.
    score, width = found[","]
    others = (mark for mark in DELIMITERS if mark != ",")
    near = (mark for mark in others if found[mark][0] >= NEARLY * score > 0)
    return next((mark for mark in near if found[mark][1] > width), best)


def _sample(lines: list[str]) -> list[str]:
    """The beginning and the middle: footnotes stand at the end."""
    middle = len(lines) // 2
    return lines[:SAMPLE_LINES] + lines[max(SAMPLE_LINES, middle) : middle + SAMPLE_LINES]


def _evenness(lines: list[str], *, delimiter: str) -> tuple[float, int]:
    """How even and how wide the table is, and its width."""
    counts = Counter(len(cells) for _, cells in split_rows("\n".join(lines), delimiter=delimiter))
    total = sum(counts.values())
    found = ((n / total * math.log2(width + 1), width) for width, n in counts.items() if width > 1)
    return max(found, default=(0.0, 0))


def split_rows(
    text: str, *, delimiter: str, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line it begins on."""
    csv.field_size_limit(10_000_000)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=False
    )
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def _is_runaway(cells: list[str]) -> bool:
    return any(cell.count("\n") > RUNAWAY_LINES for cell in cells)


def make_text_table(numbered: list[tuple[int, list[str]]], *, name: str) -> TextTable:
    """Rows of unequal length as one frame of stripped text."""
    widths = tuple(len(cells) for _, cells in numbered)
    widest = max(widths, default=0)
    rows = [
        [cell.strip() for cell in cells] + [""] * (widest - len(cells)) for _, cells in numbered
    ]
    index = pd.Index([line for line, _ in numbered], dtype="int64")
    frame = pd.DataFrame(rows, index=index, columns=range(widest), dtype="str")
    return TextTable(name=name, frame=frame, widths=widths)
