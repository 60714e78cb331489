"""Receipts of deliveries that were made before, for those who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lagesbild.access.policy import Action, may, sees_source
from lagesbild.domain.person import Person
from lagesbild.ingest.receipt import Receipt, receipt_from_json
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import list_deliveries, read_receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReceipt:
    """A receipt with who delivered, and when."""

    receipt: Receipt
    delivered_by: str
    received_on: date


def read_kept_receipt(delivery_id: int, *, store: Store, person: Person) -> KeptReceipt | None:
    """The receipt of a delivery of the person's kommun and sources; None where there is none.

    That of a list of single events is for those who may deliver: its numbers, less those of the list
    before, are what came in between, also where that is hidden.
    """
    if not may(person, action=Action.SEE_DELIVERIES):
        return None
    for one in list_deliveries(store, kommun_code=person.kommun_code):
        if one.delivery_id == delivery_id and sees_source(person, source_id=one.source_id):
            receipt = receipt_from_json(read_receipt(store, delivery_id=delivery_id))
            if receipt is None or (receipt.events and not may(person, action=Action.DELIVER)):
                return None
            return KeptReceipt(
                receipt=receipt, received_on=one.received_at.date(),
                delivered_by=person.name if one.delivered_by == person.id else one.delivered_by,
            )  # fmt: skip
    return None
