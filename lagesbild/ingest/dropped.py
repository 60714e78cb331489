"""A folder where files are dropped: what lies there to be delivered, and moving it when it is."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lagesbild.ingest.personal_data import is_person_in_text
from lagesbild.ingest.receipt import Receipt, receipt_document, receipt_in_words

DONE, REFUSED = "done", "refused"
UNFINISHED = (
    ".tmp",
    ".temp",
    ".part",
    ".partial",
    ".crdownload",
    ".download",
    ".filepart",
    ".swp",
    "~",
)
UNFINISHED_STARTS = (".", "~", "#")
RECEIPTS = (".kvitto.txt", ".kvitto.json")
COVERED_NAME = "namnet-visas-inte"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """One file below ``folder/<source-id>/``, and how large it was when it was looked at."""

    path: Path
    source_id: str
    size: int
    changed_ns: int


def list_dropped(folder: Path, *, source_ids: Iterable[str]) -> list[Dropped]:
    """Ordinary files in the sources' own folders, the oldest first. Links are left alone."""
    found = []
    for source_id in sorted(source_ids):
        place = folder / source_id
        if place.is_symlink() or not place.is_dir():
            continue
        found += [one for path in place.iterdir() if (one := _look(path, source_id=source_id))]
    return sorted(found, key=lambda one: (one.changed_ns, one.path.name))


def _look(path: Path, *, source_id: str) -> Dropped | None:
    name = path.name.casefold()
    if name.startswith(UNFINISHED_STARTS) or name.endswith((*UNFINISHED, *RECEIPTS)):
        return None
    try:
        found = path.lstat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return Dropped(path=path, source_id=source_id, size=found.st_size, changed_ns=found.st_mtime_ns)


def settled(before: Iterable[Dropped], *, after: Iterable[Dropped]) -> list[Dropped]:
    """Those that did not grow or change between two looks."""
    known = set(before)
    return [one for one in after if one in known]


def read_dropped(one: Dropped) -> bytes:
    """The file's content; a link put in its place meanwhile is not followed.

    raises  OSError
    """
    handle = os.open(
        one.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(handle, "rb") as file:
        return file.read()


def put_away(one: Dropped, *, receipt: Receipt, source_name: str) -> Path:
    """Move a handled file to ``done`` or ``refused`` with its receipt beside it; returns its new place.

    raises  OSError
    """
    place = one.path.parent / (REFUSED if receipt.is_refused else DONE)
    if place.is_symlink():
        raise OSError(f"{place} is a link")
    place.mkdir(exist_ok=True)
    target = _free_name(place, name=_plain_name(one.path.name))
    words = receipt_in_words(receipt, source_name=source_name)
    document = json.dumps(receipt_document(receipt), ensure_ascii=False, indent=1)
    for suffix, text in zip(RECEIPTS, (words, document + "\n"), strict=True):
        target.with_name(target.name + suffix).write_text(text, encoding="utf-8")
    os.rename(one.path, target)
    return target


def _plain_name(name: str) -> str:
    """A file name with a person's number in it is not carried on to the receipts."""
    return f"{COVERED_NAME}{Path(name).suffix}" if is_person_in_text(name) else name


def _free_name(place: Path, *, name: str) -> Path:
    """The name, or the first with a number that is not taken."""
    stem, suffix = Path(name).stem, Path(name).suffix
    target, number = place / name, 2
    while any(target.with_name(target.name + end).exists() for end in ("", *RECEIPTS)):
        target, number = place / f"{stem}-{number}{suffix}", number + 1
    return target
