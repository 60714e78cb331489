"""More reports, or more people who report? Reports in relation to how many reported."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pandas as pd

from lagesbild.access.release import in_order, part_of
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.wording import number
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.reporter_rates import ReporterYear
from lagesbild.domain.results import Footnote, ReleasedFigures
from lagesbild.domain.written import NBSP, format_interval
from lagesbild.stats.compare import rate_ratio
from lagesbild.stats.rates import poisson_interval
from lagesbild.stats.verdict import Assessment, Verdict
from lagesbild.store.observations import Grain

REPORTERS = "est_rapportorer"
"""The indicator that counts those who report, by source."""

FEWEST_REPORTERS = 5
"""With fewer, what each of them does decides, and can be seen."""

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRates:
    """Both numbers and their relation.

    figures     the reports' years, as released
    years       oldest first; only those that are over, with both numbers told
    assessment  the newest year against the one before it
    """

    indicator: Indicator
    sentence: str
    figures: ReleasedFigures
    years: tuple[ReporterYear, ...]
    assessment: Assessment | None
    footnote: Footnote


def report_rates(inquiry: Inquiry, *, indicator_id: str) -> ReportRates:
    """Whole years whose reports are told, and whose reporters are known every month. Single months
    would not do: those with few reports are hidden, and the rest would say too much.

    raises  LagesbildError AN-001, AN-002
    """
    indicator = inquiry.indicator(indicator_id)
    figures = _years(inquiry, indicator_id)
    exposure = _reporter_months(inquiry, indicator)
    scatter = _scatter(inquiry, indicator_id, exposure)
    years = tuple(
        _year(start.year, count, exposure=exposure[exposure.index.year == start.year], scatter=scatter)
        for start, count in zip(figures.frame["period_start"], figures.frame["count"], strict=True)
        if not math.isnan(count) and (exposure.index.year == start.year).sum() == MONTHS
    )  # fmt: skip
    found = _compare(years, scatter=scatter)
    return ReportRates(
        indicator=indicator, figures=figures, years=years, assessment=found,
        sentence=_sentence(indicator, years, found, is_known=len(exposure) > 0),
        footnote=replace(
            footnote(inquiry, figures), n="",
            interval="95 procents osäkerhetsintervall, vidgat efter hur olika månaderna är",
            method="rapporter under året delat med summan av varje månads rapportörer",
        ),
    )  # fmt: skip


def has_reporters(inquiry: Inquiry, indicator: Indicator) -> bool:
    """Whether somebody counts those who report what the indicator counts."""
    known = inquiry.catalog.indicators.get(REPORTERS)
    return known is not None and known.source == indicator.source and bool(indicator.numerator)


def _years(inquiry: Inquiry, indicator_id: str) -> ReleasedFigures:
    found = released_figures(
        inquiry, indicator_id=indicator_id, grain=Grain.YEAR, area_codes=[inquiry.kommun.code]
    )
    is_over = found.frame["period_end"] <= pd.Timestamp(inquiry.today)
    figures = part_of(found, rows=found.frame["is_total"] & is_over)
    return in_order(figures, by=figures.frame["period_start"].dt.year)


def _months(inquiry: Inquiry, indicator_id: str, *, of: str) -> pd.Series:
    """What is told of each month, by its first day."""
    frame = released_figures(
        inquiry, indicator_id=indicator_id, grain=Grain.PART_OF_YEAR,
        area_codes=[inquiry.kommun.code],
    ).totals  # fmt: skip
    is_month = (frame["period_end"] - frame["period_start"]).dt.days <= 31
    return frame[is_month].set_index("period_start")[of].dropna().astype(float)


def _reporter_months(inquiry: Inquiry, indicator: Indicator) -> pd.Series:
    """Those who reported, month by month; months with few of them are left out."""
    if not has_reporters(inquiry, indicator):
        return pd.Series(dtype=float, index=pd.DatetimeIndex([]))
    found = _months(inquiry, REPORTERS, of="value")
    return found[found >= FEWEST_REPORTERS]


def _scatter(inquiry: Inquiry, indicator_id: str, exposure: pd.Series) -> float:
    """How much more than chance the months differ within their years, at least 1."""
    rows = pd.DataFrame({
        "reports": _months(inquiry, indicator_id, of="count"), "reporters": exposure,
    }).dropna()  # fmt: skip
    if len(rows) < MONTHS:
        return 1.0
    sums = rows.groupby(rows.index.year).transform("sum")
    fitted = rows["reporters"] * sums["reports"] / sums["reporters"]
    freedom = len(rows) - rows.index.year.nunique()
    left = ((rows["reports"] - fitted) ** 2 / fitted)[fitted > 0].sum()
    return max(1.0, float(left / freedom)) if freedom > 0 else 1.0


def _year(year: int, reports: float, *, exposure: pd.Series, scatter: float) -> ReporterYear:
    months = float(exposure.sum())
    [[lower, upper]] = poisson_interval([round(reports / scatter)]) * scatter / months
    return ReporterYear(
        year=year, reports=float(reports), reporters=months / MONTHS, rate=float(reports) / months,
        lower=float(lower), upper=float(upper),
    )  # fmt: skip


def _compare(years: tuple[ReporterYear, ...], *, scatter: float) -> Assessment | None:
    if len(years) < 2 or years[-2].year != years[-1].year - 1:
        return None
    new, old = years[-1], years[-2]
    return rate_ratio(
        new.reports, exposure=new.reporters * MONTHS, other_events=old.reports,
        other_exposure=old.reporters * MONTHS, dispersion=scatter,
    )  # fmt: skip


PER_REPORTER = {
    Verdict.HIGHER: "fler per rapportör än",
    Verdict.LOWER: "färre per rapportör än",
    Verdict.NOT_SHOWN: "ungefär lika många per rapportör som",
}


def _sentence(
    indicator: Indicator, years: tuple[ReporterYear, ...], found: Assessment | None, *,
    is_known: bool,
) -> str:  # fmt: skip
    if not is_known:
        return (
            f"{indicator.name}: hur många som rapporterar är inte känt, så det går inte att skilja mer som "
            "händer från fler som rapporterar."
        )
    if found is None or found.verdict is Verdict.CANNOT_ASSESS:
        return f"{indicator.name}: för få hela år att jämföra rapporter per rapportör mellan."
    new, old = years[-1], years[-2]
    rate, before = (number(one.rate, decimals=1) for one in (new, old))
    return (
        f"{indicator.name} {new.year}: {PER_REPORTER[found.verdict]} {old.year}, {rate} i månaden mot {before}; "
        f"{number(new.reporters)} rapporterade en vanlig månad, mot {number(old.reporters)} året innan."
    )


def rate_words(one: ReporterYear) -> str:
    """ "2,3 (2,0–2,6)"."""
    limits = format_interval(one.lower, one.upper, decimals=1)
    return f"{number(one.rate, decimals=1)} {limits}" if not math.isnan(one.rate) else f"–{NBSP}"
