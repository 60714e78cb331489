""" "Varför?" and "varför?" again, from left to right: the problem, what causes it, and what lies behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure, empty_figure
from lagesbild.charts.laid_text import escaped, height_of, joined, letters_in, rows_of
from lagesbild.charts.theme import LIGHT, Theme
from lagesbild.domain.work.causes import FactorKind, Influence, PlacedCause

if TYPE_CHECKING:
    import plotly.graph_objects as go

SIZE_PX = 15
SMALLER_PX = 12
NARROWEST_PX = 980
"""The width that labels are broken for; a narrower screen moves the picture sideways in its frame."""
COLUMN_PX = 225
BOX_SHARE = 0.86
PAD_PX = 8.0
GAP_PX = 12.0
MOST_ROWS = 5
CORNER = 0.035

KIND_SIGNS = {FactorKind.RISK: "▼", FactorKind.PROTECTIVE: "▲"}
INFLUENCE_SIGNS = {
    Influence.YES: "kan påverkas",
    Influence.PARTLY: "kan påverkas delvis",
    Influence.NO: "kan inte påverkas",
    Influence.UNKNOWN: "oklart om den kan påverkas",
}
DASHES = {
    Influence.YES: "solid", Influence.PARTLY: "dash", Influence.NO: "dot", Influence.UNKNOWN: "dot"
}  # fmt: skip
WIDTHS = {Influence.YES: 3.0, Influence.PARTLY: 2.0, Influence.NO: 1.5, Influence.UNKNOWN: 1.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    """Where a cause is drawn: ``top`` and ``height`` in pixels from above, ``column`` from the left."""

    column: int
    top: float
    height: float
    title: list[str]
    below: list[str]
    placed: PlacedCause | None

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def cause_tree_figure(
    problem: str, causes: Sequence[PlacedCause], *, chosen: str = "", example: bool = False,
    theme: Theme = LIGHT,
) -> go.Figure:  # fmt: skip
    """Boxes with square corners are risks, with cut corners protections; the thicker and the more whole
    the line, the more can be done about the cause. ``chosen`` is marked."""
    if not causes:
        return empty_figure("Inga orsaker är inlagda än.", theme=theme, height=160, example=example)
    columns = columns_of(causes)
    width = max(NARROWEST_PX, columns * COLUMN_PX) / columns * BOX_SHARE - 2 * PAD_PX
    boxes, height = _laid(problem, causes, width=width)
    layout = {
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, columns]},
        "yaxis": {"visible": False, "fixedrange": True, "range": [height + 3, -3]},
        "shapes": [_shape(box, chosen=chosen, theme=theme) for box in boxes],
        "annotations": [_label(box, theme=theme) for box in boxes],
    }  # fmt: skip
    return build_figure(
        [_lines(boxes, theme=theme), _points(boxes)], layout, theme=theme, height=int(height) + 16,
        margin={"t": 8, "r": 8, "b": 8, "l": 8}, example=example, alt=tree_in_words(problem, causes),
    )  # fmt: skip


def columns_of(causes: Sequence[PlacedCause]) -> int:
    """How many columns the picture has: the problem, and one for each "varför?"."""
    return max((one.depth for one in causes), default=0) + 2


def tree_in_words(problem: str, causes: Sequence[PlacedCause]) -> str:
    """The same as the picture, for those who do not see it."""
    told = "; ".join(
        f"{one.number} {one.cause.title} ({one.cause.kind.words}, {one.cause.how_known.words}, "
        f"{INFLUENCE_SIGNS[one.cause.influence]})"
        for one in causes
    )
    return f"Orsaksträd för {problem}. {told}."


def _laid(problem: str, causes: Sequence[PlacedCause], *, width: float) -> tuple[list[_Box], float]:
    """Every branch below the one before it, and each cause in the middle of what lies behind it."""
    root = rows_of(problem, width=letters_in(width, size_px=SIZE_PX + 1), most=MOST_ROWS)
    sizes = {one.id: _texts(one, width=width) for one in causes}
    heights = {key: _height(*rows) for key, rows in sizes.items()} | {"": _height(root, [])}
    children: dict[str, list[PlacedCause]] = {}
    for one in causes:
        children.setdefault(one.behind, []).append(one)
    spans = _spans(children, heights=heights)
    boxes: list[_Box] = []

    def lay(one: PlacedCause | None, top: float) -> None:
        key = one.id if one else ""
        title, below = sizes[one.id] if one else (root, [])
        boxes.append(
            _Box(
                column=one.depth + 1 if one else 0, height=heights[key], title=title, below=below,
                top=top + (spans[key] - heights[key]) / 2, placed=one,
            )
        )  # fmt: skip
        inner = sum(spans[c.id] for c in children.get(key, ()))
        inner += GAP_PX * max(0, len(children.get(key, ())) - 1)
        at = top + (spans[key] - inner) / 2
        for child in children.get(key, ()):
            lay(child, at)
            at += spans[child.id] + GAP_PX

    lay(None, 0.0)
    return boxes, spans[""]


def _texts(one: PlacedCause, *, width: float) -> tuple[list[str], list[str]]:
    title = f"{one.number} {one.cause.title}"
    below = (
        f"{KIND_SIGNS[one.cause.kind]} {one.cause.how_known.words}, "
        f"{INFLUENCE_SIGNS[one.cause.influence]}"
    )
    return (
        rows_of(title, width=letters_in(width, size_px=SIZE_PX), most=MOST_ROWS),
        rows_of(below, width=letters_in(width, size_px=SMALLER_PX), most=3),
    )


def _height(title: Sequence[str], below: Sequence[str]) -> float:
    text = height_of(len(title), size_px=SIZE_PX) + height_of(len(below), size_px=SMALLER_PX)
    return text + 2 * PAD_PX


def _spans(
    children: dict[str, list[PlacedCause]], *, heights: dict[str, float]
) -> dict[str, float]:
    """The height of each cause with all that lies behind it."""
    found: dict[str, float] = {}

    def span(key: str) -> float:
        own = children.get(key, ())
        inner = sum(span(one.id) for one in own) + GAP_PX * max(0, len(own) - 1)
        found[key] = max(heights[key], inner)
        return found[key]

    span("")
    return found


def _edges(box: _Box) -> tuple[float, float]:
    """Left and right, in columns."""
    return box.column + 0.01, box.column + BOX_SHARE


def _shape(box: _Box, *, chosen: str, theme: Theme) -> dict[str, Any]:
    left, right = _edges(box)
    top, bottom = box.top, box.top + box.height
    place = {"xref": "x", "yref": "y", "layer": "below"}
    if box.placed is None:
        fill = {"fillcolor": theme.ink, "line": {"width": 0}}
        return {"type": "rect", "x0": left, "x1": right, "y0": top, "y1": bottom, **place, **fill}
    cause, is_chosen = box.placed.cause, box.placed.id == chosen
    is_risk = cause.kind is FactorKind.RISK
    drawn = {
        "fillcolor": theme.band if is_chosen else theme.panel,
        "line": {
            "color": theme.worse if is_risk else theme.better,
            "width": WIDTHS[cause.influence], "dash": DASHES[cause.influence],
        },
    }  # fmt: skip
    if is_risk:
        return {"type": "rect", "x0": left, "x1": right, "y0": top, "y1": bottom, **place, **drawn}
    return {"type": "path", "path": _cut(left, right, top, bottom), **place, **drawn}


def _cut(left: float, right: float, top: float, bottom: float) -> str:
    """A box whose corners are cut."""
    dx, dy = CORNER, 9.0
    points = (
        (left + dx, top), (right - dx, top), (right, top + dy), (right, bottom - dy),
        (right - dx, bottom), (left + dx, bottom), (left, bottom - dy), (left, top + dy),
    )  # fmt: skip
    return "M " + " L ".join(f"{x:.3f},{y:.1f}" for x, y in points) + " Z"


def _label(box: _Box, *, theme: Theme) -> dict[str, Any]:
    if box.placed is None:
        text, colour, size = f"<b>{joined(box.title)}</b>", theme.page, SIZE_PX + 1
    else:
        below = f"<span style='font-size:{SMALLER_PX}px'>{joined(box.below)}</span>"
        text, colour, size = f"{joined(box.title)}<br>{below}", theme.ink, SIZE_PX
    return {
        "x": _edges(box)[0], "y": box.middle, "xref": "x", "yref": "y", "text": text,
        "showarrow": False, "xanchor": "left", "yanchor": "middle", "align": "left",
        "xshift": PAD_PX, "font": {"size": size, "color": colour},
    }  # fmt: skip


def _lines(boxes: Sequence[_Box], *, theme: Theme) -> dict[str, Any]:
    """From each cause to what it lies behind, by two right angles."""
    by_id = {box.placed.id if box.placed else "": box for box in boxes}
    xs: list[float | None] = []
    ys: list[float | None] = []
    for box in boxes:
        if box.placed is None:
            continue
        parent = by_id[box.placed.behind]
        start, end = _edges(parent)[1], _edges(box)[0]
        bend = (start + end) / 2
        xs += [start, bend, bend, end, None]
        ys += [parent.middle, parent.middle, box.middle, box.middle, None]
    return {
        "type": "scatter", "mode": "lines", "x": xs, "y": ys, "hoverinfo": "skip",
        "line": {"color": theme.muted, "width": 1.5},
    }  # fmt: skip


def _points(boxes: Sequence[_Box]) -> dict[str, Any]:
    """Unseen, over each box: what a pointer reads, and what a click chooses."""
    own = [(box, box.placed) for box in boxes if box.placed is not None]
    return {
        "type": "scatter", "mode": "markers",
        "x": [sum(_edges(box)) / 2 for box, _ in own], "y": [box.middle for box, _ in own],
        "marker": {"size": 44, "opacity": 0, "symbol": "square"},
        "customdata": [placed.id for _, placed in own],
        "text": [_told(placed) for _, placed in own], "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _told(placed: PlacedCause) -> str:
    cause = placed.cause
    lines = [
        f"<b>{joined(rows_of(f'{placed.number} {cause.title}', width=60, most=6))}</b>",
        escaped(f"{cause.perspective.words}; {cause.kind.words}; {cause.level.words}"),
        escaped(f"Hur vet vi? {cause.how_known.words}"),
        escaped(f"Kan vi påverka den? {cause.influence.words}"),
    ]
    return "<br>".join(lines)
