"""Where do events of a kind gather? Squares of at least 500 m with enough events, one year at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lagesbild.access.grid import release_grid, release_grids
from lagesbild.access.policy import may_see
from lagesbild.analysis.event_footnote import event_footnote
from lagesbild.analysis.event_kinds import Told, event_kinds, told_numbers, wanted_events
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.wording import number
from lagesbild.domain.event_grid import CELL_M, Cell, GridPart, RawGrid, ReleasedGrid
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote
from lagesbild.store.events import EventsInSquares, count_events_in_squares

LARGEST_DRAWN_M = 4000

ATTRIBUTION = "Rutnät: SWEREF 99 TM, 500 meter"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventGrid:
    """One kind of event, one calendar year, one kommun.

    figures  none: events are no figures of an area
    ranked   the parts, densest first
    years    those that are over, newest last
    n_places squares of 500 m where an event of any kind was ever reported
    """

    indicator: Indicator
    year: int
    sentence: str
    grid: ReleasedGrid
    is_example: bool
    years: tuple[int, ...]
    n_places: int
    footnote: Footnote
    figures: None = None

    @property
    def ranked(self) -> tuple[GridPart, ...]:
        return tuple(sorted(self.grid.parts, key=_density, reverse=True))

    @property
    def drawn(self) -> tuple[GridPart, ...]:
        """Those that say where: a square of many kilometres hides more of a map than it tells."""
        return tuple(part for part in self.ranked if part.size_m <= LARGEST_DRAWN_M)

    @property
    def thin(self) -> int:
        """Events in larger squares, that no map shows."""
        return sum(part.count for part in self.grid.parts if part.size_m > LARGEST_DRAWN_M)


def event_grid(inquiry: Inquiry, *, indicator_id: str, year: int) -> EventGrid:
    """The events behind an indicator by square, as the inquiry's person may see them.

    Only whole calendar years of one kind: of two grids whose times or kinds overlap, the difference
    would be a grid that nobody has released; and only when they are over, since a year that grows tells
    each time what came. In an area whose number of the year is hidden no square is shown.

    raises  LagesbildError AN-002 when there is no such indicator
    """
    indicator = inquiry.indicator(indicator_id)
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    is_over = end <= inquiry.today
    found = count_events_in_squares(
        inquiry.store, wanted=wanted_events(inquiry, indicator), start=start,
        end=end if is_over else start,
    )  # fmt: skip
    grid = _release(inquiry, indicator, found, year=year)
    years = event_kinds(inquiry).years(indicator_id, today=inquiry.today)
    return EventGrid(
        indicator=indicator, year=year, grid=grid, is_example=found.is_example, years=years,
        sentence=_sentence(
            indicator, grid, year=year, is_over=is_over, home=_home(inquiry, found, grid)
        ),
        n_places=len(set().union(*found.support.values())),
        footnote=event_footnote(
            inquiry, indicator, period=str(year), hidden=hidden_words(grid), total=grid.total,
            method="antal per ruta, utan små antal", example=found.is_example,
            attribution=ATTRIBUTION,
        ),
    )  # fmt: skip


def _release(
    inquiry: Inquiry, indicator: Indicator, found: EventsInSquares, *, year: int
) -> ReleasedGrid:
    """Each area whose number the figures tell keeps the rule for itself."""
    nothing = RawGrid(counts={}, support=frozenset(), min_count=indicator.min_count)
    if not may_see(inquiry.person, secrecy=indicator.secrecy):
        return release_grid(nothing, person=inquiry.person, secrecy=indicator.secrecy)
    told = told_numbers(inquiry, indicator)
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    own = inquiry.kommun_code
    alone, together, hidden = _groups(found, told=told, start=start, end=end)
    groups = [*([area] for area in alone), *([together] if together else [])]
    raws = [_raw(found, areas, least=indicator.min_count) for areas in groups]
    if len(raws) == 1 and not hidden and not told.is_hidden(own, start=start, end=end):
        return release_grid(raws[0], person=inquiry.person, secrecy=indicator.secrecy)
    barred = _raw(found, hidden, least=indicator.min_count)
    is_told = told.is_told(own, start=start, end=end)
    return release_grids(
        raws or [nothing], barred=barred.events if is_told else None, person=inquiry.person,
        secrecy=indicator.secrecy,
    )  # fmt: skip


def _groups(
    found: EventsInSquares, *, told: Told, start: date, end: date
) -> tuple[list[str], list[str], list[str]]:
    """Areas whose number is told one by one, those without any number, and those whose number is
    hidden."""
    alone, together, hidden = [], [], []
    for area in found.support:
        if told.is_hidden(area, start=start, end=end):
            hidden.append(area)
        elif told.is_told(area, start=start, end=end):
            alone.append(area)
        else:
            together.append(area)
    return alone, together, hidden


def _raw(found: EventsInSquares, areas: Sequence[str], *, least: int) -> RawGrid:
    """Some areas as one."""
    counts: Counter[Cell] = Counter()
    for area in areas:
        counts.update(found.counts.get(area, {}))
    return RawGrid(
        counts=dict(counts), support=frozenset().union(*(found.support[area] for area in areas)),
        min_count=least, unplaced=sum(found.unplaced.get(area, 0) for area in areas),
    )  # fmt: skip


def _density(part: GridPart) -> tuple[float, int, int, int]:
    return (part.count / part.size_m**2, part.count, -part.east, -part.north)


def size_words(part: GridPart) -> str:
    """ "500 m", "2 km"."""
    return (
        f"{number(part.size_m)}\u00a0m" if part.size_m < 1000 else f"{part.size_m // 1000}\u00a0km"
    )


def hidden_words(grid: ReleasedGrid) -> str:
    """What the map does not show."""
    if grid.elsewhere is None:
        return f"rutor med färre än {grid.min_count} händelser visas inte"
    found = (
        (grid.elsewhere, "ligger för glest för att visas i en ruta, eller saknar plats"),
        (grid.unplaced, "saknar plats på kartan"),
    )  # fmt: skip
    return "; ".join(f"{number(count)} händelser {words}" for count, words in found if count)


def _home(inquiry: Inquiry, found: EventsInSquares, grid: ReleasedGrid) -> str:
    """The part of the kommun that the lists put the densest square in; "" when it is in several."""
    if not grid.parts:
        return ""
    top = max(grid.parts, key=_density)
    cells = {
        (top.east // CELL_M + x, top.north // CELL_M + y)
        for x in range(top.size_m // CELL_M) for y in range(top.size_m // CELL_M)
    }  # fmt: skip
    areas = [area for area, support in found.support.items() if support & cells]
    known = inquiry.areas.get(areas[0]) if len(areas) == 1 else None
    return known.name if known and known.level is AreaLevel.DELOMRADE else ""


def _sentence(
    indicator: Indicator, grid: ReleasedGrid, *, year: int, is_over: bool, home: str
) -> str:
    if not is_over:
        return f"{indicator.name} {year}: kartan visas när året är slut."
    if not grid.parts:
        return f"{indicator.name} {year}: för få händelser för att visas på en karta."
    top = max(grid.parts, key=_density)
    of = f" av {number(grid.total)}" if grid.total is not None else ""
    where = f" i {home}," if home else ""
    return (
        f"{indicator.name} {year}: tätast{where} i en ruta på {size_words(top)} med {number(top.count)}{of} "
        f"händelser. Rutor med färre än {grid.min_count} läggs ihop med andra eller visas inte."
    )
