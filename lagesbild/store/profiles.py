"""How delivered files were laid out and which of their cells were corrected, kept beside the deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime

import duckdb

from lagesbild.store.connection import Store, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProfile:
    """The newest stored delivery of the same layout.

    mapping  TOML, as the delivery was read
    columns  JSON: the headings as they were found and as they were read
    """

    delivery_id: int
    file_name: str
    received_at: datetime
    mapping: str
    columns: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCorrection:
    """A cell that was read as something else than it says. ``right`` None: marked as missing."""

    measure: str
    area_code: str
    period_start: date
    period_end: date
    source_sheet: str | None
    source_row: int
    source_column: str
    raw: str
    right: str | None
    reason: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredCorrection:
    """A correction with the delivery it was made in."""

    delivery_id: int
    source_id: str
    file_name: str
    correction: StoredCorrection


def add_profile_within(
    cursor: duckdb.DuckDBPyConnection, *, delivery_id: int, shape: str, columns: str
) -> None:
    """Remember a delivery's layout, inside a transaction that the caller holds."""
    cursor.execute("INSERT INTO profile VALUES (?, ?, ?)", [delivery_id, shape, columns])


def find_profile(
    store: Store, *, shape: str, source_id: str, kommun_code: str | None
) -> StoredProfile | None:
    """The newest delivery of the layout, source and kommun that has not been recalled."""
    row = store.cursor().execute(sql("find_profile"), [shape, source_id, kommun_code]).fetchone()
    names = StoredProfile.__dataclass_fields__
    return StoredProfile(**dict(zip(names, row, strict=True))) if row else None


def add_corrections_within(
    cursor: duckdb.DuckDBPyConnection, *, delivery_id: int, made: Sequence[StoredCorrection]
) -> None:
    """Keep what was corrected in a delivery, inside a transaction that the caller holds."""
    for one in made:
        cursor.execute(
            "INSERT INTO correction VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [delivery_id, *astuple(one)],
        )


def list_corrections(store: Store, *, kommun_code: str | None) -> list[DeliveredCorrection]:
    """Every corrected cell of deliveries that everyone shares and of the kommun's own, newest first."""
    rows = store.cursor().execute(sql("list_corrections"), [kommun_code]).fetchall()
    names = StoredCorrection.__dataclass_fields__
    return [
        DeliveredCorrection(
            delivery_id=row[0], source_id=row[1], file_name=row[2],
            correction=StoredCorrection(**dict(zip(names, row[3:], strict=True))),
        )
        for row in rows
    ]  # fmt: skip
