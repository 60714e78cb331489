"""Every page opens, says nothing in English, and is kept as a picture in three sizes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from lagesbild.ui.page_table import PAGES, Shows
from tests.browser.tour import PHONE, faults_on, problems_of
from tests.browser.widgets import errors_on, open_address, visible_text
from tests.thinned import some

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.tour import Tour

WITH_FIGURES = [
    page.id for page in PAGES if page.shows is not Shows.NOTHING or page.id == "datakallor"
]


@pytest.mark.parametrize("page_id", [page.id for page in PAGES])
def test_a_page_opens_in_swedish_and_is_pictured(tour: Tour, page_id: str) -> None:
    assert not tour.look_at(page_id).faults


@pytest.mark.parametrize("page_id", [page.id for page in PAGES])
def test_a_page_fits_a_phone(tour: Tour, page_id: str) -> None:
    assert not tour.look_at(page_id).on_phone


@pytest.mark.parametrize("page_id", some(["karta", "indikator"], ordinarily=1))
def test_a_link_opens_on_a_phone(page: Page, server: str, pictures: Path, page_id: str) -> None:
    """As the tour's window when it is made small: the server is not told its size."""
    page.set_viewport_size(PHONE)
    with problems_of(page) as problems:
        open_address(page, f"{server}/{page_id}")
        faults = faults_on(page)
        page.screenshot(path=pictures / f"{page_id}-390-lank.png")
    assert not faults
    assert not problems


@pytest.mark.parametrize("page_id", WITH_FIGURES)
def test_example_figures_say_that_they_are_invented(tour: Tour, page_id: str) -> None:
    assert re.search("påhittade (siffror|exempeldata)", tour.look_at(page_id).text)


@pytest.mark.parametrize("page_id", [page.id for page in PAGES])
def test_the_menu_leads_to_every_page(tour: Tour, page_id: str) -> None:
    place = rf"/({page_id})?(\?|$)" if page_id == PAGES[0].id else f"/{page_id}"
    assert re.search(place, tour.look_at(page_id).address)


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
