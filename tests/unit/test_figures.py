"""Numerators over denominators: worlds never mix, missing says why, months add up to years."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Indicator, Kind, Polarity, Theme
from lagesbild.domain.person import PUBLIC, Person, Role
from lagesbild.domain.secrecy import STATUS_CODES, Secrecy, Status
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import NewDelivery, add_delivery
from lagesbild.store.observations import Grain

ANGE, RIKET = "2260", "0000"
COORDINATOR = Person(id="k", name="K", role=Role.SAMORDNARE, kommun_code=ANGE)


def indicator(**changes: object) -> Indicator:
    values: dict[str, object] = {
        "id": "brott", "name": "Brott", "question": "?", "definition": "d", "theme": Theme.BROTT,
        "kind": Kind.RATE, "unit": "per 100 000", "polarity": Polarity.HIGH_IS_BAD, "source": "bra",
        "numerator": "bra.brott", "denominator": "scb.folkmangd", "per": 100_000,
    }  # fmt: skip
    return Indicator(**{**values, **changes})  # type: ignore[arg-type]


def row(
    measure: str, value: float | None, start: str, end: str, **changes: object
) -> dict[str, object]:
    return {
        "measure": measure, "area_code": ANGE, "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end), "period_label": start[:4], "breakdown": "{}",
        "is_total": True, "value": value, "status": STATUS_CODES[Status.VALUE], "raw": None,
        "source_sheet": "blad", "source_row": 2, "source_column": "Antal", **changes,
    }  # fmt: skip


def year(measure: str, value: float | None, number: int, **changes: object) -> dict[str, object]:
    return row(measure, value, f"{number}-01-01", f"{number + 1}-01-01", **changes)


@pytest.fixture
def store() -> Store:
    store = Store(None)
    add_areas(
        store,
        [
            Area(code=RIKET, name="Riket", level=AreaLevel.RIKET),
            Area(code="22", name="Västernorrlands län", level=AreaLevel.LAN, parent_code=RIKET),
            Area(code=ANGE, name="Ånge", level=AreaLevel.KOMMUN, parent_code="22"),
        ],
    )
    return store


def deliver(
    store: Store, rows: list[dict[str, object]], *, example: bool = False, **changes: object
) -> int:
    values: dict[str, object] = {
        "source_id": "bra", "kommun_code": None, "file_name": "f.csv", "sha256": "0",
        "delivered_by": "p", "issued_on": date(2026, 1, 1), "rows_read": len(rows), "receipt": "{}",
        "is_example": example,
    }  # fmt: skip
    return add_delivery(
        store,
        NewDelivery(**{**values, **changes}),
        observations=pd.DataFrame(rows),  # type: ignore[arg-type]
    )


def ask(
    store: Store, one: Indicator, *, person: Person = COORDINATOR, grain: Grain = Grain.AS_DELIVERED
) -> pd.DataFrame:
    catalog = Catalog(indicators={one.id: one}, sources={}, measures={}, glossary={})
    inquiry = Inquiry(
        store=store, catalog=catalog, areas={}, person=person, kommun_code=ANGE,
        today=date(2026, 11, 21),
    )  # fmt: skip
    return released_figures(inquiry, indicator_id=one.id, grain=grain).frame


def test_a_rate_is_counted_over_the_years_population_with_byars_interval(store):
    deliver(store, [year("bra.brott", 65, 2025), year("scb.folkmangd", 100_000, 2025)])
    found = ask(store, indicator()).iloc[0]
    assert (found["count"], found["denominator"], found["value"]) == (65, 100_000, 65)
    # Byar's limits for 65 events: PHEindicatormethods' published test data.
    assert found["lower"] == pytest.approx(50.163187710459454)
    assert found["upper"] == pytest.approx(82.849138545939837)
    assert found["method"] == "Byar"


def test_a_missing_population_leaves_the_rate_empty_and_says_why(store):
    deliver(store, [year("bra.brott", 90_659, 2023), year("scb.folkmangd", 608_993, 2024)])
    found = ask(store, indicator()).iloc[0]
    assert found["count"] == 90_659
    assert pd.isna(found["value"])
    assert found["status"] == Status.MISSING.value
    assert found["status_reason"] == "folkmängd saknas"


def test_an_earlier_population_stands_in_for_a_year_that_has_none_yet_but_not_for_ever(store):
    deliver(
        store,
        [
            *(year("bra.brott", 60, y) for y in (2025, 2026, 2029)),
            year("scb.folkmangd", 9_000, 2025),
        ],
    )
    found = ask(store, indicator()).set_index("period_label")["denominator"]
    assert found["2026"] == 9_000
    assert pd.isna(found["2029"])


def test_real_figures_replace_example_figures_and_are_never_divided_by_them(store):
    deliver(store, [year("bra.brott", 11, 2025), year("scb.folkmangd", 9_000, 2025)], example=True)
    deliver(store, [year("bra.brott", 62, 2025)])
    found = ask(store, indicator())
    assert found["count"].tolist() == [62]
    assert found["value"].isna().all()
    assert not found["is_example"].any()


def test_example_figures_are_shown_as_long_as_nobody_has_delivered(store):
    deliver(store, [year("bra.brott", 11, 2025), year("scb.folkmangd", 9_000, 2025)], example=True)
    found = ask(store, indicator())
    assert found["is_example"].all()
    assert found["denominator"].tolist() == [9_000]


def test_twelve_months_add_up_to_the_year_and_eleven_do_not(store):
    months = [
        row("bra.brott", 5, f"{y}-{m:02d}-01", f"{y + m // 12}-{m % 12 + 1:02d}-01")
        for y, last in ((2024, 12), (2025, 11))
        for m in range(1, last + 1)
    ]
    deliver(store, months)
    one = indicator(kind=Kind.COUNT, denominator=None)
    years = ask(store, one, grain=Grain.YEAR)
    assert years[["period_label", "count"]].to_numpy().tolist() == [["2024", 60.0]]
    rolling = ask(store, one, grain=Grain.TWELVE_MONTHS)
    assert rolling["count"].tolist() == [60.0] * 12
    assert rolling["period_end"].max() == pd.Timestamp("2025-12-01")


def test_a_delivered_year_is_not_replaced_by_its_months(store):
    months = [
        row("bra.brott", 5, f"2024-{m:02d}-01", f"{2024 + m // 12}-{m % 12 + 1:02d}-01")
        for m in range(1, 13)
    ]
    deliver(store, [*months, year("bra.brott", 61, 2024)])
    years = ask(store, indicator(kind=Kind.COUNT, denominator=None), grain=Grain.YEAR)
    assert years["count"].tolist() == [61.0]


def test_the_newest_issue_counts_and_a_recalled_one_does_not(store):
    deliver(store, [year("bra.brott", 41, 2024)], issued_on=date(2025, 2, 1))
    last = deliver(store, [year("bra.brott", 44, 2024)], issued_on=date(2025, 4, 1))
    one = indicator(kind=Kind.COUNT, denominator=None)
    assert ask(store, one)["count"].tolist() == [44.0]
    from lagesbild.store.deliveries import recall_delivery

    assert recall_delivery(store, delivery_id=last)
    assert ask(store, one)["count"].tolist() == [41.0]


def test_a_kommuns_own_delivery_is_not_read_by_another_kommun_or_the_public(store):
    deliver(store, [year("bra.brott", 41, 2024)], kommun_code=ANGE)
    one = indicator(kind=Kind.COUNT, denominator=None)
    neighbour = Person(id="n", name="N", role=Role.SAMORDNARE, kommun_code="1984")
    assert len(ask(store, one)) == 1
    assert ask(store, one, person=neighbour).empty
    assert ask(store, one, person=PUBLIC).empty


def test_a_total_meets_its_denominator_whatever_the_two_files_call_the_total(store):
    deliver(
        store,
        [
            year("bra.brott", 60, 2025, breakdown='{"Kön": "Totalt"}'),
            year("bra.brott", 40, 2025, breakdown='{"Kön": "Pojkar"}', is_total=False),
            year("scb.folkmangd", 9_000, 2025),
        ],
    )
    found = ask(store, indicator()).set_index("breakdown")
    assert found.loc['{"Kön": "Totalt"}', "denominator"] == 9_000
    assert pd.isna(found.loc['{"Kön": "Pojkar"}', "denominator"])


def test_a_published_share_gets_wilsons_interval_from_its_base(store):
    deliver(store, [year("skolverket.andel", 65, 2025), year("skolverket.antal", 100, 2025)])
    share = indicator(
        kind=Kind.SHARE, numerator=None, value="skolverket.andel", denominator="skolverket.antal"
    )
    found = ask(store, share).iloc[0]
    assert found["value"] == 65
    assert found["lower"] == pytest.approx(55.254443296887967)
    assert found["upper"] == pytest.approx(73.635751756902468)


class TestTheGate:
    def test_few_events_take_rate_and_interval_with_them(self, store):
        deliver(store, [year("bra.brott", 4, 2025), year("scb.folkmangd", 9_000, 2025)])
        found = ask(store, indicator(min_count=5)).iloc[0]
        assert found[["count", "denominator", "value", "lower", "upper"]].isna().all()
        assert found["status"] == Status.SUPPRESSED.value
        assert found["status_reason"] == "skyddat (för få)"
        assert found["area_code"] == ANGE

    @pytest.mark.parametrize(("count", "shown"), [(0, True), (1, False), (4, False), (5, True)])
    def test_the_edge_of_the_threshold(self, store, count, shown):
        deliver(store, [year("bra.brott", count, 2025), year("scb.folkmangd", 9_000, 2025)])
        found = ask(store, indicator(min_count=5)).iloc[0]
        assert pd.notna(found["count"]) is shown

    def test_zero_is_hidden_where_the_indicator_says_so(self, store):
        deliver(store, [year("bra.brott", 0, 2025), year("scb.folkmangd", 9_000, 2025)])
        found = ask(store, indicator(zero_is_shown=False)).iloc[0]
        assert pd.isna(found["count"])

    def test_the_few_who_are_not_in_the_share_are_protected_too(self, store):
        deliver(store, [year("skola.godkanda", 98, 2025), year("skola.elever", 100, 2025)])
        share = indicator(kind=Kind.SHARE, numerator="skola.godkanda", denominator="skola.elever")
        assert pd.isna(ask(store, share).iloc[0]["value"])

    def test_a_published_percentage_of_a_small_base_gives_its_count_away_and_is_hidden(self, store):
        deliver(store, [year("s.andel", 97.0, 2025), year("s.antal", 100, 2025)])
        share = indicator(kind=Kind.SHARE, numerator=None, value="s.andel", denominator="s.antal")
        assert pd.isna(ask(store, share).iloc[0]["value"])

    def test_a_restricted_indicator_gives_the_public_keys_without_numbers(self, store):
        deliver(store, [year("bra.brott", 65, 2025), year("scb.folkmangd", 9_000, 2025)])
        found = ask(store, indicator(secrecy=Secrecy.RESTRICTED), person=PUBLIC).iloc[0]
        assert found[["count", "denominator", "value", "lower", "upper"]].isna().all()
        assert found["status_reason"] == "visas inte för allmänheten"


@pytest.mark.parametrize(
    ("ask_for", "code"),
    [
        (lambda q: q.kommun, "AN-001"),
        (lambda q: q.indicator("finns_inte"), "AN-002"),
        (lambda q: q.area("9999"), "AN-003"),
    ],
)
def test_what_is_not_there_is_said_with_a_remedy(store, ask_for, code):
    catalog = Catalog(indicators={}, sources={}, measures={}, glossary={})
    inquiry = Inquiry(
        store=store, catalog=catalog, areas={}, person=COORDINATOR, kommun_code="9999",
        today=date(2026, 11, 21),
    )  # fmt: skip
    with pytest.raises(LagesbildError) as caught:
        ask_for(inquiry)
    assert caught.value.code == code
    assert caught.value.remedy
