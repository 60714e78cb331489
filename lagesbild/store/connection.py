"""The one DuckDB file: opening, locking, migrating, and a cursor for each call."""

from __future__ import annotations

import importlib.util
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from lagesbild.domain.errors import SetupError
from lagesbild.store.sealing import Seal, is_encrypted, wrong_key

Cursor = duckdb.DuckDBPyConnection
"""What a transaction hands out, for rooms that do not know DuckDB."""

DATABASE_NAME = "lagesbild.duckdb"
ENCRYPTION_EXTENSION = "duckdb_extension_httpfs"
"""DuckDB 1.5 writes encrypted files with the OpenSSL of this extension; nothing is fetched."""

_HERE = Path(__file__).parent


class Store:
    """A DuckDB database that only this process writes.

    Never share a connection between threads: two threads on one connection silently get each
    other's answers. Every call takes a cursor of its own.
    """

    def __init__(
        self, path: Path | None, *, seal: Seal | None = None, is_read_only: bool = False
    ) -> None:
        self.path = path
        self.seal = seal
        self._connection = _connect(path, seal=seal, is_read_only=is_read_only)
        self._writing = threading.RLock()
        self._written = 0
        self._data_version: tuple[int, int] | None = None
        self.remembered: object = None
        if not is_read_only:
            migrate(self)
        lock_down(self._connection)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor for one call."""
        cursor = self._connection.cursor()
        if self.seal is not None and self.path is not None:
            cursor.execute(USE_ENCRYPTED)
        return cursor

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
            self._written += 1

    @property
    def written(self) -> int:
        """Transactions so far: while it is the same nothing that was read has changed. Look before reading."""
        return self._written

    def data_version(self) -> int:
        """Asked of the database once between two transactions: nobody else writes to it, and a page asks
        for it with every question."""
        written, known = self._written, self._data_version
        if known is None or known[0] != written:
            text = "SELECT value FROM meta WHERE key = 'data_version'"
            row = self.cursor().execute(text).fetchone()
            known = self._data_version = (written, int(row[0]) if row else 0)
        return known[1]

    def close(self) -> None:
        self._connection.close()


def _connect(
    path: Path | None, *, seal: Seal | None, is_read_only: bool = False
) -> duckdb.DuckDBPyConnection:
    if path is None:
        return _open_new()
    path.parent.mkdir(parents=True, exist_ok=True)
    _refuse_mismatch(path, seal=seal)
    try:
        if seal is None:
            return _open_to_read(path) if is_read_only else _open_plain(path)
        return _open_encrypted(path, seal=seal, is_read_only=is_read_only)
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


def _refuse_mismatch(path: Path, *, seal: Seal | None) -> None:
    """A key beside a plain database would be a promise that nobody keeps."""
    if not path.exists() or is_encrypted(path) == (seal is not None):
        return
    if seal is None:
        raise SetupError(
            "DB-004", "Databasen är krypterad, och ingen nyckel är inställd.",
            remedy="Ställ in LAGESBILD_NYCKEL, i miljön eller i .streamlit/secrets.toml.",
        )  # fmt: skip
    raise SetupError(
        "DB-003", "En krypteringsnyckel är inställd, men databasen är inte krypterad.",
        remedy="Kör python -m lagesbild encrypt, eller ta bort LAGESBILD_NYCKEL.",
    )  # fmt: skip


# Small blocks: each column of a row group begins one, and leaves what it does not fill. The newer
# format of storage packs empty cells and few texts closer. Both hold for new files only.
_CONFIGURATION = {
    "autoinstall_known_extensions": "false",
    "default_block_size": "32768",
    "storage_compatibility_version": "v1.5.0",
}


def _open_new() -> duckdb.DuckDBPyConnection:
    """A database in memory, gone when it is closed."""
    return duckdb.connect(":memory:")


def _open_plain(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path), config=_CONFIGURATION)


def _open_to_read(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path), read_only=True, config=_CONFIGURATION)


def _open_encrypted(path: Path, *, seal: Seal, is_read_only: bool) -> duckdb.DuckDBPyConnection:
    connection = encrypting_connection(temporary=f"{path}.tmp")
    try:
        attach(connection, path=path, name=ENCRYPTED_NAME, seal=seal, is_read_only=is_read_only)
    except duckdb.IOException:
        connection.close()
        raise
    except duckdb.Error as error:
        connection.close()
        raise wrong_key() from error
    connection.execute(USE_ENCRYPTED)
    return connection


ENCRYPTED_NAME = "lagesbild"
USE_ENCRYPTED = f"USE {ENCRYPTED_NAME}"
"""A cursor does not inherit what its connection uses."""


def encrypting_connection(*, temporary: str = "") -> duckdb.DuckDBPyConnection:
    """A connection without a file that can read and write encrypted ones.

    temporary  folder for what does not fit in memory, encrypted too; empty for none

    raises  SetupError DB-006 when the extension is not installed
    """
    found = importlib.util.find_spec(ENCRYPTION_EXTENSION)
    folder = Path(found.origin).parent if found and found.origin else _HERE
    extension = folder / "extensions" / f"v{duckdb.__version__}" / "httpfs.duckdb_extension"
    if not extension.is_file():
        raise SetupError(
            "DB-006", "Det tillägg till databasen som krypterar är inte installerat.",
            remedy="Kör make run så installeras det. Finns det inte för den här datorn: kryptera disken "
            "i stället, och ta bort LAGESBILD_NYCKEL.",
        )  # fmt: skip
    connection = duckdb.connect(
        ":memory:",
        config=_CONFIGURATION | {"temp_directory": temporary, "temp_file_encryption": "true"},
    )
    connection.load_extension(str(extension))
    return connection


def attach(
    connection: duckdb.DuckDBPyConnection, *, path: Path, name: str, seal: Seal | None,
    is_read_only: bool = False,
) -> None:  # fmt: skip
    """Open a database file beside others; the key goes as a parameter, never as text."""
    how = ["READ_ONLY"] if is_read_only else []
    if seal is None:
        connection.execute(_attach_text(path, name=name, how=how))
    else:
        text = _attach_text(path, name=name, how=["ENCRYPTION_KEY ?", *how])
        connection.execute(text, [seal.key])


def _attach_text(path: Path, *, name: str, how: list[str]) -> str:
    """DuckDB takes no parameter for a file's name; its quotes are doubled."""
    quoted = str(path).replace("'", "''")
    return f"ATTACH '{quoted}' AS {name}" + (f" ({', '.join(how)})" if how else "")


def lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    """No reading of files, no attaching, and no way to switch that on again.

    One thread a question: the questions are small, and many visitors share the processors.
    """
    connection.execute("SET threads = 1")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def open_store(folder: Path, *, key: str = "") -> Store:
    """The database in the installation's data folder, created when it is missing.

    key     encrypts it; empty for a plain database

    raises  SetupError DB-001 when another process has it open, DB-003 to DB-006 when the key and the
            database do not go together
    """
    return Store(folder / DATABASE_NAME, seal=Seal(key) if key else None)


def open_store_to_read(folder: Path, *, key: str = "") -> Store:
    """As open_store, for one of several processes that only ask. The database must be up to date, and
    open for writing nowhere.

    raises  SetupError as open_store
    """
    return Store(folder / DATABASE_NAME, seal=Seal(key) if key else None, is_read_only=True)


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
    return store.data_version()


def increase_data_version(cursor: duckdb.DuckDBPyConnection) -> None:
    """Called inside every transaction that changes figures, areas or definitions."""
    cursor.execute(
        "UPDATE meta SET value = (value::BIGINT + 1)::VARCHAR WHERE key = 'data_version'"
    )
