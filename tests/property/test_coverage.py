"""How often intervals hold the truth, summed over every possible outcome (tests/bench/coverage.py)."""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.stats.rates import byar_interval, exact_poisson_interval
from lagesbild.stats.shares import clopper_pearson_interval, wilson_interval
from tests.bench.coverage import (
    BLOCK,
    DOCUMENT,
    END,
    binomial_coverage,
    difference_limits_of,
    e_test_size,
    newcombe_coverage,
    pair_coverage,
    poisson_coverage,
    ratio_limits_of,
    row,
    table,
    write,
)


def _poisson(mean: float, top: int) -> np.ndarray:
    log_p = np.arange(top) * np.log(mean) - mean
    return np.exp(log_p - np.concatenate([[0], np.cumsum(np.log(np.arange(1, top)))]))


def test_exact_limits_of_a_count_never_fall_below_their_level():
    found = poisson_coverage(exact_poisson_interval, means=np.arange(0.2, 80, 0.13))
    assert found.min() >= 0.95


def test_byars_limits_from_ten_events_keep_their_level():
    """As cautious as the exact ones where counts are small: within a point on average from 20."""
    found = poisson_coverage(byar_interval, means=np.arange(10, 400, 0.9))
    assert found.min() >= 0.945
    far = poisson_coverage(byar_interval, means=np.arange(20, 400, 0.9))
    assert far.mean() == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("trials", [12, 50, 400])
def test_exact_limits_of_a_share_never_fall_below_their_level(trials):
    found = binomial_coverage(
        lambda x, n: clopper_pearson_interval(x, trials=n), trials=trials,
        shares=np.arange(0.01, 1, 0.01),
    )  # fmt: skip
    assert found.min() >= 0.95


@pytest.mark.parametrize("trials", [20, 100, 400])
def test_wilsons_limits_keep_their_level_on_average(trials):
    shares = [s for s in np.arange(0.01, 1, 0.01) if 5 <= s * trials <= trials - 5]
    found = binomial_coverage(
        lambda x, n: wilson_interval(x, trials=n), trials=trials, shares=shares
    )
    assert found.mean() == pytest.approx(0.95, abs=0.01)
    assert found.min() >= 0.925


@pytest.mark.parametrize(("first", "second"), [(2.0, 2.0), (5.0, 9.0)])
def test_two_rates_keep_their_level(first, second):
    p, q = _poisson(first, 30), _poisson(second, 30)
    exact = pair_coverage(ratio_limits_of, first=p, second=q, truth=first / second)
    assert exact >= 0.95


def test_the_difference_of_two_rates_is_within_a_point():
    p, q = _poisson(6, 28), _poisson(9, 32)
    found = pair_coverage(difference_limits_of, first=p, second=q, truth=-3.0)
    assert found == pytest.approx(0.95, abs=0.013)


def test_the_e_test_calls_one_in_twenty_at_most():
    """Its level is not guaranteed: published simulations and ours stay within half a point."""
    assert e_test_size(5.0) <= 0.055


def test_the_difference_of_two_shares_is_within_a_point():
    found = newcombe_coverage(trials=(40, 30), shares=(0.3, 0.4))
    assert found == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("document", [DOCUMENT, DOCUMENT.with_name("method-check.md")])
def test_every_interval_keeps_its_level_or_has_its_reason(document):
    text = document.read_text(encoding="utf-8")
    text = text[text.index(BLOCK) : text.index(END)]
    for fault in ("BELOW NOMINAL", "TOO NARROW", "NO REASON GIVEN"):
        assert fault not in text


@pytest.mark.parametrize(
    ("held", "because", "judgement"),
    [
        ([0.942, 0.958], "", "within 1 point"),
        ([0.951, 0.981], "floor", "never below: floor"),
        ([0.943, 0.981], "floor", "cautious: floor"),
        ([0.927, 0.972], "whole", "within 1 point on average: whole"),
        ([0.927, 0.951], "", "TOO NARROW"),
        ([0.961], "", "never below: NO REASON GIVEN"),
    ],
)
def test_a_row_is_judged_by_what_is_printed(held, because, judgement):
    assert row("x", "y", "sum", held, because=because).judgement == judgement


def test_the_table_is_in_the_document_and_is_put_in_place(tmp_path):
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text.count(BLOCK) == 1
    bad = row("x", "y", "sum", [0.9], is_exact=True)
    assert bad.judgement == "BELOW NOMINAL"
    document = tmp_path / "check.md"
    document.write_text("# Method check\n\nBefore.\n", encoding="utf-8")
    write(table([bad]), document=document)
    write("again", document=document)
    after = document.read_text(encoding="utf-8")
    assert after.startswith("# Method check\n\nBefore.\n")
    assert "again" in after
    assert after.count(BLOCK) == 1
    assert "BELOW NOMINAL" not in after
