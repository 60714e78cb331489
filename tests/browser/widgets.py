"""Finding and filling Streamlit's parts as a person does: by the words beside them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

OPEN_LIMIT_MS = 30_000
"""Two loaded cores; nothing here measures speed."""


def wait_until_drawn(page: Page, *, limit_ms: int = OPEN_LIMIT_MS) -> None:
    """Return when Streamlit has run the script, drawn its charts and nothing is stale."""
    page.wait_for_selector('[data-testid="stApp"]', timeout=limit_ms)
    page.wait_for_function(
        """() => {
            const app = document.querySelector('[data-testid="stApp"]');
            const main = document.querySelector('[data-testid="stMain"]');
            const waiting = '[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]';
            return app && main
                && app.getAttribute('data-test-script-state') === 'notRunning'
                && main.querySelector('[data-testid="stElementContainer"]')
                && !document.querySelector(waiting)
                && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
                    .every(chart => chart.querySelector('.main-svg, canvas'));
        }""",
        timeout=limit_ms,
    )


def visible_text(page: Page) -> str:
    """What a reader sees, menu included."""
    return page.locator("body").inner_text()


def errors_on(page: Page) -> list[str]:
    """Texts of tracebacks and of our own unexpected-failure message."""
    found = page.locator('[data-testid="stException"]').all_inner_texts()
    return found + re.findall(r"[^\n]*\(?UI-500\)?[^\n]*", visible_text(page))


def choose(page: Page, *, label: str, option: str) -> None:
    """Pick an option of a selection box by the words of both."""
    page.get_by_role("combobox", name=re.compile(re.escape(label))).first.click()
    page.get_by_role("option", name=option, exact=True).first.click()
    wait_until_drawn(page)


def press(page: Page, label: str) -> None:
    """Press a button by its words."""
    page.get_by_role("button", name=re.compile(re.escape(label))).first.click()
    wait_until_drawn(page)


def open_tab(page: Page, label: str) -> Locator:
    """Open a tab (or a segment that works as one)."""
    tab = page.get_by_role("tab", name=label, exact=True).or_(
        page.get_by_role("radio", name=label, exact=True)
    )
    tab.first.click()
    wait_until_drawn(page)
    return tab.first


def drop_file(page: Page, path: Path) -> None:
    """Hand a file to the page's upload place."""
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(path)
    page.get_by_text(path.name[:20]).first.wait_for()
    wait_until_drawn(page)


def rows_of_table(page: Page) -> list[dict[str, str]]:
    """The first table of figures on the page: heading -> cell, row by row."""
    table = page.locator('[data-testid="stTable"] table').first
    table.wait_for()
    headings = [text.strip() for text in table.locator("thead th").all_inner_texts()]
    return [
        dict(zip(headings, [cell.strip() for cell in row.split("\t")], strict=False))
        for row in table.locator("tbody").inner_text().splitlines()
        if row.strip()
    ]
