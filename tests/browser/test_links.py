"""The address is the state: a link shows somebody else the same view, and back works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser.conftest import as_new
from tests.browser.widgets import (
    choose,
    follow_menu,
    one_run,
    open_address,
    open_tab,
    visible_text,
)
from tests.thinned import some

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).first.inner_text()


def seen_by(visitor: Page, address: str) -> str:
    """What the address shows to somebody who has never been here."""
    open_address(visitor, address)
    return shown_by(visitor)


def shown_by(page: Page) -> str:
    return page.locator('[data-testid="stMain"]').inner_text()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the address was and what the page showed, at a stop of the journey."""

    address: str
    title: str
    text: str


class Journey(NamedTuple):
    """The stops, in order."""

    arrived: View
    chosen: View
    as_table: View
    on_the_map: View
    another_measure: View
    back: View
    compared: View


@pytest.fixture(scope="module")
def journey(context: BrowserContext, server: str) -> Journey:
    """One visitor from page to page: chooses, opens a tab, goes on by the menu and back."""
    with as_new(context) as page:

        def stop() -> View:
            return View(address=page.url, title=heading(page), text=shown_by(page))

        open_address(page, f"{server}/indikator")
        stops = [stop()]
        choose(page, label="Kommun", option="Malmö")
        choose(page, label="Mått", option="Anmälda narkotikabrott")
        stops.append(stop())
        open_tab(page, "Tabell")
        stops.append(stop())
        follow_menu(page, "Karta")
        stops.append(stop())
        choose(page, label="Mått", option="Anmälda våldsbrott")
        stops.append(stop())
        for _ in range(2):
            with one_run(page):
                page.go_back()
        stops.append(stop())
        follow_menu(page, "Jämför")
        stops.append(stop())
    return Journey(*stops)


def test_a_choice_is_in_the_address(journey: Journey) -> None:
    assert journey.chosen.title != journey.arrived.title
    assert "Malm" in journey.chosen.address
    assert journey.another_measure.title != journey.on_the_map.title


@pytest.mark.parametrize("stop", ["chosen", "another_measure"])
def test_a_link_reproduces_the_view(journey: Journey, somebody_else: Page, stop: str) -> None:
    view: View = getattr(journey, stop)
    assert seen_by(somebody_else, view.address) == view.text


def test_the_open_tab_is_in_the_link(journey: Journey, somebody_else: Page) -> None:
    assert "Tabell" in journey.as_table.address
    assert "Osäkerhet" in seen_by(somebody_else, journey.as_table.address)


def test_the_kommun_stays_when_the_page_changes(journey: Journey) -> None:
    assert "/karta" in journey.on_the_map.address
    assert "/jamfor" in journey.compared.address
    assert "Malmö" in journey.compared.title or "Malmö" in journey.compared.text


def test_back_brings_the_earlier_choice(journey: Journey) -> None:
    assert "/indikator" in journey.back.address
    assert journey.back.title == journey.as_table.title
    assert journey.back.title != journey.on_the_map.title


@pytest.mark.parametrize(
    "query",
    some(
        ["kommun=%3Cscript%3E&flik=Inget", "kommun=9999&indikator=finns_inte&period=1066"],
        ordinarily=1,
    ),
)
def test_an_address_with_nonsense_shows_the_page_all_the_same(open_page, query: str) -> None:
    page = open_page(f"karta?{query}")
    assert heading(page)
    assert "UI-500" not in visible_text(page)
