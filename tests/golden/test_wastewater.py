"""Loads, weeks, campaigns and values below the limit against published numbers and R."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from lagesbild.stats.verdict import Verdict
from lagesbild.stats.wastewater import (
    baseline,
    censored_mean,
    censored_normal,
    change_from_baseline,
    combined_uncertainty,
    conversion_factor,
    load_mg_per_day_1000inh,
    load_with_uncertainty,
    lognormal_mean,
    week_means,
    weekend_ratio,
)
from tests.golden.r_answers import from_r

EUDA = "EUDA, wastewater 2025, row of 2024"
SAMPLE = (
    Path(__file__).parents[2].parent / "shared" / "samples" / "wastewater" / "ww2025-all-data.csv"
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def test_a_load_by_hand():
    """500 ng/l in 10 000 m3 a day from 25 000 people is 200 mg a day and 1 000."""
    found = load_mg_per_day_1000inh([500, np.nan], flow_m3_per_day=10_000, connected=25_000)
    assert found[0] == pytest.approx(200)
    assert np.isnan(found[1])


def test_gavle_cocaine_2024():
    found = week_means([76.09, 63.33, 61.79, 54.05, 64.37, 99.51, 120.38])
    assert (found.weekday, found.weekend, found.daily) == pytest.approx(
        (59.73, 90.09, 77.08), abs=0.011
    ), EUDA
    assert found.ratio == pytest.approx(1.508, abs=0.0005)


def test_gavle_amphetamine_2024_is_a_flat_week():
    """Published: weekday 513.69, weekend 521.72, daily 518.28: three days of the one, four of the other."""
    found = week_means([521.72, 513.69, 513.69, 513.69, 521.72, 521.72, 521.72])
    assert (found.weekday, found.weekend) == pytest.approx((513.69, 521.72)), EUDA
    assert found.daily == pytest.approx(518.28, abs=0.005), EUDA
    assert found.ratio == pytest.approx(1.0156, abs=5e-5)


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLE.is_file(), reason="needs ../shared/samples")
def test_the_weekend_is_the_one_of_the_european_tables():
    """Exact to 0.011 on 3 787 of 4 131 complete weeks (the others are averages of several weeks)."""
    with SAMPLE.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    complete = fitting = 0
    for row in rows:
        names = (*DAYS, "Weekday mean", "Weekend mean", "Daily mean")
        if not all(row[name].strip() for name in names):
            continue
        complete += 1
        found = week_means([float(row[day]) for day in DAYS])
        ours = np.array([found.weekday, found.weekend, found.daily])
        fitting += np.allclose(ours, [float(row[name]) for name in names[7:]], rtol=0, atol=0.011)
    assert (complete, fitting) == (4131, 3787)


def test_campaigns_against_r():
    given, answer = from_r("campaigns")
    ratio = weekend_ratio(given["weeks"])
    assert ratio.estimate == pytest.approx(answer["ratio"])
    assert (ratio.lower, ratio.upper) == pytest.approx(tuple(answer["ratio_limits"]))
    assert ratio.p_value == pytest.approx(answer["ratio_p"])
    change = change_from_baseline(given["newest"], weeks=given["weeks"])
    assert change.estimate == pytest.approx(answer["change"])
    # Weeks that vary less than their own days explain are given the days' variation instead.
    assert change.lower <= answer["change_limits"][0] * (1 + 1e-9)
    assert change.upper >= answer["change_limits"][1] * (1 - 1e-9)
    steady = [[1.0, 1.0001, 1.0, 0.9999, 1.0, 1.0, 1.0001]]
    weeks = np.array(steady) * np.array([[40.0], [50.0], [46.0], [41.0]])
    logs = np.log(weeks.mean(axis=1))
    exact = change_from_baseline(given["newest"], weeks=weeks)
    reach = 3.182446 * logs.std(ddof=1) * np.sqrt(1.25)
    apart = np.log(np.mean(given["newest"])) - logs.mean()
    assert np.log([exact.lower, exact.upper]) == pytest.approx(
        [apart - reach, apart + reach], abs=1e-5
    )


def test_the_level_before_by_hand():
    """Means 10, 12 and 14: 12 -+ t(0.975; 2) * 2 / sqrt(3), t = 4.302653."""
    weeks = [[mean] * 7 for mean in (10, 12, 14)]
    found = baseline(weeks, calendar_weeks=[11, 11, 11])
    assert found.mean == pytest.approx(12)
    assert found.between_weeks == pytest.approx(2)
    reach = 4.302653 * 2 / np.sqrt(3)
    assert (found.assessment.lower, found.assessment.upper) == pytest.approx(
        (12 - reach, 12 + reach), rel=1e-6
    )
    one = baseline(weeks[:1], calendar_weeks=[11])
    assert one.assessment.verdict is Verdict.CANNOT_ASSESS
    assert one.mean == 10


def test_values_below_the_limit_against_r():
    given, answer = from_r("censored")
    value, below = given["value"], given["below"]
    found = censored_mean(value, is_below=below)
    assert found.estimate == pytest.approx(answer["mean"])
    # The limits are in test_examples.py.
    assert found.lower < answer["mean"] - 2 * answer["error"]
    assert found.upper > answer["mean"] + 2 * answer["error"]
    mean, spread, covariance = censored_normal(np.log(value), is_below=below)
    assert (mean, spread) == pytest.approx((answer["log_mean"], answer["log_sd"]), rel=1e-6)
    assert covariance[0, 0] == pytest.approx(answer["variance"], rel=1e-4)
    assert covariance[1, 1] == pytest.approx(answer["variance_log_sd"] * spread**2, rel=1e-4)
    assert covariance[0, 1] == pytest.approx(answer["covariance_log_sd"] * spread, rel=1e-4)
    whole = lognormal_mean(value, is_below=below)
    assert whole.estimate == pytest.approx(np.exp(answer["log_mean"] + answer["log_sd"] ** 2 / 2))


def test_uncertainties_add_in_squares():
    """GUM: 3, 4 and 12 per cent make 13."""
    parts = {"flow": 0.03, "sampling": 0.04, "chemistry": 0.12}
    assert combined_uncertainty(parts) == pytest.approx(0.13)
    found = load_with_uncertainty(200, relative=parts, days=7)
    spread = np.sqrt(np.log(1 + 0.13**2))
    assert found.upper == pytest.approx(200 * np.exp(1.959963985 * spread))
    assert found.broken == ()
    assert load_with_uncertainty(200, relative=parts, days=1).broken == ("not_a_full_week",)


@pytest.mark.parametrize(
    ("ratio", "excreted", "factor"),
    [(1.0485, 0.292, 3.59), (1.0485, 0.45, 2.33), (0.9129, 0.006, 152), (0.9129, 0.005, 182.6)],
)
def test_the_arithmetic_of_conversion(ratio, excreted, factor):
    """methods.md: cocaine and cannabis; the excretions themselves are unconfirmed and not shipped."""
    found = conversion_factor(parent_weight=ratio, residue_weight=1, excreted=excreted)
    assert found == pytest.approx(factor, rel=2e-3)


GAVLE = {
    "cocaine": [85.53, 103.55, 170.70, 121.09, 111.08, 77.08],
    "amphetamine": [442.67, 830.23, 411.35, 873.35, 557.12, 518.28],
    "cannabis": [161.73, 52.19, 47.17, 55.48, 48.68, 44.80],
}
"""Published daily means 2019-2024."""


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLE.is_file(), reason="needs ../shared/samples")
@pytest.mark.parametrize(
    ("substance", "pattern"),
    [
        ("cocaine", Verdict.HIGHER),
        ("amphetamine", Verdict.NOT_SHOWN),
        ("cannabis", Verdict.NOT_SHOWN),
    ],
)
def test_six_years_in_gavle(substance, pattern):
    """Cocaine is taken at weekends, amphetamine every day; no year differs from the five before."""
    with SAMPLE.open(encoding="utf-8-sig") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["City"].startswith("Gävle") and row["Metabolite"] == substance
        ]
    rows.sort(key=lambda row: row["Year"])
    weeks = [[float(row[day]) for day in DAYS] for row in rows]
    assert [week_means(week).daily for week in weeks] == pytest.approx(GAVLE[substance], abs=0.011)
    assert weekend_ratio(weeks).verdict is pattern
    assert change_from_baseline(weeks[-1], weeks=weeks[:-1]).verdict is Verdict.NOT_SHOWN
