"""From stored observations to figures: numerator over denominator, with interval and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from lagesbild.access.release import release, release_survey
from lagesbild.analysis.denominators import match_denominators
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.protection import Protector
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.results import (
    EXTRA_COLUMNS,
    FIGURE_COLUMNS,
    RawFigures,
    RawSurvey,
    ReleasedFigures,
    ReleasedSurvey,
)
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.stats.rates import BYAR_FROM, crude_rate, poisson_interval
from lagesbild.stats.shares import wilson_interval
from lagesbild.store.observations import Grain, fetch_observations, list_real_measures

CONFIDENCE = 0.95

REASONS = {
    Status.SUPPRESSED: "skyddat i källan",
    Status.MISSING: "uppgift saknas i källan",
    Status.NOT_APPLICABLE: "ej tillämpligt enligt källan",
    Status.PRELIMINARY: "preliminär",
    Status.ROUNDED: "avrundat i källan",
    Status.BELOW_LIMIT: "under mätgränsen",
}

METHODS = {
    Kind.COUNT: "antal, ingen osäkerhet beräknad",
    Kind.VALUE: "publicerat värde, underlag för osäkerhet saknas",
}

_METHOD_BY_KIND = {kind.value: METHODS.get(kind, METHODS[Kind.VALUE]) for kind in Kind}
_STATUS_BY_CODE = np.array([s.value for s in STATUS_CODES], dtype=object)
_REASON_BY_CODE = np.array([REASONS.get(s, "") for s in STATUS_CODES], dtype=object)


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


def released_survey(
    inquiry: Inquiry, *, indicators: Sequence[Indicator], grain: Grain = Grain.AS_DELIVERED,
    area_codes: Sequence[str] | None = None, levels: Sequence[AreaLevel] | None = None,
    start: date | None = None, end: date | None = None,
) -> ReleasedSurvey:  # fmt: skip
    """As released_figures for many indicators, which costs hardly more than for one."""
    raw = raw_survey(
        inquiry, indicators=indicators, grain=grain, area_codes=area_codes, levels=levels,
        start=start, end=end,
    )  # fmt: skip
    return release_survey(raw, person=inquiry.person)


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
    protector = Protector(store=inquiry.store, catalog=inquiry.catalog, owner=kommun)
    if grain is Grain.TWELVE_MONTHS:
        chosen = chosen[~protector.untold_sums(chosen)]
    chosen = chosen.assign(is_protected=protector.hidden_rows(chosen))
    frame = compute_figures(chosen, bases, indicators=indicators)
    return RawSurvey(indicators={i.id: i for i in indicators}, frame=frame)


def compute_figures(
    observations: pd.DataFrame, bases: pd.DataFrame, *, indicators: Sequence[Indicator]
) -> pd.DataFrame:
    """One row a figure, FIGURE_COLUMNS + EXTRA_COLUMNS.

    observations  the leading measures' rows, as fetch_observations gives them, with is_protected
    bases         the denominators' rows, likewise
    """
    frame = _with_definitions(observations, indicators=indicators)
    number = frame["value"].astype(float)
    counted = frame["is_counted"]
    frame["count"] = number.where(counted)
    frame["denominator"] = match_denominators(frame, bases)
    quotient = crude_rate(number, population=frame["denominator"], per=1.0) * frame["per"]
    divided = counted & frame["kind"].isin([Kind.RATE.value, Kind.SHARE.value])
    frame["value"] = number.where(~divided, quotient)
    codes = frame["status"].to_numpy(dtype=int)
    frame["status"] = _STATUS_BY_CODE[codes]
    frame["status_reason"] = pd.array(_REASON_BY_CODE[codes], dtype="str")
    frame["is_hidden"] = False
    _add_interval(frame)
    _say_what_is_missing(frame, divided)
    return frame[[*FIGURE_COLUMNS, *EXTRA_COLUMNS]]


def _with_definitions(
    observations: pd.DataFrame, *, indicators: Sequence[Indicator]
) -> pd.DataFrame:
    """Each row beside what the computation needs to know of its indicator; a measure that several
    indicators lead has a row for each of them."""
    known = _definitions(indicators)
    if len(known) != 1:
        return observations.merge(known, on="measure", how="inner")
    mine = observations[observations["measure"] == known.at[0, "measure"]].reset_index(drop=True)
    for name in known.columns.drop("measure"):
        mine[name] = known.at[0, name]
    return mine


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
    count, base, value, per = (
        frame[name].to_numpy(dtype=float) for name in ("count", "denominator", "value", "per")
    )
    kind = frame["kind"].to_numpy(dtype=object)
    known = ~np.isnan(value) & (base > 0)
    rates = known & (kind == Kind.RATE.value) & frame["is_counted"].to_numpy(dtype=bool)
    shares = known & (kind == Kind.SHARE.value)
    limits = np.full((len(frame), 2), np.nan)
    method = np.array([_METHOD_BY_KIND[one] for one in kind], dtype=object)
    method[np.isnan(value)] = ""
    if rates.any():
        found = poisson_interval(count[rates], confidence=CONFIDENCE)
        limits[rates] = found * (per[rates] / base[rates])[:, None]
        method[rates] = np.where(count[rates] < BYAR_FROM, "exakt Poisson", "Byar")
    if shares.any():
        part = value[shares].clip(0, 100) / 100 * base[shares]
        limits[shares] = wilson_interval(part, trials=base[shares]) * 100
        method[shares] = "Wilson"
    frame["lower"], frame["upper"] = limits.T
    frame["confidence"] = np.where(rates | shares, CONFIDENCE, np.nan)
    frame["method"] = pd.array(method, dtype="str")


def _say_what_is_missing(frame: pd.DataFrame, divided: pd.Series) -> None:
    """A count without its denominator is kept, and its rate says why it is empty."""
    lacking = divided & frame["count"].notna() & frame["value"].isna()
    if not lacking.any():
        return
    people = frame["base"] == "scb.folkmangd"
    frame.loc[lacking, "status"] = Status.MISSING.value
    frame.loc[lacking, "method"] = "kan inte beräknas utan nämnare"
    frame.loc[lacking & people, "status_reason"] = "folkmängd saknas"
    frame.loc[lacking & ~people, "status_reason"] = "nämnare saknas"
