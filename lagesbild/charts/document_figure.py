"""A figure of a lägesbild, drawn from what the document holds and nothing else: the same picture on the
page, in the room and from a frozen version."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import (
    CHAR_PX,
    build_figure,
    empty_figure,
    nice_ticks,
    tick_texts,
    time_axis,
    value_axis,
)
from lagesbild.charts.document_map import document_map
from lagesbild.charts.lines import (
    head_annotation,
    head_rows,
    highest,
    hole_traces,
    hover_trace,
    label_annotations,
    label_room,
    line_trace,
    nothing_known,
    own_points,
    ribbon_traces,
    spans_of,
    without_values,
)
from lagesbild.charts.points import Point, Series, in_order, middle_of
from lagesbild.charts.ranked import draw_ranking, rank
from lagesbild.charts.theme import LIGHT, Theme
from lagesbild.domain.document import ChartKind, DocumentFigure, DocumentPoint, DocumentSeries
from lagesbild.domain.secrecy import Status

if TYPE_CHECKING:
    import plotly.graph_objects as go

NOTHING = "Det finns inga siffror att visa."
LINE_PX = 16
MAP_PX = 480


def document_chart(
    figure: DocumentFigure, *, theme: Theme = LIGHT, height: int = 360, most: int = 16
) -> go.Figure:
    """The picture of a pinned view.

    most  rows of a ranking; of more areas the highest, the lowest and the own are kept
    """
    if not figure.points:
        return empty_figure(figure.trouble or NOTHING, theme=theme, height=160)
    if figure.kind is ChartKind.LINE:
        return _lines(figure, theme=theme, height=height)
    if figure.map is not None:
        return document_map(
            figure, theme=theme, height=max(height, MAP_PX), alt=describe_document_figure(figure)
        )
    return _ranking(figure, theme=theme, most=most)


def describe_document_figure(figure: DocumentFigure) -> str:
    """The picture in words: its sentence, and how many numbers are hidden or missing."""
    holes = [point for point in figure.points if point.value is None]
    told = f" {len(holes)} av {len(figure.points)} siffror visas inte." if holes else ""
    drawn = "Karta" if figure.map is not None else "Rangordning"
    what = "Linjediagram" if figure.kind is ChartKind.LINE else drawn
    return f"{what}. {figure.sentence or figure.trouble}{told}"


def _lines(figure: DocumentFigure, *, theme: Theme, height: int) -> go.Figure:
    series = sorted((_series(one) for one in figure.series), key=lambda one: one.is_own)
    spans = spans_of(series)
    ticks = nice_ticks(highest(series, surface=[]) * 1.03)
    head = head_rows(figure.unit or "antal", series)
    room = label_room([one.name for one in series])
    margin = {
        "t": 12.0 + LINE_PX * len(head), "r": room, "b": 40.0,
        "l": 12.0 + CHAR_PX * max(map(len, tick_texts(ticks))),
    }  # fmt: skip
    plot_px = height - margin["t"] - margin["b"]
    traces = [
        *ribbon_traces(series, theme=theme),
        *[line_trace(one, order=n, theme=theme) for n, one in enumerate(series)],
        *hole_traces(own_points(series), theme=theme),
        hover_trace(series, spans=spans),
    ]
    layout = {
        "xaxis": time_axis(spans, theme=theme, most=8 if room < 80 else 5),
        "yaxis": value_axis(ticks, theme=theme, is_known=not without_values(series)),
        "annotations": [
            head_annotation(head, theme=theme),
            *label_annotations(series, top=ticks[-1], plot_px=plot_px, theme=theme),
            *nothing_known(series, theme=theme),
        ],
        "hovermode": "x", "hoverdistance": 60,
    }  # fmt: skip
    return build_figure(
        traces, layout, theme=theme, height=height, margin=margin, example=figure.example,
        alt=describe_document_figure(figure),
    )  # fmt: skip


def _ranking(figure: DocumentFigure, *, theme: Theme, most: int) -> go.Figure:
    points = [_point(one, name=one.label) for one in figure.points]
    own = next((one.row["area_code"] for one in figure.points if one.is_own), "")
    ranking = rank(points, own_code=own, most=most)
    return draw_ranking(
        ranking, own_code=own, unit=figure.unit, example=figure.example, theme=theme,
        alt=describe_document_figure(figure),
    )  # fmt: skip


def _series(one: DocumentSeries) -> Series:
    points = in_order(_point(point, name=one.name) for point in one.points)
    return Series(points=tuple(points), is_own=one.is_own)


def _point(one: DocumentPoint, *, name: str) -> Point:
    """Rounded to what is written: a picture tells no more than its text."""
    row = one.row
    start, end = (date.fromisoformat(row[key]) for key in ("period_start", "period_end"))
    places = _decimals(one.text) if one.value is not None else 0
    return Point(
        code=row["area_code"], name=name, level=row["area_level"], start=start, end=end,
        label=str(row["period_label"] or ""), breakdown=row["breakdown"], x=middle_of(start, end),
        y=_rounded(one.value, places), decimals=places, lower=_rounded(one.lower, places),
        upper=_rounded(one.upper, places), confidence=row["confidence"],
        status=Status(row["status"]), reason=row["status_reason"] or "",
    )  # fmt: skip


def _decimals(text: str) -> int:
    digits = text.partition(",")[2].split("\u00a0")[0].split(" ")[0]
    return len(digits) if digits.isdigit() else 0


def _rounded(value: float | None, places: int) -> float | None:
    if value is None:
        return None
    return round(value) if places == 0 else round(value, places)


def enlarged(figure: go.Figure, *, factor: float) -> go.Figure:
    """The same picture with every letter, mark and line larger: for the back row of a room."""
    from lagesbild.charts.drawn import DrawnFigure

    return DrawnFigure(_larger(figure.to_dict(), factor))


_SIZES = frozenset({"size", "width", "ay", "ax", "yshift", "xshift", "t", "b", "l", "r", "height"})


def _larger(part: Any, factor: float) -> Any:
    if isinstance(part, dict):
        return {
            key: _scaled(value, factor) if key in _SIZES else _larger(value, factor)
            for key, value in part.items()
        }
    if isinstance(part, (list, tuple)):
        return [_larger(one, factor) for one in part]
    return part


def _scaled(value: Any, factor: float) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return round(value * factor, 1)
    return [_scaled(one, factor) for one in value] if isinstance(value, (list, tuple)) else value
