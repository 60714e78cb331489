"""Events whose words differ and mean the same, put together before anything is said of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from lagesbild.ingest.bulk.keys import Key, Keys, first_entries
from lagesbild.ingest.bulk.words import AREA_WORDS, TIME_WORDS, WHAT_WORDS, File, Words


def merge_events(file: File, *, keys: Keys, words: Words) -> tuple[File, Keys]:
    """Entries with the same area, time and kind become one, in the place of the first of them."""
    same = [
        _same(words.area[AREA_WORDS]), _same(words.time[TIME_WORDS]), _same(words.what[WHAT_WORDS])
    ]  # fmt: skip
    tables = (words.area, words.time, words.what)
    if all(len(np.unique(one)) == len(t) for one, t in zip(same, tables, strict=True)):
        return file, keys
    parts = (keys.area, keys.time, keys.what)
    numbers = np.zeros(file.found.entries, dtype=np.int64)
    for one, key in zip(same, parts, strict=True):
        numbers = numbers * (int(one.max(initial=0)) + 1) + one[key.ids]
    _, firsts, inverse = np.unique(numbers, return_index=True, return_inverse=True)
    order = np.sort(firsts)
    found = file.found
    if found.kept is None or found.times is None:
        return file, keys
    times = np.bincount(inverse, weights=found.times).astype(np.int64)[np.argsort(firsts)]
    merged = replace(
        found, kept=found.kept[order], times=times,
        codes={i: codes[order] for i, codes in found.codes.items()},
    )  # fmt: skip
    area, time, what = (
        _first_of_same(key, same=one, order=order) for key, one in zip(parts, same, strict=True)
    )
    return replace(file, found=merged), Keys(area=area, time=time, what=what)


def _same(words: pd.DataFrame) -> npt.NDArray[np.int64]:
    """For each row the number of the first row with the same words."""
    places = words.groupby(list(words.columns), sort=False, dropna=False).ngroup().to_numpy()
    firsts = first_entries(places.astype(np.int32))
    return firsts[places]


def _first_of_same(key: Key, *, same: npt.NDArray[np.int64], order: npt.NDArray[np.int64]) -> Key:
    """Ids keep pointing into the words' table, where only the first of equal rows is used."""
    return Key(ids=same[key.ids][order].astype(np.int32), firsts=key.firsts)
