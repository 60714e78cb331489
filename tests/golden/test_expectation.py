"""The prediction interval against numbers that others worked out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lagesbild.stats.expectation import Verdict, chance_of, expect_count, expect_value


def test_five_steady_years_by_hand():
    """mu = 60, chi2/(k-1) = 326/60/4 = 1.3583, var = 60*1.3583 + 60^2*1.3583/300 = 97.8: the
    2/3-power limits are 60 * (1 -+ t * (2/3) * sqrt(97.8) / 60)^(3/2), t(0.975; 4) = 2.776445 as the
    dispersion is above one."""
    found = expect_count(62, exposure=1, earlier=[48, 71, 60, 55, 66], earlier_exposure=[1] * 5)
    reach = 2.776445 * (2 / 3) * np.sqrt(97.8) / 60
    assert found.expected == pytest.approx(60)
    assert found.low == pytest.approx(60 * (1 - reach) ** 1.5, rel=1e-3)
    assert found.high == pytest.approx(60 * (1 + reach) ** 1.5, rel=1e-3)
    assert found.verdict is Verdict.AS_BEFORE


def test_years_that_differ_no_more_than_chance_have_the_normal_limits():
    """mu = 60, no dispersion beyond chance: var = 60 + 60^2/300 = 72."""
    found = expect_count(62, exposure=1, earlier=[58, 62, 60, 59, 61], earlier_exposure=[1] * 5)
    reach = 1.959963985 * (2 / 3) * np.sqrt(72) / 60
    assert found.low == pytest.approx(60 * (1 - reach) ** 1.5)
    assert found.high == pytest.approx(60 * (1 + reach) ** 1.5)


def test_one_future_observation_against_the_textbook_factor():
    """Hahn & Meeker (1991): a 95 % two-sided interval for one future observation from n = 5 is
    mean -+ 3.041 s (t(0.975; 4) * sqrt(1 + 1/5))."""
    earlier = [51.4, 49.5, 48.7, 49.3, 51.6]
    found = expect_value(50.0, earlier=earlier)
    spread = np.std(earlier, ddof=1)
    assert (found.high - found.expected) / spread == pytest.approx(3.041, abs=0.001)


def test_false_alarms_stay_at_the_nominal_rate_for_small_counts():
    """Simulation, fixed seed: unchanged Poisson series of a small kommun, five earlier years."""
    draws = np.random.default_rng(20261121).poisson(12, size=(4000, 6))
    verdicts = [
        expect_count(row[5], exposure=1, earlier=row[:5], earlier_exposure=np.ones(5)).verdict
        for row in draws
    ]
    changed = np.mean([v is not Verdict.AS_BEFORE for v in verdicts])
    clear = np.mean([v in {Verdict.CLEARLY_MORE, Verdict.CLEARLY_FEWER} for v in verdicts])
    assert changed <= 0.05
    assert clear <= 0.004


def test_the_chance_follows_students_table():
    """Student's t with 4 degrees of freedom: 2.776 leaves 5 % outside, 8.610 leaves 0.1 %."""
    count = expect_count(62, exposure=1, earlier=[58, 62, 60, 59, 61], earlier_exposure=[1] * 5)
    for size, chance in ((2.776, 0.05), (8.610, 0.001)):
        found = replace(count, strength=-size)
        assert chance_of(found) == pytest.approx(chance, rel=2e-3)
    earlier = [51.4, 49.5, 48.7, 49.3, 51.6]
    odd = expect_count(62, exposure=1, earlier=[48, 71, 60, 55, 66], earlier_exposure=[1] * 5)
    at_limit = expect_count(
        odd.high, exposure=1, earlier=[48, 71, 60, 55, 66], earlier_exposure=[1] * 5
    )
    assert chance_of(at_limit) == pytest.approx(0.05, rel=1e-3)
    edge = expect_value(50.0, earlier=earlier).high
    assert chance_of(expect_value(edge, earlier=earlier)) == pytest.approx(0.05, rel=1e-3)


def test_nothing_said_has_no_chance():
    assert np.isnan(chance_of(expect_count(3, exposure=1, earlier=[1], earlier_exposure=[1])))
