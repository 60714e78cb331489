"""Intervals against numbers published by others; each case names its source."""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.stats.rates import (
    byar_interval,
    crude_rate,
    exact_poisson_interval,
    poisson_interval,
)
from lagesbild.stats.shares import wilson_interval

PHE = "PHEindicatormethods 226d2d5, tests/testthat/testdata_*.xlsx"


@pytest.mark.parametrize(
    ("events", "confidence", "lower", "upper"),
    [
        (65, 0.95, 50.163187710459454, 82.849138545939837),
        (10, 0.998, 2.916318374695686, 24.193724927880535),
        (20, 0.95, 12.211428834875936, 30.889880369197064),
    ],
)
def test_byar_against_phe(events, confidence, lower, upper):
    assert byar_interval(events, confidence=confidence)[0] == pytest.approx([lower, upper]), PHE


@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [
        (1, 0.025317807984289896, 5.5716433909388979),  # PHE, rate of 1 in 100 per 100 000
        (8, 3.453832, 15.763189),  # statsmodels confint_poisson(8, method="exact-c"), Garwood
        (0, 0.0, 3.688879454113936),  # -ln 0.025
    ],
)
def test_exact_limits(events, lower, upper):
    assert exact_poisson_interval(events)[0] == pytest.approx([lower, upper], rel=1e-6)


def test_poisson_interval_is_exact_below_ten_and_byar_from_ten():
    found = poisson_interval([9, 10])
    assert found[0] == pytest.approx(exact_poisson_interval(9)[0])
    assert found[1] == pytest.approx(byar_interval(10)[0])


@pytest.mark.parametrize(
    ("x", "lower", "upper"),
    [
        (65, 0.55254443296887967, 0.73635751756902468),
        (1, 0.0017674320641406511, 0.054486196178705294),
        (5, 0.02154367915435868, 0.11175046923191911),
    ],
)
def test_wilson_against_phe(x, lower, upper):
    assert wilson_interval(x, trials=100)[0] == pytest.approx([lower, upper], rel=1e-6), PHE


def test_crude_rate_is_empty_where_nobody_lives():
    found = crude_rate([84_816, 5, 5], population=[613_278, 0, np.nan], per=100_000)
    assert found[0] == pytest.approx(13_829.9, abs=0.05)
    assert np.isnan(found[1:]).all()


@pytest.mark.parametrize("call", [byar_interval, exact_poisson_interval, poisson_interval])
def test_impossible_input_is_refused(call):
    with pytest.raises(ValueError, match="negative"):
        call([-1])
    with pytest.raises(ValueError, match="confidence"):
        call([1], confidence=1.0)


def test_wilson_refuses_more_successes_than_trials():
    with pytest.raises(ValueError, match="trials"):
        wilson_interval(11, trials=10)
