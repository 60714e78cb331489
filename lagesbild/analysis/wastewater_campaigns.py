"""Campaigns of wastewater measurements: their days, what lies below the limit, and the level before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lagesbild.domain.results import Band, ReleasedFigures
from lagesbild.domain.secrecy import Status
from lagesbild.stats.verdict import Assessment, Verdict
from lagesbild.stats.wastewater import (
    Baseline,
    baseline,
    censored_mean,
    change_from_baseline,
    week_means,
    weekend_ratio,
)

Floats = NDArray[np.float64]
WEEK = 7
APART = 3
"""Days without a sample after which another campaign has begun."""

_TOLD = ["period_start", "period_end", "period_label", "value", "status"]

LIMIT = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One time that somebody measured.

    days      (7,) loads from Monday, NaN where not known day by day
    mean      of the days, as published or computed; NaN where too much lies below the limit
    n_days    sampled days behind it; n_below of them under the limit
    is_week   True where the mean covers seven days, known one by one or not
    estimate  the mean with its limits where some days lie below the limit, else None
    """

    start: date
    end: date
    label: str
    days: Floats
    mean: float
    weekday: float
    weekend: float
    n_days: int
    n_below: int
    is_week: bool
    estimate: Assessment | None = None

    @property
    def as_week(self) -> Floats:
        """Seven loads; the mean seven times where only the mean is known: then no weekend can be seen,
        but the level can."""
        if self.is_week and np.isnan(self.days).all():
            return np.full(WEEK, self.mean)
        return self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The newest campaign against the earlier ones.

    before    the level before ("nollvärde"), from full weeks
    change    ratio of the newest to it
    usual     what a week varies between when nothing has changed, None where it cannot be told
    """

    before: Baseline
    change: Assessment
    usual: tuple[float, float] | None


def campaigns_of_years(
    series: ReleasedFigures, *, days: dict[date, Floats], means: dict[date, tuple[float, float]]
) -> tuple[Campaign, ...]:
    """A campaign a year, as the European network publishes them.

    days   first day of the year -> seven loads from Monday; means: weekday and weekend as published
    """
    found = []
    for row in series.frame[_TOLD].sort_values("period_start").to_dict("records"):
        start = row["period_start"].date()
        week = days.get(start, np.full(WEEK, np.nan))
        known = int(np.isfinite(week).sum())
        published = means.get(start, (float("nan"), float("nan")))
        own = week_means(week)
        found.append(
            Campaign(
                start=start, end=row["period_end"].date(), label=str(row["period_label"]), days=week,
                mean=float(row["value"]), n_days=known or WEEK, n_below=int((week == 0).sum()),
                weekday=own.weekday if np.isnan(published[0]) else published[0],
                weekend=own.weekend if np.isnan(published[1]) else published[1],
                is_week=not known or known == WEEK,
            )
        )  # fmt: skip
    return tuple(found)


def campaigns_of_samples(
    series: ReleasedFigures, *, limits: dict[date, float]
) -> tuple[Campaign, ...]:
    """Campaigns of the kommun's own samples, from rows of single days and of whole weeks.

    limits  first day -> the limit in the load's unit, of days below it
    """
    found: list[Campaign] = []
    together: list[dict] = []  # type: ignore[type-arg]
    for row in series.frame[_TOLD].sort_values("period_start").to_dict("records"):
        length = (row["period_end"] - row["period_start"]).days
        if length > 1:
            found += _of_days(together, limits=limits)
            together = []
            found.append(_of_whole(row, length=length))
            continue
        if together and _is_apart(together, row):
            found += _of_days(together, limits=limits)
            together = []
        together.append(row)
    found += _of_days(together, limits=limits)
    return tuple(sorted(found, key=lambda one: one.start))


def _is_apart(together: Sequence[dict], row: dict) -> bool:  # type: ignore[type-arg]
    since = (row["period_start"] - together[-1]["period_start"]).days
    return since > APART or (row["period_start"] - together[0]["period_start"]).days >= WEEK


def _of_whole(row: dict, *, length: int) -> Campaign:  # type: ignore[type-arg]
    below = row["status"] == Status.BELOW_LIMIT.value
    return Campaign(
        start=row["period_start"].date(), end=row["period_end"].date(),
        label=str(row["period_label"]), days=np.full(WEEK, np.nan), mean=float(row["value"]),
        weekday=float("nan"), weekend=float("nan"), n_days=length, n_below=length if below else 0,
        is_week=length == WEEK,
    )  # fmt: skip


def _of_days(rows: Sequence[dict], *, limits: dict[date, float]) -> list[Campaign]:  # type: ignore[type-arg]
    if not rows:
        return []
    days, n_below = np.full(WEEK, np.nan), 0
    values, below = [], []
    for row in rows:
        day, value = row["period_start"].date(), float(row["value"])
        is_below = row["status"] == Status.BELOW_LIMIT.value
        n_below += is_below
        known = limits.get(day, float("nan")) if is_below else value
        if is_below or np.isfinite(value):
            values.append(known)
            below.append(is_below)
        if np.isfinite(value):
            days[day.weekday()] = value
    estimate = _estimate(values, below) if n_below else None
    own = week_means(days)
    mean = float(np.nanmean(days)) if np.isfinite(days).any() else float("nan")
    if n_below:
        mean = float("nan") if estimate is None else estimate.estimate
    first, last = rows[0], rows[-1]
    is_full = bool(np.isfinite(days).all())
    return [
        Campaign(
            start=first["period_start"].date(), end=last["period_end"].date(),
            label=_label(first["period_start"].date(), last["period_start"].date()), days=days,
            mean=mean, weekday=own.weekday, weekend=own.weekend, n_days=len(values), n_below=n_below,
            is_week=is_full, estimate=estimate,
        )
    ]  # fmt: skip


def _estimate(values: Sequence[float], below: Sequence[bool]) -> Assessment | None:
    """Kaplan and Meier, where every limit is known; None where one is not."""
    if not np.isfinite(values).all():
        return None
    found = censored_mean(values, is_below=below)
    return None if found.verdict is Verdict.CANNOT_ASSESS else found


def _label(first: date, last: date) -> str:
    text = first.isoformat()
    return text if first == last else f"{text}–{last.isoformat()}"


def limit_in(text: str) -> float:
    """The number of "<2,5"; NaN where the laboratory wrote none."""
    found = LIMIT.search(text)
    return float(found[0].replace(",", ".")) if found else float("nan")


def level_of(campaigns: Sequence[Campaign]) -> Level | None:
    """The newest against all full weeks before it; None with nothing to hold it against."""
    if not campaigns:
        return None
    *earlier, newest = campaigns
    weeks = [one.as_week for one in earlier if one.is_week]
    numbers = [one.start.isocalendar().week for one in earlier if one.is_week]
    before = baseline(np.array(weeks), calendar_weeks=np.array(numbers))
    change = change_from_baseline(newest.as_week, weeks=np.array(weeks).reshape(-1, WEEK))
    return Level(before=before, change=change, usual=_usual(change, newest.mean))


def _usual(change: Assessment, newest: float) -> tuple[float, float] | None:
    """A new week's range around the earlier ones, from the interval of the ratio."""
    if change.verdict is Verdict.CANNOT_ASSESS or not np.isfinite(change.lower):
        return None
    middle, reach = newest / change.estimate, change.upper / change.estimate
    return middle / reach, middle * reach


def weekend_of(campaigns: Sequence[Campaign]) -> Assessment:
    """Weekend against weekday, over the campaigns whose days are known."""
    weeks = [one.days for one in campaigns if np.isfinite(one.days).all()]
    return weekend_ratio(np.array(weeks).reshape(-1, WEEK))


def band_of(level: Level | None, series: ReleasedFigures) -> Band | None:
    """What a week varies between when nothing has changed, for drawing behind the campaigns."""
    if level is None or level.usual is None:
        return None
    frame = series.frame[["period_start", "period_label"]].sort_values("period_start")
    low, high = level.usual
    rows = pd.DataFrame(
        {
            "period_start": frame["period_start"].to_numpy(),
            "period_label": frame["period_label"].to_numpy(),
            "low": low, "median": (low * high) ** 0.5, "high": high, "n": level.before.weeks,
        }
    )  # fmt: skip
    return Band(frame=rows, label="vanligt för en mätvecka")
