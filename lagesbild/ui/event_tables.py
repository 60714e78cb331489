"""Released events as tables to read and as files to take home."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from lagesbild.analysis.event_hours import DAY_NAMES, cells_words, clock_words
from lagesbild.analysis.wording import number
from lagesbild.domain.event_hours import (
    CELLS_A_DAY,
    DAYS,
    ReleasedHours,
    cells_alone,
    spread,
)
from lagesbild.domain.spreadsheet import harmless


def hour_rows(pieces: Sequence[ReleasedHours]) -> list[dict[str, str]]:
    """Hours downwards, days across, with ≈ before what was spread out."""
    events, alone = spread(pieces), cells_alone(pieces)
    return [
        {
            "Tid": clock_words(n),
            **{
                DAY_NAMES[day]: _cell(events[day, n], is_alone=(day, n) in alone)
                for day in range(DAYS)
            },
        }
        for n in range(CELLS_A_DAY)
        if events
    ]


def _cell(events: float, *, is_alone: bool) -> str:
    if is_alone:
        return number(events)
    return f"≈{number(events, decimals=0 if events >= 9.5 else 1)}"


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
    return as_csv(rows)


def as_csv(rows: Sequence[dict[str, object]]) -> bytes:
    """UTF-8 with mark, semicolons and decimal comma, as a Swedish spreadsheet opens it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    if rows:
        writer.writerow(list(rows[0]))
    for row in rows:
        writer.writerow([_plain(value) for value in row.values()])
    return out.getvalue().encode("utf-8-sig")


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return harmless(value) if isinstance(value, str) else str(value)
