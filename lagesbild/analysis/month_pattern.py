"""At what time of year does it happen, and how do the summers compare? From the months that are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lagesbild.access.release import part_of
from lagesbild.analysis.event_kinds import SUMMER
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.wording import CHANGE_WORDS, COUNT_WORDS, number
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.month_pattern import MonthPattern
from lagesbild.domain.period import MONTHS
from lagesbild.domain.results import Footnote, ReleasedFigures
from lagesbild.domain.written import joined
from lagesbild.stats.expectation import Verdict, expect_count
from lagesbild.stats.rates import poisson_interval
from lagesbild.stats.season import seasonal_index
from lagesbild.store.observations import Grain

YEAR = 12
FEWEST_YEARS = 3
CLEAR = 0.05
SUMMERS_COMPARED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsOfYear:
    """How the months of a year differ.

    figures   every month of the kommun, as released
    pattern   twelve months beside the mean of all, None when too few years are wholly told
    summers   the sentence about the newest summer; rows for the table of all summers
    """

    indicator: Indicator
    sentence: str
    figures: ReleasedFigures
    pattern: MonthPattern | None
    summers: str
    summer_rows: tuple[dict[str, str], ...]
    footnote: Footnote


def months_of_year(inquiry: Inquiry, *, indicator_id: str) -> MonthsOfYear:
    """Only years with all twelve months told count: a month is hidden because it is low, so leaving it
    out would make the season flatter than it is.

    raises  LagesbildError AN-001, AN-002
    """
    indicator, own = inquiry.indicator(indicator_id), inquiry.kommun.code
    released = released_figures(
        inquiry, indicator_id=indicator_id, grain=Grain.PART_OF_YEAR, area_codes=[own]
    )
    is_month = (released.frame["period_end"] - released.frame["period_start"]).dt.days <= 31
    months = part_of(released, rows=released.frame["is_total"] & is_month)
    table = _table(months.frame)
    pattern = _pattern(table)
    rows, words = _summers(table, hidden=months.hidden_count > 0)
    return MonthsOfYear(
        indicator=indicator, figures=months, pattern=pattern, summers=words, summer_rows=rows,
        sentence=_sentence(indicator, pattern, table), footnote=footnote(inquiry, months),
    )  # fmt: skip


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    """Years downwards, months 1 to 12 across; NaN where no number is told."""
    start = frame["period_start"]
    table = frame.assign(year=start.dt.year, month=start.dt.month).pivot_table(
        index="year", columns="month", values="count", aggfunc="first", dropna=False
    )
    return table.reindex(columns=range(1, YEAR + 1)).astype(float).sort_index()


def _pattern(table: pd.DataFrame) -> MonthPattern | None:
    """Each month's part of its year, over the years that are wholly told, with what chance adds."""
    whole = table.dropna()
    counts = whole.to_numpy()
    if len(whole) < FEWEST_YEARS or not counts.sum() > 0:
        return None
    by_month, each = counts.sum(axis=0), counts.sum() / YEAR
    fitted = counts.sum(axis=1)[:, None] * by_month[None, :] / counts.sum()
    left = (len(whole) - 1) * (YEAR - 1)
    unlike = np.where(fitted > 0, (counts - fitted) ** 2 / np.where(fitted > 0, fitted, 1.0), 0.0)
    scatter = max(1.0, float(unlike.sum() / left))
    limits = poisson_interval(np.round(by_month / scatter)) * scatter / each
    found = seasonal_index(counts.ravel())
    return MonthPattern(
        ratio=tuple((by_month / each).tolist()), lower=tuple(limits[:, 0].tolist()),
        upper=tuple(limits[:, 1].tolist()), years=tuple(int(year) for year in whole.index),
        is_clear=bool(found.p_value < CLEAR), mean=float(each / len(whole)),
    )  # fmt: skip


def _sentence(indicator: Indicator, pattern: MonthPattern | None, table: pd.DataFrame) -> str:
    if table.empty or table.isna().all(axis=None):
        return f"{indicator.name}: det finns inga månader att bedöma årstiden av."
    if pattern is None:
        whole = len(table.dropna())
        few = f"bara {whole} år" if whole else "inget år"
        return (
            f"{indicator.name}: årstiden kan inte bedömas; {few} har alla månader, och det behövs minst "
            f"{COUNT_WORDS[FEWEST_YEARS]}."
        )
    years = f"{pattern.years[0]}–{pattern.years[-1]}"
    high = [n for n in range(YEAR) if pattern.lower[n] > 1]
    if not pattern.is_clear or not high:
        return f"{indicator.name}: ingen årstid går att skilja från slump ({years})."
    level = sum(pattern.ratio[n] for n in high) / len(high)
    return (
        f"{indicator.name}: fler i {months_words(high)}, ungefär {number(level, decimals=1)} gånger en "
        f"vanlig månad ({years})."
    )


def months_words(months: Sequence[int]) -> str:
    """ "juni–augusti och december", months from 0; a run may pass the turn of the year."""
    chosen, runs = set(months), []
    if len(chosen) == YEAR:
        return "hela året"
    for first in sorted(chosen):
        if (first - 1) % YEAR in chosen and len(chosen) < YEAR:
            continue
        run = [first]
        while (run[-1] + 1) % YEAR in chosen and len(run) < YEAR:
            run.append((run[-1] + 1) % YEAR)
        names = [MONTHS[n] for n in run]
        runs.append(f"{names[0]}–{names[-1]}" if len(names) > 2 else joined(names))
    return joined(runs)


def _summers(table: pd.DataFrame, *, hidden: bool) -> tuple[tuple[dict[str, str], ...], str]:
    """June to August of each year, and the newest against those before it."""
    summers = table[list(range(*SUMMER))]
    known = summers.sum(axis=1, min_count=SUMMER[1] - SUMMER[0]).dropna()
    because = "någon månad är skyddad" if hidden else "någon månad saknas"
    rows = tuple(
        {
            "Sommar": str(year),
            "Juni–augusti": number(known[year]) if year in known.index else because,
        }
        for year in sorted(summers.index, reverse=True)
    )  # fmt: skip
    if known.empty:
        return rows, "Somrarna kan inte jämföras: ingen sommar har alla månader."
    newest, earlier = int(known.index[-1]), known.iloc[:-1].tail(SUMMERS_COMPARED)
    if newest != summers.dropna(how="all").index[-1]:
        return rows, f"Den senaste sommaren kan inte bedömas: {because}."
    lead = f"Sommaren {newest}: {number(known.iloc[-1])}"
    found = expect_count(
        float(known.iloc[-1]), exposure=1.0, earlier=earlier.to_numpy(),
        earlier_exposure=np.ones(len(earlier)),
    )  # fmt: skip
    if found.verdict is Verdict.CANNOT_TELL:
        return rows, f"{lead}; om det har ändrats kan inte bedömas ({found.reason})."
    usual = f"{number(max(found.low, 0))}–{number(found.high)}"
    words = CHANGE_WORDS[found.verdict][0]
    if found.verdict is Verdict.AS_BEFORE:
        return rows, f"{lead}, ungefär som tidigare somrar ({usual})."
    return rows, f"{lead}, {words} än tidigare somrar (väntat {usual})."
