"""Taking a delivery back: older figures show again, nothing is deleted, and the journal says so."""

from __future__ import annotations

from pathlib import Path

from lagesbild.access.policy import Action, require
from lagesbild.domain.errors import AccessDenied
from lagesbild.domain.person import Person
from lagesbild.ingest.archive import intend, recall_body
from lagesbild.ingest.journal import What
from lagesbild.store.audit import append_audit
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import list_deliveries, recall_delivery_within
from lagesbild.store.people import list_members


def recall(delivery_id: int, *, store: Store, archive: Path | None, person: Person) -> bool:
    """Take back a delivery that the person can see.

    returns  False when there is no such stored delivery
    raises   AccessDenied AC-001 when the person may not recall, AC-005 when somebody of another
             kommun delivered what all share
    """
    require(person, action=Action.RECALL)
    mine = list_deliveries(store, kommun_code=person.kommun_code)
    found = next((one for one in mine if one.delivery_id == delivery_id), None)
    if found is None:
        return False
    if found.kommun_code is None:
        _refuse_others(found.delivered_by, store=store, person=person)
    with intend(archive, store=store) as intent, store.transaction() as cursor:
        recalled = recall_delivery_within(cursor, delivery_id=delivery_id)
        if recalled:
            intent.write(What.RECALL, recall_body(delivery_id, person_id=person.id))
    if recalled:
        append_audit(store, person=person, action="recall", subject=str(delivery_id))
    return recalled


def _refuse_others(delivered_by: str, *, store: Store, person: Person) -> None:
    members = {one.person_id: one for one in list_members(store)}
    who = members.get(delivered_by)
    if who is not None and who.kommun_code != person.kommun_code:
        raise AccessDenied(
            "AC-005", "Leveransen lämnades av en annan kommun än din.",
            remedy="Be samordnaren i den kommunen.",
        )  # fmt: skip
