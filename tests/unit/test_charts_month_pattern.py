"""The months of the year: a month is filled only where the year has a season at all."""

from __future__ import annotations

from dataclasses import replace

from lagesbild.charts.month_pattern import month_pattern_figure
from lagesbild.domain.month_pattern import MonthPattern

FLAT = MonthPattern(
    ratio=(1.0,) * 6 + (1.5,) + (1.0,) * 5, lower=(0.7,) * 6 + (1.1,) + (0.7,) * 5,
    upper=(1.3,) * 6 + (1.9,) + (1.3,) * 5, years=(2020, 2021, 2022), is_clear=False, mean=9.0,
)  # fmt: skip


def test_without_a_season_no_month_is_filled() -> None:
    drawn = month_pattern_figure(FLAT, title="Klotter", example=False)
    assert len(set(drawn.data[0].marker.color)) == 1
    assert "Fylld" not in drawn.layout.annotations[0].text
    clear = month_pattern_figure(replace(FLAT, is_clear=True), title="Klotter", example=False)
    assert len(set(clear.data[0].marker.color)) == 2
    assert "Fylld" in clear.layout.annotations[0].text
