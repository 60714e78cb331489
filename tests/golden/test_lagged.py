"""Lagged correlations and crime harm against R and against arithmetic that others can follow."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lagesbild.stats.harm import COLUMNS, HarmWeight, crime_harm_index, read_weights
from lagesbild.stats.lagged import (
    independent_pairs,
    lagged_correlations,
    without_trend_and_season,
)
from lagesbild.stats.verdict import Verdict
from tests.golden.r_answers import from_r

TABLE = Path(__file__).parents[2] / "data" / "reference" / "harm_weights.csv"


def test_lagged_correlations_against_r():
    given, answer = from_r("lagged")
    left = []
    for name, residuals in zip(("first", "second"), answer["residuals"], strict=True):
        series, removed = without_trend_and_season(given[name], period=12)
        assert series == pytest.approx(residuals, abs=1e-9)
        assert removed == 13
        left.append(series)
    found = lagged_correlations(left[0], second=left[1], lags=range(5), removed=13)
    assert [one.assessment.estimate for one in found] == pytest.approx(
        [one["r"] for one in answer["correlations"]], rel=1e-9
    )
    assert independent_pairs(left[0], second=left[1]) == pytest.approx(answer["independent"])
    best = min(found, key=lambda one: one.adjusted)
    assert best.lag == 2, "the series were made with the second two months behind"
    assert best.assessment.verdict is Verdict.HIGHER


def test_crime_harm_by_hand():
    """Weights 100 and 10, counts 9 and 16: 1 060 days on 1 000 people, variance 91 600. The lower limit
    is half the chi-square quantile for 2 * 1060^2 / 91600 degrees, times 91600 / 1060 (R: qchisq)."""
    weights = [
        HarmWeight(category="a", days=100, source="test"),
        HarmWeight(category="b", days=10, source="test"),
    ]
    found = crime_harm_index({"a": 9, "b": 16}, weights=weights, population=1000)
    _, limits = from_r("weighted_sum")
    assert (found.estimate, found.lower, found.upper) == pytest.approx((1060, *limits))
    lacking = crime_harm_index({"a": 9, "c": 1}, weights=weights, population=1000)
    assert lacking.verdict is Verdict.CANNOT_ASSESS


def test_no_weights_are_shipped_and_the_table_can_be_filled_in():
    """Kärrholm et al. (2020) give weights that could not be read: none are invented."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter=";")
        assert table.fieldnames == list(COLUMNS)
        assert read_weights(table) == ()
    filled = [{"category": "Misshandel", "days": "61,5", "source": "Domstolsverket 2024"}]
    assert read_weights(filled)[0].days == 61.5


@pytest.mark.parametrize(
    "row",
    [
        {"category": "Misshandel", "days": "0", "source": "x"},
        {"category": "Misshandel", "days": "många", "source": "x"},
        {"category": "Misshandel", "days": "60", "source": ""},
    ],
)
def test_a_weight_without_number_or_source_is_refused(row):
    with pytest.raises(ValueError, match="row 1"):
        read_weights([row])
