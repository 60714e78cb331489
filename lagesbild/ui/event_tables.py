"""Released events as tables to read and as files to take home."""

from __future__ import annotations

from collections.abc import Sequence

from lagesbild.analysis.event_hours import DAY_NAMES, cells_words, clock_words
from lagesbild.analysis.wording import number
from lagesbild.domain.event_hours import (
    CELLS_A_DAY,
    DAYS,
    ReleasedHours,
    cells_alone,
    spread,
    spread_words,
)
from lagesbild.report.table_file import rows_as_csv


def hour_rows(pieces: Sequence[ReleasedHours]) -> list[dict[str, str]]:
    """Hours downwards, days across, with ≈ before what was spread out."""
    events, alone = spread(pieces), cells_alone(pieces)
    return [
        {
            "Tid": clock_words(n),
            **{
                DAY_NAMES[day]: spread_words(events[day, n], is_alone=(day, n) in alone)
                for day in range(DAYS)
            },
        }
        for n in range(CELLS_A_DAY)
        if events
    ]


def joined_rows(piece: ReleasedHours) -> list[dict[str, str]]:
    """Each part as it was counted, the largest number an hour first."""
    ordered = sorted(piece.parts, key=lambda one: -one.count / len(one.cells))
    return [
        {
            "Tid": cells_words(one.cells), "Händelser": number(one.count),
            "Timmar i veckan": number(3 * len(one.cells)),
        }
        for one in ordered
    ]  # fmt: skip


def hours_as_csv(pieces: Sequence[ReleasedHours]) -> bytes:
    """A row for each part of each piece, as counted."""
    rows = [
        {
            "del": n + 1, "tid": cells_words(part.cells), "handelser": part.count,
            "timmar_i_veckan": 3 * len(part.cells),
        }
        for n, piece in enumerate(pieces) for part in piece.parts
    ]  # fmt: skip
    return rows_as_csv(rows)
