"""Frozen versions: what a lägesbild said one day, kept to the byte, and who may read it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from lagesbild.access.policy import Action, may, may_see, require
from lagesbild.domain.document import Document, document_of
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import Person
from lagesbild.domain.secrecy import Secrecy
from lagesbild.store.audit import anchor_audit, append_audit_within
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import list_deliveries
from lagesbild.store.frozen import (
    FrozenEntry,
    add_frozen_within,
    list_frozen,
    next_version_within,
    read_frozen,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenVersion:
    """A version in a list. ``frozen_at`` is UTC; ``frozen_by`` a person's id."""

    lagesbild_id: str
    version: int
    audience: Secrecy
    frozen_at: datetime
    frozen_by: str


def freeze(store: Store, *, document: Document, person: Person) -> FrozenVersion:
    """Keep the document as the lägesbild's next version, for ever.

    raises  AccessDenied AC-001 for who may not write, or not see what it shows
    """
    require(person, action=Action.WORK_EDIT)
    require(person, action=Action.SEE, secrecy=document.audience)
    if document.kommun_code != person.kommun_code:
        raise _unknown()
    with store.transaction() as cursor:
        version = next_version_within(
            cursor, lagesbild_id=document.id, kommun_code=document.kommun_code
        )
        body = replace(document, version=version).written()
        entry = add_frozen_within(
            cursor, lagesbild_id=document.id, kommun_code=document.kommun_code, version=version,
            audience=document.audience.value, body=body, checksum=checksum_of(body),
            frozen_by=person.id,
        )  # fmt: skip
        append_audit_within(
            cursor, person=person, action="lagesbild-freeze", subject=document.id,
            details={"version": version, "audience": document.audience.value},
        )  # fmt: skip
    anchor_audit(store)
    return _listed(entry)


def checksum_of(body: str) -> str:
    """SHA-256 of the text."""
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


def versions_of(
    store: Store, *, person: Person, lagesbild_id: str | None = None
) -> list[FrozenVersion]:
    """What the person may read, newest first; of one lägesbild, or of all."""
    if not may(person, action=Action.WORK_READ) or person.kommun_code is None:
        return []
    return [
        one
        for entry in list_frozen(store, kommun_code=person.kommun_code)
        for one in [_listed(entry)]
        if lagesbild_id in (None, one.lagesbild_id) and may_see(person, secrecy=one.audience)
    ]


def read_version(store: Store, *, lagesbild_id: str, version: int, person: Person) -> Document:
    """A version exactly as it was frozen.

    raises  AccessDenied AC-001 for who may not see what it shows; LagesbildError AB-003 when there is
            none in the person's kommun, AB-021 when it is not what was written
    """
    require(person, action=Action.WORK_READ)
    entry = read_frozen(
        store, lagesbild_id=lagesbild_id, version=version, kommun_code=person.kommun_code or ""
    )
    if entry is None:
        raise _unknown()
    require(person, action=Action.SEE, secrecy=Secrecy(entry.audience))
    if checksum_of(entry.body) != entry.checksum:
        raise LagesbildError(
            "AB-021", "Den frysta versionen är inte längre den som frystes, och visas därför inte.",
            remedy="Be den som sköter installationen att hämta tillbaka databasen från en säkerhetskopia.",
        )  # fmt: skip
    return document_of(entry.body)


def recalled_deliveries(store: Store, *, kommun_code: str) -> dict[int, str]:
    """Number and file name of what has been taken back, of what the kommun can see."""
    return {
        one.delivery_id: one.file_name
        for one in list_deliveries(store, kommun_code=kommun_code)
        if one.status == "recalled"
    }


def recalled_since(store: Store, document: Document) -> dict[str, str]:
    """Address -> what has happened to the files behind a frozen figure since. The figure stands."""
    gone = recalled_deliveries(store, kommun_code=document.kommun_code)
    found = {}
    for figure in document.figures:
        traces = (trace for point in figure.points for trace in point.traces)
        files = _names({one.delivery_id for one in traces} & gone.keys(), names=gone)
        if files:
            found[figure.address] = f"Underlaget har återkallats sedan versionen frystes: {files}."
    return found


def _names(numbers: Iterable[int], *, names: dict[int, str]) -> str:
    return ", ".join(f"{names[one]} (leverans {one})" for one in sorted(numbers))


def _listed(entry: FrozenEntry) -> FrozenVersion:
    return FrozenVersion(
        lagesbild_id=entry.lagesbild_id, version=entry.version, audience=Secrecy(entry.audience),
        frozen_at=entry.frozen_at, frozen_by=entry.frozen_by,
    )  # fmt: skip


def _unknown() -> LagesbildError:
    return LagesbildError(
        "AB-003", "Det här finns inte i din kommuns arbete, eller går inte att läsa.",
        remedy="Ladda om sidan. Finns det inte då heller: be den som sköter installationen om hjälp.",
    )  # fmt: skip
