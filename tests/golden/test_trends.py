"""Regression, trends, season and change points against R, and against published examples."""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.stats.change_points import find_change_points
from lagesbild.stats.regression import fit_negative_binomial, fit_poisson
from lagesbild.stats.season import (
    harmonic_terms,
    month_terms,
    seasonal_decomposition,
    seasonal_index,
)
from lagesbild.stats.trend import (
    kendall_score,
    mann_kendall,
    monthly_trend,
    recent_trend,
    sen_slope,
    trend_chi_square,
    trend_start,
)
from lagesbild.stats.verdict import Verdict
from tests.golden.r_answers import as_array, from_r

MONTH = np.arange(1, 121)
DESIGN = np.column_stack(
    [np.ones(120), (MONTH - 1) / 12, harmonic_terms(MONTH, period=12, harmonics=2)]
)


def test_negative_binomial_as_r_glm_nb():
    given, answers = from_r("count_regression")
    fit = fit_negative_binomial(
        as_array(given["counts"]), design=DESIGN, exposure=as_array(given["population"])
    )
    for i, answer in enumerate(answers):
        expected = answer["nb"]
        assert fit.coefficients[i] == pytest.approx(expected["coefficients"], abs=1e-6)
        assert np.sqrt(np.diag(fit.covariance[i])) == pytest.approx(expected["se"], rel=1e-6)
        assert fit.size[i] == pytest.approx(expected["theta"], rel=1e-5)


def test_quasi_poisson_as_r_glm():
    given, answers = from_r("count_regression")
    fit = fit_poisson(
        as_array(given["counts"]), design=DESIGN, exposure=as_array(given["population"])
    )
    for i, answer in enumerate(answers):
        expected = answer["quasi"]
        se = np.sqrt(np.diag(fit.covariance[i]) * fit.dispersion[i])
        assert fit.coefficients[i] == pytest.approx(expected["coefficients"], abs=1e-8)
        assert se == pytest.approx(expected["se"], rel=1e-8)
        assert fit.dispersion[i] == pytest.approx(expected["dispersion"], rel=1e-8)


def test_monthly_trend_as_r_glm_nb():
    given, answers = from_r("count_regression")
    for counts, people, answer in zip(*given.values(), answers, strict=True):
        found = monthly_trend(counts, exposure=people)
        slope, error = answer["nb"]["coefficients"][1], answer["nb"]["se"][1]
        assert found.method == "trend_negative_binomial"
        assert np.log(found.estimate) == pytest.approx(slope, abs=1e-6)
        # Ours is a little wider: Student's t, and Pearson's dispersion where it is above 1.
        assert 1.9799 <= (np.log(found.upper) - slope) / error < 2.5


def test_month_terms_leave_the_first_month_to_the_intercept():
    terms = month_terms(np.arange(1, 13))
    assert not terms[0].any()
    assert (terms[1:] == np.eye(11)).all()


def test_decomposition_as_r_stl():
    given, answer = from_r("stl")
    found = seasonal_decomposition(given["x"])
    assert found.seasonal == pytest.approx(answer["seasonal"], abs=1e-9)
    assert found.trend == pytest.approx(answer["trend"], abs=1e-9)
    assert found.adjusted + found.seasonal == pytest.approx(given["x"])


def test_change_of_the_nile():
    """One break after observation 28 (1898), 95 % 1895-1902 (strucchange's example output)."""
    given, answer = from_r("breakpoints")
    found = find_change_points(given["nile"])
    assert found.residual_sum[:3] == pytest.approx([2835157, 1597457.19, 1552924], abs=1)
    assert [round(b) for b in found.bic[:3]] == [1318, 1270, 1276]
    (point,) = found.points
    assert (point.index + 1870, point.first + 1870, point.last + 1870) == (1898, 1895, 1902)
    assert (point.before, point.after) == pytest.approx((1097.75, 849.97), abs=0.01)
    assert found.residual_sum == pytest.approx(answer["nile"]["rss"])
    assert found.verdict is Verdict.LOWER


def test_two_changes_as_strucchange():
    given, answer = from_r("breakpoints")
    found = find_change_points(given["steps"])
    assert found.bic == pytest.approx(answer["steps"]["bic"])
    intervals = [[p.first, p.index, p.last] for p in found.points]
    assert intervals == answer["steps"]["confint"]


@pytest.mark.parametrize("name", ["climbing", "tied"])
def test_mann_kendall_as_r_cor_test(name):
    given, answer = from_r("kendall")
    found = mann_kendall(given[name])
    assert found.estimate == pytest.approx(answer[name]["tau"])
    assert found.p_value == pytest.approx(answer[name]["p"])


@pytest.mark.parametrize("name", ["climbing", "tied"])
def test_kendall_score_as_r_cor_test(name):
    given, answer = from_r("kendall")
    score, variance = kendall_score(given[name])
    assert (abs(score) - 1) / variance**0.5 == pytest.approx(answer[name]["z"])


def test_sen_slope_as_scipy():
    from scipy.stats import theilslopes

    given, _ = from_r("kendall")
    assert sen_slope(given["tied"]).estimate == pytest.approx(theilslopes(given["tied"])[0])


def test_recent_trend_is_the_chi_square_of_a_contingency_table():
    """For rates of rare events it agrees with Armitage's test of proportions."""
    events, people = np.array([20, 25, 30, 34, 41]), np.full(5, 1_000_000)
    score = np.arange(5)
    share = events.sum() / people.sum()
    above = (score * (events - people * share)).sum() ** 2
    below = share * (1 - share) * (people * (score - 2) ** 2).sum()
    assert trend_chi_square(events, population=people) == pytest.approx(above / below, rel=1e-4)
    found = recent_trend(events, population=people)
    assert found.verdict is Verdict.HIGHER
    assert found.estimate == pytest.approx(1.18788, abs=1e-5)  # statsmodels GLM(Poisson)


@pytest.mark.parametrize(
    ("events", "breaks", "reason"),
    [
        ([20, 25, 30, 34], 0, "too_few_points"),
        ([1, 2, 1, 2, 1], 0, "too_few_events"),
        ([20, 25, 30, 34, 41], 1, "break_in_series"),
    ],
)
def test_recent_trend_says_when_it_cannot(events, breaks, reason):
    found = recent_trend(events, population=9000, breaks=breaks)
    assert found.verdict is Verdict.CANNOT_ASSESS
    assert reason in found.broken


def test_years_that_jump_are_not_a_trend():
    found = recent_trend([20, 45, 10, 34, 61], population=9000)
    assert found.verdict is Verdict.NOT_SHOWN
    assert "overdispersed" in found.broken


def test_season_and_its_test_as_statsmodels_glm():
    """Quasi-Poisson with and without an indicator for each month; F on the deviances."""
    import statsmodels.api as sm
    from scipy.stats import f

    given, _ = from_r("count_regression")
    counts, people = as_array(given["counts"])[0], as_array(given["population"])[0]
    line = np.column_stack([np.ones(120), np.arange(120) / 12])
    full = np.column_stack([line, month_terms(np.arange(120) + 1)])
    family = sm.families.Poisson()
    fits = [sm.GLM(counts, x, family=family, exposure=people).fit(scale="X2") for x in (line, full)]
    gain = (fits[0].deviance - fits[1].deviance) / 11 / fits[1].scale
    found = seasonal_index(counts, exposure=people)
    assert found.p_value == pytest.approx(f.sf(gain, 11, 120 - 13), rel=1e-6)
    ratios = np.exp(np.append(0, fits[1].params[2:]))
    assert found.index == pytest.approx(ratios / ratios.mean(), rel=1e-7)


def test_no_season_is_told_of_two_years():
    found = seasonal_index(np.tile([1, 9], 12))
    assert (found.index == 1).all()
    assert np.isnan(found.p_value)


def test_the_bend_with_the_least_deviance_as_statsmodels_glm():
    import statsmodels.api as sm

    rng = np.random.default_rng(7)
    time = np.arange(80)
    counts = rng.poisson(12 * np.exp(0.03 * np.maximum(time - 50, 0)))

    def deviance(place: int) -> float:
        x = np.column_stack([np.ones(80), np.maximum(time - place, 0)])
        return float(sm.GLM(counts, x, family=sm.families.Poisson()).fit().deviance)

    best, first, last = trend_start(counts)
    tried = {place: deviance(place) for place in range(75)}
    assert best == min(tried, key=lambda place: tried[place])
    inside = [place for place, one in tried.items() if one <= tried[best] + 3.841459]
    assert first <= 50 <= last
    assert first >= inside[0] - 1
    assert last <= max(inside)
