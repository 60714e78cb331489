"""A map on a slide: shapes of the presentation itself, that can be coloured and moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lagesbild.charts.document_map import own_areas, shades_of
from lagesbild.charts.theme import LIGHT
from lagesbild.domain.document import DocumentFigure, Ring

if TYPE_CHECKING:
    from pptx.slide import Slide

UNITS = 10_000
"""Steps along the longer side: shapes are given in whole numbers."""

LEGEND_IN, ROW_IN, KEY_IN = 2.6, 0.3, 0.2


def draw_map(
    slide: Slide, figure: DocumentFigure, *, left: float, top: float, width: float, height: float,
    about: str,
) -> None:  # fmt: skip
    """The areas, a shape for each colour, and what the colours mean; all sizes in inches."""
    drawn = figure.map
    if drawn is None:
        return
    side = min((width - LEGEND_IN) / drawn.width, height / drawn.height)
    shades = shades_of(figure)
    for number, shade in enumerate(shades):
        rings = [ring for area in shade.areas for ring in area.rings]
        shape = _shape(slide, rings, left=left, top=top, side=side)
        shape.fill.solid()
        shape.fill.fore_color.rgb = _colour(shade.colour)
        _edge(shape, colour=LIGHT.area_line, points=0.5)
        _describe(shape, name=f"Karta: {shade.words or 'bakgrund'}", about="" if number else about)
    own = [ring for area in own_areas(figure) for ring in area.rings]
    if own:
        shape = _shape(slide, own, left=left, top=top, side=side)
        shape.fill.background()
        _edge(shape, colour=LIGHT.ink, points=2)
        _describe(shape, name="Karta: den egna kommunen", about="")
    beside = left + drawn.width * side + 0.2
    named = [(one.words, one.colour) for one in reversed(shades) if one.words]
    _legend(slide, named, unit=drawn.unit, credit=drawn.credit, left=beside, top=top)


def _shape(slide: Slide, rings: Sequence[Ring], *, left: float, top: float, side: float) -> Any:
    from pptx.util import Inches

    first, *rest = [[(round(x * UNITS), round(y * UNITS)) for x, y in ring] for ring in rings]
    builder = slide.shapes.build_freeform(*first[0], scale=Inches(side) / UNITS)
    builder.add_line_segments(first[1:], close=True)
    for ring in rest:
        builder.move_to(*ring[0])
        builder.add_line_segments(ring[1:], close=True)
    return builder.convert_to_shape(Inches(left), Inches(top))


def _legend(
    slide: Slide, named: Sequence[tuple[str, str]], *, unit: str, credit: str, left: float,
    top: float,
) -> None:  # fmt: skip
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches

    _text(slide, unit, left=left, top=top, size=11, colour=LIGHT.muted)
    for number, (words, colour) in enumerate(named, start=1):
        at = top + 0.15 + number * ROW_IN
        key = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, Inches(left + 0.1), Inches(at + 0.06), Inches(KEY_IN),
            Inches(KEY_IN * 0.8),
        )  # fmt: skip
        key.fill.solid()
        key.fill.fore_color.rgb = _colour(colour)
        _edge(key, colour=LIGHT.area_line, points=0.75)
        _describe(key, name=f"Färg: {words}", about="")
        _text(slide, words, left=left + 0.35, top=at, size=12, colour=LIGHT.ink)
    _text(
        slide, credit, left=left, top=top + 0.25 + (len(named) + 1) * ROW_IN, size=9,
        colour=LIGHT.muted,
    )  # fmt: skip


def _text(slide: Slide, words: str, *, left: float, top: float, size: int, colour: str) -> None:
    from pptx.util import Inches, Pt

    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(LEGEND_IN - 0.4), Inches(0.3))
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_top = frame.margin_bottom = 0
    run = frame.paragraphs[0].add_run()
    run.text = words
    run.font.size, run.font.name = Pt(size), "Calibri"
    run.font.color.rgb = _colour(colour)
    run._r.get_or_add_rPr().set("lang", "sv-SE")


def _edge(shape: Any, *, colour: str, points: float) -> None:
    from pptx.util import Pt

    shape.line.color.rgb = _colour(colour)
    shape.line.width = Pt(points)
    shape.shadow.inherit = False


def _describe(shape: Any, *, name: str, about: str) -> None:
    """One part of the map carries its words; the others are named."""
    properties = shape._element.nvSpPr.cNvPr
    properties.set("name", name)
    properties.set("descr", about or name)


def _colour(code: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(code.lstrip("#"))
