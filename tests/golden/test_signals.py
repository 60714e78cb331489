"""Signals: calibrated without change, found and described when planted, silent where nothing can be said.

The large study is `python -m tests.bench method` (docs/method-check.md); this is its small sibling.
"""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.stats.season import month_terms
from lagesbild.stats.signals import (
    TRIED_TOGETHER,
    Kind,
    Signals,
    effective_tests,
    find_signals,
    usual_months,
)
from lagesbild.stats.verdict import Verdict

MONTHS = 120
SEASON = np.exp(0.35 * np.cos(2 * np.pi * np.arange(MONTHS) / 12))


def history(level: float, *, series: int = 1, size: float = 20.0, seed: int = 7) -> np.ndarray:
    """Negative binomial months about a level with a season."""
    rng = np.random.default_rng(seed)
    mean = np.tile(level * SEASON, (series, 1))
    return rng.negative_binomial(size, size / (size + mean)).astype(float)


def among_quiet(changed: np.ndarray, *, quiet: int = 59) -> Signals:
    """The series first, then others in which nothing happens."""
    return find_signals(np.vstack([changed, history(15, series=quiet, seed=11)]))


@pytest.fixture(scope="module")
def nothing_happens() -> Signals:
    levels = np.exp(np.random.default_rng(2).uniform(np.log(0.5), np.log(60), 1800))
    rng = np.random.default_rng(3)
    mean = levels[:, None] * SEASON
    counts = rng.negative_binomial(12, 12 / (12 + mean))
    return find_signals(counts, family=np.repeat(np.arange(30), 60))


@pytest.mark.parametrize(("level", "most"), [(0.1, 0.1), (0.05, 0.05), (0.01, 0.015)])
def test_p_values_keep_their_promise_without_change(nothing_happens, level, most):
    assert (nothing_happens.p_value <= level).mean() <= most


def test_few_lists_have_a_false_signal(nothing_happens):
    """At most 5 % are promised; of 30 lists the chance of more than four is then 2 %."""
    lists = nothing_happens.is_signal.reshape(30, 60).any(axis=1)
    assert lists.sum() <= 4


def test_a_rare_event_cannot_be_assessed(nothing_happens):
    few = nothing_happens.yearly < 8
    kept = nothing_happens.verdict[few & ~nothing_happens.is_signal]
    assert few.sum() > 50
    assert (kept == Verdict.CANNOT_ASSESS).all()


def test_windows_and_trends_are_worth_as_many_tests_as_corrected_for():
    """Simulated white noise at p = 0.001; a Sidak correction with fewer would promise too much."""
    assert effective_tests(draws=200_000) == pytest.approx(7.25, abs=0.6)
    assert TRIED_TOGETHER > 7.25


def test_a_spike_now():
    series = history(20)
    series[0, -1] = 90
    found = among_quiet(series)
    assert (found.verdict[0], found.kind[0]) == (Verdict.HIGHER, Kind.SPIKE)
    assert found.onset[0] == MONTHS - 1


def test_a_spike_that_is_over():
    series = history(20)
    series[0, -5] = 100
    found = among_quiet(series)
    assert (found.verdict[0], found.kind[0]) == (Verdict.HIGHER, Kind.PAST_SPIKE)
    assert found.onset[0] == MONTHS - 5
    assert found.observed[0] == 100
    told = found.assessment(0)
    assert (told.verdict, told.n) == (Verdict.HIGHER, 100)
    assert 1 < told.lower < told.estimate < told.upper


@pytest.mark.parametrize("months", [7, 19, 30])
def test_a_step_down_is_dated(months):
    series = history(40)
    series[0, -months:] = np.round(series[0, -months:] * 0.5)
    found = among_quiet(series)
    assert (found.verdict[0], found.kind[0]) == (Verdict.LOWER, Kind.STEP)
    assert abs(found.months[0] - months) <= 2
    assert found.ratio[0] == pytest.approx(0.5, abs=0.1)


def test_a_slow_trend():
    growth = 1.3 ** (np.maximum(np.arange(MONTHS) - 84, 0) / 12)
    series = np.round(history(40) * growth)
    found = among_quiet(series)
    assert (found.verdict[0], found.kind[0]) == (Verdict.HIGHER, Kind.TREND)
    assert found.onset[0] == pytest.approx(84, abs=24)


def test_a_steady_trend_is_expected_and_a_spike_on_it_is_seen():
    """Ten years of decline are not news at each delivery; an odd month on the way is."""
    decline = 0.9 ** (np.arange(MONTHS) / 12)
    series = np.round(history(60) * decline)
    found = among_quiet(series)
    assert found.verdict[0] == Verdict.NOT_SHOWN
    assert found.steady[0] == pytest.approx(0.9, abs=0.03)
    series[0, -1] = 2.6 * series[0, -13]
    found = among_quiet(series)
    assert (found.verdict[0], found.kind[0]) == (Verdict.HIGHER, Kind.SPIKE)
    assert "steady_trend" in found.broken[0]


def test_a_known_break_is_no_change():
    series = history(20)
    series[0, -48:] *= 2.5
    unknown = among_quiet(series)
    known = find_signals(
        np.vstack([series, history(15, series=59, seed=11)]),
        first=np.array([MONTHS - 48] + [0] * 59),
    )
    assert known.verdict[0] == Verdict.NOT_SHOWN
    assert known.compared_from[0] == MONTHS - 48
    assert "old_shift" in unknown.broken[0]
    assert unknown.verdict[0] == Verdict.NOT_SHOWN


def test_too_short_since_a_break_cannot_be_assessed():
    found = find_signals(history(20), first=[MONTHS - 20])
    assert found.verdict[0] == Verdict.CANNOT_ASSESS
    assert "too_short_history" in found.broken[0]


def test_preliminary_months_are_held_apart():
    """The newest months are often far too low until they are settled."""
    series = history(30)
    held = np.zeros(series.shape, dtype=bool)
    series[0, -3:], held[0, -3:] = 2, True
    assert find_signals(series).verdict[0] == Verdict.LOWER
    found = find_signals(series, preliminary=held)
    assert found.verdict[0] == Verdict.NOT_SHOWN
    assert found.last[0] == MONTHS - 4


def test_missing_months_are_left_out_not_taken_for_zero():
    series = history(30)
    series[0, [20, 21, 22, 60, 110]] = np.nan
    found = find_signals(series)
    assert found.verdict[0] == Verdict.NOT_SHOWN
    assert found.expected[0] > 0


def test_the_expected_number_is_the_one_of_a_plain_regression():
    """statsmodels, Poisson with month factors on the months before the last year; many events."""
    import statsmodels.api as sm

    series = history(400, size=400)
    series[0, -1] = 1000
    design = np.column_stack([np.ones(MONTHS), month_terms(np.arange(MONTHS))])
    judge = sm.GLM(series[0, :-12], design[:-12], family=sm.families.Poisson()).fit()
    found = find_signals(series)
    assert found.kind[0] == Kind.SPIKE
    assert found.low[0] < found.expected[0] < found.high[0] < 1000
    assert found.expected[0] == pytest.approx(judge.predict(design[-1:])[0], rel=0.01)


def test_an_unusual_level_is_another_question():
    series = history(20)
    found = find_signals(series, reference=np.full(series.shape, 6.0), reference_spread=0.2)
    assert found.verdict[0] == Verdict.NOT_SHOWN
    assert found.level_verdict[0] == Verdict.HIGHER
    assert found.level_ratio[0] == pytest.approx(20 / 6, rel=0.15)


def test_a_list_does_not_depend_on_other_kommuner():
    series = history(20, series=20)
    series[3, -6:] *= 2
    alone = find_signals(series)
    noisy = history(10, series=20, seed=5) * np.where(np.arange(MONTHS) > 100, 3, 1)
    both = find_signals(np.vstack([series, noisy]), family=[0] * 20 + [1] * 20)
    assert both.q_value[:20] == pytest.approx(alone.q_value)


def test_the_unit_of_the_population_does_not_matter():
    series = history(20, series=5)
    people = np.linspace(9_000, 9_600, MONTHS)
    small, large = (find_signals(series, exposure=people * k) for k in (1.0, 1e-3))
    assert small.p_value == pytest.approx(large.p_value, rel=1e-4)
    assert small.expected == pytest.approx(large.expected, rel=1e-4)


def test_more_people_explain_more_events():
    people = np.where(np.arange(MONTHS) < 110, 9_000.0, 18_000.0)
    series = history(40) * people / 9_000
    assert find_signals(series).is_signal[0]
    assert not find_signals(series, exposure=people).is_signal[0]


def test_counts_below_zero_are_refused():
    with pytest.raises(ValueError, match="negative"):
        find_signals([[1.0, -1.0]])


def test_the_ordinary_range_holds_nineteen_of_twenty_months():
    """New draws of the newest month, against the range that the months before gave it."""
    series = history(12, series=2000, seed=23)
    series[:, -1] = 100  # so that the newest month is what is described
    found = find_signals(series)
    spike = found.kind == Kind.SPIKE
    assert spike.mean() > 0.95
    rng = np.random.default_rng(24)
    mean = 12 * SEASON[-1]
    new = rng.negative_binomial(20, 20 / (20 + mean), 2000)
    inside = ((new >= found.low) & (new <= found.high))[spike].mean()
    assert 0.94 <= inside <= 0.97


def test_the_usual_months_of_a_long_calm_series_are_poissons():
    """Poisson with mean 20: 2.5 % lie at 11 or below 12, 2.5 % above 29 (Pearson & Hartley, table 7)."""
    found = usual_months(np.full((1, 2400), 20.0))
    assert found.expected[0, -1] == pytest.approx(20, rel=0.01)
    assert (found.low[0, -1], found.high[0, -1]) == (12, 29)


def test_the_usual_months_follow_the_season_and_not_what_is_examined():
    calm = history(40, seed=31)
    raised = calm.copy()
    raised[0, -6:] *= 4
    usual, other = (usual_months(one, apart=12) for one in (calm, raised))
    assert other.expected == pytest.approx(usual.expected, rel=0.05, nan_ok=True)
    many = history(40, series=100, seed=32)
    found = usual_months(many)
    summer, winter = found.expected[:, 102].mean(), found.expected[:, 108].mean()
    assert winter / summer == pytest.approx(np.exp(0.7), rel=0.1)
    inside = ((many >= found.low) & (many <= found.high)).mean()
    assert inside == pytest.approx(0.95, abs=0.02)


def test_nothing_is_usual_before_a_break():
    found = usual_months(history(40), first=[60])
    assert np.isnan(found.expected[0, :60]).all()
    assert np.isfinite(found.expected[0, 60:]).all()
