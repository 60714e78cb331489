"""Publications for the residents, each kept as it was."""

from __future__ import annotations

import json

from lagesbild.domain.publication import Publication, PublishedVersion, publication_of
from lagesbild.store.connection import Cursor, Store, sql
from lagesbild.store.deliveries import time_of


def add_publication(store: Store, publication: Publication, *, person_id: str) -> int:
    """Keep a version; from now on it is what the residents see. Returns its number."""
    body = json.dumps(publication.as_body(), ensure_ascii=False)
    with store.transaction() as cursor:
        number = _next_number(cursor)
        cursor.execute(
            "INSERT INTO publication VALUES (?, ?, ?, ?, ?, NULL, NULL)",
            [number, publication.kommun_code, body, time_of(cursor), person_id],
        )
    return number


def withdraw_publication(store: Store, *, publication_id: int, person_id: str) -> bool:
    """Take a version away from the residents; False when it was away already."""
    with store.transaction() as cursor:
        changed = cursor.execute(
            "UPDATE publication SET withdrawn_at = ?, withdrawn_by = ? "
            "WHERE publication_id = ? AND withdrawn_at IS NULL RETURNING publication_id",
            [time_of(cursor), person_id, publication_id],
        ).fetchall()
    return bool(changed)


def list_publications(store: Store, *, kommun_code: str, most: int) -> list[PublishedVersion]:
    """A kommun's versions, newest first."""
    rows = store.cursor().execute(sql("list_publications"), [kommun_code, most]).fetchall()
    return [
        PublishedVersion(
            publication_id=number, content=publication_of(json.loads(body)), published_at=at,
            published_by=by, withdrawn_at=away_at, withdrawn_by=away_by or "",
        )
        for number, body, at, by, away_at, away_by in rows
    ]  # fmt: skip


def _next_number(cursor: Cursor) -> int:
    row = cursor.execute("SELECT coalesce(max(publication_id), 0) + 1 FROM publication").fetchone()
    return int(row[0]) if row else 1
