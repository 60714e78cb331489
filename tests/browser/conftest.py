"""One server and one Chromium for all browser tests; skipped, saying why, where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.served import CHROMIUM_ARGUMENTS, ROOT, find_chromium, serve
from tests.browser.tour import Tour
from tests.browser.widgets import (
    COLD_LIMIT_MS,
    WINDOW,
    new_visitor,
    open_address,
    wait_until_drawn,
)
from tests.example import EXAMPLE_DAY, copy_example

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
def server(
    context: BrowserContext, example_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Address of a server with the example data."""
    folder = tmp_path_factory.mktemp("server")
    data = copy_example(example_folder, to=folder / "data")
    with serve(
        ROOT / "app.py", data=data, log=folder / "log.txt",
        environment={"LAGESBILD_IDAG": EXAMPLE_DAY.isoformat()},
    ) as address:  # fmt: skip
        visit_first(context, address)
        yield address


@pytest.fixture(scope="session")
def own_server(context: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty server for the tests that deliver, each file of them from a source of its own."""
    folder = tmp_path_factory.mktemp("own")
    with serve(
        ROOT / "app.py", data=folder / "data", log=folder / "log.txt",
        environment={"LAGESBILD_EXEMPEL": "nej", "LAGESBILD_IDAG": EXAMPLE_DAY.isoformat()},
    ) as address:  # fmt: skip
        visit_first(context, address)
        yield address


def visit_first(context: BrowserContext, address: str) -> None:
    """The first visit loads the heavy libraries: no test should have to wait for them."""
    tab = tab_of(context)
    tab.goto(address)
    wait_until_drawn(tab, limit_ms=COLD_LIMIT_MS)


@pytest.fixture(scope="session")
def requests_outside() -> list[str]:
    """Addresses that a page asked for and that are not this machine."""
    return []


@pytest.fixture(scope="session")
def context(browser: Browser, requests_outside: list[str]) -> Iterator[BrowserContext]:
    """One visitor's browser for all tests: what is fetched once need not be fetched again."""
    opened = new_visitor(browser)

    def remember(url: str) -> None:
        if is_outside(url):
            requests_outside.append(url)

    opened.on("request", lambda request: remember(request.url))
    opened.on("page", lambda page: page.on("websocket", lambda socket: remember(socket.url)))
    yield opened
    opened.close()


def is_outside(url: str) -> bool:
    """True of an address that is not this machine's."""
    return not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))


@pytest.fixture(autouse=True)
def nothing_from_outside(requests_outside: list[str]) -> Iterator[None]:
    """A test fails if a page asks another machine for anything."""
    yield
    asked = [*requests_outside]
    requests_outside.clear()
    assert not asked, f"something was fetched from outside: {asked}"


def tab_of(context: BrowserContext) -> Page:
    """The first tab of a browser: a new one would compile all scripts anew, four seconds."""
    return context.pages[0] if context.pages else context.new_page()


@contextmanager
def as_new(context: BrowserContext) -> Iterator[Page]:
    """The browser's tab as somebody finds it who has never been here; forgets what it was told."""
    tab = tab_of(context)
    tab.set_viewport_size(WINDOW)
    tab.emulate_media(media="null")
    tab.bring_to_front()
    yield tab
    if tab.url.startswith("http"):
        tab.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    tab.goto("about:blank")
    context.clear_cookies()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A fresh visitor at 1280x800."""
    with as_new(context) as tab:
        yield tab


@pytest.fixture(scope="session")
def another_browser(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody else's."""
    opened = new_visitor(browser)
    yield opened
    opened.close()


@pytest.fixture
def somebody_else(another_browser: BrowserContext) -> Iterator[Page]:
    """A visitor who shares nothing with the first one, for what a link shows to others."""
    with as_new(another_browser) as tab:
        yield tab


@pytest.fixture(scope="session")
def tour(context: BrowserContext, server: str, pictures: Path) -> Tour:
    """A visitor who looks at every page once, for tests that only read."""
    return Tour(context.new_page(), server=server, pictures=pictures)


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
