"""Loads of the kommun's own samples: as delivered, or from concentration, flow and people connected."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from lagesbild.access.release import release
from lagesbild.analysis.figures import raw_figures, raw_survey
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import RawFigures, ReleasedFigures
from lagesbild.domain.secrecy import Status
from lagesbild.stats.wastewater import load_mg_per_day_1000inh
from lagesbild.store.limits import fetch_limits
from lagesbild.store.observations import Grain

CONCENTRATION = "_halt"
FLOW, CONNECTED = "avlopp.flode", "avlopp.anslutna"
COMPUTED = "halt gånger flöde genom antal anslutna"
_CELL = ["area_code", "period_start", "period_end"]


def released_loads(inquiry: Inquiry, *, indicator: Indicator) -> tuple[ReleasedFigures, pd.Series]:
    """Every plant's loads, delivered ones before computed ones; and what limits are multiplied by to be
    loads, by area and first day."""
    raw = raw_figures(
        inquiry, indicator=indicator, grain=Grain.AS_DELIVERED, levels=[AreaLevel.VERK]
    )
    computed, factor = _computed(inquiry, indicator)
    if computed is None:
        return release(raw, person=inquiry.person), factor
    known = pd.MultiIndex.from_frame(raw.frame[_CELL])
    new = ~pd.MultiIndex.from_frame(computed[_CELL]).isin(known)
    frames = [one for one in (raw.frame, computed[new]) if len(one)]
    whole = pd.concat(frames, ignore_index=True) if frames else raw.frame
    # One world: an invented load never stands beside a computed real one.
    is_mixed = whole["is_example"].nunique() > 1
    whole = whole[~whole["is_example"]] if is_mixed else whole
    raw = RawFigures(indicator=indicator, frame=whole.reset_index(drop=True))
    return release(raw, person=inquiry.person), factor


def limits_of(
    inquiry: Inquiry, *, indicator: Indicator, code: str, factor: pd.Series
) -> dict[pd.Timestamp, tuple[str, float]]:
    """First day -> what the laboratory wrote, and what it is multiplied by to be a load."""
    found: dict[pd.Timestamp, tuple[str, float]] = {}
    for measure in (f"{indicator.value}{CONCENTRATION}", str(indicator.value)):
        texts = fetch_limits(inquiry.store, measure=measure, kommun_code=inquiry.person.kommun_code)
        for (area, start, _, _), text in texts.items():
            day = pd.Timestamp(start)
            if area == code:
                is_load = measure == indicator.value
                found[day] = (text, 1.0 if is_load else float(factor.get((code, day), np.nan)))
    return found


def _computed(inquiry: Inquiry, indicator: Indicator) -> tuple[pd.DataFrame | None, pd.Series]:
    """The figures that the concentrations give, with a reason where flow or people are not known."""
    nothing = pd.Series(dtype=float)
    measure = f"{indicator.value}{CONCENTRATION}"
    if measure not in inquiry.catalog.measures:
        return None, nothing
    parts = {
        name: replace(indicator, id=name, value=value)
        for name, value in (("halt", measure), ("flode", FLOW), ("anslutna", CONNECTED))
    }
    survey = raw_survey(
        inquiry, indicators=list(parts.values()), grain=Grain.AS_DELIVERED, levels=[AreaLevel.VERK]
    ).frame
    own = survey[(survey["indicator"] == "halt") & survey["is_total"]].reset_index(drop=True)
    if own.empty:
        return None, nothing
    own = own.merge(_flow(survey), on=_CELL, how="left")
    own["connected"] = _connected(own, survey)
    ready = (own["flow"] > 0) & (own["connected"] > 0)
    factor = pd.Series(
        np.where(ready, own["flow"] / own["connected"].where(ready, 1.0), np.nan),
        index=pd.MultiIndex.from_arrays([own["area_code"], own["period_start"]]),
    )
    value = np.full(len(own), np.nan)
    at = np.flatnonzero(ready & own["value"].notna())
    value[at] = load_mg_per_day_1000inh(
        own["value"].to_numpy(float)[at], flow_m3_per_day=own["flow"].to_numpy(float)[at],
        connected=own["connected"].to_numpy(float)[at],
    )  # fmt: skip
    lacking = own["value"].notna() & ~ready
    own = own.assign(indicator=indicator.id, value=value, unit=indicator.unit)
    own.loc[own["value"].notna(), "method"] = COMPUTED
    own.loc[lacking, "status"] = Status.MISSING.value
    own.loc[lacking, "status_reason"] = "flöde eller antal anslutna saknas"
    return own.drop(columns=["flow", "connected"]), factor


def _flow(survey: pd.DataFrame) -> pd.DataFrame:
    rows = survey[(survey["indicator"] == "flode") & survey["is_total"]]
    return rows[[*_CELL, "value"]].rename(columns={"value": "flow"}).drop_duplicates(_CELL)


def _connected(own: pd.DataFrame, survey: pd.DataFrame) -> pd.Series:
    """The newest number of people connected that is known at the sample, else the first after it."""
    rows = survey[(survey["indicator"] == "anslutna") & survey["value"].notna()]
    rows = rows.sort_values("period_start")
    found = []
    for code, day in zip(own["area_code"], own["period_start"], strict=True):
        mine = rows[rows["area_code"] == code]
        before = mine[mine["period_start"] <= day]
        chosen = before.tail(1) if len(before) else mine.head(1)
        found.append(float(chosen["value"].iloc[0]) if len(chosen) else np.nan)
    return pd.Series(found, index=own.index)
