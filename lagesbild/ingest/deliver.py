"""Storing a delivery that was looked at and confirmed: the file, the figures, and who did it."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath

from lagesbild.access.policy import Action, require
from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.errors import SetupError
from lagesbild.domain.person import Person
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.faults import make_fault
from lagesbild.ingest.mapping import Mapping
from lagesbild.ingest.mapping_text import write_mapping
from lagesbild.ingest.preparing import Prepared, prepare
from lagesbild.ingest.receipt import Receipt, ReceiptStatus, receipt_json
from lagesbild.store.areas import add_areas_within, add_boundaries_within, remember_area_alias
from lagesbild.store.audit import append_audit
from lagesbild.store.connection import Cursor, Store
from lagesbild.store.deliveries import NewDelivery, add_delivery_within, find_delivery


def deliver(
    data: bytes, *, file_name: str, source_id: str, store: Store, catalog: Catalog,
    areas: AreaIndex, person: Person, today: date, archive: Path | None,
    mapping: Mapping | None = None, kommun_code: str | None = None,
) -> Receipt:  # fmt: skip
    """Look at a file and store it when nothing speaks against it."""
    prepared = prepare(
        data, file_name=file_name, source_id=source_id, store=store, catalog=catalog, areas=areas,
        person=person, today=today, mapping=mapping, kommun_code=kommun_code,
    )  # fmt: skip
    return confirm(prepared, store=store, archive=archive, person=person)


def confirm(prepared: Prepared, *, store: Store, archive: Path | None, person: Person) -> Receipt:
    """Store a prepared delivery in one transaction; a refused or known one stays as it is.

    archive  where the file itself is kept, named by its content; None keeps no file
    """
    require(person, action=Action.DELIVER)
    if not prepared.may_be_confirmed:
        return prepared.receipt
    with store.transaction() as cursor:
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
        receipt = _store_within(cursor, prepared, person=person)
        kept = keep_file(prepared, archive=archive) if archive is not None else None
    append_audit(
        store, person=person, action="deliver", subject=str(receipt.delivery_id),
        details={
            "source": receipt.source, "sha256": receipt.sha256, "archived": kept is not None,
            "observations": receipt.observations_stored, "warnings": len(receipt.warnings),
            "boundaries": sum(one.areas for one in receipt.boundaries),
        },
    )  # fmt: skip
    return receipt


def _store_within(cursor: Cursor, prepared: Prepared, *, person: Person) -> Receipt:
    if prepared.observations is None:
        raise ValueError("a delivery without observations cannot be stored")
    add_areas_within(cursor, prepared.new_areas)
    for spelling, code in (prepared.area_answers or {}).items():
        remember_area_alias(
            cursor, kommun_code=prepared.kommun_code, source_id=prepared.source.id,
            spelling=spelling, area_code=code,
        )  # fmt: skip
    stored = replace(prepared.receipt, status=ReceiptStatus.STORED)
    delivery_id = add_delivery_within(
        cursor,
        NewDelivery(
            source_id=prepared.source.id,
            kommun_code=prepared.kommun_code,
            file_name=prepared.receipt.file,
            sha256=prepared.receipt.sha256,
            delivered_by=person.id,
            issued_on=prepared.issued_on,
            rows_read=prepared.receipt.rows_read,
            receipt=receipt_json(stored),
            mapping=write_mapping(prepared.mapping),
        ),
        observations=prepared.observations,
        measures=prepared.new_measures,
        indicators=prepared.new_indicators,
    )
    if prepared.outlines:
        add_boundaries_within(cursor, prepared.outlines, delivery_id=delivery_id)
    return replace(stored, delivery_id=delivery_id)


def keep_file(prepared: Prepared, *, archive: Path) -> Path:
    """The delivered file under its checksum; whole or not at all.

    raises  SetupError IN-019 when the folder cannot be written to
    """
    suffix = PurePath(prepared.receipt.file).suffix.lower()[:8]
    target = archive / f"{prepared.receipt.sha256}{suffix}"
    try:
        archive.mkdir(parents=True, exist_ok=True)
        passing = target.with_name(target.name + ".del")
        passing.write_bytes(prepared.data)
        os.replace(passing, target)
    except OSError as error:
        fault = make_fault("IN-019")
        raise SetupError(fault.code, fault.message, remedy=fault.remedy) from error
    return target
