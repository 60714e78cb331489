"""Laws that comparisons, places and wastewater figures obey for any input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lagesbild.stats.compare import (
    e_test,
    rate_against_benchmark,
    rate_difference,
    rate_ratio,
    share_difference,
)
from lagesbild.stats.concentration import concentration, generalised_gini, gini
from lagesbild.stats.funnel import funnel_of_rates, proportion_limits, ratio_limits
from lagesbild.stats.harm import HarmWeight, crime_harm_index
from lagesbild.stats.lagged import independent_pairs, lagged_correlations, without_trend_and_season
from lagesbild.stats.multiplicity import benjamini_hochberg, benjamini_yekutieli
from lagesbild.stats.near_repeat import knox
from lagesbild.stats.rates import byar_interval, exact_poisson_interval, weighted_sum_interval
from lagesbild.stats.smoothing import empirical_bayes, empirical_bayes_local
from lagesbild.stats.spatial import FEWEST_AREAS, Pattern, global_moran, hot_spots, moran_index
from lagesbild.stats.standardise import directly_standardised_rate, indirectly_standardised_rate
from lagesbild.stats.verdict import Verdict
from lagesbild.stats.wastewater import (
    baseline,
    censored_mean,
    change_from_baseline,
    combined_uncertainty,
    load_mg_per_day_1000inh,
    lognormal_mean,
    week_means,
    weekend_ratio,
)

few = settings(max_examples=25, deadline=None)
counts = st.integers(0, 400)
some = st.integers(1, 400)
people = st.floats(100, 100_000)

# Two rates, two shares


@few
@given(counts, people, counts, people, st.floats(0.01, 100))
def test_a_ratio_turns_over_and_does_not_depend_on_the_unit(x, n, y, m, unit):
    assume(x + y > 0)
    one = rate_ratio(x, exposure=n, other_events=y, other_exposure=m)
    turned = rate_ratio(y, exposure=m * unit, other_events=x, other_exposure=n * unit)
    assert np.isclose(one.p_value, turned.p_value, rtol=1e-6, atol=1e-12)
    with np.errstate(divide="ignore"):
        expected = 1 / np.array([turned.upper, turned.lower])
    assert np.allclose([one.lower, one.upper], expected, rtol=1e-6)
    assert one.lower <= one.estimate <= one.upper


@few
@given(counts, people, counts, people)
def test_the_exact_test_and_its_interval_never_disagree(x, n, y, m):
    assume(x + y > 0)
    found = rate_ratio(x, exposure=n, other_events=y, other_exposure=m)
    assume(abs(found.p_value - 0.05) > 1e-6)
    assert (found.verdict is not Verdict.NOT_SHOWN) == (found.p_value < 0.05)


@few
@given(some, some, st.floats(1, 6))
def test_events_in_clusters_say_less(x, y, dispersion):
    alone = rate_ratio(x, exposure=1, other_events=y, other_exposure=1)
    clustered = rate_ratio(x, exposure=1, other_events=y, other_exposure=1, dispersion=dispersion)
    assert clustered.lower <= alone.lower * (1 + 1e-9)
    assert clustered.upper >= alone.upper * (1 - 1e-9)
    assert clustered.estimate == alone.estimate


@few
@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.1, 10), st.floats(0.1, 10))
def test_the_e_test_does_not_know_which_came_first(x, y, n, m):
    assume(x + y > 0)
    p = e_test(x, exposure=n, other_events=y, other_exposure=m)
    assert 0 <= p <= 1
    assert np.isclose(p, e_test(y, exposure=m, other_events=x, other_exposure=n))
    assert np.isclose(p, e_test(x, exposure=7 * n, other_events=y, other_exposure=7 * m))


@few
@given(st.integers(0, 60), st.integers(0, 60))
def test_a_difference_changes_sign(x, y):
    assume(x + y > 0)
    one = rate_difference(x, exposure=2, other_events=y, other_exposure=3)
    turned = rate_difference(y, exposure=3, other_events=x, other_exposure=2)
    assert np.allclose([one.lower, one.upper], [-turned.upper, -turned.lower])
    assert one.lower <= one.estimate <= one.upper


def test_nothing_in_either_place_cannot_be_assessed():
    assert rate_ratio(0, exposure=1, other_events=0, other_exposure=1).broken == ("no_events",)
    found = rate_difference(0, exposure=1, other_events=0, other_exposure=1)
    assert found.verdict is Verdict.CANNOT_ASSESS


shares = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@few
@given(shares, shares)
def test_a_difference_of_shares_mirrors(one, other):
    (x, n), (y, m) = one, other
    found = share_difference(x, trials=n, other_successes=y, other_trials=m)
    turned = share_difference(y, trials=m, other_successes=x, other_trials=n)
    failures = share_difference(n - x, trials=n, other_successes=m - y, other_trials=m)
    assert np.allclose([found.lower, found.upper], [-turned.upper, -turned.lower])
    assert np.allclose([found.lower, found.upper], [-failures.upper, -failures.lower], atol=1e-9)
    assert -1 - 1e-9 <= found.lower <= found.estimate <= found.upper <= 1 + 1e-9
    assert np.isclose(found.p_value, turned.p_value)


# Standardised rates and weighted sums

groups = st.lists(st.tuples(st.integers(4, 60), st.integers(100, 5000)), min_size=3, max_size=8)


@few
@given(groups, st.floats(0.001, 1000))
def test_a_place_standardised_to_itself_keeps_its_crude_rate(rows, unit):
    events, base = np.array(rows, dtype=float).T
    found = directly_standardised_rate(events, population=base, standard=base * unit, per=1000)
    assert np.isclose(found.estimate, 1000 * events.sum() / base.sum())
    limits = byar_interval(events.sum())[0] * 1000 / base.sum()
    assert np.allclose([found.lower, found.upper], limits)


@few
@given(groups)
def test_a_place_with_the_standards_rates_has_the_standards_level(rows):
    events, base = np.array(rows, dtype=float).T
    found = indirectly_standardised_rate(
        events, population=base, standard_rates=events / base, standard_level=0.02, per=1000
    )
    assert np.isclose(found.estimate, 20)
    assert found.verdict is Verdict.NOT_SHOWN


@few
@given(st.lists(some, min_size=1, max_size=6), st.floats(0.1, 50))
def test_alike_weights_give_the_exact_limits(events, weight):
    low, high = weighted_sum_interval(events, weights=[weight] * len(events))
    exact = exact_poisson_interval(sum(events))[0] * weight
    assert np.allclose([low, high], exact, rtol=1e-6)


@few
@given(some, st.floats(1, 500))
def test_harm_of_one_kind_of_crime_is_its_rate_times_its_weight(events, days):
    weights = [HarmWeight(category="a", days=days, source="law")]
    found = crime_harm_index({"a": events, "b": 0}, weights=weights, population=9000)
    assert np.isclose(found.estimate, events / 9 * days)
    exact = exact_poisson_interval(events)[0] / 9 * days
    assert np.allclose([found.lower, found.upper], exact, rtol=1e-6)


# Funnels


@few
@given(st.floats(0.5, 5000), st.floats(0.01, 0.99))
def test_a_larger_place_has_a_narrower_funnel(size, target):
    ratio = ratio_limits([size, 2 * size])
    assert ratio[0, 0] <= ratio[1, 0] <= 1 <= ratio[1, 1] <= ratio[0, 1]
    share = proportion_limits([size, 2 * size], target=target)
    assert share[0, 0] <= share[1, 0] <= target <= share[1, 1] <= share[0, 1]


@few
@given(st.integers(0, 200), st.floats(5, 150))
def test_outside_the_funnel_is_where_the_exact_interval_misses_the_target(observed, expected):
    low, high = exact_poisson_interval(observed)[0]
    assume(min(abs(low - expected), abs(high - expected)) > 1e-6)
    edges = ratio_limits(expected)[0]
    assert (edges[0] <= observed / expected <= edges[1]) == (low <= expected <= high)


@few
@given(st.integers(0, 2**32 - 1))
def test_more_variation_between_places_widens_the_funnel(seed):
    generator = np.random.default_rng(seed)
    base = generator.lognormal(9.5, 0.8, 60)
    same = funnel_of_rates(generator.poisson(0.01 * base), population=base, target=0.01)
    rates = 0.01 * generator.lognormal(0, 0.5, 60)
    apart = funnel_of_rates(generator.poisson(rates * base), population=base, target=0.01)
    assert apart.overdispersion.tau_squared > same.overdispersion.tau_squared
    assert (np.diff(apart.inner) > np.diff(same.inner)).mean() > 0.9
    outer_holds_inner = (apart.outer[:, 0] <= apart.inner[:, 0]) & (
        apart.inner[:, 1] <= apart.outer[:, 1]
    )
    assert outer_holds_inner.all()


def test_small_places_are_not_judged_in_a_funnel():
    found = funnel_of_rates([0, *[40] * 12], population=[30, *[4000] * 12])
    assert found.places[0].verdict is Verdict.CANNOT_ASSESS
    assert "fewer_than_5_expected" in found.places[0].broken


# Many tests

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@few
@given(p_values, st.randoms(use_true_random=False))
def test_adjusting_keeps_the_order_and_lies_between_nothing_and_bonferroni(values, random):
    p = np.array(values)
    adjusted, stricter = benjamini_hochberg(p), benjamini_yekutieli(p)
    assert (p <= adjusted + 1e-12).all()
    assert (adjusted <= stricter + 1e-12).all()
    assert (adjusted <= np.minimum(1, len(p) * p) + 1e-12).all()
    order = list(range(len(p)))
    random.shuffle(order)
    assert np.allclose(benjamini_hochberg(p[order]), adjusted[order])
    assert (np.diff(adjusted[np.argsort(p)]) >= -1e-12).all()


@few
@given(p_values)
def test_what_was_not_examined_does_not_count(values):
    with_holes = [*values, np.nan, np.nan]
    found = benjamini_hochberg(with_holes)
    assert np.allclose(found[:-2], benjamini_hochberg(values))
    assert np.isnan(found[-2:]).all()


# Small areas

areas = st.lists(
    st.tuples(st.integers(0, 200), st.integers(50, 20_000)), min_size=3, max_size=30
).filter(lambda rows: sum(row[0] for row in rows) > 0)


@few
@given(areas, st.floats(0.01, 100))
def test_a_steadied_rate_lies_between_its_own_and_the_level(rows, unit):
    events, base = np.array(rows, dtype=float).T
    found = empirical_bayes(events, population=base)
    own = events / base
    assert (found.rate >= np.minimum(own, found.level) - 1e-12).all()
    assert (found.rate <= np.maximum(own, found.level) + 1e-12).all()
    assert np.allclose(empirical_bayes(events, population=base * unit).rate, found.rate / unit)
    by_size = np.argsort(base)
    assert (np.diff(found.own_part[by_size]) >= -1e-12).all()


@few
@given(areas)
def test_with_everybody_as_neighbour_the_local_level_is_the_common_one(rows):
    events, base = np.array(rows, dtype=float).T
    everybody = [[j for j in range(len(rows)) if j != i] for i in range(len(rows))]
    local = empirical_bayes_local(events, population=base, neighbours=everybody)
    assert np.allclose(local.rate, empirical_bayes(events, population=base).rate)


def ring(n: int) -> list[list[int]]:
    return [[(i - 1) % n, (i + 1) % n] for i in range(n)]


@few
@given(
    st.lists(st.floats(0, 100), min_size=16, max_size=30), st.floats(0.1, 10), st.floats(-50, 50)
)
def test_morans_index_does_not_depend_on_unit_or_level(values, scale, level):
    value = np.array(values)
    assume(np.ptp(value) > 1e-3)
    links = ring(len(value))
    index = moran_index(value, neighbours=links)
    assert np.isclose(moran_index(value * scale + level, neighbours=links), index, atol=1e-6)
    assert -1 - 1e-9 <= index <= 1 + 1e-9


def test_too_few_or_alike_areas_have_no_pattern():
    n = FEWEST_AREAS - 1
    few_areas = global_moran(np.arange(n), neighbours=ring(n))
    assert few_areas.verdict is Verdict.CANNOT_ASSESS
    assert set(hot_spots(np.ones(20), neighbours=ring(20)).pattern) == {Pattern.CANNOT_ASSESS}
    smooth = global_moran(
        np.sin(np.arange(40) / 40 * 2 * np.pi), neighbours=ring(40), permutations=99
    )
    assert smooth.verdict is Verdict.HIGHER
    uneven = global_moran(np.arange(40) % 2, neighbours=ring(40), permutations=99)
    assert uneven.verdict is Verdict.LOWER


# Concentration and near repeats

spread = st.lists(st.integers(0, 30), min_size=3, max_size=25).filter(lambda c: sum(c) >= 10)


@few
@given(spread, st.integers(1, 5))
def test_concentration_depends_on_shares_only(places, times):
    one = concentration(places, simulations=99)
    more = concentration([times * count for count in places], simulations=99)
    assert one.places == more.places <= -(-len(places) // 2)
    assert np.isclose(gini(places), gini([times * count for count in places]))
    assert 0 <= generalised_gini(places) <= gini(places) + 1e-12 <= 1


@few
@given(spread)
def test_moving_an_event_to_a_worse_place_concentrates(places):
    ordered = sorted(places)
    giver = next(i for i, count in enumerate(ordered) if count > 0)
    assume(giver < len(ordered) - 1)
    moved = list(ordered)
    moved[giver] -= 1
    moved[-1] += 1
    assert gini(moved) >= gini(ordered)
    assert (
        concentration(moved, simulations=19).places <= concentration(ordered, simulations=19).places
    )


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(-1000, 1000), st.integers(-500, 500))
def test_near_repeats_do_not_depend_on_where_the_map_or_the_calendar_begins(seed, move, later):
    generator = np.random.default_rng(seed)
    x, y = generator.integers(0, 500, (2, 40)).astype(float)
    day = generator.integers(0, 60, 40)
    bands = {"distance_bands": [0, 101, 201], "day_bands": [0, 4, 8], "permutations": 19}
    one = knox(x, y=y, days=day, **bands)
    moved = knox(x + round(move), y=y - round(move), days=later - day, **bands)
    assert (one.observed == moved.observed).all()
    assert np.allclose(one.expected, moved.expected)
    assert (one.p_value >= 1 / 20).all()
    assert one.adjusted.min() >= one.p_value.min()


# Series

series = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).normal(size=(2, 60))
)


@few
@given(series, st.floats(0.1, 10))
def test_turning_a_series_turns_the_correlation(pair, scale):
    first, second = pair
    found = lagged_correlations(first, second=second, lags=range(-2, 3))
    turned = lagged_correlations(-scale * first + 5, second=second, lags=range(-2, 3))
    ones = [one.assessment.estimate for one in found]
    assert np.allclose(ones, [-one.assessment.estimate for one in turned])
    exchanged = lagged_correlations(second, second=first, lags=range(2, -3, -1))
    assert np.allclose(ones, [one.assessment.estimate for one in exchanged])
    assert independent_pairs(first, second=second) <= 60
    assert all(one.adjusted >= one.assessment.p_value for one in found)


@few
@given(series, st.floats(-5, 5), st.floats(-5, 5))
def test_trend_and_season_are_taken_away_whatever_they_are(pair, slope, height):
    t = np.arange(60)
    plain, _ = without_trend_and_season(pair[0], period=12)
    seasonal, _ = without_trend_and_season(
        pair[0] + slope * t + height * np.cos(2 * np.pi * t / 12), period=12
    )
    assert np.allclose(plain, seasonal, atol=1e-8)


def test_two_series_that_remember_themselves_are_not_called_related():
    """Unrelated, memory 0.8, 60 months: naive tests call a quarter of such pairs related."""
    generator = np.random.default_rng(20261121)
    called = naive = 0
    for _ in range(150):
        shocks = generator.normal(size=(2, 90))
        for month in range(1, 90):
            shocks[:, month] += 0.8 * shocks[:, month - 1]
        first, second = shocks[:, 30:]
        found = lagged_correlations(first, second=second, lags=[0])[0]
        called += found.assessment.verdict in {Verdict.HIGHER, Verdict.LOWER}
        naive += abs(np.corrcoef(first, second)[0, 1]) > 0.254
    assert naive > 30
    assert called <= 12


def test_a_short_smooth_pair_cannot_be_assessed():
    found = lagged_correlations(np.arange(24.0), second=np.arange(24.0) ** 2, lags=[0, 1])
    assert {one.assessment.verdict for one in found} == {Verdict.CANNOT_ASSESS}
    flat = lagged_correlations(np.ones(24), second=np.arange(24.0), lags=[0])
    assert flat[0].assessment.broken == ("no_variation",)


# Wastewater

week = st.lists(st.floats(0.1, 1000), min_size=7, max_size=7)
weeks = st.lists(week, min_size=3, max_size=6)


@few
@given(st.floats(0, 5000), st.floats(10, 1e6), st.floats(100, 1e6), st.floats(0.1, 10))
def test_a_load_grows_with_concentration_and_flow_and_falls_with_people(c, flow, people, times):
    load = load_mg_per_day_1000inh(c, flow_m3_per_day=flow, connected=people)[0]
    doubled = load_mg_per_day_1000inh(times * c, flow_m3_per_day=flow, connected=people)[0]
    assert np.isclose(doubled, times * load)
    shared = load_mg_per_day_1000inh(c, flow_m3_per_day=flow, connected=times * people)[0]
    assert np.isclose(shared, load / times)


@few
@given(week, st.floats(0.01, 100))
def test_the_weekend_ratio_has_no_unit_and_the_daily_mean_weighs_both_parts(loads, unit):
    one, other = week_means(loads), week_means(np.array(loads) * unit)
    assert np.isclose(one.ratio, other.ratio)
    assert np.isclose(7 * one.daily, 3 * one.weekday + 4 * one.weekend)


@few
@given(weeks, week, st.floats(0.01, 100))
def test_a_change_has_no_unit_and_turns_over(earlier, new, unit):
    one = change_from_baseline(new, weeks=earlier)
    other = change_from_baseline(np.array(new) * unit, weeks=np.array(earlier) * unit)
    assert one.broken == other.broken
    assume(not one.broken)
    assert np.allclose(
        [one.estimate, one.lower, one.upper], [other.estimate, other.lower, other.upper]
    )
    assert one.lower <= one.estimate <= one.upper
    assert weekend_ratio(earlier).n == len(earlier)


@few
@given(st.lists(week, min_size=1, max_size=2), week)
def test_two_campaigns_are_no_level(earlier, new):
    assert change_from_baseline(new, weeks=earlier).broken == ("fewer_than_3_campaigns",)
    assert weekend_ratio(earlier).verdict is Verdict.CANNOT_ASSESS
    found = baseline(earlier, calendar_weeks=[11] * len(earlier))
    assert found.assessment.verdict is Verdict.CANNOT_ASSESS
    assert np.isclose(found.mean, np.mean(earlier))


def test_a_single_day_is_not_compared_with_a_week():
    one_day = [np.nan] * 6 + [90.0]
    found = change_from_baseline(one_day, weeks=[[50.0] * 7, [55.0] * 7, [60.0] * 7])
    assert found.broken == ("not_a_full_week",)
    mixed = baseline([[50.0] * 7, one_day], calendar_weeks=[11, 40])
    assert "not_a_full_week" in mixed.assessment.broken


loads = st.lists(st.floats(0.5, 500), min_size=4, max_size=40, unique=True)


@few
@given(loads)
def test_with_nothing_below_the_limit_the_mean_is_the_mean(values):
    found = censored_mean(values, is_below=np.zeros(len(values), dtype=bool))
    assert np.isclose(found.estimate, np.mean(values))
    assert found.broken == ()


@few
@given(loads, st.floats(0.05, 0.75))
def test_half_the_limit_is_never_needed(values, part):
    """The mean with values below a limit lies between all of those at 0 and all at the limit."""
    value = np.array(values)
    limit = float(np.quantile(value, part))
    below = value < limit
    assume((~below).sum() >= 3)
    found = censored_mean(np.maximum(value, limit), is_below=below)
    at_limit, at_zero = np.where(below, limit, value).mean(), np.where(below, 0, value).mean()
    assert at_zero - 1e-9 <= found.estimate <= at_limit + 1e-9
    assert found.lower <= at_zero * (1 + 1e-9)
    assert found.upper >= at_limit * (1 - 1e-9)


def test_almost_only_values_below_the_limit_cannot_be_assessed():
    values, below = [1.0] * 9 + [3.0], [True] * 9 + [False]
    assert censored_mean(values, is_below=below).verdict is Verdict.CANNOT_ASSESS
    assert lognormal_mean(values, is_below=below).verdict is Verdict.CANNOT_ASSESS


@few
@given(st.dictionaries(st.text(min_size=1, max_size=3), st.floats(0, 0.5), min_size=1, max_size=6))
def test_more_sources_never_make_a_load_surer(parts):
    whole = combined_uncertainty(parts)
    assert max(parts.values()) - 1e-12 <= whole <= sum(parts.values()) + 1e-12


def test_the_same_week_written_again_is_no_new_measurement():
    alike = [[5.0, 5, 5, 5, 9, 9, 9]] * 4
    assert "no_variation" in weekend_ratio(alike).broken
    flat = change_from_baseline([5.0] * 7, weeks=[[5.0] * 7] * 4)
    assert flat.broken == ("no_variation",)
    assert change_from_baseline([5.0] * 7, weeks=alike).broken == ("no_variation",)
    left_out = weekend_ratio([*np.random.default_rng(2).uniform(4, 9, (4, 7)), [np.nan] * 7])
    assert left_out.broken == ("not_a_full_week",)
    assert left_out.n == 4
    assert censored_mean([3.0], is_below=[False]).broken == ("fewer_than_3_values",)


NAN = float("nan")


@pytest.mark.parametrize(
    "call",
    [
        lambda: rate_ratio(NAN, exposure=1, other_events=3, other_exposure=1),
        lambda: rate_ratio(1, exposure=NAN, other_events=3, other_exposure=1),
        lambda: rate_ratio(1, exposure=1, other_events=3, other_exposure=1, dispersion=0.5),
        lambda: e_test(0, other_events=0),
        lambda: rate_against_benchmark(-1, population=10, benchmark=1, per=1),
        lambda: share_difference(NAN, trials=5, other_successes=1, other_trials=5),
        lambda: share_difference(6, trials=5, other_successes=1, other_trials=5),
        lambda: funnel_of_rates([], population=[]),
        lambda: funnel_of_rates([NAN, 1], population=[1, 2]),
        lambda: funnel_of_rates([0, 0], population=[1, 2]),
        lambda: ratio_limits([0]),
        lambda: proportion_limits([0], target=0.5),
        lambda: benjamini_hochberg([1.2]),
        lambda: empirical_bayes([NAN], population=[1]),
        lambda: empirical_bayes([1], population=[0]),
        lambda: empirical_bayes_local([1, 2], population=[5, 5], neighbours=[[1]]),
        lambda: moran_checked([1.0, NAN]),
        lambda: hot_spots([-1.0, 2.0], neighbours=[[1], [0]]),
        lambda: concentration([1, -1]),
        lambda: concentration([1, 1], share=0),
        lambda: concentration([1, 1], sizes=[1]),
        lambda: knox([NAN], y=[1], days=[1], distance_bands=[0, 1], day_bands=[0, 1]),
        lambda: knox([1], y=[1], days=[1], distance_bands=[1, 0], day_bands=[0, 1]),
        lambda: knox(
            [1], y=[1], days=[1], distance_bands=[0, 1], day_bands=[0, 1], permutations=9
        ),
        lambda: lagged_correlations([1, 2], second=[1], lags=[0]),
        lambda: without_trend_and_season([1] * 13, period=12),
        lambda: week_means([1] * 6),
        lambda: week_means([-1] * 7),
        lambda: baseline([[1] * 7], calendar_weeks=[]),
        lambda: censored_mean([], is_below=[]),
        lambda: censored_mean([-1], is_below=[False]),
        lambda: lognormal_mean([0, 1], is_below=[False, False]),
        lambda: load_mg_per_day_1000inh(-1, flow_m3_per_day=1, connected=1),
        lambda: load_mg_per_day_1000inh(1, flow_m3_per_day=0, connected=1),
        lambda: combined_uncertainty({}),
        lambda: weighted_sum_interval([0], weights=[1]),
        lambda: directly_standardised_rate([20], population=[0], standard=[1], per=1),
        lambda: directly_standardised_rate([20, 1], population=[9], standard=[1], per=1),
        lambda: crime_harm_index({"a": -1}, weights=[], population=1),
    ],
)  # fmt: skip
def test_what_is_impossible_is_refused(call):
    with pytest.raises(
        ValueError, match=r"must|none|undefined|missing|needs|fewer|too few|no |without|seven"
    ):
        call()


def moran_checked(values: list[float]) -> object:
    return global_moran(values, neighbours=[[1], [0]])
