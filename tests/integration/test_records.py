"""Records in the store: saving, conflicts, ways back, other kommuner, rebuild and backup."""

from __future__ import annotations

import json
import threading
from contextlib import closing
from dataclasses import replace
from datetime import datetime

import pytest

from lagesbild.access.policy import POLICY, Action
from lagesbild.domain.errors import AccessDenied, LagesbildError
from lagesbild.domain.person import PUBLIC, Person, Role
from lagesbild.domain.work.inventory import Gap, GroupAnswer, Obstacle, Underlag
from lagesbild.domain.work.record import Record
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.store.audit import list_audit
from lagesbild.store.connection import DATABASE_NAME, Store
from lagesbild.store.records import RecordState, add_record_entry_within, records_version
from lagesbild.workspace.records import (
    Conflict,
    count_unreadable,
    history_of,
    may_edit,
    records_of,
    remove,
    removed_of,
    restore,
    save,
)
from tests.command_line import CommandLine

ANNA = Person(id="p1", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
BO = Person(id="p2", name="Bo", role=Role.ARBETSGRUPP, kommun_code="2260")
AVESTA = Person(id="p3", name="Cai", role=Role.SAMORDNARE, kommun_code="2084")
FIRST = Underlag(name="Elevenkäten", organisation="Skolan")
NUMBER = "19511013-3815"


@pytest.fixture(scope="module")
def shared() -> Store:
    return Store(None)


@pytest.fixture
def store(shared: Store) -> Store:
    """Emptied for each test: opening a database anew takes a tenth of a second."""
    with shared.transaction() as cursor:
        cursor.execute("DELETE FROM record")
    return shared


def keep(store: Store, record: Record, person: Person = ANNA, **more):
    return save(store, record=record, person=person, check_text=refuse_personal_data, **more)


def actions(store: Store) -> list[tuple[str, str]]:
    entries = list_audit(
        store, kommun_code="2260", since=datetime.min, until=datetime.max, most=50
    )  # fmt: skip
    return [(one.action, one.subject) for one in entries]


def test_a_record_is_kept_changed_and_told(store: Store) -> None:
    first = keep(store, FIRST)
    assert (first.version, first.saved_by) == (1, "p1")
    second = keep(store, replace(FIRST, organisation="Barn- och utbildning"), BO, record_id=first.id, based_on=1)  # fmt: skip
    [now] = records_of(store, kind=Underlag, person=ANNA)
    assert (now.id, now.version, now.record.organisation) == (first.id, 2, "Barn- och utbildning")
    assert second == now
    newest, oldest = history_of(store, record_id=first.id, person=ANNA)
    assert (newest.what, newest.saved_by, newest.is_current) == ("ändrades", "p2", True)
    assert newest.changes == ("Ansvarig organisation: Skolan blev Barn- och utbildning",)
    assert (oldest.what, oldest.changes, oldest.record) == ("skapades", (), FIRST)
    assert actions(store)[:2] == [("record-save", first.id)] * 2


def test_the_audit_says_which_fields_and_never_what_they_hold(store: Store) -> None:
    kept = keep(store, FIRST)
    keep(store, replace(FIRST, about="hemlig text"), record_id=kept.id, based_on=1)
    rows = store.cursor().execute("SELECT details FROM audit ORDER BY audit_id DESC LIMIT 2").fetchall()  # fmt: skip
    assert json.loads(rows[0][0]) == {"version": 2, "changed": ["Vad vi har"]}
    assert "hemlig" not in str(rows)


def test_two_people_saving_the_same_card_lose_nothing(store: Store) -> None:
    kept = keep(store, FIRST)
    theirs = keep(store, replace(FIRST, responsible="rektor"), BO, record_id=kept.id, based_on=1)
    mine = replace(FIRST, how_often="varje år")
    with pytest.raises(Conflict) as caught:
        keep(store, mine, record_id=kept.id, based_on=1)
    assert caught.value.code == "AB-002"
    assert (caught.value.theirs, caught.value.mine, caught.value.started) == (theirs, mine, FIRST)
    assert records_of(store, kind=Underlag, person=ANNA) == [theirs], "theirs counts meanwhile"
    aside = history_of(store, record_id=kept.id, person=ANNA)[0]
    assert (aside.what, aside.record) == ("lades åt sidan, någon annan hann före", mine)
    assert actions(store)[0] == ("record-aside", kept.id)
    merged = replace(theirs.record, how_often="varje år")
    keep(store, merged, record_id=kept.id, based_on=theirs.version)
    assert records_of(store, kind=Underlag, person=BO)[0].record == merged
    back = restore(store, record_id=kept.id, version=aside.version, person=ANNA)
    assert back.record == mine


def test_of_many_who_save_at_once_one_wins_and_all_are_kept(store: Store) -> None:
    kept = keep(store, FIRST)
    told: list[str] = []

    def write(number: int) -> None:
        try:
            keep(store, replace(FIRST, about=f"text {number}"), record_id=kept.id, based_on=1)
            told.append("sparad")
        except Conflict:
            told.append("krock")

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == ["krock"] * 5 + ["sparad"]
    texts = {v.record.about for v in history_of(store, record_id=kept.id, person=ANNA)}
    assert texts == {"", *(f"text {n}" for n in range(6))}


def test_what_is_removed_comes_back(store: Store) -> None:
    kept = keep(store, FIRST)
    with pytest.raises(Conflict):
        remove(store, record_id=kept.id, person=ANNA, based_on=7)
    remove(store, record_id=kept.id, person=ANNA, based_on=1)
    assert records_of(store, kind=Underlag, person=ANNA) == []
    [gone] = removed_of(store, kind=Underlag, person=ANNA)
    assert (gone.id, gone.record, gone.is_removed) == (kept.id, FIRST, True)
    restored = restore(store, record_id=kept.id, version=1, person=BO)
    assert [one.version for one in records_of(store, kind=Underlag, person=ANNA)] == [3]
    assert restored.record == FIRST
    assert removed_of(store, kind=Underlag, person=ANNA) == []
    assert [a for a, _ in actions(store)[:3]] == ["record-restore", "record-remove", "record-save"]


def test_another_kommuns_work_is_never_seen_or_changed(store: Store) -> None:
    kept = keep(store, FIRST)
    assert records_of(store, kind=Underlag, person=AVESTA) == []
    assert history_of(store, record_id=kept.id, person=AVESTA) == []
    for act in (
        lambda: keep(store, FIRST, AVESTA, record_id=kept.id, based_on=1),
        lambda: remove(store, record_id=kept.id, person=AVESTA, based_on=1),
        lambda: restore(store, record_id=kept.id, version=1, person=AVESTA),
    ):
        with pytest.raises(LagesbildError) as caught:
            act()
        assert caught.value.code == "AB-003"
        assert "Elevenkäten" not in str(caught.value.message)
    assert len(history_of(store, record_id=kept.id, person=ANNA)) == 1
    other = keep(store, FIRST, AVESTA)
    assert other.id != kept.id


def test_a_record_of_another_kind_is_not_overwritten(store: Store) -> None:
    kept = keep(store, FIRST)
    with pytest.raises(LagesbildError, match="finns inte"):
        keep(store, Gap(what="x"), record_id=kept.id, based_on=1)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_read_and_write_is_the_table(store: Store, role: Role) -> None:
    keep(store, FIRST)
    one = replace(BO, role=role) if role is not Role.PUBLIC else PUBLIC
    assert bool(records_of(store, kind=Underlag, person=one)) == (role in POLICY[Action.WORK_READ])
    assert may_edit(one, kind=GroupAnswer) == (role in POLICY[Action.WORK_ANSWER])
    if role in POLICY[Action.WORK_EDIT]:
        assert keep(store, FIRST, one).version == 1
    else:
        with pytest.raises(AccessDenied, match="får inte"):
            keep(store, FIRST, one)


@pytest.mark.parametrize(
    "record",
    [
        Underlag(name=f"Enkät {NUMBER}"),
        Underlag(name="Enkät", obstacles=(Obstacle(about="fråga anna.berg@ange.se"),)),
        Underlag(name="Enkät", others=json.dumps({"ny": f"gäller {NUMBER}"})),
        GroupAnswer(group="1", talk_id="x", missing=("ring 070-123 45 67",)),
    ],
)
def test_personal_data_in_any_text_is_refused(store: Store, record: Record) -> None:
    before = records_version(store)
    with pytest.raises(LagesbildError) as caught:
        keep(store, record)
    assert caught.value.code == "IN-026"
    assert NUMBER not in caught.value.message
    assert records_version(store) == before


def test_what_is_missing_is_said_and_nothing_is_kept(store: Store) -> None:
    with pytest.raises(LagesbildError, match="Underlag saknas") as caught:
        keep(store, Underlag(obstacles=(Obstacle(),)))
    assert caught.value.code == "AB-001"
    assert "Vad hindret är saknas." in caught.value.message
    assert records_version(store) == 0


def add_raw(store: Store, body: str, **more) -> None:
    with store.transaction() as cursor:
        add_record_entry_within(
            cursor, record_id="", kind="underlag", kommun_code="2260", body=body, saved_by="x",
            state=RecordState.SAVED, based_on=0, **more,
        )  # fmt: skip


def test_a_record_from_a_newer_program_is_left_alone(store: Store) -> None:
    add_raw(store, '{"form": 99, "name": "ur framtiden"}')
    kept = keep(store, FIRST)
    assert [one.id for one in records_of(store, kind=Underlag, person=ANNA)] == [kept.id]
    assert count_unreadable(store, kind=Underlag, person=ANNA) == 1


def test_invented_records_give_way_to_real_ones(store: Store) -> None:
    add_raw(store, '{"form": 1, "name": "påhittat"}', is_example=True)
    [example] = records_of(store, kind=Underlag, person=ANNA)
    assert example.is_example
    kept = keep(store, FIRST)
    assert [one.id for one in records_of(store, kind=Underlag, person=ANNA)] == [kept.id]
    remove(store, record_id=kept.id, person=ANNA, based_on=1)
    own = keep(store, replace(example.record, about="vårt"), record_id=example.id, based_on=1)
    assert not own.is_example, "what a person has saved is theirs"


def test_records_survive_rebuild_and_backup(command: CommandLine) -> None:
    from lagesbild.store.connection import open_store

    assert command("deliveries").code == 0
    with closing(open_store(command.data)) as store:
        kept = keep(store, FIRST)
        keep(store, replace(FIRST, about="mer"), BO, record_id=kept.id, based_on=1)
    command.deliver("a.csv", "Kommun;År;Väktarrapporter\nÅnge;2019;12\nÅnge;2020;14\nÅnge;2021;11\n")  # fmt: skip

    def whole() -> list[tuple]:
        with closing(Store(command.data / DATABASE_NAME)) as store:
            return store.cursor().execute("SELECT * FROM record ORDER BY entry_id").fetchall()

    before, out = whole(), command.folder / "kopia.zip"
    assert len(before) == 2
    assert command("rebuild").code == 0
    assert whole() == before
    assert command("backup", out).code == 0
    (command.data / DATABASE_NAME).unlink()
    assert command("restore", out, "--ersatt").code == 0
    assert whole() == before
