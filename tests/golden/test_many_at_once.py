"""Many measures beside one are told the same as each by itself, and as by a slow and plain reckoning."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from lagesbild.stats.lagged import lagged_correlations, many_lagged_correlations
from lagesbild.stats.multiplicity import benjamini_hochberg, benjamini_hochberg_rows
from lagesbild.stats.panel import (
    AT_ONCE,
    changes_of,
    lagged_panel,
    lagged_panels,
    rank_correlations,
)

RNG = np.random.default_rng(20261122)
PLACES, YEARS = 60, 9


def with_holes(values: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Holes in a share of each row's values, and places that are wholly unknown."""
    gone = RNG.random(values.shape) < shares.reshape(-1, *[1] * (values.ndim - 1))
    return np.where(gone, np.nan, values)


def panels() -> tuple[np.ndarray, np.ndarray]:
    common = RNG.normal(size=(PLACES, YEARS))
    many = common * np.linspace(0, 1, AT_ONCE + 5)[:, None, None]
    many = with_holes(
        many + RNG.normal(size=(AT_ONCE + 5, PLACES, YEARS)), np.linspace(0, 0.8, AT_ONCE + 5)
    )
    many[3] = 7.0
    many[4, 10:] = np.nan
    return many, with_holes(common[None], np.array([0.2]))[0]


def test_each_panel_as_by_itself() -> None:
    many, second = panels()
    firsts = np.stack([changes_of(one) for one in many])
    found = lagged_panels(firsts, second=changes_of(second), lags=(-1, 0, 2))
    for first, lags in zip(many, found, strict=True):
        alone = lagged_panel(first, second=second, lags=(-1, 0, 2))
        for one, other in zip(lags, alone, strict=True):
            assert (one.lag, one.places) == (other.lag, other.places)
            assert one.assessment.broken == other.assessment.broken
            assert one.assessment.n == other.assessment.n
            assert one.assessment.estimate == pytest.approx(
                other.assessment.estimate, abs=1e-12, nan_ok=True
            )
            assert one.adjusted == pytest.approx(other.adjusted, abs=1e-12, nan_ok=True)
    assert {one.assessment.broken for each in found for one in each} == {
        (), ("no_variation",), ("fewer_than_20_places",)
    }  # fmt: skip


def dummies(first: np.ndarray, second: np.ndarray, lag: int) -> tuple[float, int]:
    """The correlation of what least squares leaves of each when every place and every year has a number."""
    x, y = np.diff(first, axis=1)[:, : YEARS - 1 - lag], np.diff(second, axis=1)[:, lag:]
    known = np.isfinite(x) & np.isfinite(y)
    known[known.sum(axis=1) < 2] = False
    place, year = np.nonzero(known)
    design = np.column_stack(
        [place[:, None] == np.arange(PLACES), year[:, None] == np.arange(YEARS)]
    )
    both = np.column_stack([x[known], y[known]])
    left = both - design @ np.linalg.lstsq(design.astype(float), both, rcond=None)[0]
    return float((left[:, 0] * left[:, 1]).sum() / np.sqrt((left**2).sum(axis=0).prod())), len(both)


def test_a_panel_is_least_squares_with_a_number_for_each_place_and_year() -> None:
    many, second = panels()
    firsts = np.stack([changes_of(one) for one in many[5:]])
    found = lagged_panels(firsts, second=changes_of(second), lags=(0, 1))
    told = 0
    for first, lags in zip(many[5:], found, strict=True):
        for one in lags:
            if not one.assessment.broken:
                r, n = dummies(first, second, one.lag)
                assert one.assessment.estimate == pytest.approx(r, abs=1e-9)
                assert one.assessment.n == n
                told += 1
    assert told > 8


def test_ranks_with_ties_and_holes_as_scipy_has_them() -> None:
    many = with_holes(np.round(RNG.normal(size=(12, PLACES)), 1), np.linspace(0, 0.5, 12))
    second = with_holes(np.round(RNG.normal(size=(1, PLACES)), 1), np.array([0.1]))[0]
    many[2] = 1.0
    for first, found in zip(many, rank_correlations(many, second=second), strict=True):
        known = np.isfinite(first) & np.isfinite(second)
        assert found.n == known.sum()
        if not found.broken:
            expected = spearmanr(first[known], second[known])
            assert found.estimate == pytest.approx(expected.statistic, abs=1e-12)
            assert found.p_value == pytest.approx(expected.pvalue, abs=1e-12)
    assert rank_correlations(many, second=second)[2].broken == ("no_variation",)


def test_each_series_as_by_itself() -> None:
    many = with_holes(RNG.normal(size=(9, 48)).cumsum(axis=1), np.linspace(0, 0.3, 9))
    second = RNG.normal(size=48)
    found = many_lagged_correlations(many, second=second, lags=range(-2, 3), removed=5)
    for first, lags in zip(many, found, strict=True):
        for one, other in zip(
            lags,
            lagged_correlations(first, second=second, lags=range(-2, 3), removed=5),
            strict=True,
        ):
            assert one.assessment.broken == other.assessment.broken
            assert one.independent_pairs == pytest.approx(other.independent_pairs, abs=1e-12)
            assert one.assessment.estimate == pytest.approx(
                other.assessment.estimate, abs=1e-12, nan_ok=True
            )


def test_small_families_are_adjusted_row_by_row() -> None:
    p = with_holes(RNG.random((50, 4)), np.full(50, 0.2))
    p[0] = np.nan
    expected = [benjamini_hochberg(row) for row in p]
    np.testing.assert_array_equal(benjamini_hochberg_rows(p), expected)
