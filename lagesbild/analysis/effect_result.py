"""What the page Effekt shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lagesbild.domain.control import ControlLines
from lagesbild.domain.geography import Area
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote, ReleasedFigures
from lagesbild.stats.interrupted import InterruptedSeries
from lagesbild.stats.power import VisibleChange
from lagesbild.stats.verdict import Assessment


class Outcome(StrEnum):
    """The answer."""

    CLEARLY_FEWER = "clearly_fewer"
    PROBABLY_FEWER = "probably_fewer"
    NO_CHANGE = "no_change"
    PROBABLY_MORE = "probably_more"
    CLEARLY_MORE = "clearly_more"
    CANNOT_ASSESS = "cannot_assess"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """One line of the comparison: events before and after, as long after as before.

    before   of a period as long as the one after; None where a figure is hidden
    """

    role: str
    name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What the page Effekt shows.

    figures      the place's own, in the periods that are compared
    expected     first day of a period -> what would have been had it gone as in the comparison
    lines        control chart with limits from the time before
    counts       the comparison as a table
    local        events more (or fewer) than expected; moved: in the area around; NaN-free or None
    series       interrupted time series, None where months are hidden
    visible      smallest change, in events, that would have been seen; share: of what was expected
    warnings     what speaks against the comparison
    """

    indicator: Indicator
    place: Area
    starts_on: date | None
    ends_on: date | None
    sentence: str
    outcome: Outcome
    figures: ReleasedFigures
    expected: tuple[tuple[date, float], ...]
    compared_with: str
    lines: ControlLines | None
    counts: tuple[Counts, ...]
    local: Assessment | None
    moved: Assessment | None
    total: Assessment | None
    quotient: float
    series: InterruptedSeries | None
    visible: float
    visible_share: float
    visible_ratio: VisibleChange | None
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    before: str
    after: str
    footnote: Footnote
