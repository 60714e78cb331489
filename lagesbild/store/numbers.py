"""Figures read as plain numbers from the one long table; periods and series are put to them here.

Working out how to join three tables takes the database four times as long as finding the rows of an
ordinary question, and every question is worked out anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lagesbild.store.columns import Columns, Texts, columns_of_answer, take, text
from lagesbild.store.connection import Store, sql
from lagesbild.store.lookups import Lookups

ASKED_OF_FIGURES = ("measures", "areas", "deliveries")
WHEN = ("period_start", "period_end", "period_label")
VALUES = ("value", "status", "issued_on", "delivery_id")
MONTHS_A_YEAR = 12
FEW_AREAS = 60
"""Up to so many the months of one measure are added up here: the database takes longer to work out how."""


def is_small(asked: Mapping[str, Any]) -> bool:
    """Whether a question is about few rows."""
    return len(asked["measures"]) == 1 and len(asked["areas"]) <= FEW_AREAS


def fetch_numbers(store: Store, *, look: Lookups, asked: Mapping[str, Any]) -> Columns:
    """What sql/fetch_observations.sql gives, where no figure has several issues.

    asked  its parameters
    """
    rows = columns_of_answer(_ask(store, asked).fetchnumpy())
    period_at, is_period = _places(rows["period_id"], among=look.periods["period_id"])
    series_at, is_series = _places(rows["series_id"], among=look.series["series_id"])
    kept = np.flatnonzero(is_period & is_series & _wanted(look.periods, asked=asked)[period_at])
    order = kept[_order(rows, look=look, period_at=period_at, series_at=series_at, rows_kept=kept)]
    when, divided = period_at[order], series_at[order]
    return {
        **{name: rows[name][order] for name in ("measure_id", "area_id")},
        **{name: look.periods[name][when] for name in WHEN},
        **{name: look.series[name][divided] for name in ("breakdown", "is_total")},
        **{name: rows[name][order] for name in VALUES},
        "months": look.periods["months"][when],
    }


def _ask(store: Store, asked: Mapping[str, Any]) -> Any:
    values = {name: asked[name] for name in ASKED_OF_FIGURES}
    if len(asked["measures"]) != 1:
        return store.cursor().execute(sql("fetch_numbers"), values)
    values["measure"] = values.pop("measures")[0]
    return store.cursor().execute(sql("fetch_numbers_of_one"), values)


def fetch_year_sum_numbers(store: Store, *, look: Lookups, asked: Mapping[str, Any]) -> Columns:
    """What sql/fetch_year_sums.sql gives, where no figure has several issues.

    asked  its parameters
    """
    if is_small(asked):
        months = fetch_numbers(store, look=look, asked={**asked, "shortest": 1, "longest": 1})
        return sum_years(months, asked=asked)
    months = take(
        look.periods, _wanted(look.periods, asked={**asked, "shortest": 1, "longest": 1})[:-1]
    )
    values: dict[str, object] = {
        name: asked[name] for name in ("summable", "areas", "deliveries", "example_deliveries")
    }
    values["years"] = _by_number(months["period_id"], _year(months["period_start"]).tolist())
    breakdown = text(look.series, "breakdown")
    values["breakdowns"] = _by_number(
        look.series["series_id"], [breakdown.words[n] for n in breakdown.at]
    )
    values["totals"] = _by_number(look.series["series_id"], look.series["is_total"].tolist())
    answer = store.cursor().execute(sql("fetch_year_sum_numbers"), values).fetchnumpy()
    return columns_of_answer(answer)


def sum_years(rows: Columns, *, asked: Mapping[str, Any]) -> Columns:
    """Calendar years of which all twelve months are there, as sql/fetch_year_sums.sql has them.

    rows  of fetch_numbers
    """
    summable = np.isin(rows["measure_id"], asked["summable"]) & (rows["months"] == 1)
    rows = take(rows, summable)
    year, rank = _year(rows["period_start"]), _rank_of(text(rows, "breakdown"))
    is_example = np.isin(rows["delivery_id"], asked["example_deliveries"])
    keys = (is_example, rank, year, rows["area_id"], rows["measure_id"])
    order = np.lexsort(keys)
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = np.any([np.diff(key[order]) != 0 for key in keys], axis=0)
    first = np.flatnonzero(is_new)
    whole = np.diff(np.append(first, len(order))) == MONTHS_A_YEAR
    return _summed(take(rows, order), year[order], first=first, whole=whole)


def _summed(
    rows: Columns, year: NDArray[np.int64], *, first: NDArray[np.intp], whole: NDArray[np.bool_]
) -> Columns:
    """A row a group; first: where each begins in the ordered rows, whole: which are kept."""
    at = first[whole]
    starts = (year[at] - 1970).astype("datetime64[Y]")

    def each(how: np.ufunc, name: str) -> NDArray[Any]:
        values = rows[name]
        return how.reduceat(values, first)[whole] if len(first) else values[:0]

    return {
        "measure_id": rows["measure_id"][at], "area_id": rows["area_id"][at],
        "period_start": starts.astype("datetime64[us]"),
        "period_end": (starts + 1).astype("datetime64[us]"),
        "period_label": _as_texts(year[at]), "breakdown": rows["breakdown"][at],
        "is_total": each(np.logical_and, "is_total"), "value": each(np.add, "value"),
        "status": each(np.maximum, "status"), "issued_on": each(np.maximum, "issued_on"),
        "delivery_id": each(np.maximum, "delivery_id"),
        "months": np.full(len(at), MONTHS_A_YEAR, dtype=np.int32),
    }  # fmt: skip


def _as_texts(numbers: NDArray[np.int64]) -> Texts:
    distinct, at = np.unique(numbers, return_inverse=True)
    return Texts(words=[str(one) for one in distinct.tolist()], at=at)


def _year(days: Any) -> NDArray[np.int64]:
    return days.astype("datetime64[Y]").astype(np.int64) + 1970


def _by_number(numbers: Any, meanings: list[Any]) -> list[Any]:
    """What each number from 1 means, as the database counts a list's places; None for unknown ones."""
    known = dict(zip(numbers.tolist(), meanings, strict=True))
    return [known.get(number) for number in range(1, max(known, default=0) + 1)] or [None]


def _places(asked: Any, *, among: Any) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where each number stands in the sorted column, and whether it does."""
    if not len(among):
        return np.zeros(len(asked), dtype=np.intp), np.zeros(len(asked), dtype=bool)
    at = np.minimum(np.searchsorted(among, asked), len(among) - 1)
    return at, among[at] == asked


def _wanted(periods: Columns, *, asked: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Which periods lie within the dates and lengths asked for; one more than there are, for none."""
    inside = (
        (periods["period_start"] >= np.datetime64(asked["start"]))
        & (periods["period_end"] <= np.datetime64(asked["end"]))
        & (periods["months"] >= asked["shortest"])
        & (periods["months"] <= asked["longest"])
    )
    return np.append(inside, False)


def _order(
    rows: Columns, *, look: Lookups, period_at: NDArray[np.intp], series_at: NDArray[np.intp],
    rows_kept: NDArray[np.intp],
) -> NDArray[np.intp]:  # fmt: skip
    """By measure, area, start and breakdown, as the database orders them."""
    breakdown = np.append(_rank_of(text(look.series, "breakdown")), 0)
    start = np.append(look.periods["period_start"].astype(np.int64), 0)
    return np.lexsort(
        (
            breakdown[series_at[rows_kept]], start[period_at[rows_kept]],
            rows["area_id"][rows_kept], rows["measure_id"][rows_kept],
        )
    )  # fmt: skip


def _rank_of(column: Texts) -> NDArray[np.int64]:
    """Each row's text as a number in the order that the database has them: by their letters' numbers."""
    words = [str(word) for word in column.words]
    rank = {word: number for number, word in enumerate(sorted(set(words)))}
    return column.mapped([rank[word] for word in words], dtype=np.int64)
