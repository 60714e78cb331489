"""The funnel and the measures on one scale: what they draw, name and keep to themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lagesbild.charts.funnel import ORDINARY, funnel_figure
from lagesbild.charts.standing import Placed, places_figure
from lagesbild.charts.theme import LIGHT
from lagesbild.domain.period import year
from lagesbild.domain.results import Funnel, ReleasedFigures, ReleasedSurvey
from tests.unit.chart_figures import hidden, indicator, released, row

CODES = ("2260", "2262", "2281", "2280")
SIZES = (9_000.0, 17_000.0, 99_000.0, 25_000.0)
VALUES = (900.0, 700.0, 650.0, 720.0)


def kommuner() -> tuple[ReleasedFigures, Funnel]:
    figures = released([row(c, year(2025), v) for c, v in zip(CODES, VALUES, strict=True)])
    spread = 3_000 / np.sqrt(SIZES)
    frame = pd.DataFrame(
        {
            "area_code": CODES, "area_name": ["Ånge", "Timrå", "Sundsvall", "Härnösand"],
            "size": SIZES, "value": VALUES, "lower": 700 - 2 * spread, "upper": 700 + 2 * spread,
            "outer_lower": 700 - 3 * spread, "outer_upper": 700 + 3 * spread, "verdict": "not_shown",
        }
    )  # fmt: skip
    return figures, Funnel(frame=frame, level=700.0)


def test_the_funnel_has_the_own_kommun_strong_and_its_limits_named() -> None:
    figures, funnel = kommuner()
    drawn = funnel_figure(figures, funnel=funnel, own_code="2260", size_name="Folkmängd")
    own = drawn.data[-1]
    assert own.marker.color == LIGHT.own
    assert list(own.y) == [900]
    assert len(drawn.data[-2].x) == 3
    texts = [note.text for note in drawn.layout.annotations]
    assert ORDINARY in texts
    assert "<b>Ånge 900</b>" in texts
    assert drawn.layout.xaxis.type == "log"
    assert drawn.layout.xaxis.title.text == "Folkmängd"
    assert drawn.layout.yaxis.range[0] == 0
    assert "Ånge: 900" in drawn.layout.meta["alt"]


def test_a_hidden_kommun_has_no_point_even_if_the_limits_know_it() -> None:
    figures, funnel = kommuner()
    rows = [row(c, year(2025), v) for c, v in zip(CODES[1:], VALUES[1:], strict=True)]
    figures = released([hidden("2260", year(2025)), *rows])
    drawn = funnel_figure(figures, funnel=funnel, own_code="2260", size_name="Folkmängd")
    assert "900" not in drawn.to_json().replace("99000", "")
    nothing = released([hidden("2260", year(2025))])
    empty = funnel_figure(nothing, funnel=funnel, own_code="2260", size_name="Folkmängd")
    assert not empty.data


def survey(*values: float | None) -> ReleasedSurvey:
    rows = [row("2260", year(2025), value, indicator=f"m{n}") for n, value in enumerate(values)]
    indicators = {f"m{n}": replace(indicator(), id=f"m{n}") for n in range(len(values))}
    return ReleasedSurvey(indicators=indicators, frame=released(rows).frame, role="samordnare")


def placed(n: int, strength: float, judgement: str = "") -> Placed:
    return Placed(
        indicator_id=f"m{n}", name=f"Mått {n}", strength=strength, judgement=judgement, value="5",
        usual="1–3",
    )  # fmt: skip


def test_what_stands_out_has_a_word_and_a_sign_and_ambiguous_is_never_good_or_bad() -> None:
    rows = [placed(0, 4.5, "worse"), placed(1, -4, "better"), placed(2, 5, "higher"), placed(3, 1)]
    drawn = places_figure(survey(5, 5, 5, 5), places=rows)
    assert list(drawn.data[0].marker.symbol) == [
        "triangle-up", "triangle-down", "triangle-up", "circle",
    ]  # fmt: skip
    texts = [note.text for note in drawn.layout.annotations]
    for words in ("högre, sämre", "lägre, bättre", "högre", "vanlig variation"):
        assert words in texts
    assert drawn.data[0].marker.color[2] == LIGHT.ambiguous
    assert "Utanför vanlig variation: Mått 0 5 (vanligt 1–3)" in drawn.layout.meta["alt"]


def test_a_measure_without_a_visible_figure_has_no_place() -> None:
    drawn = places_figure(survey(5, None), places=[placed(0, 1), placed(1, 3)])
    assert list(drawn.data[0].y) == [0]
    assert not places_figure(survey(None), places=[placed(0, 1)]).data
    with pytest.raises(TypeError, match="ReleasedSurvey"):
        places_figure(released([]), places=[])  # type: ignore[arg-type]
