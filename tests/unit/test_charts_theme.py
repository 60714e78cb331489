"""Words on charts that have little room."""

from __future__ import annotations

from lagesbild.charts.theme import wrap


def test_long_reasons_are_cut_with_a_sign() -> None:
    assert wrap("Ny regional indelning; brott som inte kan", 24, lines=2) == (
        "Ny regional indelning;<br>brott som inte kan"
    )
    assert wrap("ett två tre fyra fem", 4, lines=2) == "ett<br>två …"
