"""The address is the state: a link shows somebody else the same view, and back works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.widgets import (
    choose,
    follow_menu,
    one_run,
    open_address,
    open_tab,
    visible_text,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).first.inner_text()


def seen_by(visitor: Page, address: str) -> str:
    """What the address shows to somebody who has never been here."""
    open_address(visitor, address)
    return visitor.locator('[data-testid="stMain"]').inner_text()


@pytest.mark.parametrize("page_id", ["indikator", "karta"])
def test_a_link_reproduces_the_view(open_page, somebody_else: Page, page_id: str) -> None:
    page = open_page(page_id)
    before = heading(page)
    choose(page, label="Kommun", option="Malmö")
    choose(page, label="Mått", option="Anmälda narkotikabrott")
    assert heading(page) != before
    assert "Malm" in page.url
    text = page.locator('[data-testid="stMain"]').inner_text()
    assert seen_by(somebody_else, page.url) == text


def test_the_open_tab_is_in_the_link(open_page, somebody_else: Page) -> None:
    page = open_page("indikator")
    open_tab(page, "Tabell")
    assert "Tabell" in page.url
    assert "Osäkerhet" in seen_by(somebody_else, page.url)


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
