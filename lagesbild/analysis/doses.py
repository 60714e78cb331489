"""From loads to doses: off until somebody has said what they assume. The result is no measurement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lagesbild.analysis.wastewater_campaigns import Campaign
from lagesbild.analysis.wording import number
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.written import NBSP
from lagesbild.stats.wastewater import conversion_factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """What is measured of a substance, with molar masses in g/mol."""

    substance: str
    residue: str
    parent_weight: float
    residue_weight: float


def _itself(name: str, weight: float) -> Residue:
    return Residue(substance=name, residue=name, parent_weight=weight, residue_weight=weight)


RESIDUES: dict[str, Residue] = {
    "metamfetamin": _itself("metamfetamin", 149.23),
    "amfetamin": _itself("amfetamin", 135.21),
    "kokain": Residue(
        substance="kokain", residue="bensoylekgonin", parent_weight=303.35, residue_weight=289.33
    ),
    "cannabis": Residue(
        substance="THC", residue="THC-COOH", parent_weight=314.46, residue_weight=344.45
    ),
    "mdma": _itself("MDMA", 193.25),
    "ketamin": _itself("ketamin", 237.73),
    "tramadol": _itself("tramadol", 263.38),
}
"""By the last part of the indicator's id; the longer name first where one holds another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doses:
    """Doses per 1 000 inhabitants and day, campaign by campaign, under two assumptions.

    rows   label of the campaign and its doses, newest first; those without a load are left out
    """

    sentence: str
    rows: tuple[tuple[str, float], ...]


def residue_of(indicator: Indicator) -> Residue | None:
    """What is measured of the indicator's substance; None for one that is not known here."""
    return next((one for name, one in RESIDUES.items() if indicator.id.endswith(name)), None)


def doses(
    indicator: Indicator, campaigns: Sequence[Campaign], *, excreted_pct: float, mg_per_dose: float
) -> Doses | None:
    """The loads as doses; None for a substance that is not known here, or without a load.

    excreted_pct  share of a dose that leaves the body as the residue, 0-100
    mg_per_dose   of the pure substance
    raises        ValueError outside those ranges
    """
    residue = residue_of(indicator)
    if residue is None or not mg_per_dose > 0:
        if residue is not None:
            raise ValueError("a dose must be above 0 mg")
        return None
    factor = conversion_factor(
        parent_weight=residue.parent_weight, residue_weight=residue.residue_weight,
        excreted=excreted_pct / 100,
    )  # fmt: skip
    rows = tuple(
        (one.label, one.mean * factor / mg_per_dose)
        for one in reversed(list(campaigns)) if np.isfinite(one.mean)
    )  # fmt: skip
    if not rows:
        return None
    label, newest = rows[0]
    sentence = (
        f"Med de antagandena: omkring {number(newest, decimals=1)} doser per 1{NBSP}000 invånare och dygn i "
        f"mätningen {label}. Är andelen hälften så stor blir det {number(2 * newest, decimals=1)}."
    )
    return Doses(sentence=sentence, rows=rows)
