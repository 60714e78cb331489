"""The distinct texts of one column, each looked at once, and a number for each row's text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lagesbild.ingest.bulk.content import Unfit
from lagesbild.ingest.checks.formulas import FORMULA
from lagesbild.ingest.encoding import TWICE_ENCODED_LOSS
from lagesbild.ingest.personal_data import PREFILTER

Codes = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]

SHORTEST_PERSON = 9
"""Characters of the shortest text that the prefilter for personal numbers lets through."""

SUSPECTS_KEPT = 200_000
PERSON, FORMULA_LIKE = re.compile(PREFILTER), re.compile(FORMULA)


class NotUtf8(Exception):
    """A text that is no UTF-8 in a file that began as it."""


@dataclass(slots=True, kw_only=True)
class Flagged:
    """Cells of one column that a check must see: their rows, counted from 0, and texts."""

    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, rows: Rows, texts: list[str]) -> None:
        if len(self.rows) < SUSPECTS_KEPT:
            self.rows += rows.tolist()
            self.texts += texts


class ColumnTexts:
    """Numbers for the distinct stripped texts of one column, in order of first appearance."""

    def __init__(self, *, encoding: str, most: int) -> None:
        self.encoding = "cp1252" if encoding == "cp1252" else "utf-8"
        self.most = most
        self.texts: list[str] = []
        self.rows: npt.NDArray[np.int64] = np.zeros(256, dtype=np.int64)
        self.persons, self.formulas = Flagged(), Flagged()
        self._by_raw: dict[bytes, int] = {}
        self._by_text: dict[str, int] = {}
        self._person_codes: set[int] = set()
        self._formula_codes: set[int] = set()

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def is_full(self) -> bool:
        return len(self.texts) > self.most

    def code_of(self, text: str) -> int | None:
        return self._by_text.get(text)

    def is_formula(self, code: int) -> bool:
        return code in self._formula_codes

    def take(self, array: pa.DictionaryArray, *, first: int) -> Codes:
        """The codes of one block's rows; ``first`` is the number of its first row."""
        here = np.asarray(array.indices)
        known = self._by_raw
        numbers = [
            known[raw] if raw in known else self._learn(raw) for raw in array.dictionary.to_pylist()
        ]
        to_code = np.array(numbers, dtype=np.int32)
        self._count(to_code, np.bincount(here, minlength=len(numbers)))
        codes: Codes = to_code[here]
        self._flag(codes, present=numbers, first=first)
        return codes

    def _learn(self, raw: bytes) -> int:
        try:
            text = raw.decode(self.encoding).strip()
        except UnicodeDecodeError:
            if self.encoding == "utf-8":
                raise NotUtf8 from None
            raise Unfit("tecken som teckenkodningen saknar") from None
        if self.encoding == "cp1252" and ("Ã" in text or TWICE_ENCODED_LOSS in text):
            raise Unfit("bokstäver som kodats två gånger")
        code = self._by_text.get(text)
        if code is None:
            code = self._by_text[text] = len(self.texts)
            self.texts.append(text)
            self._look_at(text, code=code)
        self._by_raw[raw] = code
        return code

    def _look_at(self, text: str, *, code: int) -> None:
        if len(text) >= SHORTEST_PERSON and PERSON.search(text):
            self._person_codes.add(code)
        if text[:1] in "=@+-" and FORMULA_LIKE.search(text):
            self._formula_codes.add(code)

    def _count(self, codes: Codes, rows: npt.NDArray[np.int64]) -> None:
        if len(self.texts) > len(self.rows):
            grown = np.zeros(2 * len(self.texts), dtype=np.int64)
            grown[: len(self.rows)] = self.rows
            self.rows = grown
        np.add.at(self.rows, codes, rows)

    def _flag(self, codes: Codes, *, present: list[int], first: int) -> None:
        for flagged, wanted in (
            (self.persons, self._person_codes), (self.formulas, self._formula_codes),
        ):  # fmt: skip
            here = wanted.intersection(present) if wanted else None
            if here:
                places = np.flatnonzero(np.isin(codes, list(here)))
                flagged.add(places + first, [self.texts[code] for code in codes[places]])

    def counts(self) -> dict[str, int]:
        """Distinct text -> rows, the most usual first; "" left out."""
        rows = self.rows[: len(self.texts)]
        order = np.argsort(-rows, kind="stable").tolist()
        return {self.texts[code]: int(rows[code]) for code in order if self.texts[code]}
