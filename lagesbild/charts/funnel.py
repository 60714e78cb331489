"""Every kommun by its size and value, with what is ordinary for each size: the funnel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from lagesbild.charts.canvas import (
    CHAR_PX,
    build_figure,
    empty_figure,
    nice_ticks,
    require_released,
    tick_texts,
    value_axis,
)
from lagesbild.charts.describe import describe_points
from lagesbild.charts.points import read_points
from lagesbild.charts.theme import LIGHT, SMALL_PX, TEXT_PX, Theme
from lagesbild.domain.results import Funnel, ReleasedFigures
from lagesbild.domain.written import decimals_for, format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go

NOTHING = "Här kan ingen tratt ritas: antalen bakom värdena är inte kända eller för få."
ORDINARY, UNUSUAL = "vanlig variation", "tydligt ovanligt"
STEPS = 60
"""Points along each limit."""
SIZES = (1, 2, 5)
MOST_SIZES = 7


def funnel_figure(
    figures: ReleasedFigures, *, funnel: Funnel, own_code: str, size_name: str,
    theme: Theme = LIGHT, height: int = 420,
) -> go.Figure:  # fmt: skip
    """Kommuner as points over their size; the pale surface is ordinary variation, the dashed lines
    hold all but two of a thousand.

    figures    released, one period; a kommun without a visible value has no point and moves no limit
    size_name  what the size counts: "Folkmängd", "Antal svarande"
    raises     TypeError for anything but ReleasedFigures
    """
    figures = require_released(figures)
    visible = set(figures.frame.loc[figures.frame["value"].notna(), "area_code"])
    frame = funnel.frame[funnel.frame["area_code"].isin(visible)].sort_values("size")
    if frame.empty:
        return empty_figure(NOTHING, theme=theme, height=160, example=figures.example)
    decimals = _decimals(figures, frame)
    curve = limits_along(frame)
    ticks = nice_ticks(_highest(frame, curve))
    own = frame[frame["area_code"] == own_code]
    others = frame[frame["area_code"] != own_code]
    margin = {
        "t": 44.0, "b": 54.0, "r": 14.0,
        "l": 14.0 + CHAR_PX * max(map(len, tick_texts(ticks))),
    }  # fmt: skip
    traces = [
        *limit_traces(curve, theme=theme),
        point_trace(others, decimals=decimals, colour=theme.muted, edge=theme.page, size=6),
        point_trace(own, decimals=decimals, colour=theme.own, edge=theme.page, size=14),
    ]
    layout = {
        "xaxis": size_axis(frame["size"].tolist(), title=size_name, theme=theme),
        "yaxis": value_axis(ticks, theme=theme),
        "shapes": [level_shape(funnel.level, theme=theme)],
        "annotations": [
            *own_annotations(own, decimals=decimals, frame=frame, theme=theme),
            *limit_annotations(curve, top=ticks[-1], theme=theme),
            unit_annotation(figures.indicator.unit, theme=theme),
        ],
        "hovermode": "closest",
    }  # fmt: skip
    points = read_points(figures.totals, indicator=figures.indicator)
    return build_figure(
        [trace for trace in traces if len(trace["x"])], layout, theme=theme, height=height,
        margin=margin, example=figures.example,
        alt=describe_points(points, figures=figures, own_code=own_code, what="Trattdiagram"),
    )  # fmt: skip


def limits_along(frame: pd.DataFrame) -> pd.DataFrame:
    """The limits at some sixty sizes, smallest first: 290 corners are 230 more than an eye sees."""
    limits = ["size", "lower", "upper", "outer_lower", "outer_upper"]
    unique = frame[limits].drop_duplicates("size")
    step = max(1, len(unique) // STEPS)
    return pd.concat([unique.iloc[::step], unique.iloc[[-1]]]).drop_duplicates("size")


def limit_traces(curve: pd.DataFrame, *, theme: Theme) -> list[dict[str, Any]]:
    """The ordinary as a surface, the unusual as dashed lines."""
    size, lower, upper = (_rounded(curve[name]) for name in ("size", "lower", "upper"))
    surface = {
        "type": "scatter", "x": [*size, *size[::-1]], "y": [*upper, *lower[::-1]], "mode": "lines",
        "fill": "toself", "fillcolor": theme.band, "hoverinfo": "skip",
        "line": {"color": theme.band_edge, "width": 1},
    }  # fmt: skip
    outer = [
        {
            "type": "scatter", "x": size, "y": _rounded(curve[name]), "mode": "lines",
            "hoverinfo": "skip", "line": {"color": theme.muted, "width": 1.25, "dash": "dash"},
        }
        for name in ("outer_upper", "outer_lower")
    ]  # fmt: skip
    return [surface, *outer]


def _rounded(values: pd.Series) -> list[float]:
    return [float(f"{value:.4g}") for value in values]


def point_trace(
    frame: pd.DataFrame, *, decimals: int, colour: str, edge: str, size: int
) -> dict[str, Any]:
    """Kommuner as points, their name and figures when pointed at."""
    texts = [
        f"<b>{name}</b><br>{format_number(value, decimals=decimals)}<br>"
        f"vanligt {format_number(low, decimals=decimals)}–{format_number(high, decimals=decimals)}"
        for name, value, low, high in zip(
            frame["area_name"], frame["value"], frame["lower"], frame["upper"], strict=True
        )
    ]
    return {
        "type": "scatter", "x": frame["size"].tolist(),
        "y": [round(value, decimals) for value in frame["value"]], "mode": "markers",
        "hoverinfo": "text", "text": texts, "cliponaxis": False,
        "marker": {"color": colour, "size": size, "opacity": 1.0 if size > 10 else 0.85,
                   "line": {"width": 1, "color": edge}},
    }  # fmt: skip


def size_axis(sizes: Sequence[float], *, title: str, theme: Theme) -> dict[str, Any]:
    """A logarithmic axis: from 2 000 to 4 000 is as far as from 200 000 to 400 000."""
    low, high = min(sizes) * 0.85, max(sizes) * 1.2
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks = [float(f * 10**p) for p in powers for f in SIZES if low <= f * 10**p <= high]
    step = max(1, math.ceil(len(ticks) / MOST_SIZES))
    kept = ticks[(len(ticks) - 1) % step :: step]
    return {
        "type": "log", "range": [math.log10(low), math.log10(high)], "tickvals": kept,
        "ticktext": tick_texts(kept), "showgrid": False, "zeroline": False, "fixedrange": True,
        "ticks": "outside", "tickcolor": theme.muted, "linecolor": theme.muted, "showline": True,
        "tickfont": {"size": SMALL_PX, "color": theme.muted}, "tickangle": 0,
        "title": {"text": title, "font": {"size": SMALL_PX, "color": theme.muted},
                  "standoff": 8},
    }  # fmt: skip


def level_shape(level: float, *, theme: Theme) -> dict[str, Any]:
    """The common level of all kommuner."""
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": level, "y1": level,
        "line": {"color": theme.muted, "width": 1.25}, "layer": "above",
    }  # fmt: skip


def own_annotations(
    own: pd.DataFrame, *, decimals: int, frame: pd.DataFrame, theme: Theme
) -> list[dict[str, Any]]:
    """The own kommun's name and value beside its point, on the side where there is room."""
    if own.empty:
        return []
    row = own.iloc[0]
    is_large = row["size"] > float(frame["size"].quantile(0.7))
    return [
        {
            "text": f"<b>{row['area_name']} {format_number(row['value'], decimals=decimals)}</b>",
            "x": math.log10(row["size"]), "y": round(row["value"], decimals), "showarrow": False,
            "xanchor": "right" if is_large else "left", "xshift": -12 if is_large else 12,
            "bgcolor": theme.page, "borderpad": 1, "opacity": 0.92,
            "font": {"size": TEXT_PX, "color": theme.own},
        }
    ]  # fmt: skip


def limit_annotations(curve: pd.DataFrame, *, top: float, theme: Theme) -> list[dict[str, Any]]:
    """The limits named where they run out to the right."""
    last = curve.iloc[-1]
    names = [(min(last["upper"], top), ORDINARY, "top")]
    if last["outer_upper"] <= top:
        names.append((last["outer_upper"], UNUSUAL, "bottom"))
    return [
        {
            "text": text, "xref": "paper", "x": 1, "y": value, "xanchor": "right",
            "yanchor": anchor, "showarrow": False, "font": {"size": SMALL_PX, "color": theme.muted},
        }
        for value, text, anchor in names
    ]  # fmt: skip


def unit_annotation(unit: str, *, theme: Theme) -> dict[str, Any]:
    """What the heights are counted in."""
    return {
        "text": unit[:1].upper() + unit[1:], "xref": "paper", "yref": "paper", "x": 0, "y": 1,
        "xanchor": "left", "yanchor": "bottom", "yshift": 8, "showarrow": False,
        "font": {"size": SMALL_PX, "color": theme.muted},
    }  # fmt: skip


def _decimals(figures: ReleasedFigures, frame: pd.DataFrame) -> int:
    return decimals_for(
        figures.indicator, float(frame["value"].median()), denominator=float(frame["size"].median())
    )


def _highest(frame: pd.DataFrame, curve: pd.DataFrame) -> float:
    """The axis' end: all points, and the limits as far as they do not press the points together."""
    top = float(frame["value"].max())
    return max(top, min(float(curve["outer_upper"].max()), 1.5 * top)) * 1.04
