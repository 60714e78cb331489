"""axe-core finds nothing serious or critical on any page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lagesbild.ui.page_table import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

MENU = '[data-testid="stSidebarNav"]'
UPLOAD = '[data-testid="stFileUploaderDropzone"]'
EXEMPT = {MENU: ("list", "listitem"), UPLOAD: ("button-name",)}
"""The only exemptions, for these rules in these places. Streamlit 1.67 puts the headings of a menu
with sections between the items of a list. Its upload button says "Upload": the style sheet replaces
that by generated text, which browsers read out and axe-core does not see (tested below)."""


@pytest.mark.parametrize("page_id", [page.id for page in PAGES])
def test_no_serious_barrier(standing, page_id: str) -> None:
    page = standing(page_id)
    barriers = barriers_in(page, context={"exclude": [[place] for place in EXEMPT]}, options={})
    for place, rules in EXEMPT.items():
        if page.locator(place).count():
            off = {rule: {"enabled": False} for rule in rules}
            barriers += barriers_in(page, context={"include": [[place]]}, options={"rules": off})
    assert not barriers, "\n".join(barriers)


def test_the_upload_button_is_called_something_swedish(standing) -> None:
    page = standing("lamna_data")
    assert page.locator(UPLOAD).get_by_role("button", name="Välj fil", exact=True).count() == 1
    # Beside it Streamlit keeps an input of no size, outside the tab order, that it calls "file
    # upload": its own words, which nothing of ours reaches.
    assert page.get_by_role("button", name="Upload", exact=True).count() == 0


def barriers_in(page: Page, *, context: dict[str, Any], options: dict[str, Any]) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page, context=context, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
