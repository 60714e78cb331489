"""What every test stands on: a data folder of its own, no settings of this machine, real samples."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from lagesbild.settings import DATA
from tests.command_line import command  # noqa: F401
from tests.example import example_folder  # noqa: F401

ROOT = Path(__file__).resolve().parent.parent
BROWSER = "tests/browser/"
SAMPLES = ROOT.parent / "shared" / "samples"

# Before anything of ours is imported: no test may read or write the installation's own store.
for name in [name for name in os.environ if name.startswith("LAGESBILD_")]:
    del os.environ[name]
os.environ["LAGESBILD_DATA"] = tempfile.mkdtemp(prefix="lagesbild-test-")

# Every server and command that a test starts would compile Streamlit and pandas anew: 3 s each.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Two loaded cores make single examples slow now and then; that is not a fault of the code.
hypothesis.settings.register_profile("project", deadline=None, print_blob=True)
hypothesis.settings.load_profile("project")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that opens a database is slow for `make check`; those with a browser start first."""
    for item in items:
        if "store" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
        if item.nodeid.startswith(BROWSER):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: not item.nodeid.startswith(BROWSER))


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: it need not be looked through for garbage each time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Browser tests share a server, so they stay on one worker. The others stay together by file,
    since what a file prepares is made again by each worker that gets some of it.

    (The marker xdist_group does the same, but not with pytest 9.2.)
    """
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]

    return Together(config, log)


@pytest.fixture(scope="session", autouse=True)
def catalogue_read_once() -> Iterator[None]:
    """The project's own catalogue is read from its files once, not for each of a thousand commands."""
    from lagesbild.catalog import reading

    read, folder = reading._read, DATA / "catalog"
    own = cache(lambda: read(folder))

    def read_or_remember(asked: Path) -> Any:
        if asked != folder:
            return read(asked)
        catalog, faults = own()
        return catalog, list(faults)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_read", read_or_remember)
        yield


@pytest.fixture(scope="session", autouse=True)
def new_databases_are_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A database that does not exist begins as the copy of one that a first start has made: the
    migrations and the areas of Sweden took a tenth of a second for each of a thousand tests."""
    from lagesbild.store import connection
    from lagesbild.ui.context import open_context

    open_plain, open_new, texts = connection._open_plain, connection._open_new, connection._HERE
    made = tmp_path_factory.mktemp("new")

    @contextmanager
    def as_written() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(connection, "_open_plain", open_plain)
            patch.setattr(connection, "_open_new", open_new)
            yield

    @cache
    def as_new() -> bytes:
        with as_written():
            open_context(made).store.close()
        return (made / connection.DATABASE_NAME).read_bytes()

    @cache
    def without_areas() -> Path:
        path = made / "empty.duckdb"
        with as_written():
            connection.Store(path).close()
        return path

    def open_copy(path: Path) -> Any:
        # A test may have migrations of its own.
        if not path.exists() and texts == connection._HERE:
            path.write_bytes(as_new())
        return open_plain(path)

    def copy_into_memory() -> Any:
        opened = open_new()
        if texts == connection._HERE:
            opened.execute(f"ATTACH '{without_areas()}' AS begun (READ_ONLY)")
            opened.execute("COPY FROM DATABASE begun TO memory")
            opened.execute("DETACH begun")
        return opened

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_open_plain", open_copy)
        patch.setattr(connection, "_open_new", copy_into_memory)
        yield


@pytest.fixture(scope="session")
def sample_file() -> Callable[[str], Path]:
    """Finds a real file by its path below ../shared/samples; skips where there is none."""

    def find(relative: str) -> Path:
        path = SAMPLES / relative
        if not path.exists():
            pytest.skip(f"../shared/samples/{relative} finns inte här")
        return path

    return find
