"""Who did what, append-only, each entry chained to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from lagesbild.domain.person import Person
from lagesbild.store.connection import Store, sql

FIRST_HASH = "0" * 64


def append_audit(
    store: Store,
    *,
    person: Person,
    action: str,
    subject: str,
    details: dict[str, object] | None = None,
) -> None:
    """One entry. ``details`` holds ids and counts, never the content of a cell or a text."""
    at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    body = json.dumps(details or {}, ensure_ascii=False, sort_keys=True)
    with store.transaction() as cursor:
        last = cursor.execute(
            "SELECT audit_id, hash FROM audit ORDER BY audit_id DESC LIMIT 1"
        ).fetchone()
        number, previous = (last[0] + 1, last[1]) if last else (1, FIRST_HASH)
        entry = [number, at.isoformat(), person.id, person.kommun_code, action, subject, body]
        cursor.execute(
            "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [number, at, *entry[2:], previous, _hash(entry, previous)],
        )


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


def find_broken_link(store: Store) -> int | None:
    """The first entry whose hash does not follow from its content and the one before, if any."""
    previous = FIRST_HASH
    rows = store.cursor().execute("SELECT * FROM audit ORDER BY audit_id").fetchall()
    for number, at, *rest, linked, hashed in rows:
        entry = [number, at.isoformat(), *rest]
        if linked != previous or hashed != _hash(entry, previous):
            return int(number)
        previous = hashed
    return None


def _hash(entry: list[object], previous: str) -> str:
    text = json.dumps([previous, *entry], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
