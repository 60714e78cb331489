"""The picture of a signal: months over the band of usual ones, and nothing of what is hidden."""

from __future__ import annotations

import json
from datetime import date

import pytest

from lagesbild.charts.signal import signal_figure
from lagesbild.charts.theme import LIGHT
from lagesbild.domain import period
from lagesbild.domain.usual import UsualRange
from tests.unit.chart_figures import hidden, released, row

MONTHS = [(2016 + n // 12, n % 12 + 1) for n in range(129)]


def usual(*, start: date = date(2025, 10, 1), end: date = date(2025, 11, 1)) -> UsualRange:
    days = tuple(date(year, month, 1) for year, month in MONTHS)
    return UsualRange(
        months=days, expected=(18.7,) * 129, low=(11.0,) * 129, high=(28.0,) * 129,
        window_start=start, window_end=end,
    )  # fmt: skip


def figures(*, example: bool = False):
    rows = []
    for year, month in MONTHS:
        when = period.month(year, month)
        if (year, month) == (2025, 3):
            rows.append(hidden("2260", when))
        else:
            count = 60.0 if (year, month) == (2025, 10) else 19.0
            early = {"status": "preliminary"} if year == 2026 else {}
            rows.append(row("2260", when, 211.0, count=count, **early))
    return released(rows, example=example)


def drawn(**more):
    return signal_figure(figures(**more), area_code="2260", usual=usual())


def trace(figure, *, mode: str, fill: bool = False):
    return next(one for one in figure.data if one.mode == mode and bool(one.fill) == fill)


def test_counts_over_the_band_of_usual_months():
    figure = drawn()
    line = next(one for one in figure.data if one.mode == "lines+markers")
    assert max(y for y in line.y if y is not None) == 60
    band = trace(figure, mode="lines", fill=True)
    assert (min(band.y), max(band.y)) == (11, 28)
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.yaxis.range[1] >= 60


def test_the_newest_years_and_the_deviation_are_marked():
    figure = drawn()
    assert 2020 < figure.layout.xaxis.range[0] < 2021
    (window,) = [one for one in figure.layout.shapes if one.type == "rect"]
    assert window.x0 == pytest.approx(2025.75, abs=0.01)
    assert window.x1 == pytest.approx(2025.83, abs=0.01)
    texts = [one.text for one in figure.layout.annotations]
    assert "<b>det som sticker ut</b>" in texts
    assert any("× skyddat (för få)" in text and "○ preliminärt" in text for text in texts)


def test_a_long_deviation_is_shown_from_the_year_before_it():
    long = usual(start=date(2019, 1, 1), end=date(2026, 10, 1))
    figure = signal_figure(figures(), area_code="2260", usual=long)
    assert figure.layout.xaxis.range[0] == pytest.approx(2018, abs=0.01)


def test_a_hidden_month_has_a_mark_and_no_number():
    figure = drawn()
    at = 2025 + 2.5 / 12
    for one in figure.data:
        if one.mode == "lines+markers":
            near = [y for x, y in zip(one.x, one.y, strict=True) if abs(x - at) < 0.02]
            assert near == [None]
    said = [text for one in figure.data for text in (one.text or ()) if "mars 2025" in text]
    assert said == ["<b>mars 2025</b><br>skyddat (för få)<br>vanligen 11–28"]


def test_the_words_for_who_does_not_see_it():
    figure = drawn(example=True)
    alt = figure.layout.meta["alt"]
    assert "1 av 1 utanför bandet" in alt
    assert "1 skyddade" in alt
    assert "Exempeldata" in alt
    json.loads(figure.to_json())


def test_only_released_figures_are_drawn():
    with pytest.raises(TypeError):
        signal_figure(figures().frame, area_code="2260", usual=usual())
    empty = signal_figure(released([]), area_code="2260", usual=usual(), theme=LIGHT)
    assert "Inga uppgifter" in empty.layout.meta["alt"]
