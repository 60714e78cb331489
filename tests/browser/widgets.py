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
                    .every(chart => chart.querySelector('.main-svg, canvas'))
                // A map's shapes are fetched after its frame is drawn.
                && [...document.querySelectorAll('.geolayer > .geo')]
                    .every(map => map.querySelector('path.choroplethlocation'));
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
    box = page.get_by_role("combobox", name=re.compile(re.escape(label))).first
    box.click()
    box.fill(option)  # only the visible part of a long list exists
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
    page.locator('[data-testid="stAlert"]').or_(page.get_by_text("4. Kontroll")).first.wait_for()
    wait_until_drawn(page)


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
