"""Who may do what: one table, and what is not in it is refused."""

from __future__ import annotations

from enum import StrEnum

from lagesbild.domain.errors import AccessDenied
from lagesbild.domain.person import ROLE_WORDS, Person, Role
from lagesbild.domain.secrecy import Secrecy


class Action(StrEnum):
    """What a person can want to do."""

    SEE_OPEN = "se öppna uppgifter"
    SEE_INTERNAL = "se interna uppgifter"
    SEE_RESTRICTED = "se känsliga uppgifter"
    SEE_DELIVERIES = "se vad som har lämnats"
    DELIVER = "lämna data"
    DEFINE = "namnge nya mått"
    RECALL = "återkalla en leverans"
    ADMINISTER = "sköta installationen"


_WORKERS = frozenset({Role.ARBETSGRUPP, Role.SAMORDNARE, Role.ORDFORANDE, Role.ADMINISTRATOR})
_MEMBERS = _WORKERS | {Role.LEDAMOT}

POLICY: dict[Action, frozenset[Role]] = {
    Action.SEE_OPEN: frozenset(Role),
    Action.SEE_INTERNAL: _MEMBERS,
    Action.SEE_RESTRICTED: _WORKERS,
    Action.SEE_DELIVERIES: _MEMBERS | {Role.DATALEVERANTOR},
    Action.DELIVER: frozenset({Role.DATALEVERANTOR, Role.SAMORDNARE, Role.ADMINISTRATOR}),
    Action.DEFINE: frozenset({Role.SAMORDNARE, Role.ADMINISTRATOR}),
    Action.RECALL: frozenset({Role.SAMORDNARE, Role.ADMINISTRATOR}),
    Action.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
}

SEEING: dict[Secrecy, Action] = {
    Secrecy.OPEN: Action.SEE_OPEN,
    Secrecy.INTERNAL: Action.SEE_INTERNAL,
    Secrecy.RESTRICTED: Action.SEE_RESTRICTED,
}


def may(person: Person, *, action: Action) -> bool:
    """Whether the table allows the person's role the action."""
    return person.role in POLICY.get(action, frozenset())


def require(person: Person, *, action: Action) -> None:
    """raises AccessDenied AC-001 when the table does not allow it."""
    if not may(person, action=action):
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
