"""What each row is about as one number: its area, its time, its measure with breakdown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lagesbild.ingest.bulk.scan import Scan
from lagesbild.ingest.bulk.texts import Rows
from lagesbild.ingest.bulk.whole import KEY_ROLES
from lagesbild.ingest.table import ColumnRole, UnderstoodTable

AREA = frozenset((ColumnRole.AREA_CODE, ColumnRole.AREA_NAME))
TIME = frozenset((ColumnRole.PERIOD,))
WHAT = KEY_ROLES - AREA - TIME
TABLE_SIZE = 1 << 24
Ids = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Entries numbered by the texts of some columns.

    ids     number of each entry
    firsts  the first entry with each number
    """

    ids: Ids
    firsts: Rows

    def __len__(self) -> int:
        return len(self.firsts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The three things that tell entries apart."""

    area: Key
    time: Key
    what: Key


def find_keys(found: Scan, *, table: UnderstoodTable) -> Keys:
    """The keys by the columns' roles."""
    return Keys(
        area=_key(found, table=table, roles=AREA),
        time=_key(found, table=table, roles=TIME),
        what=_key(found, table=table, roles=WHAT),
    )


def _key(found: Scan, *, table: UnderstoodTable, roles: frozenset[ColumnRole]) -> Key:
    columns = [c.index for c in table.columns if c.role in roles and c.index in found.codes]
    if not columns:
        return Key(ids=np.zeros(found.entries, dtype=np.uint16), firsts=np.zeros(1, dtype=np.int64))
    joined, size = found.codes[columns[0]], len(found.texts[columns[0]])
    for column in columns[1:]:
        more = len(found.texts[column])
        kind: type[np.integer] = np.int32 if size * more < 2**31 else np.int64
        wide: npt.NDArray[np.integer] = np.multiply(joined, more, dtype=kind)
        np.add(wide, found.codes[column], out=wide)
        joined, size = _renumber(wide, size=size * more)
    ids, _ = _renumber(joined, size=size)
    return Key(ids=ids, firsts=first_entries(ids))


def _renumber(keys: npt.NDArray[np.integer], *, size: int) -> tuple[Ids, int]:
    """Numbers from 0 without gaps."""
    if size > TABLE_SIZE:
        distinct, ids = np.unique(keys, return_inverse=True)
        return _narrow(ids, size=len(distinct)), len(distinct)
    present = np.zeros(size, dtype=bool)
    present[keys] = True
    count = int(np.count_nonzero(present))
    return _narrow(np.cumsum(present) - 1, size=count)[keys], count


def _narrow(numbers: npt.NDArray[np.integer], *, size: int) -> Ids:
    """In as few bytes as numbers below ``size`` need."""
    return numbers.astype(np.uint16 if size <= 2**16 else np.int32)


def first_entries(ids: Ids, *, among: npt.NDArray[np.bool_] | None = None) -> Rows:
    """The first entry of each number, only among some entries when that is asked for."""
    entries = np.arange(len(ids), dtype=np.int32) if among is None else np.flatnonzero(among)
    chosen = ids[entries]
    firsts = np.full(int(ids.max(initial=0)) + 1, -1, dtype=np.int64)
    firsts[chosen[::-1]] = entries[::-1]
    return firsts[firsts >= 0]
