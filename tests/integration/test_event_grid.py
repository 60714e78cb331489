"""Events from the store to released squares, on the example data's own events."""

from __future__ import annotations

from datetime import date

import pytest

from lagesbild.access.policy import Action, may
from lagesbild.analysis.event_grid import event_grid
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.person import Person, Role
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import OBSERVATION_COLUMNS, NewDelivery, add_delivery
from lagesbild.store.events import Wanted, count_events_in_squares

KIND = "est_skadegorelse"


def events(n: int, *, east: float, category: str = "Skadegörelse", area: str = "2260"):
    import pandas as pd

    rows = [(area, category, date(2025, 5, 1), east, 6_920_100.0)] * n
    names = ["area_code", "category", "happened_at", "east", "north"]
    return pd.DataFrame(rows, columns=names).astype({"happened_at": "datetime64[s]"})


def deliver(
    store: Store, frame, *, sha: str, kommun: str | None = None, example: bool = False
) -> None:
    import pandas as pd

    add_delivery(
        store,
        NewDelivery(
            source_id="est", kommun_code=kommun, file_name="h.csv", sha256=sha, delivered_by="prov",
            issued_on=date(2026, 1, 1), rows_read=len(frame), receipt="{}", is_example=example,
        ),
        observations=pd.DataFrame(columns=list(OBSERVATION_COLUMNS)), events=frame,
    )  # fmt: skip


@pytest.fixture(scope="module")
def known():
    return load_catalog(DATA / "catalog"), load_areas(DATA / "reference" / "areas.csv")


@pytest.fixture
def store(known) -> Store:
    opened = Store(None)
    add_areas(opened, [area for area in known[1] if area.code in ("2260", "2281", "22", "0000")])
    return opened


def inquiry(
    store: Store, known, *, role: Role, kommun: str = "2260", about: str = "2260"
) -> Inquiry:
    person = Person(id="p", name="P", role=role, kommun_code=kommun)
    return Inquiry(
        store=store, catalog=known[0], areas={area.code: area for area in known[1]}, person=person,
        kommun_code=about, today=date(2026, 11, 21),
    )  # fmt: skip


def counted(store: Store, *, about: str = "2260", reader: str | None = "2260") -> dict:
    wanted = Wanted(
        kommun_code=about, reader_kommun=reader, source="est", categories=("Skadegörelse",)
    )
    found = count_events_in_squares(
        store, wanted=wanted, start=date(2025, 1, 1), end=date(2026, 1, 1)
    )
    return found.counts.get("2260", {})


def test_events_are_counted_by_square_kind_and_year(store, known) -> None:
    deliver(store, events(7, east=520_100), sha="a")
    deliver(store, events(4, east=520_400), sha="b")
    deliver(store, events(6, east=520_900), sha="c")
    deliver(store, events(50, east=520_900, category="Trafik"), sha="d")
    assert counted(store) == {(1040, 13840): 11, (1041, 13840): 6}
    answer = event_grid(inquiry(store, known, role=Role.LEDAMOT), indicator_id=KIND, year=2025)
    assert [(part.count, part.size_m) for part in answer.grid.parts] == [(11, 500), (6, 500)]
    assert "med 11 av 17 händelser" in answer.sentence.replace("\u00a0", " ")
    other = event_grid(inquiry(store, known, role=Role.LEDAMOT), indicator_id=KIND, year=2024)
    assert not other.grid.parts


def test_real_events_replace_invented_ones_and_another_kommun_reads_none(store) -> None:
    deliver(store, events(9, east=520_100), sha="a", example=True)
    assert counted(store) == {(1040, 13840): 9}
    deliver(store, events(5, east=530_100), sha="b", kommun="2260")
    assert counted(store) == {(1060, 13840): 5}
    assert counted(store, reader="2281") == {(1040, 13840): 9}
    assert counted(store, about="2281") == {}


def test_only_roles_that_may_see_the_measure_get_squares(store, known) -> None:
    deliver(store, events(9, east=520_100), sha="a")
    secrecy = known[0].indicators[KIND].secrecy
    for role in Role:
        asked = inquiry(store, known, role=role)
        shown = bool(event_grid(asked, indicator_id=KIND, year=2025).grid.parts)
        assert shown == may(asked.person, action=Action.SEE, secrecy=secrecy), role
