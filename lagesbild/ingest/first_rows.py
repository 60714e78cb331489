"""The top of a file as it stands, for showing beside how it was understood."""

from __future__ import annotations

from dataclasses import replace

from lagesbild.domain.errors import LagesbildError
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.table import TextTable, Understood

HEAD_BYTES = 256_000
"""A delimited file is opened again for its first rows only; workbooks cannot be cut."""


def first_rows(
    data: bytes, *, file_name: str, understood: Understood, rows: int
) -> tuple[TextTable, ...]:  # fmt: skip
    """Every sheet down to so many rows below the first figures; none when it cannot be told."""
    try:
        opened = open_file(_top(data, understood=understood), file_name=file_name)
    except LagesbildError:
        return ()
    last = max((table.first_data_line for table in understood.tables), default=1) + rows
    return tuple(
        replace(table, frame=table.frame[table.frame.index < last]) for table in opened.tables
    )


def _top(data: bytes, *, understood: Understood) -> bytes:
    is_wide = (understood.encoding or "").startswith("utf-16")
    if understood.format != "csv" or is_wide or len(data) <= HEAD_BYTES:
        return data
    end = data.rfind(b"\n", 0, HEAD_BYTES) + 1
    return data[: end or HEAD_BYTES]
