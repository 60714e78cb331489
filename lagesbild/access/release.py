"""THE GATE. Figures become visible here or not at all; there is no second way out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lagesbild.access.policy import may_see
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.person import ROLE_WORDS, Person
from lagesbild.domain.results import (
    NUMBER_COLUMNS,
    Band,
    RawFigures,
    RawSurvey,
    ReleasedFigures,
    ReleasedSurvey,
)
from lagesbild.domain.secrecy import Secrecy, Status

TOO_FEW = "skyddat (för få)"
NEAR_ALL = "~100 %"
NEAR_ALL_FROM = 0.95
"""The part of a large group from which it is nearly all of it."""

Rows = pd.Series | NDArray[np.bool_]

_BASED = frozenset({Kind.SHARE, Kind.VALUE})


def release(raw: RawFigures, *, person: Person) -> ReleasedFigures:
    """What the person's role may see of the figures.

    A row is emptied of every number that gives its count away (count, denominator, value and
    interval together), keeps its keys, and gets a reason instead: the same for a small count as for
    its company in the pattern of hidden cells. Nobody is above the small-count rule: it protects
    those counted, not the reader.
    """
    survey = RawSurvey(indicators={raw.indicator.id: raw.indicator}, frame=raw.frame)
    released = release_survey(survey, person=person)
    return _released(raw.indicator, released.frame, role=released.role)


def release_survey(raw: RawSurvey, *, person: Person) -> ReleasedSurvey:
    """As release, for the figures of many indicators at once."""
    frame = raw.frame.copy()
    few = too_few(frame, indicators=raw.indicators).to_numpy() | frame["is_protected"].to_numpy()
    nearly = few & _is_near_all(frame, indicators=raw.indicators)
    _empty(frame, few, TOO_FEW)
    _say(frame, nearly, status=Status.ROUNDED, reason=NEAR_ALL)
    barred = _is_refused(frame, raw=raw, person=person) | _pointing_out(
        frame, raw=raw, person=person
    )
    _empty(frame, barred, f"visas inte för {ROLE_WORDS[person.role]}")
    frame["is_hidden"] = few | barred
    return ReleasedSurvey(indicators=raw.indicators, frame=frame, role=person.role.value)


def _is_refused(frame: pd.DataFrame, *, raw: RawSurvey, person: Person) -> NDArray[np.bool_]:
    """Rows of indicators that the person's role may not see."""
    every = raw.indicators.values()
    refused = [one.id for one in every if not may_see(person, secrecy=one.secrecy)]
    if not refused:
        return np.zeros(len(frame), dtype=bool)
    return frame["indicator"].isin(refused).to_numpy(dtype=bool)


POINTED_OUT = AreaLevel.SKOLA.value
"""A level whose areas are people's own: figures that say how pupils are, or where they come from, point
the school out. An internal figure of a single school is therefore as secret as a sensitive one."""


def _pointing_out(frame: pd.DataFrame, *, raw: RawSurvey, person: Person) -> NDArray[np.bool_]:
    """Rows of single schools that only those who see sensitive figures may see."""
    internal = [one.id for one in raw.indicators.values() if one.secrecy is Secrecy.INTERNAL]
    if not internal or may_see(person, secrecy=Secrecy.RESTRICTED):
        return np.zeros(len(frame), dtype=bool)
    is_single = (frame["area_level"] == POINTED_OUT) & frame["indicator"].isin(internal)
    return is_single.to_numpy(dtype=bool)


def secrecy_held(figures: ReleasedFigures) -> Secrecy:
    """How secret a file of the figures is: more than its measure, where single schools are told."""
    secrecy = figures.indicator.secrecy
    told = figures.frame["area_level"].eq(POINTED_OUT) & ~figures.frame["is_hidden"]
    return Secrecy.RESTRICTED if secrecy is Secrecy.INTERNAL and told.any() else secrecy


FEWEST_IN_BAND = 20
MOST_HIDDEN_IN_BAND = 0.5
"""With more than this part of the areas hidden, a middle half of them says nothing."""


def release_band(raw: RawFigures, *, person: Person) -> Band | None:
    """The middle half of the areas, period by period; None for a role that may not see the figures,
    and where fewer than 20 areas have one.

    A quartile is some area's own value. So none is taken of hidden figures: a hidden rate counts as
    half the limit over its published base, which is what everyone knows of it, and other hidden
    figures are left out.
    """
    if not may_see(person, secrecy=raw.indicator.secrecy):
        return None
    known = raw.frame[raw.frame["is_total"]].dropna(subset=["value"])
    hidden = too_few(known, indicators={raw.indicator.id: raw.indicator}) | known["is_protected"]
    known = known.assign(hidden=hidden, value=known["value"].where(~hidden, _supposed(raw, known)))
    grouped = known.groupby(["period_start", "period_end", "period_label"])
    kept = known[(grouped["hidden"].transform("mean") <= MOST_HIDDEN_IN_BAND)]
    grouped = kept.dropna(subset=["value"]).groupby(["period_start", "period_end", "period_label"])
    band = grouped["value"].quantile(pd.Index([0.25, 0.5, 0.75])).unstack()
    if band.empty:
        return None
    band.columns = pd.Index(["low", "median", "high"])
    band["n"] = grouped.size()
    for name in ("low", "median", "high"):
        band[name] = [float(f"{value:.3g}") for value in band[name]]
    band = band[band["n"] >= FEWEST_IN_BAND].reset_index()
    return None if band.empty else Band(frame=band)


def _supposed(raw: RawFigures, known: pd.DataFrame) -> pd.Series:
    """What anyone could suppose of a hidden figure, from what is published."""
    if raw.indicator.kind is not Kind.RATE:
        return pd.Series(np.nan, index=known.index)
    return raw.indicator.min_count / 2 / known["denominator"] * raw.indicator.per


def part_of(figures: ReleasedFigures, *, rows: Rows) -> ReleasedFigures:
    """Some rows of what was released already: nothing is added, so nothing is released anew.

    rows  (n,) booleans on the index of figures.frame
    """
    frame = _rows_of(figures.frame, np.asarray(rows, dtype=bool))
    return _released(figures.indicator, frame, role=figures.role)


def _rows_of(frame: pd.DataFrame, rows: NDArray[np.bool_]) -> pd.DataFrame:
    """Some rows, numbered anew. Copying is most of the cost: most of a frame is not copied where it stands
    together. (A small part is: else it would keep the whole in memory.)"""
    at = np.flatnonzero(rows)
    if 2 * len(at) > len(frame) and at[-1] - at[0] + 1 == len(at):
        return frame.iloc[at[0] : at[-1] + 1].reset_index(drop=True)
    return frame.iloc[at].reset_index(drop=True)


def part_of_survey(survey: ReleasedSurvey, *, rows: Rows) -> ReleasedSurvey:
    """As part_of, for the figures of many indicators at once."""
    frame = _rows_of(survey.frame, np.asarray(rows, dtype=bool))
    return ReleasedSurvey(indicators=survey.indicators, frame=frame, role=survey.role)


def part_about(survey: ReleasedSurvey, *, indicator_id: str) -> ReleasedFigures:
    """One indicator's rows of what was released already.

    raises  KeyError for an indicator that is not in the survey
    """
    rows = (survey.frame["indicator"] == indicator_id).to_numpy(dtype=bool)
    frame = _rows_of(survey.frame, rows)
    return _released(survey.indicators[indicator_id], frame, role=survey.role)


def in_order(figures: ReleasedFigures, *, by: pd.Series) -> ReleasedFigures:
    """The same rows, sorted by (n,) numbers on the index of figures.frame; NaN last."""
    frame = figures.frame.loc[by.sort_values(kind="stable").index].reset_index(drop=True)
    return _released(figures.indicator, frame, role=figures.role)


def _released(indicator: Indicator, frame: pd.DataFrame, *, role: str) -> ReleasedFigures:
    return ReleasedFigures(
        indicator=indicator,
        frame=frame,
        hidden_count=int(frame["is_hidden"].sum()),
        example=bool(frame["is_example"].any()),
        role=role,
    )


def too_few(frame: pd.DataFrame, *, indicators: dict[str, Indicator]) -> pd.Series:
    """Rows whose count, whose complement, or whose base is too small to be shown.

    A published percentage gives its count away through its base: that count is tested as well.
    """
    codes, ids = pd.factorize(frame["indicator"])
    rules = [indicators[one] for one in ids]
    limit = np.array([one.min_count for one in rules], dtype=float)[codes]
    lowest = np.array([0.0 if one.zero_is_shown else -1.0 for one in rules])[codes]
    is_share = np.array([one.kind is Kind.SHARE for one in rules], dtype=bool)[codes]
    has_base = np.array([one.kind in _BASED for one in rules], dtype=bool)[codes]
    count, base, value = (
        frame[name].to_numpy(dtype=float) for name in ("count", "denominator", "value")
    )
    part = np.where(np.isnan(count), np.round(value / 100 * base), count)
    rest = base - part
    hidden = (count > lowest) & (count < limit)
    hidden |= is_share & (part > lowest) & (part < limit)
    hidden |= is_share & (rest > lowest) & (rest < limit)
    return pd.Series(hidden | (has_base & (base < limit)), index=frame.index)


def near_all(
    part: NDArray[np.float64], *, base: NDArray[np.float64], limit: float
) -> NDArray[np.bool_]:
    """Where a share is nearly everyone: a few are outside it, and they are few of many."""
    rest = base - part
    return np.asarray((rest >= 1) & (rest < limit) & (part >= NEAR_ALL_FROM * base), dtype=bool)


def _is_near_all(frame: pd.DataFrame, *, indicators: dict[str, Indicator]) -> NDArray[np.bool_]:
    found = np.zeros(len(frame), dtype=bool)
    for one in indicators.values():
        if one.kind is Kind.SHARE and one.near_all_is_shown:
            mine = (frame["indicator"] == one.id).to_numpy(dtype=bool)
            base = frame["denominator"].to_numpy(dtype=float)
            part = frame["count"].fillna((frame["value"] / 100 * frame["denominator"]).round())
            found |= mine & near_all(part.to_numpy(dtype=float), base=base, limit=one.min_count)
    return found


def _empty(frame: pd.DataFrame, hidden: NDArray[np.bool_], reason: str) -> None:
    if not hidden.any():
        return
    for name in NUMBER_COLUMNS:
        frame[name] = np.where(hidden, np.nan, frame[name].to_numpy())
    _say(frame, hidden, status=Status.SUPPRESSED, reason=reason)


def _say(frame: pd.DataFrame, rows: NDArray[np.bool_], *, status: Status, reason: str) -> None:
    if not rows.any():
        return
    for name, word in (("status", status.value), ("status_reason", reason)):
        frame[name] = frame[name].mask(rows, word)
