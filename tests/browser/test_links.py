"""The address is the state: a link shows somebody else the same view, and back works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.widgets import (
    choose,
    follow_menu,
    new_visitor,
    one_run,
    open_address,
    open_tab,
    visible_text,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).first.inner_text()


def seen_by_somebody_else(browser: Browser, address: str) -> str:
    """What the address shows in a browser that has never been here."""
    context = new_visitor(browser)
    page = context.new_page()
    open_address(page, address)
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
    follow_menu(page, "Jämför")
    assert "/jamfor" in page.url
    assert "Kiruna" in heading(page) or "Kiruna" in visible_text(page)


def test_back_brings_the_earlier_choice(open_page) -> None:
    page = open_page("indikator?kommun=Sundsvall")
    first = heading(page)
    follow_menu(page, "Karta")
    assert "/karta" in page.url
    assert heading(page) != first
    with one_run(page):
        page.go_back()
    assert "/indikator" in page.url
    assert heading(page) == first


@pytest.mark.parametrize(
    "query",
    ["kommun=9999&indikator=finns_inte&period=1066", "kommun=%3Cscript%3E&flik=Inget"],
)
def test_an_address_with_nonsense_shows_the_page_all_the_same(open_page, query: str) -> None:
    page = open_page(f"karta?{query}")
    assert heading(page)
    assert "UI-500" not in visible_text(page)
