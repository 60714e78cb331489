"""Graffiti as housing companies and shops keep it: by owner, with what is reported, gone in time, and how soon."""

from __future__ import annotations

from datetime import date

import pytest

from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.trends import trend
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.person import Person, Role
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.deliver import deliver
from lagesbild.ingest.receipt import ReceiptStatus
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import Store

ANNA = Person(id="a", name="A", role=Role.SAMORDNARE, kommun_code="2260")

BY_OWNER = """Kommun;År;Ägare;Klotter
Ånge;2024;Samtliga;30
Ånge;2024;Kommunen;12
Ånge;2024;Butiker;11
Ånge;2024;Bostadsbolag;7
Ånge;2025;Samtliga;41
Ånge;2025;Kommunen;14
Ånge;2025;Butiker;20
Ånge;2025;Bostadsbolag;7
"""
REMOVED = """Kommun;År;Polisanmält klotter;Sanerat inom två dygn;Saneringstid
Ånge;2024;12;24;3,5
Ånge;2025;30;35;1,5
"""


@pytest.fixture(scope="module")
def inquiry() -> Inquiry:
    store, areas = Store(None), load_areas(DATA / "reference" / "areas.csv")
    add_areas(store, areas)
    catalog = load_catalog(DATA / "catalog")
    for name, text in (("agare.csv", BY_OWNER), ("sanering.csv", REMOVED)):
        receipt = deliver(
            text.encode(), file_name=name, source_id="kommun", store=store, catalog=catalog,
            areas=AreaIndex(areas), today=date(2026, 11, 21), person=ANNA, archive=None,
        )  # fmt: skip
        assert receipt.status is ReceiptStatus.STORED, receipt.faults
    return Inquiry(
        store=store, catalog=catalog, areas={one.code: one for one in areas}, person=ANNA,
        kommun_code="2260", today=date(2026, 11, 21),
    )  # fmt: skip


def test_graffiti_is_told_by_owner_where_it_is_delivered_so(inquiry: Inquiry) -> None:
    found = trend(inquiry, indicator_id="klotter_kommunens_fastigheter")
    assert found.parts is not None
    newest = found.parts.frame[found.parts.frame["period_label"] == "2025"]
    counts = dict(zip(newest["breakdown"], newest["count"], strict=True))
    assert counts['{"Ägare": "Butiker"}'] == 20
    assert set(counts) == {
        f'{{"Ägare": "{who}"}}' for who in ("Kommunen", "Butiker", "Bostadsbolag")
    }


@pytest.mark.parametrize(
    ("indicator", "value"),
    [("klotter_polisanmalt", 73.2), ("klotter_borttaget", 85.4), ("klotter_saneringstid", 1.5)],
)
def test_reported_and_gone_are_a_pair_and_the_time_is_told(
    inquiry: Inquiry, indicator: str, value: float
) -> None:
    found = trend(inquiry, indicator_id=indicator)
    own = found.figures.totals[found.figures.totals["area_code"] == "2260"]
    assert own.iloc[-1]["value"] == pytest.approx(value, abs=0.05)
