"""Areas in the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.store.connection import Store, increase_data_version, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """A delivered outline: GeoJSON geometry text in WGS 84, and the source it came from."""

    code: str
    name: str
    geometry: str
    source_id: str


def add_areas(store: Store, areas: Sequence[Area], *, is_example: bool = False) -> int:
    """Add the areas that are new and rename those that are known; returns how many were new."""
    with store.transaction() as cursor:
        return add_areas_within(cursor, areas, is_example=is_example)


def add_areas_within(
    cursor: duckdb.DuckDBPyConnection, areas: Sequence[Area], *, is_example: bool = False
) -> int:
    """As add_areas, inside a transaction that the caller holds."""
    if not areas:
        return 0
    frame = pd.DataFrame(
        [
            (a.code, a.name, a.level.value, a.parent_code, a.kommun_code, is_example)
            for a in areas
        ],
        columns=["code", "name", "level", "parent_code", "kommun_code", "is_example"],
    )  # fmt: skip
    cursor.register("incoming_area", frame)
    cursor.execute(sql("update_areas"))
    added = cursor.execute(sql("add_areas")).fetchone()
    cursor.unregister("incoming_area")
    increase_data_version(cursor)
    return int(added[0]) if added else 0


def list_areas(
    store: Store, *, levels: Sequence[AreaLevel] | None = None, kommun_code: str | None = None
) -> list[Area]:
    """Areas that everyone shares and those of the given kommun, in order of code.

    levels  None for every level; an empty sequence gives nothing
    """
    wanted = [level.value for level in (AreaLevel if levels is None else levels)]
    rows = store.cursor().execute(sql("list_areas"), [wanted, kommun_code]).fetchall()
    return [
        Area(code=r[0], name=r[1], level=AreaLevel(r[2]), parent_code=r[3], kommun_code=r[4])
        for r in rows
    ]


def list_example_codes(store: Store) -> frozenset[str]:
    """Areas that came with the example data."""
    rows = store.cursor().execute("SELECT code FROM area WHERE is_example").fetchall()
    return frozenset(row[0] for row in rows)


def add_boundaries_within(
    cursor: duckdb.DuckDBPyConnection, outlines: Mapping[str, str], *, delivery_id: int
) -> None:
    """Outlines of known areas, inside a transaction that the caller holds.

    outlines  area code -> GeoJSON geometry text in WGS 84
    """
    if not outlines:
        return
    cursor.register(
        "incoming_boundary", pd.DataFrame(outlines.items(), columns=["code", "geometry"])
    )
    cursor.execute(sql("add_boundaries"), [delivery_id])
    cursor.unregister("incoming_boundary")
    increase_data_version(cursor)


def list_boundaries(store: Store, *, kommun_code: str, reader_kommun: str | None) -> list[Boundary]:
    """The newest outline of each of the kommun's parts, in order of code; recalled ones left out.

    reader_kommun  whose own boundaries may be read beside the shared ones
    """
    rows = store.cursor().execute(sql("list_boundaries"), [kommun_code, reader_kommun]).fetchall()
    return [Boundary(code=r[0], name=r[1], geometry=r[2], source_id=r[3]) for r in rows]


def remember_area_alias(
    cursor: duckdb.DuckDBPyConnection, *, kommun_code: str | None, source_id: str, spelling: str,
    area_code: str,
) -> None:  # fmt: skip
    """What a user said that a name in this source's files means."""
    cursor.execute(
        "INSERT INTO area_alias VALUES (?, ?, ?, ?)", [kommun_code, source_id, spelling, area_code]
    )


def list_area_aliases(store: Store, *, kommun_code: str | None, source_id: str) -> dict[str, str]:
    """Spelling -> area code, as remembered for the source and kommun; the newest answer counts."""
    rows = store.cursor().execute(
        "SELECT spelling, area_code FROM area_alias WHERE source_id = ? "
        "AND (kommun_code IS NULL OR kommun_code = ?)",
        [source_id, kommun_code],
    ).fetchall()  # fmt: skip
    return dict(rows)
