"""Released figures put together by hand, so that charts are tested without store and analysis."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from lagesbild.domain import period
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Break, Indicator, Kind, Polarity, Theme
from lagesbild.domain.results import EXTRA_COLUMNS, FIGURE_COLUMNS, ReleasedFigures

NAMES = {
    "0000": "Riket", "22": "Västernorrlands län", "2260": "Ånge", "2262": "Timrå",
    "2281": "Sundsvall", "2280": "Härnösand", "2283": "Sollefteå", "2284": "Örnsköldsvik",
}  # fmt: skip


def indicator(
    *, kind: Kind = Kind.RATE, unit: str = "brott per 100 000 invånare",
    breaks: tuple[Break, ...] = (), decimals: int | None = None,
) -> Indicator:  # fmt: skip
    return Indicator(
        id="valdsbrott_anmalda", name="Anmälda våldsbrott", question="Hur många?",
        definition="Anmälda brott.", theme=Theme.BROTT, kind=kind, unit=unit,
        polarity=Polarity.HIGH_IS_BAD, source="bra", numerator="bra.valdsbrott", per=100_000,
        breaks=breaks, decimals=decimals,
    )  # fmt: skip


def row(code: str, when: period.Period, value: float | None = None, **more: Any) -> dict[str, Any]:
    """One figure; ``value`` None is a hole whose status and reason come in ``more``."""
    number = math.nan if value is None else float(value)
    level = {4: AreaLevel.KOMMUN, 2: AreaLevel.LAN}.get(len(code), AreaLevel.DELOMRADE)
    found = {
        **dict.fromkeys((*FIGURE_COLUMNS, *EXTRA_COLUMNS), ""),
        "indicator": "valdsbrott_anmalda", "area_code": code, "area_name": NAMES.get(code, code),
        "area_level": (AreaLevel.RIKET if code == "0000" else level).value,
        "period_start": pd.Timestamp(when.start), "period_end": pd.Timestamp(when.end),
        "period_label": when.label, "breakdown": "{}", "count": math.nan, "denominator": math.nan,
        "value": number, "unit": "brott per 100 000 invånare", "lower": math.nan,
        "upper": math.nan, "confidence": math.nan,
        "status": "missing" if value is None else "value", "is_example": False, "is_total": True,
    }  # fmt: skip
    return {**found, **more}


def released(
    rows: list[dict[str, Any]], *, of: Indicator | None = None, example: bool = False
) -> ReleasedFigures:
    frame = pd.DataFrame(rows, columns=[*FIGURE_COLUMNS, *EXTRA_COLUMNS])
    frame["is_total"] = frame["is_total"].astype(bool)
    for column in ("period_start", "period_end"):
        frame[column] = pd.to_datetime(frame[column])
    for column in ("count", "denominator", "value", "lower", "upper", "confidence"):
        frame[column] = frame[column].astype(float)
    return ReleasedFigures(
        indicator=of or indicator(), frame=frame,
        hidden_count=int((frame["status"] == "suppressed").sum()), example=example, role="samordnare",
    )  # fmt: skip


def hidden(code: str, when: period.Period, **more: Any) -> dict[str, Any]:
    return row(code, when, status="suppressed", status_reason="skyddat (för få)", **more)
