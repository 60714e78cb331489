"""The register of people: rows are only added, and the newest of a person counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from lagesbild.domain.person import Member, Role
from lagesbild.store.connection import Cursor, Store, sql

_FIELDS = tuple(Member.__dataclass_fields__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEntry:
    """What was written of a person: when, by whom (a person's id), and what."""

    entry_id: int
    entered_at: datetime
    entered_by: str
    member: Member


def people_version(store: Store) -> int:
    """Increases with every change of the register."""
    row = store.cursor().execute("SELECT coalesce(max(entry_id), 0) FROM person").fetchone()
    return int(row[0]) if row else 0


def list_members(store: Store) -> list[Member]:
    """Everyone as they stand now, by name; those who were removed too."""
    return list_members_within(store.cursor())


def list_members_within(cursor: Cursor) -> list[Member]:
    """As list_members, inside a transaction that the caller holds."""
    return [_member(row) for row in cursor.execute(sql("list_members")).fetchall()]


def list_member_entries(store: Store, *, person_id: str) -> list[MemberEntry]:
    """Everything that was ever written of a person, newest first."""
    rows = store.cursor().execute(sql("list_member_entries"), [person_id]).fetchall()
    return [
        MemberEntry(
            member=_member(row[: len(_FIELDS)]), entry_id=row[-3], entered_at=row[-2],
            entered_by=row[-1],
        )
        for row in rows
    ]  # fmt: skip


def add_member_entry_within(cursor: Cursor, *, member: Member, entered_by: str) -> Member:
    """Write a person as they are from now on; gives a new one an id."""
    row = cursor.execute(
        "SELECT coalesce(max(entry_id), 0), count(DISTINCT person_id) FROM person"
    ).fetchone()
    number, people = row if row else (0, 0)
    stored = member if member.person_id else replace(member, person_id=f"p{people + 1}")
    at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    cursor.execute(sql("add_member_entry"), [number + 1, at, entered_by, *_row(stored)])
    return stored


def _row(member: Member) -> list[Any]:
    values = {name: getattr(member, name) for name in _FIELDS}
    values["role"] = member.role.value
    values["deputy_role"] = member.deputy_role.value if member.deputy_role else None
    values["sources"] = None if member.sources is None else json.dumps(list(member.sources))
    return list(values.values())


def _member(row: tuple[Any, ...]) -> Member:
    values = dict(zip(_FIELDS, row, strict=True))
    values["role"] = Role(values["role"])
    values["deputy_role"] = Role(values["deputy_role"]) if values["deputy_role"] else None
    values["sources"] = None if values["sources"] is None else tuple(json.loads(values["sources"]))
    return Member(**values)
