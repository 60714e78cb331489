"""When in the week events happen, as a ranking that a lägesbild can keep: a row for each time that was counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise

from lagesbild.analysis.event_hours import EventHours
from lagesbild.domain.document import DocumentPoint
from lagesbild.domain.event_hours import (
    CELL_HOURS,
    CELLS_A_DAY,
    DAYS,
    SHORT_DAYS,
    ReleasedHours,
    WeekCell,
    cells_alone,
    spread,
    spread_words,
)
from lagesbild.domain.results import FIGURE_COLUMNS
from lagesbild.domain.secrecy import Status

UNIT = "händelser per veckodag och tre timmar"


def hour_points(answer: EventHours, *, kommun_code: str) -> tuple[DocumentPoint, ...]:
    """The densest time first, each with its events a weekday and three hours, as the page writes them."""
    events, alone = spread(answer.pieces), cells_alone(answer.pieces)
    times = sorted(_times(answer.pieces), key=lambda cells: (-events[min(cells)], min(cells)))
    return tuple(
        _point(
            answer, cells, value=events[min(cells)], is_alone=min(cells) in alone,
            kommun_code=kommun_code,
        )
        for cells in times
    )  # fmt: skip


def _times(pieces: Sequence[ReleasedHours]) -> list[frozenset[WeekCell]]:
    """Cells that lie in the same part of every piece: among them nothing was told apart."""
    found: dict[tuple[int, ...], set[WeekCell]] = {}
    for cell in spread(pieces):
        home = tuple(
            number
            for piece in pieces
            for number, part in enumerate(piece.parts) if cell in part.cells
        )  # fmt: skip
        found.setdefault(home, set()).add(cell)
    return [frozenset(cells) for cells in found.values()]


def _point(
    answer: EventHours, cells: frozenset[WeekCell], *, value: float, is_alone: bool, kommun_code: str
) -> DocumentPoint:  # fmt: skip
    label, text = time_words(cells), spread_words(value, is_alone=is_alone)
    told = round(value, 1 if "," in text else 0)
    years = [one.year for one in answer.period.seasons] if answer.period else []
    row = dict.fromkeys(FIGURE_COLUMNS) | {
        "indicator": answer.indicator.id, "area_code": kommun_code, "area_name": label,
        "area_level": "kommun", "period_start": f"{min(years)}-01-01", "period_end": f"{max(years) + 1}-01-01",
        "period_label": answer.period.label if answer.period else "",
        "breakdown": json.dumps({"Tid i veckan": label}, ensure_ascii=False),
        "value": told, "unit": UNIT, "status": Status.VALUE.value, "status_reason": "",
    }  # fmt: skip
    return DocumentPoint(
        label=label, text=text, value=told, lower=None, upper=None, row=row,
    )  # fmt: skip


def time_words(cells: frozenset[WeekCell]) -> str:
    """ "fre–sön 18–24", "mån–tors 00–06 och 18–24", "alla dagar 06–18"."""
    days = _runs(sorted({day for day, _ in cells}))
    hours = _runs(sorted({number for _, number in cells}))
    day_words = " och ".join(
        SHORT_DAYS[first] if first == last else f"{SHORT_DAYS[first]}–{SHORT_DAYS[last]}"
        for first, last in days
    )
    clock = " och ".join(
        f"{CELL_HOURS * first:02d}–{CELL_HOURS * (last + 1):02d}" for first, last in hours
    )
    who = "alla dagar" if days == [(0, DAYS - 1)] else day_words
    return f"{who} {'hela dygnet' if hours == [(0, CELLS_A_DAY - 1)] else clock}"


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of numbers that follow each other."""
    breaks = [n for n, (a, b) in enumerate(pairwise(numbers), start=1) if b != a + 1]
    edges = [0, *breaks, len(numbers)]
    return [(numbers[a], numbers[b - 1]) for a, b in pairwise(edges)]
