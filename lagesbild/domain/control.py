"""A control chart as it is drawn: lines and marks beside released figures, in the unit shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


class Rule(StrEnum):
    """Why a point is more than chance; the strongest first."""

    OUTSIDE = "outside"
    RUN = "run"
    CLIMB = "climb"
    NEAR = "near"


RULE_WORDS: dict[Rule, str] = {
    Rule.OUTSIDE: "utanför gränserna",
    Rule.RUN: "sju eller fler i rad på samma sida",
    Rule.CLIMB: "sju eller fler i rad åt samma håll",
    Rule.NEAR: "två av tre nära en gräns",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPoint:
    """What is drawn around one figure.

    start   first day of the figure's period, by which it is found
    rules   empty for an ordinary point
    """

    start: date
    centre: float
    lower: float
    upper: float
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLines:
    """The chart that fits a series, and why it was chosen.

    method    code of the chart: xmr, c, u, p, laney_u, laney_p
    measure   what the points are: the count, or the value in the indicator's unit
    why       Swedish: what in the data decided
    judged    first day of the newest points, which did not set the limits; None when all did. judged_as:
              what they are
    """

    method: str
    measure: Literal["rate", "count"]
    why: str
    points: tuple[ControlPoint, ...]
    judged: date | None
    has_season: bool
    broken: tuple[str, ...] = ()
    judged_as: str = "det senaste året"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonShown:
    """An ordinary year, and the series without it.

    names     "jan" ...; usual: the level of each in the unit shown
    adjusted  first day of a period -> the figure without its season; empty for a series with holes
    """

    names: tuple[str, ...]
    usual: tuple[float, ...]
    adjusted: tuple[tuple[date, float], ...]
    measure: Literal["rate", "count"]
