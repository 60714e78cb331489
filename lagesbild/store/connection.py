"""The one DuckDB file: opening, locking, migrating, and a cursor for each call."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from lagesbild.domain.errors import SetupError

Cursor = duckdb.DuckDBPyConnection
"""What a transaction hands out, for rooms that do not know DuckDB."""

DATABASE_NAME = "lagesbild.duckdb"
_HERE = Path(__file__).parent


class Store:
    """A DuckDB database that only this process writes.

    Never share a connection between threads: two threads on one connection silently get each
    other's answers. Every call takes a cursor of its own.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._connection = _connect(path)
        self._writing = threading.RLock()
        self.remembered: object = None
        migrate(self)
        lock_down(self._connection)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor for one call."""
        return self._connection.cursor()

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """All or nothing. One writer at a time, so that ids and the data version never collide."""
        with self._writing:
            cursor = self.cursor()
            cursor.execute("BEGIN TRANSACTION")
            try:
                yield cursor
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


def _connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    if path is None:
        return duckdb.connect(":memory:")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return duckdb.connect(str(path), config={"autoinstall_known_extensions": "false"})
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise SetupError(
                "DB-001",
                "Databasen används redan av ett annat program, troligen Lägesbild i webbläsaren.",
                remedy="Stäng det andra programmet, eller lämna filen på sidan Lämna data.",
            ) from error
        raise SetupError(
            "DB-002",
            "Databasen kan inte öppnas.",
            remedy="Kontrollera mappen i LAGESBILD_DATA och att filen inte är skadad.",
        ) from error


def lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    """No reading of files, no attaching, and no way to switch that on again.

    One thread a question: the questions are small, and many visitors share the processors.
    """
    connection.execute("SET threads = 1")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def open_store(folder: Path) -> Store:
    """The database in the installation's data folder, created when it is missing.

    raises  SetupError DB-001 when another process has it open
    """
    return Store(folder / DATABASE_NAME)


@cache
def sql(name: str) -> str:
    """The text of sql/<name>.sql, named as the function that uses it."""
    return (_HERE / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def migrate(store: Store) -> None:
    """Run the numbered migrations that the file has not seen, in order, each in a transaction.

    One that is older than the newest is run too: it may have been written beside it.
    """
    seen = applied_migrations(store)
    for path in sorted((_HERE / "migrations").glob("[0-9]*.sql")):
        number = int(re.match(r"\d+", path.name)[0])  # type: ignore[index]
        if number in seen:
            continue
        with store.transaction() as cursor:
            cursor.execute(path.read_text(encoding="utf-8"))
            cursor.execute(
                "INSERT INTO migration VALUES (?, ?, now()::TIMESTAMP)", [number, path.stem]
            )


def applied_migrations(store: Store) -> frozenset[int]:
    """The numbers of the migrations that the database has seen; none for a new file."""
    cursor = store.cursor()
    known = cursor.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'migration'"
    ).fetchone()
    if not known or not known[0]:
        return frozenset()
    return frozenset(row[0] for row in cursor.execute("SELECT number FROM migration").fetchall())


def newest_migration(store: Store) -> int:
    """The number of the last migration that the database has seen, 0 for a new file."""
    return max(applied_migrations(store), default=0)


def data_version(store: Store) -> int:
    """Increases with every change that a figure can depend on; part of every cache key."""
    row = store.cursor().execute("SELECT value FROM meta WHERE key = 'data_version'").fetchone()
    return int(row[0]) if row else 0


def increase_data_version(cursor: duckdb.DuckDBPyConnection) -> None:
    """Called inside every transaction that changes figures, areas or definitions."""
    cursor.execute(
        "UPDATE meta SET value = (value::BIGINT + 1)::VARCHAR WHERE key = 'data_version'"
    )
