"""The address is the state: a link shows somebody else the same view, and back works."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import WINDOW
from tests.browser.widgets import choose, open_tab, visible_text, wait_until_drawn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).first.inner_text()


def seen_by_somebody_else(browser: Browser, address: str) -> str:
    """What the address shows in a browser that has never been here."""
    context = browser.new_context(viewport=WINDOW, locale="sv-SE")
    page = context.new_page()
    page.goto(address)
    wait_until_drawn(page)
    text = page.locator('[data-testid="stMain"]').inner_text()
    context.close()
    return text


@pytest.mark.parametrize("page_id", ["indikator", "karta"])
def test_a_link_reproduces_the_view(open_page, browser: Browser, page_id: str) -> None:
    page = open_page(page_id)
    before = heading(page)
    choose(page, label="Kommun", option="Malmö")
    choose(page, label="Mått", option="Anmälda narkotikabrott")
    assert heading(page) != before
    assert "Malm" in page.url
    assert (
        seen_by_somebody_else(browser, page.url)
        == page.locator('[data-testid="stMain"]').inner_text()
    )


def test_the_open_tab_is_in_the_link(open_page, browser: Browser) -> None:
    page = open_page("indikator")
    open_tab(page, "Tabell")
    assert "Tabell" in page.url
    assert "Osäkerhet" in seen_by_somebody_else(browser, page.url)


def test_the_kommun_stays_when_the_page_changes(open_page) -> None:
    page = open_page("indikator")
    choose(page, label="Kommun", option="Kiruna")
    page.locator('[data-testid="stSidebarNav"]').get_by_role("link", name="Jämför").click()
    page.wait_for_url(re.compile("jamfor"))
    wait_until_drawn(page)
    assert "Kiruna" in heading(page) or "Kiruna" in visible_text(page)


def test_back_brings_the_earlier_choice(open_page) -> None:
    page = open_page("indikator?kommun=Sundsvall")
    first = heading(page)
    page.locator('[data-testid="stSidebarNav"]').get_by_role("link", name="Karta").click()
    page.wait_for_url(re.compile("karta"))
    wait_until_drawn(page)
    page.go_back()
    page.wait_for_url(re.compile("indikator"))
    wait_until_drawn(page)
    assert heading(page) == first


@pytest.mark.parametrize(
    "query",
    ["kommun=9999&indikator=finns_inte&period=1066", "kommun=%3Cscript%3E&flik=Inget"],
)
def test_an_address_with_nonsense_shows_the_page_all_the_same(open_page, query: str) -> None:
    page = open_page(f"karta?{query}")
    assert heading(page)
    assert "UI-500" not in visible_text(page)
