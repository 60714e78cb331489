"""Sentences are Swedish, and say what the figures say."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lagesbild.analysis.calendar import next_figure
from lagesbild.analysis.change import comparable_periods, find_change
from lagesbild.analysis.wording import comparison_words, judgement, number, value_text
from lagesbild.domain.indicator import Break, Indicator, Kind, Polarity, Theme
from lagesbild.domain.period import PeriodKind
from lagesbild.domain.written import format_period
from lagesbild.stats.expectation import Verdict


def indicator(**changes: object) -> Indicator:
    values: dict[str, object] = {
        "id": "brott", "name": "Brott", "question": "?", "definition": "d", "theme": Theme.BROTT,
        "kind": Kind.RATE, "unit": "per 100 000 invånare", "polarity": Polarity.HIGH_IS_BAD,
        "source": "bra", "numerator": "bra.brott", "denominator": "scb.folkmangd", "per": 100_000,
    }  # fmt: skip
    return Indicator(**{**values, **changes})  # type: ignore[arg-type]


def series(counts: list[float], *, first: int = 2020) -> pd.DataFrame:
    years = range(first, first + len(counts))
    return pd.DataFrame(
        {
            "period_start": [pd.Timestamp(f"{y}-01-01") for y in years],
            "period_end": [pd.Timestamp(f"{y + 1}-01-01") for y in years],
            "period_label": [str(y) for y in years],
            "count": counts,
            "denominator": 9_000.0,
            "value": [c / 9_000 * 100_000 for c in counts],
        }
    )


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.56, 1, "1\u00a0234,6"),
        (-0.5, 1, "\u22120,5"),
        (84816, 0, "84\u00a0816"),
        (float("nan"), 0, ""),
    ],
)
def test_numbers_are_written_in_swedish(value, decimals, text):
    assert number(value, decimals=decimals) == text


@pytest.mark.parametrize(
    ("start", "end", "label", "text"),
    [
        ("2025-01-01", "2026-01-01", "2025", "2025"),
        ("2022-07-01", "2023-07-01", "2022/23", "läsåret 2022/23"),
        ("2026-05-01", "2026-06-01", "2026M05", "maj 2026"),
        ("2025-10-01", "2026-10-01", "", "oktober 2025–september 2026"),
        ("2025-07-01", "2026-07-01", "juni 2026", "juli 2025–juni 2026"),
        ("2023-01-01", "2025-01-01", "2023/2024", "2023–2024"),
    ],
)
def test_periods_are_said_as_people_say_them(start, end, label, text):
    assert format_period(pd.Timestamp(start), pd.Timestamp(end), label=label) == text


def test_a_hole_is_said_with_its_reason():
    row = pd.Series(
        {
            "value": np.nan,
            "denominator": np.nan,
            "status": "missing",
            "status_reason": "folkmängd saknas",
        }
    )
    assert value_text(indicator(), row) == "folkmängd saknas"


def test_no_colour_of_judgement_where_high_is_neither_good_nor_bad():
    assert judgement(indicator(), is_higher=True) == "worse"
    assert judgement(indicator(polarity=Polarity.HIGH_IS_GOOD), is_higher=True) == "better"
    assert judgement(indicator(polarity=Polarity.AMBIGUOUS), is_higher=True) == "higher"


def test_a_comparison_needs_the_interval_to_leave_the_other_out():
    own = pd.Series({"value": 700.0, "lower": 540.0, "upper": 890.0})
    assert comparison_words(own, pd.Series({"value": 600.0}), name="länet") == "ungefär som länet"
    assert comparison_words(own, pd.Series({"value": 500.0}), name="riket") == "högre än riket"
    assert comparison_words(own, pd.Series({"value": np.nan}), name="riket") == ""


def test_a_change_is_found_and_chance_is_not_called_change():
    steady = find_change(series([48, 71, 60, 55, 66, 62]), indicator=indicator())
    assert steady.expectation.verdict is Verdict.AS_BEFORE
    jump = find_change(series([48, 71, 60, 55, 66, 160]), indicator=indicator())
    assert jump.expectation.verdict is Verdict.CLEARLY_MORE


def test_figures_before_a_break_are_not_compared_with():
    broken = indicator(breaks=(Break(date=date(2024, 1, 1), reason="Ny definition."),))
    found = find_change(series([48, 71, 60, 55, 66, 160]), indicator=broken)
    assert found.expectation.verdict is Verdict.CANNOT_TELL
    assert found.n_earlier == 1


def month(year: int, number: int, count: float) -> dict[str, object]:
    start = pd.Timestamp(year, number, 1)
    return {"period_start": start, "period_end": start + pd.DateOffset(months=1), "count": count}


def test_a_month_is_held_against_the_same_month_and_a_year_against_years():
    rows = [month(y, m, y + m) for y in (2024, 2025, 2026) for m in (1, 2)]
    mixed = [*series([60, 62]).to_dict("records"), *rows]
    assert [row["count"] for row in comparable_periods(mixed)] == [2026, 2027, 2028]


def test_what_has_not_come_yet_is_told_from_what_is_late():
    yearly = indicator(frequency=PeriodKind.YEAR, typical_lag_days=90)
    coming = next_figure(yearly, last_end=date(2026, 1, 1), today=date(2026, 11, 21))
    assert coming.sentence == "Siffran för 2026 har inte kommit än; den väntas i april 2027."
    late = next_figure(yearly, last_end=date(2025, 1, 1), today=date(2026, 11, 21))
    assert late.is_late
    assert late.sentence == "Siffran för 2025 borde ha kommit i april 2026."
