"""The database as a file: checked, copied and exchanged while it is closed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from lagesbild.domain.errors import SetupError
from lagesbild.store.connection import DATABASE_NAME, Store

PREVIOUS = ".gammal"

REBUILT_TABLES = frozenset(
    {
        "meta", "migration", "area", "area_alias", "measure", "definition", "delivery",
        "observation", "event", "area_boundary", "profile", "correction",
    }
)  # fmt: skip
"""What comes back when the files of the archive are delivered again."""

KEPT_TABLES = ("audit",)
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


def _link_or_copy(path: Path, *, to: Path) -> None:
    try:
        os.link(path, to)
    except OSError:
        shutil.copyfile(path, to)


def _log_of(database: Path) -> Path:
    """DuckDB's own log beside a file that was not closed."""
    return database.with_name(database.name + ".wal")
