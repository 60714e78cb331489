"""Records of the council's work: rows are only added, and every version is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from weakref import WeakKeyDictionary

from lagesbild.store.connection import Cursor, Store, sql


class RecordState(StrEnum):
    """What a version is: the record from then on, its removal, or what lost to somebody else's."""

    SAVED = "saved"
    REMOVED = "removed"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEntry:
    """One version of a record. ``body`` is JSON (domain.work.written); ``saved_at`` is UTC.

    based_on  the version that the writer had before them, 0 for none
    """

    entry_id: int
    record_id: str
    kind: str
    kommun_code: str
    version: int
    body: str
    saved_at: datetime
    saved_by: str
    state: RecordState
    based_on: int
    is_example: bool


def records_version(store: Store) -> int:
    """Increases with every version of any record."""
    row = store.cursor().execute("SELECT coalesce(max(entry_id), 0) FROM record").fetchone()
    return int(row[0]) if row else 0


_Known = dict[tuple[str, str], list[RecordEntry]]
_KNOWN: WeakKeyDictionary[Store, tuple[int, _Known]] = WeakKeyDictionary()
"""What was read last, and when: a page asks for a dozen kinds at each rerun. All that writes to the
database does so in a transaction of this process."""


def list_records(store: Store, *, kommun_code: str, kind: str) -> list[RecordEntry]:
    """The kommun's records of a kind as they stand now, removed ones too, oldest first."""
    written = store.written
    known = _KNOWN.get(store)
    if known is None or known[0] != written:
        known = _KNOWN[store] = (written, _read_all(store))
    return list(known[1].get((kommun_code, kind), ()))


def _read_all(store: Store) -> _Known:
    found: _Known = {}
    for row in store.cursor().execute(sql("list_records")).fetchall():
        entry = _entry(row)
        found.setdefault((entry.kommun_code, entry.kind), []).append(entry)
    return found


def list_record_entries(store: Store, *, kommun_code: str, record_id: str) -> list[RecordEntry]:
    """Every version of one record, newest first; none when it is another kommun's."""
    return list_record_entries_within(
        store.cursor(), kommun_code=kommun_code, record_id=record_id
    )  # fmt: skip


def list_record_entries_within(
    cursor: Cursor, *, kommun_code: str, record_id: str
) -> list[RecordEntry]:
    """As list_record_entries, inside a transaction that the caller holds."""
    rows = cursor.execute(sql("list_record_entries"), [kommun_code, record_id]).fetchall()
    return [_entry(row) for row in rows]


def add_record_entry_within(
    cursor: Cursor, *, record_id: str, kind: str, kommun_code: str, body: str, saved_by: str,
    state: RecordState, based_on: int, is_example: bool = False, saved_at: datetime | None = None,
) -> RecordEntry:  # fmt: skip
    """Add a version; ``record_id`` "" makes a new record."""
    last = cursor.execute(
        "SELECT coalesce(max(entry_id), 0), count(DISTINCT record_id) FROM record"
    ).fetchone()
    number, records = last if last else (0, 0)
    chosen = record_id or f"{kind}-{records + 1}"
    newest = cursor.execute(
        "SELECT coalesce(max(version), 0) FROM record WHERE record_id = ?", [chosen]
    ).fetchone()
    entry = RecordEntry(
        entry_id=number + 1, record_id=chosen, kind=kind, kommun_code=kommun_code,
        version=(newest[0] if newest else 0) + 1, body=body,
        saved_at=saved_at or datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        saved_by=saved_by, state=state, based_on=based_on, is_example=is_example,
    )  # fmt: skip
    values = [getattr(entry, name) for name in RecordEntry.__dataclass_fields__]
    values[8] = state.value
    cursor.execute(sql("add_record_entry"), values)
    return entry


def add_first_records_within(
    cursor: Cursor, *, bodies: Sequence[tuple[str, str]], kommun_code: str, saved_by: str
) -> None:
    """Invented records, kind and body, into an empty table: the n:th gets the id kind-n."""
    at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    rows = [
        [
            n,
            f"{kind}-{n}",
            kind,
            kommun_code,
            1,
            body,
            at,
            saved_by,
            RecordState.SAVED.value,
            0,
            True,
        ]
        for n, (kind, body) in enumerate(bodies, start=1)
    ]
    cursor.executemany(sql("add_record_entry"), rows)


def _entry(row: tuple[object, ...]) -> RecordEntry:
    values = dict(zip(RecordEntry.__dataclass_fields__, row, strict=True))
    values["state"] = RecordState(str(values["state"]))
    return RecordEntry(**values)  # type: ignore[arg-type]
