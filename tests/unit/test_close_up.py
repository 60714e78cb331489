"""The close-up of a town among large parts of the countryside."""

from __future__ import annotations

from typing import Any

from lagesbild.charts.close_up import bordered, crowded_bounds


def square(code: str, west: float, south: float, side: float) -> dict[str, Any]:
    ring = [(west, south), (west + side, south), (west + side, south + side), (west, south + side)]
    return {
        "type": "Feature", "id": code, "properties": {"name": code},
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }  # fmt: skip


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


TOWN = [square(f"t{n}", 17.3 + 0.01 * (n % 4), 62.4 + 0.01 * (n // 4), 0.01) for n in range(12)]
LAND = [square(f"l{n}", 16.6 + 0.4 * n, 62.0 + 0.3 * n, 0.3) for n in range(4)]


def test_the_town_is_shown_near_and_the_countryside_is_not() -> None:
    west, south, east, north = crowded_bounds(collection(*TOWN, *LAND))
    assert west < 17.3
    assert east > 17.34
    assert south < 62.4
    assert north > 62.43
    assert east - west < 0.3, "a fifth of the kommun's width"


def test_parts_that_are_spread_out_or_few_have_no_close_up() -> None:
    even = [square(f"e{n}", 16 + 0.1 * (n % 4), 62 + 0.1 * (n // 4), 0.1) for n in range(16)]
    assert crowded_bounds(collection(*even)) is None
    assert crowded_bounds(collection(*TOWN[:3], *LAND)) is None


def test_a_border_is_drawn_around_the_areas_that_are_named_and_carries_no_others() -> None:
    below, above = bordered(["t2", "l0"], geojson=collection(*TOWN, *LAND))
    for mark in (below, above):
        assert set(mark["locations"]) == {"t2", "l0"}
        assert len(mark["geojson"]["features"]) == 2
        assert mark["hoverinfo"] == "skip"
    assert below["marker"]["line"]["width"] > above["marker"]["line"]["width"]
    assert bordered([], geojson=collection(*TOWN)) == []
