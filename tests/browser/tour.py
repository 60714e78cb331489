"""One visitor goes from page to page by the menu and notes what there is; the tests look at the notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lagesbild.ui.page_table import find_page
from tests.browser.widgets import (
    WINDOW,
    errors_on,
    follow_menu,
    open_address,
    visible_text,
    wait_until_drawn,
)
from tests.thinned import EVERYTHING

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Error, Page

PROJECTOR = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}

ENGLISH = (
    "Upload", "Drag and drop", "Browse files", "per file", "Deploy", "Loading", "Running", "Error",
    "Choose an option", "Choose options", "No results", "No options to select", "Select all",
    "Press Enter", "Show more", "Fullscreen", "Download", "Search", "Clear", "Made with", "empty",
    "Rerun", "Settings", "Page not found", "None", "NaN", "nan",
)  # fmt: skip
"""What Streamlit, Plotly or a forgotten value would leave on a Swedish page."""

MENU = '[data-testid="stSidebarNav"]'
UPLOAD = '[data-testid="stFileUploaderDropzone"]'
EXEMPT = {MENU: ["list", "listitem"], UPLOAD: ["button-name"]}
"""The only exemptions, for these rules in these places. Streamlit 1.67 puts the headings of a menu
with sections between the items of a list. Its upload button says "Upload": the style sheet replaces
that by generated text, which browsers read out and axe-core does not see (test_accessibility.py)."""

NO_HINTS = """() => !document.querySelector('[role="tooltip"], [data-testid="stTooltipContent"]')"""

LOOK_FOR_BARRIERS = """async ([exempt, seen]) => {
    // Of what a rule lets through one example is enough: listing all of it took five times as long.
    // "region" is moderate at most, and asks about every element.
    const { violations } = await axe.run(seen.length ? { exclude: seen.map(place => [place]) } : document, {
        resultTypes: ["violations"], elementRef: true, rules: { region: { enabled: false } },
    });
    const isExempt = (rule, node) => Object.entries(exempt).some(
        ([place, rules]) => rules.includes(rule.id) && node.element.closest(place));
    return violations
        .filter(rule => ["serious", "critical"].includes(rule.impact))
        .flatMap(rule => rule.nodes.filter(node => !isExempt(rule, node))
            .map(node => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A page with the example data.

    address   where the menu led
    text      all that is read at 1280 pixels
    faults    what is wrong at 1280 and 1920 pixels, in words
    on_phone  what is wrong at 390 pixels
    barriers  what axe-core finds serious or critical
    """

    address: str
    text: str
    faults: list[str]
    on_phone: list[str]
    barriers: list[str]


class Tour:
    """Looks at each page once, whoever asks."""

    def __init__(self, page: Page, *, server: str, pictures: Path) -> None:
        self._page, self._server, self._pictures = page, server, pictures
        self._seen: dict[str, Seen] = {}
        self._known: list[str] = []

    def look_at(self, page_id: str) -> Seen:
        if page_id not in self._seen:
            with problems_of(self._page) as problems:
                self._go_to(page_id)
                seen = self._look(page_id)
            self._seen[page_id] = replace(seen, faults=[*seen.faults, *problems])
        return self._seen[page_id]

    def _go_to(self, page_id: str) -> None:
        self._page.bring_to_front()
        self._page.set_viewport_size(WINDOW)
        if not self._page.locator(MENU).count():
            open_address(self._page, self._server)
        follow_menu(self._page, find_page(page_id).title)

    def _look(self, page_id: str) -> Seen:
        page, faults = self._page, faults_on(self._page)
        address, text = page.url, visible_text(page)
        take_pictures(page, self._pictures / f"{page_id}-1280.png")
        barriers = barriers_on(page, but=self._known)
        # The menu is the same on every page, and took as long to look through as the rest of it.
        self._known = [MENU]
        # A window on its way to the projector is made larger, not opened anew.
        page.set_viewport_size(PROJECTOR)
        wait_until_drawn(page)
        page.screenshot(path=self._pictures / f"{page_id}-1920.png")
        faults += faults_on(page)
        page.set_viewport_size(PHONE)
        wait_until_drawn(page)
        on_phone = faults_on(page)
        take_pictures(page, self._pictures / f"{page_id}-390.png")
        return Seen(
            address=address, text=text, faults=faults, on_phone=on_phone, barriers=barriers
        )  # fmt: skip


@contextmanager
def problems_of(page: Page) -> Iterator[list[str]]:
    """What goes wrong in the page's own scripts, and what its policy stops, while the block lasts."""
    problems: list[str] = []

    def remember_error(error: Error) -> None:
        problems.append(str(error))

    def remember_policy(told: ConsoleMessage) -> None:
        problems.extend(broken_policy(told.text))

    page.on("pageerror", remember_error)
    page.on("console", remember_policy)
    yield problems
    page.remove_listener("pageerror", remember_error)
    page.remove_listener("console", remember_policy)


def broken_policy(text: str) -> list[str]:
    """What the browser says when the page's own policy stops something of the page."""
    return [text] if "Content Security Policy" in text else []


def take_pictures(page: Page, path: Path) -> None:
    """The window as it is; in make thorough the whole page as well: it scrolls inside the window, so
    that takes a window of its height, and twice the time. The window is as before afterwards."""
    page.screenshot(path=path)
    if not EVERYTHING:
        return
    size = page.viewport_size or WINDOW
    tall = page.locator('[data-testid="stMain"]').evaluate("e => e.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], tall)})
    wait_until_drawn(page)
    page.screenshot(path=path.with_stem(f"{path.stem}-hela"))
    page.set_viewport_size({"width": size["width"], "height": size["height"]})


def faults_on(page: Page) -> list[str]:
    """Errors, words that are not Swedish, and content wider than its window."""
    faults = errors_on(page)
    text = visible_text(page)
    faults += [f"says {word}" for word in ENGLISH if re.search(rf"\b{re.escape(word)}\b", text)]
    language = page.evaluate("document.documentElement.lang")
    faults += [] if language == "sv" else [f"its language is {language!r}"]
    wide, room = page.locator('[data-testid="stMain"]').evaluate(
        "e => [e.scrollWidth, e.clientWidth]"
    )
    return faults + ([f"{wide} px wide where there are {room} px"] if wide > room else [])


def barriers_on(page: Page, *, but: Sequence[str] = ()) -> list[str]:
    """What axe-core finds serious or critical, less the exemptions.

    but  places that have been looked through already
    """
    from axe_playwright_python.base import AXE_SCRIPT

    # The menu's hint under the pointer, half faded away, has too little contrast.
    page.mouse.move(WINDOW["width"] / 2, 1)
    page.wait_for_function(NO_HINTS)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(LOOK_FOR_BARRIERS, [EXEMPT, list(but)])
