"""Panels of places against the textbook's own way of counting, and rank correlations."""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.stats.panel import FEW_PLACES, lagged_panel, rank_correlation
from lagesbild.stats.verdict import Verdict


def panel(seed: int, *, places: int = 40, periods: int = 9) -> np.ndarray:
    """Places at different levels with their own trends, in years that are common to all."""
    rng = np.random.default_rng(seed)
    steps = rng.normal(0, 0.2, (places, periods)).cumsum(axis=1)
    return steps + rng.normal(0, 2, (places, 1)) + rng.normal(0, 1, (1, periods))


def by_dummies(x: np.ndarray, y: np.ndarray, *, lag: int) -> tuple[float, float, float]:
    """Slope by a regression with a dummy for each place and period; its error by leaving out places one
    by one, as in Cameron & Miller (2015), eq. 17; and how many places they are worth, less one."""
    left, right = np.diff(x, axis=1), np.diff(y, axis=1)
    left, right = left[:, : left.shape[1] - lag], right[:, lag:]
    known = np.isfinite(left) & np.isfinite(right)
    known[known.sum(axis=1) < 2] = False
    place, period = np.nonzero(known)
    dummies = np.column_stack([np.eye(x.shape[0])[place], np.eye(left.shape[1])[period][:, 1:]])
    own, other = (
        values - dummies @ np.linalg.lstsq(dummies, values, rcond=None)[0]
        for values in (left[known], right[known])
    )
    slope = np.linalg.lstsq(np.column_stack([left[known], dummies]), right[known], rcond=None)[0][0]
    without = [
        np.linalg.lstsq(own[place != one][:, None], other[place != one], rcond=None)[0][0]
        for one in np.unique(place)
    ]
    count = len(without)
    error = np.sqrt((count - 1) / count * sum((one - slope) ** 2 for one in without))
    weights = np.array([(own[place == one] ** 2).sum() for one in np.unique(place)])
    return float(slope), float(error), float(weights.sum() ** 2 / (weights**2).sum() - 1)


@pytest.mark.parametrize("lag", [0, 1, 2])
@pytest.mark.parametrize("has_holes", [False, True])
def test_lagged_panel_is_the_regression_with_dummies(lag: int, has_holes: bool) -> None:
    from scipy.stats import t

    x, noise = panel(1), panel(2)
    y = noise + 0.4 * np.roll(x, 1, axis=1)
    if has_holes:
        x[3, 4] = x[7, :5] = y[9, 2] = np.nan
    found = lagged_panel(x, second=y, lags=[lag])[0].assessment
    slope, error, freedom = by_dummies(x, y, lag=lag)
    ratio = slope / error
    assert found.p_value == pytest.approx(2 * t.sf(abs(ratio), freedom), rel=1e-4, abs=1e-12)
    assert np.sign(found.estimate) == np.sign(slope)


def test_lagged_panel_finds_the_lag_that_was_put_in() -> None:
    x = panel(3)
    y = panel(4)
    y[:, 2:] += 0.8 * x[:, :-2]
    found = lagged_panel(x, second=y, lags=[0, 1, 2])
    assert [one.assessment.verdict for one in found] == [
        Verdict.NOT_SHOWN, Verdict.NOT_SHOWN, Verdict.HIGHER,
    ]  # fmt: skip
    assert found[2].assessment.lower > 0.3
    assert found[2].places == 40


def test_what_is_common_to_all_places_is_no_relation() -> None:
    years = np.random.default_rng(5).normal(0, 3, (1, 9)).cumsum(axis=1)
    trends = np.random.default_rng(6).normal(0, 1, (40, 1)) * np.arange(9)
    x, y = (0.1 * panel(seed) + years + trends for seed in (7, 8))
    assert abs(lagged_panel(x, second=y, lags=[0])[0].assessment.estimate) < 0.2


def test_lagged_panel_calls_few_falsely_when_places_remember_themselves() -> None:
    called = sum(
        lagged_panel(panel(2 * n), second=panel(2 * n + 1), lags=[0])[0].assessment.p_value < 0.05
        for n in range(300)
    )
    assert called / 300 < 0.09


def test_places_that_vary_much_more_than_the_rest_do_not_call_falsely() -> None:
    rng = np.random.default_rng(12)
    spread = np.exp(rng.normal(0, 1, (30, 1)))

    def p_value() -> float:
        x, y = (spread * rng.standard_t(4, (30, 9)) for _ in range(2))
        return lagged_panel(x, second=y, lags=[0])[0].assessment.p_value

    found = np.array([p_value() for _ in range(400)])
    assert (found < 0.05).mean() < 0.08
    assert (found < 0.005).mean() < 0.0125


def test_few_places_cannot_be_assessed() -> None:
    found = lagged_panel(panel(1, places=12), second=panel(2, places=12), lags=[0])[0].assessment
    assert found.broken == (FEW_PLACES,)
    still = lagged_panel(np.zeros((40, 9)), second=panel(2), lags=[0])[0].assessment
    assert still.broken == ("no_variation",)


def test_rank_correlation_by_scipy_and_limits_by_hand() -> None:
    from scipy.stats import spearmanr

    rng = np.random.default_rng(9)
    x = rng.normal(size=60).round(1)
    y = 0.5 * x + rng.normal(size=60)
    found = rank_correlation(x, second=y)
    expected = spearmanr(x, y)
    assert found.estimate == pytest.approx(expected.statistic)
    assert found.p_value == pytest.approx(expected.pvalue)
    reach = 1.959964 * np.sqrt((1 + found.estimate**2 / 2) / 57)
    assert found.upper == pytest.approx(np.tanh(np.arctanh(found.estimate) + reach), abs=1e-6)
    assert rank_correlation(x[:10], second=y[:10]).broken == (FEW_PLACES,)
