"""Commands in a process of their own that is killed on its way. The process is forked from one that has the
libraries already: loading them took longer than what is tried."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

_FORKS: Any = get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.killing_libraries"])
LIMIT_S = 120


def start(work: Callable[..., None], *arguments: object, data: Path, said: Path) -> BaseProcess:
    """Work that has begun.

    work  a function of a module: the new process looks it up by its name
    data  the installation's folder
    said  the file that gets what it prints
    """
    environment = {**os.environ, "LAGESBILD_DATA": str(data)}
    process: BaseProcess = _FORKS.Process(
        target=_work, args=(work, arguments, environment, said), daemon=True
    )
    with _nobody_is_main():
        process.start()
    return process


@contextmanager
def _nobody_is_main() -> Iterator[None]:
    """Streamlit leaves the last page that it ran as the main module, and a new process would begin by
    running that page: with the database open, before the work has begun."""
    before = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = before


def killed(work: Callable[..., None], *arguments: object, data: Path, said: Path) -> bytes:
    """What it printed before it killed itself; fails if it did not."""
    process = start(work, *arguments, data=data, said=said)
    process.join(LIMIT_S)
    printed = said.read_bytes() if said.exists() else b""
    assert process.exitcode == -signal.SIGKILL, (process.exitcode, printed)
    return printed


def die(*_: object, **__: object) -> None:
    """Killed from outside, as by a power cut."""
    os.kill(os.getpid(), signal.SIGKILL)


def _work(
    work: Callable[..., None],
    arguments: tuple[object, ...],
    environment: dict[str, str],
    said: Path,
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    with said.open("wb") as out:
        os.dup2(out.fileno(), sys.stdout.fileno())
    work(*arguments)
    sys.stdout.flush()
