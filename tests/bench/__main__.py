"""`make bench`: how fast Lägesbild is beside a stock Streamlit page, in one interleaved run.

Everything stays on this machine. Times on a shared machine vary; what counts is the ratio of the
medians, since both sides were measured turn by turn. Printed, and kept in artifacts/bench.json.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.bench import gate, signals
from tests.bench.crowd import VISITORS, reruns_per_second
from tests.bench.drawing import Change, WatchedPage
from tests.bench.loading import Loaded, measure_loading
from tests.bench.relay import relay_to
from tests.bench.results import Result, at_most, show
from tests.bench.session import Visitor, capture_figures, find_box
from tests.browser.served import CHROMIUM_ARGUMENTS, ROOT, find_chromium, serve
from tests.browser.widgets import wait_until_drawn

T = TypeVar("T")
LABEL = "Mått"
STATIC = ROOT / "lagesbild" / "ui" / "static"
TURNS = int(os.environ.get("BENCH_TURNS", "7"))
OPTIONS = 6


def main() -> int:
    """Run the measurements named on the command line, or all."""
    wanted = sys.argv[1:] or ["start", "draw", "bytes", "crowd", "load"]
    if wanted == ["method"]:
        from tests.bench.method_check import main as check_methods

        return check_methods()
    if wanted[0] == "pages":
        from tests.bench.drawn_pages import main as draw_pages

        return draw_pages(wanted[1:])
    if wanted[0] == "analysis":
        from tests.bench.analysis_pages import main as measure_pages

        return measure_pages(wanted[1:])
    if wanted == ["yearly"]:
        from tests.bench.yearly_check import main as check_years

        return check_years()
    if wanted == ["signals"]:
        return signals.main()
    if wanted[0] == "gate":
        return gate.main(writes="--skriv" in wanted)
    if wanted == ["load"]:
        show(loading())
        return 0
    chromium = find_chromium()
    if chromium is None:
        print("Chromium saknas: mätningen behöver en webbläsare.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="lagesbild-bench-") as name:
        results = measure(Path(name), wanted=wanted, chromium=chromium)
    show([*results, *(loading() if "load" in wanted else [])])
    return 0


def loading() -> list[Loaded]:
    """Large files; needs no browser."""
    with tempfile.TemporaryDirectory(prefix="lagesbild-load-") as name:
        return measure_loading(Path(name))


def measure(folder: Path, *, wanted: list[str], chromium: str) -> list[Result]:
    from playwright.sync_api import sync_playwright

    results: list[Result] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=list(CHROMIUM_ARGUMENTS)
        )
        fill_store(browser, folder)
        for page in ("indikator", "karta"):
            write_stock(folder, page=page)
        if "start" in wanted:
            results.append(measure_start(browser, folder))
        for page in ("indikator", "karta"):
            with both(folder, page=page) as (ours, stock):
                if "draw" in wanted:
                    results += measure_drawing(browser, page=page, ours=ours, stock=stock)
                if "bytes" in wanted:
                    results.append(measure_bytes(browser, page=page, ours=ours, stock=stock))
                if "crowd" in wanted:
                    results.append(measure_crowd(page=page, ours=ours, stock=stock))
        browser.close()
    return results


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end. Playwright has a loop in this thread, so another thread does it."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()


@contextmanager
def our_server(folder: Path) -> Iterator[str]:
    with serve(ROOT / "app.py", data=folder / "data", log=folder / "ours.txt") as address:
        yield address


@contextmanager
def stock_server(folder: Path, *, page: str) -> Iterator[str]:
    """Streamlit as it comes, but for the static folder that the map's shapes are fetched from."""
    home = folder / page
    static = ["--server.enableStaticServing", "true", "--browser.gatherUsageStats", "false"]
    with serve(
        home / "stock_page.py",
        data=folder / "none",
        log=home / "log.txt",
        arguments=static,
        cwd=home,
    ) as address:
        yield address


@contextmanager
def both(folder: Path, *, page: str) -> Iterator[tuple[str, str]]:
    with our_server(folder) as ours, stock_server(folder, page=page) as stock:
        yield ours, stock


def fill_store(browser, folder: Path) -> None:
    """The first visit loads the example data; that is not what is measured."""
    with our_server(folder) as address:
        page = browser.new_page()
        page.goto(address)
        wait_until_drawn(page, limit_ms=120_000)
        page.close()


def write_stock(folder: Path, *, page: str) -> None:
    """A stock page with exactly the figures that our page draws."""
    home = folder / page
    home.mkdir()
    with our_server(folder) as address:
        options = finish(first_options(address, page=page))
        figures = finish(
            capture_figures(address, page=page, label=LABEL, options=options)
        )  # fmt: skip
    chosen = dict(list(figures.items())[:OPTIONS])
    (home / "figures.json").write_text(json.dumps(chosen), encoding="utf-8")
    shutil.copy(Path(__file__).with_name("stock_page.py"), home)
    shutil.copytree(STATIC, home / "static")


async def first_options(address: str, *, page: str) -> list[str]:
    """Twice as many as are used: some have nothing to draw for the home kommun."""
    async with Visitor(address, page=page) as visitor:
        _, options = find_box(await visitor.run(), LABEL)
    step = max(1, len(options) // (2 * OPTIONS))
    return options[::step][: 2 * OPTIONS]


def stock_options(folder: Path) -> list[str]:
    return list(json.loads((folder / "figures.json").read_text(encoding="utf-8")))


def measure_start(browser, folder: Path) -> Result:
    """From the command to the first page drawn in Chromium, data already in the store."""
    ours, stock = [], []
    for _ in range(TURNS):
        ours.append(time_start(browser, our_server(folder)))
        stock.append(time_start(browser, stock_server(folder, page="indikator")))
    return at_most("start till första sidan", ours, stock, goal=1.5)


def time_start(browser, server) -> float:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    begun = time.perf_counter()
    with server as address:
        page.goto(address)
        wait_until_drawn(page)
        took = 1000 * (time.perf_counter() - begun)
        context.close()
    return took


def measure_drawing(browser, *, page: str, ours: str, stock: str) -> list[Result]:
    """Turn by turn the same change on both pages: first a choice nobody made before, then again."""
    mine = WatchedPage(browser, address=f"{ours}/{page}", label=LABEL)
    theirs = WatchedPage(browser, address=stock, label=LABEL)
    options = ask_options(stock)
    turns = [options[(turn + 1) % len(options)] for turn in range(len(options) + TURNS)]
    pairs = [(mine.choose(option), theirs.choose(option)) for option in turns]
    mine.close()
    theirs.close()
    # The last of the first round is the one that the page opened with: not new to anyone.
    new, again = pairs[: len(options) - 1], pairs[len(options) :]
    return [
        at_most(f"{page}: val till ritat diagram, sett förut", *first_times(again), goal=1.0),
        at_most(f"{page}: val till ritat diagram, första gången", *first_times(new), goal=1.0),
        at_most(
            f"{page}: val till att sidans alla diagram är ritade",
            [left.all_ms for left, _ in again], [right.all_ms for _, right in again], goal=1.0,
        ),
    ]  # fmt: skip


def first_times(pairs: list[tuple[Change, Change]]) -> tuple[list[float], list[float]]:
    return [left.first_ms for left, _ in pairs], [right.first_ms for _, right in pairs]


def measure_bytes(browser, *, page: str, ours: str, stock: str) -> Result:
    """Bytes on the wire for one change, counted between server and browser."""
    options = ask_options(stock)
    counted = []
    with relay_to(ours) as relay:
        mine = WatchedPage(browser, address=f"{relay.address}/{page}", label=LABEL)
        for turn in range(len(options) + TURNS):
            before = relay.received
            mine.choose(options[(turn + 1) % len(options)])
            counted.append((relay.received - before) / 1000)
        mine.close()
    sent = statistics.median(counted[len(options) :])
    return Result(
        what=f"{page}: skickat per val", unit="kB", ours=sent, stock=None, ratio=sent / 10,
        goal="<= 10 kB", reached=sent <= 10,
    )  # fmt: skip


def ask_options(address: str) -> list[str]:
    async def ask() -> list[str]:
        async with Visitor(address) as visitor:
            return find_box(await visitor.run(), LABEL)[1]

    return finish(ask())


def measure_crowd(*, page: str, ours: str, stock: str) -> Result:
    """Reruns a second, in turns."""
    options = ask_options(stock)
    mine, theirs = [], []
    for _ in range(3):
        mine.append(finish(reruns_per_second(ours, page=page, label=LABEL, options=options)))
        theirs.append(finish(reruns_per_second(stock, page="", label=LABEL, options=options)))
    left, right = statistics.median(mine), statistics.median(theirs)
    return Result(
        what=f"{page}: {VISITORS} besökare samtidigt", unit="omkörningar/s", ours=left, stock=right,
        ratio=left / right, goal=">= 2", reached=left >= 2 * right,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
