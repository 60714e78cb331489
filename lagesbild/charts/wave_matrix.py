"""Themes and places, season by season: the darker, the larger the share that brought it up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure, empty_figure
from lagesbild.charts.laid_text import escaped, joined, letters_in, rows_of
from lagesbild.charts.theme import LIGHT, Theme
from lagesbild.domain.waves import WaveCell, WaveRow

if TYPE_CHECKING:
    import plotly.graph_objects as go

SIZE_PX = 14
ROW_PX = 46
LEFT_PX = 300
RIGHT_PX = 170
TOP_PX = 30
MOST_ROWS = 14
LIMITS = (0.05, 0.15, 0.3, 0.5)
"""From where a share is drawn one step darker."""


def wave_figure(
    rows: Sequence[WaveRow], *, waves: Sequence[str], example: bool = False, theme: Theme = LIGHT
) -> go.Figure:
    """The newest season to the right, and beside it whether it changed."""
    if not rows:
        return empty_figure("Inget har tagits upp än.", theme=theme, height=160, example=example)
    shown = list(rows[:MOST_ROWS])
    labels = [_wave(name, place=place, theme=theme) for place, name in enumerate(waves)]
    shapes = []
    for line, row in enumerate(shown):
        labels.append(_theme(row, line=line, theme=theme))
        labels.append(_change(row, line=line, theme=theme))
        for place, cell in enumerate(row.cells):
            shapes.append(_box(cell, place=place, line=line, theme=theme))
            labels.append(_count(cell, place=place, line=line, theme=theme))
    layout = {
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, len(waves)]},
        "yaxis": {"visible": False, "fixedrange": True, "range": [len(shown), 0]},
        "shapes": shapes, "annotations": labels,
    }  # fmt: skip
    return build_figure(
        [{"type": "scatter", "mode": "markers", "x": [0], "y": [0], "marker": {"opacity": 0}, "hoverinfo": "skip"}],
        layout, theme=theme, height=len(shown) * ROW_PX + TOP_PX + 8,
        margin={"t": TOP_PX, "r": RIGHT_PX, "b": 8, "l": LEFT_PX}, example=example,
        alt=waves_in_words(shown, waves=waves),
    )  # fmt: skip


def waves_in_words(rows: Sequence[WaveRow], *, waves: Sequence[str]) -> str:
    """The same as the picture, for those who do not see it."""
    told = [
        f"{_name(row)}: " + ", ".join(f"{wave} {cell.words}" for wave, cell in zip(waves, row.cells, strict=True))
        for row in rows
    ]  # fmt: skip
    return f"{'; '.join(told)}."


def _name(row: WaveRow) -> str:
    return f"{row.theme}, {row.place}" if row.place else row.theme


def _theme(row: WaveRow, *, line: int, theme: Theme) -> dict[str, Any]:
    rows = rows_of(_name(row), width=letters_in(LEFT_PX - 14, size_px=SIZE_PX), most=2)
    return _text(joined(rows), x=0, y=line + 0.5, theme=theme) | {
        "xref": "paper", "xshift": -LEFT_PX + 4, "xanchor": "left",
    }  # fmt: skip


def _change(row: WaveRow, *, line: int, theme: Theme) -> dict[str, Any]:
    return _text(escaped(row.change), x=1, y=line + 0.5, theme=theme) | {
        "xref": "paper", "xshift": 10, "xanchor": "left",
    }  # fmt: skip


def _wave(name: str, *, place: int, theme: Theme) -> dict[str, Any]:
    return _text(f"<b>{escaped(name)}</b>", x=place + 0.5, y=0, theme=theme) | {"yanchor": "bottom"}


def _text(text: str, *, x: float, y: float, theme: Theme) -> dict[str, Any]:
    return {
        "x": x, "y": y, "text": text, "showarrow": False, "yanchor": "middle", "align": "left",
        "font": {"size": SIZE_PX, "color": theme.ink},
    }  # fmt: skip


def _step(cell: WaveCell) -> int:
    return sum((cell.share or 0.0) >= limit for limit in LIMITS)


def _box(cell: WaveCell, *, place: int, line: int, theme: Theme) -> dict[str, Any]:
    is_none = not cell.count
    return {
        "type": "rect", "x0": place + 0.02, "x1": place + 0.98, "y0": line + 0.06, "y1": line + 0.94,
        "fillcolor": theme.page if is_none or cell.share is None else theme.classes[_step(cell)],
        "line": {"color": theme.band_edge, "width": 1, "dash": "dot" if is_none else "solid"},
        "layer": "below",
    }  # fmt: skip


def _count(cell: WaveCell, *, place: int, line: int, theme: Theme) -> dict[str, Any]:
    is_dark = bool(cell.count) and cell.share is not None and _step(cell) >= 3
    found = _text(cell.words, x=place + 0.5, y=line + 0.5, theme=theme)
    return found | {"font": {"size": SIZE_PX, "color": theme.page if is_dark else theme.ink}}
