"""The register of people: giving access, changing it and taking it away."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from lagesbild.access.identity import Claims
from lagesbild.access.policy import Action, may, require
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import Member, Person, Role, same_address
from lagesbild.store.audit import anchor_audit, append_audit_within
from lagesbild.store.connection import Cursor, Store
from lagesbild.store.people import (
    MemberEntry,
    add_member_entry_within,
    list_member_entries,
    list_members,
    list_members_within,
)

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST_NAME = 200

CheckText = Callable[..., None]
"""Stops a text that holds a person number: ingest.personal_data.refuse_person_numbers."""

_TOLD = (
    "role", "sources", "starts_on", "ends_on", "deputy_role", "deputy_from",
    "deputy_until", "is_removed",
)  # fmt: skip
"""Fields whose old and new values stand in the audit. Of the others only that they were changed."""


def people_of(store: Store, *, person: Person) -> list[Member]:
    """Everyone of the person's kommun, for those who may see it; those who were removed too."""
    if not may(person, action=Action.SEE_PEOPLE):
        return []
    return [one for one in list_members(store) if one.kommun_code == person.kommun_code]


def history_of(store: Store, *, person_id: str, person: Person) -> list[MemberEntry]:
    """What has been written of somebody of the person's kommun, newest first."""
    if not any(one.person_id == person_id for one in people_of(store, person=person)):
        return []
    return list_member_entries(store, person_id=person_id)


def save_member(
    store: Store, *, member: Member, person: Person, today: date, check_text: CheckText
) -> Member:
    """Write a new or changed entry; ``person`` is who does it.

    raises  AccessDenied AC-001, AC-005 (another kommun); LagesbildError AC-006 (something is missing
            or does not fit), AC-007 (the address is taken), AC-008 (the last administrator), IN-026
    """
    require(person, action=Action.MANAGE_PEOPLE)
    tidy = _tidy(member)
    _check(tidy, check_text=check_text)
    with store.transaction() as cursor:
        known = list_members_within(cursor)
        before = next((one for one in known if one.person_id == tidy.person_id), None)
        _refuse_other_kommun(tidy, before=before, person=person)
        _refuse_taken(tidy, known=known)
        _refuse_without_administrator(tidy, known=known, today=today)
        stored = _write(cursor, member=tidy, before=before, person=person)
    anchor_audit(store)
    return stored


def remove_member(store: Store, *, person_id: str, person: Person, today: date) -> Member:
    """Take the access away; what the person has done stays.

    raises  as save_member, and LagesbildError AC-009 when there is no such person
    """
    require(person, action=Action.MANAGE_PEOPLE)
    with store.transaction() as cursor:
        known = list_members_within(cursor)
        before = next((one for one in known if one.person_id == person_id), None)
        if before is None or before.kommun_code != person.kommun_code:
            raise _unknown()
        removed = replace(before, is_removed=True)
        _refuse_without_administrator(removed, known=known, today=today)
        stored = _write(cursor, member=removed, before=before, person=person)
    anchor_audit(store)
    return stored


def bind_member(store: Store, *, member: Member, claims: Claims) -> None:
    """The entry belongs to this identity from now on, and to no other that has the same address."""
    bound = replace(member, issuer=claims.issuer, subject=claims.subject)
    who = Person(
        id=member.person_id, name=member.name, role=member.role, kommun_code=member.kommun_code
    )
    with store.transaction() as cursor:
        now = {one.person_id: one for one in list_members_within(cursor)}.get(member.person_id)
        if now != member:
            return  # Somebody changed or bound it meanwhile; the next run looks again.
        add_member_entry_within(cursor, member=bound, entered_by=who.id)
        append_audit_within(
            cursor, person=who, action="person-bind", subject=member.person_id,
            details={"issuer": claims.issuer},
        )  # fmt: skip
    anchor_audit(store)


FIRST = "installation"
"""Who appoints the first administrator."""


def appoint_first(
    store: Store, *, claims: Claims, address: str, kommun_code: str, today: date
) -> bool:
    """Make whoever signed in with the address the kommun's administrator, if it never had one."""
    if not claims.owns(address):
        return False
    installation = Person(
        id=FIRST, name="Installationen", role=Role.ADMINISTRATOR, kommun_code=kommun_code
    )
    with store.transaction() as cursor:
        own = [one for one in list_members_within(cursor) if one.kommun_code == kommun_code]
        if any(one.role is Role.ADMINISTRATOR for one in own):
            return False
        theirs = [one for one in own if claims.owns(one.email) and not one.is_removed]
        before = theirs[0] if theirs else None
        start = before or Member(
            name=claims.name or address, email=same_address(address), role=Role.ADMINISTRATOR,
            kommun_code=kommun_code, starts_on=today,
        )  # fmt: skip
        first = replace(
            start, role=Role.ADMINISTRATOR, starts_on=min(start.starts_on, today), ends_on=None,
            sources=None, issuer=claims.issuer, subject=claims.subject,
        )  # fmt: skip
        _write(cursor, member=first, before=before, person=installation)
    anchor_audit(store)
    return True


def _write(cursor: Cursor, *, member: Member, before: Member | None, person: Person) -> Member:
    if member == before:
        return member
    stored = add_member_entry_within(cursor, member=member, entered_by=person.id)
    action = "person-add" if before is None else "person-change"
    append_audit_within(
        cursor, person=person, action="person-remove" if stored.is_removed else action,
        subject=stored.person_id, details=_changes(stored, before=before),
    )  # fmt: skip
    return stored


def _changes(member: Member, *, before: Member | None) -> dict[str, object]:
    """What is new, as it may stand in the audit: names and addresses are only told to have changed."""
    names = [
        name
        for name in Member.__dataclass_fields__
        if name != "person_id"
        and getattr(member, name) != (getattr(before, name) if before else None)
    ]
    told = {
        name: [_plain(getattr(before, name, None)), _plain(getattr(member, name))]
        for name in names
        if name in _TOLD and (before or getattr(member, name))
    }
    untold = [name for name in names if name not in _TOLD]
    return {**told, **({"changed": untold} if untold and before else {})}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _tidy(member: Member) -> Member:
    sources = None if member.role is not Role.DATALEVERANTOR else member.sources
    return replace(
        member, name=" ".join(member.name.split()), email=same_address(member.email),
        organisation=" ".join(member.organisation.split()), sources=sources,
        issuer=member.issuer.strip(), subject=member.subject.strip(),
    )  # fmt: skip


def _check(member: Member, *, check_text: CheckText) -> None:
    check_text(member.name, field="Namn")
    check_text(member.organisation, field="Organisation")
    check_text(member.email, field="E-post")
    problems = (
        (not member.name or len(member.name) > LONGEST_NAME, "Namnet saknas eller är för långt."),
        (len(member.organisation) > LONGEST_NAME, "Organisationens namn är för långt."),
        (not member.email and not member.subject, "E-postadressen saknas."),
        (bool(member.email) and not ADDRESS.fullmatch(member.email),
         "E-postadressen ser inte ut som en adress."),
        (bool(member.subject) and not member.issuer,
         "Den som har ett id hos en inloggningstjänst behöver tjänstens adress också."),
        (member.role is Role.PUBLIC or member.deputy_role is Role.PUBLIC,
         "Allmänheten är ingen roll att ge någon."),
        (member.ends_on is not None and member.ends_on < member.starts_on,
         "Tillgången slutar innan den börjar."),
        (member.deputy_from is not None and member.deputy_until is not None
         and member.deputy_until < member.deputy_from, "Ersättningen slutar innan den börjar."),
        (member.deputy_role is None and (member.deputy_from or member.deputy_until) is not None,
         "Ersättningen har en tid men ingen roll."),
        (member.deputy_role is not None
         and (member.deputy_from is None) != (member.deputy_until is None),
         "Ersättningen behöver både första och sista dag."),
    )  # fmt: skip
    for is_wrong, words in problems:
        if is_wrong:
            raise LagesbildError("AC-006", words, remedy="Rätta uppgiften. Ingenting är sparat.")


def _refuse_other_kommun(member: Member, *, before: Member | None, person: Person) -> None:
    if member.person_id and before is None:
        raise _unknown()
    concerned = {member.kommun_code} | ({before.kommun_code} if before else set())
    if concerned != {person.kommun_code}:
        raise LagesbildError(
            "AC-005", "Personen hör till en annan kommun än din.",
            remedy="Be den kommunens administratör.",
        )  # fmt: skip


def _refuse_taken(member: Member, *, known: list[Member]) -> None:
    others = [one for one in known if one.person_id != member.person_id and not one.is_removed]
    same = [
        one
        for one in others
        if (member.email and one.email == member.email)
        or (member.subject and (one.issuer, one.subject) == (member.issuer, member.subject))
    ]
    if same and not member.is_removed:
        raise LagesbildError(
            "AC-007", "Adressen finns redan hos någon annan i registret.",
            remedy="Ändra den personens uppgifter, eller ta bort personen först.",
        )  # fmt: skip


def _refuse_without_administrator(member: Member, *, known: list[Member], today: date) -> None:
    """A kommun that has an administrator without a last day keeps one."""
    own = [one for one in known if one.kommun_code == member.kommun_code]
    others = [one for one in own if one.person_id != member.person_id]
    after = [*others, member]
    if any(map(_is_lasting, own)) and not any(
        _is_lasting(one) and one.is_active(today) for one in after
    ):
        raise LagesbildError(
            "AC-008",
            "Kommunens sista administratör kan inte tas bort, byta roll eller få en sista dag.",
            remedy="Gör någon annan till administratör tills vidare först.",
        )  # fmt: skip


def _is_lasting(member: Member) -> bool:
    return member.is_lasting_administrator


def _unknown() -> LagesbildError:
    return LagesbildError(
        "AC-009", "Personen finns inte i registret.",
        remedy="Se sidan Personer, eller kör python -m lagesbild people list.",
    )  # fmt: skip
