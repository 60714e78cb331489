"""What can be seen in one column, before anyone says what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Source
from lagesbild.ingest.areas import AreaIndex, split_code
from lagesbild.ingest.headings import bare
from lagesbild.ingest.marks import meaning
from lagesbild.ingest.numbers import (
    LEADING_ZERO,
    FormEvidence,
    is_mangled_date,
    looks_numeric,
    weigh_form,
)
from lagesbild.ingest.table import WholeColumn

MOST_TEXTS = 600
"""Distinct texts that are looked up among areas; enough for a register of schools to be judged by."""


@dataclass(frozen=True, kw_only=True)
class ColumnFacts:
    """One column's texts and how often each stands there. ``cells`` has the file's rows as index.

    whole  of a large file, of which ``cells`` are only some: what all of it has
    """

    index: int
    name: str
    named: bool
    cells: pd.Series[str]
    areas: AreaIndex
    source: Source | None
    whole: WholeColumn | None = None

    @cached_property
    def counts(self) -> dict[str, int]:
        """Distinct text -> rows; "" left out."""
        if self.whole is not None:
            return self.whole.counts
        found = self.cells.value_counts()
        return {str(text): int(rows) for text, rows in found.items() if text}

    @property
    def key(self) -> str:
        """The heading for comparison; empty for a column without one."""
        return bare(self.name) if self.named else ""

    @property
    def rows(self) -> int:
        return len(self.cells) if self.whole is None else self.whole.rows

    @property
    def keys(self) -> pd.Series[str] | pd.Series[int]:
        """Something for every row that differs where the texts do."""
        known = self.whole.keys if self.whole is not None else None
        return self.cells if known is None else known

    @cached_property
    def used(self) -> int:
        """Rows that have something."""
        return sum(self.counts.values())

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Distinct texts that could be numbers -> rows."""
        return {text: rows for text, rows in self.counts.items() if looks_numeric(text)}

    @cached_property
    def marks(self) -> dict[str, int]:
        """Distinct texts that are marks where a number would stand -> rows."""
        return {
            text: rows
            for text, rows in self.counts.items()
            if text not in self.numbers and meaning(text, source=self.source) is not None
        }

    @cached_property
    def number_share(self) -> float:
        """Share of the cells, marks and empty ones apart, that are numbers or once were."""
        rest = self.used - sum(self.marks.values())
        if not rest or not self.numbers:
            return 0.0
        spoilt = sum(rows for text, rows in self.counts.items() if is_mangled_date(text))
        return (sum(self.numbers.values()) + spoilt) / rest

    @cached_property
    def only_marks(self) -> bool:
        return self.used > 0 and sum(self.marks.values()) == self.used

    @cached_property
    def is_codes(self) -> bool:
        """Leading zeros on texts of one length: "0114" is never 114."""
        zeros = [text for text in self.counts if LEADING_ZERO.match(text) and text.isdigit()]
        return bool(zeros) and len({len(text) for text in self.counts}) <= 2 and all(
            text.isdigit() for text in self.counts
        )  # fmt: skip

    @cached_property
    def evidence(self) -> FormEvidence:
        return weigh_form(self.numbers)

    @cached_property
    def sample(self) -> list[str]:
        """Distinct texts, as many as are worth looking up."""
        return list(self.counts)[:MOST_TEXTS]

    @cached_property
    def known_codes(self) -> float:
        """Share of distinct texts that are codes of areas as they stand."""
        found = sum(self.areas.find_code(text) is not None for text in self.sample)
        return found / len(self.sample) if self.sample else 0.0

    @cached_property
    def known_short_codes(self) -> float:
        """As known_codes, for codes that a spreadsheet has taken the leading zero from."""
        found = sum(self.areas.find_code(mended_code(text)) is not None for text in self.sample)
        return found / len(self.sample) if self.sample else 0.0

    @cached_property
    def code_and_name(self) -> float:
        """Share of distinct texts like "0114 Upplands Väsby"."""
        found = sum(bool(split_code(text)[0]) for text in self.sample)
        return found / len(self.sample) if self.sample else 0.0

    def found_areas(self, *, level: AreaLevel | None = None) -> list[Area]:
        """Areas that the distinct texts mean."""
        found = (self.areas.find(text, level=level) for text in self.sample)
        return [area for area in found if area is not None]

    @cached_property
    def known_names(self) -> float:
        """Share of distinct texts that are names of areas."""
        return len(self.found_areas()) / len(self.sample) if self.sample else 0.0

    @cached_property
    def known_lan(self) -> float:
        """Share of distinct texts that are län when they are taken for län."""
        found = self.found_areas(level=AreaLevel.LAN)
        return len(found) / len(self.sample) if self.sample else 0.0


def mended_code(text: str) -> str:
    """A kommun's code that went through a spreadsheet as a number: "114" and "114.0" are "0114"."""
    digits = text.removesuffix(".0").removesuffix(",0")
    return digits.zfill(4) if digits.isdigit() and len(digits) == 3 else digits
