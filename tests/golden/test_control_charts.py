"""Control charts against Montgomery's examples (as in qicharts2) and hand-made cases of the rules."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from lagesbild.stats.control_charts import (
    c_chart,
    climbs,
    dispersion_test,
    laney_p_chart,
    laney_u_chart,
    p_chart,
    runs_on_one_side,
    two_of_three_near,
    u_chart,
    xmr_chart,
)
from lagesbild.stats.verdict import Verdict

QICHARTS2 = "cran/qicharts2 569c169, tests/testthat (Montgomery 2009)"
LOANS = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306,
         301, 304]  # fmt: skip
BOARDS = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16,
          19, 17, 15]  # fmt: skip


def test_xmr_of_montgomery_6_5():
    chart = xmr_chart([*LOANS, 333, 328], baseline=20)
    limits = [chart.centre[0], chart.lower[0], chart.upper[0]]
    assert limits == pytest.approx([300.5, 279.783315, 321.216685], abs=1e-6), QICHARTS2
    assert list(np.flatnonzero(chart.outside)) == [20, 21], QICHARTS2
    assert chart.verdict is Verdict.HIGHER


def test_screening_leaves_a_jump_out_of_the_limits():
    odd = [*LOANS, 420, *LOANS]
    wide, narrow = xmr_chart(odd), xmr_chart(odd, screened=True)
    moving = np.abs(np.diff(odd))
    kept = moving[moving <= 3.267 * moving.mean()]
    assert narrow.upper[0] - narrow.centre[0] == pytest.approx(3 / 1.128 * kept.mean())
    assert narrow.upper[0] < wide.upper[0]


def test_c_chart_of_montgomery_7_3():
    chart = c_chart(BOARDS, excluded=(5, 19))
    limits = [chart.centre[0], chart.lower[0], chart.upper[0]]
    assert limits == pytest.approx([19.666667, 6.362532, 32.970801], abs=1e-6), QICHARTS2
    assert list(np.flatnonzero(chart.outside)) == [5, 19], QICHARTS2


def test_p_chart_limits_of_montgomery_table_7_4():
    """The published limits belong to a centre of 0.09551 and samples of 100 and 80."""
    trials = np.array([100.0, 80.0])
    chart = p_chart(0.09551 * trials, trials=trials)
    assert chart.upper == pytest.approx([0.183686, 0.194093], abs=2e-5), QICHARTS2
    assert chart.lower == pytest.approx([0.007335, 0.0], abs=2e-5), QICHARTS2


def test_u_chart_with_one_size_is_the_c_chart():
    c, u = c_chart(BOARDS), u_chart(BOARDS, exposure=np.full(26, 100.0))
    assert u.upper * 100 == pytest.approx(c.upper)
    assert u.lower * 100 == pytest.approx(c.lower)


@pytest.mark.parametrize("make", ["u", "p"])
def test_laney_multiplies_the_limits_by_sigma_z(make):
    """No worked numbers are published; sigma z is computed here by hand from Laney (2002)."""
    x, n = [50, 62, 41, 70, 55, 48], [1000, 1100, 900, 1200, 1000, 950]
    mean = sum(x) / sum(n)
    inside = mean * (1 - mean) if make == "p" else mean
    z = [(a / b - mean) / (inside / b) ** 0.5 for a, b in zip(x, n, strict=True)]
    sigma = sum(abs(b - a) for a, b in pairwise(z)) / 5 / 1.128
    plain = p_chart(x, trials=n) if make == "p" else u_chart(x, exposure=n)
    laney = laney_p_chart(x, trials=n) if make == "p" else laney_u_chart(x, exposure=n)
    assert laney.overdispersion == pytest.approx(sigma)
    assert laney.upper - laney.centre == pytest.approx(sigma * (plain.upper - plain.centre))


def test_seven_on_one_side():
    flat = [5.0, 1, 9, 1, 6, 6, 6, 6, 6, 6, 6, 1, 9]
    assert list(np.flatnonzero(runs_on_one_side(flat, centre=5.0))) == [4, 5, 6, 7, 8, 9, 10]
    assert not runs_on_one_side([6.0] * 6 + [5.0] + [6.0] * 6, centre=5.0).any()


def test_seven_in_one_direction():
    assert list(np.flatnonzero(climbs([3.0, 1, 2, 3, 4, 5, 6, 7, 2]))) == [1, 2, 3, 4, 5, 6, 7]
    assert not climbs([1.0, 2, 3, 4, 5, 6, 6, 7, 8]).any()


def test_two_of_three_near_a_limit():
    """Near is beyond two thirds of the way; all three on one side, as NHSRplotthedots has it."""
    limits = {"centre": 0.0, "lower": -3.0, "upper": 3.0}
    assert list(np.flatnonzero(two_of_three_near([0.5, 2.5, 1, 2.1, -1], **limits))) == [1, 3]
    assert not two_of_three_near([2.5, -1, 2.1, -1], **limits).any()


def test_few_points_cannot_be_assessed():
    chart = xmr_chart([1.0, 2, 3, 30])
    assert chart.verdict is Verdict.CANNOT_ASSESS
    assert "too_few_points" in chart.broken


def test_horse_kicks_vary_as_chance_and_boards_more():
    """Bortkiewicz (1898): 122 deaths in 200 corps-years, mean 0.61, variance 0.611."""
    from scipy.stats import chi2

    deaths = np.repeat([0, 1, 2, 3, 4], [109, 65, 22, 3, 1])
    ratio, chance = dispersion_test(deaths)
    assert ratio == pytest.approx(0.611 / 0.61, abs=2e-3)
    assert chance == pytest.approx(chi2.sf(ratio * 199, 199))
    assert dispersion_test(BOARDS)[1] < 0.01
    assert dispersion_test([5, 10, 20, np.nan], exposure=[1, 2, 4, 8])[0] == 0
