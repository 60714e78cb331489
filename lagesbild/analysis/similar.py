"""Which kommuner are like ours? By size, density and structure, and said how."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Kind
from lagesbild.domain.secrecy import Secrecy
from lagesbild.geo.surfaces import read_km2
from lagesbild.store.observations import Grain

POPULATION = "folkmangd"
SIMILAR = 7
"""Kommuner that are called similar: as many as in Kolada's own similarity groups."""

STRUCTURE: dict[str, str] = {
    "forgymnasial_utbildning": "andel med högst förgymnasial utbildning",
    "medianinkomst": "hushållens medianinkomst",
    "arbetsloshet": "arbetslöshet",
}
"""What tells how people live, besides how many and how close. Nothing about crime or safety: kommuner
chosen for being alike in what is compared would never differ."""

KNOWN_FOR = 0.9
"""Share of the kommuner that a trait must be known for: else absence would decide who is similar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """The kommuner most like ours, nearest first.

    codes       empty when ours cannot be placed (alone in the store, or population unknown)
    how         Swedish: the method in one sentence
    distances   as codes: 0 is a twin, 1 a typical distance between two kommuner on one trait
    """

    codes: tuple[str, ...]
    how: str
    distances: tuple[float, ...]


def find_similar(inquiry: Inquiry, *, wanted: int = SIMILAR) -> Similar:
    """The ``wanted`` kommuner nearest in size, density and structure.

    Each of the three weighs the same, however many traits the structure is made of. Size and density
    are on a logarithmic scale, since 5 000 and 10 000 inhabitants differ as much as 50 000 and 100 000.
    """
    traits, structure = _traits(inquiry)
    if inquiry.kommun_code not in traits.index:
        return Similar(codes=(), how=_how(structure, count=0), distances=())
    apart = ((traits - traits.loc[inquiry.kommun_code]) ** 2).drop(inquiry.kommun_code)
    parts = [apart["size"], apart["density"]]
    if structure:
        parts.append(apart[structure].mean(axis=1))
    distance = np.sqrt(sum(parts) / len(parts)).nsmallest(wanted)
    return Similar(
        codes=tuple(str(code) for code in distance.index),
        how=_how(structure, count=len(distance)),
        distances=tuple(float(one) for one in distance),
    )


def _traits(inquiry: Inquiry) -> tuple[pd.DataFrame, list[str]]:
    """Standardised traits of every kommun that has them all, and which of the structure were used."""
    people = _newest(inquiry, POPULATION)
    surface = pd.Series(read_km2()).reindex(people.index)
    traits = pd.DataFrame({"size": np.log(people), "density": np.log(people / surface)})
    used = []
    for name in STRUCTURE:
        values = _newest(inquiry, name).reindex(traits.index)
        is_known = values.notna().mean() >= KNOWN_FOR if len(values) else False
        if is_known and pd.notna(values.get(inquiry.kommun_code)):
            traits[name] = values
            used.append(name)
    traits = traits.replace([np.inf, -np.inf], np.nan).dropna()
    spread = traits.std().replace(0.0, np.nan)
    return ((traits - traits.mean()) / spread).fillna(0.0), used


def _newest(inquiry: Inquiry, indicator_id: str) -> pd.Series:
    """Every kommun's newest figure of an open indicator, by code; empty when there is none."""
    indicator = inquiry.catalog.indicators.get(indicator_id)
    if indicator is None or indicator.secrecy is not Secrecy.OPEN:
        return pd.Series(dtype=float)
    figures = released_figures(
        inquiry, indicator_id=indicator_id, grain=Grain.YEAR, levels=[AreaLevel.KOMMUN]
    )
    column = "count" if indicator.kind is Kind.COUNT else "value"
    known = figures.totals.dropna(subset=[column]).sort_values("period_start")
    return known.groupby("area_code")[column].last().astype(float)


def _how(structure: list[str], *, count: int) -> str:
    if not count:
        return "Liknande kommuner kan inte väljas: folkmängden är inte känd."
    lead = (
        f"De {count} kommuner som ligger närmast i folkmängd och invånare per kvadratkilometer, båda på "
        "logaritmisk skala"
    )
    if not structure:
        return f"{lead} och med samma vikt. Uppgifter om befolkningens struktur saknas."
    words = [STRUCTURE[name] for name in structure]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} och {words[-1]}"
    return f"{lead}, och i struktur ({listed}). De tre väger lika."
