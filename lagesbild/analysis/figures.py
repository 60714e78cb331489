"""From stored observations to figures: numerator over denominator, with interval and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lagesbild.access.release import release
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.results import (
    EXTRA_COLUMNS,
    FIGURE_COLUMNS,
    RawFigures,
    RawSurvey,
    ReleasedFigures,
)
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.stats.rates import BYAR_FROM, crude_rate, poisson_interval
from lagesbild.stats.shares import wilson_interval
from lagesbild.store.observations import Grain, fetch_observations, list_real_measures

CONFIDENCE = 0.95

OLDEST_POPULATION_YEARS = 2
"""How long a population may stand in for a year whose own has not come. Never a later one for an
earlier year: a missing denominator in the past is missing."""

REASONS = {
    Status.SUPPRESSED: "skyddat i källan",
    Status.MISSING: "uppgift saknas i källan",
    Status.NOT_APPLICABLE: "ej tillämpligt enligt källan",
    Status.PRELIMINARY: "preliminär",
    Status.ROUNDED: "avrundat i källan",
}

METHODS = {
    Kind.COUNT: "antal, ingen osäkerhet beräknad",
    Kind.VALUE: "publicerat värde, underlag för osäkerhet saknas",
}

_STATUS_BY_CODE = np.array([s.value for s in STATUS_CODES], dtype=object)


def released_figures(
    inquiry: Inquiry, *, indicator_id: str, grain: Grain = Grain.AS_DELIVERED,
    area_codes: Sequence[str] | None = None, levels: Sequence[AreaLevel] | None = None,
    start: date | None = None, end: date | None = None,
) -> ReleasedFigures:  # fmt: skip
    """An indicator's figures as the inquiry's person may see them.

    raises  LagesbildError AN-002 when there is no such indicator
    """
    raw = raw_figures(
        inquiry, indicator=inquiry.indicator(indicator_id), grain=grain, area_codes=area_codes,
        levels=levels, start=start, end=end,
    )  # fmt: skip
    return release(raw, person=inquiry.person)


def raw_figures(
    inquiry: Inquiry, *, indicator: Indicator, grain: Grain = Grain.AS_DELIVERED,
    area_codes: Sequence[str] | None = None, levels: Sequence[AreaLevel] | None = None,
    start: date | None = None, end: date | None = None,
) -> RawFigures:  # fmt: skip
    """Everything known of an indicator, before the gate. Real figures, or example, never both."""
    survey = raw_survey(
        inquiry, indicators=[indicator], grain=grain, area_codes=area_codes, levels=levels,
        start=start, end=end,
    )  # fmt: skip
    return RawFigures(indicator=indicator, frame=survey.frame)


def raw_survey(
    inquiry: Inquiry, *, indicators: Sequence[Indicator], grain: Grain = Grain.AS_DELIVERED,
    area_codes: Sequence[str] | None = None, levels: Sequence[AreaLevel] | None = None,
    start: date | None = None, end: date | None = None,
) -> RawSurvey:  # fmt: skip
    """As raw_figures for many indicators, with two questions to the store in all."""
    kommun = inquiry.person.kommun_code
    observations = fetch_observations(
        inquiry.store, measures=[indicator.leading_measure for indicator in indicators],
        summable=[i.numerator for i in indicators if i.numerator],
        grain=grain, area_codes=area_codes, levels=levels, start=start, end=end, kommun_code=kommun,
    )  # fmt: skip
    bases = fetch_observations(
        inquiry.store, measures=sorted({i.denominator for i in indicators if i.denominator}),
        area_codes=sorted(observations["area_code"].unique()), kommun_code=kommun,
    )  # fmt: skip
    real = list_real_measures(inquiry.store, kommun_code=kommun)
    # One world: an invented denominator never divides a real count, nor the other way round.
    chosen = observations[observations["is_example"] != observations["measure"].isin(real)]
    frame = compute_figures(chosen, bases, indicators=indicators)
    return RawSurvey(indicators={i.id: i for i in indicators}, frame=frame)


def compute_figures(
    observations: pd.DataFrame, bases: pd.DataFrame, *, indicators: Sequence[Indicator]
) -> pd.DataFrame:
    """One row a figure, FIGURE_COLUMNS + EXTRA_COLUMNS.

    observations  the leading measures' rows, as fetch_observations gives them
    bases         the denominators' rows, likewise
    """
    frame = observations.merge(_definitions(indicators), on="measure", how="inner")
    number = frame["value"].astype(float)
    counted = frame["is_counted"]
    frame["count"] = number.where(counted)
    frame["denominator"] = _match_denominators(frame, bases)
    quotient = crude_rate(number, population=frame["denominator"], per=1.0) * frame["per"]
    divided = counted & frame["kind"].isin([Kind.RATE.value, Kind.SHARE.value])
    frame["value"] = number.where(~divided, quotient)
    frame["status"] = _STATUS_BY_CODE[frame["status"].astype(int)]
    frame["status_reason"] = (
        frame["status"].map({s.value: r for s, r in REASONS.items()}).fillna("")
    )
    frame["is_hidden"] = False
    _add_interval(frame)
    _say_what_is_missing(frame, divided)
    return frame[[*FIGURE_COLUMNS, *EXTRA_COLUMNS]]


def _definitions(indicators: Sequence[Indicator]) -> pd.DataFrame:
    """What the computation needs to know of each indicator, one row each."""
    rows = [
        (
            one.leading_measure, one.id, one.kind.value, one.unit, one.denominator or "",
            100.0 if one.kind is Kind.SHARE else float(one.per), one.numerator is not None,
        )
        for one in indicators
    ]  # fmt: skip
    names = ["measure", "indicator", "kind", "unit", "base", "per", "is_counted"]
    return pd.DataFrame(rows, columns=names)


def _add_interval(frame: pd.DataFrame) -> None:
    """Limits and the name of their method, or the reason why there are none."""
    frame["lower"] = frame["upper"] = frame["confidence"] = np.nan
    frame["method"] = frame["kind"].map(METHODS).fillna(METHODS[Kind.VALUE])
    frame.loc[frame["value"].isna(), "method"] = ""
    known = frame["value"].notna() & (frame["denominator"] > 0)
    rates = known & (frame["kind"] == Kind.RATE.value) & frame["is_counted"]
    shares = known & (frame["kind"] == Kind.SHARE.value)
    if rates.any():
        count, base = frame.loc[rates, "count"], frame.loc[rates, "denominator"]
        limits = poisson_interval(count, confidence=CONFIDENCE)
        scale = (frame.loc[rates, "per"] / base).to_numpy()[:, None]
        names = np.where(count < BYAR_FROM, "exakt Poisson", "Byar")
        frame.loc[rates, ["lower", "upper"]] = limits * scale
        frame.loc[rates, "method"] = names
    if shares.any():
        base = frame.loc[shares, "denominator"]
        part = frame.loc[shares, "value"].clip(0, 100) / 100 * base
        frame.loc[shares, ["lower", "upper"]] = wilson_interval(part, trials=base) * 100
        frame.loc[shares, "method"] = "Wilson"
    frame.loc[rates | shares, "confidence"] = CONFIDENCE


def _say_what_is_missing(frame: pd.DataFrame, divided: pd.Series) -> None:
    """A count without its denominator is kept, and its rate says why it is empty."""
    lacking = divided & frame["count"].notna() & frame["value"].isna()
    people = frame["base"] == "scb.folkmangd"
    frame.loc[lacking, "status"] = Status.MISSING.value
    frame.loc[lacking, "method"] = "kan inte beräknas utan nämnare"
    frame.loc[lacking & people, "status_reason"] = "folkmängd saknas"
    frame.loc[lacking & ~people, "status_reason"] = "nämnare saknas"


def _match_denominators(frame: pd.DataFrame, bases: pd.DataFrame) -> NDArray[np.float64]:
    """The denominator beside each row: same world, area and subgroup, same period or that year's."""
    if bases.empty or frame.empty:
        return np.full(len(frame), np.nan)
    left = frame[["base", "area_code", "is_example", "period_start", "period_end"]].assign(
        subgroup=_subgroup(frame)
    )
    right = bases.rename(columns={"measure": "base"}).assign(subgroup=_subgroup(bases))
    exact = _match_exactly(left, right)
    if not np.isnan(exact).any():
        return exact
    return np.where(np.isnan(exact), _match_year(left, right), exact)


def _subgroup(frame: pd.DataFrame) -> pd.Series:
    """Totals meet totals, however the two files call them."""
    return frame["breakdown"].where(~frame["is_total"], "")


_WHOSE = ["base", "area_code", "is_example", "subgroup"]


def _match_exactly(left: pd.DataFrame, right: pd.DataFrame) -> NDArray[np.float64]:
    keys = [*_WHOSE, "period_start", "period_end"]
    joined = left.merge(right[[*keys, "value"]].drop_duplicates(keys), on=keys, how="left")
    return joined["value"].to_numpy(dtype=float)


def _match_year(left: pd.DataFrame, right: pd.DataFrame) -> NDArray[np.float64]:
    """That year's figure, or the newest earlier one within OLDEST_POPULATION_YEARS."""
    yearly = right[right["months"] == 12].dropna(subset=["value"])
    yearly = yearly.assign(year=yearly["period_start"].dt.year)
    yearly = yearly[[*_WHOSE, "year", "value"]].drop_duplicates([*_WHOSE, "year"])
    # The year a period ends in: twelve months to June 2026 are people of 2026.
    last_day = left["period_end"] - pd.Timedelta(days=1)
    asked = left[_WHOSE].assign(year=last_day.dt.year, order=np.arange(len(left)))
    joined = pd.merge_asof(
        asked.sort_values("year"), yearly.sort_values("year"), on="year", by=_WHOSE,
        tolerance=OLDEST_POPULATION_YEARS, direction="backward",
    )  # fmt: skip
    return joined.sort_values("order")["value"].to_numpy(dtype=float)
