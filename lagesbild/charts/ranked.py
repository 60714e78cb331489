"""Areas under one another, highest first, each with its uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import (
    CHAR_PX,
    build_figure,
    empty_figure,
    nice_ticks,
    require_released,
    tick_texts,
)
from lagesbild.charts.describe import describe_points
from lagesbild.charts.points import Point, grouped, in_order, read_points
from lagesbild.charts.theme import LIGHT, SMALL_PX, TEXT_PX, Theme
from lagesbild.domain.geography import RIKET_CODE
from lagesbild.domain.results import ReleasedFigures

if TYPE_CHECKING:
    import plotly.graph_objects as go

NOTHING = "Inga uppgifter för det här urvalet."
ROW_PX = 23
NAME_CHARS = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Rows from the top. None stands for the areas left out between the highest and the lowest."""

    rows: tuple[Point | None, ...]
    left_out: int
    country: Point | None


def ranked_figure(
    figures: ReleasedFigures, *, own_code: str, most: int = 60, theme: Theme = LIGHT
) -> go.Figure:
    """The newest undivided figure of each area as a point with its interval.

    The country is a line across instead of a row. Areas without a number stand last, in order of
    name and with the reason: their place among the others would give them away.
    most    rows drawn; of more areas the highest, the lowest and the own are kept
    raises  TypeError for anything but ReleasedFigures
    """
    figures = require_released(figures)
    points = read_points(figures.totals, indicator=figures.indicator)
    newest = [in_order(own)[-1] for own in grouped(points).values()]
    ranking = rank(newest, own_code=own_code, most=most)
    if not ranking.rows:
        return empty_figure(NOTHING, theme=theme, height=160, example=figures.example)
    return draw_ranking(
        ranking, own_code=own_code, unit=figures.indicator.unit, example=figures.example, theme=theme,
        alt=describe_points(newest, figures=figures, own_code=own_code, what="Rangordning"),
    )  # fmt: skip


def draw_ranking(
    ranking: Ranking, *, own_code: str, unit: str, example: bool, alt: str, theme: Theme
) -> go.Figure:
    """The rows as points with their intervals, from released figures or a document's."""
    ticks = nice_ticks(highest(ranking))
    shown = [(n, point) for n, point in enumerate(ranking.rows) if point is not None]
    known = [(n, point) for n, point in shown if point.y is not None]
    names = [
        short_name(point.name) if point else gap_text(ranking.left_out) for point in ranking.rows
    ]
    values = [point.text for _, point in known]
    margin = {
        "t": 44.0, "b": 34.0, "l": 12.0 + 1.12 * CHAR_PX * max(map(len, names), default=0),
        "r": 20.0 + CHAR_PX * max(map(len, values), default=0),
    }  # fmt: skip
    traces = [
        points_trace(
            [each for each in known if each[1].code != own_code], colour=theme.comparison, size=8
        ),
        points_trace(
            [each for each in known if each[1].code == own_code], colour=theme.own, size=11
        ),
        values_trace(known, at=ticks[-1], own_code=own_code, theme=theme),
        holes_trace([each for each in shown if each[1].y is None], theme=theme),
    ]
    layout = {
        "xaxis": {
            "range": [0, ticks[-1]], "tickvals": ticks, "ticktext": tick_texts(ticks),
            "gridcolor": theme.grid, "zeroline": False, "fixedrange": True,
            "tickfont": {"size": SMALL_PX, "color": theme.muted}, "tickangle": 0,
        },
        "yaxis": {
            "range": [len(names) - 0.5, -0.5], "tickvals": list(range(len(names))),
            "ticktext": [
                f"<b>{name}</b>" if point and point.code == own_code else name
                for name, point in zip(names, ranking.rows, strict=True)
            ],
            "showgrid": False, "zeroline": False, "fixedrange": True,
            "tickfont": {"size": TEXT_PX, "color": theme.ink},
        },
        "shapes": country_shapes(ranking.country, theme=theme),
        "annotations": [
            head_annotation(unit, known, theme=theme),
            *country_annotations(ranking.country, top=ticks[-1], theme=theme),
        ],
        "hovermode": "closest",
    }  # fmt: skip
    return build_figure(
        [trace for trace in traces if trace["y"]], layout, theme=theme,
        height=int(margin["t"] + margin["b"] + ROW_PX * len(names)), margin=margin,
        example=example, alt=alt,
    )  # fmt: skip


def rank(points: Sequence[Point], *, own_code: str, most: int) -> Ranking:
    """Highest first, holes last; of more than ``most`` rows both ends and the own area are kept."""
    country = next(
        (point for point in points if point.code == RIKET_CODE and own_code != RIKET_CODE), None
    )
    rest = [point for point in points if point is not country]
    known = sorted((p for p in rest if p.y is not None), key=lambda p: (-(p.y or 0), p.name))
    holes = sorted((p for p in rest if p.y is None), key=lambda p: p.name)
    rows: list[Point | None] = [*known, *holes]
    if len(rows) <= most:
        return Ranking(rows=tuple(rows), left_out=0, country=country)
    half = (most - 2) // 2
    middle = known[half:-half]
    own = [point for point in middle if point.code == own_code]
    own += [point for point in holes if point.code == own_code]
    kept: list[Point | None] = [*known[:half], None, *own, *known[-half:]]
    return Ranking(rows=tuple(kept), left_out=len(rows) - len(kept) + 1, country=country)


def highest(ranking: Ranking) -> float:
    """The axis' end. One very wide interval may not press all points together."""
    points = [point for point in (*ranking.rows, ranking.country) if point is not None]
    top = max((point.y for point in points if point.y is not None), default=0.0)
    limits = max((point.upper for point in points if point.upper is not None), default=0.0)
    return max(top, min(limits, 2 * top)) * 1.02


def short_name(name: str) -> str:
    return name if len(name) <= NAME_CHARS else f"{name[: NAME_CHARS - 1]}…"


def gap_text(count: int) -> str:
    return f"… {count} till …"


def points_trace(rows: Sequence[tuple[int, Point]], *, colour: str, size: int) -> dict[str, Any]:
    """Points with whiskers; hollow where preliminary."""
    above = [(p.upper if p.upper is not None else p.y or 0) - (p.y or 0) for _, p in rows]
    below = [(p.y or 0) - (p.lower if p.lower is not None else p.y or 0) for _, p in rows]
    symbols = ["circle-open" if point.is_preliminary else "circle" for _, point in rows]
    trace: dict[str, Any] = {
        "type": "scatter", "x": [point.y for _, point in rows], "y": [n for n, _ in rows],
        "mode": "markers", "hoverinfo": "text",
        "text": [f"<b>{point.name}</b><br>{point.text} {point.interval}" for _, point in rows],
        "marker": {
            "color": colour, "size": size, "line": {"width": 2, "color": colour},
            "symbol": symbols if "circle-open" in symbols else "circle",
        },
    }  # fmt: skip
    if any(above) or any(below):
        trace["error_x"] = {
            "type": "data", "symmetric": False, "array": [round(v, 2) for v in above],
            "arrayminus": [round(v, 2) for v in below], "color": colour, "thickness": 1.75,
            "width": 0,
        }  # fmt: skip
    return trace


def values_trace(
    rows: Sequence[tuple[int, Point]], *, at: float, own_code: str, theme: Theme
) -> dict[str, Any]:
    """The numbers in a column to the right, where they can be read down."""
    return {
        "type": "scatter", "x": [at] * len(rows), "y": [n for n, _ in rows], "mode": "text",
        "text": [f"<b>{p.text}</b>" if p.code == own_code else p.text for _, p in rows],
        "textposition": "middle right", "cliponaxis": False, "hoverinfo": "skip",
        "textfont": {"size": SMALL_PX, "color": theme.ink},
    }  # fmt: skip


def holes_trace(rows: Sequence[tuple[int, Point]], *, theme: Theme) -> dict[str, Any]:
    """The word for why there is no point."""
    return {
        "type": "scatter", "x": [0] * len(rows), "y": [n for n, _ in rows], "mode": "text",
        "text": [f" {point.word}" for _, point in rows], "textposition": "middle right",
        "cliponaxis": False, "hoverinfo": "skip", "textfont": {"size": SMALL_PX, "color": theme.muted},
    }  # fmt: skip


def country_shapes(country: Point | None, *, theme: Theme) -> list[dict[str, Any]]:
    """The country as a dashed line across all rows."""
    if country is None or country.y is None:
        return []
    return [
        {
            "type": "line", "yref": "paper", "x0": country.y, "x1": country.y, "y0": 0, "y1": 1,
            "line": {"color": theme.muted, "width": 1.5, "dash": "dash"},
        }
    ]  # fmt: skip


def country_annotations(country: Point | None, *, top: float, theme: Theme) -> list[dict[str, Any]]:
    """The country's name and value over its line."""
    if country is None or country.y is None:
        return []
    return [
        {
            "text": f"{country.name} {country.text}", "x": country.y, "yref": "paper", "y": 1,
            "xanchor": "right" if country.y > 0.6 * top else "left", "yanchor": "bottom",
            "showarrow": False, "font": {"size": SMALL_PX, "color": theme.muted},
        }
    ]  # fmt: skip


def head_annotation(
    unit: str, known: Sequence[tuple[int, Point]], *, theme: Theme
) -> dict[str, Any]:
    """Unit and meaning of the whiskers, over the plot."""
    text = unit[:1].upper() + unit[1:]
    confidence = [
        p.confidence for _, p in known if p.confidence is not None and p.lower is not None
    ]
    if confidence:
        text += f", streck: {confidence[0] * 100:.0f} % osäkerhet"
    return {
        "text": text, "xref": "paper", "yref": "paper", "x": 1, "y": 1, "xanchor": "right",
        "xshift": 12, "yanchor": "bottom", "yshift": 19, "showarrow": False,
        "font": {"size": SMALL_PX, "color": theme.muted},
    }  # fmt: skip
