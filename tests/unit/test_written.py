"""Numbers, intervals and periods as they are written in Swedish."""

from __future__ import annotations

from datetime import date

import pytest

from lagesbild.domain import period
from lagesbild.domain.indicator import Kind
from lagesbild.domain.written import (
    decimals_for,
    format_interval,
    format_number,
    format_period,
    format_range,
)
from tests.unit.chart_figures import indicator

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1\u00a0234,5"),
        (1234567, None, "1\u00a0234\u00a0567"),
        (99.94, None, "99,9"),
        (100.4, None, "100"),
        (-3.25, 1, "\u22123,2"),
        (-0.04, 1, "0,0"),
        (0, None, "0"),
        (NAN, None, ""),
        (None, None, ""),
    ],
)
def test_numbers(value: float | None, decimals: int | None, text: str) -> None:
    assert format_number(value, decimals=decimals) == text


def test_a_unit_is_never_torn_from_its_number() -> None:
    assert format_number(12, unit="%") == "12\u00a0%"


@pytest.mark.parametrize(
    ("kind", "value", "base", "places"),
    [
        (Kind.RATE, 100.0, None, 0),
        (Kind.RATE, 99.9, None, 1),
        (Kind.SHARE, 45.5, 1001, 1),
        (Kind.SHARE, 45.5, 1000, 0),
        (Kind.SHARE, 45.5, None, 0),
        (Kind.COUNT, 3.0, None, 0),
        (Kind.RATE, NAN, None, 0),
    ],
)
def test_decimals_follow_what_stands_behind(
    kind: Kind, value: float, base: float | None, places: int
) -> None:
    assert decimals_for(indicator(kind=kind), value, denominator=base) == places


def test_an_indicator_may_say_its_own_decimals() -> None:
    assert decimals_for(indicator(decimals=2), 518.28) == 2


@pytest.mark.parametrize(
    ("lower", "upper", "text"),
    [(48, 71, "(48,0–71,0)"), (98, 1404, "(98–1\u00a0404)"), (-2.5, 4, "(\u22122,5 till 4,0)"), (NAN, 4, ""), (None, 4, "")],
)  # fmt: skip
def test_intervals(lower: float | None, upper: float, text: str) -> None:
    assert format_interval(lower, upper) == text


def test_a_range_below_zero_has_no_dash_beside_its_minus() -> None:
    assert format_range(-180, -38) == "\u2212180 till \u221238"
    assert format_range(48, 71) == "48–71"


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (period.year(2025), "2025"),
        (period.month(2026, 5), "maj 2026"),
        (period.school_year(2022), "läsåret 2022/23"),
        (period.Period(start=date(2024, 12, 30), end=date(2025, 1, 6), label=""), "vecka 1 2025"),
        (period.Period(start=date(2025, 2, 3), end=date(2025, 2, 4), label=""), "3 februari 2025"),
        (period.Period(start=date(2024, 10, 1), end=date(2025, 10, 1), label=""), "oktober 2024–september 2025"),
        (period.Period(start=date(2024, 3, 5), end=date(2024, 3, 25), label=""), "2024-03-05–2024-03-24"),
        (period.Period(start=date(2024, 1, 1), end=date(2024, 5, 1), label="T1 2024"), "T1 2024"),
    ],
)  # fmt: skip
def test_periods(when: period.Period, text: str) -> None:
    assert format_period(when.start, when.end, label=when.label) == text
