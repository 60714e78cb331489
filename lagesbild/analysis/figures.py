"""From stored observations to figures: numerator over denominator, with interval and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
from lagesbild.store.columns import Columns, Texts, frame_of, take, text
from lagesbild.store.observations import Grain, fetch_columns, list_real_measures

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

_STATUSES = [status.value for status in STATUS_CODES]
_REASONS = [REASONS.get(status, "") for status in STATUS_CODES]


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
    observations = fetch_columns(
        inquiry.store, measures=[indicator.leading_measure for indicator in indicators],
        summable=[i.numerator for i in indicators if i.numerator],
        grain=grain, area_codes=area_codes, levels=levels, start=start, end=end, kommun_code=kommun,
    )  # fmt: skip
    bases = fetch_columns(
        inquiry.store, measures=sorted({i.denominator for i in indicators if i.denominator}),
        area_codes=text(observations, "area_code").distinct(), kommun_code=kommun,
    )  # fmt: skip
    real = list_real_measures(inquiry.store, kommun_code=kommun)
    # One world: an invented denominator never divides a real count, nor the other way round.
    is_real = text(observations, "measure").is_among(real)
    chosen = take(observations, observations["is_example"] != is_real)
    protector = Protector(store=inquiry.store, catalog=inquiry.catalog, owner=kommun)
    if grain is Grain.TWELVE_MONTHS:
        chosen = take(chosen, ~protector.untold_sums(chosen))
    chosen["is_protected"] = protector.hidden_rows(chosen)
    frame = compute_figures(chosen, bases, indicators=indicators)
    return RawSurvey(indicators={i.id: i for i in indicators}, frame=frame)


def compute_figures(
    observations: Columns, bases: Columns, *, indicators: Sequence[Indicator]
) -> pd.DataFrame:
    """One row a figure, FIGURE_COLUMNS + EXTRA_COLUMNS.

    observations  the leading measures' rows, as fetch_columns gives them, with is_protected
    bases         the denominators' rows, likewise
    """
    figures = _with_definitions(observations, indicators=indicators)
    number = np.asarray(figures["value"], dtype=float)
    counted, is_divided = figures["is_counted"], figures["is_divided"]
    count = np.where(counted, number, np.nan)
    base = match_denominators(figures, bases)
    quotient = crude_rate(number, population=base, per=1.0) * figures["per"]
    divided = counted & is_divided
    status = figures["status"].astype(np.intp)
    figures |= {
        "count": count, "denominator": base, "value": np.where(divided, quotient, number),
        "status": Texts(words=_STATUSES, at=status),
        "status_reason": Texts(words=_REASONS, at=status),
        "is_hidden": np.zeros(len(number), dtype=bool),
    }  # fmt: skip
    figures |= _intervals(figures)
    lacking = divided & ~np.isnan(count) & np.isnan(figures["value"])
    if lacking.any():
        figures |= _what_is_missing(figures, lacking)
    return frame_of({name: figures[name] for name in (*FIGURE_COLUMNS, *EXTRA_COLUMNS)})


def _with_definitions(observations: Columns, *, indicators: Sequence[Indicator]) -> Columns:
    """Each row beside what the computation needs to know of its indicator; a measure that several
    indicators lead has a row for each of them."""
    measure = text(observations, "measure")
    led: dict[str | None, list[int]] = {}
    for number, one in enumerate(indicators):
        led.setdefault(one.leading_measure, []).append(number)
    leaders = [led.get(word, []) for word in measure.words]
    times = measure.mapped([len(one) for one in leaders], dtype=np.intp)
    rows = np.repeat(np.arange(len(measure)), times)
    begins = np.repeat(np.cumsum(times) - times, times)
    starts = np.cumsum([0, *(len(one) for one in leaders)])[:-1].astype(np.intp)
    every = np.array([number for one in leaders for number in one], dtype=np.intp)
    which = every[starts[measure.at][rows] + np.arange(len(rows)) - begins]
    return take(observations, rows) | _definitions(indicators, which)


def _definitions(indicators: Sequence[Indicator], which: NDArray[np.intp]) -> Columns:
    """What the computation needs to know of each row's indicator; which: (n,) among the indicators."""

    def each(values: list[object], dtype: type) -> NDArray[Any]:
        return np.array(values, dtype=dtype)[which]

    return {
        "indicator": Texts(words=[one.id for one in indicators], at=which),
        "unit": Texts(words=[one.unit for one in indicators], at=which),
        "base": Texts(words=[one.denominator or "" for one in indicators], at=which),
        "plain_method": Texts(words=[METHODS.get(one.kind, METHODS[Kind.VALUE]) for one in indicators], at=which),
        "per": each([100.0 if one.kind is Kind.SHARE else float(one.per) for one in indicators], float),
        "is_counted": each([one.numerator is not None for one in indicators], bool),
        "is_divided": each([one.kind in {Kind.RATE, Kind.SHARE} for one in indicators], bool),
        "is_rate": each([one.kind is Kind.RATE for one in indicators], bool),
        "is_share": each([one.kind is Kind.SHARE for one in indicators], bool),
    }  # fmt: skip


_METHOD_WORDS = ("", "exakt Poisson", "Byar", "Wilson")


def _intervals(figures: Columns) -> Columns:
    """Limits and the name of their method, or the reason why there are none."""
    count, base, value, per = (figures[n] for n in ("count", "denominator", "value", "per"))
    known = ~np.isnan(value) & (base > 0)
    rates = known & figures["is_rate"] & figures["is_counted"]
    shares = known & figures["is_share"]
    limits = np.full((len(value), 2), np.nan)
    # Which of _METHOD_WORDS, or from then on of the kind's own words.
    plain = text(figures, "plain_method")
    method = np.where(np.isnan(value), 0, plain.at + len(_METHOD_WORDS))
    if rates.any():
        found = poisson_interval(count[rates], confidence=CONFIDENCE)
        limits[rates] = found * (per[rates] / base[rates])[:, None]
        method[rates] = np.where(count[rates] < BYAR_FROM, 1, 2)
    if shares.any():
        part = value[shares].clip(0, 100) / 100 * base[shares]
        limits[shares] = wilson_interval(part, trials=base[shares]) * 100
        method[shares] = 3
    return {
        "lower": limits[:, 0].copy(), "upper": limits[:, 1].copy(),
        "confidence": np.where(rates | shares, CONFIDENCE, np.nan),
        "method": Texts(words=[*_METHOD_WORDS, *plain.words], at=method),
    }  # fmt: skip


def _what_is_missing(figures: Columns, lacking: NDArray[np.bool_]) -> Columns:
    """A count without its denominator is kept, and its rate says why it is empty."""
    people = text(figures, "base").is_among({"scb.folkmangd"})
    return {
        "status": _rewritten(figures, "status", lacking, Status.MISSING.value),
        "method": _rewritten(figures, "method", lacking, "kan inte beräknas utan nämnare"),
        "status_reason": _rewritten(
            {"reason": _rewritten(figures, "status_reason", lacking & people, "folkmängd saknas")},
            "reason", lacking & ~people, "nämnare saknas",
        ),
    }  # fmt: skip


def _rewritten(figures: Columns, name: str, rows: NDArray[np.bool_], word: str) -> Texts:
    before = text(figures, name)
    return Texts(words=[*before.words, word], at=np.where(rows, len(before.words), before.at))
