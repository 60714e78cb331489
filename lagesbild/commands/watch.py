"""watch: deliver what is dropped in a folder, until stopped."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from lagesbild.commands.opening import opened_context
from lagesbild.commands.output import add_json_flag, print_error, print_json, write_log
from lagesbild.commands.reading import LOCAL, find_person
from lagesbild.domain.errors import LagesbildError, SetupError

if TYPE_CHECKING:
    from lagesbild.domain.person import Person
    from lagesbild.ingest.dropped import Dropped
    from lagesbild.ingest.receipt import Receipt
    from lagesbild.ui.context import Context

HELP = (
    "Lämnar det som läggs i MAPP/<källans id>/ och flyttar det till done eller refused med kvitto."
)
SECONDS_BETWEEN_LOOKS = 2.0


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    parser.add_argument(
        "folder", metavar="MAPP", type=Path, help="mappen med en undermapp per källa"
    )
    parser.add_argument("--once", action="store_true", help="lämna det som ligger där och sluta")
    parser.add_argument(
        "--interval", metavar="SEKUNDER", type=float, default=SECONDS_BETWEEN_LOOKS,
        help="tid mellan två titter; en fil som växer däremellan får vänta",
    )  # fmt: skip
    parser.add_argument(
        "--as", metavar="PERSON", dest="person", help="roll att lämna som (annars lokal)"
    )
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """With --once: exit code 1 when a file was refused. Otherwise until Ctrl+C."""
    person = find_person(args.person, default=LOCAL)
    from lagesbild.access.policy import Action, require

    require(person, action=Action.DELIVER)
    if not args.folder.is_dir():
        raise SetupError(
            "KM-014", f"Mappen {args.folder} finns inte.",
            remedy="Skapa den, med en undermapp för varje källas id.",
        )  # fmt: skip
    folder = args.folder.resolve()
    if args.once:
        return _once(folder, args=args, person=person)
    print_error(f"Vaktar {folder}. Avsluta med Ctrl+C.")
    try:
        _watch(folder, args=args, person=person)
    except KeyboardInterrupt:
        print_error("Slutade vakta.")
    return 0


def _once(folder: Path, *, args: Namespace, person: Person) -> int:
    from lagesbild.ingest.dropped import settled
    from lagesbild.ingest.receipt import receipt_document

    before = _look(folder)
    if before:
        time.sleep(args.interval)
    ready = settled(before, after=_look(folder))
    receipts = _deliver_all(ready, person=person, says=not args.json) if ready else []
    if args.json:
        print_json([receipt_document(one) for one in receipts])
    return 1 if any(one.is_refused for one in receipts) else 0


def _watch(folder: Path, *, args: Namespace, person: Person) -> None:
    """Look, wait, look again. A file that could not be moved away is not tried again."""
    from lagesbild.ingest.dropped import settled

    before: list[Dropped] = []
    stuck: set[Dropped] = set()
    told = ""
    while True:
        after = _look(folder)
        ready = [one for one in settled(before, after=after) if one not in stuck]
        if ready:
            try:
                _deliver_all(ready, person=person, says=True)
                stuck |= set(ready) & set(_look(folder))
                told = ""
            except SetupError as error:
                # Someone else has the database open: the files stay and wait.
                told = _tell_once(error, told=told)
        before = after
        time.sleep(args.interval)


def _tell_once(error: SetupError, *, told: str) -> str:
    words = f"{error.message} ({error.code}) Filerna ligger kvar och lämnas senare."
    if words != told:
        print_error(words)
    return words


def _look(folder: Path) -> list[Dropped]:
    from lagesbild.catalog.reading import load_catalog
    from lagesbild.ingest.dropped import list_dropped
    from lagesbild.settings import DATA

    return list_dropped(folder, source_ids=load_catalog(DATA / "catalog").sources)


def _deliver_all(ready: list[Dropped], *, person: Person, says: bool) -> list[Receipt]:
    """Each file by itself: what one of them does to us does not stop the others."""
    receipts = []
    with opened_context() as context:
        for one in ready:
            receipt = _deliver_one(one, context=context, person=person)
            if receipt is not None:
                receipts.append(receipt)
                if says:
                    print(_line(one, receipt), flush=True)
        context.settle_protection()
    return receipts


def _deliver_one(one: Dropped, *, context: Context, person: Person) -> Receipt | None:
    """None when the file is gone or may not be read or moved; it then lies where it lay."""
    from lagesbild.ingest.dropped import put_away, read_dropped

    try:
        data = read_dropped(one)
    except OSError:
        print_error(f"{one.path.parent.name}: en fil går inte att läsa och ligger kvar.")
        return None
    receipt = _try(one, data=data, context=context, person=person)
    try:
        put_away(one, receipt=receipt, source_name=context.catalog().sources[one.source_id].name)
    except OSError:
        print_error(f"{one.path.parent.name}: en fil går inte att flytta och ligger kvar.")
    return receipt


def _try(one: Dropped, *, data: bytes, context: Context, person: Person) -> Receipt:
    from lagesbild import settings
    from lagesbild.ingest.areas import AreaIndex
    from lagesbild.ingest.deliver import deliver

    try:
        return deliver(
            data, file_name=one.path.name, source_id=one.source_id, store=context.store,
            catalog=context.catalog(), person=person, today=settings.today(),
            areas=AreaIndex(context.areas(person.kommun_code).values()),
            archive=context.archive,
        )  # fmt: skip
    except SetupError:
        # The installation's fault and not the file's: the file stays until it is mended.
        raise
    except LagesbildError as error:
        return _refused(one, data=data, error=error)
    except Exception as error:
        from lagesbild.ingest.journal import setup_error

        log = write_log(error)
        unforeseen = setup_error("XX-001", log=log or "den kunde inte skrivas")
        return _refused(one, data=data, error=unforeseen)


def _refused(one: Dropped, *, data: bytes, error: LagesbildError) -> Receipt:
    import hashlib

    from lagesbild.ingest.archive import HIDDEN_NAME
    from lagesbild.ingest.personal_data import is_person_in_text
    from lagesbild.ingest.preparing import as_fault
    from lagesbild.ingest.receipt import Receipt

    name = HIDDEN_NAME if is_person_in_text(one.path.name) else one.path.name
    start = Receipt(source=one.source_id, file=name, sha256=hashlib.sha256(data).hexdigest())
    return start.refused((as_fault(error),))


def _line(one: Dropped, receipt: Receipt) -> str:
    state = {"stored": "sparad", "already_stored": "redan lämnad", "refused": "inte mottagen"}
    words = state[receipt.status.value] if receipt.status else "inte mottagen"
    number = f" som leverans {receipt.delivery_id}" if receipt.delivery_id else ""
    return f"{one.source_id}/{receipt.file}: {words}{number}"
