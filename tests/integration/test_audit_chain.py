"""The audit's chain: whatever is done to it behind the program's back is found, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lagesbild.domain.person import Person, Role
from lagesbild.store.audit import (
    ANCHOR,
    append_audit,
    find_break,
    list_audit,
    prune_audit,
)
from lagesbild.store.connection import Store
from tests.command_line import CommandLine

ANNA = Person(id="p1", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
ENTRIES = 6


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "lagesbild.duckdb")) as opened:
        for number in range(1, ENTRIES + 1):
            append_audit(opened, person=ANNA, action="deliver", subject=str(number))
        yield opened


def tamper(store: Store, statement: str) -> None:
    store.cursor().execute(statement)


def words_of(store: Store) -> str:
    found = find_break(store)
    return found.words if found else ""


def test_an_untouched_chain_is_whole(store: Store) -> None:
    assert find_break(store) is None


CHANGES = (
    "subject = 'x'", "person_id = 'p9'", "kommun_code = NULL", "action = 'see'", "details = '[]'",
    "entered_at = entered_at + INTERVAL 1 SECOND", "hash = repeat('0', 64)",
)  # fmt: skip


def test_a_changed_entry_is_found_where_it_stands(store: Store) -> None:
    for number in range(1, ENTRIES + 1):
        for change in CHANGES:
            with untouched_afterwards(store, number):
                # The place and the values are ours; nothing here comes from outside.
                tamper(store, f"UPDATE audit SET {change} WHERE audit_id = {number}")  # noqa: S608
                found = find_break(store)
                assert found is not None, (number, change)
                assert found.audit_id == number
                assert f"post {number} är ändrad" in found.words


def test_a_removed_entry_is_found(store: Store) -> None:
    for number in range(1, ENTRIES):
        with untouched_afterwards(store, number):
            tamper(store, f"DELETE FROM audit WHERE audit_id = {number}")  # noqa: S608
            assert words_of(store) == f"post {number} saknas"


@contextmanager
def untouched_afterwards(store: Store, number: int) -> Iterator[None]:
    """Put the entry back as it was; the chain is then whole again."""
    row = store.cursor().execute("SELECT * FROM audit WHERE audit_id = ?", [number]).fetchone()
    yield
    store.cursor().execute("DELETE FROM audit WHERE audit_id = ?", [number])
    store.cursor().execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    assert find_break(store) is None


def test_a_removed_beginning_is_found_even_when_the_mark_is_moved(store: Store) -> None:
    row = store.cursor().execute("SELECT hash FROM audit WHERE audit_id = 3").fetchone()
    tamper(store, "DELETE FROM audit WHERE audit_id <= 3")
    assert words_of(store) == "posterna 1–3 saknas"
    store.cursor().execute("INSERT INTO audit_mark VALUES ('start', 3, ?)", [row[0]])
    assert words_of(store) == "posterna till och med 3 saknas"


def test_an_inserted_entry_is_found(store: Store) -> None:
    tamper(
        store, "INSERT INTO audit SELECT * REPLACE ('x' AS subject) FROM audit WHERE audit_id = 2"
    )
    assert "2" in words_of(store)
    tamper(store, "DELETE FROM audit WHERE subject = 'x'")
    assert find_break(store) is None
    tamper(store, "UPDATE audit SET audit_id = audit_id + 1 WHERE audit_id > 3")
    assert words_of(store) == "post 4 saknas"


def test_a_cut_off_end_is_found(store: Store) -> None:
    tamper(store, "DELETE FROM audit WHERE audit_id > 4")
    assert words_of(store) == "posterna 5–6 i slutet saknas"
    append_audit(store, person=ANNA, action="deliver", subject="7")
    assert words_of(store) == "posterna 5–6 saknas", "the numbers go on where they were"


def test_an_end_cut_off_with_its_mark_is_found_by_the_file_beside_the_archive(store: Store) -> None:
    tamper(store, "DELETE FROM audit WHERE audit_id > 4")
    tamper(
        store,
        "UPDATE audit_mark SET audit_id = 4, hash = (SELECT hash FROM audit WHERE audit_id = 4)",
    )
    assert words_of(store) == "posterna 5–6 i slutet saknas"


def test_everything_removed_is_found(store: Store) -> None:
    tamper(store, "DELETE FROM audit")
    tamper(store, "DELETE FROM audit_mark")
    assert words_of(store) == "posterna 1–6 i slutet saknas"


def test_a_chain_written_anew_is_found(store: Store) -> None:
    """Cut off the end, and let the program itself write other entries after it."""
    tamper(store, "DELETE FROM audit WHERE audit_id > 4")
    tamper(
        store,
        "UPDATE audit_mark SET audit_id = 4, hash = (SELECT hash FROM audit WHERE audit_id = 4)",
    )
    anchor = (store.path or Path()).parent / ANCHOR
    kept = anchor.read_text("utf-8")
    for _ in range(3):
        append_audit(store, person=ANNA, action="deliver", subject="annat")
    anchor.write_text(kept, "utf-8")
    assert words_of(store) == "post 6 är inte den som skrevs"


def test_a_lost_or_broken_anchor_does_not_cry_wolf(store: Store) -> None:
    anchor = (store.path or Path()).parent / ANCHOR
    for text in ("", "{", '{"audit_id": "x"}', "[]"):
        anchor.write_text(text, "utf-8")
        assert find_break(store) is None
    anchor.unlink()
    assert find_break(store) is None
    append_audit(store, person=ANNA, action="deliver", subject="7")
    assert json.loads(anchor.read_text("utf-8"))["audit_id"] == 7


def age(store: Store, *, up_to: int, days: int) -> None:
    """Make the first entries old, hashes and all, as if they had been written then."""
    from lagesbild.store import audit

    rows = store.cursor().execute("SELECT * FROM audit ORDER BY audit_id").fetchall()
    previous = audit.FIRST_HASH
    with store.transaction() as cursor:
        cursor.execute("DELETE FROM audit")
        for number, at, *rest, _, _ in rows:
            when = at - timedelta(days=days) if number <= up_to else at
            hashed = audit._hash([number, when.isoformat(), *rest], previous)
            cursor.execute(
                "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [number, when, *rest, previous, hashed],
            )
            previous = hashed
        audit._set_mark(cursor, "end", number=number, hashed=previous)
    audit.anchor_audit(store)


def prune(store: Store, *, days: int) -> int:
    before = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=days)
    return prune_audit(store, before=before, person=ANNA)


def test_expired_entries_go_and_the_chain_still_holds(store: Store) -> None:
    age(store, up_to=4, days=800)
    assert find_break(store) is None
    assert prune(store, days=730) == 4
    assert find_break(store) is None
    rows = store.cursor().execute("SELECT audit_id, action FROM audit ORDER BY audit_id").fetchall()
    assert rows == [(5, "deliver"), (6, "deliver"), (7, "prune")]
    assert prune(store, days=730) == 0, "nothing more to do, and no second entry"
    append_audit(store, person=ANNA, action="deliver", subject="8")
    tamper(store, "DELETE FROM audit WHERE audit_id = 5")
    assert words_of(store) == "post 5 saknas"


def test_all_may_expire_and_it_goes_on(store: Store) -> None:
    age(store, up_to=6, days=800)
    assert prune(store, days=730) == 6
    append_audit(store, person=ANNA, action="deliver", subject="8")
    assert find_break(store) is None
    row = store.cursor().execute("SELECT min(audit_id), max(audit_id) FROM audit").fetchone()
    assert row == (7, 8)


def test_a_broken_chain_is_kept_as_evidence(store: Store) -> None:
    age(store, up_to=4, days=800)
    tamper(store, "UPDATE audit SET subject = 'x' WHERE audit_id = 2")
    assert prune(store, days=730) == 0
    assert words_of(store) == "post 2 är ändrad eller utbytt"


def test_the_setting_says_how_long(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command("people", "add", "a@x.se", "--name", "A", "--role", "administrator").code == 0
    with closing(Store(command.data / "lagesbild.duckdb")) as store:
        age(store, up_to=1, days=100)
    assert command("doctor").code == 0
    monkeypatch.setenv("LAGESBILD_GRANSKNING_MANADER", "3")
    assert command("doctor").code == 0
    with closing(Store(command.data / "lagesbild.duckdb")) as store:
        rows = store.cursor().execute("SELECT audit_id, action FROM audit").fetchall()
    assert rows == [(2, "prune")]
    monkeypatch.setenv("LAGESBILD_GRANSKNING_MANADER", "för evigt")
    assert "ST-003" in command("people", "list").err


def test_doctor_says_where_the_chain_breaks(command: CommandLine) -> None:
    for name in "abc":
        command("people", "add", f"{name}@x.se", "--name", name, "--role", "ledamot")
    with closing(Store(command.data / "lagesbild.duckdb")) as store:
        tamper(store, "UPDATE audit SET person_id = 'någon annan' WHERE audit_id = 2")
    looked = command("doctor", "--json")
    assert looked.code == 2
    found = {one["name"]: one for one in looked.document["checks"]}["revisionslogg"]
    assert not found["ok"]
    assert "post 2 är ändrad" in found["words"]


def test_only_ones_own_kommun_is_read(store: Store) -> None:
    carl = Person(id="p2", name="Carl", role=Role.LEDAMOT, kommun_code="2281")
    append_audit(store, person=carl, action="see", subject="hatbrott")
    now = datetime.now(UTC).replace(tzinfo=None) + timedelta(minutes=1)

    def read(kommun: str) -> set[str]:
        found = list_audit(
            store, kommun_code=kommun, since=datetime.min, until=now, most=100
        )  # fmt: skip
        return {one.person_id for one in found}

    assert read("2260") == {"p1"}
    assert read("2281") == {"p2"}
