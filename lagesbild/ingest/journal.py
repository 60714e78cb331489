"""The archive's journal: every delivery and recall as a line of JSON, in the order they happened.

A line is written before the database commits and settled after it, so that a crash between the two
leaves one line without an answer, and the database has the answer.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from lagesbild.domain.errors import SetupError
from lagesbild.ingest.faults import make_fault

JOURNAL_NAME = "journal.jsonl"


class What(StrEnum):
    """What a line is about. The last two answer an earlier line: it came in, or it did not."""

    DELIVERY = "delivery"
    RECALL = "recall"
    EXAMPLE = "example"
    STORED = "stored"
    UNDONE = "undone"


ANSWERS = frozenset({What.STORED, What.UNDONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line. ``number`` counts from 1; an answer has the number of its line in ``body["of"]``."""

    number: int
    what: What
    body: dict[str, Any]


def read_journal(archive: Path) -> list[Entry]:
    """Every whole line; a last line that a crash cut short is not there.

    raises  SetupError AR-004 when another line cannot be read
    """
    path = archive / JOURNAL_NAME
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")[:-1]
    return [_read_line(line, number=number) for number, line in enumerate(lines, start=1)]


def _read_line(line: bytes, *, number: int) -> Entry:
    try:
        body = json.loads(line)
        what = What(body.pop("what"))
        if body.pop("n") != number:
            raise ValueError("the numbers do not follow")
    except (ValueError, KeyError, AttributeError, TypeError):
        raise setup_error("AR-004", number=number) from None
    return Entry(number=number, what=what, body=body)


def live_entries(entries: list[Entry]) -> list[Entry]:
    """What came in, in order: without answers, and without lines that were undone or have no answer."""
    stored = {entry.body["of"] for entry in entries if entry.what is What.STORED}
    return [entry for entry in entries if entry.number in stored]


def open_entries(entries: list[Entry]) -> list[Entry]:
    """Lines that nobody has answered: at most the last one, after a crash."""
    answered = {entry.body["of"] for entry in entries if entry.what in ANSWERS}
    return [e for e in entries if e.what not in ANSWERS and e.number not in answered]


def append_entry(archive: Path, *, what: What, body: dict[str, Any]) -> Entry:
    """A new line, on the disk when this returns.

    raises  SetupError IN-019 when the folder cannot be written to
    """
    try:
        archive.mkdir(parents=True, exist_ok=True)
        cut_torn_line(archive)
        path = archive / JOURNAL_NAME
        is_new = not path.exists()
        number = 1 if is_new else path.read_bytes().count(b"\n") + 1
        line = json.dumps({"n": number, "what": what.value, **body}, ensure_ascii=False)
        with path.open("ab") as journal:
            journal.write(line.encode("utf-8") + b"\n")
            journal.flush()
            os.fsync(journal.fileno())
        if is_new:
            sync_folder(archive)
    except OSError as error:
        raise setup_error("IN-019") from error
    return Entry(number=number, what=what, body=body)


def cut_torn_line(archive: Path) -> bool:
    """Remove a last line without its end. The database never commits before the line is whole."""
    path = archive / JOURNAL_NAME
    if not path.exists():
        return False
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole == len(content):
        return False
    with path.open("r+b") as journal:
        journal.truncate(whole)
        journal.flush()
        os.fsync(journal.fileno())
    return True


def sync_folder(folder: Path) -> None:
    """Make new names in a folder survive a power cut, where the system knows how."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def setup_error(code: str, **words: object) -> SetupError:
    """The error for one of the fault kinds that is about the installation and not a file."""
    fault = make_fault(code, sheet=None, rows=(), column=None, **words)
    return SetupError(fault.code, fault.message, remedy=fault.remedy)
