"""The file's words for area, time and measure put into the store's terms, each pair of words once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.indicator import Measure, Source
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.bulk.content import Content, Unfit
from lagesbild.ingest.bulk.keys import Keys
from lagesbild.ingest.bulk.layout import Layout
from lagesbild.ingest.bulk.rows import body_of
from lagesbild.ingest.bulk.scan import Scan
from lagesbild.ingest.bulk.texts import Rows
from lagesbild.ingest.long import to_long
from lagesbild.ingest.mapping import Mapping
from lagesbild.ingest.places import Places, find_places
from lagesbild.ingest.resolve import find_measures, find_totals
from lagesbild.ingest.table import ColumnRole, TableKind, UnderstoodTable

AREA_WORDS = ["area_code", "area_name", "area_level"]
TIME_WORDS = ["period_start", "period_end", "period_label"]
WHAT_WORDS = ["measure", "unit", "breakdown", "source_column"]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A large file after the pass, and what it is read with."""

    content: Content
    layout: Layout
    found: Scan
    table: UnderstoodTable
    areas: AreaIndex
    source: Source
    catalog: Catalog
    mapping: Mapping
    owner: str | None

    @property
    def is_events(self) -> bool:
        return self.table.kind is TableKind.EVENTS

    @property
    def width(self) -> int:
        """Figures in each row."""
        return 1 if self.is_events else len(self.table.with_role(ColumnRole.VALUE))

    def rows_of(self, entries: npt.NDArray[np.integer]) -> Rows:
        return self.found.row_numbers(entries.astype(np.int64), layout=self.layout)

    def table_of(self, entries: Rows) -> UnderstoodTable:
        """The table as some of its rows."""
        columns = [column.index for column in self.table.columns]
        inside = [i for i in columns if i < self.layout.width]
        body = body_of(
            entries, found=self.found, layout=self.layout, content=self.content, columns=inside
        )
        body = body.reindex(columns=columns, fill_value="").astype("str")
        return replace(self.table, body=body)

    def long_of(self, entries: Rows) -> pd.DataFrame:
        """LONG_COLUMNS of some rows."""
        long = to_long(self.table_of(entries), areas=self.areas, source=self.source)
        if self.is_events and self.found.times is not None:
            long["value"] = self.found.times[entries].astype(float)
        return long


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Tables of distinct words, a row for each key and, for time and what, each column of figures.

    area   AREA_WORDS with ``code``: the known area's, None where there is none
    time   TIME_WORDS
    what   WHAT_WORDS with measure_id, left (of the breakdown) and is_total
    """

    area: pd.DataFrame
    time: pd.DataFrame
    what: pd.DataFrame
    places: Places
    used: dict[str, Measure]
    shown: Rows


def find_words(file: File, *, keys: Keys) -> Words:
    """Look up every distinct area, time and measure of the file."""
    firsts = (keys.area.firsts, keys.time.firsts, keys.what.firsts)
    shown = np.unique(np.concatenate(firsts))
    long = file.long_of(shown)
    width = file.width
    places = find_places(
        long, areas=file.areas, source=file.source, mapping=file.mapping, owner=file.owner
    )
    area_at = np.searchsorted(shown, keys.area.firsts) * width
    codes = places.codes.to_numpy(dtype=object)[area_at]
    area = long[AREA_WORDS].iloc[area_at].reset_index(drop=True)
    places, codes = _look_again(file, keys=keys, places=places, codes=codes, shown=shown)
    what = _whats(file, long=long.iloc[_spread(shown, keys.what.firsts, width=width)])
    ids, used = what
    return Words(
        area=area.assign(code=codes),
        time=long[TIME_WORDS].iloc[_spread(shown, keys.time.firsts, width=width)].reset_index(
            drop=True
        ),
        what=ids, places=places, used=used, shown=shown,
    )  # fmt: skip


def _spread(shown: Rows, firsts: Rows, *, width: int) -> Rows:
    """Positions in the long form of some rows' figures, row by row."""
    return (np.searchsorted(shown, firsts)[:, None] * width + np.arange(width)).ravel()


def _whats(file: File, *, long: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Measure]]:
    new = tuple(one.measure(source_id=file.source.id) for one in file.mapping.measures)
    known = file.catalog.with_delivered(measures=new, indicators=())
    words = long[WHAT_WORDS].reset_index(drop=True)
    ids, left, used = find_measures(words, source=file.source, catalog=known, mapping=file.mapping)
    frame = pd.DataFrame({"measure": ids, "breakdown": left})
    totals = find_totals(frame, source=file.source, catalog=file.catalog)
    return words.assign(measure_id=ids, left=left, is_total=totals), used


def _look_again(
    file: File, *, keys: Keys, places: Places, codes: npt.NDArray[np.object_], shown: Rows
) -> tuple[Places, npt.NDArray[np.object_]]:
    """Where an area is not known, its rows decide what becomes of it, and are told of one by one."""
    lost = np.array([code is None for code in codes], dtype=bool)
    if places.nameless or not lost.any():
        return places, codes
    chosen = lost | _is_kommun(file, places=places, codes=codes)
    entries = np.flatnonzero(chosen[keys.area.ids])
    if len(entries) > MOST_LOST:
        raise Unfit("för många rader med okända områden")
    entries = np.union1d(entries, shown)
    long = file.long_of(entries)
    again = find_places(
        long, areas=file.areas, source=file.source, mapping=file.mapping, owner=file.owner
    )
    firsts = np.searchsorted(entries, keys.area.firsts) * file.width
    return again, again.codes.to_numpy(dtype=object)[firsts]


MOST_LOST = 1_000_000


def _is_kommun(
    file: File, *, places: Places, codes: npt.NDArray[np.object_]
) -> npt.NDArray[np.bool_]:
    """The areas that parts of a kommun would be compared with."""
    if not file.source.sub_areas:
        return np.zeros(len(codes), dtype=bool)
    kommuner = {code for code, area in places.known.items() if area.level.value == "kommun"}
    if len(kommuner) != 1:
        return np.zeros(len(codes), dtype=bool)
    return np.array([code in kommuner for code in codes], dtype=bool)
