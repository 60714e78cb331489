"""Who is asking."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """Roles in the councils' own words; ``public`` is anyone at all."""

    PUBLIC = "public"
    LEDAMOT = "ledamot"
    INVANARREPRESENTANT = "invanarrepresentant"
    DATALEVERANTOR = "dataleverantor"
    ARBETSGRUPP = "arbetsgrupp"
    SAMORDNARE = "samordnare"
    ORDFORANDE = "ordforande"
    ADMINISTRATOR = "administrator"


ROLE_WORDS: dict[Role, str] = {
    Role.PUBLIC: "allmänheten",
    Role.LEDAMOT: "ledamot",
    Role.INVANARREPRESENTANT: "invånarrepresentant",
    Role.DATALEVERANTOR: "dataleverantör",
    Role.ARBETSGRUPP: "arbetsgruppen",
    Role.SAMORDNARE: "samordnare",
    Role.ORDFORANDE: "ordförande",
    Role.ADMINISTRATOR: "administratör",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A visitor. ``kommun_code`` is the kommun they belong to, None for the public.

    sources  ids of the sources that a data provider answers for; None when nobody has said which
    behind   the visitor's own role, while they look as another: then only what both may is allowed
    """

    id: str
    name: str
    role: Role
    kommun_code: str | None = None
    sources: tuple[str, ...] | None = None
    behind: Role | None = None


PUBLIC = Person(id="public", name="Allmänheten", role=Role.PUBLIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An entry of the register of people: who has access, as what, and when.

    person_id     our own id, which never changes; "" before it is stored
    issuer        the provider of identities, "" when any will do
    subject       the provider's id of the person, "" until the first time they sign in
    email         in lower case; how a person is found the first time
    sources       ids of the sources a data provider answers for; none where none are named
    ends_on       the last day, None until further notice
    deputy_role   the role that the person stands in for, None for whoever is no deputy
    deputy_from, deputy_until  the first and the last day of standing in; not active without both
    """

    person_id: str = ""
    name: str
    organisation: str = ""
    issuer: str = ""
    subject: str = ""
    email: str = ""
    role: Role
    kommun_code: str
    sources: tuple[str, ...] | None = None
    starts_on: date
    ends_on: date | None = None
    deputy_role: Role | None = None
    deputy_from: date | None = None
    deputy_until: date | None = None
    is_removed: bool = False

    def is_active(self, day: date) -> bool:
        """Whether the person has access that day."""
        ends = self.ends_on or date.max
        return not self.is_removed and self.starts_on <= day <= ends

    def stands_in(self, day: date) -> bool:
        """Whether the person is an active deputy that day."""
        if self.deputy_role is None or self.deputy_from is None or self.deputy_until is None:
            return False
        return self.deputy_from <= day <= self.deputy_until

    def role_on(self, day: date) -> Role | None:
        """The role that counts that day: while standing in, the wider of the two."""
        if not self.is_active(day):
            return None
        if self.deputy_role is None or not self.stands_in(day):
            return self.role
        return max(self.role, self.deputy_role, key=list(Role).index)

    def as_person(self, day: date) -> Person | None:
        """Who is asking that day, None when the access does not hold."""
        role = self.role_on(day)
        if role is None:
            return None
        return Person(
            id=self.person_id, name=self.name, role=role, kommun_code=self.kommun_code,
            sources=(self.sources or ()) if role is Role.DATALEVERANTOR else None,
        )  # fmt: skip

    @property
    def is_lasting_administrator(self) -> bool:
        """An administrator whom no date takes away."""
        return self.role is Role.ADMINISTRATOR and self.ends_on is None and not self.is_removed


def same_address(text: str) -> str:
    """An e-mail address as it is compared: in one Unicode form, without case and spaces around."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
