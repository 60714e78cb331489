"""Months that hang together: the variance of their sums, and what is found of it in invented series."""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.stats.lingering import Lingering, lingering
from lagesbild.stats.signals import find_signals
from tests.bench.invented_world import make_world

MONTHS = 120


def remembering(*, series: int, next_month: float, seed: int, variance: float = 4.0) -> np.ndarray:
    """Normal months about 100 whose variance is so many times Poisson's, each like the one before."""
    rng = np.random.default_rng(seed)
    steps = rng.standard_normal((series, MONTHS + 50))
    for t in range(1, steps.shape[1]):
        steps[:, t] = next_month * steps[:, t - 1] + np.sqrt(1 - next_month**2) * steps[:, t]
    return 100 + np.sqrt(100 * variance) * steps[:, 50:]


def found_in(counts: np.ndarray, *, family: np.ndarray | None = None) -> Lingering:
    s = len(counts)
    return lingering(
        counts, mean=np.full(counts.shape, 100.0), use=np.ones(counts.shape),
        family=np.zeros(s, dtype=int) if family is None else family,
    )  # fmt: skip


def in_one_way(*, share: float, fading: float, excess: float) -> Lingering:
    return Lingering(
        share=np.array([share]), fading=np.array([fading]), chance=np.ones((1, 1)),
        excess=np.array([excess]),
    )  # fmt: skip


@pytest.mark.parametrize(("share", "fading"), [(1.0, 0.3), (0.5, 0.6), (0.0, 0.6)])
def test_the_variance_of_a_sum_is_the_sum_of_all_covariances(share, fading):
    """Box, Jenkins & Reinsel (1994), sect. 2.1.5: here with every pair of months written out."""
    found = in_one_way(share=share, fading=fading, excess=3.0)
    apart = np.abs(np.subtract.outer(np.arange(9), np.arange(9)))
    pairs = np.where(apart == 0, 1.0, 0.75 * share * fading**apart)
    assert found.of_sum(9)[0] == pytest.approx(pairs.sum() / 9)
    assert found.of_sum(1)[0] == pytest.approx(1)
    assert found.of_sum(5000)[0] == pytest.approx(found.of_long_sum()[0], rel=1e-3)


def test_a_long_sum_of_a_first_order_series_is_the_textbooks():
    """(1 + r) / (1 - r) for an AR(1): 3 at one half."""
    found = in_one_way(share=1.0, fading=0.5, excess=1e9)
    assert found.of_long_sum()[0] == pytest.approx(3.0)


def test_ways_are_weighed_by_how_likely_they_are():
    found = Lingering(
        share=np.array([0.0, 1.0]), fading=np.array([0.5, 0.5]),
        chance=np.array([[0.75, 0.25], [0.0, 1.0]]), excess=np.full(2, 1e9),
    )  # fmt: skip
    assert found.of_long_sum() == pytest.approx([1.5, 3.0])
    assert found.each_long_sum(excess=found.excess)[:, 0] == pytest.approx([1.0, 3.0])


def test_months_that_vary_more_than_the_earlier_ones_linger_by_what_they_vary():
    """Seen too little of it for three years does not make the fourth year's swing independent."""
    found = in_one_way(share=1.0, fading=0.5, excess=0.0)
    assert found.of_long_sum()[0] == 1
    assert found.of_long_sum(excess=np.array([1.0]))[0] == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("next_month", "low", "high"), [(0.0, 0.0, 0.04), (0.3, 0.2, 0.36), (0.6, 0.42, 0.64)]
)
def test_what_sixty_series_share_is_found(next_month, low, high):
    found = found_in(remembering(series=60, next_month=next_month, seed=4)).next_month
    assert low <= found.mean() <= high


def test_series_that_differ_keep_what_is_their_own():
    mixed = np.vstack(
        [
            remembering(series=30, next_month=0.0, seed=5),
            remembering(series=30, next_month=0.5, seed=6),
        ]
    )
    found = found_in(mixed).next_month
    assert found[:30].mean() < 0.1
    assert found[30:].mean() > 0.3


def test_few_series_that_linger_are_not_taken_for_the_many_that_do_not():
    mixed = np.vstack(
        [
            remembering(series=50, next_month=0.0, seed=12),
            remembering(series=10, next_month=0.8, seed=13),
        ]
    )
    long = found_in(mixed).of_long_sum()
    assert np.median(long[:50]) < 1.2
    assert np.median(long[50:]) > 4


def test_a_series_alone_leans_on_what_is_usual():
    """One series says little, and the answer stays open: no way is ruled out."""
    alone = found_in(remembering(series=1, next_month=0.5, seed=7))
    assert 0.1 < alone.next_month[0] < 0.5
    quiet = np.random.default_rng(8).poisson(100, (1, MONTHS)).astype(float)
    assert found_in(quiet).next_month[0] < 0.1
    assert found_in(quiet).chance.max() < 0.5


def test_families_do_not_lend_each_other_anything():
    a = remembering(series=20, next_month=0.5, seed=9)
    b = remembering(series=20, next_month=0.0, seed=10)
    both = found_in(np.vstack([a, b]), family=np.repeat([3, 7], 20))
    assert both.next_month[:20] == pytest.approx(found_in(a).next_month)
    assert both.next_month[20:] == pytest.approx(found_in(b).next_month)


def test_one_odd_month_does_not_settle_the_answer():
    calm = remembering(series=20, next_month=0.0, seed=11, variance=1.0)
    odd = calm.copy()
    odd[0, 40:42] = 900
    before, after = found_in(calm).next_month, found_in(odd).next_month
    assert (after[1:] - before[1:]).max() < 0.15
    assert after[0] < 0.3, "the product of two months alone would be 0.5"


def test_a_line_and_a_season_that_were_fitted_are_not_taken_for_quick_swings():
    """Months like each other about a fitted line still do so when the line is gone."""
    steep = remembering(series=60, next_month=0.6, seed=14) + 0.5 * np.arange(MONTHS)
    flat = remembering(series=60, next_month=0.6, seed=14)
    assert found_in(steep).next_month == pytest.approx(found_in(flat).next_month, abs=0.05)


def test_too_few_months_for_any_swing_leave_what_is_usual():
    found = lingering(
        np.full((2, 2), 100.0), mean=np.full((2, 2), 100.0), use=np.ones((2, 2)),
        family=np.zeros(2, dtype=int),
    )  # fmt: skip
    assert np.isfinite(found.of_long_sum()).all()


def test_no_series_have_no_answer():
    found = lingering(
        np.ones((0, 84)), mean=np.ones((0, 84)), use=np.ones((0, 84)), family=np.zeros(0, dtype=int)
    )
    assert found.of_long_sum().shape == found.next_month.shape == (0,)


def test_series_that_linger_among_others_that_do_not_are_not_called_changes():
    """The mixed world of docs/method-check.md: every third indicator remembers by 0.8, nothing changes."""
    rng = np.random.default_rng(3)
    world = make_world(rng, populations=np.full(16, 60_000), months=MONTHS, follows=0.8, every=3)
    p = find_signals(world.counts(rng), family=world.kommun).p_value[world.follows > 0]
    assert (p <= 0.01).mean() <= 0.0125
