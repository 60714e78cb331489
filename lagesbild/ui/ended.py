"""Sign-ins that were ended, also after a restart: a cookie that somebody copied would be good again."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from pathlib import Path

from lagesbild.settings import data_folder

MOST_ENDED = 20_000
FILE = "avslutade-inloggningar.json"
"""In the folder of the database. Marks only: nobody can be told from one."""

_lock = threading.Lock()
_known: dict[Path, dict[str, None]] = {}


def end_sign_in(sign_in: tuple[str, ...]) -> None:
    """Remember it. A folder that cannot be written to is remembered in memory alone."""
    path = data_folder() / FILE
    with _lock:
        ended = _read(path)
        ended[_mark(sign_in)] = None
        while len(ended) > MOST_ENDED:
            del ended[next(iter(ended))]
        passing = path.with_suffix(".ny")
        try:
            passing.write_text(json.dumps(list(ended)), encoding="utf-8")
            os.replace(passing, path)
        except OSError:
            passing.unlink(missing_ok=True)


def is_ended(sign_in: tuple[str, ...]) -> bool:
    with _lock:
        return _mark(sign_in) in _read(data_folder() / FILE)


def _read(path: Path) -> dict[str, None]:
    """Oldest first; read once, since nobody else writes the file."""
    if path not in _known:
        try:
            _known[path] = dict.fromkeys(map(str, json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError):
            _known[path] = {}
    return _known[path]


def _mark(sign_in: tuple[str, ...]) -> str:
    return hashlib.sha256(json.dumps(sign_in).encode()).hexdigest()
