"""Where do events of a kind gather? Squares of at least 500 m with enough events, one year at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lagesbild.access.grid import release_grid
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.wording import number
from lagesbild.domain.event_grid import RawGrid, ReleasedGrid
from lagesbild.domain.indicator import Indicator
from lagesbild.store.events import count_events_in_squares


@dataclass(frozen=True, slots=True, kw_only=True)
class EventGrid:
    """One kind of event, one calendar year, one kommun."""

    indicator: Indicator
    year: int
    sentence: str
    grid: ReleasedGrid
    is_example: bool


def event_grid(inquiry: Inquiry, *, indicator_id: str, year: int) -> EventGrid:
    """The events behind an indicator by square, as the inquiry's person may see them.

    Only whole calendar years of one kind: of two grids whose times or kinds overlap, the difference
    would be a grid that nobody has released.

    raises  LagesbildError AN-002 when there is no such indicator
    """
    indicator = inquiry.indicator(indicator_id)
    found = count_events_in_squares(
        inquiry.store, kommun_code=inquiry.kommun_code,
        reader_kommun=inquiry.person.kommun_code, categories=_categories(inquiry, indicator),
        start=date(year, 1, 1), end=date(year + 1, 1, 1),
    )  # fmt: skip
    raw = RawGrid(counts=found.counts, support=found.support, min_count=indicator.min_count)
    grid = release_grid(raw, person=inquiry.person, secrecy=indicator.secrecy)
    return EventGrid(
        indicator=indicator, year=year, grid=grid, is_example=found.is_example,
        sentence=_sentence(indicator, grid, year=year),
    )  # fmt: skip


def _categories(inquiry: Inquiry, indicator: Indicator) -> tuple[str, ...]:
    """What the lists of events call it: the leading measure's name and other spellings."""
    measure = inquiry.catalog.measures.get(indicator.leading_measure)
    return (measure.name, *measure.aliases) if measure else ()


def _sentence(indicator: Indicator, grid: ReleasedGrid, *, year: int) -> str:
    if not grid.parts:
        return f"{indicator.name} {year}: för få händelser för att visas på en karta."
    top = max(grid.parts, key=lambda part: (part.count / part.size_m**2, part.count))
    size = f"{number(top.size_m)} meter" if top.size_m < 1000 else f"{top.size_m // 1000} kilometer"
    return (
        f"{indicator.name} {year}: tätast i en ruta på {size} med {number(top.count)} händelser. "
        f"Rutor med färre än {grid.min_count} läggs ihop med andra eller visas inte."
    )
