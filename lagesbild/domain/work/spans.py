"""A measure in time, as a picture draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lagesbild.domain.work.measures import MeasureState


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One measure from its first day to its last.

    ends_on      None while no end is set
    followed_up  the days of its follow-ups
    expected_on  when the change is expected, None when nobody has said
    """

    title: str
    owner: str
    state: MeasureState
    starts_on: date
    ends_on: date | None
    followed_up: tuple[date, ...] = ()
    expected_on: date | None = None
