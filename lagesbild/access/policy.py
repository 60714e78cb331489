"""Who may do what to figures of which secrecy: one table, and what is not in it is refused."""

from __future__ import annotations

from enum import StrEnum

from lagesbild.domain.errors import AccessDenied
from lagesbild.domain.person import ROLE_WORDS, Person, Role
from lagesbild.domain.secrecy import Secrecy


class Action(StrEnum):
    """What a person can want to do."""

    SEE = "se uppgifterna"
    EXPORT = "ladda ner uppgifterna"
    PUBLISH = "publicera för invånarna"
    SEE_DELIVERIES = "se vad som har lämnats"
    DELIVER = "lämna data"
    DEFINE = "namnge nya mått"
    RECALL = "återkalla en leverans"
    WORK_READ = "läsa rådets arbete"
    WORK_ANSWER = "svara i gruppsamtal"
    WORK_EDIT = "ändra i rådets arbete"
    SEE_PEOPLE = "se vilka som har tillgång"
    MANAGE_PEOPLE = "ge och ta bort tillgång"
    SEE_AS = "se Lägesbild som en annan roll"
    SEE_AUDIT = "läsa granskningsloggen"
    HAVE_ACCOUNT = "se sitt konto"
    ADMINISTER = "sköta installationen"


_LEVELS = {
    "-": frozenset[Secrecy](),
    "o": frozenset({Secrecy.OPEN}),
    "oi": frozenset({Secrecy.OPEN, Secrecy.INTERNAL}),
    "oik": frozenset(Secrecy),
}
"""How far a right reaches: open, internal and "känsliga" figures. A right that is about no figures
is written as reaching all of them."""

_COLUMNS = (
    Role.PUBLIC, Role.INVANARREPRESENTANT, Role.DATALEVERANTOR, Role.LEDAMOT, Role.ARBETSGRUPP,
    Role.SAMORDNARE, Role.ORDFORANDE, Role.ADMINISTRATOR,
)  # fmt: skip

_TABLE = {
    #                      offentlig invånar- data-   ledamot arbets- sam-     ord-     admini-
    #                                repr.    lever.          grupp   ordnare  förande  stratör
    Action.SEE:            "o        o        o       oi      oik     oik      oik      oik",
    Action.EXPORT:         "o        o        o       oi      oi      oik      oik      oik",
    Action.PUBLISH:        "-        -        -       -       -       -        oi       oi ",
    Action.SEE_DELIVERIES: "-        -        oik     oik     oik     oik      oik      oik",
    Action.DELIVER:        "-        -        oik     -       -       oik      -        oik",
    Action.DEFINE:         "-        -        -       -       -       oik      -        oik",
    Action.RECALL:         "-        -        -       -       -       oik      -        oik",
    Action.WORK_READ:      "-        oik      -       oik     oik     oik      oik      oik",
    Action.WORK_ANSWER:    "-        oik      -       oik     oik     oik      oik      oik",
    Action.WORK_EDIT:      "-        -        -       -       oik     oik      oik      oik",
    Action.SEE_PEOPLE:     "-        -        -       -       -       oik      oik      oik",
    Action.MANAGE_PEOPLE:  "-        -        -       -       -       -        -        oik",
    Action.SEE_AS:         "-        -        -       -       -       oik      -        oik",
    Action.SEE_AUDIT:      "-        -        -       -       -       -        -        oik",
    Action.HAVE_ACCOUNT:   "-        oik      oik     oik     oik     oik      oik      oik",
    Action.ADMINISTER:     "-        -        -       -       -       -        -        oik",
}  # fmt: skip
"""The table. The administrator may publish too: who hands out roles could take that one as well, and
it would only be seen in the audit either way."""


def _read(table: dict[Action, str]) -> dict[Action, dict[Role, frozenset[Secrecy]]]:
    return {
        action: {
            role: _LEVELS[cell] for role, cell in zip(_COLUMNS, row.split(), strict=True) if cell != "-"
        }
        for action, row in table.items()
    }  # fmt: skip


POLICY = _read(_TABLE)
"""Action -> role -> the secrecies that the right reaches; a role that is not there has no right."""


def allows(role: Role, *, action: Action, secrecy: Secrecy = Secrecy.OPEN) -> bool:
    """Whether the table gives the role the right."""
    return secrecy in POLICY.get(action, {}).get(role, frozenset())


def may(person: Person, *, action: Action, secrecy: Secrecy = Secrecy.OPEN) -> bool:
    """Whether the table allows the person the action.

    Whoever looks as another role has only what both roles have.
    """
    own = person.behind is None or allows(person.behind, action=action, secrecy=secrecy)
    return own and allows(person.role, action=action, secrecy=secrecy)


def may_see(person: Person, *, secrecy: Secrecy) -> bool:
    """Whether figures of the secrecy are for the person at all."""
    return may(person, action=Action.SEE, secrecy=secrecy)


def require(person: Person, *, action: Action, secrecy: Secrecy = Secrecy.OPEN) -> None:
    """raises AccessDenied AC-001 when the table does not allow it."""
    if not may(person, action=action, secrecy=secrecy):
        raise AccessDenied(
            "AC-001",
            f"Rollen {ROLE_WORDS[person.role]} får inte {action.value}.",
            remedy="Be samordnaren om hjälp om du behöver detta.",
        )


def sees_source(person: Person, *, source_id: str) -> bool:
    """Whether the source is the person's business: a data provider has only their own, where it is
    said which those are."""
    if person.role is not Role.DATALEVERANTOR or person.sources is None:
        return True
    return source_id in person.sources


def require_source(person: Person, *, source_id: str) -> None:
    """raises AccessDenied AC-004 when a data provider delivers to somebody else's source."""
    if not sees_source(person, source_id=source_id):
        raise AccessDenied(
            "AC-004",
            "Du lämnar inte uppgifter till den här källan.",
            remedy="Välj en av dina egna källor, eller be samordnaren lägga till den för dig.",
        )


def roles_below(role: Role) -> tuple[Role, ...]:
    """The roles whose every right the role has too: those it may look as."""
    return tuple(other for other in Role if other is not role and _covers(role, other=other))


def _covers(role: Role, *, other: Role) -> bool:
    return all(
        rights.get(other, frozenset()) <= rights.get(role, frozenset())
        for rights in POLICY.values()
    )
