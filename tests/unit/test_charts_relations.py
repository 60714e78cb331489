"""How strongly measures move along: sure and unsure look different, and the middle is no relation."""

from __future__ import annotations

import pytest

from lagesbild.charts.relations import Drawn, relations_figure
from lagesbild.charts.theme import LIGHT
from lagesbild.domain.period import year
from tests.unit.chart_figures import released, row

PROBLEM = released([row("2260", year(2025), 900.0)], example=True)


def drawn(name: str, r: float, *, is_sure: bool = False, when: str = "ett år före") -> Drawn:
    return Drawn(name=name, r=r, lower=r - 0.2, upper=r + 0.2, when=when, is_sure=is_sure)


def test_sure_points_are_filled_and_strong_and_the_others_hollow() -> None:
    rows = [drawn("Ett mått", 0.6, is_sure=True), drawn("Ett annat", -0.3, when="samtidigt")]
    figure = relations_figure(PROBLEM, rows=rows)
    hollow, filled = figure.data
    assert filled.marker.color == LIGHT.own
    assert filled.marker.symbol == "circle"
    assert hollow.marker.symbol == "circle-open"
    assert list(hollow.y) == [1]
    assert list(figure.layout.xaxis.range) == [-1, 1]
    assert figure.layout.yaxis.ticktext[0] == "<b>Ett mått</b><br><i>ett år före</i>"
    assert "Säkra samband: Ett mått 0,60 (0,40 till 0,80) ett år före" in figure.layout.meta["alt"]
    assert "Exempeldata" in figure.layout.meta["alt"]


def test_when_nothing_can_be_assessed_the_picture_says_so() -> None:
    assert "kan bedömas" in relations_figure(PROBLEM, rows=[]).layout.annotations[0].text
    with pytest.raises(TypeError):
        relations_figure("siffror", rows=[])  # type: ignore[arg-type]
