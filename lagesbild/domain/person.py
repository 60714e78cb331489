"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass
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
