"""Reading observations: always the newest issue of what was not recalled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NotRequired, TypedDict, Unpack

import numpy as np
import pandas as pd

from lagesbild.domain.geography import AreaLevel
from lagesbild.store.columns import Columns, Texts, columns_of_answer, frame_of, joined, take
from lagesbild.store.connection import Store, sql
from lagesbild.store.lookups import Holding, Lookups, read_lookups
from lagesbild.store.numbers import fetch_numbers, fetch_year_sum_numbers, is_small, sum_years


class Grain(StrEnum):
    """How periods are put together before they leave the store."""

    AS_DELIVERED = "as_delivered"
    YEAR = "ar"
    PART_OF_YEAR = "manad"
    TWELVE_MONTHS = "tolv"
    MONTHS_AND_YEARS = "manader_och_ar"
    PARTS_AND_YEARS = "delar_och_ar"


EARLIEST, LATEST = date(1800, 1, 1), date(2300, 1, 1)
ANY_LENGTH = 10_000

_SQL_BY_GRAIN = {
    Grain.AS_DELIVERED: "fetch_observations",
    Grain.PART_OF_YEAR: "fetch_observations",
    Grain.YEAR: "fetch_years",
    Grain.TWELVE_MONTHS: "fetch_twelve_months",
    Grain.MONTHS_AND_YEARS: "fetch_months",
}
_NEWEST = "-- newest issue only"
_WITHOUT_JOINS = {
    "fetch_observations": fetch_numbers,
    "fetch_year_sums": fetch_year_sum_numbers,
}
"""Questions that are asked so often that they have a quicker way, where no figure has several issues."""


def fetch_observations(store: Store, **asked: Unpack[Question]) -> pd.DataFrame:
    """As fetch_columns, in a frame."""
    return frame_of(fetch_columns(store, **asked))


class Question(TypedDict):
    """What can be asked for.

    measures     measure ids; an empty sequence gives nothing
    summable     those of them whose months may be added up (counts, never shares)
    area_codes   None for every area; an empty sequence gives nothing
    levels       None for every level
    start, end   periods that lie within [start, end)
    kommun_code  whose own figures may be read beside the shared ones
    """

    measures: Sequence[str]
    summable: NotRequired[Sequence[str]]
    grain: NotRequired[Grain]
    area_codes: NotRequired[Sequence[str] | None]
    levels: NotRequired[Sequence[AreaLevel] | None]
    start: NotRequired[date | None]
    end: NotRequired[date | None]
    kommun_code: NotRequired[str | None]


def fetch_columns(store: Store, **asked: Unpack[Question]) -> Columns:
    """The newest issue of every matching observation, real and example side by side.

    returns  measure, area_code, area_name, area_level, area_parent, period_start, period_end,
             period_label, breakdown, is_total, value, status (integer code), issued_on,
             delivery_id, source, is_example, months; ordered by measure, area, period
    """
    grain = asked.get("grain", Grain.AS_DELIVERED)
    look = read_lookups(store)
    held, values = _in_numbers(look, asked, grain=grain)
    if grain is Grain.PARTS_AND_YEARS:
        found = _fetch_parts_and_years(store, look=look, held=held, values=values)
    else:
        question = _question(grain, held=held, added_up=set(values["summable"]))
        found = _fetch(store, question, look=look, held=held, values=values)
    return _with_names(found, look=look, held=held)


def _fetch_parts_and_years(
    store: Store, *, look: Lookups, held: list[Holding], values: dict[str, Any]
) -> Columns:
    """Parts of years, then years; read once where it is few rows."""
    question = _question(Grain.YEAR, held=held, added_up=set(values["summable"]))
    if question not in _WITHOUT_JOINS or _has_several_issues(held) or not is_small(values):
        asked = {"parts": {**values, "longest": 11}, "years": {**values, "shortest": 12}}
        parts = _fetch(store, "fetch_observations", look=look, held=held, values=asked["parts"])
        years = _fetch(store, question, look=look, held=held, values=asked["years"])
        return joined(parts, years)
    rows = fetch_numbers(store, look=look, asked=values)
    is_long = rows["months"] >= 12
    years = sum_years(rows, asked=values) if question == "fetch_year_sums" else take(rows, is_long)
    return joined(take(rows, ~is_long), years)


def _in_numbers(
    look: Lookups, asked: Question, *, grain: Grain
) -> tuple[list[Holding], dict[str, Any]]:
    """What is held of what is asked for, and the question in the database's numbers."""
    kommun, ids = asked.get("kommun_code"), look.measure_ids
    measures = list(dict.fromkeys(ids[m] for m in asked["measures"] if m in ids))
    held = [one for one in look.held if one.measure_id in measures and one.is_readable_for(kommun)]
    return held, {
        "measures": measures,
        "areas": area_ids_of(
            look, codes=asked.get("area_codes"), levels=asked.get("levels"), kommun_code=kommun
        ),
        "deliveries": sorted({one.delivery_id for one in held}),
        "example_deliveries": sorted({one.delivery_id for one in held if one.is_example}),
        "summable": sorted({ids[m] for m in asked.get("summable", ()) if m in ids}),
        "shortest": 12 if grain is Grain.YEAR else 0,
        "longest": 11 if grain is Grain.PART_OF_YEAR else ANY_LENGTH,
        "start": asked.get("start") or EARLIEST, "end": asked.get("end") or LATEST,
    }  # fmt: skip


def _fetch(
    store: Store, question: str, *, look: Lookups, held: list[Holding], values: dict[str, Any]
) -> Columns:
    if question in _WITHOUT_JOINS and not _has_several_issues(held):
        return _WITHOUT_JOINS[question](store, look=look, asked=values)
    text = newest_issue_of(question, held=held)
    used = {name: value for name, value in values.items() if f"${name}" in text}
    return columns_of_answer(store.cursor().execute(text, used).fetchnumpy())


def _question(grain: Grain, *, held: list[Holding], added_up: set[int]) -> str:
    """The name of the question's text: years are nearly always all delivered or all added up, and
    then the store need not look for both and for those that are there twice."""
    if grain is not Grain.YEAR:
        return _SQL_BY_GRAIN[grain]
    if not any(one.months == 1 and one.measure_id in added_up for one in held):
        return "fetch_observations"
    if all(one.months < 12 for one in held):
        return "fetch_year_sums"
    return "fetch_years"


def list_real_measures(store: Store, *, kommun_code: str | None) -> frozenset[str]:
    """Measures that someone has delivered for real; the rest is example data, or nothing."""
    return frozenset(
        one.measure
        for one in read_lookups(store).held
        if not one.is_example and one.is_readable_for(kommun_code)
    )


def fetch_extent(store: Store, *, kommun_code: str | None) -> list[Holding]:
    """What there is, a row for each measure, delivery and length of periods. Asks only the small
    tables."""
    return [one for one in read_lookups(store).held if one.is_readable_for(kommun_code)]


def fetch_covered(
    store: Store, *, measures: Sequence[str], kommun_code: str | None
) -> dict[tuple[str, str], str]:
    """Measure and area code -> the area's name, of every real, undivided figure of each measure's
    newest period."""
    look = read_lookups(store)
    held = [
        one for one in look.held
        if one.measure in measures and not one.is_example and one.is_readable_for(kommun_code)
    ]  # fmt: skip
    if not held:
        return {}
    names = {one.measure_id: one.measure for one in held}
    values = {"measures": list(names), "deliveries": sorted({one.delivery_id for one in held})}
    rows = store.cursor().execute(sql("fetch_covered"), values).fetchall()
    return {
        (names[measure], look.areas[area].code): look.areas[area].name for measure, area in rows
    }


def newest_issue_of(name: str, *, held: list[Holding]) -> str:
    """The text of a question about observations that looks for the newest issue where it must."""
    text = sql(name)
    return text.replace(_NEWEST, sql("newest_issue")) if _has_several_issues(held) else text


def _has_several_issues(held: list[Holding]) -> bool:
    """Whether any measure comes from more than one delivery of its world. Looking for the newest
    issue is the dearest step, and within one delivery there are no doubles."""
    pairs = {(one.measure_id, one.is_example, one.delivery_id) for one in held}
    return len({pair[:2] for pair in pairs}) < len(pairs)


def area_ids_of(
    look: Lookups, *, codes: Sequence[str] | None, levels: Sequence[AreaLevel] | None,
    kommun_code: str | None,
) -> list[int]:  # fmt: skip
    """The database's numbers of areas that the kommun may read; None means all."""
    wanted_codes = None if codes is None else set(codes)
    wanted_levels = None if levels is None else {level.value for level in levels}
    return [
        number
        for number, area in look.areas.items()
        if (area.kommun_code is None or area.kommun_code == kommun_code)
        and (wanted_codes is None or area.code in wanted_codes)
        and (wanted_levels is None or area.level in wanted_levels)
    ]


def _with_names(found: Columns, *, look: Lookups, held: list[Holding]) -> Columns:
    """Integers turned into what they mean."""
    origin = {one.delivery_id: one for one in held}
    measures = {one.measure_id: one.measure for one in held}
    area, area_at = np.unique(found["area_id"], return_inverse=True)
    delivery, delivery_at = np.unique(found["delivery_id"], return_inverse=True)
    measure, measure_at = np.unique(found["measure_id"], return_inverse=True)
    areas = [look.areas[number] for number in area.tolist()]
    deliveries = [origin[number] for number in delivery.tolist()]
    is_example = np.array([one.is_example for one in deliveries], dtype=bool)
    return {name: one for name, one in found.items() if name not in {"measure_id", "area_id"}} | {
        "measure": Texts(words=[measures[number] for number in measure.tolist()], at=measure_at),
        "area_code": Texts(words=[one.code for one in areas], at=area_at),
        "area_name": Texts(words=[one.name for one in areas], at=area_at),
        "area_level": Texts(words=[one.level for one in areas], at=area_at),
        "area_parent": Texts(words=[one.parent_code for one in areas], at=area_at),
        "source": Texts(words=[one.source for one in deliveries], at=delivery_at),
        "is_example": is_example[delivery_at],
    }


def has_observations(store: Store) -> bool:
    """False in an empty store, where the example data is then loaded."""
    row = store.cursor().execute("SELECT count(*) FROM delivery").fetchone()
    return bool(row and row[0])
