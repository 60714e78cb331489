"""The fishbone: three sides of the problem as bones, a fourth for what protects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure, empty_figure
from lagesbild.charts.laid_text import height_of, joined, letters_in, rows_of
from lagesbild.charts.theme import LIGHT, Theme
from lagesbild.domain.work.causes import FactorKind, Perspective, PlacedCause

if TYPE_CHECKING:
    import plotly.graph_objects as go

SIZE_PX = 14
WIDTH_PX = 980.0
BONE_PX = 372.0
"""Room for the words of a bone."""
SLANT_PX = 90.0
HEAD_PX = 190.0
NAME_PX = 30.0
GAP_PX = 8.0
LEAST_PX = 90.0
MOST_ROWS = 3

BONE_WORDS: tuple[tuple[Perspective | None, str], ...] = (
    (Perspective.VICTIM, "● Den som utsätts"),
    (Perspective.OFFENDER, "■ Den som begår brott"),
    (Perspective.SITUATION, "▲ Situation och plats"),
    (None, "✚ Det som skyddar"),
)
"""In the order top left, top right, bottom left, bottom right; None for the protections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bone:
    """One bone's words, from the spine outwards, and how many pixels they take."""

    name: str
    lines: list[list[str]]
    height: float


def fishbone_figure(
    problem: str, causes: Sequence[PlacedCause], *, example: bool = False, theme: Theme = LIGHT
) -> go.Figure:
    """Direct causes along the bones, with an arrow before those that lie behind them."""
    if not causes:
        return empty_figure("Inga orsaker är inlagda än.", theme=theme, height=160, example=example)
    bones = [_bone(causes, side=side, name=name) for side, name in BONE_WORDS]
    above = max(bone.height for bone in bones[:2]) + NAME_PX
    below = max(bone.height for bone in bones[2:]) + NAME_PX
    shapes, labels = _spine(problem, theme=theme)
    for place, bone in enumerate(bones):
        drawn, words = _draw(bone, place=place, reach=(above, below)[place // 2], theme=theme)
        shapes += drawn
        labels += words
    layout = {
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, WIDTH_PX]},
        "yaxis": {"visible": False, "fixedrange": True, "range": [-below - 4, above + 4]},
        "shapes": shapes, "annotations": labels,
    }  # fmt: skip
    return build_figure(
        [{"type": "scatter", "mode": "markers", "x": [0], "y": [0], "marker": {"opacity": 0}, "hoverinfo": "skip"}],
        layout, theme=theme, height=int(above + below) + 24,
        margin={"t": 8, "r": 8, "b": 8, "l": 8}, example=example,
        alt=bones_in_words(problem, causes),
    )  # fmt: skip


def causes_of(
    causes: Sequence[PlacedCause], *, side: Perspective | None
) -> list[PlacedCause]:  # fmt: skip
    """The causes of a bone: what protects has one of its own."""
    if side is None:
        return [one for one in causes if one.cause.kind is FactorKind.PROTECTIVE]
    return [
        one for one in causes if one.cause.kind is FactorKind.RISK and one.cause.perspective is side
    ]


def bones_in_words(problem: str, causes: Sequence[PlacedCause]) -> str:
    """The same as the picture, for those who do not see it."""
    told = []
    for side, name in BONE_WORDS:
        own = causes_of(causes, side=side)
        words = "; ".join(f"{one.number} {one.cause.title}" for one in own) or "inget inlagt"
        told.append(f"{name[2:]}: {words}.")
    return f"Fiskben för {problem}. {' '.join(told)}"


def _bone(causes: Sequence[PlacedCause], *, side: Perspective | None, name: str) -> _Bone:
    own = causes_of(causes, side=side)
    shallowest = min((one.depth for one in own), default=0)
    lines = [_line(one, indent=one.depth - shallowest) for one in own] or [["inget inlagt än"]]
    height = sum(height_of(len(rows), size_px=SIZE_PX) + GAP_PX for rows in lines)
    return _Bone(name=name, lines=lines, height=max(LEAST_PX, height + 2 * GAP_PX))


def _line(one: PlacedCause, *, indent: int) -> list[str]:
    lead = "\u00a0" * 3 * indent + ("↳ " if indent else "")
    width = letters_in(BONE_PX - SLANT_PX, size_px=SIZE_PX) - len(lead)
    rows = rows_of(f"{one.number} {one.cause.title}", width=width, most=MOST_ROWS)
    follow = "\u00a0" * (len(lead) + 2)
    return [lead + rows[0], *(follow + row for row in rows[1:])]


def _spine(problem: str, *, theme: Theme) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    start = WIDTH_PX - HEAD_PX
    rows = rows_of(problem, width=letters_in(HEAD_PX - 50, size_px=SIZE_PX), most=6)
    half = max(34.0, height_of(len(rows), size_px=SIZE_PX) / 2 + 14)
    head = (
        f"M {start},{half} L {WIDTH_PX - 34},{half} L {WIDTH_PX - 4},0 L {WIDTH_PX - 34},{-half} "
        f"L {start},{-half} Z"
    )
    line = {"color": theme.ink, "width": 4}
    shapes: list[dict[str, Any]] = [
        {"type": "line", "x0": 8, "x1": start, "y0": 0, "y1": 0, "line": line},
        {"type": "path", "path": head, "fillcolor": theme.ink, "line": {"width": 0}},
    ]
    label = {
        "x": start + 10, "y": 0, "text": f"<b>{joined(rows)}</b>", "showarrow": False,
        "xanchor": "left", "yanchor": "middle", "align": "left",
        "font": {"size": SIZE_PX, "color": theme.page},
    }  # fmt: skip
    return shapes, [label]


def _draw(
    bone: _Bone, *, place: int, reach: float, theme: Theme
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The bone leans towards the head; its words stand to the left of it."""
    side = 1 if place < 2 else -1
    foot = (BONE_PX + 18) * (place % 2 + 1) - 10
    tip = foot - SLANT_PX
    colour = theme.better if "✚" in bone.name else theme.worse
    line = {"type": "line", "x0": foot, "y0": 0, "x1": tip, "y1": side * (reach - NAME_PX),
            "line": {"color": colour, "width": 3, "dash": "dash" if "✚" in bone.name else "solid"}}  # fmt: skip
    name = {
        "x": tip + 12, "y": side * (reach - NAME_PX / 2), "text": f"<b>{joined([bone.name])}</b>",
        "showarrow": False, "xanchor": "right", "yanchor": "middle",
        "font": {"size": SIZE_PX + 1, "color": theme.ink}, "bgcolor": theme.band, "borderpad": 4,
    }  # fmt: skip
    ribs, words, at = [], [], GAP_PX * 1.5
    left = foot - BONE_PX - 2
    for rows in _outwards(bone.lines, side=side):
        height = height_of(len(rows), size_px=SIZE_PX)
        low, high = at, at + height
        rib = low if side > 0 else high
        edge = foot - SLANT_PX * min(1.0, rib / max(1.0, reach - NAME_PX))
        ribs.append(
            {"type": "line", "x0": left, "x1": edge, "y0": side * rib, "y1": side * rib,
             "line": {"color": theme.muted, "width": 1}}
        )  # fmt: skip
        words.append(
            {
                "x": left, "y": side * (low + high) / 2, "text": joined(rows), "showarrow": False,
                "xanchor": "left", "yanchor": "middle", "align": "left",
                "font": {"size": SIZE_PX, "color": theme.ink},
            }
        )  # fmt: skip
        at += height + GAP_PX
    return [line, *ribs], [name, *words]


def _outwards(lines: list[list[str]], *, side: int) -> list[list[str]]:
    """Read from above on both sides: above the spine the first line is the furthest out."""
    return list(reversed(lines)) if side > 0 else lines
