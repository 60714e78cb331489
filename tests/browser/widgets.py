"""Finding and filling Streamlit's parts as a person does: by the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

OPEN_LIMIT_MS = 60_000
"""Two loaded cores; nothing here measures speed."""

COLD_LIMIT_MS = 180_000
"""The first page of a server that has just started, in a browser that has just started: both load
what is heavy, at the moment when every other worker of the tests does the same."""

WINDOW = {"width": 1280, "height": 800}
SCRIPT_RUNS = Path(__file__).with_name("script_runs.js")

DRAWN = """() => {
    const runs = window.scriptRuns; // only where new_visitor opened the window
    const app = document.querySelector('[data-testid="stApp"]');
    const main = document.querySelector('[data-testid="stMain"]');
    const waiting = '[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]';
    return app && main
        && (!runs || (runs.asked > 0 && runs.answeredAt > runs.askedAt
            && performance.now() - Math.max(runs.answeredAt, runs.changedAt) > 100))
        && app.getAttribute('data-test-script-state') === 'notRunning'
        && main.querySelector('[data-testid="stElementContainer"]')
        && !document.querySelector(waiting)
        && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
            .every(chart => chart.querySelector('.main-svg, canvas'))
        // A map's shapes are fetched after its frame is drawn.
        && [...document.querySelectorAll('.geolayer > .geo')]
            .every(map => map.querySelector('path.choroplethlocation'));
}"""


STILL = """async box => {
    let before = -1, same = 0;
    while (same < 3) {
        await new Promise(done => setTimeout(done, 50));
        const now = box.getBoundingClientRect().height;
        const moves = box.getAnimations({ subtree: true }).some(one => one.playState === "running");
        same = now === before && !moves ? same + 1 : 0;
        before = now;
    }
}"""


def new_visitor(browser: Browser) -> BrowserContext:
    """A browser that has never been here, and whose pages tell which runs of the script they await."""
    context = browser.new_context(viewport=WINDOW, locale="sv-SE")
    context.set_default_timeout(OPEN_LIMIT_MS)
    context.add_init_script(path=SCRIPT_RUNS)
    return context


def wait_until_drawn(page: Page, *, limit_ms: int = OPEN_LIMIT_MS) -> None:
    """Return when every run that was asked for is answered, its charts are drawn and nothing is stale.

    After an action use one_run: the page asks for its run a moment later than the click.
    """
    page.wait_for_function(DRAWN, timeout=limit_ms, polling=100)


@contextmanager
def one_run(page: Page) -> Iterator[None]:
    """Around an action that makes the page run its script: ends when the answer is drawn.

    Opening an expander and fetching a file run nothing: do not use it for them.
    """
    asked = page.evaluate("window.scriptRuns.asked")
    yield
    page.wait_for_function("asked => window.scriptRuns.asked > asked", arg=asked, polling=20)
    wait_until_drawn(page)


def open_address(page: Page, address: str) -> None:
    """Go to an address, as one who follows a link."""
    page.goto(address)
    wait_until_drawn(page)


def follow_menu(page: Page, title: str) -> None:
    """Change page by the menu."""
    with one_run(page):
        page.locator('[data-testid="stSidebarNav"]').get_by_role("link", name=title).first.click()


def visible_text(page: Page) -> str:
    """What a reader sees, menu included."""
    return page.locator("body").inner_text()


def errors_on(page: Page) -> list[str]:
    """Texts of tracebacks and of our own unexpected-failure message."""
    found = page.locator('[data-testid="stException"]').all_inner_texts()
    return found + re.findall(r"[^\n]*\(?UI-500\)?[^\n]*", visible_text(page))


def choose(page: Page, *, label: str, option: str) -> None:
    """Pick an option of a selection box by the words of both."""
    box = page.get_by_role("combobox", name=re.compile(re.escape(label))).first
    box.click()
    box.fill(option)  # only the visible part of a long list exists
    with one_run(page):
        page.get_by_role("option", name=option, exact=True).first.click()


def press(page: Page, label: str, *, exact: bool = False) -> None:
    """Press a button by its words, or some of them."""
    with one_run(page):
        page.get_by_role("button", name=label, exact=exact).first.click()


def tick(page: Page, label: str) -> None:
    """Tick a box by its words. One in an expander that is still opening may slip away from the
    pointer: then once more."""
    from playwright.sync_api import expect

    box = page.get_by_role("checkbox", name=label)
    with one_run(page):
        for patience_ms in (1_500, OPEN_LIMIT_MS):
            page.get_by_text(label).click()
            try:
                expect(box).to_be_checked(timeout=patience_ms)
            except AssertionError:
                if patience_ms == OPEN_LIMIT_MS:
                    raise
            else:
                break


def open_tab(page: Page, label: str) -> Locator:
    """Open a tab (or a segment that works as one)."""
    tab = page.get_by_role("tab", name=label, exact=True).or_(
        page.get_by_role("radio", name=label, exact=True)
    )
    with one_run(page):
        tab.first.click()
    return tab.first


def unfold(page: Page, label: str) -> Locator:
    """Open a part of the page that is folded, by its words, and return it when it lies still.

    While it opens, what is in it moves: a button pressed then is under the pointer when it goes down
    and not when it comes up, and nothing happens. On a loaded machine the press comes that early.
    """
    box = page.locator('[data-testid="stExpander"]').filter(has_text=label).first
    box.locator("summary").click()
    box.locator('[data-testid="stExpanderDetails"]').wait_for()
    box.evaluate(STILL)
    return box


def drop_file(page: Page, path: Path) -> None:
    """Hand a file to the page's upload place."""
    with one_run(page):
        page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(path)
    page.locator('[data-testid="stAlert"]').or_(page.get_by_text("4. Kontroll")).first.wait_for()


def confirm(page: Page) -> None:
    """Store the delivery that is looked at, and see its receipt."""
    press(page, "Bekräfta och spara")
    page.get_by_text("5. Klart: kvitto").wait_for()
    assert not errors_on(page)


def rows_of_tables(page: Page) -> list[dict[str, str]]:
    """Every row of the page's tables of figures: heading -> cell."""
    tables = page.locator('[data-testid="stTable"] table')
    tables.first.wait_for()
    return tables.evaluate_all(
        """tables => tables.flatMap(table => {
            const words = cell => cell.textContent.trim();
            const headings = [...table.querySelectorAll('thead th')].map(words);
            return [...table.querySelectorAll('tbody tr')].map(row => Object.fromEntries(
                [...row.querySelectorAll('th, td')].map((cell, i) => [headings[i], words(cell)])));
        })"""
    )
