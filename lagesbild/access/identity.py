"""Who a signed-in visitor is: the register of people, and the roles that the provider says they have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lagesbild.domain.person import Member, Person, Role, same_address


class RoleSource(StrEnum):
    """Who decides which role a signed-in person has."""

    REGISTER = "registret"
    CLAIMS = "inloggningen"
    BOTH = "bada"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the provider of identities says of the one who signed in. Only from a signed cookie.

    addresses  e-mail and user name where they look like addresses; empty when the provider says
               that they are not verified
    """

    issuer: str
    subject: str
    name: str = ""
    addresses: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    sources: tuple[str, ...] | None = None

    @property
    def key(self) -> str:
        """What stands in the audit for somebody who is not in the register."""
        return self.subject or min(self.addresses, default="") or self.name

    def owns(self, address: str) -> bool:
        """Whether an address is one of theirs."""
        return bool(address) and same_address(address) in self.addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Who it is: ``person`` is None for somebody whom nobody has given access.

    member  the entry of the register, where there is one
    is_new  the entry was found by its address, and now belongs to this identity
    """

    person: Person | None
    member: Member | None = None
    is_new: bool = False


def recognise(
    claims: Claims, members: Iterable[Member], *, rule: RoleSource, home: str, today: date
) -> Recognised:
    """The person behind the claims.

    A person who was removed, or whose time is over, stays out whatever the provider says.
    home  the kommun of those whom only the provider knows
    """
    known = list(members)
    member = _by_identity(claims, known) or _by_address(claims, known)
    if member is None:
        gone = any(_was_theirs(claims, one) for one in known)
        only_claims = None if gone or rule is RoleSource.REGISTER else _claimed(claims, home=home)
        return Recognised(person=only_claims)
    person = member.as_person(today)
    if person is not None and rule is RoleSource.CLAIMS:
        person = _with_claimed_role(person, claims=claims, member=member)
    is_new = member.subject != claims.subject
    return Recognised(person=person, member=member, is_new=is_new)


def _by_identity(claims: Claims, members: list[Member]) -> Member | None:
    return next(
        (one for one in members if not one.is_removed and _is_bound_to(one, claims)), None
    )  # fmt: skip


def _is_bound_to(member: Member, claims: Claims) -> bool:
    return bool(claims.subject) and (member.issuer, member.subject) == (
        claims.issuer, claims.subject,
    )  # fmt: skip


def _by_address(claims: Claims, members: list[Member]) -> Member | None:
    """An entry that nobody has signed in to yet. Once somebody has, the address opens it to no one
    else: addresses are handed on from one employee to the next."""
    return next(
        (
            one
            for one in members
            if not one.is_removed
            and not one.subject
            and one.issuer in ("", claims.issuer)
            and claims.owns(one.email)
        ),
        None,
    )


def _was_theirs(claims: Claims, member: Member) -> bool:
    """An entry that names them but does not let them in: removed, or bound to another identity."""
    return _is_bound_to(member, claims) or claims.owns(member.email)


def _claimed(claims: Claims, *, home: str) -> Person | None:
    role = widest(claims.roles)
    if role is None:
        return None
    return Person(
        id=claims.key, name=claims.name or "Inloggad användare", role=role, kommun_code=home,
        sources=(claims.sources or ()) if role is Role.DATALEVERANTOR else None,
    )  # fmt: skip


def _with_claimed_role(person: Person, *, claims: Claims, member: Member) -> Person | None:
    role = widest(claims.roles)
    if role is None:
        return None
    sources = member.sources or claims.sources or ()
    return Person(
        id=person.id, name=person.name, role=role, kommun_code=person.kommun_code,
        sources=sources if role is Role.DATALEVERANTOR else None,
    )  # fmt: skip


def widest(roles: Iterable[Role]) -> Role | None:
    """Of several roles the one with most rights; the public is no role to sign in with."""
    order = list(Role)
    real = [role for role in roles if role is not Role.PUBLIC]
    return max(real, key=order.index) if real else None
