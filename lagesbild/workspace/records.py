"""Keeping records: saving that loses nothing when two people edit, removing with a way back, history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from lagesbild.access.policy import Action, may, require
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import Person
from lagesbild.domain.work.inventory import GroupAnswer
from lagesbild.domain.work.kinds import KINDS
from lagesbild.domain.work.priority import Judgement
from lagesbild.domain.work.record import Record, asked_fields, texts_of
from lagesbild.domain.work.written import UnreadableRecord, read_record, write_record
from lagesbild.store.audit import anchor_audit, append_audit_within
from lagesbild.store.connection import Cursor, Store
from lagesbild.store.records import (
    RecordEntry,
    RecordState,
    add_record_entry_within,
    list_record_entries,
    list_record_entries_within,
    list_records,
)
from lagesbild.workspace.wording import Names, changed_fields, changes_in_words

CheckText = Callable[..., None]
"""Stops a text that names a person by number, address or telephone: ingest.personal_data."""

R = TypeVar("R", bound=Record)

EXAMPLE = "exempel"
"""Who wrote the invented records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved(Generic[R]):
    """A record as it stands. ``saved_at`` is UTC; ``saved_by`` a person's id.

    version  what the next save is based on
    """

    id: str
    record: R
    version: int
    saved_at: datetime
    saved_by: str
    is_removed: bool = False
    is_example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version in a record's history.

    what     "skapades", "ändrades", "togs bort" ...
    changes  a sentence for each field, against the version it was based on
    record   None when it cannot be read
    """

    version: int
    saved_at: datetime
    saved_by: str
    what: str
    changes: tuple[str, ...]
    record: Record | None
    is_current: bool


class Conflict(LagesbildError):
    """Somebody else saved meanwhile. Neither text is lost.

    theirs   the record as it stands
    mine     what was not saved; it is kept in the history all the same
    started  what both began with, None when it cannot be read
    """

    def __init__(self, *, theirs: Saved[Any], mine: Record, started: Record | None) -> None:
        super().__init__(
            "AB-002", "Någon annan har sparat medan du skrev. Din text är inte borta.",
            remedy="Se båda här nedanför och välj vad som ska gälla.",
        )  # fmt: skip
        self.theirs = theirs
        self.mine = mine
        self.started = started


def may_edit(person: Person, *, kind: type[Record]) -> bool:
    """Whether the person may save records of the kind."""
    return may(person, action=_right_to(kind))


def _right_to(kind: type[Record]) -> Action:
    return Action.WORK_ANSWER if kind in {GroupAnswer, Judgement} else Action.WORK_EDIT


def _require_own(entries: list[RecordEntry], *, person: Person) -> None:
    """What one person has judged is theirs alone.

    raises  LagesbildError AB-030
    """
    if not entries or not KINDS[entries[-1].kind].IS_PERSONAL:
        return
    if entries[-1].saved_by != person.id:
        raise LagesbildError(
            "AB-030", "Det här är någon annans bedömning. Inget är sparat.",
            remedy="Gör en egen bedömning: allas visas bredvid varandra.",
        )  # fmt: skip


def records_of(store: Store, *, kind: type[R], person: Person) -> list[Saved[R]]:
    """The records of the person's own kommun, oldest first, without removed ones.

    Invented ones are left out as soon as there is a real one of the kind: they are never mixed.
    """
    found = [one for one in _readable(store, kind=kind, person=person) if not one.is_removed]
    real = [one for one in found if not one.is_example]
    return real or found


def removed_of(store: Store, *, kind: type[R], person: Person) -> list[Saved[R]]:
    """What was removed and can be taken back; invented records are not, unless they are a chain's."""
    return [
        one
        for one in _readable(store, kind=kind, person=person)
        if one.is_removed and (kind.IN_CHAIN or not one.is_example)
    ]


def count_unreadable(store: Store, *, kind: type[Record], person: Person) -> int:
    """Records that a newer version of the program wrote, or that are damaged. They stay as they are."""
    return len(_entries(store, kind=kind, person=person)) - len(
        _readable(store, kind=kind, person=person)
    )


def _entries(store: Store, *, kind: type[Record], person: Person) -> list[RecordEntry]:
    if not may(person, action=Action.WORK_READ) or person.kommun_code is None:
        return []
    return list_records(store, kommun_code=person.kommun_code, kind=kind.KIND)


def _readable(store: Store, *, kind: type[R], person: Person) -> list[Saved[R]]:
    found = []
    for entry in _entries(store, kind=kind, person=person):
        record = _read(entry)
        if record is not None:
            found.append(_saved(entry, record=cast(R, record)))
    return found


def _read(entry: RecordEntry) -> Record | None:
    try:
        return read_record(KINDS[entry.kind], entry.body)
    except (UnreadableRecord, KeyError):
        return None


def _saved(entry: RecordEntry, *, record: R) -> Saved[R]:
    return Saved(
        id=entry.record_id, record=record, version=entry.version, saved_at=entry.saved_at,
        saved_by=entry.saved_by, is_removed=entry.state is RecordState.REMOVED,
        is_example=entry.is_example,
    )  # fmt: skip


def history_of(
    store: Store, *, record_id: str, person: Person, names: Names | None = None
) -> list[Version]:
    """Every version, newest first; none of another kommun's record."""
    if not may(person, action=Action.WORK_READ) or person.kommun_code is None:
        return []
    entries = list_record_entries(store, kommun_code=person.kommun_code, record_id=record_id)
    known = {entry.version: _read(entry) for entry in entries}
    current = _current(entries)
    return [
        Version(
            version=entry.version, saved_at=entry.saved_at, saved_by=entry.saved_by,
            what=_what(entry), record=known[entry.version],
            changes=_changes(entry, known=known, names=names),
            is_current=current is not None and current.version == entry.version,
        )
        for entry in entries
    ]  # fmt: skip


def _what(entry: RecordEntry) -> str:
    if entry.state is RecordState.REMOVED:
        return "togs bort"
    if entry.state is RecordState.ASIDE:
        return "lades åt sidan, någon annan hann före"
    return "ändrades" if entry.based_on else "skapades"


def _changes(
    entry: RecordEntry, *, known: dict[int, Record | None], names: Names | None
) -> tuple[str, ...]:
    after, before = known[entry.version], known.get(entry.based_on)
    if after is None or entry.state is RecordState.REMOVED:
        return ()
    return changes_in_words(before, after, names=names)


def _current(entries: list[RecordEntry]) -> RecordEntry | None:
    return next((one for one in entries if one.state is not RecordState.ASIDE), None)


def save(
    store: Store, *, record: R, person: Person, check_text: CheckText, record_id: str = "",
    based_on: int = 0,
) -> Saved[R]:  # fmt: skip
    """Write a new record (no ``record_id``) or the next version of one.

    based_on  the version that the person had before them
    raises    AccessDenied AC-001; Conflict AB-002; LagesbildError AB-001 (something is missing),
              AB-003 (no such record here), AB-030 (somebody else's judgement), IN-026 (personal data)
    """
    kind = type(record)
    require(person, action=_right_to(kind))
    _check(record, check_text=check_text)
    with store.transaction() as cursor:
        current = _find(cursor, record_id=record_id, kind=kind, person=person)
        _require_own(_entries_within(cursor, record_id=record_id, person=person), person=person)
        state = RecordState.SAVED
        if current is not None and current.version != based_on:
            state = RecordState.ASIDE
        entry = _write(
            cursor, record=record, record_id=record_id, based_on=based_on, state=state,
            person=person, is_example=_stays_example(cursor, record, current=current, person=person),
        )  # fmt: skip
        started = _version(cursor, record_id=record_id, version=based_on, person=person)
        _note(cursor, entry=entry, before=started, person=person)
    anchor_audit(store)
    if state is RecordState.ASIDE and current is not None:
        theirs = _saved(current, record=_read_or_refuse(current))
        raise Conflict(theirs=theirs, mine=record, started=started)
    return _saved(entry, record=record)


def remove(store: Store, *, record_id: str, person: Person, based_on: int) -> None:
    """Take a record away; ``restore`` brings it back.

    raises  AccessDenied AC-001; Conflict AB-002; LagesbildError AB-003
    """
    with store.transaction() as cursor:
        current = _find(cursor, record_id=record_id, kind=None, person=person)
        if current is None:
            raise _unknown()
        record = _read_or_refuse(current)
        require(person, action=_right_to(type(record)))
        _require_own(_entries_within(cursor, record_id=record_id, person=person), person=person)
        if current.version != based_on:
            raise Conflict(theirs=_saved(current, record=record), mine=record, started=None)
        entry = _write(
            cursor, record=record, record_id=record_id, based_on=based_on,
            state=RecordState.REMOVED, person=person, is_example=current.is_example,
        )  # fmt: skip
        _note(cursor, entry=entry, before=record, person=person)
    anchor_audit(store)


def restore(store: Store, *, record_id: str, version: int, person: Person) -> Saved[Any]:
    """Let an earlier version count again, also one that was removed or set aside.

    raises  AccessDenied AC-001; LagesbildError AB-003
    """
    with store.transaction() as cursor:
        current = _find(cursor, record_id=record_id, kind=None, person=person)
        wanted = _version(cursor, record_id=record_id, version=version, person=person)
        if current is None or wanted is None:
            raise _unknown()
        require(person, action=_right_to(type(wanted)))
        _require_own(_entries_within(cursor, record_id=record_id, person=person), person=person)
        entry = _write(
            cursor, record=wanted, record_id=record_id, based_on=current.version,
            state=RecordState.SAVED, person=person,
            is_example=current.is_example and type(wanted).IN_CHAIN,
        )  # fmt: skip
        _note(cursor, entry=entry, before=_read(current), person=person, restored=version)
    anchor_audit(store)
    return _saved(entry, record=wanted)


def _check(record: Record, *, check_text: CheckText) -> None:
    for label, text in texts_of(record):
        check_text(text, field=label)
    problems = record.problems()
    if problems:
        raise LagesbildError(
            "AB-001", " ".join(problems), remedy="Fyll i eller rätta och spara igen. Inget är sparat."
        )  # fmt: skip


def _find(
    cursor: Cursor, *, record_id: str, kind: type[Record] | None, person: Person
) -> RecordEntry | None:
    """The version that counts; None for a new record.

    raises  LagesbildError AB-003 when it is another kommun's or of another kind
    """
    if not record_id:
        return None
    entries = list_record_entries_within(
        cursor, kommun_code=person.kommun_code or "", record_id=record_id
    )
    current = _current(entries)
    if current is None or (kind is not None and current.kind != kind.KIND):
        raise _unknown()
    return current


def _entries_within(cursor: Cursor, *, record_id: str, person: Person) -> list[RecordEntry]:
    """Every version, newest first; none for a new record."""
    return list_record_entries_within(
        cursor, kommun_code=person.kommun_code or "", record_id=record_id
    )


def _version(cursor: Cursor, *, record_id: str, version: int, person: Person) -> Record | None:
    entries = list_record_entries_within(
        cursor, kommun_code=person.kommun_code or "", record_id=record_id
    )
    found = next((one for one in entries if one.version == version), None)
    return _read(found) if found else None


def _read_or_refuse(entry: RecordEntry) -> Any:
    record = _read(entry)
    if record is None:
        raise _unknown()
    return record


def _stays_example(
    cursor: Cursor, record: Record, *, current: RecordEntry | None, person: Person
) -> bool:
    """Whether what is saved belongs to an invented chain."""
    if not type(record).IN_CHAIN:
        return False
    if current is not None:
        return current.is_example
    named = [
        one
        for shape in asked_fields(type(record))
        if shape.asked.offers and not shape.is_part
        for value in [getattr(record, shape.name)]
        for one in (value if shape.is_many else (value,))
    ]
    found = [
        list_record_entries_within(cursor, kommun_code=person.kommun_code or "", record_id=one)
        for one in named
        if one
    ]
    return any(entries and entries[0].is_example for entries in found)


def _write(
    cursor: Cursor, *, record: Record, record_id: str, based_on: int, state: RecordState,
    person: Person, is_example: bool = False,
) -> RecordEntry:  # fmt: skip
    if person.kommun_code is None:
        raise _unknown()
    return add_record_entry_within(
        cursor, record_id=record_id, kind=type(record).KIND, kommun_code=person.kommun_code,
        body=write_record(record), saved_by=person.id, state=state, based_on=based_on,
        is_example=is_example,
    )  # fmt: skip


def _note(
    cursor: Cursor, *, entry: RecordEntry, before: Record | None, person: Person, restored: int = 0
) -> None:
    """In the audit only which fields were changed, never what they hold."""
    after = _read(entry)
    labels = [
        shape.asked.label
        for shape in (changed_fields(before, after) if before and after else ())
    ]  # fmt: skip
    actions = {RecordState.REMOVED: "record-remove", RecordState.ASIDE: "record-aside"}
    action = "record-restore" if restored else actions.get(entry.state, "record-save")
    details: dict[str, object] = {"version": entry.version}
    details |= {"changed": labels} if labels else {}
    details |= {"restored": restored} if restored else {}
    append_audit_within(
        cursor, person=person, action=action, subject=entry.record_id, details=details
    )


def _unknown() -> LagesbildError:
    return LagesbildError(
        "AB-003", "Det här finns inte i din kommuns arbete, eller går inte att läsa.",
        remedy="Ladda om sidan. Finns det inte då heller: be den som sköter installationen om hjälp.",
    )  # fmt: skip
