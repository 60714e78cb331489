"""How high, how uneven, how seasonal: the invented character of every measure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lagesbild.domain.indicator import Kind, Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One measure's parameters. data/sample/nivaer.toml explains each in Swedish."""

    base: float
    season: float
    peak: int
    trend: float
    own_trend: float
    wobble: float
    dispersion: float
    difference: float
    urban: float
    strain: float
    centre: float
    takes_part: float
    base_share: float
    sample: float
    hidden_below: int
    rounded_above: float
    missing: float
    absent_below: int
    preliminary: int
    breakdown: str
    decimals: int
    least: float
    most: float
    form: str
    part_of: str
    sum_of: tuple[str, ...]
    only_years: tuple[int, ...]


_KEYS = {
    "niva": "base", "sasong": "season", "topp": "peak", "trend": "trend",
    "egen_trend": "own_trend", "vagor": "wobble",
    "spridning": "dispersion", "skillnad": "difference", "stad": "urban",
    "belastning": "strain", "centrum": "centre", "andel_kommuner": "takes_part",
    "andel_av_folket": "base_share", "urval": "sample", "skyddas_under": "hidden_below",
    "avrundas_over": "rounded_above", "saknas": "missing", "finns_inte_under": "absent_below", "preliminara": "preliminary",
    "uppdelning": "breakdown", "decimaler": "decimals", "minst": "least", "mest": "most",
    "form": "form", "del_av": "part_of", "summa_av": "sum_of", "bara_ar": "only_years",
}  # fmt: skip

_DEFAULT_OF = {Kind.COUNT: "antal", Kind.RATE: "antal", Kind.SHARE: "andel", Kind.VALUE: "varde"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One value of a breakdown.

    weight  its part of the base
    odds    how its share compares with the others', 1 for alike
    """

    label: str
    weight: float
    odds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """How a measure is divided.

    total   the total's own label in the file; empty when the total carries no label
    uneven  later parts are rare in small kommuner
    """

    key: str
    total: str
    parts: tuple[Part, ...]
    uneven: bool


class Levels:
    """The file, asked for one measure at a time."""

    def __init__(self, path: Path) -> None:
        self._table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))

    def of(self, measure: Measure, *, kind: Kind) -> Level:
        """The measure's own lines, else its source's, its unit's and its kind's."""
        merged: dict[str, Any] = dict(self._table["standard"]["alla"])
        merged |= self._table["standard"][_DEFAULT_OF[kind]]
        for part, lines in self._table.get("enhet", {}).items():
            if kind is Kind.VALUE and part.casefold() in measure.unit.casefold():
                merged |= lines
        merged |= self._table.get("kalla", {}).get(measure.source, {})
        merged |= self._table.get("matt", {}).get(measure.id, {})
        merged |= {key: tuple(merged[key]) for key in ("summa_av", "bara_ar")}
        return Level(**{_KEYS[key]: value for key, value in merged.items()})

    def breakdown(self, name: str) -> Breakdown | None:
        """A division by its name in the file, None for the empty name."""
        if not name:
            return None
        entry = self._table["uppdelning"][name]
        parts = tuple(
            Part(label=p["namn"], weight=p["vikt"], odds=p.get("oddskvot", 1.0))
            for p in entry["delar"]
        )
        return Breakdown(
            key=entry["nyckel"],
            total=entry.get("samtliga", ""),
            parts=parts,
            uneven=entry.get("ojamn", False),
        )

    @property
    def named_measures(self) -> tuple[str, ...]:
        """Measures that have lines of their own."""
        return tuple(self._table.get("matt", {}))

    @property
    def named_breakdowns(self) -> tuple[str, ...]:
        """Divisions that measures may have."""
        return tuple(self._table.get("uppdelning", {}))
