"""axe-core finds nothing serious or critical on any page."""

from __future__ import annotations

import pytest

from lagesbild.ui.page_table import PAGES


@pytest.mark.parametrize("page_id", [page.id for page in PAGES])
def test_no_serious_barrier(open_page, page_id: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(open_page(page_id)).response["violations"]
    barriers = [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
    assert not barriers, "\n".join(barriers)
