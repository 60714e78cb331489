"""Well-known data and what R (tests/reference/examples.R) or the literature says of them."""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.stats.compare import rate_ratio
from lagesbild.stats.control_charts import laney_p_chart, laney_u_chart
from lagesbild.stats.expectation import expect_count
from lagesbild.stats.few_points import shared_variation
from lagesbild.stats.funnel import funnel_of_rates, funnel_of_shares
from lagesbild.stats.interrupted import interrupted_series
from lagesbild.stats.panel import rank_correlation
from lagesbild.stats.power import critical_counts, power_against_known
from lagesbild.stats.rates import exact_poisson_interval, score_poisson_interval
from lagesbild.stats.regression import believed_dispersion
from lagesbild.stats.season import seasonal_index
from lagesbild.stats.standardise import gamma_standardised_rate, indirectly_standardised_rate
from lagesbild.stats.trend import mann_kendall, recent_trend, sen_slope
from lagesbild.stats.verdict import Verdict
from lagesbild.stats.wastewater import censored_mean, lognormal_mean
from tests.golden.r_answers import as_array, from_r


def test_exact_limits_of_counts_from_none_to_a_million():
    counts, answer = from_r("exact_counts")
    usual = exact_poisson_interval(counts)
    assert usual == pytest.approx(as_array(answer["usual"]), rel=1e-6)
    wide = exact_poisson_interval(counts, confidence=0.998)
    assert wide == pytest.approx(as_array(answer["wide"]), rel=1e-6)
    # The tables of Garwood (1936), as every textbook of epidemiology prints them.
    assert usual[5] == pytest.approx([4.795, 18.390], abs=5e-4)
    assert usual[6] == pytest.approx([12.217, 30.888], abs=1e-3)
    assert usual[8] == pytest.approx([81.36, 121.63], abs=5e-3)


@pytest.mark.parametrize(
    ("order", "published"), [(0, 92.3), (1, 91.2), (2, 85.1), (3, 92.7), (4, 75.5)]
)
def test_down_syndrome_by_birth_order(order, published):
    """Fleiss (1981), p. 249; the gamma limits of the fifth child are 67.7 and 188.3 in Fay & Feuer (1997).
    One group of mothers has no case at all."""
    given, answer = from_r("down_syndrome")
    count, people = given["count"][order], given["pop"][order]
    found = gamma_standardised_rate(
        count, population=people, standard=given["standard"], per=100_000
    )
    assert found.estimate == pytest.approx(published, abs=0.06)
    expected = 100_000 * np.array(answer["direct"][order][1:])
    assert [found.estimate, found.lower, found.upper] == pytest.approx(expected, rel=1e-6)
    if order == 4:
        assert (found.lower, found.upper) == pytest.approx((67.7, 188.3), abs=0.05)
    rates = np.array(given["standard_count"]) / given["standard"]
    level = np.sum(given["standard_count"]) / np.sum(given["standard"])
    indirect = indirectly_standardised_rate(
        count, population=people, standard_rates=rates, standard_level=level, per=1
    )
    assert indirect.estimate == pytest.approx(answer["indirect"][order]["rate"], rel=1e-9)


def test_breast_cancer_after_fluoroscopy():
    """Rothman's 41 cases in 28 010 person-years against 15 in 19 017."""
    _, answer = from_r("fluoroscopy")
    found = rate_ratio(41, exposure=28010, other_events=15, other_exposure=19017)
    assert found.estimate == pytest.approx(answer["ratio"], rel=1e-9)
    assert (found.lower, found.upper) == pytest.approx(tuple(answer["limits"]), rel=1e-6)
    assert found.verdict is Verdict.HIGHER


@pytest.mark.parametrize("which", ["some", "none"])
def test_the_mean_of_skewed_loads(which):
    given, answer = from_r("skewed_mean")
    found = censored_mean(given[which]["value"], is_below=given[which]["below"])
    limits = (found.estimate, found.lower, found.upper)
    expected = tuple(answer[which][name] for name in ("mean", "lower", "upper"))
    assert limits == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("years", "limits"), list(zip(*from_r("next_year"), strict=True)))
def test_what_is_expected_of_next_year(years, limits):
    found = expect_count(
        years[0], exposure=1.0, earlier=years, earlier_exposure=np.ones(len(years))
    )
    assert (found.low, found.high) == pytest.approx(tuple(limits), rel=1e-6)


def test_the_trend_of_five_years():
    given, answers = from_r("recent_trend")
    for events, answer in zip(given["events"], answers, strict=True):
        found = recent_trend(events, population=given["base"])
        told = (found.estimate, found.lower, found.upper, found.p_value)
        expected = tuple(answer[name] for name in ("ratio", "lower", "upper", "p_value"))
        assert told == pytest.approx(expected, rel=1e-6)


def test_the_level_of_lake_huron():
    """Annual level 1875-1972: falling about 0.25 feet in ten years."""
    level, answer = from_r("lake_huron")
    slope, test = sen_slope(level), mann_kendall(level)
    assert slope.estimate == pytest.approx(answer["slope"], rel=1e-9)
    assert (slope.lower, slope.upper) == pytest.approx(tuple(answer["limits"]), rel=1e-9)
    assert (test.estimate, test.p_value) == pytest.approx(
        (answer["tau"], answer["p_value"]), rel=1e-6
    )
    assert test.verdict is Verdict.LOWER


def test_a_measure_after_which_nothing_happened():
    quiet, answer = from_r("nothing_after")
    found = interrupted_series(quiet, start=30).level
    assert (found.estimate, found.lower) == (0.0, 0.0)
    assert found.upper == pytest.approx(answer["upper"], rel=1e-6)
    assert found.p_value == pytest.approx(answer["p_value"], rel=1e-5)
    assert found.verdict is Verdict.LOWER


def test_the_season_of_british_drivers():
    deaths, answer = from_r("driver_deaths")
    found = seasonal_index(deaths)
    assert found.index == pytest.approx(answer["index"], rel=1e-6)
    assert found.p_value == pytest.approx(answer["p_value"], rel=1e-4)


def test_power_when_events_come_in_clusters():
    given, answers = from_r("dispersed_power")
    phi = given["dispersion"]
    for expected, answer in zip(given["expected"], answers, strict=True):
        assert critical_counts(expected, dispersion=phi) == (answer["low"], answer["high"])
        found = power_against_known(1.6, expected=expected, dispersion=phi)
        assert found == pytest.approx(answer["power"], rel=1e-6)


def test_fertility_and_education_in_switzerland():
    given, answer = from_r("swiss_ranks")
    found = rank_correlation(given["first"], second=given["second"])
    assert found.estimate == pytest.approx(answer["rho"], rel=1e-9)
    assert found.p_value == pytest.approx(answer["p_value"], rel=1e-6)
    assert (found.lower, found.upper) == pytest.approx(tuple(answer["limits"]), rel=1e-6)


def test_what_sixty_variances_have_in_common():
    drawn, answer = from_r("shared_variation")
    typical, lent = shared_variation(drawn, freedom=np.full(len(drawn), 4.0))
    assert typical == pytest.approx(answer["typical"], rel=1e-6)
    assert lent == pytest.approx(answer["lent"], rel=1e-6)


def test_less_variation_than_chance_gives_is_luck():
    """qchisq(0.05, 54) = 38.11622: a series without variation is believed to vary 0.706 of what chance
    gives, and one that varies as seen as it is seen."""
    assert believed_dispersion(0.0, freedom=54) == pytest.approx(38.11622 / 54, rel=1e-6)
    assert believed_dispersion(0.9, freedom=54) == 0.9
    assert believed_dispersion(float("nan"), freedom=54) == 1.0


def test_funnels_of_places_that_truly_differ():
    given, answer = from_r("funnels")
    rates = funnel_of_rates(given["cases"], population=given["size"])
    shares = funnel_of_shares(given["yes"], trials=given["asked"])
    assert (rates.method, shares.method) == ("funnel_additive_sqrt", "funnel_additive_arcsine")
    for found, expected in ((rates, answer["rates"]), (shares, answer["shares"])):
        assert found.inner == pytest.approx(as_array(expected["inner"]), rel=1e-6)
        assert found.outer == pytest.approx(as_array(expected["outer"]), rel=1e-6)


def test_laneys_charts():
    given, answer = from_r("laney")
    u = laney_u_chart(given["x"], exposure=given["n"])
    p = laney_p_chart(given["x"], trials=given["n"])
    for found, expected in ((u, answer["u"]), (p, answer["p"])):
        assert found.overdispersion == pytest.approx(expected["sigma"], rel=1e-9)
        assert found.upper == pytest.approx(expected["upper"], rel=1e-9)


def test_the_mean_of_a_lognormal_spread():
    given, answer = from_r("lognormal_mean")
    found = lognormal_mean(given["value"], is_below=given["below"])
    assert (found.estimate, found.lower, found.upper) == pytest.approx(tuple(answer), rel=1e-4)


def test_limits_of_a_count_by_the_score():
    counts, answer = from_r("score_counts")
    assert score_poisson_interval(counts) == pytest.approx(as_array(answer), rel=1e-6)
