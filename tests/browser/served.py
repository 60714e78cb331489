"""A Lägesbild server of our own, on a free port of this machine, with a data folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT_S = 90

CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""Without these Chromium asks hosts outside for updates, which a closed network answers slowly; and a
page reaches no machine but this one. (Playwright's routes do the latter too, but switch off the cache.)"""


def find_chromium() -> str | None:
    """Path of a Chromium that is installed, or None."""
    wanted = os.environ.get("CHROMIUM", "")
    names = [wanted, "chromium", "chromium-browser", "google-chrome", "chrome"]
    return next((found for name in names if name for found in [shutil.which(name)] if found), None)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(
    script: Path, *, data: Path, log: Path, arguments: Sequence[str] = (),
    environment: dict[str, str] | None = None, cwd: Path = ROOT, port: int | None = None,
) -> Iterator[str]:  # fmt: skip
    """Run a Streamlit script; yields its address and stops the server afterwards.

    cwd     whose .streamlit/config.toml and packages are used
    raises  RuntimeError with the end of the log if it does not answer in time
    """
    port = port or free_port()
    command = [
        sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port),
        "--server.address", "127.0.0.1", "--server.headless", "true", *arguments,
    ]  # fmt: skip
    variables = {k: v for k, v in os.environ.items() if not k.startswith("LAGESBILD_")}
    variables |= {"LAGESBILD_DATA": str(data), "PYTHONPATH": str(cwd), **(environment or {})}
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=cwd, env=variables, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_healthy(address, process=process, log=log)
            yield address
        finally:
            stop(process)


def wait_until_healthy(address: str, *, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when Streamlit says that it serves."""
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    end = log.read_text(encoding="utf-8")[-3000:]
    raise RuntimeError(f"the server did not start within {START_LIMIT_S} s:\n{end}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server that we started, gently first."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=10)
