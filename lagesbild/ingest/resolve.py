"""From a file's own words to the catalogue's measures, known areas and the store's rows."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lagesbild.catalog.catalogue import Catalog, fold_name
from lagesbild.domain.indicator import Measure, Source
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.ingest.long import EVENT_MEASURE
from lagesbild.ingest.mapping import Mapping
from lagesbild.ingest.periods import split_period
from lagesbild.ingest.places import Places
from lagesbild.store.deliveries import OBSERVATION_COLUMNS

TOTAL_WORDS = frozenset(
    fold_name(word)
    for word in ("samtliga", "totalt", "total", "alla", "båda könen", "kvinnor och män", "hela")
)
"""What a total is called where the source's profile says nothing about the column."""

PLAIN_NUMBER = r"^[\s\u00a0]*[-+]?\d[\d\s\u00a0.,]*(?:[eE][-+]?\d+)?[\s\u00a0]*$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A file in the store's terms, and what could not be put in them.

    observations   OBSERVATION_COLUMNS; the index is that of the long frame
    measures       every measure that the observations use, by id
    new_measures   those of them that the mapping brings
    places         what became of the areas
    unknown        the file's word for a measure -> the long frame's rows with it
    """

    observations: pd.DataFrame
    measures: dict[str, Measure]
    new_measures: tuple[Measure, ...]
    places: Places
    unknown: dict[str, pd.DataFrame]


def resolve(
    long: pd.DataFrame, *, places: Places, source: Source, catalog: Catalog, mapping: Mapping
) -> Resolved:
    """Observations of every row whose measure and area are known.

    long    LONG_COLUMNS
    places  the areas of the same rows
    """
    new = tuple(one.measure(source_id=source.id) for one in mapping.measures)
    known = catalog.with_delivered(measures=new, indicators=())
    ids, breakdowns, used = find_measures(long, source=source, catalog=known, mapping=mapping)
    frame = _as_observations(long, measure=ids, area=places.codes, breakdown=breakdowns)
    frame["is_total"] = find_totals(frame, source=source, catalog=catalog)
    unknown = {
        str(text): rows for text, rows in long[ids.isna()].groupby("measure", sort=False)
    }  # fmt: skip
    keep = frame["measure"].notna() & frame["area_code"].notna() & frame["period_start"].notna()
    return Resolved(
        observations=frame.loc[keep, list(OBSERVATION_COLUMNS)],
        measures=used,
        new_measures=tuple(one for one in new if one.id in used),
        places=places,
        unknown=unknown,
    )


def find_measures(
    long: pd.DataFrame, *, source: Source, catalog: Catalog, mapping: Mapping
) -> tuple[pd.Series[str], pd.Series[str], dict[str, Measure]]:
    """Measure id and what is left of the breakdown for each row; each pair is looked up once."""
    parts = [long[name].astype(str) for name in ("measure", "source_column", "breakdown")]
    keys = parts[0] + "\x1f" + parts[1] + "\x1f" + parts[2]
    ids: dict[str, str] = {}
    left: dict[str, str] = {}
    used: dict[str, Measure] = {}
    for key in keys.unique():
        text, heading, breakdown = key.split("\x1f")
        pairs = {str(k): str(v) for k, v in json.loads(breakdown).items()}
        for wording in _wordings(text, heading=heading):
            found = _find_measure(wording, pairs, source=source, catalog=catalog, mapping=mapping)
            if found is not None:
                break
        if found is not None:
            measure, rest = found
            ids[key], left[key] = measure.id, canonical(rest)
            used[measure.id] = measure
    return keys.map(ids).astype("str"), keys.map(left).astype("str"), used


def _wordings(text: str, *, heading: str) -> tuple[str, ...]:
    """The measure as it was understood, then with the unit that its heading has beside it."""
    whole = split_period(heading)[0]
    with_unit = whole.startswith(text) and whole != text
    return (text, whole) if with_unit else (text,)


def _find_measure(
    text: str, breakdown: dict[str, str], *, source: Source, catalog: Catalog, mapping: Mapping
) -> tuple[Measure, dict[str, str]] | None:
    """The person's answer first, then the catalogue."""
    answer = mapping.column(text)
    wanted = answer.measure if answer and answer.measure else text
    if wanted in catalog.measures:
        return catalog.measures[wanted], breakdown
    found = catalog.find_measure(wanted, source_id=source.id, breakdown=breakdown)
    if found and text == EVENT_MEASURE and found[0].source != source.id:
        # Rows without numbers are counted only where the source itself is about events.
        return None
    return found


def canonical(breakdown: dict[str, str]) -> str:
    """A breakdown as the store keeps it: JSON with the keys in order."""
    return json.dumps(breakdown, ensure_ascii=False, sort_keys=True)


def _as_observations(
    long: pd.DataFrame, *, measure: pd.Series[str], area: pd.Series[str], breakdown: pd.Series[str]
) -> pd.DataFrame:
    status = long["status"].map({one.value: code for one, code in STATUS_CODES.items()})
    raw = long["raw"].astype(object)
    plain = (long["status"] == Status.VALUE) & long["raw"].astype(str).str.match(PLAIN_NUMBER)
    return pd.DataFrame(
        {
            "measure": measure,
            "area_code": area.astype("str"),
            "period_start": pd.to_datetime(long["period_start"]),
            "period_end": pd.to_datetime(long["period_end"]),
            "period_label": long["period_label"],
            "breakdown": breakdown,
            "value": long["value"].astype(float),
            "status": status.astype("uint8"),
            "raw": raw.where(~plain, None),
            "source_sheet": long["source_sheet"],
            "source_row": long["source_row"].astype("int32"),
            "source_column": long["source_column"],
        },
        index=long.index,
    )


def find_totals(frame: pd.DataFrame, *, source: Source, catalog: Catalog) -> pd.Series[bool]:
    """Rows that stand for the whole.

    A measure that nobody has defined and that the file gives for one subgroup only, as costs for
    municipal schools, is its own whole.
    """
    totals: dict[str, set[str]] = {}
    for key, value in source.totals:
        totals.setdefault(fold_name(key), set()).add(fold_name(value))
    known = {text: _is_total(text, totals=totals) for text in frame["breakdown"].dropna().unique()}
    is_total = frame["breakdown"].isin([text for text, whole in known.items() if whole])
    defined = {one.leading_measure for one in catalog.indicators.values()}
    groups = frame.assign(is_total=is_total).groupby("measure")
    lone = groups.agg(any_total=("is_total", "any"), kinds=("breakdown", "nunique"))
    whole = [m for m in lone.index[~lone["any_total"] & (lone["kinds"] == 1)] if m not in defined]
    return is_total | frame["measure"].isin(whole)


def _is_total(breakdown: str, *, totals: dict[str, set[str]]) -> bool:
    """Every key of the breakdown carries its total; nothing is divided when there is no key."""
    pairs = {fold_name(key): fold_name(str(value)) for key, value in json.loads(breakdown).items()}
    return all(value in totals.get(key, TOTAL_WORDS) for key, value in pairs.items())


def rows_of(frame: pd.DataFrame) -> np.ndarray:
    """The file's own row numbers, each once, in order."""
    return np.unique(frame["source_row"].to_numpy(dtype=int))
