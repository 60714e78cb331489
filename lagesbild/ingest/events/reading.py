"""A list of events from its table to what is kept, what is counted and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.errors import Fault
from lagesbild.domain.indicator import Source
from lagesbild.domain.period import Period
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.events.columns import EventColumns, find_event_columns
from lagesbild.ingest.events.counting import Counted, as_long, empty_long, months_as_long
from lagesbild.ingest.events.kinds import OTHER_KIND, Kinds, find_kinds
from lagesbild.ingest.events.places import EventPlaces, find_event_places
from lagesbild.ingest.events.points import Points, find_outside, read_points
from lagesbild.ingest.events.remarks import Seen, remarks_on
from lagesbild.ingest.events.span import Span, find_span, told_period
from lagesbild.ingest.events.times import Times, read_times
from lagesbild.ingest.mapping import Mapping
from lagesbild.ingest.places import Search
from lagesbild.ingest.table import UnderstoodTable
from lagesbild.store.event_lists import EventCover, Listed

EVENT_COLUMNS = ("area_code", "category", "happened_at", "has_time", "east", "north")
Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Using:
    """What a list is read with.

    owner   the kommun whose data it is
    listed  what earlier lists of the same layout are the whole of
    """

    areas: AreaIndex
    source: Source
    catalog: Catalog
    mapping: Mapping
    owner: str | None
    today: date
    listed: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class EventList:
    """One list.

    events  EVENT_COLUMNS, what would be stored
    long    its months as figures, LONG_COLUMNS
    covers  what the list is the whole of; span None when no row has a day
    places  names of places that are no known part of the kommun, the most usual first
    """

    events: pd.DataFrame
    long: pd.DataFrame
    covers: tuple[EventCover, ...]
    span: Span | None
    remarks: tuple[Fault, ...]
    places: tuple[str, ...] = ()


def read_event_list(table: UnderstoodTable, *, using: Using) -> EventList | None:
    """None for a table that is no list of single events."""
    columns = find_event_columns(table)
    if columns is None:
        return None
    cells = table.body
    clock = cells[columns.clock.index] if columns.clock else None
    times = read_times(cells[columns.when.index], clock=clock)
    points = read_points([cells[one.index] for one in columns.points], rows=table.rows)
    search = Search(
        areas=using.areas, source=using.source, mapping=using.mapping, owner=using.owner
    )
    places = find_event_places(table, columns=columns, areas=using.areas, search=search)
    kinds = find_kinds(
        table, columns=columns.kinds, source=using.source, catalog=using.catalog,
        mapping=using.mapping,
    )  # fmt: skip
    outside = find_outside(points, kommun=places.kommun)
    double = _find_doubles(table, columns=columns, times=times)
    counts = times.at.notna().to_numpy() & ~places.left_out & ~double.sure
    stated = table.period or told_period((table.title, *table.notes))
    span = _find_span(times, rows=counts, stated=stated, using=using)
    seen = Seen(
        table=table, columns=columns, times=times, points=points, places=places, kinds=kinds,
        outside=outside & ~places.left_out, double=double.sure, alike=double.alike, counts=counts,
        span=span, stated=stated, today=using.today,
    )  # fmt: skip
    if span is None:
        return EventList(
            events=_no_events(), long=empty_long(), covers=(), span=None, remarks=remarks_on(seen)
        )
    return EventList(
        events=_events(times, points, places, kinds, rows=counts & ~kinds.lost, outside=outside),
        long=_long(table, times, places, kinds, rows=counts, span=span, using=using),
        covers=tuple(_covers(places, kinds, rows=counts, span=span, listed=using.listed)),
        span=span, remarks=remarks_on(seen), places=places.names,
    )  # fmt: skip


def _find_span(
    times: Times, *, rows: Rows, stated: Period | None, using: Using
) -> Span | None:  # fmt: skip
    days = times.at[
        rows & (times.at <= pd.Timestamp(using.today) + pd.Timedelta(days=1)).to_numpy()
    ]
    if days.empty:
        return None
    return find_span(days, stated=stated, is_answer=bool(using.mapping.period), today=using.today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubles:
    """Rows that come again: with the same number, which are one event, and without one, which may be."""

    sure: Rows
    alike: Rows


def _find_doubles(table: UnderstoodTable, *, columns: EventColumns, times: Times) -> Doubles:
    whole = table.body.duplicated(keep="first").to_numpy()
    has_number = np.zeros(table.rows, dtype=bool)
    for column in columns.numbers:
        has_number |= (table.body[column.index] != "").to_numpy()
    return Doubles(sure=whole & has_number, alike=whole & ~has_number & times.has_time.to_numpy())


def _no_events() -> pd.DataFrame:
    return pd.DataFrame({name: [] for name in EVENT_COLUMNS})


def _events(
    times: Times, points: Points, places: EventPlaces, kinds: Kinds, *, rows: Rows, outside: Rows
) -> pd.DataFrame:
    known = rows & np.array([one is not None for one in places.area], dtype=bool)
    frame = pd.DataFrame(
        {
            "area_code": places.area, "category": kinds.categories,
            "happened_at": times.at.to_numpy(), "has_time": times.has_time.to_numpy(),
            "east": np.where(outside, np.nan, points.east),
            "north": np.where(outside, np.nan, points.north),
        }
    )  # fmt: skip
    kept = frame[known].astype({"area_code": "str", "category": "str"})
    in_order: pd.DataFrame = kept.sort_values("happened_at", kind="stable", ignore_index=True)
    return in_order


def _long(
    table: UnderstoodTable, times: Times, places: EventPlaces, kinds: Kinds, *, rows: Rows,
    span: Span, using: Using,
) -> pd.DataFrame:  # fmt: skip
    at = np.array([one is not None for one in places.kommun], dtype=bool) & rows
    frames = [
        pd.DataFrame(
            {
                "kommun": places.kommun[chosen], "area": places.area[chosen],
                "measure": measure[chosen], "at": times.at.to_numpy()[chosen],
                "source_row": table.body.index.to_numpy(dtype="int64")[chosen],
            }
        )
        for measure, chosen in _counted_in(kinds, rows=at)
    ]  # fmt: skip
    frame = pd.concat(frames, ignore_index=True)
    counted = Counted(
        frame=frame, words=_with_earlier(places.words, using=using),
        measures=_measures(frame, using=using), areas=_areas(frame, using=using),
    )  # fmt: skip
    months = months_as_long(counted, span=span, sheet=table.sheet)
    return pd.concat([months, _lost(table, times, places, kinds, rows=rows)], ignore_index=True)


def _counted_in(kinds: Kinds, *, rows: Rows) -> Iterator[tuple[npt.NDArray[np.object_], Rows]]:
    """By its own kind, and in the whole where the source has one."""
    yield kinds.measures, rows & np.array([one is not None for one in kinds.measures], dtype=bool)
    if kinds.total:
        yield np.full(len(rows), kinds.total, dtype=object), rows


def _lost(
    table: UnderstoodTable, times: Times, places: EventPlaces, kinds: Kinds, *, rows: Rows
) -> pd.DataFrame:
    """Rows of a kind that nobody has named, and rows of no kommun: a person has to answer."""
    nowhere = np.array([one is None for one in places.kommun], dtype=bool)
    at = np.flatnonzero(rows & (kinds.lost | nowhere))
    if not len(at):
        return empty_long()
    months = times.at.to_numpy()[at].astype("datetime64[M]").astype("datetime64[D]").astype(object)
    nothing = ("", "", "")
    return as_long(
        words=[places.words.get(places.area[one], nothing) for one in at],
        measures=[str(kinds.texts[one]) if kinds.lost[one] else kinds.total for one in at],
        months=list(months), values=[1.0] * len(at),
        rows=[int(row) for row in table.body.index[at]], sheet=table.sheet,
    )  # fmt: skip


def _measure_of(using: Using) -> Callable[[str], str | None]:
    names = {
        one.name: one.id for one in using.catalog.measures.values() if one.source == using.source.id
    }
    return names.get


def _measures(frame: pd.DataFrame, *, using: Using) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {
        str(kommun): set(rows.unique()) for kommun, rows in frame.groupby("kommun")["measure"]
    }
    look = _measure_of(using)
    for kommun, category in using.listed.kinds:
        measure = look(category)
        if measure is not None:
            found.setdefault(kommun, set()).add(measure)
    return {kommun: frozenset(measures) for kommun, measures in found.items()}


def _areas(frame: pd.DataFrame, *, using: Using) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {
        str(kommun): {str(kommun), *rows.unique()}
        for kommun, rows in frame.groupby("kommun")["area"]
    }
    for kommun, area in using.listed.areas:
        found.setdefault(kommun, {kommun}).add(area)
    for kommun, _ in using.listed.kinds:
        found.setdefault(kommun, {kommun})
    return {kommun: frozenset(areas) for kommun, areas in found.items()}


def _with_earlier(
    words: dict[str, tuple[str, str, str]], *, using: Using
) -> dict[str, tuple[str, str, str]]:
    earlier = {code for pair in using.listed.areas for code in pair}
    earlier |= {kommun for kommun, _ in using.listed.kinds}
    known = {
        code: (code, area.name, area.level.value)
        for code in earlier if (area := using.areas.by_code.get(code))
    }  # fmt: skip
    return {**known, **words}


def _covers(
    places: EventPlaces, kinds: Kinds, *, rows: Rows, span: Span, listed: Listed
) -> Iterator[EventCover]:
    """Each kind in each kommun that the list has or, with the same headings, had."""
    chosen = np.flatnonzero(rows & ~kinds.lost)
    categories = kinds.categories
    pairs = {
        (str(places.kommun[one]), str(categories[one]))
        for one in chosen if places.kommun[one] is not None
    }  # fmt: skip
    if kinds.total and kinds.column is not None:
        pairs |= {(kommun, OTHER_KIND) for kommun, _ in pairs}
    for place, category in sorted(pairs | listed.kinds):
        yield EventCover(
            place=place, category=category, first_day=span.first_day, day_after=span.day_after
        )


def joined(lists: list[EventList]) -> EventList:
    """Several sheets as one list; what two of them cover is not said twice."""
    if len(lists) == 1:
        return lists[0]
    spans = [one.span for one in lists if one.span]
    return replace(
        lists[0],
        events=pd.concat([one.events for one in lists], ignore_index=True),
        long=pd.concat([one.long for one in lists], ignore_index=True),
        covers=tuple(dict.fromkeys(cover for one in lists for cover in one.covers)),
        span=Span(
            first_day=min(one.first_day for one in spans),
            day_after=max(one.day_after for one in spans),
        ) if spans else None,
        remarks=tuple(remark for one in lists for remark in one.remarks),
        places=tuple(dict.fromkeys(name for one in lists for name in one.places)),
    )  # fmt: skip
