"""Storing a delivery that was looked at and confirmed: the file, the figures, and who did it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

from lagesbild.access.policy import Action, require
from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.person import Person
from lagesbild.ingest.archive import ArchivedDelivery, Intent, intend, keep_file, underway
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.bulk.content import as_content
from lagesbild.ingest.journal import What
from lagesbild.ingest.mapping import Mapping
from lagesbild.ingest.mapping_text import write_mapping
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ingest.preparing import Prepared, prepare
from lagesbild.ingest.profiles import columns_json
from lagesbild.ingest.receipt import Receipt, ReceiptStatus, receipt_json
from lagesbild.store.areas import add_areas_within, add_boundaries_within, remember_area_alias
from lagesbild.store.audit import append_audit
from lagesbild.store.connection import Cursor, Store
from lagesbild.store.deliveries import (
    NewDelivery,
    add_delivery_within,
    find_delivery,
    next_delivery_id,
    time_of,
)
from lagesbild.store.groups import add_groups_within
from lagesbild.store.profiles import add_corrections_within, add_profile_within
from lagesbild.store.staging import add_staged_within


def deliver(
    data: bytes | Path, *, file_name: str, source_id: str, store: Store, catalog: Catalog,
    areas: AreaIndex, person: Person, today: date, archive: Path | None,
    mapping: Mapping | None = None, kommun_code: str | None = None,
) -> Receipt:  # fmt: skip
    """Look at a file and store it when nothing speaks against it."""
    return look_and_deliver(
        data, file_name=file_name, source_id=source_id, store=store, catalog=catalog, areas=areas,
        person=person, today=today, archive=archive, mapping=mapping, kommun_code=kommun_code,
    ).receipt  # fmt: skip


def look_and_deliver(
    data: bytes | Path, *, file_name: str, source_id: str, store: Store, catalog: Catalog,
    areas: AreaIndex, person: Person, today: date, archive: Path | None,
    mapping: Mapping | None = None, kommun_code: str | None = None,
) -> Prepared:  # fmt: skip
    """As deliver, with what was found on the way; its receipt is the final one.

    raises  LagesbildError IN-026 when the mapping holds personal data
    """
    if mapping is not None:
        # A mapping is kept beside the delivery: names, units and reasons are texts that people wrote.
        refuse_personal_data(write_mapping(mapping), field="mappningsfilen")
    source = catalog.sources.get(source_id)
    owner = (kommun_code or person.kommun_code) if source and source.scope == "kommun" else None
    sha256 = as_content(data).sha256()
    with underway(
        archive, sha256=sha256, file_name=file_name, source_id=source_id, kommun_code=owner
    ):  # fmt: skip
        prepared = prepare(
            data, file_name=file_name, source_id=source_id, store=store, catalog=catalog,
            areas=areas, person=person, today=today, mapping=mapping, kommun_code=kommun_code,
            sha256=sha256,
        )  # fmt: skip
        note_refusal(prepared.receipt, store=store, person=person)
        receipt = confirm(prepared, store=store, archive=archive, person=person)
    return replace(prepared, receipt=receipt)


def note_refusal(receipt: Receipt, *, store: Store, person: Person) -> None:
    """That something was refused and why; nothing of the file, not even its name or checksum."""
    if receipt.is_refused:
        codes = Counter(fault.code for fault in receipt.faults)
        append_audit(
            store, person=person, action="refuse", subject=receipt.source, details={"codes": codes}
        )


def confirm(prepared: Prepared, *, store: Store, archive: Path | None, person: Person) -> Receipt:
    """Store a prepared delivery in one transaction; a refused or known one stays as it is.

    archive  where the file itself is kept, named by its content; None keeps no file
    """
    require(person, action=Action.DELIVER)
    if not prepared.may_be_confirmed:
        return prepared.receipt
    sign = underway(
        archive, sha256=prepared.receipt.sha256, file_name=prepared.receipt.file,
        source_id=prepared.source.id, kommun_code=prepared.kommun_code,
    )  # fmt: skip
    with sign, intend(archive, store=store) as intent, store.transaction() as cursor:
        # Someone may have confirmed the same file since it was looked at.
        known = find_delivery(
            store, sha256=prepared.receipt.sha256, source_id=prepared.source.id,
            kommun_code=prepared.kommun_code,
        )  # fmt: skip
        if known is not None:
            return replace(
                prepared.receipt, status=ReceiptStatus.ALREADY_STORED, delivery_id=known,
                observations_stored=0, new=0, changed=0, unchanged=0, gone=0, boundaries=(),
            )  # fmt: skip
        new = _new_delivery(prepared, cursor=cursor, person=person)
        receipt = store_within(cursor, prepared, new=new)
        _keep(prepared, new=new, intent=intent, person=person)
    append_audit(
        store, person=person, action="deliver", subject=str(receipt.delivery_id),
        details={
            "source": receipt.source, "sha256": receipt.sha256, "archived": archive is not None,
            "observations": receipt.observations_stored, "warnings": len(receipt.warnings),
            "boundaries": sum(one.areas for one in receipt.boundaries),
            "events": receipt.events.events if receipt.events else 0,
            "groups": receipt.groups.groups if receipt.groups else 0,
        },
    )  # fmt: skip
    return receipt


def _new_delivery(prepared: Prepared, *, cursor: Cursor, person: Person) -> NewDelivery:
    return NewDelivery(
        source_id=prepared.source.id,
        kommun_code=prepared.kommun_code,
        file_name=prepared.receipt.file,
        sha256=prepared.receipt.sha256,
        delivered_by=person.id,
        issued_on=prepared.issued_on,
        rows_read=prepared.receipt.rows_read,
        receipt="",
        mapping=write_mapping(prepared.mapping),
        received_at=time_of(cursor),
        delivery_id=next_delivery_id(cursor),
    )


def store_within(cursor: Cursor, prepared: Prepared, *, new: NewDelivery) -> Receipt:
    """Everything that a delivery brings, inside a transaction that the caller holds."""
    if prepared.observations is None:
        raise ValueError("a delivery without observations cannot be stored")
    add_areas_within(cursor, prepared.new_areas)
    for spelling, code in (prepared.area_answers or {}).items():
        remember_area_alias(
            cursor, kommun_code=prepared.kommun_code, source_id=prepared.source.id,
            spelling=spelling, area_code=code,
        )  # fmt: skip
    stored = replace(prepared.receipt, status=ReceiptStatus.STORED, delivery_id=new.delivery_id)
    new = replace(new, receipt=receipt_json(stored))
    if prepared.staged is not None:
        add_staged_within(
            cursor, new, figures=prepared.staged, measures=prepared.new_measures,
            indicators=prepared.new_indicators,
        )  # fmt: skip
    else:
        add_delivery_within(
            cursor, new, observations=prepared.observations, measures=prepared.new_measures,
            indicators=prepared.new_indicators,
            events=prepared.events.events if prepared.events else None,
            covers=prepared.events.covers if prepared.events else (),
        )  # fmt: skip
    if new.delivery_id is not None:
        _keep_beside(cursor, prepared, delivery_id=new.delivery_id)
    return stored


def _keep_beside(cursor: Cursor, prepared: Prepared, *, delivery_id: int) -> None:
    """Boundaries, groups, layout and corrections that came with the delivery."""
    if prepared.outlines:
        add_boundaries_within(cursor, prepared.outlines, delivery_id=delivery_id)
    add_groups_within(cursor, prepared.groups, delivery_id=delivery_id)
    if prepared.shape is not None:
        add_profile_within(
            cursor, delivery_id=delivery_id, shape=prepared.shape.id,
            columns=columns_json(prepared.shape),
        )  # fmt: skip
    add_corrections_within(cursor, delivery_id=delivery_id, made=prepared.corrections)


def _keep(prepared: Prepared, *, new: NewDelivery, intent: Intent, person: Person) -> None:
    """The file and its line in the journal: the last that happens before the commit."""
    if intent.archive is None or new.received_at is None or new.delivery_id is None:
        return
    kept_as = keep_file(
        prepared.path or prepared.data, file_name=new.file_name, sha256=new.sha256,
        archive=intent.archive, seal=intent.seal,
    )  # fmt: skip
    line = ArchivedDelivery(
        delivery_id=new.delivery_id, source_id=new.source_id, kommun_code=new.kommun_code,
        file_name=new.file_name, kept_as=kept_as, sha256=new.sha256, person_id=person.id,
        person_kommun=person.kommun_code, received_at=new.received_at, issued_on=new.issued_on,
        observations_stored=prepared.receipt.observations_stored, mapping=new.mapping,
    )  # fmt: skip
    intent.write(What.DELIVERY, line.as_body())
