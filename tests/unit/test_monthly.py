"""Hidden months: what everyone can work out of them, and no more."""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.analysis.monthly import MOST_HIDDEN, fill_hidden
from lagesbild.stats.signals import find_signals

pytestmark = pytest.mark.slow

NAN = float("nan")
LIMIT = np.array([5.0])


def filled(told, *, hidden, years):
    table = np.array([told], dtype=float)
    marks = np.zeros(table.shape, dtype=bool)
    marks[0, list(hidden)] = True
    found, known = fill_hidden(
        table, hidden=marks, years=np.array([years], dtype=float), limits=LIMIT
    )
    return found[0], bool(known[0])


def test_a_hidden_month_gets_its_part_of_what_is_left_of_the_year():
    told = [10.0] * 10 + [NAN, NAN]
    found, known = filled(told, hidden=(10, 11), years=[106])
    assert found.tolist() == [10.0] * 10 + [3.0, 3.0]
    assert known
    assert found.sum() == 106


def test_a_year_that_is_not_told_borrows_from_one_that_is():
    told = [10.0] * 11 + [NAN] + [10.0] * 11 + [NAN]
    found, known = filled(told, hidden=(11, 23), years=[114, NAN])
    assert (found[11], found[23], known) == (4.0, 4.0, True)


def test_a_place_that_has_become_quiet_is_not_filled_up_with_its_lively_years():
    told = [10.0] * 10 + [NAN] * 2 + [8.0] + [NAN] * 11 + [NAN] * 12
    found, _ = filled(told, hidden=(10, 11, *range(13, 33)), years=[118, 30, NAN])
    assert found[10:12].tolist() == [9.0, 9.0]
    assert found[13:24].tolist() == [2.0] * 11
    assert found[24:33].tolist() == [2.0] * 9
    few, _ = filled([10.0] * 23 + [NAN] * 13, hidden=(23, 24, 25), years=[120, 111, NAN])
    assert few[24] == 1.0


def test_a_year_with_few_hidden_months_does_not_speak_for_the_next():
    """They may be hidden for others' sake, and next time be of any size."""
    told = [10.0] * 8 + [NAN] * 4 + [10.0] * 11 + [NAN] * 2 + [10.0] * 11
    found, _ = filled(told, hidden=(8, 9, 10, 11, 23, 24), years=[112, 112, NAN])
    assert (found[8], found[23]) == (8.0, 2.0)
    assert found[24] == 6.8


def test_where_no_year_is_told_nothing_is_made_up():
    told = [6.0] * 11 + [NAN]
    found, known = filled(told, hidden=(11,), years=[NAN])
    assert np.isnan(found[11])
    assert not known, "the low months would be the ones left out"


def test_a_large_series_with_a_month_hidden_for_others_sake_is_known():
    found, known = filled([60.0] * 11 + [NAN], hidden=(11,), years=[NAN])
    assert known
    assert np.isnan(found[11])


def test_what_is_missing_stays_missing():
    found, known = filled([10.0] * 11 + [NAN], hidden=(), years=[NAN])
    assert np.isnan(found[11])
    assert known


def test_with_almost_everything_hidden_nothing_is_known():
    assert MOST_HIDDEN < 11 / 12
    assert not filled([6.0] + [NAN] * 11, hidden=range(1, 12), years=[30])[1]


@pytest.mark.parametrize(("mean", "extra"), [(3, 0.1), (6, 0.3)])
def test_series_with_hidden_months_give_no_more_false_signals(mean, extra):
    """Unchanged series of which every month from 1 to 4 is hidden, the newest nine without a year."""
    rng = np.random.default_rng(20261121)
    months, size = 129, 800
    rate = mean * (1 + 0.3 * np.cos(2 * np.pi * np.arange(months) / 12))
    counts = rng.poisson(rate * rng.gamma(1 / extra, extra, size=(size, months))).astype(float)
    whole = np.full((size, 132), NAN)
    whole[:, :months] = counts
    hidden = (whole >= 1) & (whole < 5)
    years = whole.reshape(size, 11, 12).sum(axis=2)
    found, known = fill_hidden(
        np.where(hidden, NAN, whole), hidden=hidden, years=years, limits=np.full(size, 5.0)
    )
    assert known.mean() > 0.5
    p = find_signals(found[known]).p_value
    for level in (0.05, 0.01):
        spread = np.sqrt(level / known.sum())
        assert np.mean(p <= level) <= level + 2 * spread
