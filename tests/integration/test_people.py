"""The register of people: history, the last administrator, one's own kommun, the first sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from lagesbild.access.identity import Claims
from lagesbild.domain.errors import AccessDenied, LagesbildError
from lagesbild.domain.person import Member, Person, Role
from lagesbild.ingest.personal_data import refuse_person_numbers
from lagesbild.store.audit import find_break
from lagesbild.store.connection import Store
from lagesbild.store.people import list_members, people_version
from lagesbild.ui.context import open_context
from lagesbild.workspace import people
from tests.command_line import CommandLine

TODAY = date(2026, 11, 21)
HOME, OTHER = "2260", "2281"
CHIEF = Person(id="lokal", name="Lokal", role=Role.ADMINISTRATOR, kommun_code=HOME)
ANNA = Member(
    name="Anna  Ek ", organisation="Kommunen", email="Anna@Kommun.se", role=Role.ADMINISTRATOR,
    kommun_code=HOME, starts_on=TODAY,
)  # fmt: skip
BO = replace(ANNA, name="Bo", email="bo@kommun.se", role=Role.LEDAMOT)


@pytest.fixture
def store() -> Iterator[Store]:
    with closing(Store(None)) as opened:
        yield opened


def save(store: Store, member: Member, *, person: Person = CHIEF) -> Member:
    return people.save_member(
        store, member=member, person=person, today=TODAY, check_text=refuse_person_numbers
    )


def code_of(raised: pytest.ExceptionInfo[LagesbildError]) -> str:
    return raised.value.code


def entries(store: Store) -> list[tuple[str, str, str]]:
    rows = store.cursor().execute("SELECT action, subject, details FROM audit ORDER BY audit_id")
    return rows.fetchall()


def test_rows_are_only_added_and_every_change_is_audited(store: Store) -> None:
    anna, bo = save(store, ANNA), save(store, BO)
    assert (anna.person_id, anna.name, anna.email) == ("p1", "Anna Ek", "anna@kommun.se")
    version = people_version(store)
    changed = save(store, replace(bo, role=Role.SAMORDNARE, organisation="Polisen"))
    assert people_version(store) == version + 1
    people.remove_member(store, person_id=bo.person_id, person=CHIEF, today=TODAY)
    history = people.history_of(store, person_id=bo.person_id, person=CHIEF)
    assert [(one.member.role, one.member.is_removed) for one in history] == [
        (Role.SAMORDNARE, True), (Role.SAMORDNARE, False), (Role.LEDAMOT, False),
    ]  # fmt: skip
    assert [(one[0], one[1]) for one in entries(store)] == [
        ("person-add", "p1"), ("person-add", "p2"), ("person-change", "p2"), ("person-remove", "p2"),
    ]  # fmt: skip
    assert entries(store)[2][2] == (
        '{"changed": ["organisation"], "role": ["ledamot", "samordnare"]}'
    )
    told = "".join(one[2] for one in entries(store))
    assert "Bo" not in told
    assert "kommun.se" not in told
    assert find_break(store) is None
    assert changed.role is Role.SAMORDNARE


def test_nothing_changed_is_nothing_noted(store: Store) -> None:
    anna = save(store, ANNA)
    before = (people_version(store), entries(store))
    save(store, anna)
    assert (people_version(store), entries(store)) == before


LOSSES = [
    {"is_removed": True},
    {"role": Role.SAMORDNARE},
    {"ends_on": date(2030, 1, 1)},
    {"starts_on": date(2026, 11, 22)},
]


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_the_last_administrator_stays(store: Store, loss: dict) -> None:
    anna = save(store, ANNA)
    with pytest.raises(LagesbildError) as refused:
        save(store, replace(anna, **loss))
    assert code_of(refused) == "AC-008"
    with pytest.raises(LagesbildError) as refused:
        people.remove_member(store, person_id=anna.person_id, person=CHIEF, today=TODAY)
    assert code_of(refused) == "AC-008"
    assert list_members(store) == [anna]


@pytest.mark.parametrize(
    "second",
    [
        {"ends_on": date(2027, 1, 1)},
        {"starts_on": date(2027, 1, 1)},
        {"role": Role.LEDAMOT, "deputy_role": Role.ADMINISTRATOR,
         "deputy_from": TODAY, "deputy_until": date(2027, 1, 1)},
    ],
    ids=str,
)  # fmt: skip
def test_one_whose_time_runs_out_is_no_second_administrator(store: Store, second: dict) -> None:
    anna = save(store, ANNA)
    save(store, replace(BO, **{"role": Role.ADMINISTRATOR, **second}))
    with pytest.raises(LagesbildError) as refused:
        save(store, replace(anna, role=Role.LEDAMOT))
    assert code_of(refused) == "AC-008"


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_with_a_lasting_second_administrator_the_first_may_go(store: Store, loss: dict) -> None:
    anna = save(store, ANNA)
    save(store, replace(BO, role=Role.ADMINISTRATOR))
    save(store, replace(anna, **loss))
    elsewhere = replace(CHIEF, kommun_code=OTHER)
    save(store, replace(BO, email="c@x.se", kommun_code=OTHER), person=elsewhere)


@pytest.mark.parametrize(
    "fault",
    [
        {"name": "  "}, {"name": "x" * 201}, {"email": ""}, {"email": "anna"}, {"email": "a b@c.se"},
        {"role": Role.PUBLIC}, {"deputy_role": Role.PUBLIC}, {"ends_on": date(2026, 11, 20)},
        {"deputy_role": Role.ORDFORANDE, "deputy_from": TODAY}, {"deputy_from": TODAY},
        {"deputy_role": Role.ORDFORANDE, "deputy_from": TODAY, "deputy_until": date(2026, 1, 1)},
        {"subject": "s1"},
    ],
    ids=str,
)  # fmt: skip
def test_what_does_not_fit_is_refused(store: Store, fault: dict) -> None:
    with pytest.raises(LagesbildError) as refused:
        save(store, replace(BO, **fault))
    assert code_of(refused) == "AC-006"
    assert not list_members(store)
    assert not entries(store)


@pytest.mark.parametrize("field", ["name", "organisation", "email"])
def test_a_person_number_is_never_kept(store: Store, field: str) -> None:
    with pytest.raises(LagesbildError) as refused:
        save(store, replace(BO, **{field: "x 19511013-3815@kommun.se"}))
    assert code_of(refused) == "IN-026"
    assert "1951" not in str(refused.value)


def test_an_address_belongs_to_one_person(store: Store) -> None:
    save(store, ANNA)
    bo = save(store, BO)
    with pytest.raises(LagesbildError) as refused:
        save(store, replace(bo, email="ANNA@kommun.se"))
    assert code_of(refused) == "AC-007"
    people.remove_member(store, person_id=bo.person_id, person=CHIEF, today=TODAY)
    again = save(store, BO)
    assert again.person_id == "p3", "somebody who comes back is a new row; the old one is history"
    with pytest.raises(LagesbildError) as refused:
        save(store, replace(bo, is_removed=False))
    assert code_of(refused) == "AC-007"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_the_administrator_changes_people(store: Store, role: Role) -> None:
    anna = save(store, ANNA)
    other = replace(CHIEF, role=role)
    for act in (
        lambda: save(store, BO, person=other),
        lambda: people.remove_member(store, person_id="p1", person=other, today=TODAY),
    ):
        with pytest.raises(AccessDenied) as refused:
            act()
        assert code_of(refused) == "AC-001"
    seen = people.people_of(store, person=other)
    assert seen == ([anna] if role in {Role.SAMORDNARE, Role.ORDFORANDE} else [])


def test_another_kommuns_people_are_neither_seen_nor_changed(store: Store) -> None:
    save(store, ANNA)
    elsewhere = replace(CHIEF, kommun_code=OTHER)
    carl = save(store, replace(BO, kommun_code=OTHER), person=elsewhere)
    assert [one.name for one in people.people_of(store, person=CHIEF)] == ["Anna Ek"]
    assert people.history_of(store, person_id=carl.person_id, person=CHIEF) == []
    for act in (
        lambda: save(store, replace(carl, role=Role.SAMORDNARE)),
        lambda: save(store, replace(carl, kommun_code=HOME)),
        lambda: save(store, replace(BO, email="d@x.se", kommun_code=OTHER)),
    ):
        with pytest.raises(LagesbildError) as refused:
            act()
        assert code_of(refused) == "AC-005"
    for person_id in (carl.person_id, "p99"):
        with pytest.raises(LagesbildError) as refused:
            people.remove_member(store, person_id=person_id, person=CHIEF, today=TODAY)
        assert code_of(refused) == "AC-009", "whether there is such a person is not told"


def claims(subject: str = "s1", email: str = "anna@kommun.se", **how: object) -> Claims:
    return Claims(
        issuer="https://idp", subject=subject, addresses=frozenset({email}), name="Anna Ek", **how
    )  # type: ignore[arg-type]


@pytest.fixture
def context(tmp_path, monkeypatch):
    monkeypatch.setenv("LAGESBILD_IDAG", TODAY.isoformat())
    opened = open_context(tmp_path)
    yield opened
    opened.store.close()


def test_the_first_administrator_comes_by_the_setting_and_only_once(context, monkeypatch) -> None:
    monkeypatch.setenv("LAGESBILD_ADMIN", "Anna@kommun.se")
    assert context.person_of(claims(email="eve@kommun.se", subject="e")) is None
    first = context.person_of(claims())
    assert (first.id, first.role, first.kommun_code) == ("p1", Role.ADMINISTRATOR, HOME)
    assert [one.entered_by for one in people.history_of(context.store, person_id="p1", person=CHIEF)] == [
        "installation"
    ]  # fmt: skip
    assert context.person_of(claims(subject="s2")) is None, "the address with another account"
    monkeypatch.setenv("LAGESBILD_ADMIN", "eve@kommun.se")
    assert context.person_of(claims(email="eve@kommun.se", subject="e")) is None


def test_the_setting_gives_nothing_where_the_provider_decides(context, monkeypatch) -> None:
    monkeypatch.setenv("LAGESBILD_ADMIN", "anna@kommun.se")
    monkeypatch.setenv("LAGESBILD_ROLLER", "inloggningen")
    assert context.person_of(claims()) is None
    role = context.person_of(claims(roles=frozenset({Role.LEDAMOT}))).role
    assert role is Role.LEDAMOT


def test_the_first_sign_in_binds_the_account(context) -> None:
    bo = save(context.store, BO)
    asked = claims(email="BO@kommun.se".casefold(), subject="b1")
    assert context.person_of(asked).id == bo.person_id
    bound = context.members()[0]
    assert (bound.issuer, bound.subject) == ("https://idp", "b1")
    assert entries(context.store)[-1][0] == "person-bind"
    count = len(entries(context.store))
    assert context.person_of(asked).id == bo.person_id
    assert len(entries(context.store)) == count, "bound once"
    save(context.store, replace(bound, issuer="", subject=""))
    assert context.person_of(claims(email="bo@kommun.se", subject="b2")).id == bo.person_id


def test_a_change_counts_from_the_next_question(context) -> None:
    bo = save(context.store, BO)
    asked = claims(email="bo@kommun.se", subject="b1")
    before = context.person_of(asked)
    assert before.role is Role.LEDAMOT
    assert context.is_still(before)
    save(context.store, replace(context.members()[0], role=Role.SAMORDNARE))
    assert context.person_of(asked).role is Role.SAMORDNARE
    assert not context.is_still(before)
    people.remove_member(context.store, person_id=bo.person_id, person=CHIEF, today=TODAY)
    assert context.person_of(asked) is None
    assert not context.is_still(replace(before, role=Role.SAMORDNARE))


def test_the_register_outlives_a_rebuild_and_comes_with_a_backup(
    command: CommandLine, tmp_path
) -> None:
    added = command("people", "add", "anna@kommun.se", "--name", "Anna", "--role", "administrator")
    assert added.code == 0, added.err
    assert command("people", "add", "bo@kommun.se", "--name", "Bo", "--role", "dataleverantor",
                   "--source", "skola", "--until", "2027-06-30").code == 0  # fmt: skip
    before = command("people", "list", "--json").out
    assert command("backup", str(tmp_path / "kopia.zip")).code == 0
    assert command("rebuild").code == 0
    assert command("people", "list", "--json").out == before
    looked = command("doctor")
    assert looked.code == 0, looked.out
    assert "kedjan är hel" in looked.out
    assert "2 personer har tillgång, 1 är administratörer" in looked.out
    assert command("people", "remove", "bo@kommun.se").code == 0
    assert command("restore", str(tmp_path / "kopia.zip"), "--ersatt").code == 0
    assert command("people", "list", "--json").out == before
    assert command("doctor").code == 0


def test_the_command_says_what_is_wrong(command: CommandLine) -> None:
    add = ("people", "add", "anna@kommun.se", "--name", "Anna", "--role", "administrator")
    assert command(*add).code == 0
    for arguments, code in (
        (add, "AC-007"),
        (("people", "remove", "anna@kommun.se"), "AC-008"),
        (("people", "change", "anna@kommun.se", "--until", "2027-01-01"), "AC-008"),
        (("people", "remove", "ingen@kommun.se"), "AC-009"),
        (("people", "list", "--kommun", "9999"), "KM-022"),
        (("people", "change", "anna@kommun.se", "--until", "i morgon"), "KM-021"),
    ):
        ran = command(*arguments)
        assert ran.code == 2
        assert code in ran.err
    assert command("people", "list", "--kommun", OTHER).out.startswith("Ingen i kommunen")
