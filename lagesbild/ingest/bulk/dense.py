"""Columns in which nearly every row has a text of its own: read as numbers, or only looked through."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lagesbild.ingest.bulk.content import Unfit
from lagesbild.ingest.bulk.texts import (
    FORMULA_LIKE,
    SHORTEST_PERSON,
    Codes,
    ColumnTexts,
    Flagged,
    NotUtf8,
    Rows,
)

PERSON_BYTES = r"[0-9](?:0[1-9]|1[0-2])[0-36-9][0-9].{0,3}[0-9]{4}|[1-9][.,][0-9]{6,}\s?[eE]"
"""As the prefilter for personal numbers, for bytes: a dash may be three of them."""

FORMULA_BYTES = r"^[\s\x80-\xff]*[=@+\-]"
ODD_KEPT = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DensePart:
    """One block of a dense column.

    values  numbers where the text is a plain one, NaN elsewhere; None for a column of texts
    odd     the rows of the block whose text is no plain number
    texts   the texts of those rows
    person, formula  rows of the block that a check must see, with their bytes
    """

    values: npt.NDArray[np.float64] | None
    odd: Rows
    texts: pa.DictionaryArray | None
    person: tuple[Rows, list[bytes]]
    formula: tuple[Rows, list[bytes]]


def read_numbers(array: pa.BinaryArray, *, decimal: str | None) -> DensePart:
    """Plain numbers; all else is odd, and looked at text by text."""
    sign = f"(?:[{decimal}][0-9]+)?" if decimal else ""
    plain = pc.match_substring_regex(array, f"^-?(?:0|[1-9][0-9]*){sign}$")
    is_plain = np.asarray(plain)
    texts = pc.if_else(plain, array, pa.scalar(None, pa.binary()))
    if decimal == ",":
        texts = pc.replace_substring(texts, pattern=b",", replacement=b".")
    values = pc.cast(pc.cast(texts, pa.string()), pa.float64()).to_numpy(zero_copy_only=False)
    odd = np.flatnonzero(~is_plain)
    return DensePart(
        values=values, odd=odd, texts=pc.dictionary_encode(array.take(pa.array(odd))),
        person=_find(array, pattern=PERSON_BYTES), formula=(odd[:0], []),
    )  # fmt: skip


def look_through(array: pa.BinaryArray, *, is_utf8: bool) -> DensePart:
    """Texts that only the checks want to see."""
    if is_utf8:
        try:
            array.cast(pa.string())
        except pa.ArrowInvalid:
            raise NotUtf8 from None
    none = np.zeros(0, dtype=np.int64)
    return DensePart(
        values=None, odd=none, texts=None, person=_find(array, pattern=PERSON_BYTES),
        formula=_find(array, pattern=FORMULA_BYTES),
    )  # fmt: skip


def _find(array: pa.BinaryArray, *, pattern: str) -> tuple[Rows, list[bytes]]:
    if pattern == PERSON_BYTES:
        long_enough = np.flatnonzero(np.asarray(pc.binary_length(array)) >= SHORTEST_PERSON)
    else:
        long_enough = np.arange(len(array))
    if not len(long_enough):
        return long_enough, []
    chosen = array if len(long_enough) == len(array) else array.take(pa.array(long_enough))
    found = np.flatnonzero(np.asarray(pc.match_substring_regex(chosen, pattern)))
    return long_enough[found], chosen.take(pa.array(found)).to_pylist()


class DenseColumn:
    """What is kept of a dense column from block to block."""

    def __init__(self, *, encoding: str) -> None:
        self.odd = ColumnTexts(encoding=encoding, most=ODD_KEPT)
        self.odd_rows: list[Rows] = []
        self.odd_codes: list[Codes] = []
        self.values: list[npt.NDArray[np.float64]] = []
        self.persons, self.formulas = Flagged(), Flagged()

    def take(self, part: DensePart, *, first: int) -> None:
        """One block; ``first`` is the number of its first row."""
        self._flag(self.persons, found=part.person, first=first)
        self._flag(self.formulas, found=part.formula, first=first)
        if part.values is None:
            return
        self.values.append(part.values)
        if len(part.odd) and part.texts is not None:
            self.odd_codes.append(self.odd.take(part.texts, first=0))
            self.odd_rows.append(part.odd + first)
        if self.odd.is_full:
            raise Unfit("många olika texter bland talen")

    def _flag(self, flagged: Flagged, *, found: tuple[Rows, list[bytes]], first: int) -> None:
        rows, raws = found
        if not raws:
            return
        texts = [raw.decode(self.odd.encoding, errors="replace").strip() for raw in raws]
        if flagged is self.formulas:
            places = [i for i, text in enumerate(texts) if FORMULA_LIKE.search(text)]
            rows, texts = rows[places], [texts[i] for i in places]
        flagged.add(rows + first, texts)
