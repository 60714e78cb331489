"""The database as a file: checked, copied and exchanged while it is closed."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from lagesbild.domain.errors import SetupError
from lagesbild.store.connection import DATABASE_NAME, Store, attach, encrypting_connection
from lagesbild.store.sealing import CHUNK, Seal, is_sealed, wrong_key

PREVIOUS = ".gammal"

REBUILT_TABLES = frozenset(
    {
        "meta", "migration", "area", "area_alias", "measure", "definition", "delivery",
        "period", "series", "figure", "event", "event_cover", "area_boundary", "profile", "correction",
        "kommun_group",
    }
)  # fmt: skip
"""What comes back when the files of the archive are delivered again."""

KEPT_TABLES = (
    "audit", "audit_mark", "person", "publication", "record", "hidden_cell", "hidden_basis",
    "frozen_lagesbild",
)  # fmt: skip
"""What no delivered file tells of, and what a rebuilt database therefore takes over."""


def table_names(store: Store) -> set[str]:
    """Every table of the database."""
    rows = store.cursor().execute("SELECT table_name FROM duckdb_tables()").fetchall()
    return {row[0] for row in rows}


def keep_tables(old: Store, *, new: Store) -> None:
    """Carry over what the archive does not hold, and let the data version go on from the old one."""
    for name in KEPT_TABLES:
        rows = old.cursor().table(name).df()
        if len(rows):
            with new.transaction() as cursor:
                cursor.append(name, rows)
    row = old.cursor().execute("SELECT value FROM meta WHERE key = 'data_version'").fetchone()
    with new.transaction() as cursor:
        cursor.execute(
            "UPDATE meta SET value = (greatest(value::BIGINT, ?) + 1)::VARCHAR "
            "WHERE key = 'data_version'",
            [int(row[0]) if row else 0],
        )


def checkpoint(store: Store) -> None:
    """Everything into the one file, so that it can be copied when it is closed."""
    store.cursor().execute("CHECKPOINT")


def copy_database(folder: Path, *, target: Path) -> None:
    """A copy of the closed database, the same from first byte to last.

    raises  SetupError DB-001 when another program opened it meanwhile
    """
    source = folder / DATABASE_NAME
    before = source.stat()
    shutil.copyfile(source, target)
    after = source.stat()
    is_same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not is_same or _log_of(source).exists():
        target.unlink(missing_ok=True)
        raise SetupError(
            "DB-001",
            "Databasen används redan av ett annat program, troligen Lägesbild i webbläsaren.",
            remedy="Stäng det andra programmet och försök igen.",
        )


def swap_database(new: Path, *, folder: Path) -> Path | None:
    """Put a closed new database in the old one's place in one step.

    returns  where the old one is kept, None when there was none
    """
    current = folder / DATABASE_NAME
    previous = current.with_name(current.name + PREVIOUS)
    kept = None
    if current.exists():
        previous.unlink(missing_ok=True)
        _link_or_copy(current, to=previous)
        kept = previous
    if _log_of(current).exists():
        # An old log beside a new database would be played into it.
        os.replace(_log_of(current), _log_of(previous))
    os.replace(new, current)
    return kept


def forget_previous(folder: Path) -> None:
    """Remove the old database once the new one is in place."""
    previous = folder / (DATABASE_NAME + PREVIOUS)
    previous.unlink(missing_ok=True)
    _log_of(previous).unlink(missing_ok=True)


SEALED_NAME = re.compile(r"[0-9a-f]{64}(?:\.\w{0,7})?")
"""Delivered files in the archive. Its journal and what is under way keep their form."""


def find_unsealed(archive: Path) -> list[Path]:
    """Delivered files that are kept as they came."""
    return [path for path in _delivered(archive) if not is_sealed(path)]


def reseal_database(folder: Path, *, old: Seal | None, new: Seal | None) -> bool:
    """Write the database anew under another key, or none; False when there was nothing to do.

    The old file is replaced, not overwritten: what a disk remembers is for the disk.

    raises  SetupError DB-001 when another program has it open, DB-005 when ``old`` does not fit
    """
    current = folder / DATABASE_NAME
    if not current.exists() or _opens(current, seal=new):
        return False
    Store(current, seal=old).close()
    passing = folder / f"{DATABASE_NAME}.ny"
    passing.unlink(missing_ok=True)
    connection = encrypting_connection()
    try:
        attach(connection, path=current, name="fran", seal=old)
        attach(connection, path=passing, name="till", seal=new)
        connection.execute("COPY FROM DATABASE fran TO till")
        connection.execute("CHECKPOINT till")
    finally:
        connection.close()
    os.replace(passing, current)
    _log_of(current).unlink(missing_ok=True)
    return True


def _opens(database: Path, *, seal: Seal | None) -> bool:
    try:
        Store(database, seal=seal).close()
    except SetupError as error:
        if error.code not in {"DB-003", "DB-004", "DB-005"}:
            raise
        return False
    return True


def reseal_archive(archive: Path, *, old: Seal | None, new: Seal | None) -> int:
    """Every delivered file under the new key, or none; returns how many were changed.

    After an interruption some files have the new form already, and are left alone.

    raises  SetupError DB-005 when a file has neither key
    """
    changed = 0
    for path in _delivered(archive):
        if _has_form(path, seal=new):
            continue
        passing = path.with_name(path.name + ".del")
        pieces = _plain_content(path, seal=old)
        with passing.open("wb") as out:
            for piece in new.close(pieces) if new else pieces:
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        os.replace(passing, path)
        changed += 1
    return changed


def _delivered(archive: Path) -> list[Path]:
    found = sorted(archive.iterdir()) if archive.is_dir() else []
    return [path for path in found if path.is_file() and SEALED_NAME.fullmatch(path.name)]


def _has_form(path: Path, *, seal: Seal | None) -> bool:
    """Whether the file is plain, or sealed with the key."""
    if seal is None or not is_sealed(path):
        return seal is None and not is_sealed(path)
    try:
        next(seal.open(path), b"")
    except SetupError:
        return False
    return True


def _plain_content(path: Path, *, seal: Seal | None) -> Iterator[bytes]:
    if is_sealed(path):
        if seal is None:
            raise wrong_key()
        yield from seal.open(path)
        return
    with path.open("rb") as content:
        while piece := content.read(CHUNK):
            yield piece


def _link_or_copy(path: Path, *, to: Path) -> None:
    try:
        os.link(path, to)
    except OSError:
        shutil.copyfile(path, to)


def _log_of(database: Path) -> Path:
    """DuckDB's own log beside a file that was not closed."""
    return database.with_name(database.name + ".wal")
