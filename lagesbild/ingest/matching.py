"""Which area each row is about."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Source
from lagesbild.ingest.areas import AreaIndex, split_code
from lagesbild.ingest.facts import mended_code
from lagesbild.ingest.headings import area_code_heading, area_name_heading
from lagesbild.ingest.table import Column, ColumnRole, UnderstoodTable

OWN_CODES = frozenset({AreaLevel.VERK, AreaLevel.SKOLA})
"""Areas that come into being with their source's own codes: treatment plants, schools."""

KOMMUN_RANK = 3
"""As headings.AREA_CODE_HEADINGS ranks kommuner; smaller areas rank higher."""

Found = tuple[str, str, str]
"""Code, name, level; empty where nothing is known."""


def match_areas(
    table: UnderstoodTable, *, areas: AreaIndex, source: Source | None = None
) -> pd.DataFrame:
    """area_code, area_name, area_level for each row of the body, with its index.

    The code decides where there is one; the name is always as the file has it.
    """
    codes = _first_column(table, ColumnRole.AREA_CODE)
    names = _first_column(table, ColumnRole.AREA_NAME)
    empty = pd.Series("", index=table.body.index, dtype="str")
    code_cells = table.body[codes.index] if codes else empty
    name_cells = table.body[names.index] if names else empty
    if codes is None and names is None and table.area_text:
        name_cells = pd.Series(table.area_text, index=table.body.index, dtype="str")
    pairs = pd.MultiIndex.from_arrays([code_cells, name_cells])
    places, distinct = pairs.factorize()
    find = _finder(
        areas, source=source, level=_column_level(names, cells=name_cells, areas=areas),
        own=_has_own_areas(codes),
    )  # fmt: skip
    found = [find(str(code), str(name)) for code, name in distinct]
    frame = pd.DataFrame(found, columns=["area_code", "area_name", "area_level"], dtype="str")
    return frame.take(places).set_axis(table.body.index, axis=0)


def _first_column(table: UnderstoodTable, role: ColumnRole) -> Column | None:
    return next(iter(table.with_role(role)), None)


def _has_own_areas(column: Column | None) -> bool:
    """Codes of treatment plants, schools or parts of a kommun: the name beside them is not a kommun
    although it may be called like one (EUDA's "Uppsala")."""
    heading = area_code_heading(column.name) if column else None
    return heading is not None and heading.rank > KOMMUN_RANK


def _column_level(
    column: Column | None, *, cells: pd.Series[str], areas: AreaIndex
) -> AreaLevel | None:
    """LAN for a column of län; None where a bare name means a kommun."""
    if column is None:
        return None
    heading = area_name_heading(column.name)
    if heading is not None and heading.level is AreaLevel.LAN:
        return AreaLevel.LAN
    texts = [text for text in cells.unique() if text][:600]
    as_lan = sum(areas.find(text, level=AreaLevel.LAN) is not None for text in texts)
    as_kommun = sum(areas.find(text, level=AreaLevel.KOMMUN) is not None for text in texts)
    return AreaLevel.LAN if as_lan > as_kommun and as_lan >= 0.8 * len(texts) else None


def _finder(
    areas: AreaIndex, *, source: Source | None, level: AreaLevel | None, own: bool
) -> Callable[[str, str], Found]:
    def find(code: str, name: str) -> Found:
        leading, rest = split_code(code)
        area = _by_code(leading or code, areas=areas)
        if area is None and name and not (own and code):
            area = _by_name(name, areas=areas, level=level)
        shown = name or rest if (name or leading) else (area.name if area else "")
        if area is not None:
            return area.code, shown, area.level.value
        if source is not None and source.default_level in OWN_CODES and code:
            return code, shown, source.default_level.value
        return "", shown, ""

    return find


def _by_code(code: str, *, areas: AreaIndex) -> Area | None:
    return (areas.find_code(code) or areas.find_code(mended_code(code))) if code else None


def _by_name(name: str, *, areas: AreaIndex, level: AreaLevel | None) -> Area | None:
    """In a column of län a name that is no län may still be the country."""
    found = areas.find(name, level=level)
    return found or (areas.find(name, level=AreaLevel.RIKET) if level else None)
