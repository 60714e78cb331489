"""axe-core finds nothing serious or critical on any page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lagesbild.ui.page_table import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

MENU = '[data-testid="stSidebarNav"]'
STREAMLITS_OWN = ("list", "listitem")
"""Streamlit 1.67 puts the headings of a menu with sections between the items of a list. It is the
only exemption, for these two rules and inside the menu only."""


@pytest.mark.parametrize("page_id", [page.id for page in PAGES])
def test_no_serious_barrier(open_page, page_id: str) -> None:
    page = open_page(page_id)
    barriers = barriers_in(page, context={"exclude": [[MENU]]}, options={})
    if page.locator(MENU).count():
        rules = {rule: {"enabled": False} for rule in STREAMLITS_OWN}
        barriers += barriers_in(page, context={"include": [[MENU]]}, options={"rules": rules})
    assert not barriers, "\n".join(barriers)


def barriers_in(page: Page, *, context: dict[str, Any], options: dict[str, Any]) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page, context=context, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
