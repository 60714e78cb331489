"""The table of rights, written down a second time: a right is changed in two places, on purpose."""

from __future__ import annotations

import pytest

from lagesbild.access.policy import POLICY, Action, allows, may, require, roles_below
from lagesbild.domain.errors import AccessDenied
from lagesbild.domain.person import PUBLIC, Person, Role
from lagesbild.domain.secrecy import Secrecy

OPEN, INTERNAL, RESTRICTED = Secrecy.OPEN, Secrecy.INTERNAL, Secrecy.RESTRICTED
ALL_ROLES = set(Role)
SIGNED_IN = ALL_ROLES - {Role.PUBLIC}
MEMBERS = {
    Role.LEDAMOT, Role.ARBETSGRUPP, Role.SAMORDNARE, Role.ORDFORANDE, Role.ADMINISTRATOR,
}  # fmt: skip
LEADERS = {Role.SAMORDNARE, Role.ORDFORANDE, Role.ADMINISTRATOR}
OFFICE = {Role.SAMORDNARE, Role.ADMINISTRATOR}
CHIEFS = {Role.ORDFORANDE, Role.ADMINISTRATOR}
ADMINISTRATOR = {Role.ADMINISTRATOR}

EXPECTED: dict[tuple[Action, Secrecy], set[Role]] = {
    (Action.SEE, OPEN): ALL_ROLES,
    (Action.SEE, INTERNAL): MEMBERS,
    (Action.SEE, RESTRICTED): MEMBERS - {Role.LEDAMOT},
    (Action.EXPORT, OPEN): ALL_ROLES,
    (Action.EXPORT, INTERNAL): MEMBERS,
    (Action.EXPORT, RESTRICTED): LEADERS,
    (Action.PUBLISH, OPEN): CHIEFS,
    (Action.PUBLISH, INTERNAL): CHIEFS,
    (Action.PUBLISH, RESTRICTED): set(),
}
WITHOUT_LEVELS: dict[Action, set[Role]] = {
    Action.SEE_DELIVERIES: MEMBERS | {Role.DATALEVERANTOR},
    Action.DELIVER: OFFICE | {Role.DATALEVERANTOR},
    Action.DEFINE: OFFICE,
    Action.RECALL: OFFICE,
    Action.WORK_READ: MEMBERS | {Role.INVANARREPRESENTANT},
    Action.WORK_ANSWER: MEMBERS | {Role.INVANARREPRESENTANT},
    Action.WORK_EDIT: MEMBERS - {Role.LEDAMOT},
    Action.SEE_PEOPLE: LEADERS,
    Action.MANAGE_PEOPLE: ADMINISTRATOR,
    Action.SEE_AS: OFFICE,
    Action.SEE_AUDIT: ADMINISTRATOR,
    Action.HAVE_ACCOUNT: SIGNED_IN,
    Action.ADMINISTER: ADMINISTRATOR,
}
EXPECTED |= {(a, level): roles for a, roles in WITHOUT_LEVELS.items() for level in Secrecy}


def somebody(role: Role, **how: object) -> Person:
    return Person(id="x", name="X", role=role, kommun_code="2260", **how)  # type: ignore[arg-type]


def test_every_cell_of_the_table_is_expected() -> None:
    for action in Action:
        for level in Secrecy:
            found = {r for r in Role if may(somebody(r), action=action, secrecy=level)}
            assert found == EXPECTED[action, level], (action, level)


def test_what_is_not_in_the_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(POLICY, Action.DELIVER)
    assert not any(allows(role, action=Action.DELIVER) for role in Role)
    with pytest.raises(AccessDenied) as refused:
        require(somebody(Role.ADMINISTRATOR), action=Action.DELIVER)
    assert refused.value.code == "AC-001"


@pytest.mark.parametrize("own", Role)
@pytest.mark.parametrize("looked_as", Role)
def test_whoever_looks_as_another_never_gains_a_right(own: Role, looked_as: Role) -> None:
    """Also for pairs that nobody is offered: a forged choice gives nothing."""
    person = somebody(looked_as, behind=own)
    for action in Action:
        for level in Secrecy:
            if may(person, action=action, secrecy=level):
                assert may(somebody(own), action=action, secrecy=level)


def test_only_roles_with_fewer_rights_are_offered() -> None:
    assert set(roles_below(Role.ADMINISTRATOR)) == ALL_ROLES - {Role.ADMINISTRATOR}
    assert set(roles_below(Role.SAMORDNARE)) == ALL_ROLES - LEADERS
    assert Role.ARBETSGRUPP in roles_below(Role.SAMORDNARE)
    assert roles_below(Role.PUBLIC) == ()


def test_the_public_may_only_look_at_what_is_open() -> None:
    rights = {
        (a, level) for a in Action for level in Secrecy if may(PUBLIC, action=a, secrecy=level)
    }
    assert rights == {(Action.SEE, OPEN), (Action.EXPORT, OPEN)}
