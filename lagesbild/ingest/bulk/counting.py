"""Event rows counted as they pass: equal ones become one entry, so memory follows what differs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lagesbild.ingest.bulk.content import Unfit
from lagesbild.ingest.bulk.texts import Codes, Rows

BITS = 62
PENDING = 2_000_000
"""Entries that may wait before equal ones are put together."""

Keys = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Distinct rows: the first row of each, how many there are, and their codes column by column."""

    first: Rows
    times: npt.NDArray[np.int64]
    codes: list[npt.NDArray[np.integer]]


class EventCounter:
    """Counts rows by the codes of some columns, packed into one number."""

    def __init__(self, columns: list[int]) -> None:
        if not columns:
            raise Unfit("händelser utan område, tid och slag")
        self.columns = columns
        self._bits = [8] * len(columns)
        self._parts: list[tuple[Keys, Rows, npt.NDArray[np.int64]]] = []
        self._waiting = 0
        self._settled = 0

    def take(self, codes: list[Codes], *, first: int) -> None:
        """One block of rows; ``first`` is the number of its first row."""
        self._make_room([int(one.max(initial=0)) for one in codes])
        keys, places, times = np.unique(
            _pack(codes, bits=self._bits), return_index=True, return_counts=True
        )
        self._parts.append((keys, places + first, times))
        self._waiting += len(keys)
        if self._waiting > max(PENDING, 2 * self._settled):
            self._settle()

    def _make_room(self, largest: list[int]) -> None:
        needed = [max(b, n.bit_length()) for b, n in zip(self._bits, largest, strict=True)]
        if needed == self._bits:
            return
        if sum(needed) > BITS:
            raise Unfit("för många olika kombinationer")
        before, self._bits = self._bits, needed
        self._parts = [
            (_pack(_unpack(keys, bits=before), bits=needed), rows, times)
            for keys, rows, times in self._parts
        ]

    def _settle(self) -> None:
        """Put equal entries together."""
        keys, rows, times = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        # Parts stand in the file's order, so the first of equal ones is the first row.
        settled = (keys[starts], rows[order][starts], np.add.reduceat(times[order], starts))
        self._parts = [settled]
        self._waiting = self._settled = len(starts)

    def finish(self) -> Counted:
        """All entries in the order of their first rows."""
        self._settle()
        keys, rows, times = self._parts[0]
        order = np.argsort(rows)
        return Counted(
            first=rows[order], times=times[order], codes=_unpack(keys[order], bits=self._bits)
        )


def _pack(codes: list[npt.NDArray[np.integer]] | list[Codes], *, bits: list[int]) -> Keys:
    packed = np.zeros(len(codes[0]), dtype=np.int64)
    for one, width in zip(codes, bits, strict=True):
        packed <<= width
        packed |= one
    return packed


def _unpack(keys: Keys, *, bits: list[int]) -> list[npt.NDArray[np.integer]]:
    codes: list[npt.NDArray[np.integer]] = []
    rest = keys
    for width in reversed(bits):
        codes.append((rest & ((1 << width) - 1)).astype(np.int32))
        rest = rest >> width
    return codes[::-1]
