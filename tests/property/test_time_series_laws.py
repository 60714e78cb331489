"""Laws that trends, charts, change points, power and effects obey for any input."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.stats.change_points import find_change_points
from lagesbild.stats.control_charts import c_chart, laney_u_chart, u_chart, xmr_chart
from lagesbild.stats.displacement import BeforeAfter, weighted_displacement_difference
from lagesbild.stats.power import power_against_known, smallest_visible_change
from lagesbild.stats.regression import fit_poisson
from lagesbild.stats.signals import find_signals
from lagesbild.stats.surveillance import count_limits, outlier_weights, tail_at_least
from lagesbild.stats.trend import kendall_score, recent_trend, sen_slope
from lagesbild.stats.verdict import Verdict

counts = st.lists(st.integers(0, 200), min_size=12, max_size=40)
values = st.lists(st.integers(-1000, 1000), min_size=12, max_size=30)
MANY = int(os.environ.get("PROV_LAGAR", "12"))
few = settings(max_examples=MANY, deadline=None)


@few
@given(st.lists(st.integers(20, 400), min_size=5, max_size=5), st.integers(2, 1000))
def test_a_trend_backwards_is_its_own_mirror(events, factor):
    there = recent_trend(events, population=10_000)
    back = recent_trend(events[::-1], population=10_000 * factor)
    assert there.estimate * back.estimate == pytest.approx(1)
    assert there.lower * back.upper == pytest.approx(1)
    assert there.p_value == pytest.approx(back.p_value)


@few
@given(values)
def test_only_the_order_matters_to_kendall(series):
    score, variance = kendall_score(series)
    assert kendall_score(np.cbrt(series)) == pytest.approx((score, variance))
    assert kendall_score(series[::-1])[0] == pytest.approx(-score)


@few
@given(values, st.integers(-50, 50), st.integers(1, 9))
def test_sen_slope_follows_a_line_added_and_a_unit_changed(series, slope, unit):
    plain = sen_slope(series)
    tilted = sen_slope((np.array(series) + slope * np.arange(len(series))) * unit)
    if np.isfinite(plain.estimate) and np.isfinite(tilted.estimate):
        assert tilted.estimate == pytest.approx((plain.estimate + slope) * unit)


@few
@given(values, st.integers(-500, 500))
def test_a_chart_moves_with_its_values(series, shift):
    plain, moved = xmr_chart(series), xmr_chart(np.array(series) + shift)
    assert moved.upper - plain.upper == pytest.approx(shift)
    assert (plain.special == moved.special).all()


@few
@given(counts.filter(lambda c: sum(c) > 0))
def test_limits_lie_around_the_centre_and_never_below_zero(series):
    for chart in (c_chart(series), u_chart(series, exposure=np.full(len(series), 7.0))):
        assert (chart.lower >= 0).all()
        assert (chart.lower <= chart.centre).all()
        assert (chart.centre <= chart.upper).all()


@few
@given(counts.filter(lambda c: sum(c) > 0))
def test_laney_keeps_the_centre(series):
    size = np.arange(1.0, len(series) + 1)
    plain, laney = u_chart(series, exposure=size), laney_u_chart(series, exposure=size)
    assert laney.centre == pytest.approx(plain.centre)
    if laney.overdispersion > 0:
        ratio = (laney.upper - laney.centre) / (plain.upper - plain.centre)
        assert ratio == pytest.approx(laney.overdispersion)


@few
@given(values)
def test_more_levels_never_fit_worse_and_mirror_in_time(series):
    found, mirrored = find_change_points(series), find_change_points(series[::-1])
    assert mirrored.residual_sum[:2] == pytest.approx(found.residual_sum[:2], rel=1e-6, abs=1e-6)
    assert found.residual_sum[1] <= found.residual_sum[0] + 1e-6


@few
@given(st.floats(0.5, 300), st.floats(1, 9))
def test_tails_and_limits_agree(mean, dispersion):
    low, high, _, _ = count_limits(mean, dispersion=dispersion, count=0, alpha=0.01)
    assert tail_at_least(high + 1, mean=mean, dispersion=dispersion) <= 0.01 + 1e-12
    assert tail_at_least(high, mean=mean, dispersion=dispersion) > 0.01 - 1e-12
    assert low <= high
    assert (np.diff(tail_at_least(np.arange(50), mean=mean, dispersion=dispersion)) <= 0).all()


@few
@given(st.lists(st.floats(-5, 20), min_size=1, max_size=50))
def test_outlier_weights_sum_to_their_number(residuals):
    weights = outlier_weights(residuals)
    assert weights.sum() == pytest.approx(len(residuals))
    assert (weights >= 0).all()


@few
@given(st.floats(12, 2000), st.floats(1, 4))
def test_more_events_show_smaller_changes(expected, dispersion):
    one = smallest_visible_change(expected=expected, dispersion=dispersion)
    four = smallest_visible_change(expected=4 * expected, dispersion=dispersion)
    assert four.increase < one.increase
    assert power_against_known(1.0, expected=expected, dispersion=dispersion) <= 0.025 + 1e-9


cells = st.integers(5, 400)


@few
@given(cells, cells, cells, cells)
def test_swapping_places_turns_the_effect(a, b, c, d):
    treated, control = BeforeAfter(before=a, after=b), BeforeAfter(before=c, after=d)
    there = weighted_displacement_difference(treated, control=control).local
    back = weighted_displacement_difference(control, control=treated).local
    assert there.estimate == pytest.approx(-back.estimate)
    assert there.lower == pytest.approx(-back.upper)


@few
@given(counts.filter(lambda c: sum(c) > 0))
def test_a_fit_with_a_level_keeps_the_sum(series):
    n = len(series)
    design = np.column_stack([np.ones(n), np.linspace(0, 1, n)])
    fit = fit_poisson(series, design=design)
    if fit.converged[0]:
        assert fit.fitted.sum() == pytest.approx(sum(series), rel=1e-6)


@settings(max_examples=max(4, MANY // 10), deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 40))
def test_signals_always_answer(seed, level):
    """Whatever comes in: probabilities are probabilities, and a signal has a direction and a month."""
    rng = np.random.default_rng(seed)
    series = rng.poisson(level, (6, 90)).astype(float)
    series[rng.random(series.shape) < 0.1] = np.nan
    series[0], series[1, 40:] = 0.0, np.nan
    found = find_signals(series, preliminary=rng.random(series.shape) < 0.02)
    examined = np.isfinite(found.p_value)
    assert ((found.p_value[examined] > 0) & (found.p_value[examined] <= 1)).all()
    assert (found.q_value[examined] >= found.p_value[examined] - 1e-12).all()
    assert ((found.onset >= 0) & (found.onset <= found.last)).all()
    assert found.verdict[0] == Verdict.CANNOT_ASSESS
    assert np.isfinite(found.ratio[found.is_signal]).all()
