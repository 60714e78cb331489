"""Swedish sentences written from results, so that they can never disagree with the picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lagesbild.domain.indicator import Indicator, Kind, Polarity
from lagesbild.domain.period import PeriodKind, kind_of
from lagesbild.domain.secrecy import STATUS_WORDS, Status
from lagesbild.domain.written import NBSP, decimals_for, format_interval, format_number
from lagesbild.stats.expectation import Expectation, Verdict

Row = Mapping[str, Any]

CHANGE_WORDS: dict[Verdict, tuple[str, str]] = {
    Verdict.CLEARLY_MORE: ("tydligt fler", "tydligt högre"),
    Verdict.PROBABLY_MORE: ("troligen fler", "troligen högre"),
    Verdict.AS_BEFORE: ("ungefär som tidigare", "ungefär som tidigare"),
    Verdict.PROBABLY_FEWER: ("troligen färre", "troligen lägre"),
    Verdict.CLEARLY_FEWER: ("tydligt färre", "tydligt lägre"),
    Verdict.CANNOT_TELL: ("kan inte bedömas", "kan inte bedömas"),
}
"""For things that are counted, and for everything else."""


def number(value: float, *, decimals: int = 0) -> str:
    """As format_number, whole unless told otherwise."""
    return format_number(value, decimals=decimals)


def value_text(indicator: Indicator, row: Row, *, decimals: int | None = None) -> str:
    """A figure with its unit, or the word for why there is none."""
    if pd.isna(row["value"]):
        return row["status_reason"] or STATUS_WORDS[Status(row["status"])]
    usual = decimals_for(indicator, row["value"], denominator=row["denominator"])
    places = usual if decimals is None else decimals
    return f"{number(row['value'], decimals=places)}{NBSP}{short_unit(indicator)}".rstrip()


def short_unit(indicator: Indicator) -> str:
    return "%" if indicator.kind is Kind.SHARE else indicator.unit


def interval_text(indicator: Indicator, row: Row) -> str:
    """ "(48–71)", empty where there is no interval."""
    places = decimals_for(indicator, row["value"], denominator=row["denominator"])
    return format_interval(row["lower"], row["upper"], decimals=places)


def change_words(indicator: Indicator, expectation: Expectation) -> str:
    counted, otherwise = CHANGE_WORDS[expectation.verdict]
    return counted if indicator.numerator and indicator.kind is not Kind.SHARE else otherwise


COUNT_WORDS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")

PERIOD_WORDS: dict[PeriodKind, str] = {
    PeriodKind.YEAR: "åren",
    PeriodKind.SCHOOL_YEAR: "läsåren",
    PeriodKind.TWO_YEARS: "mätningarna",
}


def periods_before(start: pd.Timestamp, end: pd.Timestamp, *, count: int) -> str:
    """ "de fem åren innan"; twelve months that are no calendar year are years all the same."""
    kind = kind_of(start.date(), end.date())
    is_year_long = kind is PeriodKind.OTHER and (end - start).days in {365, 366}
    noun = PERIOD_WORDS.get(PeriodKind.YEAR if is_year_long else kind, "perioderna")
    words = COUNT_WORDS[count] if count < len(COUNT_WORDS) else str(count)
    return f"de {words} {noun} innan"


def judgement(indicator: Indicator, *, is_higher: bool) -> str:
    """ "worse", "better" or, where high is neither, "higher" and "lower"."""
    if indicator.polarity is Polarity.AMBIGUOUS:
        return "higher" if is_higher else "lower"
    high_is_bad = indicator.polarity is Polarity.HIGH_IS_BAD
    return "worse" if is_higher == high_is_bad else "better"


def comparison_words(own: Row, other: Row, *, name: str) -> str:
    """ "högre än länet", told from whether the intervals hold the other's value."""
    if pd.isna(own["value"]) or pd.isna(other["value"]):
        return ""
    if pd.isna(own["lower"]):
        return ""
    if own["lower"] > other["value"]:
        return f"högre än {name}"
    if own["upper"] < other["value"]:
        return f"lägre än {name}"
    return f"ungefär som {name}"
