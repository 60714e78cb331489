"""Every monthly series of a kommun and its parts as one table of numbers, after the gate.

What is hidden is not known here either. A hidden month gets its part of what is left of its year: the
year's sum, where the gate tells it, less the months that it tells. That is what everyone can work out,
it keeps the sums true, and it is never shown as a month's number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lagesbild.access.policy import may_see
from lagesbild.access.release import release_survey
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.protection import Protector
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.results import RawSurvey
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.store.columns import frame_of, take, text
from lagesbild.store.observations import (
    Grain,
    fetch_columns,
    fetch_extent,
    list_real_measures,
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

YEAR = 12
MOST_HIDDEN = 0.8
"""Part of the months that may be hidden; with more of them, too little is known of how they vary."""

MANY_HIDDEN = 6
"""Hidden months of a year from which it says something of how many are in such a month now."""

FEW_HIDDEN = 0.1
"""Where no year of hidden months is told, a month may be left out up to this part, and only of series
so far above the limit that it is hidden for others' sake: else the low months would be left out."""

_STATUS = np.array([status.value for status in STATUS_CODES], dtype=object)
_EMPTY = {"denominator": np.nan, "lower": np.nan, "upper": np.nan, "status_reason": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlySeries:
    """s series over n months, each of an indicator in an area. Only what the reader may see.

    counts       (s, n) told, or a hidden month's part of its year; NaN where nothing is known
    told         (s, n) months whose number is told; hidden: those that are protected
    preliminary  (s, n) months that may still change
    is_known     (s,) False where too much is hidden to say anything
    start        of column 0
    """

    indicators: tuple[Indicator, ...]
    areas: tuple[str, ...]
    counts: Floats
    told: Bools
    hidden: Bools
    preliminary: Bools
    is_known: Bools
    is_example: bool
    start: date

    def __len__(self) -> int:
        return len(self.indicators)

    def month(self, column: int) -> date:
        """The first day of a column's month."""
        years, month = divmod(self.start.month - 1 + int(column), YEAR)
        return date(self.start.year + years, month + 1, 1)

    def column(self, day: date) -> int:
        """The first column that begins on or after the day; negative before the first."""
        whole = (day.year - self.start.year) * YEAR + day.month - self.start.month
        return whole + (day.day > 1)


def counted_monthly(inquiry: Inquiry) -> list[Indicator]:
    """Indicators whose months are counts that somebody has delivered and the person may see; one for
    each measure."""
    held = fetch_extent(inquiry.store, kommun_code=inquiry.person.kommun_code)
    monthly = {one.measure for one in held if one.months == 1}
    chosen: dict[str, Indicator] = {}
    for one in inquiry.catalog.indicators.values():
        counts = one.numerator in monthly and one.kind in {Kind.COUNT, Kind.RATE}
        if counts and one.headline and may_see(inquiry.person, secrecy=one.secrecy):
            chosen.setdefault(one.numerator or "", one)
    return list(chosen.values())


def places_of(inquiry: Inquiry) -> dict[str, Area]:
    """The kommun and its parts that figures may be about, by code; the kommun first."""
    inside = {
        area.code: area
        for area in inquiry.areas.values()
        if area.parent_code == inquiry.kommun_code
        and area.level in {AreaLevel.DELOMRADE, AreaLevel.SKOLA}
    }
    return {inquiry.kommun.code: inquiry.kommun, **inside}


def monthly_series(inquiry: Inquiry, *, indicators: Sequence[Indicator]) -> MonthlySeries:
    """The indicators' months in the kommun and its parts, with one question to the store."""
    measures = [one.numerator or "" for one in indicators]
    kommun = inquiry.person.kommun_code
    rows = fetch_columns(
        inquiry.store, measures=measures, summable=measures, grain=Grain.MONTHS_AND_YEARS,
        area_codes=list(places_of(inquiry)), kommun_code=kommun,
    )  # fmt: skip
    real = list_real_measures(inquiry.store, kommun_code=kommun)
    rows = take(rows, rows["is_example"] != text(rows, "measure").is_among(real))
    protector = Protector(store=inquiry.store, catalog=inquiry.catalog, owner=kommun)
    frame = figures_of_rows(
        frame_of(rows), protected=protector.hidden_rows(rows), indicators=indicators
    )
    raw = RawSurvey(indicators={one.id: one for one in indicators}, frame=frame)
    return as_table(release_survey(raw, person=inquiry.person).frame, indicators=indicators)


def figures_of_rows(
    rows: pd.DataFrame, *, protected: Bools, indicators: Sequence[Indicator]
) -> pd.DataFrame:
    """Counts in the form that the gate takes, without the rates and intervals that nobody asks for."""
    names = {one.numerator: one.id for one in indicators}
    number = rows["value"].astype(float)
    return pd.DataFrame(
        {
            "indicator": pd.Categorical(rows["measure"]).rename_categories(names), "area_code": rows["area_code"],
            "area_level": rows["area_level"],
            "period_start": rows["period_start"], "months": rows["months"],
            "count": number, "value": number, **_EMPTY,
            "status": _STATUS[rows["status"].astype(int)], "is_protected": protected,
            "is_example": rows["is_example"],
        }
    )  # fmt: skip


def as_table(frame: pd.DataFrame, *, indicators: Sequence[Indicator]) -> MonthlySeries:
    """Released months and years as arrays.

    frame  indicator, area_code, period_start, months (1 or 12), count, status, is_hidden, is_example
    """
    which, keys = _whose(frame)
    day = frame["period_start"].to_numpy(dtype="datetime64[M]").astype(np.int64)
    first = int(day.min()) // YEAR * YEAR if len(day) else 0
    n_years = (int(day.max()) - first) // YEAR + 1 if len(day) else 1
    shape = (len(keys), n_years * YEAR)
    is_month = frame["months"].to_numpy() == 1
    at = (which[is_month], day[is_month] - first)
    months = frame[is_month]
    told = _spread(months["count"].to_numpy(dtype=float), at, shape)
    hidden = _marked(months["is_hidden"].to_numpy(dtype=bool), at, shape)
    early = _marked((months["status"] == Status.PRELIMINARY.value).to_numpy(), at, shape)
    # A hidden month has no status of its own: after a preliminary one it is that too.
    early = np.logical_or.accumulate(early, axis=1)
    years = _spread(
        frame["count"].to_numpy(dtype=float)[~is_month],
        (which[~is_month], (day[~is_month] - first) // YEAR), (len(keys), n_years),
    )  # fmt: skip
    by_id = {one.id: one for one in indicators}
    limits = np.array([by_id[name].min_count for name, _ in keys], dtype=float)
    counts, is_known = fill_hidden(told, hidden=hidden, years=years, limits=limits)
    return MonthlySeries(
        indicators=tuple(by_id[name] for name, _ in keys), areas=tuple(code for _, code in keys),
        counts=counts, told=np.isfinite(told), hidden=hidden, preliminary=early, is_known=is_known,
        is_example=bool(frame["is_example"].any()), start=date(1970 + first // YEAR, 1, 1),
    )  # fmt: skip


def _whose(frame: pd.DataFrame) -> tuple[Ints, list[tuple[str, str]]]:
    """The series of each row, and the indicator and area of each series."""
    measure, measures = pd.factorize(frame["indicator"])
    place, places = pd.factorize(frame["area_code"])
    both, which = np.unique(measure * max(len(places), 1) + place, return_inverse=True)
    return which, [
        (str(measures[n // len(places)]), str(places[n % len(places)])) for n in both.tolist()
    ]


def _spread(values: Floats, at: tuple[Ints, Ints], shape: tuple[int, int]) -> Floats:
    whole = np.full(shape, np.nan)
    whole[at] = values
    return whole


def _marked(values: Bools, at: tuple[Ints, Ints], shape: tuple[int, int]) -> Bools:
    whole = np.zeros(shape, dtype=bool)
    whole[at] = values
    return whole


def fill_hidden(
    told: Floats, *, hidden: Bools, years: Floats, limits: Floats
) -> tuple[Floats, Bools]:
    """Hidden months as equal parts of what is left of their year, and which series are known enough.

    told    (s, n) numbers that are told, n whole years; hidden: (s, n) the protected months
    years   (s, n / 12) sums of calendar years that are told, else NaN
    limits  (s,) the smallest number that is told of each series
    returns (s, n) and (s,). Where a year is not told: the mean of the series' other hidden months, or that of
            the newest told year with many where it is lower, for the place may have become quiet;
            NaN without any
    """
    by_year = (len(told), years.shape[1], YEAR)
    n_hidden = hidden.reshape(by_year).sum(axis=2)
    rest = np.maximum(years - np.nansum(told.reshape(by_year), axis=2), 0.0)
    rest = np.where((n_hidden > 0) & np.isfinite(rest), rest, np.nan)
    n_told = np.isfinite(told).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = rest / n_hidden
        usual = np.nansum(rest, axis=1) / np.where(np.isfinite(rest), n_hidden, 0).sum(axis=1)
        share = hidden.sum(axis=1) / (hidden.sum(axis=1) + n_told)
        is_large = np.nansum(told, axis=1) / n_told >= 2 * limits
    quiet = _newest_before(np.where(n_hidden >= MANY_HIDDEN, part, np.nan))
    part = np.where(np.isfinite(part), part, np.fmin(quiet, usual[:, None]))
    filled = np.where(hidden, np.repeat(part, YEAR, axis=1), told)
    by_years = np.isfinite(usual) & (share <= MOST_HIDDEN)
    return filled, (share == 0) | by_years | (is_large & (share <= FEW_HIDDEN))


def _newest_before(part: Floats) -> Floats:
    """(s, years) the last known value before each year, NaN where there is none."""
    years = np.where(np.isfinite(part), np.arange(part.shape[1]), -1)
    newest = np.maximum.accumulate(years, axis=1)
    found = np.take_along_axis(part, np.maximum(newest, 0), axis=1)
    return np.where(newest >= 0, found, np.nan)
