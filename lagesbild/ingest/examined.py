"""What the checks look at: a file as understood, as rows, and as the store would keep it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.errors import Fault
from lagesbild.domain.indicator import Kind, Measure, Source
from lagesbild.ingest.faults import count_in_words, make_fault
from lagesbild.ingest.mapping import kind_of_unit
from lagesbild.ingest.resolve import Resolved
from lagesbild.ingest.table import Understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a delivery is about.

    periods  measure, start, end
    areas    measure, area code
    """

    periods: frozenset[tuple[str, date, date]]
    areas: frozenset[tuple[str, str]]


def reach_of(observations: pd.DataFrame) -> Reach:
    """Read off every observation of a delivery."""
    times = observations[["measure", "period_start", "period_end"]].drop_duplicates()
    places = observations[["measure", "area_code"]].drop_duplicates()
    return Reach(
        periods=frozenset(
            (measure, start.date(), end.date())
            for measure, start, end in times.dropna().itertuples(index=False)
        ),
        areas=frozenset(tuple(row) for row in places.dropna().itertuples(index=False)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A delivery on its way in.

    reach    what all of it is about, also where only some of its rows are looked at
    is_selection  True when the rows at hand are only those that a check may have something to say about
    has_events  True when single events are stored beside the observations, or instead of them
    covered  measure and area code -> the area's name, of what the store has for each measure's newest
             period
    catalog  with the measures that the delivery brings
    history  what the store has of the same measures and areas, undivided and real: measure,
             area_code, period_start, period_end, value
    """

    understood: Understood
    long: pd.DataFrame
    resolved: Resolved
    source: Source
    catalog: Catalog
    today: date
    history: pd.DataFrame
    reach: Reach
    covered: dict[tuple[str, str], str] = field(default_factory=dict)
    is_selection: bool = False
    has_events: bool = False

    @property
    def observations(self) -> pd.DataFrame:
        return self.resolved.observations

    def kind(self, measure_id: str) -> Kind:
        """What kind of number a measure is: by the indicator it leads, else by its unit."""
        for indicator in self.catalog.indicators.values():
            if measure_id == indicator.value:
                return indicator.kind
            if measure_id in (indicator.numerator, indicator.denominator):
                return Kind.COUNT
        measure: Measure = self.resolved.measures[measure_id]
        return kind_of_unit(measure.unit)

    def measures_in(self, *, sheet: str, column: str) -> list[str]:
        """Measures whose observations came from this column of the file."""
        frame = self.observations
        here = (frame["source_column"] == column) & (frame["source_sheet"].fillna("") == sheet)
        return [str(one) for one in frame.loc[here, "measure"].unique()]

    def of_kind(self, kind: Kind) -> pd.DataFrame:
        """Observations of measures of this kind."""
        wanted = [one for one in self.resolved.measures if self.kind(one) is kind]
        return self.observations[self.observations["measure"].isin(wanted)]

    def sheet(self, name: object) -> str | None:
        """The sheet's name where the file has sheets, None in a text file."""
        return str(name) or None


def faults_by_column(
    examined: Examined, frame: pd.DataFrame, *, code: str, one: str = "En rad", many: str = "rader",
    **words: object,
) -> list[Fault]:  # fmt: skip
    """The same remark once for each sheet and column of the rows concerned."""
    return [
        make_fault(
            code, sheet=examined.sheet(sheet), rows=rows["source_row"], column=column,
            count=count_in_words(rows["source_row"].nunique(), one=one, many=many), **words,
        )
        for sheet, column, rows in _by_place(frame)
    ]  # fmt: skip


def _by_place(frame: pd.DataFrame) -> Iterator[tuple[object, str | None, pd.DataFrame]]:
    if frame.empty:
        return
    for (sheet, column), rows in frame.groupby(
        ["source_sheet", "source_column"], sort=False, dropna=False
    ):  # fmt: skip
        yield sheet, str(column) if isinstance(column, str) and column else None, rows
