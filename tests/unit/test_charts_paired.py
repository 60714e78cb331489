"""Two panels on one time axis, each with its own heights."""

from __future__ import annotations

import pytest

from lagesbild.charts.paired import paired_figure
from lagesbild.domain.period import year
from tests.unit.chart_figures import hidden, released, row

OWN = "2260"


def test_each_panel_has_its_own_heights_and_both_the_same_time() -> None:
    upper = released([row(OWN, year(y), 10.0 + y % 3, lower=8.0, upper=15.0) for y in (2019, 2022)])
    lower = released([row(OWN, year(y), 900.0) for y in range(2017, 2026)])
    drawn = paired_figure(upper, lower=lower, own_code=OWN, titles=("Upplevt: A", "Anmält: B"))
    layout = drawn.layout
    assert list(layout.xaxis.range) == list(layout.xaxis2.range) == [2017, 2026]
    assert layout.yaxis.range[0] == layout.yaxis2.range[0] == 0
    assert layout.yaxis.range[1] < 30 < layout.yaxis2.range[1]
    assert layout.yaxis.domain[0] > layout.yaxis2.domain[1], "under one another"
    assert layout.yaxis.overlaying is None
    assert layout.yaxis2.overlaying is None, "never two scales in one panel"
    axes = {(trace.xaxis, trace.yaxis) for trace in drawn.data}
    assert axes == {("x", "y"), ("x2", "y2")}
    texts = [note.text for note in layout.annotations]
    assert "<b>Upplevt: A</b>" in texts
    assert "<b>Anmält: B</b>" in texts
    assert sum("osäkerhet" in text for text in texts) == 1, "only where there is a ribbon"


def test_a_hidden_figure_is_a_mark_and_an_empty_side_says_so() -> None:
    upper = released([row(OWN, year(2024), 12.0), hidden(OWN, year(2025))])
    drawn = paired_figure(upper, lower=released([]), own_code=OWN, titles=("A", "B"))
    assert any(trace.marker.symbol == "x-thin" for trace in drawn.data)
    assert "Inga uppgifter för det här urvalet." in [n.text for n in drawn.layout.annotations]
    assert not paired_figure(released([]), lower=released([]), own_code=OWN, titles=("A", "B")).data
    with pytest.raises(TypeError):
        paired_figure("siffror", lower=upper, own_code=OWN, titles=("A", "B"))  # type: ignore[arg-type]
