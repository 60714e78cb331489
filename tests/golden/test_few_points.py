"""Few years each, many measures: what they lend each other, and what that does to false calls."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import polygamma

from lagesbild.stats.expectation import chance_of, expect_count, expect_value
from lagesbild.stats.few_points import (
    FEWEST_TOGETHER,
    MOST_LENT,
    _inverse_trigamma,
    chances_together,
    shared_variation,
)


@pytest.mark.parametrize(("argument", "trigamma"), [(1.0, np.pi**2 / 6), (0.5, np.pi**2 / 2)])
def test_the_inverse_of_trigamma_at_known_places(argument, trigamma):
    """Abramowitz & Stegun 6.4.4: trigamma(1) = pi^2 / 6 and trigamma(1/2) = pi^2 / 2."""
    assert _inverse_trigamma(trigamma) == pytest.approx(argument, rel=1e-9)
    assert polygamma(1, _inverse_trigamma(0.013)) == pytest.approx(0.013, rel=1e-9)


def test_the_prior_of_many_variances_is_found():
    """Smyth (2004): s2 = typical * F(d, d0); 20 000 draws with d = 4, d0 = 8 and 2.5."""
    drawn = 2.5 * np.random.default_rng(3).f(4, 8, 20_000)
    typical, lent = shared_variation(drawn, freedom=np.full(20_000, 4.0))
    assert typical == pytest.approx(2.5, rel=0.03)
    assert lent == pytest.approx(8, rel=0.06)


def test_alike_measures_lend_as_much_as_may_be_lent():
    drawn = np.random.default_rng(4).chisquare(4, 500) / 4
    assert shared_variation(drawn, freedom=np.full(500, 4.0))[1] > 0.7 * MOST_LENT


def years(level: np.ndarray, rng: np.random.Generator, *, differ: float, times: float = 1.0):
    """Five years and the newest, each with a variation of its own beyond chance."""
    mean = level[:, None] * rng.gamma(1 / differ, differ, (len(level), 6))
    mean[:, -1] *= times
    return [
        expect_count(row[-1], exposure=1.0, earlier=row[:-1], earlier_exposure=np.ones(5))
        for row in rng.poisson(mean)
    ]


def test_false_calls_stay_few_and_changes_are_found_that_none_could_find_alone():
    rng = np.random.default_rng(5)
    level = np.exp(rng.uniform(np.log(15), np.log(500), 3000))
    quiet = chances_together(years(level, rng, differ=0.01))
    assert np.nanmean(quiet <= 0.05) <= 0.055
    assert np.nanmean(quiet <= 0.001) <= 0.0015
    changed = years(np.full(500, 200.0), rng, differ=0.01, times=1.5)
    together = chances_together([*years(level, rng, differ=0.01), *changed])[-500:]
    alone = np.array([chance_of(one) for one in changed])
    assert (alone <= 0.001).mean() < 0.05
    assert (together <= 0.001).mean() > 0.15


def test_a_few_measures_stand_alone():
    rng = np.random.default_rng(6)
    few = years(np.full(FEWEST_TOGETHER - 1, 60.0), rng, differ=0.01)
    assert chances_together(few) == pytest.approx([chance_of(one) for one in few])


def test_values_lend_each_other_on_the_scale_of_their_mean():
    """The unit does not matter: shares in per cent and loads in milligrams."""
    rng = np.random.default_rng(7)
    rows = rng.normal(1.0, 0.1, (40, 6)) * rng.uniform(1, 500, (40, 1))
    found = [expect_value(row[-1], earlier=row[:-1]) for row in rows]
    other = [expect_value(7 * row[-1], earlier=7 * row[:-1]) for row in rows]
    assert chances_together(found) == pytest.approx(chances_together(other))
    odd = expect_value(2.0, earlier=[1.0, 1.1, 0.9, 1.05, 0.95])
    assert chances_together([*found, odd])[-1] < chance_of(odd)


def test_what_cannot_be_told_has_no_chance():
    silent = expect_count(3, exposure=1, earlier=[1], earlier_exposure=[1])
    rng = np.random.default_rng(8)
    told = years(np.full(20, 60.0), rng, differ=0.01)
    assert np.isnan(chances_together([silent, *told])[0])
    assert len(chances_together([])) == 0
