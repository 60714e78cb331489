"""What every test stands on: a data folder of its own, no settings of this machine, real samples."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from tests.command_line import command  # noqa: F401

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"

# Before anything of ours is imported: no test may read or write the installation's own store.
for name in [name for name in os.environ if name.startswith("LAGESBILD_")]:
    del os.environ[name]
os.environ["LAGESBILD_DATA"] = tempfile.mkdtemp(prefix="lagesbild-test-")

# Two loaded cores make single examples slow now and then; that is not a fault of the code.
hypothesis.settings.register_profile("project", deadline=None, print_blob=True)
hypothesis.settings.load_profile("project")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Browser tests share a server, so they stay on one worker; xdist reads their group before any
    later hook. A test that opens a database is slow for `make check`."""
    if "store" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.slow)
    if "browser" in Path(item.fspath).relative_to(ROOT).parts:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group("browser"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests start first: they take longest."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(scope="session")
def sample_file() -> Callable[[str], Path]:
    """Finds a real file by its path below ../shared/samples; skips where there is none."""

    def find(relative: str) -> Path:
        path = SAMPLES / relative
        if not path.exists():
            pytest.skip(f"../shared/samples/{relative} finns inte här")
        return path

    return find
