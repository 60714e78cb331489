"""Farrington flexible against R's surveillance 1.20.3 and the numbers of its own tests."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from lagesbild.stats.surveillance import (
    Reach,
    count_limits,
    farrington_flexible,
    outlier_weights,
    power_limits,
    reference_points,
    seasonal_blocks,
    tail_at_least,
)
from lagesbild.stats.verdict import Verdict
from tests.golden.r_answers import as_array, from_r

SURVEILLANCE = "cran/surveillance 75d7e2a, tests/testthat/test-farringtonFlexible.R"
MONTHLY = Reach(frequency=12, years_back=5, half_window=1, periods=10, past_excluded=6)


def test_weights_of_outliers():
    weights = outlier_weights([0] * 5 + [2] * 5, threshold=0)
    assert weights == pytest.approx([1.6] * 5 + [0.4] * 5), SURVEILLANCE


def test_weights_leave_gaps_out():
    assert outlier_weights([0, np.nan, 3], threshold=2)[[0, 2]] == pytest.approx([1.8, 0.2])


def test_reference_points_by_month():
    """R counts from 1: 48, 36, 24, 12."""
    reach = Reach(frequency=12, years_back=3, half_window=0, periods=1)
    assert reference_points(47, reach=reach) == [47, 35, 23, 11], SURVEILLANCE


def test_reference_points_by_week_follow_the_calendar():
    weeks = [date(2013, 6, 6) - timedelta(weeks=k) for k in reversed(range(300))]
    reach = Reach(frequency=52, years_back=3, half_window=0, periods=1)
    found = [weeks[i] for i in reference_points(299, reach=reach, dates=weeks)]
    assert found == [date(2013, 6, 6), date(2012, 6, 7), date(2011, 6, 9), date(2010, 6, 3)], (
        SURVEILLANCE
    )


def test_seasonal_levels_cover_the_year_in_order():
    block = seasonal_blocks(119, n=120, reach=MONTHLY)
    assert block[58:119].min() == 0
    assert list(block[58:73]) == [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0]


@pytest.mark.parametrize(
    ("power", "low", "high", "p", "score"),
    [
        (1.0, 1.3073128, 8.6926872, 0.0907246, 0.8124165),
        (0.5, 1.9891097, 9.3744842, 0.1189986, 0.6857951),
    ],
)
def test_limits_on_a_power_scale(power, low, high, p, score):
    found = power_limits(5, se=0.2, dispersion=1, count=8, alpha=0.05, power=power)
    assert [float(v) for v in found] == pytest.approx([low, high, p, score], abs=1e-6), SURVEILLANCE


@pytest.mark.parametrize(
    ("at_upper_limit_of_mean", "low", "high", "p", "score"),
    [(True, 8, 24, 0.8597797, 0.4193982), (False, 1, 10, 0.03763657, 1.11918153)],
)
def test_limits_from_the_negative_binomial(at_upper_limit_of_mean, low, high, p, score):
    """R measures its score from the logarithm of the mean; ours, from the mean, as the article."""
    mean = 5 * np.exp(1.6448536269514722 * np.log(2)) if at_upper_limit_of_mean else 5.0
    found = count_limits(mean, dispersion=1.5, count=11, alpha=0.05, centre=np.log(5))
    assert [float(v) for v in found] == pytest.approx([low, high, p, score], abs=1e-6), SURVEILLANCE


VARIANTS = {
    "plugin_reweighted": {"with_trend": False},
    "plugin_trend": {"reweighted": False},
    "muan": {"limit": "muan", "reweighted": False, "with_trend": False},
    "muan_population": {"limit": "muan", "reweighted": False, "with_trend": False},
    "delta": {"limit": "delta", "reweighted": False},
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_monthly_series_as_r(variant):
    """R stops its fit at a relative change of 1e-8, so the dispersion agrees to three decimals."""
    given, answers = from_r("farrington_monthly")
    answer = answers[variant]
    population = as_array(given["population"]) if variant == "muan_population" else None
    found = farrington_flexible(
        as_array(given["counts"]), at=range(99, 120), reach=MONTHLY, alpha=0.01, fewest=(0, 4),
        exposure=population, **VARIANTS[variant],
    )  # fmt: skip
    assert found.upper == pytest.approx(as_array(answer["upper"]), rel=2e-4)
    assert found.expected == pytest.approx(as_array(answer["expected"]), rel=1e-5)
    assert found.p_value == pytest.approx(as_array(answer["p_value"]), abs=1e-5)
    assert found.dispersion == pytest.approx(as_array(answer["dispersion"]), abs=1e-3)
    assert (found.alarm == as_array(answer["alarm"])).all()
    assert (found.trend == as_array(answer["trend"])).all()


def test_weekly_series_as_r():
    given, answer = from_r("farrington_weekly")
    found = farrington_flexible(
        as_array(given["counts"]), at=range(292, 312), reach=Reach(), alpha=0.005, with_trend=False
    )
    assert found.upper == pytest.approx(as_array(answer["upper"]), nan_ok=True)
    assert (found.alarm == np.nan_to_num(as_array(answer["alarm"]))).all()
    assert found.alarm.sum() == 2
    series, point = np.argwhere(found.alarm)[0]
    assert found.assessment(series, point).verdict is Verdict.HIGHER


def test_tail_is_the_negative_binomial_of_scipy():
    from scipy.stats import nbinom, poisson

    count = np.arange(30)
    assert tail_at_least(count, mean=7.5, dispersion=2.5) == pytest.approx(
        nbinom.sf(count - 1, 7.5 / 1.5, 1 / 2.5), rel=1e-9
    )
    assert tail_at_least(count, mean=7.5, dispersion=1.0) == pytest.approx(
        poisson.sf(count - 1, 7.5), rel=1e-9
    )


def test_too_few_events_cannot_be_assessed():
    quiet = np.zeros((1, 120))
    quiet[0, ::9] = 1
    found = farrington_flexible(quiet, at=[119])
    assert found.assessment(0, 0).verdict is Verdict.CANNOT_ASSESS
