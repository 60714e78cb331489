"""The archive: delivered files by their content, and a journal from which all can be built again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePath
from typing import Any

from lagesbild.domain.errors import Fault
from lagesbild.ingest.bulk.content import Content, as_content
from lagesbild.ingest.faults import count_in_words, make_fault
from lagesbild.ingest.journal import (
    Entry,
    What,
    append_entry,
    cut_torn_line,
    live_entries,
    open_entries,
    read_journal,
    setup_error,
    sync_folder,
)
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import DeliveryRecord, find_delivery, list_delivery_records
from lagesbild.store.sealing import Seal, is_sealed, wrong_key

UNDERWAY = "pagar-"
PASSING = ".del"
SHA256 = re.compile(r"[0-9a-f]{64}")
HIDDEN_NAME = "(namnet visas inte)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedDelivery:
    """All that is needed to deliver a file again as it was delivered."""

    delivery_id: int
    source_id: str
    kommun_code: str | None
    file_name: str
    kept_as: str
    sha256: str
    person_id: str
    person_kommun: str | None
    received_at: datetime
    issued_on: date
    observations_stored: int
    mapping: str

    def as_body(self) -> dict[str, Any]:
        """As it stands in the journal."""
        names = self.__dataclass_fields__
        body = {name: getattr(self, name) for name in names}
        dates = {name: body[name].isoformat() for name in ("received_at", "issued_on")}
        return {**body, **dates}


def delivery_of(entry: Entry) -> ArchivedDelivery:
    """A line of the journal as the delivery it tells of.

    raises  SetupError AR-004 when something is missing in the line
    """
    try:
        body = {name: entry.body[name] for name in ArchivedDelivery.__dataclass_fields__}
        body["received_at"] = datetime.fromisoformat(body["received_at"])
        body["issued_on"] = date.fromisoformat(body["issued_on"])
    except (KeyError, TypeError, ValueError):
        raise setup_error("AR-004", number=entry.number) from None
    return ArchivedDelivery(**body)


class Intent:
    """One line that is written before the database commits, and answered afterwards."""

    def __init__(self, archive: Path | None, *, seal: Seal | None = None) -> None:
        self.archive = archive
        self.seal = seal
        self.entry: Entry | None = None

    def write(self, what: What, body: dict[str, Any]) -> None:
        """The last thing done before the commit; nothing happens where no archive is kept."""
        if self.archive is not None:
            self.entry = append_entry(self.archive, what=what, body=body)


@contextmanager
def intend(archive: Path | None, *, store: Store) -> Iterator[Intent]:
    """Around a transaction: the line it wrote is answered by what the database then holds."""
    one = Intent(archive, seal=store.seal)
    try:
        yield one
    finally:
        if archive is not None and one.entry is not None:
            _answer(one.entry, archive=archive, store=store)


def keep_file(
    data: bytes | Path, *, file_name: str, sha256: str, archive: Path, seal: Seal | None
) -> str:
    """The delivered file under its checksum, whole or not at all; returns the name it got.

    seal    encrypts what is kept; the checksum is the plain file's all the same

    raises  SetupError IN-019 when the folder cannot be written to, IN-022 when the file is not what
            was looked at any more
    """
    suffix = PurePath(file_name).suffix.lower()[:8]
    name = f"{sha256}{suffix}"
    digest = hashlib.sha256()
    passing = archive / (name + PASSING)
    try:
        archive.mkdir(parents=True, exist_ok=True)
        pieces = _digesting(as_content(data).pieces(), digest=digest)
        with passing.open("wb") as kept:
            for piece in seal.close(pieces) if seal else pieces:
                kept.write(piece)
            kept.flush()
            os.fsync(kept.fileno())
        if digest.hexdigest() != sha256:
            passing.unlink(missing_ok=True)
            raise setup_error("IN-022")
        os.replace(passing, archive / name)
        sync_folder(archive)
    except OSError as error:
        passing.unlink(missing_ok=True)
        raise setup_error("IN-019") from error
    return name


def _digesting(pieces: Iterable[bytes], *, digest: hashlib._Hash) -> Iterator[bytes]:
    for piece in pieces:
        digest.update(piece)
        yield piece


@contextmanager
def opened_kept(delivery: ArchivedDelivery, *, archive: Path, seal: Seal | None) -> Iterator[Path]:
    """The file of a delivery as it was delivered, readable inside the block.

    raises  SetupError AR-005 when it is gone or is not the same any more, DB-005 when it was sealed
            with another key
    """
    path = archive / PurePath(delivery.kept_as).name
    lent = archive / f"{delivery.sha256}-{uuid.uuid4().hex}{PASSING}"
    try:
        readable = _unseal(path, to=lent, seal=seal) if path.is_file() else path
        if not readable.is_file() or Content(path=readable).sha256() != delivery.sha256:
            raise setup_error("AR-005", delivery_id=delivery.delivery_id, file=delivery.file_name)
        yield readable
    finally:
        lent.unlink(missing_ok=True)


def _unseal(path: Path, *, to: Path, seal: Seal | None) -> Path:
    """A readable file with the content; a plain one is its own."""
    if not is_sealed(path):
        return path
    if seal is None:
        raise wrong_key()
    with to.open("xb") as plain:
        for piece in seal.open(path):
            plain.write(piece)
    return to


@contextmanager
def underway(
    archive: Path | None, *, sha256: str, file_name: str, source_id: str, kommun_code: str | None
) -> Iterator[None]:
    """Around the handling of a file: what the next start finds if the program is killed meanwhile."""
    from lagesbild.ingest.personal_data import is_person_in_text

    if archive is None:
        yield
        return
    told = {
        "file": HIDDEN_NAME if is_person_in_text(file_name) else PurePath(file_name).name,
        "source": source_id, "kommun": kommun_code,
        "sha256": sha256,
    }  # fmt: skip
    sign = archive / f"{UNDERWAY}{uuid.uuid4().hex}.json"
    try:
        sign.parent.mkdir(parents=True, exist_ok=True)
        sign.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise setup_error("IN-019") from error
    try:
        yield
    finally:
        sign.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """Something that the last run left unfinished, told to the kommun it belongs to; None: to all."""

    fault: Fault
    kommun_code: str | None = None


def settle(store: Store, *, archive: Path) -> tuple[Interrupted, ...]:
    """What a start finds after the last run: answers open lines, and says what was interrupted.

    raises  SetupError AR-004 when the journal cannot be read
    """
    if not archive.is_dir():
        return ()
    cut_torn_line(archive)
    told: dict[str, Interrupted] = {}
    for entry in open_entries(read_journal(archive)):
        stored = _answer(entry, archive=archive, store=store)
        key = entry.body.get("sha256") or f"recall {entry.number}"
        told[key] = Interrupted(
            fault=_say_interrupted(_name(entry), delivery_id=_id_if(stored, entry)),
            kommun_code=entry.body.get("kommun_code"),
        )
    records = list_delivery_records(store)
    _adopt(records, archive=archive)
    for sign in sorted(archive.glob(f"{UNDERWAY}*.json")):
        told |= _settle_sign(sign, store=store, told=told)
    for passing in archive.glob(f"*{PASSING}"):
        passing.unlink(missing_ok=True)
    return (*told.values(), *_lacking(records, archive=archive))


def _answer(entry: Entry, *, archive: Path, store: Store) -> bool:
    """Write what became of a line, and throw away the file of a delivery that did not come in."""
    stored = _is_stored(entry, records=list_delivery_records(store))
    answer = What.STORED if stored else What.UNDONE
    append_entry(archive, what=answer, body={"of": entry.number})
    if not stored and entry.what is What.DELIVERY:
        _drop_file(delivery_of(entry).sha256, archive=archive)
    return stored


def _is_stored(entry: Entry, *, records: list[DeliveryRecord]) -> bool:
    if entry.what is What.EXAMPLE:
        return any(one.is_example for one in records)
    by_id = {one.delivery_id: one for one in records}
    found = by_id.get(int(entry.body["delivery_id"]))
    if entry.what is What.RECALL:
        return found is not None and found.status == "recalled"
    return found is not None and found.sha256 == entry.body["sha256"]


def _drop_file(sha256: str, *, archive: Path) -> None:
    """Throw away a kept file that no delivery needs."""
    needed = {entry.body.get("kept_as") for entry in live_entries(read_journal(archive))}
    for path in archive.glob(f"{sha256}*"):
        if path.name not in needed:
            path.unlink(missing_ok=True)


def _name(entry: Entry) -> str:
    if entry.what is What.RECALL:
        return f"Återkallelsen av leverans {entry.body['delivery_id']}"
    if entry.what is What.EXAMPLE:
        return "Inläsningen av exempeldata"
    return _delivery_name(entry.body["file_name"], source=entry.body["source_id"])


def _delivery_name(file: str, *, source: str) -> str:
    return f"Leveransen av filen {file} till källan {source}"


def _id_if(stored: bool, entry: Entry) -> int | None:
    return int(entry.body.get("delivery_id", 0)) if stored else None


def _say_interrupted(what: str, *, delivery_id: int | None) -> Fault:
    if delivery_id is None:
        return make_fault("AR-001", what=what)
    is_delivery = what.startswith("Leveransen")
    where = f" som leverans {delivery_id}" if is_delivery else ""
    return make_fault("AR-002", what=what, where=where)


def _settle_sign(
    sign: Path, *, store: Store, told: dict[str, Interrupted]
) -> dict[str, Interrupted]:
    """A file that was being handled when the program stopped, and that the journal says no more of."""
    try:
        body = json.loads(sign.read_text(encoding="utf-8"))
        sha256, source, name = body["sha256"], body["source"], str(body["file"])
        kommun = body["kommun"]
    except (OSError, ValueError, KeyError, TypeError):
        # Killed while the sign itself was written: nothing had been done yet.
        sign.unlink(missing_ok=True)
        return {}
    found = find_delivery(store, sha256=sha256, source_id=source, kommun_code=kommun)
    if found is None and SHA256.fullmatch(sha256):
        _drop_file(sha256, archive=sign.parent)
    sign.unlink(missing_ok=True)
    if sha256 in told:
        return {}
    fault = _say_interrupted(_delivery_name(name, source=source), delivery_id=found)
    return {sha256: Interrupted(fault=fault, kommun_code=kommun)}


def _lacking(records: list[DeliveryRecord], *, archive: Path) -> tuple[Interrupted, ...]:
    """Deliveries that came in once and that the database has lost: it was put back from somewhere."""
    have = {(one.delivery_id, one.sha256) for one in records}
    live = [e for e in live_entries(read_journal(archive)) if e.what is What.DELIVERY]
    gone = [e for e in live if (e.body["delivery_id"], e.body["sha256"]) not in have]
    if not gone:
        return ()
    count = count_in_words(len(gone), one="en leverans", many="leveranser")
    return (Interrupted(fault=make_fault("AR-003", count=count)),)


def _adopt(records: list[DeliveryRecord], *, archive: Path) -> None:
    """Deliveries from before there was a journal get their lines, where their files were kept."""
    entries = live_entries(read_journal(archive))
    known = {e.body["delivery_id"] for e in entries if e.what is What.DELIVERY}
    real = [one for one in records if not one.is_example and one.delivery_id not in known]
    kept = {path.stem: path.name for path in archive.iterdir() if path.is_file()}
    example = next((one for one in records if one.is_example), None)
    if example and not any(e.what is What.EXAMPLE for e in entries) and not known:
        _add_settled(archive, What.EXAMPLE, example_body(example.received_at.date()))
    for one in real:
        if one.sha256 not in kept:
            continue
        _add_settled(archive, What.DELIVERY, _as_archived(one, kept_as=kept[one.sha256]).as_body())
        if one.status == "recalled":
            _add_settled(archive, What.RECALL, recall_body(one.delivery_id, person_id=""))


def _as_archived(record: DeliveryRecord, *, kept_as: str) -> ArchivedDelivery:
    return ArchivedDelivery(
        delivery_id=record.delivery_id, source_id=record.source_id,
        kommun_code=record.kommun_code, file_name=record.file_name, kept_as=kept_as,
        sha256=record.sha256, person_id=record.delivered_by, person_kommun=record.kommun_code,
        received_at=record.received_at, issued_on=record.issued_on,
        observations_stored=record.observations_stored, mapping=record.mapping,
    )  # fmt: skip


def _add_settled(archive: Path, what: What, body: dict[str, Any]) -> None:
    entry = append_entry(archive, what=what, body=body)
    append_entry(archive, what=What.STORED, body={"of": entry.number})


def note_example(archive: Path, *, today: date) -> None:
    """The example data was loaded; it is made again from the day, so no file is kept."""
    _add_settled(archive, What.EXAMPLE, example_body(today))


def example_body(today: date) -> dict[str, Any]:
    """The journal's line about example data."""
    return {"today": today.isoformat()}


def recall_body(delivery_id: int, *, person_id: str) -> dict[str, Any]:
    """The journal's line about a recall."""
    return {"delivery_id": delivery_id, "person_id": person_id, "at": now().isoformat()}


def now() -> datetime:
    """The time as the store keeps it: UTC without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)
