"""Nothing, one, all alike, all missing, a million: an answer with a reason or a documented refusal, never a
crash, a NaN as a finding or limits without end and reason."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from lagesbild.stats.change_points import find_change_points
from lagesbild.stats.compare import rate_difference, rate_ratio, share_difference
from lagesbild.stats.concentration import concentration
from lagesbild.stats.control_charts import (
    c_chart,
    laney_p_chart,
    laney_u_chart,
    p_chart,
    u_chart,
    xmr_chart,
)
from lagesbild.stats.displacement import BeforeAfter, weighted_displacement_difference
from lagesbild.stats.expectation import Verdict as Against
from lagesbild.stats.expectation import expect_count, expect_value
from lagesbild.stats.few_points import shared_variation
from lagesbild.stats.funnel import between_variance, funnel_of_rates, overdispersion, winsorised
from lagesbild.stats.harm import HarmWeight, crime_harm_index
from lagesbild.stats.interrupted import interrupted_series
from lagesbild.stats.lagged import lagged_correlations
from lagesbild.stats.panel import lagged_panel, rank_correlation
from lagesbild.stats.power import critical_counts, smallest_visible_change, smallest_visible_ratio
from lagesbild.stats.season import seasonal_index
from lagesbild.stats.shares import published_share, survey_share
from lagesbild.stats.signals import find_signals, usual_months
from lagesbild.stats.smoothing import empirical_bayes
from lagesbild.stats.spatial import global_getis_ord, global_moran, hot_spots
from lagesbild.stats.standardise import directly_standardised_rate, gamma_standardised_rate
from lagesbild.stats.surveillance import count_limits, farrington_flexible
from lagesbild.stats.trend import mann_kendall, monthly_trend, recent_trend, sen_slope, trend_start
from lagesbild.stats.verdict import Assessment, Verdict
from lagesbild.stats.wastewater import (
    baseline,
    censored_mean,
    change_from_baseline,
    lognormal_mean,
    weekend_ratio,
)

NAN, INF = float("nan"), float("inf")
RING = [[(i - 1) % 20, (i + 1) % 20] for i in range(20)]
NOTHING = [HarmWeight(category="a", days=10.0, source="x")]
SERIES = {
    "nothing": [0.0] * 60,
    "all alike": [5.0] * 60,
    "a million each": [1e6] * 60,
    "all missing": [NAN] * 60,
    "all at the end": [0.0] * 59 + [100.0],
    "all at the beginning": [20.0] * 12 + [0.0] * 48,
    "half missing": [NAN] * 30 + [3.0] * 30,
    "endless": [INF] + [4.0] * 59,
    "one": [7.0],
    "none": [],
}
ONE_SERIES = [
    mann_kendall,
    sen_slope,
    monthly_trend,
    lambda y: recent_trend(y, population=1000.0),
    lambda y: interrupted_series(y, start=40).level,
    lambda y: interrupted_series(y, start=40, slope_changes=True).level,
    lambda y: lagged_correlations(y, second=y[::-1], lags=[0, 1])[0].assessment,
    lambda y: rank_correlation(y, second=y[::-1]),
    lambda y: concentration(y).assessment,
    lambda y: global_moran(y, neighbours=RING * 3 if len(y) == 60 else [[]] * len(y)),
    lambda y: global_getis_ord(y, neighbours=RING * 3 if len(y) == 60 else [[]] * len(y)),
    lambda y: censored_mean(y, is_below=np.zeros(len(y), dtype=bool)),
    lambda y: lognormal_mean(y, is_below=np.zeros(len(y), dtype=bool)),
    lambda y: lagged_panel([y] * 25, second=[y[::-1]] * 25, lags=[0])[0].assessment,
]


def is_honest(found: Assessment) -> bool:
    """A refusal has its reason; an answer has an estimate, and no limits without end but for a ratio to 0."""
    if found.verdict is Verdict.CANNOT_ASSESS:
        return bool(found.broken) and math.isnan(found.lower)
    has_end = found.upper < INF or found.estimate == INF or math.isnan(found.upper)
    return not math.isnan(found.estimate) and has_end and found.lower != -INF


@pytest.mark.parametrize("name", SERIES)
def test_a_series_of_any_kind_gets_an_answer_or_a_reason(name):
    for call in ONE_SERIES:
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            try:
                found = call(SERIES[name])
            except ValueError as refused:
                if "convert" in str(refused):
                    raise
                continue
        assert is_honest(found), (name, found)


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize(
    "chart",
    [
        xmr_chart, c_chart,
        lambda y: u_chart(y, exposure=np.full(len(y), 10.0)),
        lambda y: laney_u_chart(y, exposure=np.full(len(y), 10.0)),
        lambda y: p_chart(y, trials=np.full(len(y), 2e6)),
        lambda y: laney_p_chart(y, trials=np.full(len(y), 2e6)),
    ],
)  # fmt: skip
def test_a_chart_of_any_series_has_limits_or_none_to_judge_by(name, chart):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        try:
            found = chart(SERIES[name])
        except ValueError:
            return
    if found.verdict is Verdict.CANNOT_ASSESS:
        assert found.broken
    else:
        assert np.nanmax(found.upper - found.lower) > 0


def test_a_point_that_nobody_was_counted_in_is_a_gap():
    chart = u_chart([1.0] * 15, exposure=[0.0, NAN, *[5.0] * 13])
    assert np.isnan(chart.values[:2]).all()
    assert chart.centre[0] == pytest.approx(0.2)
    with pytest.raises(ValueError, match="exceed"):
        p_chart([11.0] * 15, trials=[10.0] * 15)


def test_a_missing_year_is_no_year_and_a_missing_newest_no_change():
    earlier = [50.0, NAN, 61.0, 55.0, 48.0]
    known = expect_count(90, exposure=1, earlier=[50, 61, 55, 48], earlier_exposure=[1] * 4)
    assert expect_count(90, exposure=1, earlier=earlier, earlier_exposure=[1] * 5) == known
    no_people = expect_count(
        90, exposure=1, earlier=[50, 9, 61, 55, 48], earlier_exposure=[1, 0, 1, 1, 1]
    )
    assert no_people == known
    newest = expect_count(NAN, exposure=1, earlier=earlier, earlier_exposure=[1] * 5)
    assert newest.verdict is Against.CANNOT_TELL
    assert expect_value(90, earlier=earlier) == expect_value(90, earlier=[50, 61, 55, 48])
    assert expect_value(NAN, earlier=earlier).verdict is Against.CANNOT_TELL


def test_a_year_without_population_is_no_year():
    for people in (0.0, NAN):
        found = recent_trend([10] * 5, population=[people, 9, 9, 9, 9])
        assert found.broken == ("too_few_points",)
    for call in (
        lambda: recent_trend([10] * 5, population=[-1, 9, 9, 9, 9]),
        lambda: recent_trend([-1] * 5, population=9),
        lambda: monthly_trend([-1] * 60),
    ):
        with pytest.raises(ValueError, match="negative"):
            call()


def test_silence_after_a_measure_is_a_decrease():
    """Once 10 a month and then nothing for twenty: the normal limits were 0 and infinity."""
    found = interrupted_series([10.0, 12, 9, 11] * 10 + [0.0] * 20, start=40)
    assert found.level.verdict is Verdict.LOWER
    assert 0 < found.level.upper < 0.1
    few = interrupted_series([1.0, 0, 0] * 13 + [0.0] * 21, start=39)
    assert few.level.verdict is Verdict.CANNOT_ASSESS


def test_a_series_without_variation_has_no_season_and_no_dependence():
    assert seasonal_index([1e6] * 60).p_value > 0.5
    assert np.isnan(seasonal_index([1] * 12 + [0] * 48).p_value)
    assert interrupted_series([5.0] * 60, start=40).level.broken == ()


def test_a_bend_needs_events():
    for nothing in ([0.0] * 60, [NAN] * 60):
        with pytest.raises(ValueError, match="too few events"):
            trend_start(nothing)
    first = trend_start([0.0] * 50 + [9.0] * 10)
    assert 0 <= first[1] <= first[0] <= first[2] <= 54


def test_the_same_week_over_and_over_has_no_limits():
    alike = [[1.0, 2, 3, 4, 5, 6, 7]] * 3
    found = baseline(alike, calendar_weeks=[11] * 3)
    assert found.mean == 4
    assert found.assessment.broken == ("no_variation",)
    for call in (weekend_ratio, lambda weeks: change_from_baseline([3.0] * 7, weeks=weeks)):
        assert call(alike).broken == ("no_variation",)
        with pytest.raises(ValueError, match="loads must be numbers"):
            call([[INF] * 7] * 3)


@pytest.mark.parametrize(
    "call",
    [
        lambda: rate_ratio(INF, exposure=1, other_events=1, other_exposure=1),
        lambda: rate_difference(1, exposure=INF, other_events=1, other_exposure=1),
        lambda: rate_ratio(NAN, exposure=1, other_events=1, other_exposure=1),
        lambda: share_difference(NAN, trials=5, other_successes=1, other_trials=5),
        lambda: survey_share([NAN, *[1, 0] * 9], weights=[1] * 19),
        lambda: survey_share([2, 0] * 10, weights=[1] * 20),
        lambda: published_share(0.5, sample=-4),
        lambda: directly_standardised_rate([NAN, 20], population=[9, 9], standard=[1, 1], per=1),
        lambda: gamma_standardised_rate([20, 20], population=[NAN, 9], standard=[1, 1], per=1),
        lambda: weighted_displacement_difference(
            BeforeAfter(before=NAN, after=9), control=BeforeAfter(before=9, after=9)
        ),
        lambda: weighted_displacement_difference(
            BeforeAfter(before=9, after=9, weight_before=0), control=BeforeAfter(before=9, after=9)
        ),
        lambda: crime_harm_index({"a": NAN}, weights=NOTHING, population=100),
        lambda: funnel_of_rates([], population=[]),
        lambda: winsorised([]),
        lambda: overdispersion([], standard_errors=[]),
        lambda: between_variance([], standard_errors=[]),
        lambda: empirical_bayes([], population=[]),
        lambda: shared_variation([1.0], freedom=[4.0]),
        lambda: hot_spots([INF, *[1.0] * 19], neighbours=RING),
        lambda: global_moran(range(20), neighbours=[[25], *RING[1:]]),
        lambda: critical_counts(NAN),
        lambda: critical_counts(-1.0),
        lambda: smallest_visible_change(expected=5, dispersion=NAN),
        lambda: smallest_visible_ratio(before=NAN),
        lambda: find_change_points([NAN] * 20),
    ],
)
def test_what_is_missing_or_impossible_is_refused_in_words(call):
    with pytest.raises(ValueError, match=r"^(?!cannot convert)"):
        call()


def test_a_share_of_nobody_known_has_no_limits():
    for sample in (None, 0, NAN):
        assert published_share(0.5, sample=sample).broken == ("no_sample_size",)


def test_a_hundred_million_events_need_no_list_of_all_counts():
    """The normal limits: 1.96 times ten thousand either side."""
    low, high = critical_counts(1e8)
    assert low == pytest.approx(1e8 - 19_600, abs=5)
    assert high == pytest.approx(1e8 + 19_600, abs=5)


def test_one_area_with_everything_has_no_pattern_to_be_judged():
    found = global_getis_ord([0.0] * 19 + [1.0], neighbours=RING)
    assert found.verdict is Verdict.CANNOT_ASSESS
    assert found.broken == ("no_variation",)


def test_a_watched_series_that_is_missing_is_silent():
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        found = farrington_flexible([[NAN] * 120, [5.0] * 120, [0.0] * 120], at=[119])
    assert not found.alarm.any()
    assert found.assessment(0, 0).broken == ("too_few_events",)
    assert found.assessment(1, 0).estimate == pytest.approx(1)


@pytest.mark.parametrize("months", [1, 5, 11, 12, 13])
def test_a_first_year_is_too_short_to_be_judged_alone_or_beside_longer_series(months):
    """The first delivery of a year: no month lies behind it, and no rate could be fitted to none."""
    rng = np.random.default_rng(1)
    alone = rng.poisson(9, (2, months)).astype(float)
    beside = rng.poisson(9, (2, 60)).astype(float)
    beside[:, :-months] = np.nan
    for series in (alone, beside):
        found = find_signals(series)
        assert list(found.verdict) == ["cannot_assess"] * 2
        assert all("too_short_history" in codes for codes in found.broken)
        usual = usual_months(series)
        assert usual.expected.shape == series.shape
        assert np.isnan(usual.expected).all()


def test_quantiles_beyond_the_whole_numbers_a_float_can_tell_apart_are_found():
    low, high, _, _ = count_limits(2.4e17, dispersion=5.0, count=2.4e17)
    assert low < 2.4e17 < high
