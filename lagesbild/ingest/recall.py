"""Taking a delivery back: older figures show again, nothing is deleted, and the journal says so."""

from __future__ import annotations

from pathlib import Path

from lagesbild.access.policy import Action, require
from lagesbild.domain.person import Person
from lagesbild.ingest.archive import intend, recall_body
from lagesbild.ingest.journal import What
from lagesbild.store.audit import append_audit
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import list_deliveries, recall_delivery_within


def recall(delivery_id: int, *, store: Store, archive: Path | None, person: Person) -> bool:
    """Take back a delivery that the person can see.

    returns  False when there is no such stored delivery
    raises   AccessDenied when the person may not recall
    """
    require(person, action=Action.RECALL)
    mine = list_deliveries(store, kommun_code=person.kommun_code)
    if delivery_id not in {one.delivery_id for one in mine}:
        return False
    with intend(archive, store=store) as intent, store.transaction() as cursor:
        recalled = recall_delivery_within(cursor, delivery_id=delivery_id)
        if recalled:
            intent.write(What.RECALL, recall_body(delivery_id, person_id=person.id))
    if recalled:
        append_audit(store, person=person, action="recall", subject=str(delivery_id))
    return recalled
