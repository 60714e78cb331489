"""axe-core finds nothing serious or critical on any page."""

from __future__ import annotations

import pytest

from lagesbild.ui.page_table import PAGES
from tests.browser.tour import MENU, UPLOAD, barriers_on


@pytest.mark.parametrize("page_id", [page.id for page in PAGES])
def test_no_serious_barrier(tour, page_id: str) -> None:
    barriers = tour.look_at(page_id).barriers
    assert not barriers, "\n".join(barriers)


def test_streamlits_own_buttons_are_called_something_swedish(open_page) -> None:
    page = open_page("lamna_data")
    assert page.locator(UPLOAD).get_by_role("button", name="Välj fil", exact=True).count() == 1
    # Beside it Streamlit keeps an input of no size, outside the tab order, that it calls "file
    # upload": its own words, which nothing of ours reaches.
    assert page.get_by_role("button", name="Upload", exact=True).count() == 0
    assert page.get_by_role("button", name="Till startsidan", exact=True).count() == 1
    assert page.get_by_role("button", name="Navigate to home page").count() == 0


def test_the_focus_comes_back_to_a_tab_that_was_shut_for_a_moment(open_page) -> None:
    """Streamlit does it now and then while an answer arrives, the more often the slower the machine."""
    page = open_page("lagesbild")
    tab = page.get_by_role("tab", selected=True)
    tab.focus()
    page.keyboard.press("Shift")
    tab.evaluate("tab => tab.removeAttribute('tabindex')")
    page.wait_for_function("() => document.activeElement === document.body")
    tab.evaluate("tab => tab.setAttribute('tabindex', '0')")
    page.wait_for_function("() => document.activeElement.getAttribute('role') === 'tab'")


def test_a_barrier_is_found(page) -> None:
    page.set_content('<html lang="sv"><title>Prov</title><main><img src="data:,"></main></html>')
    for known in ([], [MENU]):
        found = barriers_on(page, but=known)
        assert [one for one in found if one.startswith("image-alt")]
