"""Which control chart fits a series, its limits and what in it is more than chance; and its season."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lagesbild.analysis.time_series import MOST_HIDDEN, Floats, Series
from lagesbild.domain.control import ControlLines, ControlPoint, Rule, SeasonShown
from lagesbild.domain.indicator import Kind
from lagesbild.domain.period import MONTHS
from lagesbild.stats.change_points import find_change_points
from lagesbild.stats.control_charts import (
    ControlChart,
    c_chart,
    dispersion_test,
    laney_p_chart,
    laney_u_chart,
    p_chart,
    u_chart,
    xmr_chart,
)
from lagesbild.stats.season import seasonal_decomposition, seasonal_index
from lagesbild.stats.signals import Signals, find_signals

HAS_SEASON = 0.01
"""Chance under which the differences between times of year are taken for a season."""

VARIES_MORE = 0.05
FEWEST_BASELINE = 24

WHY: dict[str, str] = {
    "c": "händelser räknas under lika långa perioder, och de varierar som slumpen gör",
    "u": "händelser räknas i en folkmängd som ändras, och de varierar som slumpen gör",
    "laney_u": "händelser räknas och varierar mer än slumpen, så gränserna är vidare",
    "p": "det är en andel av ett känt underlag, som varierar som slumpen gör",
    "laney_p": "det är en andel av ett känt underlag som varierar mer än slumpen, så gränserna är vidare",
    "xmr": "det är ett värde utan känt antal bakom",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """How each point of a series lies in its year.

    factor   (n,) what the level is multiplied by; ones without a season
    is_shown True when the differences are more than chance
    """

    factor: Floats
    is_shown: bool
    p_value: float


def find_season(series: Series, *, start: int, odd: slice = slice(0)) -> Season:
    """The season of counts, from the settled points after ``start``; odd: points that belong to no
    season."""
    n = len(series.starts)
    period = series.per_year
    ones = Season(factor=np.ones(n), is_shown=False, p_value=float("nan"))
    if not series.is_counted or period < 2:
        return ones
    counts = np.where(series.preliminary, np.nan, series.count)
    counts[odd] = np.nan
    counts = counts[start:]
    found = seasonal_index(counts, exposure=series.exposure[start:], period=period)
    if not found.p_value < HAS_SEASON:
        return Season(factor=np.ones(n), is_shown=False, p_value=found.p_value)
    place = (np.arange(n) - start) % period
    return Season(factor=found.index[place], is_shown=True, p_value=found.p_value)


def last_shift(series: Series, *, season: Season, start: int, until: int) -> int:
    """The last change of level before ``until`` that leaves two years after it, else ``start``: what lies
    before it says nothing about what was ordinary."""
    values = (series.events / season.factor)[start:until]
    if series.months != 1 or len(values) < FEWEST_MONTHS or not np.isfinite(values).all():
        return start
    points = find_change_points(values).points
    places = [start + one.index for one in points if len(values) - one.index >= FEWEST_BASELINE]
    return places[-1] if places else start


FEWEST_MONTHS = 36
"""Months from which the examination of many windows has something to compare with."""


def examine(series: Series, *, until: int | None = None) -> Signals | None:
    """The same examination as Signaler makes, for whole monthly series of counts; None for others.

    until   index of the first point that is left out
    """
    counts = series.count[:until]
    if not series.is_counted or series.months != 1 or len(counts) < FEWEST_MONTHS:
        return None
    if series.share_hidden > MOST_HIDDEN:
        return None
    return find_signals(
        counts[None, :], exposure=series.exposure[:until][None, :],
        preliminary=series.preliminary[:until][None, :], first=[series.first],
    )  # fmt: skip


def ordinary_from(series: Series, signals: Signals | None) -> int:
    """The first point that the newest may be compared with: after breaks and old changes of level."""
    if not len(series.starts):
        return 0
    newest = len(series.starts) - 1
    return min(series.first if signals is None else int(signals.compared_from[0]), newest)


def control_lines(
    series: Series, *, start: int, season: Season, baseline: int | None = None
) -> ControlLines | None:
    """The chart that the data's kind asks for, from index ``start``; None for fewer than two figures.

    baseline  points from ``start`` that set the limits; None holds the newest year against the time
              before it, where that is long enough
    """
    kept = slice(start, None)
    known = np.isfinite(series.events[kept])
    if known.sum() < 2:
        return None
    if baseline is None:
        baseline = _baseline(series, start=start)
    if np.isfinite(series.events[kept][:baseline]).sum() < 2:
        baseline = None
    chart, scale = _chart(series, start=start, season=season.factor[kept], baseline=baseline)
    points = tuple(
        ControlPoint(
            start=series.starts[start + i], centre=float(chart.centre[i] * scale[i]),
            lower=float(chart.lower[i] * scale[i]), upper=float(chart.upper[i] * scale[i]),
            rules=_rules(chart, i),
        )
        for i in range(len(chart.values))
    )  # fmt: skip
    return ControlLines(
        method=chart.method, measure="count" if series.is_counted else "rate",
        why=WHY[chart.method], points=points, broken=chart.broken, has_season=season.is_shown,
        judged=None if baseline is None else series.starts[start + baseline],
    )  # fmt: skip


def _baseline(series: Series, *, start: int) -> int | None:
    """How many points set the limits; None for all."""
    n = len(series.starts) - start
    apart = max(series.per_year, 1)
    return n - apart if n - apart >= FEWEST_BASELINE else None


def _chart(
    series: Series, *, start: int, season: Floats, baseline: int | None
) -> tuple[ControlChart, Floats]:
    """The chart, and what its values are multiplied by to be in the unit shown."""
    kept = slice(start, None)
    if series.is_counted:
        exposure = series.exposure[kept] * season
        return _count_chart(series.count[kept], exposure=exposure, baseline=baseline), exposure
    value, size = series.value[kept], series.size[kept]
    has_base = np.isfinite(value) == (np.isfinite(value) & (size > 0))
    mean = np.nanmean(value) if np.isfinite(value).any() else 0.0
    ones = np.ones(len(value))
    if series.indicator.kind is Kind.SHARE and has_base.all() and 0 < mean < 100:
        return _share_chart(value / 100, trials=size, baseline=baseline), ones * 100
    return xmr_chart(value, baseline=baseline), ones


def _count_chart(counts: Floats, *, exposure: Floats, baseline: int | None) -> ControlChart:
    _, chance = dispersion_test(counts[:baseline], exposure=exposure[:baseline])
    if chance < VARIES_MORE:
        widened = laney_u_chart(counts, exposure=exposure, baseline=baseline)
        if widened.overdispersion > 1:
            return widened
    if np.ptp(exposure) == 0 and exposure[0] == 1.0:
        return c_chart(counts, baseline=baseline)
    return u_chart(counts, exposure=exposure, baseline=baseline)


def _share_chart(shares: Floats, *, trials: Floats, baseline: int | None) -> ControlChart:
    filled = np.where(np.isfinite(trials) & (trials > 0), trials, np.nanmean(trials))
    successes = shares * filled
    plain = p_chart(successes, trials=filled, baseline=baseline)
    widened = laney_p_chart(successes, trials=filled, baseline=baseline)
    return widened if widened.overdispersion > 1 else plain


def _rules(chart: ControlChart, i: int) -> tuple[Rule, ...]:
    marks = {
        Rule.OUTSIDE: chart.outside, Rule.RUN: chart.run, Rule.CLIMB: chart.climb,
        Rule.NEAR: chart.near,
    }  # fmt: skip
    return tuple(rule for rule, at in marks.items() if at[i])


def season_shown(series: Series, *, start: int, season: Season) -> SeasonShown | None:
    """An ordinary year and the series without it; None where there is no season to show."""
    if not season.is_shown:
        return None
    period = series.per_year
    settled = np.where(series.preliminary, np.nan, series.events)[start:]
    level = float(np.nanmean(settled[-2 * period :]))
    first = (series.starts[start].month - 1) // series.months
    factor = np.roll(season.factor[start : start + period], first)
    return SeasonShown(
        names=_names(period), usual=tuple(float(level * one) for one in factor),
        adjusted=_adjusted(series, start=start), measure="count",
    )  # fmt: skip


def _names(period: int) -> tuple[str, ...]:
    if period == 12:
        return tuple(name[:3] for name in MONTHS)
    words = {4: "kv", 3: "tertial", 2: "halvår"}.get(period, "del")
    return tuple(f"{words} {number}" for number in range(1, period + 1))


def _adjusted(series: Series, *, start: int) -> tuple[tuple, ...]:  # type: ignore[type-arg]
    """STL, which needs every period: a series with holes has no line without season."""
    events = series.events[start:]
    if not np.isfinite(events).all() or len(events) < 2 * series.per_year:
        return ()
    found = seasonal_decomposition(events, period=series.per_year)
    return tuple(
        (day, float(value))
        for day, value in zip(series.starts[start:], found.adjusted, strict=True)
    )
