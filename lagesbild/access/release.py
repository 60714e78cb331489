"""THE GATE. Figures become visible here or not at all; there is no second way out."""

from __future__ import annotations

import pandas as pd

from lagesbild.access.policy import SEEING, may
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.person import ROLE_WORDS, Person
from lagesbild.domain.results import NUMBER_COLUMNS, RawFigures, ReleasedFigures
from lagesbild.domain.secrecy import Status

TOO_FEW = "skyddat (för få)"


def release(raw: RawFigures, *, person: Person) -> ReleasedFigures:
    """What the person's role may see of the figures.

    A row is emptied of every number that gives its count away (count, denominator, value and
    interval together), keeps its keys, and gets a reason instead. Nobody is above the small-count
    rule: it protects those counted, not the reader.
    """
    frame = raw.frame.copy()
    if may(person, action=SEEING[raw.indicator.secrecy]):
        hidden = too_few(frame, indicator=raw.indicator)
        reason = TOO_FEW
    else:
        hidden = pd.Series(True, index=frame.index)
        reason = f"visas inte för {ROLE_WORDS[person.role]}"
    _empty(frame, hidden, reason)
    frame["is_hidden"] = hidden
    return _released(raw.indicator, frame, role=person.role.value)


def part_of(figures: ReleasedFigures, *, rows: pd.Series) -> ReleasedFigures:
    """Some rows of what was released already: nothing is added, so nothing is released anew.

    rows  (n,) booleans on the index of figures.frame
    """
    frame = figures.frame[rows].reset_index(drop=True)
    return _released(figures.indicator, frame, role=figures.role)


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


def too_few(frame: pd.DataFrame, *, indicator: Indicator) -> pd.Series:
    """Rows whose count, whose complement, or whose base is too small to be shown.

    A published percentage gives its count away through its base: that count is tested as well.
    """
    limit = indicator.min_count
    count = frame["count"]
    hidden = _is_small(count, limit=limit, zero_is_shown=indicator.zero_is_shown)
    if indicator.kind is Kind.SHARE:
        implied = count.fillna((frame["value"] / 100 * frame["denominator"]).round())
        rest = frame["denominator"] - implied
        hidden |= _is_small(implied, limit=limit, zero_is_shown=indicator.zero_is_shown)
        hidden |= _is_small(rest, limit=limit, zero_is_shown=indicator.zero_is_shown)
    if indicator.kind in {Kind.SHARE, Kind.VALUE}:
        hidden |= frame["denominator"] < limit
    return hidden


def _is_small(count: pd.Series, *, limit: int, zero_is_shown: bool) -> pd.Series:
    lowest = 0 if zero_is_shown else -1
    return (count > lowest) & (count < limit)


def _empty(frame: pd.DataFrame, hidden: pd.Series, reason: str) -> None:
    frame.loc[hidden, list(NUMBER_COLUMNS)] = float("nan")
    frame.loc[hidden, "status"] = Status.SUPPRESSED.value
    frame.loc[hidden, "status_reason"] = reason
