"""A measure's parts of years and its years, asked for together: most of what a question costs is not the rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lagesbild.access.release import part_of
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.time_series import commonest_length, months_of
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import ReleasedFigures
from lagesbild.store.observations import Grain

DAYS_A_MONTH = 31
"""As the store has it: periods that are no whole months are as many months as they have of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLength:
    """Released, undivided figures of some areas, in periods of every length.

    parts  months, quarters ...; years: years and longer, added up from months where they can be
    """

    codes: frozenset[str]
    parts: ReleasedFigures
    years: ReleasedFigures

    def usual(self, codes: Collection[str]) -> tuple[ReleasedFigures, ReleasedFigures]:
        """Parts of years and years of some of the areas, each only in the length that most of them have."""
        parts, years = (
            commonest_length(
                one if self.codes.issubset(codes)
                else part_of(one, rows=one.frame["area_code"].isin(codes))
            )
            for one in (self.parts, self.years)
        )  # fmt: skip
        return parts, years


def figures_by_length(inquiry: Inquiry, *, indicator: Indicator, codes: Sequence[str]) -> ByLength:
    """As two questions to released_figures, Grain.PART_OF_YEAR and Grain.YEAR."""
    found = released_figures(
        inquiry, indicator_id=indicator.id, grain=Grain.PARTS_AND_YEARS, area_codes=codes
    )
    is_total, is_long = found.frame["is_total"].to_numpy(dtype=bool), _is_long(found.frame)
    return ByLength(
        codes=frozenset(codes), parts=part_of(found, rows=is_total & ~is_long),
        years=part_of(found, rows=is_total & is_long),
    )  # fmt: skip


def _is_long(frame: pd.DataFrame) -> NDArray[np.bool_]:
    start, end = (
        frame[name].to_numpy(dtype="datetime64[D]").astype(np.int64)
        for name in ("period_start", "period_end")
    )
    months = months_of(frame)
    return np.where(months > 0, months, (end - start) // DAYS_A_MONTH) >= 12
