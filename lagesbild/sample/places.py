"""Invented places below the kommun: Ånge's sub-areas and schools, and treatment plants."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.sample.cells import Split
from lagesbild.sample.people import HOME


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The example's own areas.

    sub_areas, schools  how Ånge is cut
    plants              kommun -> code of its treatment plant
    """

    areas: tuple[Area, ...]
    sub_areas: Split
    schools: Split
    plants: dict[str, str]


def read_places(path: Path, *, boundaries: Path, areas: list[Area]) -> Places:
    """data/sample/platser.toml, with names of the sub-areas from their boundary file."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    names = _read_names(boundaries)
    kommuner = {a.code: a.name for a in areas if a.level is AreaLevel.KOMMUN}
    weights = {row["kod"]: row for row in table["delomrade"]}
    sub_areas = [_area(code, name, AreaLevel.DELOMRADE, HOME) for code, name in names.items()]
    schools = [_area(r["kod"], r["namn"], AreaLevel.SKOLA, HOME) for r in table["skola"]]
    plants = {code: f"{code}-verk" for code in table["verk"]["kommuner"] if code in kommuner}
    return Places(
        areas=(*sub_areas, *schools, *(_plant(plants[c], kommuner[c], c) for c in plants)),
        sub_areas=_split([weights[a.code] for a in sub_areas]), schools=_split(table["skola"]),
        plants=plants,
    )  # fmt: skip


def _read_names(boundaries: Path) -> dict[str, str]:
    collection = json.loads(boundaries.read_text(encoding="utf-8"))
    properties = [feature["properties"] for feature in collection["features"]]
    return {one["code"]: one["name"] for one in properties}


def _split(rows: list[dict[str, Any]]) -> Split:
    return Split(
        codes=tuple(row["kod"] for row in rows), weights=tuple(row["vikt"] for row in rows),
        centre=tuple(row["centrum"] for row in rows),
    )  # fmt: skip


def _area(code: str, name: str, level: AreaLevel, parent: str) -> Area:
    return Area(code=code, name=name, level=level, parent_code=parent)


def _plant(code: str, kommun: str, parent: str) -> Area:
    return _area(code, f"{kommun} reningsverk (exempel)", AreaLevel.VERK, parent)
