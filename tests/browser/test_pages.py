"""Every page opens, says nothing in English, and is kept as a picture in three sizes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from lagesbild.ui.page_table import PAGES
from tests.browser.widgets import (
    errors_on,
    follow_menu,
    open_address,
    visible_text,
    wait_until_drawn,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

PROJECTOR = "1920"
SIZES = {"1280": (1280, 800), PROJECTOR: (1920, 1080), "390": (390, 844)}

ENGLISH = (
    "Upload", "Drag and drop", "Browse files", "per file", "Deploy", "Loading", "Running", "Error",
    "Choose an option", "Choose options", "No results", "No options to select", "Select all",
    "Press Enter", "Show more", "Fullscreen", "Download", "Search", "Clear", "Made with", "empty",
    "Rerun", "Settings", "Page not found", "None", "NaN", "nan",
)  # fmt: skip
"""What Streamlit, Plotly or a forgotten value would leave on a Swedish page."""


@pytest.mark.parametrize("page_id", [page.id for page in PAGES])
def test_a_page_opens_in_swedish_and_is_pictured(
    page: Page, server: str, pictures: Path, page_id: str
) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda told: problems.extend(broken_policy(told.text)))
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if (
            size != PROJECTOR
        ):  # a window on its way to the projector is made larger, not opened anew
            page.goto(f"{server}/{page_id}")
        wait_until_drawn(page)
        page.screenshot(path=pictures / f"{page_id}-{size}.png")
        look_for_faults(page, page_id=page_id)
        if size == PROJECTOR:
            continue
        tall = page.locator('[data-testid="stMain"]').evaluate("e => e.scrollHeight")
        # The page scrolls inside the window, so the whole of it needs a window of its height.
        page.set_viewport_size({"width": width, "height": max(height, tall)})
        wait_until_drawn(page)
        page.screenshot(path=pictures / f"{page_id}-{size}-hela.png")
    assert not problems


def broken_policy(text: str) -> list[str]:
    """What the browser says when the page's own policy stops something of the page."""
    return [text] if "Content Security Policy" in text else []


def look_for_faults(page: Page, *, page_id: str) -> None:
    assert not errors_on(page)
    text = visible_text(page)
    found = [word for word in ENGLISH if re.search(rf"\b{re.escape(word)}\b", text)]
    assert not found, f"English or unfinished on {page_id}: {found}"
    assert page.evaluate("document.documentElement.lang") == "sv"
    main = page.locator('[data-testid="stMain"]')
    wide, room = main.evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert wide <= room, f"{page_id} is {wide} px wide where there are {room} px"


WITHOUT_FIGURES = {"lamna_data", "mina_leveranser"}


@pytest.mark.parametrize("page_id", [page.id for page in PAGES if page.id not in WITHOUT_FIGURES])
def test_example_figures_say_that_they_are_invented(standing, page_id: str) -> None:
    text = visible_text(standing(page_id))
    assert re.search("påhittade (siffror|exempeldata)", text)


def test_the_menu_leads_to_every_page(open_page) -> None:
    page = open_page("")
    for entry in PAGES:
        follow_menu(page, entry.title)
        place = rf"/({entry.id})?(\?|$)" if entry is PAGES[0] else f"/{entry.id}"
        assert re.search(place, page.url)
        assert not errors_on(page)


def test_an_address_that_leads_nowhere_is_answered_in_swedish(page, server) -> None:
    answer = page.goto(f"{server}/finns-inte")
    assert answer.status == 404
    text = page.locator("body").inner_text()
    assert "Sidan finns inte." in text
    assert "Page not found" not in text


def test_the_first_page_by_its_name_is_the_start_with_its_choices(page, server) -> None:
    open_address(page, f"{server}/oversikt?kommun=2281")
    assert "/oversikt" not in page.url
    assert "Sundsvall" in visible_text(page)
    assert not errors_on(page)
