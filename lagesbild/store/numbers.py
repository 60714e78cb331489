"""Figures read as plain numbers from the one long table; periods and series are put to them here.

Working out how to join three tables takes the database four times as long as finding the rows of an
ordinary question, and every question is worked out anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lagesbild.store.connection import Store, sql
from lagesbild.store.lookups import Lookups

ASKED_OF_FIGURES = ("measures", "areas", "deliveries")
WHEN = ("period_start", "period_end", "period_label")
VALUES = ("value", "status", "issued_on", "delivery_id")


def fetch_numbers(store: Store, *, look: Lookups, asked: Mapping[str, object]) -> pd.DataFrame:
    """What sql/fetch_observations.sql gives, where no figure has several issues.

    asked  its parameters
    """
    values = {name: asked[name] for name in ASKED_OF_FIGURES}
    rows = store.cursor().execute(sql("fetch_numbers"), values).df()
    period_at, is_period = _places(rows["period_id"], among=look.periods["period_id"])
    series_at, is_series = _places(rows["series_id"], among=look.series["series_id"])
    kept = np.flatnonzero(is_period & is_series & _wanted(look.periods, asked=asked)[period_at])
    order = kept[_order(rows, look=look, period_at=period_at, series_at=series_at, rows_kept=kept)]
    when, divided = period_at[order], series_at[order]
    return pd.DataFrame(
        {name: rows[name].array.take(order) for name in ("measure_id", "area_id")}
        | {name: look.periods[name].array.take(when) for name in WHEN}
        | {name: look.series[name].array.take(divided) for name in ("breakdown", "is_total")}
        | {name: rows[name].array.take(order) for name in VALUES}
        | {"months": look.periods["months"].array.take(when)}
    )


def fetch_year_sum_numbers(
    store: Store, *, look: Lookups, asked: Mapping[str, object]
) -> pd.DataFrame:  # fmt: skip
    """What sql/fetch_year_sums.sql gives, where no figure has several issues.

    asked  its parameters
    """
    months = look.periods[_wanted(look.periods, asked={**asked, "shortest": 1, "longest": 1})[:-1]]
    values: dict[str, object] = {
        name: asked[name] for name in ("summable", "areas", "deliveries", "example_deliveries")
    }
    values["years"] = _by_number(months["period_id"], months["period_start"].dt.year)
    values["breakdowns"] = _by_number(look.series["series_id"], look.series["breakdown"])
    values["totals"] = _by_number(look.series["series_id"], look.series["is_total"])
    return store.cursor().execute(sql("fetch_year_sum_numbers"), values).df()


def _by_number(numbers: pd.Series, texts: pd.Series) -> list[Any]:
    """What each number from 1 means, as the database counts a list's places; None for unknown ones."""
    known = dict(zip(numbers.tolist(), texts.tolist(), strict=True))
    return [known.get(number) for number in range(1, max(known, default=0) + 1)] or [None]


def _places(wanted: pd.Series, *, among: pd.Series) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where each number stands in the sorted column, and whether it does."""
    known, asked = among.to_numpy(), wanted.to_numpy()
    if not len(known):
        return np.zeros(len(asked), dtype=np.intp), np.zeros(len(asked), dtype=bool)
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return at, known[at] == asked


def _wanted(periods: pd.DataFrame, *, asked: Mapping[str, object]) -> NDArray[np.bool_]:
    """Which periods lie within the dates and lengths asked for; one more than there are, for none."""
    inside = (
        (periods["period_start"] >= pd.Timestamp(asked["start"]))  # type: ignore[arg-type]
        & (periods["period_end"] <= pd.Timestamp(asked["end"]))  # type: ignore[arg-type]
        & periods["months"].between(asked["shortest"], asked["longest"])  # type: ignore[call-overload]
    )
    return np.append(inside.to_numpy(dtype=bool), False)


def _order(
    rows: pd.DataFrame, *, look: Lookups, period_at: NDArray[np.intp],
    series_at: NDArray[np.intp], rows_kept: NDArray[np.intp],
) -> NDArray[np.intp]:  # fmt: skip
    """By measure, area, start and breakdown, as the database orders them: texts by their letters'
    numbers."""
    words = [str(word) for word in look.series["breakdown"]]
    rank = {word: number for number, word in enumerate(sorted(set(words)))}
    breakdown = np.array([rank[word] for word in words] or [0], dtype=np.int64)
    start = np.append(look.periods["period_start"].to_numpy().astype("int64"), 0)
    return np.lexsort(
        (
            breakdown[series_at[rows_kept]], start[period_at[rows_kept]],
            rows["area_id"].to_numpy()[rows_kept], rows["measure_id"].to_numpy()[rows_kept],
        )
    )  # fmt: skip
