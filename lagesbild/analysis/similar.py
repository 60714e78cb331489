"""Which kommuner are like ours? By size, density and structure, and said how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lagesbild.access.release import release_survey
from lagesbild.analysis.figures import raw_survey
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.written import joined
from lagesbild.geo.surfaces import read_km2
from lagesbild.store.observations import Grain

POPULATION = "folkmangd"
SIMILAR = 7
"""Kommuner that are called similar: as many as in Kolada's own similarity groups."""

CANDIDATES = 2
"""Kommuner alike in size and density for each that is chosen among them by structure."""

STRUCTURE: dict[str, str] = {
    "forgymnasial_utbildning": "andel med högst förgymnasial utbildning",
    "medianinkomst": "hushållens medianinkomst",
    "arbetsloshet": "arbetslöshet",
}
"""What tells how people live, besides how many and how close. Nothing about crime or safety: kommuner
chosen for being alike in what is compared would never differ."""

YEARS_BACK = 6
"""How old a figure may be and still tell what a kommun is like."""

KNOWN_FOR = 0.9
"""Share of the kommuner that a trait must be known for: else absence would decide who is similar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """The kommuner most like ours, nearest first.

    codes       empty when ours cannot be placed (alone in the store, or population unknown)
    how         Swedish: the method in one sentence
    distances   as codes, on what chose among them: 0 is a twin, 1 one standard deviation between kommuner
    """

    codes: tuple[str, ...]
    how: str
    distances: tuple[float, ...]


def find_similar(inquiry: Inquiry, *, wanted: int = SIMILAR) -> Similar:
    """The ``wanted`` kommuner nearest in size and density, and among the nearest in structure.

    Size and density choose CANDIDATES times as many as are wanted, structure chooses among them: then
    nobody is compared with a town ten times as large because it happens to have the same income. They
    are on a logarithmic scale, since 5 000 and 10 000 inhabitants differ as much as 50 000 and 100 000.
    """
    traits, structure = _traits(inquiry)
    if inquiry.kommun_code not in traits.index or len(traits) < 2:
        return Similar(codes=(), how=_how([], count=0, among=0), distances=())
    apart = ((traits - traits.loc[inquiry.kommun_code]) ** 2).drop(inquiry.kommun_code)
    distance = np.sqrt(apart[["size", "density"]].mean(axis=1))
    among = min(len(distance), wanted * CANDIDATES)
    if structure and among > wanted:
        near = distance.nsmallest(among).index
        distance = np.sqrt(apart.loc[near, structure].mean(axis=1))
    chosen = distance.nsmallest(wanted)
    return Similar(
        codes=tuple(str(code) for code in chosen.index),
        how=_how(structure, count=len(chosen), among=among),
        distances=tuple(float(one) for one in chosen),
    )


def _traits(inquiry: Inquiry) -> tuple[pd.DataFrame, list[str]]:
    """Standardised traits of every kommun that has them all, and which of the structure were used."""
    newest = _newest(inquiry)
    people = newest.get(POPULATION, pd.Series(dtype=float)).dropna()
    surface = pd.Series(read_km2()).reindex(people.index)
    traits = pd.DataFrame({"size": np.log(people), "density": np.log(people / surface)})
    used = []
    for name in STRUCTURE:
        values = newest.get(name, pd.Series(dtype=float)).reindex(traits.index)
        is_known = len(values) and values.notna().mean() >= KNOWN_FOR
        if is_known and pd.notna(values.get(inquiry.kommun_code)):
            traits[name] = values
            used.append(name)
    traits = traits.replace([np.inf, -np.inf], np.nan).dropna()
    spread = traits.std().replace(0.0, np.nan)
    return ((traits - traits.mean()) / spread).fillna(0.0), used


def _newest(inquiry: Inquiry) -> pd.DataFrame:
    """Every kommun's newest released figure of the last years: kommuner down, open indicators across."""
    indicators = [
        indicator
        for name in (POPULATION, *STRUCTURE)
        if (indicator := inquiry.catalog.indicators.get(name)) and indicator.secrecy is Secrecy.OPEN
    ]
    raw = raw_survey(
        inquiry, indicators=indicators, grain=Grain.YEAR, levels=[AreaLevel.KOMMUN],
        start=date(inquiry.today.year - YEARS_BACK, 1, 1),
    )  # fmt: skip
    frame = release_survey(raw, person=inquiry.person).frame
    frame = frame[frame["is_total"]].assign(figure=frame["value"].fillna(frame["count"]))
    known = frame.dropna(subset=["figure"]).sort_values("period_start")
    return known.groupby(["area_code", "indicator"])["figure"].last().astype(float).unstack()


def _how(structure: list[str], *, count: int, among: int) -> str:
    if not count:
        return "Liknande kommuner kan inte väljas: folkmängden är inte känd."
    nearest = "som ligger närmast i folkmängd och invånare per kvadratkilometer"
    if not structure or among <= count:
        return f"De {count} kommuner {nearest}, båda på logaritmisk skala och med samma vikt."
    words = [STRUCTURE[name] for name in structure]
    return f"Av de {among} kommuner {nearest}: de {count} som är mest lika i {joined(words)}."
