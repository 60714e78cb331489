"""The figures that a check could have something to say about, found among all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lagesbild.domain.indicator import Kind
from lagesbild.ingest.bulk.content import Unfit
from lagesbild.ingest.bulk.figures import Figures
from lagesbild.ingest.bulk.texts import Rows
from lagesbild.ingest.checks.small_counts import LIMIT
from lagesbild.ingest.examined import Examined

ROOM = 63
STEP = 500_000
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The kept figures: measure, area, time, whole before its parts.

    at       figure numbers
    stored   the same numbers in the order they are stored: each part's times together
    same     whether one is about exactly the same as the one before it
    starts   places where the measure, the area or the time is another
    """

    at: Rows
    stored: Rows
    same: Mask
    starts: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """Sort keys of the words: by area key, by time key, by what key."""

    area: npt.NDArray[np.int64]
    time: npt.NDArray[np.int64]
    measure: npt.NDArray[np.int64]
    breakdown: npt.NDArray[np.int64]


def rank_words(figures: Figures, *, measure_ids: dict[str, int], area_ids: dict[str, int]) -> Ranks:
    """Known measures and areas in the order of their ids, new ones after them by name."""
    what, time, words = figures.words.what, figures.words.time, figures.words
    part = (~what["is_total"]).astype(int).astype(str) + what["left"].fillna("").astype(str)
    stretch = time["period_start"].astype("int64").astype(str).str.zfill(20)
    stretch += time["period_end"].astype("int64").astype(str).str.zfill(20)
    return Ranks(
        area=_by_id(words.area["code"], ids=area_ids), time=_rank(stretch),
        measure=_by_id(what["measure_id"], ids=measure_ids), breakdown=_rank(part),
    )  # fmt: skip


def _by_id(texts: pd.Series[str], *, ids: dict[str, int]) -> npt.NDArray[np.int64]:
    known = texts.map(ids).astype("float64")
    order = known.fillna(np.inf).rank(method="dense") * 1e9
    return _rank(order + texts.fillna("").astype(str).rank(method="dense"))


def _rank(values: pd.Series) -> npt.NDArray[np.int64]:
    ranks: npt.NDArray[np.int64] = values.rank(method="dense").to_numpy().astype(np.int64)
    return ranks - 1


def put_in_order(figures: Figures, *, ranks: Ranks) -> Order:
    """Sort once: for storing, for finding doubles and for comparing parts with their whole."""
    sizes = [int(one.max(initial=0)) + 1 for one in (ranks.area, ranks.time, ranks.breakdown)]
    most = int(ranks.measure.max(initial=0)) + 1
    bits = max(1, len(figures).bit_length())
    if (most * sizes[0] * sizes[1] * sizes[2]).bit_length() + bits > ROOM:
        raise Unfit("för många olika kombinationer")
    group = np.empty(int(np.count_nonzero(figures.kept)), dtype=np.int64)
    done = 0
    for start in range(0, len(figures), STEP):
        at = np.flatnonzero(figures.kept[start : start + STEP]) + start
        part = ranks.measure[figures.what[at]] * sizes[0] + ranks.area[figures.area[at]]
        part = part * sizes[1] + ranks.time[figures.time[at]]
        part = part * sizes[2] + ranks.breakdown[figures.what[at]]
        group[done : done + len(at)] = (part << bits) | at
        done += len(at)
    group.sort()
    at = (group & ((1 << bits) - 1)).astype(np.int32 if bits < 32 else np.int64)
    group >>= bits
    same = np.zeros(len(at), dtype=bool)
    same[1:] = group[1:] == group[:-1]
    stored = _stored_order(group, at=at, times=sizes[1], parts=sizes[2])
    group //= sizes[2]
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]]) if len(at) else at
    return Order(at=at, stored=stored, same=same, starts=starts)


def _stored_order(group: npt.NDArray[np.int64], *, at: Rows, times: int, parts: int) -> Rows:
    """Figure numbers with part before time, so that what is stored side by side is alike.

    A stretch that is cut by the steps is in two orders after another: it only takes more room.
    """
    bits = max(1, min(len(at), STEP).bit_length())
    stored = np.empty_like(at)
    for start in range(0, len(at), STEP):
        here = slice(start, start + STEP)
        around, inside = np.divmod(group[here], times * parts)
        time, part = np.divmod(inside, parts)
        key = (((around * parts + part) * times + time) << bits) | np.arange(len(around))
        key.sort()
        stored[here] = at[here][key & ((1 << bits) - 1)]
    return stored


def find_suspects(figures: Figures, *, order: Order, examined: Examined) -> Rows:
    """Figure numbers, rising, with everything they would be compared with.

    examined  with the words' own rows: for the kinds of the measures
    """
    kinds = _kinds(figures, examined=examined)
    found = [
        _of_time(figures, today=examined.today),
        _doubles(order),
        _of_value(figures, kinds=kinds, is_own=examined.source.scope == "kommun"),
        _larger_subgroups(figures, order=order, counts=kinds == Kind.COUNT.value),
        _larger_areas(figures, order=order, counts=kinds == Kind.COUNT.value),
        np.flatnonzero(~np.isnan(figures.value))[:1],
    ]
    suspects = np.unique(np.concatenate(found))
    return _with_wholes(figures, order=order, suspects=suspects)


def _kinds(figures: Figures, *, examined: Examined) -> npt.NDArray[np.object_]:
    """Kind of each what; "" where the measure is not known."""
    ids = figures.words.what["measure_id"]
    known = {one: examined.kind(one).value for one in figures.words.used}
    return ids.map(known).astype(object).where(ids.notna(), "").to_numpy(dtype=object)


def _of_time(figures: Figures, *, today: date) -> Rows:
    """Without a time, or about one to come."""
    starts = pd.to_datetime(figures.words.time["period_start"])
    odd = (starts.isna() | (starts > pd.Timestamp(today))).to_numpy()
    return np.flatnonzero(odd[figures.time]) if odd.any() else np.zeros(0, dtype=np.int64)


def _doubles(order: Order) -> Rows:
    twice = order.same.copy()
    twice[:-1] |= order.same[1:]
    return order.at[twice]


def _of_value(figures: Figures, *, kinds: npt.NDArray[np.object_], is_own: bool) -> Rows:
    value = figures.value
    odd = value < 0
    if (kinds == Kind.SHARE.value).any():
        odd |= (value > 100) & (kinds == Kind.SHARE.value)[figures.what]
    if is_own:
        odd |= (value > 0) & (value < LIMIT)
    return np.flatnonzero(odd)


def _whole_of_each(figures: Figures, *, order: Order) -> npt.NDArray[np.integer]:
    """For each figure in order the first undivided one of the same measure, area and time; -1."""
    none = np.iinfo(order.at.dtype).max
    is_total = figures.words.what["is_total"].to_numpy(dtype=bool)[figures.what[order.at]]
    at = np.where(is_total, order.at, none)
    firsts = np.minimum.reduceat(at, order.starts).astype(order.at.dtype)
    lengths = np.diff(np.r_[order.starts, len(at)])
    return np.repeat(np.where(firsts == none, -1, firsts), lengths)


def _larger_subgroups(figures: Figures, *, order: Order, counts: Mask) -> Rows:
    if not len(order.at) or len(order.starts) == len(order.at) or not counts.any():
        return np.zeros(0, dtype=np.int64)
    whole = _whole_of_each(figures, order=order)
    value = figures.value
    is_part = ~figures.words.what["is_total"].to_numpy(dtype=bool)
    wanted = (is_part & counts)[figures.what[order.at]]
    larger = wanted & (whole >= 0) & (value[order.at] > value[whole])
    found: Rows = order.at[larger]
    return found


def _parent_keys(figures: Figures) -> npt.NDArray[np.int64]:
    """For each area key the first key whose area is its parent, -1 where the file has none."""
    known = figures.words.places.known
    by_code: dict[str, int] = {}
    codes = figures.words.area["code"].to_numpy(dtype=object)
    for number, code in enumerate(codes):
        by_code.setdefault(code, number)
    parents = [known[code].parent_code if code in known else None for code in codes]
    return np.array([by_code.get(one, -1) if one else -1 for one in parents], dtype=np.int64)


def _larger_areas(figures: Figures, *, order: Order, counts: Mask) -> Rows:
    parents = _parent_keys(figures)
    if (parents < 0).all() or not counts.any():
        return np.zeros(0, dtype=np.int64)
    whole, parts = _parents_of(figures, order=order, parents=parents)
    value = figures.value
    larger = (value[parts] > value[whole]) & counts[figures.what[parts]]
    return parts[larger]


def _parents_of(
    figures: Figures, *, order: Order, parents: npt.NDArray[np.int64]
) -> tuple[Rows, Rows]:
    """Pairs of the first figure of the area around and a figure inside it."""
    same = _same_words(figures)
    area = _first_key(figures.words.area["code"])
    size = len(parents)
    at = np.sort(order.at)
    wide = np.isin(area[figures.area[at]], np.unique(area[parents[parents >= 0]]))
    around = at[wide]
    keys = same(around) * size + area[figures.area[around]]
    known, firsts = np.unique(keys, return_index=True)
    parts = at[parents[figures.area[at]] >= 0]
    wanted = same(parts) * size + area[parents[figures.area[parts]]]
    places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    hit = known[places] == wanted if len(known) else np.zeros(len(parts), dtype=bool)
    return around[firsts[places[hit]]], parts[hit]


def _first_key(texts: pd.Series[str]) -> npt.NDArray[np.int64]:
    """The same number for the same text."""
    return pd.factorize(texts)[0].astype(np.int64)


def _same_words(figures: Figures):  # type: ignore[no-untyped-def]
    """A function from figures to a number that is the same for the same measure, part and time."""
    what = figures.words.what
    part = _first_key(what["measure_id"].astype(str) + "\x1f" + what["left"].astype(str))
    time = figures.words.time
    stretch = _first_key(time["period_start"].astype(str) + time["period_end"].astype(str))
    size = int(stretch.max(initial=0)) + 1

    def number(at: Rows) -> Rows:
        return part[figures.what[at]] * size + stretch[figures.time[at]]

    return number


def _with_wholes(figures: Figures, *, order: Order, suspects: Rows) -> Rows:
    """What the checks would hold a suspect against must be there, or it would pass."""
    if not len(order.at) or len(suspects) < 2:
        return suspects
    whole = _whole_of_each(figures, order=order)
    chosen = np.zeros(len(figures), dtype=bool)
    chosen[suspects] = True
    wholes = whole[chosen[order.at]]
    chosen[wholes[wholes >= 0]] = True
    parents = _parent_keys(figures)
    if (parents >= 0).any():
        around, parts = _parents_of(figures, order=order, parents=parents)
        chosen[around[chosen[parts]]] = True
    return np.flatnonzero(chosen)
