"""The chain of events that ends in the crime, and where it can be broken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure, empty_figure
from lagesbild.charts.laid_text import height_of, joined, letters_in, rows_of
from lagesbild.charts.theme import LIGHT, Theme
from lagesbild.domain.work.causes import Step

if TYPE_CHECKING:
    import plotly.graph_objects as go

SIZE_PX = 14
WIDTH_PX = 980.0
IN_A_ROW = 4
STEP_PX = WIDTH_PX / IN_A_ROW
BOX_PX = STEP_PX - 46
PAD_PX = 10.0
GAP_PX = 26.0
BREAK_SIGN = "✂ kan brytas"


def event_chain_figure(
    steps: Sequence[Step], *, example: bool = False, theme: Theme = LIGHT
) -> go.Figure:
    """Numbered boxes with arrows, row after row; a thick dashed box is a link that can be broken."""
    if not steps:
        return empty_figure(
            "Ingen händelsekedja är inlagd än.", theme=theme, height=160, example=example
        )
    texts = [_rows(step, place=place) for place, step in enumerate(steps, start=1)]
    heights = [
        max(
            height_of(len(rows), size_px=SIZE_PX) + 2 * PAD_PX for rows in texts[at : at + IN_A_ROW]
        )
        for at in range(0, len(texts), IN_A_ROW)
    ]
    total = sum(heights) + GAP_PX * (len(heights) - 1)
    shapes, labels = [], []
    for place, (step, rows) in enumerate(zip(steps, texts, strict=True)):
        line, column = divmod(place, IN_A_ROW)
        top = sum(heights[:line]) + GAP_PX * line
        middle = top + heights[line] / 2
        shapes.append(_box(step, column=column, top=top, height=heights[line], theme=theme))
        labels.append(_label(rows, column=column, middle=middle, theme=theme))
        if place + 1 < len(steps):
            labels.append(_arrow(column=column, middle=middle, theme=theme))
    layout = {
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, WIDTH_PX]},
        "yaxis": {"visible": False, "fixedrange": True, "range": [total + 4, -4]},
        "shapes": shapes, "annotations": labels,
    }  # fmt: skip
    return build_figure(
        [{"type": "scatter", "mode": "markers", "x": [0], "y": [0], "marker": {"opacity": 0}, "hoverinfo": "skip"}],
        layout, theme=theme, height=int(total) + 24, margin={"t": 8, "r": 8, "b": 8, "l": 8},
        example=example, alt=chain_in_words(steps),
    )  # fmt: skip


def chain_in_words(steps: Sequence[Step]) -> str:
    """The same as the picture, for those who do not see it."""
    told = [
        f"{place} {step.what}{_broken(step)}" for place, step in enumerate(steps, start=1)
    ]  # fmt: skip
    return f"Händelsekedja. {'; sedan '.join(told)}."


def _broken(step: Step) -> str:
    if not step.can_be_broken:
        return ""
    return f" (kan brytas: {step.how})" if step.how else " (kan brytas)"


def _rows(step: Step, *, place: int) -> list[str]:
    width = letters_in(BOX_PX - 2 * PAD_PX, size_px=SIZE_PX)
    rows = rows_of(f"{place}. {step.what}", width=width, most=5)
    if step.can_be_broken:
        rows += rows_of(f"{BREAK_SIGN}{': ' if step.how else ''}{step.how}", width=width, most=3)
    return rows


def _box(
    step: Step, *, column: int, top: float, height: float, theme: Theme
) -> dict[str, Any]:  # fmt: skip
    left = column * STEP_PX + 4
    line = {"color": theme.better, "width": 3, "dash": "dash"}
    plain = {"color": theme.muted, "width": 1.5, "dash": "solid"}
    return {
        "type": "rect", "x0": left, "x1": left + BOX_PX, "y0": top, "y1": top + height,
        "fillcolor": theme.panel, "line": line if step.can_be_broken else plain, "layer": "below",
    }  # fmt: skip


def _label(
    rows: Sequence[str], *, column: int, middle: float, theme: Theme
) -> dict[str, Any]:  # fmt: skip
    return {
        "x": column * STEP_PX + 4 + PAD_PX, "y": middle, "text": joined(rows), "showarrow": False,
        "xanchor": "left", "yanchor": "middle", "align": "left",
        "font": {"size": SIZE_PX, "color": theme.ink},
    }  # fmt: skip


def _arrow(*, column: int, middle: float, theme: Theme) -> dict[str, Any]:
    """To the next box; at the end of a row a sign that it goes on below."""
    return {
        "x": column * STEP_PX + 4 + BOX_PX + 22, "y": middle, "showarrow": False,
        "text": "↵" if column == IN_A_ROW - 1 else "➜", "font": {"size": 20, "color": theme.ink},
    }  # fmt: skip
