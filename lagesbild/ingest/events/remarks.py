"""What is to be said of a list of events: what stops it, and what is merely counted in another way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.domain.period import MONTHS, Period
from lagesbild.ingest.events.columns import EventColumns
from lagesbild.ingest.events.kinds import Kinds, rows_by_text
from lagesbild.ingest.events.places import EventPlaces
from lagesbild.ingest.events.points import Points
from lagesbild.ingest.events.span import Span
from lagesbild.ingest.events.times import Times
from lagesbild.ingest.faults import count_in_words, make_fault, shorten
from lagesbild.ingest.table import ColumnRole, UnderstoodTable

KINDS_SHOWN = 5
MOST_ROWS = 10_000
"""A receipt names no more rows than somebody could look at; how many there are is in the words."""

Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A list with all that was read of it; counts are the rows that are one event each."""

    table: UnderstoodTable
    columns: EventColumns
    times: Times
    points: Points
    places: EventPlaces
    kinds: Kinds
    outside: Rows
    double: Rows
    alike: Rows
    counts: Rows
    span: Span | None
    stated: Period | None
    today: date

    @property
    def read(self) -> Rows:
        """Rows that somebody means to be read."""
        return ~self.places.left_out


def remarks_on(seen: Seen) -> tuple[Fault, ...]:
    """Faults and warnings, each with its rows and column."""
    return tuple(one for look in LOOKS for one in look(seen))


def _say(
    seen: Seen, code: str, rows: Rows | Iterable[int], *, column: str | None = None, **words: object
) -> Iterator[Fault]:
    numbers = seen.table.body.index[rows] if isinstance(rows, np.ndarray) else list(rows)
    if len(numbers):
        count = count_in_words(len(numbers), one="En rad", many="rader")
        yield make_fault(
            code,
            sheet=seen.table.sheet or None,
            rows=numbers[:MOST_ROWS],
            column=column,
            count=count,
            **words,
        )


def _unread(seen: Seen) -> Iterator[Fault]:
    lost = seen.times.at.isna().to_numpy() & seen.read
    yield from _say(seen, "IN-012", lost, column=seen.columns.when.name)


def _ahead(seen: Seen) -> Iterator[Fault]:
    tomorrow = pd.Timestamp(seen.today) + pd.Timedelta(days=1)
    ahead = (seen.times.at >= tomorrow).to_numpy() & seen.read
    said = seen.times.at[ahead].dt.strftime("%Y-%m-%d").unique()[:3]
    yield from _say(seen, "IN-010", ahead, column=seen.columns.when.name, period=", ".join(said))


def _beyond(seen: Seen) -> Iterator[Fault]:
    """Outside what the title or a person says that the list is about."""
    at, stated = seen.times.at, seen.stated
    if seen.span is None or not seen.span.is_stated or stated is None:
        return
    beyond = (at < pd.Timestamp(stated.start)) | (at >= pd.Timestamp(stated.end))
    yield from _say(
        seen, "IN-027", beyond.to_numpy() & seen.read, column=seen.columns.when.name,
        period=f"{stated.start} till {stated.end - pd.Timedelta(days=1)}",
    )  # fmt: skip


def _unknown_places(seen: Seen) -> Iterator[Fault]:
    yield from _say(seen, "IN-116", seen.places.unknown, column=_place_column(seen))


def _place_column(seen: Seen) -> str | None:
    for role in (ColumnRole.AREA_NAME, ColumnRole.AREA_CODE):
        for column in seen.table.with_role(role):
            return column.name
    return None


def _left_out(seen: Seen) -> Iterator[Fault]:
    yield from _say(seen, "IN-109", seen.places.left_out)


def _impossible(seen: Seen) -> Iterator[Fault]:
    yield from _say(seen, "IN-117", seen.points.impossible & seen.read, column=_points_column(seen))


def _outside(seen: Seen) -> Iterator[Fault]:
    yield from _say(seen, "IN-118", seen.outside & seen.counts, column=_points_column(seen))


def _points_column(seen: Seen) -> str | None:
    return seen.columns.points[0].name if seen.columns.points else None


def _doubles(seen: Seen) -> Iterator[Fault]:
    yield from _say(seen, "IN-119", seen.double & seen.read)
    yield from _say(seen, "IN-120", seen.alike & seen.counts)


def _heaped(seen: Seen) -> Iterator[Fault]:
    column = seen.columns.clock or seen.columns.when
    yield from _say(seen, "IN-121", seen.times.heaped & seen.counts, column=column.name)


def _unknown_kinds(seen: Seen) -> Iterator[Fault]:
    """Kinds without a measure of their own, where all rows are counted in any case."""
    if not seen.kinds.total or seen.kinds.column is None:
        return
    found = rows_by_text(seen.kinds, rows=seen.table.body.index)
    names = [shorten(text or "tomt", limit=40) for text in found]
    more = f" och {len(names) - KINDS_SHOWN} till" if len(names) > KINDS_SHOWN else ""
    yield from _say(
        seen, "IN-122", sorted(row for rows in found.values() for row in rows),
        column=seen.kinds.column.name, names=", ".join(names[:KINDS_SHOWN]) + more,
    )  # fmt: skip


def _part_months(seen: Seen) -> Iterator[Fault]:
    if seen.span is not None and seen.span.parts:
        days = f"{seen.span.first_day} till {seen.span.last_day}"
        months = " och ".join(f"{MONTHS[one.month - 1]} {one.year}" for one in seen.span.parts)
        yield make_fault("IN-123", sheet=seen.table.sheet or None, days=days, months=months)


LOOKS = (
    _unread, _ahead, _beyond, _left_out, _unknown_places, _impossible, _outside, _doubles, _heaped,
    _unknown_kinds, _part_months,
)  # fmt: skip
