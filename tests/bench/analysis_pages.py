"""`python -m tests.bench analysis`: what a change of choice costs the server on each analysis page.

Processor time of the server process for one change, beside a stock page that draws the same figure, in turns. It is
processor time since it hardly depends on who else uses the machine; what Chromium does is measured by `draw`.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.session import Answer, Visitor, find_box
from tests.browser.served import ROOT, serve

GOAL = 1.2
OPTIONS, ROUNDS = 4, 4
SETTLED_S = 1.0
TICKS = 100
"""Of the kernel's clock, a second."""

PAGES = {
    "signaler": "Ämne", "sticker_ut": "Mått", "trend": "Mått", "nar_och_var": "Slag av händelse",
    "upplevt_anmalt": "Ämne", "avloppsvatten": "Ämne", "samband": "Mått", "effekt": "Mått",
}  # fmt: skip
"""Page -> the choice that is changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Milliseconds of processor time for one change: new to the server, and seen before."""

    new: float
    again: float
    kilobytes: float
    """Sent for a change seen before."""


def server_ms(address: str) -> float:
    """Processor time that the server at the address has used so far."""
    port = address.rpartition(":")[2].encode()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if b"--server.port" in words and words[words.index(b"--server.port") + 1] == port:
                used = (folder / "stat").read_text().rpartition(")")[2].split()
                return 1000 * (int(used[11]) + int(used[12])) / TICKS
        except OSError:
            continue
    raise LookupError(f"no server at {address}")


async def figures_of(
    address: str, *, page: str, label: str, query: dict[str, str] | None = None
) -> dict[str, dict[str, Any]]:
    """The first figure of each of a few options, as the page sends it."""
    found: dict[str, dict[str, Any]] = {}
    async with Visitor(address, page=page, query=query) as visitor:
        opened = await visitor.run()
        box, options = find_box(opened, label)
        for option in options:
            charts = (await visitor.choose(box, option)).elements("plotly_chart")
            if charts:
                config = json.loads(charts[0].config or "{}")
                found[option] = {"spec": json.loads(charts[0].spec), "config": config}
            if len(found) == OPTIONS:
                break
    return found


@contextmanager
def stock_with(figures: dict[str, dict[str, Any]], *, folder: Path, page: str) -> Iterator[str]:
    home = folder / page
    home.mkdir()
    (home / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
    shutil.copy(Path(__file__).with_name("stock_page.py"), home)
    with serve(home / "stock_page.py", data=folder / "none", log=home / "log.txt", cwd=home,
               arguments=["--browser.gatherUsageStats", "false"]) as address:  # fmt: skip
        yield address


async def in_turns(
    ours: str, stock: str, *, page: str, label: str, options: list[str]
) -> tuple[Cost, Cost]:
    """Both pages through the same options, a round at a time."""
    async with Visitor(ours, page=page) as mine, Visitor(stock) as theirs:
        boxes = find_box(await mine.run(), label)[0], find_box(await theirs.run(), "Mått")[0]
        rounds: list[list[tuple[float, float]]] = [[], []]
        # What opening a page leaves to be done after it, loading libraries for one, belongs to no choice.
        for visitor, box in ((mine, boxes[0]), (theirs, boxes[1])):
            await visitor.choose(box, options[0])
        await asyncio.sleep(SETTLED_S)
        for number in range(ROUNDS):
            # The first option is the one that the page opened with: it is not new to anyone.
            chosen = options if number else options[1:]
            for side, (visitor, box, address) in enumerate(
                ((mine, boxes[0], ours), (theirs, boxes[1], stock))
            ):
                before, sent = server_ms(address), 0
                for option in chosen:
                    answer: Answer = await visitor.choose(box, option)
                    sent += answer.size
                used = server_ms(address) - before
                rounds[side].append((used / len(chosen), sent / len(chosen) / 1000))
    return _cost(rounds[0]), _cost(rounds[1])


def _cost(rounds: list[tuple[float, float]]) -> Cost:
    again = rounds[1:]
    return Cost(
        new=rounds[0][0], again=sum(ms for ms, _ in again) / len(again), kilobytes=again[-1][1]
    )


def main(wanted: list[str]) -> int:
    """Print a line for each page; 1 when one misses the goal. One server captures, another is measured: what
    has been seen before must be new to it."""
    pages = wanted or list(PAGES)
    with tempfile.TemporaryDirectory(prefix="lagesbild-analysis-") as name:
        folder = Path(name)
        load_example(folder / "data")
        with serve(ROOT / "app.py", data=folder / "data", log=folder / "seen.txt") as ours:
            figures = {
                page: asyncio.run(figures_of(ours, page=page, label=PAGES[page])) for page in pages
            }
        with serve(ROOT / "app.py", data=folder / "data", log=folder / "ours.txt") as ours:
            dear = [_is_dear(ours, page, figures[page], folder=folder) for page in pages]
    return int(any(dear))


def load_example(data: Path) -> None:
    """The first visit would load it; that is not what is measured."""
    variables = os.environ | {"LAGESBILD_DATA": str(data)}
    subprocess.run([sys.executable, "-m", "lagesbild", "demo"], cwd=ROOT, env=variables, check=True)


def _is_dear(ours: str, page: str, figures: dict[str, dict[str, Any]], *, folder: Path) -> bool:
    with stock_with(figures, folder=folder, page=page) as stock:
        mine, theirs = asyncio.run(
            in_turns(ours, stock, page=page, label=PAGES[page], options=list(figures))
        )
    new, again = (cost / max(theirs.again, 1e-9) for cost in (mine.new, mine.again))
    print(
        f"{page:16} ny {mine.new:6.0f} ms, sedd {mine.again:6.0f} ms; bar sida {theirs.again:6.0f} ms; "
        f"kvot {new:5.2f} och {again:5.2f} (mål {GOAL}); {mine.kilobytes:.0f} kB mot {theirs.kilobytes:.0f}",
        flush=True,
    )
    return max(new, again) > GOAL
