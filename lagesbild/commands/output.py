"""What commands print: one JSON document or Swedish words on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lagesbild.domain.errors import Fault, FileRefused, LagesbildError
from lagesbild.ingest.faults import make_fault

if TYPE_CHECKING:
    from argparse import ArgumentParser

LOG_NAME = "fel.log"
CONTRACT_KEYS = ("code", "sheet", "row", "column", "message", "remedy")


def add_json_flag(parser: ArgumentParser) -> None:
    """The flag that most commands have."""
    parser.add_argument("--json", action="store_true", help="skriv ett JSON-dokument")


def print_json(document: object) -> None:
    """The command's one document."""
    print(json.dumps(document, ensure_ascii=False, indent=1, default=_plain))


def print_error(text: str) -> None:
    """Words that are not the command's result."""
    print(text, file=sys.stderr)


def print_faults(faults: Iterable[Fault]) -> None:
    """Each remark on lines of its own, on stderr."""
    for fault in faults:
        print_error(f"{fault.message} ({fault.code})")
        if fault.remedy:
            print_error(f"  Gör så här: {fault.remedy}")


def refusal_document(error: LagesbildError, *, file: str | None = None) -> dict[str, object]:
    """The document of a command that came to nothing."""
    fault = dict.fromkeys(CONTRACT_KEYS)
    fault |= {"code": error.code, "message": error.message, "remedy": error.remedy}
    return {"file": file, "faults": [fault], "warnings": []}


def fail(error: Exception, *, as_json: bool) -> int:
    """Say what went wrong and give the exit code; an unforeseen error goes to the log."""
    known = error if isinstance(error, LagesbildError) else _unforeseen(error)
    if as_json:
        print_json(refusal_document(known))
    print_error(f"{known.message} ({known.code})")
    if known.remedy:
        print_error(f"Gör så här: {known.remedy}")
    return 1 if isinstance(known, FileRefused) else 2


def _unforeseen(error: Exception) -> LagesbildError:
    log = write_log(error)
    fault = make_fault("XX-001", log=log or "den kunde inte skrivas")
    return LagesbildError(fault.code, fault.message, remedy=fault.remedy)


def write_log(error: Exception) -> Path | None:
    """Where it went wrong, never with what: an error's own text can hold the content of a cell."""
    from lagesbild.settings import data_folder

    places = "".join(
        f"  {frame.filename}:{frame.lineno} {frame.name}\n"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    try:
        path = data_folder() / LOG_NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {type(error).__name__}\n{places}\n")
    except OSError:
        return None
    return path


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "item"):
        return value.item()
    return str(value)
