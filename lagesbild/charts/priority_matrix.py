"""Problems beside each other, criterion by criterion: what figures say, and a sign for each person's answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure, empty_figure
from lagesbild.charts.laid_text import escaped, height_of, joined, letters_in, rows_of
from lagesbild.charts.theme import LIGHT, Theme
from lagesbild.domain.priority import MatrixCell, MatrixColumn
from lagesbild.domain.work.priority import Answer, Criterion

if TYPE_CHECKING:
    import plotly.graph_objects as go

SIZE_PX = 15
SIGN_PX = 20
ROW_PX = 52
LEFT_PX = 260
NARROWEST_PX = 920
COLUMN_PX = 190
MOST_SIGNS = 7

SIGNS: dict[Answer, str] = {
    Answer.YES: "●", Answer.PARTLY: "◐", Answer.NO: "○", Answer.UNKNOWN: "–"
}  # fmt: skip
LEGEND = (
    "● ja  ◐ delvis  ○ nej. Färgad ruta: siffrorna svarar. Vit ruta: ett tecken för varje person."
)


def matrix_figure(
    columns: Sequence[MatrixColumn], *, example: bool = False, theme: Theme = LIGHT
) -> go.Figure:
    """A column a problem, a row a criterion. Where figures answer, the cell is filled; the darker, the
    more it speaks for the problem. Where people answer, each has a sign of their own."""
    if not columns:
        return empty_figure("Inga problem än.", theme=theme, height=160, example=example)
    width = max(NARROWEST_PX - LEFT_PX, COLUMN_PX * len(columns)) / len(columns) - 20
    heads = [
        rows_of(one.title, width=letters_in(width, size_px=SIZE_PX), most=4) for one in columns
    ]
    top = height_of(max(len(rows) for rows in heads), size_px=SIZE_PX) + 16
    n = len(Criterion)
    shapes, labels = (
        [],
        [_criterion(one, row=row, theme=theme) for row, one in enumerate(Criterion)],
    )
    for place, (one, rows) in enumerate(zip(columns, heads, strict=True)):
        labels.append(_head(rows, place=place, theme=theme))
        for row, cell in enumerate(one.cells):
            shapes.append(_box(cell, place=place, row=row, theme=theme))
            labels.append(_words(cell, place=place, row=row, width=width, theme=theme))
    layout = {
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, len(columns)]},
        "yaxis": {"visible": False, "fixedrange": True, "range": [n, 0]},
        "shapes": shapes, "annotations": labels,
    }  # fmt: skip
    return build_figure(
        [_hover(columns)], layout, theme=theme, height=int(n * ROW_PX + top) + 12,
        margin={"t": top, "r": 8, "b": 8, "l": LEFT_PX}, example=example, alt=matrix_in_words(columns),
    )  # fmt: skip


def matrix_in_words(columns: Sequence[MatrixColumn]) -> str:
    """The same as the picture, for those who do not see it."""
    told = [
        f"{one.title}: " + "; ".join(f"{c.criterion.words.lower()}: {cell_words(c)}" for c in one.cells)
        for one in columns
    ]  # fmt: skip
    return f"Matris över problem och kriterier. {'. '.join(told)}."


def cell_words(cell: MatrixCell) -> str:
    """ "ja (flest av 3)", "2 ja, 1 nej", "inte bedömt"."""
    if cell.told is not None and cell.told.answer is not Answer.UNKNOWN:
        return f"{cell.told.answer.words} ({cell.told.short})"
    counts = [
        f"{number} {answer.words}"
        for answer in (Answer.YES, Answer.PARTLY, Answer.NO)
        if (number := sum(given is answer for _, given in cell.answers))
    ]
    return ", ".join(counts) or "inte bedömt"


def _criterion(one: Criterion, *, row: int, theme: Theme) -> dict[str, Any]:
    rows = rows_of(one.words, width=letters_in(LEFT_PX - 16, size_px=SIZE_PX), most=2)
    return {
        "x": 0, "xref": "paper", "xshift": -LEFT_PX + 4, "y": row + 0.5, "text": joined(rows),
        "showarrow": False, "xanchor": "left", "yanchor": "middle", "align": "left",
        "font": {"size": SIZE_PX, "color": theme.ink},
    }  # fmt: skip


def _head(rows: Sequence[str], *, place: int, theme: Theme) -> dict[str, Any]:
    return {
        "x": place + 0.02, "y": 0, "text": f"<b>{joined(rows)}</b>", "showarrow": False,
        "xanchor": "left", "yanchor": "bottom", "yshift": 4, "align": "left",
        "font": {"size": SIZE_PX, "color": theme.ink},
    }  # fmt: skip


def _is_from_figures(cell: MatrixCell) -> bool:
    return cell.told is not None and cell.told.answer is not Answer.UNKNOWN


def _box(cell: MatrixCell, *, place: int, row: int, theme: Theme) -> dict[str, Any]:
    fills = {
        Answer.YES: theme.classes[3], Answer.PARTLY: theme.classes[1], Answer.NO: theme.classes[0]
    }  # fmt: skip
    known = _is_from_figures(cell)
    is_empty = not known and not cell.answers
    return {
        "type": "rect", "x0": place + 0.01, "x1": place + 0.98, "y0": row + 0.05, "y1": row + 0.95,
        "fillcolor": fills[cell.told.answer] if known and cell.told else theme.page,
        "line": {
            "color": theme.band_edge, "width": 1, "dash": "dot" if is_empty else "solid",
        },
        "layer": "below",
    }  # fmt: skip


def _words(cell: MatrixCell, *, place: int, row: int, width: float, theme: Theme) -> dict[str, Any]:
    colour = theme.ink
    if _is_from_figures(cell) and cell.told is not None:
        rows = rows_of(
            f"{SIGNS[cell.told.answer]} {cell.told.short}",
            width=letters_in(width, size_px=SIZE_PX), most=2,
        )  # fmt: skip
        text, size = joined(rows), SIZE_PX
        colour = theme.page if cell.told.answer is Answer.YES else theme.ink
    elif not cell.answers:
        words = "kan inte bedömas" if cell.told else "inte bedömt"
        text, size, colour = words, SIZE_PX - 1, theme.muted
    elif len(cell.answers) <= MOST_SIGNS:
        text, size = " ".join(SIGNS[answer] for answer in _in_order(cell)), SIGN_PX
        text += "  olika" if cell.is_disputed else ""
    else:
        text, size = escaped(cell_words(cell)), SIZE_PX
    return {
        "x": place + 0.04, "y": row + 0.5, "text": text, "showarrow": False, "xanchor": "left",
        "yanchor": "middle", "align": "left", "font": {"size": size, "color": colour},
    }  # fmt: skip


def _in_order(cell: MatrixCell) -> list[Answer]:
    order = list(SIGNS)
    return sorted((answer for _, answer in cell.answers), key=order.index)


def _hover(columns: Sequence[MatrixColumn]) -> dict[str, Any]:
    places = [
        (place + 0.5, row + 0.5, _told(cell))
        for place, one in enumerate(columns) for row, cell in enumerate(one.cells)
    ]  # fmt: skip
    return {
        "type": "scatter", "mode": "markers", "x": [p[0] for p in places], "y": [p[1] for p in places],
        "marker": {"size": 40, "opacity": 0, "symbol": "square"}, "text": [p[2] for p in places],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _told(cell: MatrixCell) -> str:
    lines = rows_of(cell.told.words, width=60, most=6) if cell.told else []
    lines += [f"{name}: {answer.words}" for name, answer in cell.answers]
    return joined(lines) or "inte bedömt"
