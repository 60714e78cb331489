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
