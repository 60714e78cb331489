"""Parquet files."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath

import pandas as pd

from lagesbild.ingest.readers.workbook import cell_text
from lagesbild.ingest.remarks import refuse
from lagesbild.ingest.table import OpenedFile, TextTable

MOST_UNPACKED = 1_000_000_000
MOST_CELLS = 20_000_000
LONGEST_CELL = 20_000


def read_parquet(data: bytes, file_name: str) -> OpenedFile:
    """The names of the columns in row 0, data from row 1.

    raises  FileRefused RD-001, RD-012, RD-014
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(BytesIO(data))
        _refuse_size(file.metadata, file_name=file_name)
        names = [str(name) for name in file.schema_arrow.names]
        texts = [
            name for name, kind in zip(names, file.schema_arrow.types, strict=True)
            if pa.types.is_string(kind) or pa.types.is_binary(kind) or pa.types.is_large_string(kind)
        ]  # fmt: skip
        table = parquet.ParquetFile(BytesIO(data), read_dictionary=texts).read()
        columns = [_texts(column, file_name=file_name) for column in table.columns]
    except (pa.ArrowException, OSError, ValueError, UnicodeError):
        raise refuse("RD-014", file=file_name) from None
    if not names or not table.num_rows:
        raise refuse("RD-001", file=file_name)
    index = pd.Index(range(table.num_rows + 1), dtype="int64")
    frame = pd.DataFrame(
        {place: pd.Series([names[place], *cells], index=index, dtype="str")
         for place, cells in enumerate(columns)}
    )  # fmt: skip
    name = PurePath(file_name)
    return OpenedFile(
        file=name.name, format="parquet", encoding=None, dialect=None,
        tables=(TextTable(name=name.stem, frame=frame),),
    )  # fmt: skip


def _refuse_size(metadata: object, *, file_name: str) -> None:
    """raises FileRefused RD-012, before anything is unpacked"""
    from pyarrow.parquet import FileMetaData

    assert isinstance(metadata, FileMetaData)  # noqa: S101 - tells mypy what the caller passed
    groups = [metadata.row_group(place) for place in range(metadata.num_row_groups)]
    unpacked = sum(group.total_byte_size for group in groups)
    if metadata.num_rows * metadata.num_columns > MOST_CELLS or unpacked > MOST_UNPACKED:
        raise refuse("RD-012", file=file_name, limit=f"{MOST_CELLS // 1_000_000} miljoner")


def _texts(column: object, *, file_name: str) -> list[str]:
    """Each distinct text once where the file keeps them so; a long one many times is a bomb."""
    import pyarrow as pa

    assert isinstance(column, pa.ChunkedArray)  # noqa: S101 - tells mypy what the caller passed
    found: list[str] = []
    for chunk in column.chunks:
        if not isinstance(chunk, pa.DictionaryArray):
            found += map(_text, chunk.to_pylist())
            continue
        distinct = [_text(one) for one in chunk.dictionary.to_pylist()]
        if any(len(text) > LONGEST_CELL for text in distinct):
            raise refuse("RD-014", file=file_name)
        found += ["" if place is None else distinct[place] for place in chunk.indices.to_pylist()]
    return found


def _text(cell: object) -> str:
    if isinstance(cell, bytes):
        return cell.decode("utf-8").strip()
    if isinstance(cell, float) and cell != cell:  # noqa: PLR0124 - the only number unlike itself
        return ""
    return cell_text(cell)
