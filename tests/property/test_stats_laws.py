"""Laws that intervals and expectations obey for any input."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.stats.expectation import Verdict, expect_count, expect_value
from lagesbild.stats.rates import exact_poisson_interval, poisson_interval
from lagesbild.stats.shares import wilson_interval

counts = st.integers(min_value=0, max_value=100_000)


@given(counts)
def test_the_count_lies_within_its_interval(events):
    lower, upper = poisson_interval(events)[0]
    assert 0 <= lower <= events <= upper


@given(counts, st.floats(min_value=0.5, max_value=0.98))
def test_more_confidence_never_narrows(events, confidence):
    narrow = poisson_interval(events, confidence=confidence)[0]
    wide = poisson_interval(events, confidence=confidence + 0.015)[0]
    assert wide[0] <= narrow[0]
    assert narrow[1] <= wide[1]


@given(st.integers(min_value=1, max_value=50_000))
def test_more_events_are_known_relatively_better(events):
    few, many = exact_poisson_interval([events, events * 2])
    assert (many[1] - many[0]) / (2 * events) < (few[1] - few[0]) / events


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_mirrors_when_successes_and_failures_change_places(pair):
    x, n = pair
    lower, upper = wilson_interval(x, trials=n)[0]
    other_lower, other_upper = wilson_interval(n - x, trials=n)[0]
    assert 0 <= lower <= x / n + 1e-12
    assert x / n - 1e-12 <= upper <= 1
    assert np.isclose(lower, 1 - other_upper)
    assert np.isclose(upper, 1 - other_lower)


history = st.lists(st.integers(10, 400), min_size=3, max_size=8)


@given(history, st.integers(0, 1000))
def test_an_expectation_does_not_depend_on_the_unit_of_the_population(earlier, latest):
    small = expect_count(
        latest, exposure=1.0, earlier=earlier, earlier_exposure=[1.0] * len(earlier)
    )
    large = expect_count(
        latest, exposure=9000.0, earlier=earlier, earlier_exposure=[9000.0] * len(earlier)
    )
    assert small.verdict == large.verdict
    assert np.isclose(small.low, large.low)
    assert np.isclose(small.high, large.high)


@given(history)
def test_the_expected_count_itself_is_never_a_change(earlier):
    found = expect_count(
        float(np.mean(earlier)),
        exposure=1.0,
        earlier=earlier,
        earlier_exposure=[1.0] * len(earlier),
    )
    assert found.verdict is Verdict.AS_BEFORE
    assert found.low <= found.expected <= found.high


@given(history, st.integers(0, 1000))
def test_outside_the_limits_is_a_change_and_inside_is_not(earlier, latest):
    found = expect_count(
        latest, exposure=1.0, earlier=earlier, earlier_exposure=[1.0] * len(earlier)
    )
    is_inside = found.low < latest < found.high
    assert (
        is_inside == (found.verdict is Verdict.AS_BEFORE)
        or np.isclose([found.low, found.high], latest).any()
    )


@given(st.lists(st.integers(0, 3), max_size=2), st.integers(0, 50))
def test_too_little_history_cannot_tell(earlier, latest):
    found = expect_count(
        latest, exposure=1.0, earlier=earlier, earlier_exposure=[1.0] * len(earlier)
    )
    assert found.verdict is Verdict.CANNOT_TELL
    assert expect_value(float(latest), earlier=earlier).verdict is Verdict.CANNOT_TELL
