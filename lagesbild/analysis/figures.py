"""From stored observations to figures: numerator over denominator, with interval and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from lagesbild.access.release import release
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.results import EXTRA_COLUMNS, FIGURE_COLUMNS, RawFigures, ReleasedFigures
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
    (found,) = raw_figures_of_many(
        inquiry, indicators=[indicator], grain=grain, area_codes=area_codes, levels=levels,
        start=start, end=end,
    )  # fmt: skip
    return found


def raw_figures_of_many(
    inquiry: Inquiry, *, indicators: Sequence[Indicator], grain: Grain = Grain.AS_DELIVERED,
    area_codes: Sequence[str] | None = None, levels: Sequence[AreaLevel] | None = None,
    start: date | None = None, end: date | None = None,
) -> list[RawFigures]:  # fmt: skip
    """As raw_figures for each indicator, with two questions to the store instead of two for each."""
    kommun = inquiry.person.kommun_code
    leading = [indicator.leading_measure for indicator in indicators]
    observations = fetch_observations(
        inquiry.store, measures=leading, summable=[i.numerator for i in indicators if i.numerator],
        grain=grain, area_codes=area_codes, levels=levels, start=start, end=end, kommun_code=kommun,
    )  # fmt: skip
    bases = sorted({i.denominator for i in indicators if i.denominator})
    denominators = fetch_observations(
        inquiry.store, measures=bases, kommun_code=kommun,
        area_codes=sorted(observations["area_code"].unique()) if bases else (),
    )  # fmt: skip
    real = list_real_measures(inquiry.store, kommun_code=kommun)
    by_measure = dict(list(observations.groupby("measure")))
    by_base = dict(list(denominators.groupby("measure")))
    return [
        _raw_figures(
            indicator,
            observations=by_measure.get(indicator.leading_measure, observations.iloc[:0]),
            bases=by_base.get(indicator.denominator, denominators.iloc[:0]),
            is_real=indicator.leading_measure in real,
        )
        for indicator in indicators
    ]


def _raw_figures(
    indicator: Indicator, *, observations: pd.DataFrame, bases: pd.DataFrame, is_real: bool
) -> RawFigures:
    """One world: an invented denominator never divides a real count, nor the other way round."""
    observations = observations[observations["is_example"] != is_real].reset_index(drop=True)
    bases = bases[bases["is_example"] != is_real]
    beside = _match_denominators(observations, bases)
    return RawFigures(
        indicator=indicator, frame=compute_figures(observations, beside, indicator=indicator)
    )


def compute_figures(
    observations: pd.DataFrame, denominators: pd.Series, *, indicator: Indicator
) -> pd.DataFrame:
    """One row a figure, FIGURE_COLUMNS + EXTRA_COLUMNS.

    observations  the leading measure's rows, as fetch_observations gives them
    denominators  (n,) beside them, NaN where there is none
    """
    frame = observations.copy()
    number = frame["value"].astype(float)
    counted = indicator.numerator is not None
    frame["count"] = number if counted else np.nan
    frame["denominator"] = denominators.to_numpy(dtype=float)
    frame["value"] = _values(number, frame["denominator"], indicator=indicator)
    frame["indicator"] = indicator.id
    frame["unit"] = indicator.unit
    frame["confidence"] = np.nan
    frame["status"] = _STATUS_BY_CODE[frame["status"].astype(int)]
    frame["status_reason"] = (
        frame["status"].map({s.value: r for s, r in REASONS.items()}).fillna("")
    )
    _add_interval(frame, indicator=indicator)
    _say_what_is_missing(frame, indicator=indicator)
    return frame[[*FIGURE_COLUMNS, *EXTRA_COLUMNS]]


def _values(number: pd.Series, denominator: pd.Series, *, indicator: Indicator) -> pd.Series:
    if indicator.numerator is None or indicator.kind is Kind.COUNT:
        return number
    per = 100.0 if indicator.kind is Kind.SHARE else float(indicator.per)
    return pd.Series(crude_rate(number, population=denominator, per=per), index=number.index)


def _add_interval(frame: pd.DataFrame, *, indicator: Indicator) -> None:
    """Limits and the name of their method, or the reason why there are none."""
    frame["lower"] = frame["upper"] = np.nan
    frame["method"] = METHODS.get(indicator.kind, METHODS[Kind.VALUE])
    known = frame["value"].notna() & (frame["denominator"] > 0)
    if not known.any():
        return
    if indicator.kind is Kind.RATE and indicator.numerator:
        limits = poisson_interval(frame.loc[known, "count"], confidence=CONFIDENCE)
        scale = indicator.per / frame.loc[known, "denominator"].to_numpy()
        names = np.where(frame.loc[known, "count"] < BYAR_FROM, "exakt Poisson", "Byar")
    elif indicator.kind is Kind.SHARE:
        base = frame.loc[known, "denominator"].to_numpy()
        share = frame.loc[known, "value"].clip(0, 100).to_numpy() / 100
        limits = wilson_interval(share * base, trials=base, confidence=CONFIDENCE)
        scale, names = np.full(len(base), 100.0), np.full(len(base), "Wilson", dtype=object)
    else:
        return
    frame.loc[known, "lower"] = limits[:, 0] * scale
    frame.loc[known, "upper"] = limits[:, 1] * scale
    frame.loc[known, "method"] = names
    frame.loc[known, "confidence"] = CONFIDENCE


def _say_what_is_missing(frame: pd.DataFrame, *, indicator: Indicator) -> None:
    """A count without its denominator is kept, and its rate says why it is empty."""
    if indicator.numerator is None or indicator.kind is Kind.COUNT:
        return
    lacking = frame["count"].notna() & frame["value"].isna()
    name = "folkmängd" if indicator.denominator == "scb.folkmangd" else "nämnare"
    frame.loc[lacking, "status"] = Status.MISSING.value
    frame.loc[lacking, "status_reason"] = f"{name} saknas"


def _match_denominators(observations: pd.DataFrame, bases: pd.DataFrame) -> pd.Series:
    """The denominator beside each observation: same area and subgroup, same period or that year's."""
    if bases.empty or observations.empty:
        return pd.Series(np.nan, index=observations.index, dtype=float)
    exact = _match_exactly(observations, bases)
    return exact.fillna(_match_year(observations, bases)) if exact.isna().any() else exact


def _subgroup(frame: pd.DataFrame) -> pd.Series:
    """Totals meet totals, however the two files call them."""
    return frame["breakdown"].where(~frame["is_total"], "")


def _match_exactly(observations: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    keys = ["area_code", "period_start", "period_end", "subgroup"]
    left = observations.assign(subgroup=_subgroup(observations))[keys]
    right = found.assign(subgroup=_subgroup(found))[[*keys, "value"]].drop_duplicates(keys)
    joined = left.merge(right, on=keys, how="left")
    return pd.Series(joined["value"].to_numpy(), index=observations.index)


def _match_year(observations: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """That year's figure, or the newest earlier one within OLDEST_POPULATION_YEARS."""
    keys = ["area_code", "subgroup"]
    yearly = found[found["months"] == 12]
    right = yearly.assign(subgroup=_subgroup(yearly), year=yearly["period_start"].dt.year)
    right = right[[*keys, "year", "value"]].dropna().drop_duplicates([*keys, "year"])
    # The year a period ends in: twelve months to June 2026 are people of 2026.
    last_day = observations["period_end"] - pd.Timedelta(days=1)
    left = observations.assign(subgroup=_subgroup(observations), year=last_day.dt.year)
    left = left[[*keys, "year"]].assign(order=np.arange(len(left)))
    joined = pd.merge_asof(
        left.sort_values("year"), right.sort_values("year"), on="year", by=keys,
        tolerance=OLDEST_POPULATION_YEARS, direction="backward",
    )  # fmt: skip
    return pd.Series(joined.sort_values("order")["value"].to_numpy(), index=observations.index)
