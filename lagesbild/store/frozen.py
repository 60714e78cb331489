"""Frozen versions of lägesbilder: rows are only added, and read as they were written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lagesbild.store.connection import Cursor, Store
from lagesbild.store.deliveries import time_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenEntry:
    """One version. ``body`` is the document's own text (domain.document); ``frozen_at`` is UTC.

    audience  value of domain.secrecy.Secrecy
    checksum  SHA-256 of the body
    """

    lagesbild_id: str
    kommun_code: str
    version: int
    audience: str
    body: str
    checksum: str
    frozen_at: datetime
    frozen_by: str


def next_version_within(cursor: Cursor, *, lagesbild_id: str, kommun_code: str) -> int:
    """The number that the next version of the lägesbild gets."""
    row = cursor.execute(
        "SELECT coalesce(max(version), 0) + 1 FROM frozen_lagesbild "
        "WHERE lagesbild_id = ? AND kommun_code = ?",
        [lagesbild_id, kommun_code],
    ).fetchone()
    return int(row[0]) if row else 1


def add_frozen_within(
    cursor: Cursor, *, lagesbild_id: str, kommun_code: str, version: int, audience: str, body: str,
    checksum: str, frozen_by: str,
) -> FrozenEntry:  # fmt: skip
    """Keep a version for ever."""
    entry = FrozenEntry(
        lagesbild_id=lagesbild_id, kommun_code=kommun_code, version=version, audience=audience,
        body=body, checksum=checksum, frozen_at=time_of(cursor), frozen_by=frozen_by,
    )  # fmt: skip
    values = [getattr(entry, name) for name in FrozenEntry.__dataclass_fields__]
    cursor.execute("INSERT INTO frozen_lagesbild VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    return entry


def list_frozen(store: Store, *, kommun_code: str) -> list[FrozenEntry]:
    """A kommun's versions without their bodies, newest first: a list needs no documents."""
    rows = store.cursor().execute(
        "SELECT lagesbild_id, kommun_code, version, audience, '', checksum, frozen_at, frozen_by "
        "FROM frozen_lagesbild WHERE kommun_code = ? ORDER BY frozen_at DESC, version DESC",
        [kommun_code],
    ).fetchall()  # fmt: skip
    return [_entry(row) for row in rows]


def read_frozen(
    store: Store, *, lagesbild_id: str, kommun_code: str, version: int
) -> FrozenEntry | None:
    """One version as it was written; None when there is none, or it is another kommun's."""
    row = store.cursor().execute(
        "SELECT * FROM frozen_lagesbild "
        "WHERE lagesbild_id = ? AND kommun_code = ? AND version = ?",
        [lagesbild_id, kommun_code, version],
    ).fetchone()  # fmt: skip
    return _entry(row) if row else None


def _entry(row: tuple[object, ...]) -> FrozenEntry:
    return FrozenEntry(**dict(zip(FrozenEntry.__dataclass_fields__, row, strict=True)))  # type: ignore[arg-type]
