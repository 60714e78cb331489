"""A part that is larger than its whole. Parts that do not add up are left as they are: what cannot
be placed in a district is still in the city's figure."""

from __future__ import annotations

import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.domain.indicator import Kind
from lagesbild.ingest.examined import Examined, faults_by_column

PERIOD = ["measure", "period_start", "period_end"]


def check_parts(examined: Examined) -> list[Fault]:
    """Subgroups against their total, and sub-areas against their kommun, count by count."""
    counts = examined.of_kind(Kind.COUNT)
    if counts.empty:
        return []
    found = pd.concat([_larger_subgroups(counts), _larger_areas(counts, examined=examined)])
    return faults_by_column(examined, found[~found.index.duplicated()], code="IN-101")


def _larger_subgroups(counts: pd.DataFrame) -> pd.DataFrame:
    parts, wholes = counts[~counts["is_total"]], counts[counts["is_total"]]
    return _larger(parts, wholes, on=[*PERIOD, "area_code"])


def _larger_areas(counts: pd.DataFrame, *, examined: Examined) -> pd.DataFrame:
    parents = {area.code: area.parent_code for area in examined.resolved.places.known.values()}
    here = set(counts["area_code"].unique())
    if here.isdisjoint(parents.get(code) for code in here):
        return counts.iloc[:0]
    inside = counts.assign(whole=counts["area_code"].map(parents).astype("str"))
    wholes = counts.assign(whole=counts["area_code"])
    return _larger(inside.dropna(subset=["whole"]), wholes, on=[*PERIOD, "breakdown", "whole"])


def _larger(parts: pd.DataFrame, wholes: pd.DataFrame, *, on: list[str]) -> pd.DataFrame:
    """Rows of ``parts`` whose value is above that of the whole with the same keys."""
    if parts.empty or wholes.empty:
        return parts.iloc[:0]
    whole = wholes.drop_duplicates(on).set_index(on)["value"].rename("whole_value")
    joined = parts.join(whole, on=on)
    return joined[joined["value"] > joined["whole_value"]]
