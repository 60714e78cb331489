"""Whether high rates lie together: the neighbours come from delivered boundaries, and hidden parts are not
among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from lagesbild.analysis import sub_areas as parts
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.sub_areas import sub_areas
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.person import Person, Role
from lagesbild.domain.written import NBSP
from lagesbild.settings import DATA
from lagesbild.stats.spatial import LocalPattern, Pattern
from lagesbild.store.areas import add_areas, add_boundaries_within
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import OBSERVATION_COLUMNS, NewDelivery, add_delivery

pytestmark = pytest.mark.filterwarnings("ignore:The alternative hypothesis")

SIDE, KIND = 4, "est_buskorning"
CODES = [f"2260R0{n:02d}" for n in range(SIDE * SIDE)]


def observed(measure: str, code: str, value: float) -> dict[str, object]:
    return {
        "measure": measure, "area_code": code, "period_start": date(2025, 1, 1),
        "period_end": date(2026, 1, 1), "period_label": "2025", "breakdown": "{}",
        "is_total": True, "value": value, "status": 0, "raw": None, "source_sheet": None,
        "source_row": 1, "source_column": None,
    }  # fmt: skip


def square(number: int) -> str:
    """A hundredth of a degree each, side by side in rows of four."""
    west, south = 15.6 + 0.01 * (number % SIDE), 62.5 + 0.01 * (number // SIDE)
    ring = [
        [west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01],
        [west, south],
    ]  # fmt: skip
    return f'{{"type": "Polygon", "coordinates": [{ring}]}}'


@pytest.fixture
def inquiry() -> Inquiry:
    store, known = Store(None), load_areas(DATA / "reference" / "areas.csv")
    inside = [
        Area(code=code, name=f"Del {n}", level=AreaLevel.DELOMRADE, parent_code="2260")
        for n, code in enumerate(CODES)
    ]
    areas = [*(area for area in known if area.code in ("2260", "22", "0000")), *inside]
    add_areas(store, areas)
    rows = [observed("scb.folkmangd", code, 1000) for code in CODES]
    rows += [
        observed("est.buskorning", code, 60 if n in (0, 1, 4, 5) else 12 + n)
        for n, code in enumerate(CODES)
    ]
    delivery = add_delivery(
        store,
        NewDelivery(
            source_id="est", kommun_code=None, file_name="e.csv", sha256="a",
            delivered_by="prov", issued_on=date(2026, 1, 1), rows_read=len(rows), receipt="{}",
        ),
        observations=pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)),
    )  # fmt: skip
    outlines = {code: square(n) for n, code in enumerate(CODES)}
    with store.transaction() as cursor:
        number = getattr(delivery, "delivery_id", delivery)
        add_boundaries_within(cursor, outlines, delivery_id=number)
    return Inquiry(
        store=store, catalog=load_catalog(DATA / "catalog"),
        areas={area.code: area for area in areas},
        person=Person(id="p", name="P", role=Role.SAMORDNARE, kommun_code="2260"),
        kommun_code="2260", today=date(2026, 11, 21),
    )  # fmt: skip


def test_hot_spots_are_asked_of_real_neighbours_and_named(inquiry, monkeypatch) -> None:
    asked = {}

    def told(values, *, neighbours):  # type: ignore[no-untyped-def]
        asked.update(values=np.asarray(values), neighbours=[list(near) for near in neighbours])
        nothing = np.zeros(len(values))
        high = [Pattern.HIGH_AMONG_HIGH if v == max(values) else Pattern.NOT_SHOWN for v in values]
        return LocalPattern(
            statistic=nothing, z=nothing, p_value=nothing, adjusted=nothing, pattern=tuple(high),
            n=len(values), method="getis_ord_star", broken=(), reference="",
        )  # fmt: skip

    monkeypatch.setattr(parts, "hot_spots", told)
    answer = sub_areas(inquiry, indicator_id=KIND)
    assert answer.hot_spots == (
        "Höga tal ligger mer samlade än slumpen ger, kring Del 0, Del 1, Del 4 och Del 5."
    )
    corner, middle = asked["neighbours"][0], asked["neighbours"][5]
    assert corner == [1, 4, 5], "a shared corner is a border too"
    assert len(middle) == 8
    assert asked["values"].max() < 60, "steadied"


def test_areas_without_outlines_cannot_be_judged(inquiry, monkeypatch) -> None:
    monkeypatch.setattr(parts, "list_boundaries", lambda *_, **__: [])
    answer = sub_areas(inquiry, indicator_id=KIND)
    assert "gränser för delområdena saknas" in answer.hot_spots
    assert answer.neighbours.rows == ()
    assert answer.neighbours.sentence == (
        "Om grannar liknar varandra kan inte bedömas: gränser för delområdena saknas."
    )


def test_a_corner_of_high_rates_is_told_with_its_neighbours(inquiry) -> None:
    """Rows of four; the first two of the first two rows have four times as many."""
    answer = sub_areas(inquiry, indicator_id=KIND).neighbours
    assert answer.sentence.startswith("Del 0 har mer än väntat, och grannarna har också mer.") or (
        "mer än väntat, och grannarna har också mer: " in answer.sentence
        and "Del 0" in answer.sentence
    )
    first = answer.rows[0]
    assert CODES[0] in answer.told
    assert first["Svar"] == "Mer än väntat, och grannarna har också mer"
    assert len(answer.rows) == SIDE * SIDE
    corner = next(row for row in answer.rows if row["Delområde"] == "Del 0")
    rates = [float(row[f"Per 1{NBSP}000, utjämnat"].replace(",", ".")) for row in answer.rows]
    shown = dict(zip([row["Delområde"] for row in answer.rows], rates, strict=True))
    beside = np.mean([shown["Del 1"], shown["Del 4"], shown["Del 5"]])
    assert float(corner["Grannarna"].replace(",", ".")) == pytest.approx(beside, abs=0.06)


def test_a_hidden_part_is_nobodys_neighbour(inquiry, monkeypatch) -> None:
    """What the corner's number is changes nothing as long as it is hidden."""
    told = []
    for secret in (1.0, 3.0):
        make = parts.released_figures

        def with_a_hidden_corner(*args, secret=secret, make=make, **more):  # type: ignore[no-untyped-def]
            figures = make(*args, **more)
            if more.get("indicator_id") != KIND:
                return figures
            frame = figures.frame.copy()
            hidden = frame["area_code"] == CODES[0]
            frame.loc[hidden, ["count", "value", "is_hidden"]] = [np.nan, np.nan, True]
            frame.loc[hidden, "status_reason"] = "skyddat (för få)"
            return replace(figures, frame=frame)

        monkeypatch.setattr(parts, "released_figures", with_a_hidden_corner)
        told.append(sub_areas(inquiry, indicator_id=KIND).neighbours)
        monkeypatch.setattr(parts, "released_figures", make)
    assert told[0] == told[1]
    assert "Del 0" not in {row["Delområde"] for row in told[0].rows}
    assert len(told[0].rows) == SIDE * SIDE - 1
