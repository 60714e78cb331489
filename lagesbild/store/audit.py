"""Who did what, append-only, each entry chained to the one before by its hash.

Where the chain ends is kept in three places (the last entry, a mark in the database, a file beside the
archive), so that entries cut off at the end are missed. Old entries may be removed from its beginning;
then the chain begins at a mark, and an entry tells of it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lagesbild.domain.person import Person
from lagesbild.store.connection import Cursor, Store, sql

FIRST_HASH = "0" * 64
ANCHOR = Path("arkiv") / "granskning.json"
"""Below the database's folder: where the chain ended when something was last noted."""

REMOVED = "prune"
"""The action of the entry that tells of removed ones."""


def append_audit(
    store: Store,
    *,
    person: Person,
    action: str,
    subject: str,
    details: dict[str, object] | None = None,
) -> None:
    """One entry. ``details`` holds ids and counts, never the content of a cell or a text."""
    with store.transaction() as cursor:
        append_audit_within(cursor, person=person, action=action, subject=subject, details=details)
    anchor_audit(store)


def append_audit_within(
    cursor: Cursor, *, person: Person, action: str, subject: str,
    details: dict[str, object] | None = None,
) -> None:  # fmt: skip
    """As append_audit, inside a transaction that the caller holds; call anchor_audit after it."""
    at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    body = json.dumps(details or {}, ensure_ascii=False, sort_keys=True)
    last = _mark(cursor, "end")
    # The mark, not the last row: after a cut the numbers go on where they were, and the gap shows.
    number, previous = last[0] + 1, last[1]
    entry = [number, at.isoformat(), person.id, person.kommun_code, action, subject, body]
    hashed = _hash(entry, previous)
    cursor.execute(
        "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [number, at, *entry[2:], previous, hashed],
    )
    _set_mark(cursor, "end", number=number, hashed=hashed)


def anchor_audit(store: Store) -> None:
    """Write beside the archive where the chain ends. A folder that cannot be written to is no reason
    to stop what was done: then the older anchor still holds, as far as it reaches."""
    if store.path is None:
        return
    mark = _mark(store.cursor(), "end")
    path = store.path.parent / ANCHOR
    passing = path.with_suffix(".ny")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        passing.write_text(json.dumps({"audit_id": mark[0], "hash": mark[1]}), encoding="utf-8")
        os.replace(passing, path)
    except OSError:
        passing.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One entry as it is read. ``entered_at`` is UTC."""

    audit_id: int
    entered_at: datetime
    person_id: str
    kommun_code: str | None
    action: str
    subject: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """How often a person did something, and the name they signed in with, if any."""

    person_id: str
    action: str
    n: int
    name: str | None


def list_audit(
    store: Store, *, kommun_code: str | None, since: datetime, until: datetime, most: int,
    person_id: str | None = None, action: str | None = None,
) -> list[AuditEntry]:  # fmt: skip
    """Entries of people of the kommun, and of the installation itself, newest first."""
    asked = {
        "kommun": kommun_code, "person": person_id, "action": action, "since": since,
        "until": until, "most": most,
    }  # fmt: skip
    rows = store.cursor().execute(sql("list_audit"), asked).fetchall()
    names = tuple(AuditEntry.__dataclass_fields__)
    return [
        AuditEntry(**dict(zip(names, (*row[:-1], json.loads(row[-1])), strict=True)))
        for row in rows
    ]  # fmt: skip


def list_audit_heads(store: Store, *, kommun_code: str | None) -> list[AuditHead]:
    """Who has done what at all, to choose among."""
    rows = store.cursor().execute(sql("list_audit_heads"), [kommun_code]).fetchall()
    return [AuditHead(person_id=who, action=what, n=n, name=name) for who, what, n, name in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that did not come in: when, to which source, and which codes stopped it how often."""

    refused_at: datetime
    source_id: str
    codes: dict[str, int]


def list_refusals(store: Store, *, kommun_code: str | None, most: int) -> list[Refusal]:
    """What was refused from people of the kommun, newest first."""
    rows = store.cursor().execute(sql("list_refusals"), [kommun_code, most]).fetchall()
    return [
        Refusal(refused_at=at, source_id=subject, codes=json.loads(details).get("codes", {}))
        for at, subject, details in rows
    ]


def has_entries(store: Store) -> bool:
    """Whether anything has been noted at all."""
    row = store.cursor().execute("SELECT count(*) FROM audit").fetchone()
    return bool(row and row[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where the chain does not hold. ``words`` is Swedish."""

    audit_id: int
    words: str


def find_break(store: Store) -> Break | None:
    """The first place where the audit is not as it was written, if any."""
    cursor = store.cursor()
    start = _mark(cursor, "start")
    rows = cursor.execute("SELECT * FROM audit ORDER BY audit_id, entered_at").fetchall()
    previous, expected = start[1], start[0] + 1
    for number, at, *rest, linked, hashed in rows:
        if number != expected:
            return _wrong_number(int(number), expected=expected)
        if linked != previous or hashed != _hash([number, at.isoformat(), *rest], previous):
            return Break(audit_id=int(number), words=f"post {number} är ändrad eller utbytt")
        previous, expected = hashed, expected + 1
    return _missing_start(rows, start=start) or _missing_end(
        store, hashes={int(row[0]): str(row[-1]) for row in rows}, last=expected - 1, start=start
    )


def _wrong_number(number: int, *, expected: int) -> Break:
    if number < expected:
        return Break(audit_id=number, words=f"en post med nummer {number} är inlagd i efterhand")
    gone = f"post {expected}" if number == expected + 1 else f"posterna {expected}–{number - 1}"
    return Break(audit_id=expected, words=f"{gone} saknas")


def _missing_start(rows: Iterable[tuple[Any, ...]], *, start: tuple[int, str]) -> Break | None:
    """Entries may only be gone from the beginning if an entry tells that they were removed."""
    if start[0] == 0:
        return None
    told = [json.loads(row[6]) for row in rows if row[4] == REMOVED]
    if any((one.get("up_to"), one.get("hash")) == start for one in told):
        return None
    return Break(audit_id=start[0], words=f"posterna till och med {start[0]} saknas")


def _missing_end(
    store: Store, *, hashes: dict[int, str], last: int, start: tuple[int, str]
) -> Break | None:
    for number, hashed in (_mark(store.cursor(), "end"), _read_anchor(store)):
        if number > last:
            return Break(
                audit_id=last + 1, words=f"posterna {last + 1}–{number} i slutet saknas"
            )  # fmt: skip
        if number > start[0] and hashes[number] != hashed:
            return Break(audit_id=number, words=f"post {number} är inte den som skrevs")
    return None


def _read_anchor(store: Store) -> tuple[int, str]:
    try:
        path = (store.path or Path("saknas")).parent / ANCHOR
        body = json.loads(path.read_text(encoding="utf-8"))
        return int(body["audit_id"]), str(body["hash"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, FIRST_HASH


def prune_audit(store: Store, *, before: datetime, person: Person) -> int:
    """Remove entries from before a moment, unless the chain is broken; returns how many went.

    What is removed is a whole beginning of the chain, and an entry tells where it ended.
    """
    oldest = store.cursor().execute("SELECT min(entered_at) FROM audit").fetchone()
    if not oldest or oldest[0] is None or oldest[0] >= before or find_break(store):
        return 0
    with store.transaction() as cursor:
        last = cursor.execute(sql("last_expired"), [before]).fetchone()
        if last is None:
            return 0
        number, hashed = int(last[0]), str(last[1])
        row = cursor.execute("SELECT count(*) FROM audit WHERE audit_id <= ?", [number]).fetchone()
        cursor.execute("DELETE FROM audit WHERE audit_id <= ?", [number])
        _set_mark(cursor, "start", number=number, hashed=hashed)
        count = int(row[0]) if row else 0
        append_audit_within(
            cursor, person=person, action=REMOVED, subject="granskning",
            details={"up_to": number, "hash": hashed, "removed": count},
        )  # fmt: skip
    anchor_audit(store)
    return count


def audit_end(store: Store) -> tuple[int, str]:
    """Number and hash of the last entry."""
    return _mark(store.cursor(), "end")


def _mark(cursor: Cursor, kind: str) -> tuple[int, str]:
    row = cursor.execute("SELECT audit_id, hash FROM audit_mark WHERE kind = ?", [kind]).fetchone()
    return (int(row[0]), str(row[1])) if row else (0, FIRST_HASH)


def _set_mark(cursor: Cursor, kind: str, *, number: int, hashed: str) -> None:
    cursor.execute("DELETE FROM audit_mark WHERE kind = ?", [kind])
    cursor.execute("INSERT INTO audit_mark VALUES (?, ?, ?)", [kind, number, hashed])


def _hash(entry: list[object], previous: str) -> str:
    text = json.dumps([previous, *entry], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
