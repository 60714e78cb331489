"""Trend and Effekt are made from what is visible: two worlds that differ in hidden cells alone give the same."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lagesbild.analysis.development import development
from lagesbild.analysis.effect import _difference, effect
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.charts.control import control_figure
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.person import Person, Role
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.settings import DATA
from lagesbild.stats.verdict import Verdict
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import OBSERVATION_COLUMNS, NewDelivery, add_delivery

pytestmark = pytest.mark.slow
PLACE, CRIMES = "2260-torget", "bra.skadegorelse"
ASKER = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2260")


def world(hidden: tuple[int, int]) -> Inquiry:
    """A square with two small months in each year, in a kommun that is the square and the rest."""
    chance = np.random.default_rng(3)
    square = chance.poisson(14, 48).clip(6).astype(float)
    square[36:] = chance.poisson(7, 12).clip(5)
    for year in range(4):
        square[12 * year + 2], square[12 * year + 8] = hidden
    rest = chance.poisson(30, 48).clip(6).astype(float)
    # The kommun is the same in both worlds: what the square has more of, the rest has less of.
    whole = square + rest
    for year in range(4):
        for month in (2, 8):
            whole[12 * year + month] = 40.0
    rows = [*_months(PLACE, square), *_months("2260", whole)]
    rows += [
        _row("scb.folkmangd", "2260", date(y, 1, 1), date(y + 1, 1, 1), 9000.0)
        for y in range(2018, 2023)
    ]
    store = Store(None)
    areas = load_areas(DATA / "reference" / "areas.csv")
    place = Area(
        code=PLACE, name="Torget", level=AreaLevel.DELOMRADE, parent_code="2260", kommun_code="2260"
    )
    add_areas(store, [*areas, place])
    add_delivery(
        store,
        NewDelivery(
            source_id="bra", kommun_code=None, file_name="prov.csv", sha256="x", delivered_by="prov",
            issued_on=date(2026, 3, 1), rows_read=len(rows), receipt="{}",
        ),
        observations=pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)),
    )  # fmt: skip
    return Inquiry(
        store=store, catalog=load_catalog(DATA / "catalog"), person=ASKER, kommun_code="2260",
        areas={one.code: one for one in [*areas, place]}, today=date(2026, 11, 21),
    )  # fmt: skip


def _months(code: str, counts: np.ndarray) -> list[dict[str, object]]:
    firsts = [date(2019 + n // 12, n % 12 + 1, 1) for n in range(len(counts) + 1)]
    return [
        _row(CRIMES, code, start, end, float(count))
        for start, end, count in zip(firsts, firsts[1:], counts, strict=False)
    ]


def _row(measure: str, code: str, start: date, end: date, value: float) -> dict[str, object]:
    return {
        "measure": measure, "area_code": code, "period_start": start, "period_end": end,
        "period_label": f"{start:%Y-%m}", "breakdown": "{}", "is_total": True, "value": value,
        "status": STATUS_CODES[Status.VALUE], "raw": None, "source_sheet": None, "source_row": 1,
        "source_column": None,
    }  # fmt: skip


def told(inquiry: Inquiry) -> list[object]:
    """Everything that a reader gets: sentences, facts, doubts, lines, tables and pictures."""
    found: list[object] = []
    for length in ("delar", "ar"):
        one = development(inquiry, indicator_id="skadegorelse", area=PLACE, length=length)
        found += [one.sentence, one.facts, one.doubts, repr(one.lines), repr(one.season)]
        found.append(one.figures.frame.drop(columns=["issued_on"]).to_csv())
        if length == "delar":
            found.append(control_figure(one.figures, lines=one.lines).to_json())
    two = effect(inquiry, indicator_id="skadegorelse", place=PLACE, start="2022-01-01")
    found += [two.sentence, two.facts, two.warnings, repr(two.counts), repr(two.expected)]
    found += [repr(two.lines), two.figures.frame.drop(columns=["issued_on"]).to_csv()]
    return found


def test_hidden_months_change_nothing_that_is_told() -> None:
    one, other = told(world((1, 4))), told(world((4, 1)))
    assert one == other
    assert any("Skyddat" in str(text) or "skyddade" in str(text) for text in one)


@pytest.mark.parametrize(("own", "other", "length"), [(20, 20, 1), (30, 300, 3), (90, 90, 1)])
def test_nothing_done_is_called_an_effect_no_more_often_than_promised(own, other, length) -> None:
    """Also though the comparison is put at the place's level by counts that vary themselves."""
    chance = np.random.default_rng(11)
    draws = 1500
    counts = chance.poisson([own * length, own, other * length, other], (draws, 4)).astype(float)
    found = [_difference(row[:2], row[2:], length=length, phi=1.0)[0] for row in counts]
    called = [one for one in found if one.verdict in {Verdict.HIGHER, Verdict.LOWER}]
    clear = [one for one in called if one.p_value < 0.01]
    assert len(called) / draws < 0.05 + 3 * (0.05 * 0.95 / draws) ** 0.5
    assert len(clear) / draws < 0.01 + 3 * (0.01 * 0.99 / draws) ** 0.5
