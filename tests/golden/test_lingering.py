"""Months that hang together: the variance of their sums, and what is found of it in invented series."""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.stats.lingering import MARGIN, MOST_NEXT, Lingering, lingering

MONTHS = 120
NOTHING_FITTED = np.zeros((1, 12, 12))


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
        covariance=np.repeat(NOTHING_FITTED, s, axis=0),
        family=np.zeros(s, dtype=int) if family is None else family,
    )  # fmt: skip


@pytest.mark.parametrize(("next_month", "fading"), [(0.3, 0.3), (0.25, 0.6), (0.0, 0.6)])
def test_the_variance_of_a_sum_is_the_sum_of_all_covariances(next_month, fading):
    """Box, Jenkins & Reinsel (1994), sect. 2.1.5: here with every pair of months written out."""
    found = Lingering(next_month=np.array([next_month]), fading=np.array([fading]))
    apart = np.abs(np.subtract.outer(np.arange(9), np.arange(9)))
    pairs = np.where(apart == 0, 1.0, next_month * fading ** (apart - 1.0))
    assert found.of_sum(9)[0] == pytest.approx(pairs.sum() / 9)
    assert found.of_sum(1)[0] == 1
    assert found.of_sum(5000)[0] == pytest.approx(found.of_long_sum()[0], rel=1e-3)


def test_a_long_sum_of_a_first_order_series_is_the_textbooks():
    """(1 + r) / (1 - r) for an AR(1): 3 at one half."""
    found = Lingering(next_month=np.array([0.5]), fading=np.array([0.5]))
    assert found.of_long_sum()[0] == pytest.approx(3.0)


@pytest.mark.parametrize("next_month", [0.0, 0.3, 0.6])
def test_what_sixty_series_share_is_found(next_month):
    found = found_in(remembering(series=60, next_month=next_month, seed=4))
    assert found.next_month.mean() / MARGIN == pytest.approx(
        min(next_month, MOST_NEXT / MARGIN), abs=0.05
    )
    if next_month:
        assert found.fading[0] == pytest.approx(max(next_month, 0.3), abs=0.12)


def test_series_that_differ_keep_what_is_their_own():
    mixed = np.vstack(
        [
            remembering(series=30, next_month=0.0, seed=5),
            remembering(series=30, next_month=0.5, seed=6),
        ]
    )
    found = found_in(mixed).next_month / MARGIN
    assert found[:30].mean() < 0.12
    assert found[30:].mean() > 0.38


def test_a_series_alone_leans_on_what_is_usual():
    """Its own correlation and the usual one, half of each."""
    alone = found_in(remembering(series=1, next_month=0.5, seed=7))
    assert 0.1 < alone.next_month[0] / MARGIN < MOST_NEXT / MARGIN
    quiet = np.random.default_rng(8).poisson(100, (1, MONTHS)).astype(float)
    assert found_in(quiet).next_month[0] < 0.15


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
    assert after[0] < 0.5, "the product of two months alone would be 0.5 before the margin"
