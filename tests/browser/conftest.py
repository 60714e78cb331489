"""One server and one Chromium for all browser tests; skipped, saying why, where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.served import CHROMIUM_ARGUMENTS, ROOT, find_chromium, serve
from tests.browser.widgets import OPEN_LIMIT_MS, new_visitor, open_address, wait_until_drawn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NO_BROWSER = (
    "Chromium saknas: installera Debians paket chromium, eller ange sökvägen i variabeln CHROMIUM"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server whose empty store has been filled with example data."""
    folder = tmp_path_factory.mktemp("server")
    with serve(ROOT / "app.py", data=folder / "data", log=folder / "log.txt") as address:
        visitor = new_visitor(browser)
        page = visitor.new_page()
        page.goto(address)
        # The first visit loads the example data and the heavy libraries.
        wait_until_drawn(page, limit_ms=4 * OPEN_LIMIT_MS)
        visitor.close()
        yield address


@pytest.fixture(scope="session")
def own_server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty server for the tests that deliver, each file of them from a source of its own."""
    folder = tmp_path_factory.mktemp("own")
    with serve(
        ROOT / "app.py", data=folder / "data", log=folder / "log.txt",
        environment={"LAGESBILD_EXEMPEL": "nej"},
    ) as address:  # fmt: skip
        yield address


@pytest.fixture
def requests_outside() -> list[str]:
    """Addresses that a page asked for and that are not this machine."""
    return []


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One visitor's browser for all tests: what is fetched once need not be fetched again."""
    opened = new_visitor(browser)
    opened.route(is_outside, lambda route: route.abort())
    yield opened
    opened.close()


def is_outside(url: str) -> bool:
    """True of an address that is not this machine's."""
    return not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))


@pytest.fixture
def page(context: BrowserContext, requests_outside: list[str]) -> Iterator[Page]:
    """A fresh visitor at 1280x800. The test fails if the page asks another machine for anything."""

    def remember(url: str) -> None:
        if is_outside(url):
            requests_outside.append(url)

    opened = context.new_page()
    opened.on("request", lambda request: remember(request.url))
    opened.on("websocket", lambda socket: remember(socket.url))
    yield opened
    if opened.url.startswith("http"):
        opened.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    opened.close()
    context.clear_cookies()
    assert not requests_outside, f"something was fetched from outside: {requests_outside}"


@pytest.fixture(scope="session")
def standing(context: BrowserContext, server: str) -> Callable[[str], Page]:
    """A page of the app, opened once and left as it is, for tests that only look at it."""
    opened: dict[str, Page] = {}

    def look_at(page_id: str) -> Page:
        if page_id not in opened:
            opened[page_id] = context.new_page()
            open_address(opened[page_id], f"{server}/{page_id}")
        opened[page_id].bring_to_front()
        return opened[page_id]

    return look_at


@pytest.fixture
def open_page(page: Page, server: str) -> Callable[[str], Page]:
    """Open an address below the server and wait until the page is drawn."""

    def go(path: str) -> Page:
        open_address(page, f"{server}/{path}")
        return page

    return go


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots are kept for looking at; git ignores it."""
    folder = ROOT / "artifacts" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
