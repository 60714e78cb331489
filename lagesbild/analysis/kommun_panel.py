"""Every kommun's years and one kommun's quarters in all measures, ready to be set against each other.

Made of released figures: a hidden figure is a hole, for whoever is hidden from."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lagesbild.access.policy import may_see
from lagesbild.access.release import release_survey
from lagesbild.analysis.figures import raw_survey
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.stats.lagged import without_trend_and_season
from lagesbild.stats.panel import changes_of
from lagesbild.store.observations import Grain

Floats = NDArray[np.float64]

POPULATION = "scb.folkmangd"
QUARTERS = 4
RECENT = 3
SHORTEST, LONGEST_YEAR = 360, 370
"""Days of a period that says how it is, and of one that is a year."""
_USED = ["indicator", "area_code", "period_start", "value", "denominator"]
FEWEST_YEARS = 4
"""Years with a figure in any kommun before changes can be set against each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KommunPanel:
    """All kommuner by years.

    codes   kommuner, down
    years   the years in which the periods begin, across
    changes indicator -> from year to year, of stats.panel.changes_of, on a scale where they are
            comparable; NaN where hidden or missing
    recent  indicator -> (kommuner,), the mean of the last three figures of each; not for counts, which
            the size of a kommun decides
    """

    codes: tuple[str, ...]
    years: tuple[int, ...]
    changes: dict[str, Floats]
    recent: dict[str, Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuarters:
    """One kommun by quarters.

    first   year and quarter (0 to 3) of the first
    values  indicator -> (quarters,), logarithms of counts; NaN where a month is hidden or missing
    rest    what is left of them without trend and season, of those with enough quarters
    hidden  indicator -> share of its quarters, from its first to its last, that are hidden
    removed numbers that were estimated to take trend and season away
    """

    first: tuple[int, int]
    values: dict[str, Floats]
    rest: dict[str, Floats]
    hidden: dict[str, float]
    removed: int


def comparable_indicators(inquiry: Inquiry) -> list[Indicator]:
    """Measures of kommuner that the person may see; how many live there is no problem and no sign of
    one."""
    return [
        one
        for one in inquiry.catalog.indicators.values()
        if AreaLevel.KOMMUN in one.levels
        and one.leading_measure != POPULATION
        and may_see(inquiry.person, secrecy=one.secrecy)
    ]


def kommun_panel(inquiry: Inquiry) -> KommunPanel:
    """Every kommun's years, the same whichever kommun is looked at."""
    raw = raw_survey(
        inquiry, indicators=comparable_indicators(inquiry), grain=Grain.YEAR,
        levels=[AreaLevel.KOMMUN],
    )  # fmt: skip
    frame = release_survey(raw, person=inquiry.person).frame
    days = (frame["period_end"] - frame["period_start"]).dt.days
    frame = frame[frame["is_total"] & frame["value"].notna() & (days >= SHORTEST)][_USED]
    if frame.empty:
        return KommunPanel(codes=(), years=(), changes={}, recent={})
    frame = frame.assign(is_year=days <= LONGEST_YEAR, year=frame["period_start"].dt.year)
    codes = sorted(frame["area_code"].unique())
    years = sorted(frame.loc[frame["is_year"], "year"].unique())
    down = frame["area_code"].map({code: n for n, code in enumerate(codes)}).to_numpy(int)
    across = frame["year"].map({int(year): n for n, year in enumerate(years)})
    frame = frame.assign(
        down=down, across=across, scaled=on_scale(frame, indicators=raw.indicators)
    ).sort_values("period_start", kind="stable")
    return KommunPanel(
        codes=tuple(codes), years=tuple(int(y) for y in years),
        changes=_by_year(frame[frame["is_year"]], kommuner=len(codes), years=len(years)),
        recent=_recent(frame, kommuner=len(codes), indicators=raw.indicators),
    )  # fmt: skip


def _by_year(frame: pd.DataFrame, *, kommuner: int, years: int) -> dict[str, Floats]:
    """Changes of each indicator that is known in enough years; frame: rows of whole years."""
    down, across, scaled = (frame[n].to_numpy(float) for n in ("down", "across", "scaled"))
    found: dict[str, Floats] = {}
    for name, at in frame.groupby("indicator").indices.items():
        matrix = np.full((kommuner, years), np.nan)
        matrix[down[at].astype(int), across[at].astype(int)] = scaled[at]
        if np.isfinite(matrix).any(axis=0).sum() >= FEWEST_YEARS:
            found[str(name)] = changes_of(matrix)
    return found


def _recent(
    frame: pd.DataFrame, *, kommuner: int, indicators: dict[str, Indicator]
) -> dict[str, Floats]:
    """One year says little of a small kommun: the mean of the last three figures each has."""
    last = frame.groupby(["indicator", "down"], sort=False).tail(RECENT)
    means = last.groupby(["indicator", "down"])["scaled"].mean()
    found: dict[str, Floats] = {}
    for name, one in means.groupby(level="indicator"):
        if indicators[str(name)].kind is not Kind.COUNT:
            found[str(name)] = np.full(kommuner, np.nan)
            found[str(name)][one.index.get_level_values("down").to_numpy(int)] = one
    return found


def on_scale(rows: pd.DataFrame, *, indicators: dict[str, Indicator]) -> Floats:
    """Released values on a scale where a change means as much in a small kommun as in a large one:
    logarithms of rates and counts, the arcsine of shares, other values as they are."""
    kind = rows["indicator"].map({i.id: i.kind.value for i in indicators.values()}).to_numpy(str)
    per = rows["indicator"].map({i.id: float(i.per) for i in indicators.values()}).to_numpy(float)
    value, base = rows["value"].to_numpy(float), rows["denominator"].to_numpy(float)
    share = np.arcsin(np.sqrt(np.clip(value, 0, 100) / 100))
    count = np.maximum(value, 0)
    rate = np.log((count * base / per + 0.5) / base)
    return np.select(
        [kind == Kind.SHARE.value, kind == Kind.COUNT.value, kind == Kind.RATE.value],
        [share, np.log(count + 0.5), rate], default=value,
    )  # fmt: skip


def own_quarters(inquiry: Inquiry) -> OwnQuarters:
    """The kommun's own quarters, of measures counted by the month."""
    counted = [one for one in comparable_indicators(inquiry) if one.numerator is not None]
    raw = raw_survey(
        inquiry, indicators=counted, grain=Grain.PART_OF_YEAR, area_codes=[inquiry.kommun.code]
    )  # fmt: skip
    frame = release_survey(raw, person=inquiry.person).frame
    days = (frame["period_end"] - frame["period_start"]).dt.days
    frame = frame[frame["is_total"] & (days <= 31)]
    if frame.empty:
        return OwnQuarters(first=(0, 0), values={}, rest={}, hidden={}, removed=0)
    start = frame["period_start"]
    quarter = start.dt.year * QUARTERS + (start.dt.month - 1) // 3
    first, last = int(quarter.min()), int(quarter.max())
    frame = frame.assign(quarter=quarter - first)
    values, rest, hidden, removed = {}, {}, {}, 0
    for name, rows in frame.groupby("indicator"):
        series, share = _quarters(rows, count=last - first + 1)
        values[str(name)], hidden[str(name)] = series, share
        with suppress(ValueError):  # too few quarters are known
            rest[str(name)], removed = without_trend_and_season(series, period=QUARTERS)
    return OwnQuarters(
        first=divmod(first, QUARTERS), values=values, rest=rest, hidden=hidden, removed=removed
    )  # fmt: skip


def _quarters(rows: pd.DataFrame, *, count: int) -> tuple[Floats, float]:
    """Sums of three visible months, as logarithms; and how many whole quarters have a hidden one."""
    grouped = rows.groupby("quarter")["count"]
    whole = grouped.size() == 3
    sums = grouped.sum(min_count=3).where(grouped.count() == 3)[whole]
    series = np.full(count, np.nan)
    series[sums.index.to_numpy()] = np.log(sums.to_numpy(float) + 0.5)
    return series, float(sums.isna().mean()) if len(sums) else 0.0
