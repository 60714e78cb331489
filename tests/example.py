"""The example data, loaded once for all tests and workers; whoever needs it gets a copy of the files."""

from __future__ import annotations

import os
import shutil
import time
from datetime import date
from pathlib import Path

import pytest

EXAMPLE_DAY = date(2026, 11, 21)
LIMIT_S = 180
"""Two loaded cores: another worker may be at it."""


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation after its first start. Nobody may open it: copy it."""
    base = tmp_path_factory.getbasetemp()
    together = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, ready = together / "example", together / "example-is-ready"
    try:
        folder.mkdir()
    except FileExistsError:
        _wait_for(ready)
    else:
        _make(folder)
        ready.touch()
    return folder


def copy_example(folder: Path, *, to: Path) -> Path:
    """An installation of one's own with the example data."""
    shutil.copytree(folder, to, dirs_exist_ok=True)
    return to


def _make(folder: Path) -> None:
    """As the first visit to an empty installation does it."""
    from lagesbild.ui.context import fill_when_empty, open_context

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAGESBILD_IDAG", EXAMPLE_DAY.isoformat())
        patch.delenv("LAGESBILD_EXEMPEL", raising=False)
        context = open_context(folder)
        assert fill_when_empty(context)
        context.store.close()


def _wait_for(ready: Path) -> None:
    limit = time.monotonic() + LIMIT_S
    while not ready.exists():
        assert time.monotonic() < limit, (
            "the worker that makes the example data has not come to an end"
        )
        time.sleep(0.1)
