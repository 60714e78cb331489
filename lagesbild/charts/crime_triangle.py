"""The crime triangle: who does it, who is harmed, and where. A side that nobody has looked at is dotted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure
from lagesbild.charts.laid_text import height_of, joined, letters_in, rows_of
from lagesbild.charts.theme import LIGHT, Theme
from lagesbild.domain.work.causes import FactorKind, Perspective, PlacedCause

if TYPE_CHECKING:
    import plotly.graph_objects as go

SIZE_PX = 14
WIDTH_PX = 980.0
HEIGHT_PX = 300.0
LEFT_PX, RIGHT_PX, TOP_PX = 325.0, 655.0, 286.0
WORDS_PX = 290.0
MOST_CAUSES = 6

SIDES: tuple[tuple[Perspective, str], ...] = (
    (Perspective.OFFENDER, "■ Den som begår brott"),
    (Perspective.VICTIM, "● Den eller det som utsätts"),
    (Perspective.SITUATION, "▲ Situation och plats"),
)
"""Left side, right side, base."""


def crime_triangle_figure(
    problem: str, causes: Sequence[PlacedCause], *, example: bool = False, theme: Theme = LIGHT
) -> go.Figure:
    """The causes by the side of the triangle that they belong to."""
    blocks = [_block(causes, side=side, name=name) for side, name in SIDES]
    base = height_of(len(blocks[2]), size_px=SIZE_PX) + 24
    layout = {
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, WIDTH_PX]},
        "yaxis": {"visible": False, "fixedrange": True, "range": [-base, HEIGHT_PX]},
        "shapes": _sides(causes, theme=theme),
        "annotations": [_middle(problem, theme=theme), *_words(blocks, theme=theme)],
    }  # fmt: skip
    return build_figure(
        [{"type": "scatter", "mode": "markers", "x": [0], "y": [0], "marker": {"opacity": 0}, "hoverinfo": "skip"}],
        layout, theme=theme, height=int(HEIGHT_PX + base) + 16,
        margin={"t": 8, "r": 8, "b": 8, "l": 8}, example=example,
        alt=triangle_in_words(problem, causes),
    )  # fmt: skip


def triangle_in_words(problem: str, causes: Sequence[PlacedCause]) -> str:
    """The same as the picture, for those who do not see it."""
    told = [f"{name[2:]}: {len(_of(causes, side))} orsaker" for side, name in SIDES]
    return f"Brottstriangel för {problem}. {'; '.join(told)}."


def _of(causes: Sequence[PlacedCause], side: Perspective) -> list[PlacedCause]:
    return [one for one in causes if one.cause.perspective is side]


def _block(causes: Sequence[PlacedCause], *, side: Perspective, name: str) -> list[str]:
    """The name first, then the causes; the base is wide and takes longer rows."""
    room = WIDTH_PX - 40 if side is Perspective.SITUATION else WORDS_PX
    width = letters_in(room, size_px=SIZE_PX)
    own = _of(causes, side)
    rows = [name]
    for one in own[:MOST_CAUSES]:
        sign = "+" if one.cause.kind is FactorKind.PROTECTIVE else "–"
        rows += rows_of(f"{sign} {one.number} {one.cause.title}", width=width, most=2)
    if len(own) > MOST_CAUSES:
        rows.append(f"och {len(own) - MOST_CAUSES} till")
    return rows if own else [name, "inte undersökt än"]


def _sides(causes: Sequence[PlacedCause], *, theme: Theme) -> list[dict[str, Any]]:
    top = ((LEFT_PX + RIGHT_PX) / 2, TOP_PX)
    corners = (
        ((LEFT_PX, 0.0), top), (top, (RIGHT_PX, 0.0)), ((LEFT_PX, 0.0), (RIGHT_PX, 0.0))
    )  # fmt: skip
    return [
        {
            "type": "line", "x0": start[0], "y0": start[1], "x1": end[0], "y1": end[1],
            "line": {
                "color": theme.own, "width": 6 if _of(causes, side) else 2,
                "dash": "solid" if _of(causes, side) else "dot",
            },
        }
        for (side, _), (start, end) in zip(SIDES, corners, strict=True)
    ]  # fmt: skip


def _middle(problem: str, *, theme: Theme) -> dict[str, Any]:
    rows = rows_of(problem, width=18, most=4)
    return {
        "x": (LEFT_PX + RIGHT_PX) / 2, "y": TOP_PX * 0.3, "text": f"<b>{joined(rows)}</b>",
        "showarrow": False, "font": {"size": SIZE_PX + 1, "color": theme.ink},
    }  # fmt: skip


def _words(blocks: Sequence[Sequence[str]], *, theme: Theme) -> list[dict[str, Any]]:
    places = (
        {"x": 6, "y": HEIGHT_PX - 10, "xanchor": "left", "yanchor": "top", "align": "left"},
        {"x": RIGHT_PX + 30, "y": HEIGHT_PX - 10, "xanchor": "left", "yanchor": "top", "align": "left"},
        {"x": WIDTH_PX / 2, "y": -14, "xanchor": "center", "yanchor": "top", "align": "left"},
    )  # fmt: skip
    return [
        {
            **place, "showarrow": False, "font": {"size": SIZE_PX, "color": theme.ink},
            "text": f"<b>{joined(rows[:1])}</b><br>{joined(rows[1:])}",
        }
        for place, rows in zip(places, blocks, strict=True)
    ]  # fmt: skip
