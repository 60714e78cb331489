"""`python -m tests.bench pages [page ...]`: from a choice to a drawn chart in Chromium, on the analysis pages.

Turn by turn with a stock page that draws the same figures: first choices that nobody has made before, then
the same again. What the server's part of it costs is measured by `analysis`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.analysis_pages import GOAL, PAGES, figures_of, load_example, stock_with
from tests.bench.drawing import Change, WatchedPage
from tests.bench.results import Result, at_most, show
from tests.browser.served import CHROMIUM_ARGUMENTS, ROOT, find_chromium, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Figures = dict[str, dict[str, Any]]

SEEN_TURNS = 6

VIEWS = {"sticker_ut": {"flik": "Tratten"}}
"""Where the first view draws the same picture whichever measure is chosen: one that does not."""

BEHIND = {"signaler": "Begränsa listan"}


def main(wanted: list[str]) -> int:
    """Print three lines for each page; 1 when one misses the goal, 2 without a browser."""
    chromium = find_chromium()
    if chromium is None:
        print("Chromium saknas: mätningen behöver en webbläsare.", file=sys.stderr)
        return 2
    pages = wanted or list(PAGES)
    with tempfile.TemporaryDirectory(prefix="lagesbild-pages-") as name:
        folder = Path(name)
        load_example(folder / "data")
        # One server captures, another is measured: what has been seen before must be new to it.
        with serve(ROOT / "app.py", data=folder / "data", log=folder / "seen.txt") as ours:
            figures = {page: changing(asyncio.run(_captured(ours, page=page))) for page in pages}
        results = _measure(folder, figures=figures, chromium=chromium)
    show(results)
    return int(not all(one.reached for one in results))


async def _captured(address: str, *, page: str) -> Figures:
    return await figures_of(address, page=page, label=PAGES[page], query=VIEWS.get(page))


def changing(figures: Figures) -> Figures:
    """Without options that draw what another draws: a chart that stays the same is not drawn anew."""
    by_spec = {
        json.dumps(one["spec"], sort_keys=True): name for name, one in reversed(figures.items())
    }
    return {name: one for name, one in figures.items() if name in by_spec.values()}


def _measure(folder: Path, *, figures: dict[str, Figures], chromium: str) -> list[Result]:
    from playwright.sync_api import sync_playwright

    found: list[Result] = []
    with (
        serve(ROOT / "app.py", data=folder / "data", log=folder / "ours.txt") as ours,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium, args=list(CHROMIUM_ARGUMENTS)
        )
        for page, drawn in figures.items():
            with stock_with(drawn, folder=folder, page=page) as stock:
                found += _in_turns(browser, ours=ours, stock=stock, page=page, options=list(drawn))
        browser.close()
    return found


def _in_turns(
    browser: Browser, *, ours: str, stock: str, page: str, options: list[str]
) -> list[Result]:
    query = "".join(f"?{key}={value}" for key, value in VIEWS.get(page, {}).items())
    mine = WatchedPage(
        browser, address=f"{ours}/{page}{query}", label=PAGES[page], behind=BEHIND.get(page, "")
    )
    theirs = WatchedPage(browser, address=stock, label="Mått")
    # The first option is the one that both pages opened with: it is not new to anyone, and comes last.
    turns = [*options[1:], options[0]]
    turns += [turns[turn % len(turns)] for turn in range(SEEN_TURNS)]
    pairs = [(mine.choose(option), theirs.choose(option)) for option in turns]
    mine.close()
    theirs.close()
    new, again = pairs[: len(options) - 1], pairs[len(options) :]
    return [
        _result(f"{page}: val till ritat diagram, första gången", new, what="first_ms"),
        _result(f"{page}: val till ritat diagram, sett förut", again, what="first_ms"),
        _result(f"{page}: val till alla diagram ritade, sett förut", again, what="all_ms"),
    ]


def _result(words: str, pairs: list[tuple[Change, Change]], *, what: str) -> Result:
    ours, stock = ([getattr(one, what) for one in side] for side in zip(*pairs, strict=True))
    return at_most(words, ours, stock, goal=GOAL)
