"""Delivering everything in the archive again, in order, into a new database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.person import Person, Role
from lagesbild.ingest.archive import ArchivedDelivery, delivery_of, opened_kept
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.deliver import store_within
from lagesbild.ingest.journal import What, live_entries, read_journal, setup_error
from lagesbild.ingest.mapping_text import read_mapping, write_mapping
from lagesbild.ingest.preparing import Prepared, prepare
from lagesbild.ingest.profiles import Memory
from lagesbild.store.areas import list_areas
from lagesbild.store.connection import Store
from lagesbild.store.definitions import list_indicators, list_measures
from lagesbild.store.deliveries import (
    NewDelivery,
    list_delivery_records,
    recall_delivery_within,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What came of it.

    changed  deliveries that gave another number of figures than when they came in: id -> (then, now)
    """

    deliveries: int
    recalls: int
    changed: dict[int, tuple[int, int]]


def refuse_unarchived(store: Store, *, archive: Path) -> None:
    """raises SetupError AR-005 when the database holds a delivery that the archive cannot give back."""
    known = {
        (entry.body["delivery_id"], entry.body["sha256"])
        for entry in live_entries(read_journal(archive))
        if entry.what is What.DELIVERY
    }
    for one in list_delivery_records(store):
        if not one.is_example and (one.delivery_id, one.sha256) not in known:
            raise setup_error("AR-005", delivery_id=one.delivery_id, file=one.file_name)


def deliver_again(
    archive: Path, *, store: Store, definitions: Catalog, today: date,
    load_example: Callable[[date], None], tell: Callable[[str], None],
) -> Rebuilt:  # fmt: skip
    """Fill a new store with all that came in, in the order it did.

    definitions   of data/catalog, without what deliveries added
    load_example  makes the example data of a day again

    raises  SetupError AR-004, AR-005, AR-006; the store is then of no use
    """
    entries = live_entries(read_journal(archive))
    changed: dict[int, tuple[int, int]] = {}
    for entry in entries:
        if entry.what is What.EXAMPLE:
            tell("Exempeldata …")
            load_example(date.fromisoformat(entry.body["today"]))
        elif entry.what is What.RECALL:
            with store.transaction() as cursor:
                recall_delivery_within(cursor, delivery_id=int(entry.body["delivery_id"]))
        else:
            one = delivery_of(entry)
            tell(f"Leverans {one.delivery_id}: {one.file_name} …")
            stored = _deliver_one(
                one, archive=archive, store=store, definitions=definitions, today=today
            )
            if stored != one.observations_stored:
                changed[one.delivery_id] = (one.observations_stored, stored)
    kinds = [entry.what for entry in entries]
    return Rebuilt(
        deliveries=kinds.count(What.DELIVERY), recalls=kinds.count(What.RECALL), changed=changed
    )


def _deliver_one(
    one: ArchivedDelivery, *, archive: Path, store: Store, definitions: Catalog, today: date
) -> int:
    with opened_kept(one, archive=archive, seal=store.seal) as data:
        prepared = _look_again(one, data=data, store=store, definitions=definitions, today=today)
        return _store_again(one, prepared, store=store)


def _store_again(one: ArchivedDelivery, prepared: Prepared, *, store: Store) -> int:
    if not prepared.may_be_confirmed:
        codes = sorted({fault.code for fault in prepared.receipt.faults})
        raise setup_error(
            "AR-006", delivery_id=one.delivery_id, file=one.file_name, what=", ".join(codes)
        )
    new = NewDelivery(
        source_id=one.source_id, kommun_code=one.kommun_code, file_name=prepared.receipt.file,
        sha256=one.sha256, delivered_by=one.person_id, issued_on=one.issued_on,
        rows_read=prepared.receipt.rows_read, receipt="", mapping=write_mapping(prepared.mapping),
        received_at=one.received_at, delivery_id=one.delivery_id,
    )  # fmt: skip
    with store.transaction() as cursor:
        receipt = store_within(cursor, prepared, new=new)
    return receipt.observations_stored


def _look_again(
    one: ArchivedDelivery, *, data: Path, store: Store, definitions: Catalog, today: date
) -> Prepared:
    """As it was looked at then. Who delivered had the right to, and is not asked again."""
    person = Person(
        id=one.person_id, name=one.person_id, role=Role.ADMINISTRATOR,
        kommun_code=one.person_kommun,
    )  # fmt: skip
    prepared = prepare(
        data, file_name=one.file_name, source_id=one.source_id, store=store,
        catalog=definitions.with_delivered(
            measures=list_measures(store), indicators=list_indicators(store)
        ),
        areas=AreaIndex(list_areas(store, kommun_code=one.person_kommun)),
        person=person, today=today, mapping=read_mapping(one.mapping),
        kommun_code=one.kommun_code, memory=Memory.SET_ASIDE,
    )  # fmt: skip
    return replace(prepared, issued_on=one.issued_on)
