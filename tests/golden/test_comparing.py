"""Comparisons, shares, standardised rates and funnels against numbers published by others or by R."""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.stats.compare import (
    e_test,
    rate_against_benchmark,
    rate_difference,
    rate_ratio,
    share_difference,
)
from lagesbild.stats.funnel import (
    between_variance,
    expected_at_limits,
    funnel_of_rates,
    funnel_of_shares,
    overdispersion,
    proportion_limits,
    ratio_limits,
    winsorised,
)
from lagesbild.stats.multiplicity import benjamini_hochberg, benjamini_yekutieli
from lagesbild.stats.rates import (
    byar_interval,
    lognormal_poisson_interval,
    score_poisson_interval,
    weighted_sum_interval,
)
from lagesbild.stats.shares import (
    clopper_pearson_interval,
    effective_sample_size,
    published_share,
    survey_share,
    wilson_interval,
)
from lagesbild.stats.standardise import (
    directly_standardised_rate,
    gamma_standardised_rate,
    indirectly_standardised_rate,
)
from lagesbild.stats.verdict import Verdict, cannot_assess, verdict_from_limits
from tests.golden.r_answers import from_r

PHE = "PHEindicatormethods 226d2d5, tests/testthat/testdata_*.xlsx"
ESDA = "pysal/esda 11450be, esda/tests/test_smoothing.py"
PTOOLS = "apwheele/ptools 31c972b, tests/testthat/test-etest.R; Krishnamoorthy & Thomson (2004)"

# Two rates


@pytest.mark.parametrize(("case", "answer"), list(zip(*from_r("rate_ratio"), strict=True)))
def test_the_ratio_of_two_rates_against_r(case, answer):
    found = rate_ratio(**{name: case[name] for name in ("events", "exposure")},
                       other_events=case["other_events"], other_exposure=case["other_exposure"])  # fmt: skip
    upper = np.inf if answer["upper"] == -1 else answer["upper"]
    assert found.lower == pytest.approx(answer["lower"], rel=1e-6)
    assert found.upper == pytest.approx(upper, rel=1e-6)
    assert found.p_value == pytest.approx(answer["p_value"], rel=1e-6)


def test_the_ratio_in_r_help_page():
    """?poisson.test: 11 in 800 days against 3 in 1 000 + ... is Fleiss' example c(11, 6+8+7) with
    T = c(800, 1083+1050+878): ratio 1.971488, 95 % 0.8584264 to 4.2772659."""
    found = rate_ratio(11, exposure=800, other_events=21, other_exposure=3011)
    assert found.estimate == pytest.approx(1.971488, abs=1e-6)
    assert (found.lower, found.upper) == pytest.approx((0.8584264, 4.2772659), abs=1e-6)


@pytest.mark.parametrize(
    ("events", "other", "p", "places"),
    [(6, 2, 0.1748748, 7), (0, 3, 0.0884, 4), (6, 2, 0.1749, 4)],
)
def test_e_test_as_published(events, other, p, places):
    assert e_test(events, other_events=other) == pytest.approx(p, abs=0.5 * 10**-places), PTOOLS


def test_e_test_against_r():
    cases, answers = from_r("e_test")
    found = [e_test(**case) for case in cases]
    assert found == pytest.approx(answers, rel=1e-6)


def test_the_difference_carries_the_published_p_value_and_its_own_limits():
    """MOVER from the score limits of 6 (2.74984, 13.09162) and 2 (0.54848, 7.29298), by hand: the roots
    of (x - mean)^2 = 1.959964^2 * mean."""
    own, others = score_poisson_interval([6, 2])
    assert own == pytest.approx([2.74984, 13.09162], abs=5e-5)
    assert others == pytest.approx([0.54848, 7.29298], abs=5e-5)
    found = rate_difference(6, exposure=1, other_events=2, other_exposure=1)
    assert found.p_value == pytest.approx(0.1748748, abs=5e-8), PTOOLS
    assert found.estimate == 4
    assert found.lower == pytest.approx(4 - np.hypot(6 - 2.74984, 7.29298 - 2), abs=1e-4)
    assert found.upper == pytest.approx(4 + np.hypot(13.09162 - 6, 2 - 0.54848), abs=1e-4)


def test_a_benchmark_outside_byars_limits_is_a_difference():
    """PHE: 65 events have the limits 50.163 and 82.850."""
    below = rate_against_benchmark(65, population=1000, benchmark=50.1, per=1000)
    assert (below.lower, below.upper) == pytest.approx((50.163187710459, 82.849138545940)), PHE
    assert below.verdict is Verdict.HIGHER
    inside = rate_against_benchmark(65, population=1000, benchmark=50.2, per=1000)
    assert inside.verdict is Verdict.NOT_SHOWN


# Shares


NEWCOMBE = "Newcombe (1998), Stat Med 17:873-890, table II, method 10"


@pytest.mark.parametrize(
    ("x", "n", "y", "m", "lower", "upper"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ],
)
def test_the_difference_of_two_shares_as_published(x, n, y, m, lower, upper):
    found = share_difference(x, trials=n, other_successes=y, other_trials=m)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=5e-5), NEWCOMBE


@pytest.mark.parametrize(("case", "answer"), list(zip(*from_r("two_shares"), strict=True)))
def test_p_values_of_two_shares_against_r(case, answer):
    found = share_difference(
        case["x"], trials=case["n"], other_successes=case["y"], other_trials=case["m"]
    )
    name = "fisher" if found.method == "newcombe_fisher" else "score"
    assert found.p_value == pytest.approx(answer[name], rel=1e-6)


def test_fishers_tea():
    """Fisher (1935), The Design of Experiments: 3 of 4 cups right, two-sided p 0.4857."""
    found = share_difference(3, trials=4, other_successes=1, other_trials=4)
    assert found.p_value == pytest.approx(0.4857, abs=5e-5)


@pytest.mark.parametrize(("case", "answer"), list(zip(*from_r("one_share"), strict=True)))
def test_limits_of_one_share_against_r(case, answer):
    exact = clopper_pearson_interval(case["x"], trials=case["n"])[0]
    assert exact == pytest.approx(answer["exact"], rel=1e-6, abs=1e-12)
    score = wilson_interval(case["x"], trials=case["n"])[0]
    assert score == pytest.approx(answer["wilson"], rel=1e-6, abs=1e-9)


def test_a_weighted_share_against_the_survey_package():
    answers, expected = from_r("survey_share")
    found = survey_share(
        [one["yes"] for one in answers], weights=[one["weight"] for one in answers]
    )
    assert found.estimate == pytest.approx(expected["estimate"], rel=1e-9)
    assert (found.lower, found.upper) == pytest.approx(tuple(expected["limits"]), rel=1e-4)


def test_effective_sample_size_by_hand():
    """Kish: (1 + 1 + 2)^2 / (1 + 1 + 4)."""
    assert effective_sample_size([1, 1, 2]) == pytest.approx(16 / 6)


def test_a_published_percentage_with_its_sample_gets_wilsons_limits():
    """PHE: 65 of 100; a design effect of 2 makes 130 of 200 of it."""
    found = published_share(0.65, sample=200, design_effect=2)
    assert (found.lower, found.upper) == pytest.approx((0.55254443296888, 0.73635751756902)), PHE
    assert published_share(0.65, sample=None).verdict is Verdict.CANNOT_ASSESS


# Standardised rates

EVENTS = [30, 25, 25, 15], [33, 21, 30, 20]
PEOPLE = [1000, 1000, 1100, 900], [1000, 900, 1100, 900]
STANDARD = [1000, 900, 1000, 900]
STANDARD_EVENTS = [100, 45, 120, 100], [50, 30, 200, 80]


@pytest.mark.parametrize(
    ("area", "rate", "lower", "upper"),
    [(0, 0.02374402, 0.01920491, 0.02904848), (1, 0.02665072, 0.02177143, 0.03230508)],
)
def test_direct_standardisation_as_published(area, rate, lower, upper):
    found = gamma_standardised_rate(EVENTS[area], population=PEOPLE[area], standard=STANDARD, per=1)
    assert (found.estimate, found.lower, found.upper) == pytest.approx(
        (rate, lower, upper), abs=5e-9
    ), ESDA
    dobson = directly_standardised_rate(
        EVENTS[area], population=PEOPLE[area], standard=STANDARD, per=1
    )
    assert dobson.estimate == pytest.approx(rate, abs=5e-9), ESDA


def test_dobsons_limits_as_published():
    """PHE's 895 events: 10 430.247991469423 [9 717.709067985681, 11 178.94091547925]. Both limits are the
    rate plus one scale times the distance from 895 to Byar's limits; one group gives the same scale
    when its population is 895 / rate, up to the spread of weights that the other limit reveals."""
    rate, lower, upper = 10430.247991469423, 9717.709067985681, 11178.94091547925
    byar = byar_interval(895)[0]
    scale = (rate - lower) / (895 - byar[0])
    assert rate + scale * (byar[1] - 895) == pytest.approx(upper, rel=1e-9), PHE
    # Two groups that have PHE's total, rate and variance: solved for their populations.
    first, second = 400.0, 495.0
    a, b, c = (
        first * (1 + first / second),
        -2 * rate * first / second,
        rate**2 / second - scale**2 * 895,
    )
    each = (-b + np.sqrt(b**2 - 4 * a * c)) / (2 * a)
    other = (rate - first * each) / second
    found = directly_standardised_rate(
        [first, second], population=[0.5 / each, 0.5 / other], standard=[1, 1], per=1
    )
    assert (found.estimate, found.lower, found.upper) == pytest.approx((rate, lower, upper)), PHE


def test_too_few_events_are_not_standardised():
    found = directly_standardised_rate([4, 5], population=[800, 900], standard=[1, 1], per=1000)
    assert found.verdict is Verdict.CANNOT_ASSESS, f"{PHE}: tiny (9 events) is NA"
    assert np.isnan(found.estimate)
    assert found.broken == ("fewer_than_10_events",)
    few = gamma_standardised_rate([4, 5], population=[800, 900], standard=[1, 1], per=1000)
    assert few.verdict is Verdict.CANNOT_ASSESS


@pytest.mark.parametrize(
    ("area", "rate", "lower", "upper"),
    [(0, 0.02372382, 0.01940230, 0.02900789), (1, 0.02610803, 0.02154304, 0.03164035)],
)
def test_indirect_standardisation_as_published(area, rate, lower, upper):
    standard_rates = np.array(STANDARD_EVENTS[area]) / STANDARD
    level = np.sum(STANDARD_EVENTS) / (2 * np.sum(STANDARD))
    found = indirectly_standardised_rate(
        EVENTS[area], population=PEOPLE[area], standard_rates=standard_rates,
        standard_level=level, per=1,
    )  # fmt: skip
    assert found.estimate == pytest.approx(rate, abs=5e-9), ESDA
    total = sum(EVENTS[area])
    limits = lognormal_poisson_interval(total)[0] / total * found.estimate
    assert limits == pytest.approx([lower, upper], abs=5e-9), ESDA


def test_standardisation_against_epitools():
    given, answer = from_r("age_adjusted")
    found = gamma_standardised_rate(
        given["count"], population=given["pop"], standard=given["stdpop"], per=1
    )
    assert (found.estimate, found.lower, found.upper) == pytest.approx(
        tuple(answer["direct"][1:]), rel=1e-6
    )
    weights = np.array(given["stdpop"]) / np.sum(given["stdpop"]) / given["pop"]
    assert weighted_sum_interval(given["count"], weights=weights) == pytest.approx(
        tuple(answer["direct"][2:]), rel=1e-6
    )
    rates = np.array(given["stdcount"]) / given["stdpop"]
    level = np.sum(given["stdcount"]) / np.sum(given["stdpop"])
    indirect = indirectly_standardised_rate(
        given["count"], population=given["pop"], standard_rates=rates, standard_level=level, per=1
    )
    assert indirect.estimate == pytest.approx(answer["rate"], rel=1e-6)
    total = sum(given["count"])
    limits = lognormal_poisson_interval(total)[0] / total * answer["ratio"]
    assert limits == pytest.approx(answer["ratio_lognormal"], rel=1e-6)


# Funnels


def test_funnel_limits_of_a_proportion_as_published():
    baseline = 0.80642448
    found = 100 * proportion_limits([1, 3], target=baseline)
    assert found[0] == pytest.approx([3.204264, 100], rel=1e-6), PHE
    assert found[1] == pytest.approx([35.933491, 100], rel=1e-6), PHE
    outer = 100 * proportion_limits([3], target=baseline, confidence=0.998)
    assert outer[0] == pytest.approx([10.150815, 100], rel=1e-6), PHE


@pytest.mark.parametrize(
    ("observed", "at_lower", "at_upper"),
    [(1, 5.571644585, 0.025317898), (5, 11.6683331, 1.623486324)],
)
def test_funnel_limits_of_a_ratio_as_published(observed, at_lower, at_upper):
    found = expected_at_limits(observed)[0]
    # PHE halve a transformed scale until the step is 1e-7: 0.025317898 is printed for what their own
    # test of Garwood's limit (0.025317807984) gives exactly.
    assert found == pytest.approx([at_upper, at_lower], rel=1e-6, abs=2e-7), PHE
    drawn = ratio_limits([at_lower, at_upper])
    assert drawn[0, 0] == pytest.approx(observed / at_lower, rel=2e-6), PHE
    assert drawn[1, 1] == pytest.approx(observed / at_upper, rel=5e-6), PHE


BCG = np.array(
    [[4, 119, 11, 128], [6, 300, 29, 274], [3, 228, 11, 209], [62, 13536, 248, 12619],
     [33, 5036, 47, 5761], [180, 1361, 372, 1079], [8, 2537, 10, 619], [505, 87886, 499, 87892],
     [29, 7470, 45, 7232], [17, 1699, 65, 1600], [186, 50448, 141, 27197], [5, 2493, 3, 2338],
     [27, 16886, 29, 17825]], dtype=float,
)  # fmt: skip


def test_variation_between_places_as_published():
    """Colditz et al. (1994), 13 trials of BCG vaccine; metafor's rma(method = "DL"): Q 152.2330,
    tau^2 0.3088."""
    cases, treated, others, controls = BCG[:, 0], BCG[:, :2].sum(1), BCG[:, 2], BCG[:, 2:].sum(1)
    effect = np.log(cases / treated / (others / controls))
    variance = 1 / cases - 1 / treated + 1 / others - 1 / controls
    centre = (effect / variance).sum() / (1 / variance).sum()
    z = (effect - centre) / np.sqrt(variance)
    found = overdispersion(z, standard_errors=np.sqrt(variance), winsorise=0)
    assert found.phi * 13 == pytest.approx(152.2330, abs=5e-5)
    assert found.tau_squared == pytest.approx(0.3088, abs=5e-5)


def test_variation_around_a_known_target_against_r():
    given, answer = from_r("between_variance")
    found = between_variance(given["apart"], standard_errors=given["se"], winsorise=0)
    assert found == pytest.approx(answer, rel=1e-9)


def test_winsorising_pulls_in_a_tenth_at_each_end():
    """Of 0..10 the 10th and 90th percentiles are 1 and 9."""
    assert winsorised(np.arange(11)).tolist() == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]


def test_a_funnel_of_rates_has_the_published_limits_when_chance_is_all():
    """Ten alike and one with PHE's 5 observed where 11.6683331 are expected: on the very edge."""
    expected = np.array([11.6683331] * 11)
    found = funnel_of_rates([5, *[12] * 10], population=expected, target=1.0)
    assert found.method == "funnel_exact_poisson"
    assert found.inner[0, 0] == pytest.approx(5 / 11.6683331, rel=2e-6), PHE
    lower = funnel_of_rates([4, *[12] * 10], population=expected, target=1.0)
    assert lower.places[0].verdict is Verdict.LOWER


def test_a_funnel_of_shares_has_the_published_limits_when_chance_is_all():
    found = funnel_of_shares([81] * 10, trials=[100] * 10, target=0.80642448)
    assert found.method == "funnel_wilson"
    assert found.inner[0] == pytest.approx(proportion_limits([100], target=0.80642448)[0])


# Many tests


def test_false_discoveries_in_the_first_paper():
    """Benjamini & Hochberg (1995), sect. 3.2: four of fifteen are called at 5 per cent."""
    given, _ = from_r("p_adjust")
    assert (benjamini_hochberg(given) <= 0.05).sum() == 4


def test_adjusted_p_values_against_r():
    given, answer = from_r("p_adjust")
    assert benjamini_hochberg(given) == pytest.approx(answer["BH"], rel=1e-9)
    assert benjamini_yekutieli(given) == pytest.approx(answer["BY"], rel=1e-9)


# The verdict


def test_an_interval_that_excludes_the_benchmark_is_a_difference():
    """APHO Technical Briefing 3; an absent interval is no answer."""
    assert verdict_from_limits(1.1, 2.0, no_difference=1) is Verdict.HIGHER
    assert verdict_from_limits(0.2, 0.9, no_difference=1) is Verdict.LOWER
    assert verdict_from_limits(0.9, 1.1, no_difference=1) is Verdict.NOT_SHOWN
    assert verdict_from_limits(float("nan"), 1.1, no_difference=1) is Verdict.CANNOT_ASSESS


def test_what_cannot_be_assessed_says_why():
    with pytest.raises(ValueError, match="which condition"):
        cannot_assess("any", n=0, broken=(), reference="-")
