"""The data rows of a large file in blocks of whole lines, split into columns by two threads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from lagesbild.ingest.bulk.content import LOST_LETTERS, NEWLINE, Content, Unfit
from lagesbild.ingest.bulk.layout import Layout

BLOCK = 1 << 22
THREADS = 2
CODES = pa.dictionary(pa.int32(), pa.binary())
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Whole lines. ``first`` counts data rows from 0, ``start`` bytes of the file."""

    data: bytes
    first: int
    rows: int
    start: int


def read_blocks(content: Content, *, layout: Layout) -> Iterator[Block]:
    """The data rows from the first to the last."""
    rest, place, first = b"", layout.start, 0
    with content.open() as file:
        file.seek(layout.start)
        while place < layout.end:
            piece = file.read(min(BLOCK, layout.end - place - len(rest)))
            data = rest + piece
            is_last = place + len(data) >= layout.end
            cut = len(data) if is_last else data.rfind(b"\n") + 1
            if not cut:
                raise Unfit("mycket långa rader")
            whole, rest = data[:cut], data[cut:]
            ends = int(np.count_nonzero(np.frombuffer(whole, dtype=np.uint8) == NEWLINE))
            rows = ends + (not whole.endswith(b"\n"))
            yield Block(data=whole, first=first, rows=rows, start=place)
            place, first = place + cut, first + rows


def in_order(
    blocks: Iterator[Block], work: Callable[[Block], T], *, threads: int = THREADS
) -> Iterator[tuple[Block, T]]:
    """The work's results in the file's order, never more than a few blocks ahead."""
    with ThreadPoolExecutor(max_workers=threads) as pool:
        ahead: deque[tuple[Block, Future[T]]] = deque()
        for block in blocks:
            ahead.append((block, pool.submit(work, block)))
            if len(ahead) > threads:
                done, future = ahead.popleft()
                yield done, future.result()
        while ahead:
            done, future = ahead.popleft()
            yield done, future.result()


def split_block(block: Block, *, layout: Layout, dense: frozenset[int]) -> list[pa.Array]:
    """One array a column: codes with their texts, or the texts themselves for dense columns.

    raises  Unfit when a row has another number of fields, or quotes that break the rules
    """
    data = block.data
    if layout.has_quotes:
        _require_plain_quotes(data, delimiter=layout.delimiter.encode())
    if layout.encoding != "cp1252" and any(lost in data for lost in LOST_LETTERS):
        raise Unfit("bokstäver som gått förlorade")
    names = [str(place) for place in range(layout.width)]
    kinds = {n: pa.binary() if place in dense else CODES for place, n in enumerate(names)}
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(data),
            read_options=pa_csv.ReadOptions(
                use_threads=False, column_names=names, block_size=len(data) + 1
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=layout.delimiter, ignore_empty_lines=False, quote_char='"'
            ),
            convert_options=pa_csv.ConvertOptions(column_types=kinds, strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        raise Unfit("rader av olika längd") from None
    if table.num_rows != block.rows:
        raise Unfit("celler på flera rader")
    return [column.combine_chunks() for column in table.columns]


def _require_plain_quotes(data: bytes, *, delimiter: bytes) -> None:
    """Each quote opens or closes a cell."""
    quotes = data.count(b'"')
    if not quotes:
        return
    opening = data.count(delimiter + b'"') + data.count(b'\n"') + data.startswith(b'"')
    closing = data.count(b'"' + delimiter) + data.count(b'"\n') + data.count(b'"\r\n')
    closing += data.endswith(b'"')
    if opening != closing or opening + closing != quotes:
        raise Unfit("citattecken inne i celler")
