"""More who report is not more that happens: reports in relation to reporters, from the store to the sentence."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.reporters import report_rates
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.person import Person, Role
from lagesbild.settings import DATA
from lagesbild.stats.verdict import Verdict
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import OBSERVATION_COLUMNS, NewDelivery, add_delivery

KIND = "est_buskorning"
REPORTS, REPORTERS = "est.buskorning", "est.rapportorer"


@pytest.fixture(scope="module")
def known():
    return load_catalog(DATA / "catalog"), load_areas(DATA / "reference" / "areas.csv")


@pytest.fixture
def store(known) -> Store:
    opened = Store(None)
    add_areas(opened, [area for area in known[1] if area.code in ("2260", "22", "0000")])
    return opened


def deliver(store: Store, by_year: dict[int, tuple[int, int]], *, months: int = 12) -> None:
    """Reports and reporters of each month, the same all through a year."""
    rows = [
        {
            "measure": measure, "area_code": "2260", "period_start": date(year, month, 1),
            "period_end": date(year + month // 12, month % 12 + 1, 1),
            "period_label": f"{year}-{month:02d}", "breakdown": "{}", "is_total": True,
            "value": value + (month % 3 if measure == REPORTS else 0), "status": 0, "raw": None,
            "source_sheet": None, "source_row": 1, "source_column": None,
        }
        for year, both in by_year.items() for month in range(1, months + 1)
        for measure, value in zip((REPORTS, REPORTERS), both, strict=True)
    ]  # fmt: skip
    add_delivery(
        store,
        NewDelivery(
            source_id="est", kommun_code="2260", file_name="e.csv", sha256="a",
            delivered_by="prov", issued_on=date(2026, 1, 1), rows_read=len(rows), receipt="{}",
        ),
        observations=pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)),
    )  # fmt: skip


def rates(store: Store, known, *, role: Role = Role.SAMORDNARE):
    person = Person(id="p", name="P", role=role, kommun_code="2260")
    inquiry = Inquiry(
        store=store, catalog=known[0], areas={area.code: area for area in known[1]}, person=person,
        kommun_code="2260", today=date(2026, 11, 21),
    )  # fmt: skip
    return report_rates(inquiry, indicator_id=KIND)


def test_twice_the_reports_from_twice_the_reporters_is_no_change(store, known) -> None:
    deliver(store, {2024: (40, 10), 2025: (80, 20)})
    answer = rates(store, known)
    assert [(one.year, one.reporters) for one in answer.years] == [(2024, 10), (2025, 20)]
    assert answer.assessment.verdict is Verdict.NOT_SHOWN
    assert "ungefär lika många per rapportör som 2024" in answer.sentence
    assert "20 rapporterade en vanlig månad, mot 10 året innan" in answer.sentence


def test_twice_the_reports_from_the_same_reporters_is_more(store, known) -> None:
    deliver(store, {2024: (40, 10), 2025: (80, 10)})
    answer = rates(store, known)
    assert answer.assessment.verdict is Verdict.HIGHER
    assert "fler per rapportör än 2024, 8,1 i månaden mot 4,1" in answer.sentence
    for one in answer.years:
        assert one.lower < one.rate < one.upper


def test_few_reporters_are_never_divided_by(store, known) -> None:
    deliver(store, {2024: (40, 4), 2025: (80, 4)})
    answer = rates(store, known)
    assert not answer.years
    assert "går inte att skilja" in answer.sentence


def test_a_year_that_is_not_wholly_known_is_not_told(store, known) -> None:
    deliver(store, {2024: (40, 10), 2025: (80, 20)}, months=11)
    assert not rates(store, known).years


def test_who_may_not_see_the_reports_gets_no_rates(store, known) -> None:
    deliver(store, {2024: (40, 10), 2025: (80, 20)})
    answer = rates(store, known, role=Role.PUBLIC)
    assert not answer.years
    assert not answer.figures.frame["count"].notna().any()
