"""The database's migrations: each once, in order, also one that came beside a newer one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lagesbild.store import connection
from lagesbild.store.connection import Store, applied_migrations, migrate, newest_migration


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrations that a test may add to."""
    folder = tmp_path / "store"
    shutil.copytree(connection._HERE / "migrations", folder / "migrations")
    monkeypatch.setattr(connection, "_HERE", folder)
    return folder / "migrations"


def test_a_number_that_was_left_free_is_run_later(own_folder: Path, tmp_path: Path) -> None:
    (own_folder / "9002_late.sql").write_text("CREATE TABLE late (x INTEGER);", encoding="utf-8")
    store = Store(tmp_path / "a.duckdb")
    before = applied_migrations(store)
    (own_folder / "9001_early.sql").write_text("CREATE TABLE early AS SELECT 1 AS x;", "utf-8")
    migrate(store)
    migrate(store)
    assert applied_migrations(store) - before == {9001}
    assert newest_migration(store) == 9002
    assert store.cursor().execute("SELECT x FROM early").fetchall() == [(1,)]
    order = store.cursor().execute("SELECT number FROM migration").fetchall()
    assert order == [*sorted(order[:-1]), (9001,)]
    store.close()


def test_every_number_is_run_once_and_is_one_files(own_folder: Path) -> None:
    store = Store(None)
    ran = [row[0] for row in store.cursor().execute("SELECT number FROM migration").fetchall()]
    assert ran == sorted(set(ran))
    assert len(ran) == len(list(own_folder.glob("*.sql")))


OLD_ROWS = [
    (1, 3, "2024-01-01", "2025-01-01", "2024", "{}", True, 7.5, 0, None, 1, "Blad1", 9, "2024"),
    (1, 3, "2024-01-01", "2025-01-01", "2024", '{"Kön": "Kvinnor"}', False, None, 3, "..", 1, "Blad1",
     10, "2024"),
    (2, 4, "2024-02-01", "2024-03-01", "feb 2024", "{}", True, 1.0, 1, "1*", 2, None, None, None),
    (1, 3, "2024-01-01", "2025-01-01", "2024 prel.", "{}", True, 7.0, 1, "7", 2, "Blad1", 9, "2024"),
]  # fmt: skip


def test_figures_of_an_older_database_stay_as_they_were(own_folder: Path, tmp_path: Path) -> None:
    later = sorted(own_folder.glob("*.sql"))[4:]
    texts = {path: path.read_text(encoding="utf-8") for path in later}
    for path in later:
        path.unlink()
    store = Store(tmp_path / "a.duckdb")
    columns = [row[0] for row in store.cursor().execute("DESCRIBE observation").fetchall()]
    for row in OLD_ROWS:
        store.cursor().execute(
            "INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '2026-01-05', ?, ?, ?, ?)",
            row,
        )
    before = store.cursor().execute("SELECT * FROM observation ORDER BY ALL").fetchall()
    store.close()
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    again = Store(tmp_path / "a.duckdb")
    assert [row[0] for row in again.cursor().execute("DESCRIBE observation").fetchall()] == columns
    assert again.cursor().execute("SELECT * FROM observation ORDER BY ALL").fetchall() == before
    assert again.cursor().execute("SELECT count(*) FROM period").fetchall() == [(3,)]
    again.close()
