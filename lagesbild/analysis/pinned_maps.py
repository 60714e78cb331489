"""The map under a pinned view: outlines that are kept with its numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.document import DocumentMap, MapArea
from lagesbild.domain.event_grid import GridPart
from lagesbild.domain.geography import AreaLevel, division_of
from lagesbild.geo.drawing import draw_boundaries
from lagesbild.geo.example_areas import ANGE_CODE, list_example_parts
from lagesbild.geo.outlines import Frame, lay_out, shared_outlines
from lagesbild.store.areas import list_boundaries

CREDITS = {
    AreaLevel.KOMMUN: "Kommungränser: Lantmäteriet/SCB",
    AreaLevel.LAN: "Länsgränser: Lantmäteriet/SCB",
}
EXAMPLE_CREDIT = "Delområden: påhittade för exemplet"
GRID_CREDIT = "Rutnät: SWEREF 99 TM"


def map_of_areas(inquiry: Inquiry, frame: pd.DataFrame, *, unit: str) -> DocumentMap | None:
    """Every area of the figures' level; None where nobody has given the outlines."""
    if frame.empty:
        return None
    level = AreaLevel(str(frame["area_level"].iloc[0]))
    told = {str(code) for code in frame["area_code"]}
    found = _outlines(inquiry, level=level, told=told)
    if found is None or not told & {one.code for one in found[0]}:
        return None
    areas, picture, credit = found
    return DocumentMap(
        ground=(), areas=areas, width=picture.width, height=picture.height, unit=unit, credit=credit
    )


def map_of_squares(inquiry: Inquiry, parts: Sequence[GridPart], *, unit: str) -> DocumentMap | None:
    """Squares on the kommun's own parts, the largest first: smaller ones lie on top."""
    ground = _delivered(inquiry, told=set())
    if ground is None and inquiry.kommun_code == ANGE_CODE:
        ground = (*shared_outlines(AreaLevel.DELOMRADE.value), EXAMPLE_CREDIT)
    if ground is None or not parts:
        return None
    areas, picture, credit = ground
    ordered = sorted(parts, key=lambda part: -part.size_m)
    return DocumentMap(
        ground=areas, areas=tuple(map(picture.square, ordered)), width=picture.width,
        height=picture.height, unit=unit, credit=f"{credit}. {GRID_CREDIT}",
    )  # fmt: skip


def _outlines(
    inquiry: Inquiry, *, level: AreaLevel, told: set[str]
) -> tuple[tuple[MapArea, ...], Frame, str] | None:
    if level in CREDITS:
        return (*shared_outlines(level.value), CREDITS[level])
    if level is not AreaLevel.DELOMRADE:
        return None
    if told & set(list_example_parts()):
        return (*shared_outlines(level.value), EXAMPLE_CREDIT)
    return _delivered(inquiry, told=told)


def _delivered(
    inquiry: Inquiry, *, told: set[str]
) -> tuple[tuple[MapArea, ...], Frame, str] | None:
    """The kommun's own division that most of the figures are about."""
    given = list_boundaries(
        inquiry.store, kommun_code=inquiry.kommun_code, reader_kommun=inquiry.person.kommun_code
    )
    divisions: dict[str, dict[str, str]] = {}
    for one in given:
        divisions.setdefault(division_of(one.code), {})[one.code] = one.geometry
    if not divisions:
        return None
    chosen = max(divisions.values(), key=lambda outlines: len(told & outlines.keys()))
    names = {one.code: one.name for one in given}
    collection = draw_boundaries(chosen, names={code: names[code] for code in chosen})
    sources = sorted({
        inquiry.catalog.sources[one.source_id].provider for one in given
        if one.code in chosen and one.source_id in inquiry.catalog.sources
    })  # fmt: skip
    return (*lay_out(collection), f"Gränser: {', '.join(sources)}" if sources else "")
