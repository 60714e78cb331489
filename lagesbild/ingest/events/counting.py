"""From single events to the months that a table of figures would have had."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lagesbild.domain.observation import LONG_COLUMNS, NO_BREAKDOWN
from lagesbild.domain.secrecy import Status
from lagesbild.ingest.events.span import Span, next_month
from lagesbild.ingest.long import EVENT_UNIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What is counted where.

    frame     kommun, area (codes), measure, at and source_row of each event that is counted in a measure
    measures  kommun -> measures that the list is the whole of
    areas     kommun -> it and the parts of it that the list has ever had an event in
    words     area code -> code, name and level as a table of figures would have them
    """

    frame: pd.DataFrame
    measures: dict[str, frozenset[str]]
    areas: dict[str, frozenset[str]]
    words: dict[str, tuple[str, str, str]]


def months_as_long(counted: Counted, *, span: Span, sheet: str) -> pd.DataFrame:
    """LONG_COLUMNS, a row for each measure, area and whole month, noughts too: where the list is the
    whole of a month, nothing in it is a figure."""
    months = span.months
    keys = [
        (area, measure, month)
        for kommun, measures in counted.measures.items()
        for area, measure, month in itertools.product(
            sorted(counted.areas[kommun]), sorted(measures), months
        )
    ]  # fmt: skip
    if not keys:
        return empty_long()
    numbers = _count(counted.frame)
    first = int(counted.frame["source_row"].min()) if len(counted.frame) else 1
    found = [numbers.get((area, measure, month), (0, first)) for area, measure, month in keys]
    words = [counted.words[area] for area, _, _ in keys]
    return as_long(
        words=words, measures=[measure for _, measure, _ in keys],
        months=[month for *_, month in keys], values=[float(count) for count, _ in found],
        rows=[row for _, row in found], sheet=sheet,
    )  # fmt: skip


def _count(frame: pd.DataFrame) -> dict[tuple[str, str, date], tuple[int, int]]:
    """Events and the first row of each area, measure and month; the kommun counts all of its own."""
    whole = frame.assign(area=frame["kommun"])
    parts = frame[frame["area"] != frame["kommun"]]
    both = pd.concat([whole, parts], ignore_index=True)
    both["month"] = both["at"].to_numpy().astype("datetime64[M]").astype("datetime64[s]")
    grouped = both.groupby(["area", "measure", "month"], sort=False)["source_row"]
    return {
        (str(area), str(measure), month.date()): (int(count), int(row))
        for (area, measure, month), count, row in grouped.agg(["size", "min"]).itertuples()
    }


def as_long(
    *, words: Iterable[tuple[str, str, str]], measures: list[str], months: list[date],
    values: list[float], rows: list[int], sheet: str,
) -> pd.DataFrame:  # fmt: skip
    """LONG_COLUMNS of months."""
    codes, names, levels = zip(*words, strict=True)
    frame = pd.DataFrame(
        {
            "area_code": codes, "area_name": names, "area_level": levels,
            "period_start": pd.to_datetime(months),
            "period_end": pd.to_datetime([next_month(month) for month in months]),
            "period_label": [f"{month:%Y-%m}" for month in months], "measure": measures,
            "unit": EVENT_UNIT, "breakdown": NO_BREAKDOWN, "value": values,
            "status": Status.VALUE.value, "raw": "", "source_sheet": sheet,
            "source_row": np.array(rows, dtype="int64"), "source_column": "",
        }
    )[list(LONG_COLUMNS)]  # fmt: skip
    return frame.astype(_types(frame))


def empty_long() -> pd.DataFrame:
    """LONG_COLUMNS without a row."""
    frame = pd.DataFrame({name: pd.Series(dtype="object") for name in LONG_COLUMNS})
    return frame.astype(_types(frame))


def _types(frame: pd.DataFrame) -> dict[str, str]:
    own = {
        "value": "float64", "source_row": "int64", "period_start": "datetime64[us]",
        "period_end": "datetime64[us]",
    }  # fmt: skip
    return {str(name): own.get(str(name), "str") for name in frame}
