"""Every kommun around the common level of a period, and where one of them stands in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.results import Funnel
from lagesbild.stats.funnel import FEWEST_PLACES, funnel_of_rates, funnel_of_shares
from lagesbild.stats.funnel import Funnel as Computed
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess

NO_COUNTS = "no_counts"

FUNNEL_COLUMNS = ("area_code", "area_name", "size", "value", "lower", "upper", "outer_lower",
                  "outer_upper", "verdict")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class KommunFunnel:
    """All kommuner of a period, and one of them looked at.

    limits    empty for what has no counts behind it
    own       the verdict of the one kommun, in ratios or proportions
    is_clear  outside the 99.8 % limits as well
    """

    limits: Funnel
    own: Assessment
    is_clear: bool


def kommun_funnel(
    indicator: Indicator, kommuner: pd.DataFrame, *, kommun_code: str
) -> KommunFunnel:
    """The funnel of one period from released figures alone; what is hidden is in neither limits nor level.

    kommuner  released rows of one period, one a kommun
    """
    known = _with_counts(indicator, kommuner)
    place = np.flatnonzero((known["area_code"] == kommun_code).to_numpy())
    events = known["events"].sum() if len(known) else 0
    if not len(place) or len(known) < FEWEST_PLACES or events == 0:
        return _nothing(len(known), reason="fewer_than_10_places" if len(place) else NO_COUNTS)
    found, level = _compute(indicator, known)
    if found is None:
        return _nothing(len(known), reason="fewer_than_10_places")
    frame = _frame(indicator, known, found=found, level=level)
    own = frame.iloc[int(place[0])]
    assessment = found.places[int(place[0])]
    is_outside = not own["outer_lower"] <= own["value"] <= own["outer_upper"]
    return KommunFunnel(
        limits=Funnel(frame=frame, level=level), own=assessment,
        is_clear=bool(is_outside) and assessment.verdict in {Verdict.HIGHER, Verdict.LOWER},
    )  # fmt: skip


def _nothing(n: int, *, reason: str) -> KommunFunnel:
    empty = Funnel(frame=pd.DataFrame(columns=list(FUNNEL_COLUMNS)), level=float("nan"))
    no_answer = cannot_assess("funnel", n=n, reference="", broken=(reason,))
    return KommunFunnel(limits=empty, own=no_answer, is_clear=False)


def _with_counts(indicator: Indicator, kommuner: pd.DataFrame) -> pd.DataFrame:
    """Kommuner whose figure is a visible count over a visible denominator."""
    is_known = kommuner["value"].notna() & (kommuner["denominator"] > 0)
    known = kommuner.loc[is_known, ["area_code", "area_name", "count", "denominator", "value"]]
    if indicator.kind is Kind.SHARE:
        return known.assign(events=known["value"].clip(0, 100) / 100 * known["denominator"])
    if indicator.kind is Kind.RATE:
        return known.assign(events=known["count"]).dropna(subset=["events"])
    return known.assign(events=np.nan).iloc[:0]


def _compute(indicator: Indicator, known: pd.DataFrame) -> tuple[Computed | None, float]:
    events, size = known["events"].to_numpy(float), known["denominator"].to_numpy(float)
    level = float(events.sum() / size.sum())
    if indicator.kind is Kind.RATE:
        return funnel_of_rates(events, population=size), level * indicator.per
    if level >= 1:
        return None, float("nan")
    return funnel_of_shares(events, trials=size), level * 100


def _frame(
    indicator: Indicator, known: pd.DataFrame, *, found: Computed, level: float
) -> pd.DataFrame:
    scale = level if indicator.kind is Kind.RATE else 100.0
    return pd.DataFrame(
        {
            "area_code": known["area_code"], "area_name": known["area_name"],
            "size": known["denominator"], "value": found.value * scale,
            "lower": found.inner[:, 0] * scale, "upper": found.inner[:, 1] * scale,
            "outer_lower": found.outer[:, 0] * scale, "outer_upper": found.outer[:, 1] * scale,
            "verdict": [one.verdict.value for one in found.places],
        }
    ).reset_index(drop=True)  # fmt: skip
