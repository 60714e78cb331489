"""What every figure stands on: the check of its input, the axes, the ribbon of example data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from lagesbild.charts.points import middle_of, year_of
from lagesbild.charts.theme import (
    FONT,
    MONTHS_SHORT,
    SEPARATORS,
    SMALL_PX,
    TEXT_PX,
    Theme,
)
from lagesbild.domain.period import PeriodKind, kind_of
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.written import EXAMPLE_TEXT, format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go

PLOT_CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "topojsonURL": "/app/static/un/",
}
"""For st.plotly_chart: no English buttons, no page that stops scrolling over a chart, and the empty
world outline from our own server."""

CHAR_PX = 7.0
"""Width of a letter at TEXT_PX, a little generous: labels must not be cut."""

RIBBON_PX = 24
WIDE_NAMES_PX = 120.0

Span = tuple[date, date, str]
"""Start, end (the first day after) and label of a period."""


def require_released(figures: object) -> ReleasedFigures:
    """Charts draw what has passed the gate and nothing else.

    raises  TypeError for anything but ReleasedFigures
    """
    if not isinstance(figures, ReleasedFigures):
        raise TypeError(f"charts draw ReleasedFigures, not {type(figures).__name__}")
    return figures


def build_figure(
    traces: list[dict[str, Any]], layout: dict[str, Any], *, theme: Theme, height: int,
    margin: dict[str, float], example: bool, alt: str,
) -> go.Figure:  # fmt: skip
    """The figure, with our style and no template. ``layout.meta.alt`` holds the text alternative."""
    from lagesbild.charts.drawn import NO_TEMPLATE, DrawnFigure

    base: dict[str, Any] = {
        "template": NO_TEMPLATE,
        "font": {"family": FONT, "size": TEXT_PX, "color": theme.ink},
        "paper_bgcolor": theme.page,
        "plot_bgcolor": theme.page,
        "separators": SEPARATORS,
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": theme.page, "bordercolor": theme.muted, "align": "left",
            "font": {"family": FONT, "size": TEXT_PX, "color": theme.ink},
        },
        "height": height,
        "meta": {"alt": alt},
    }  # fmt: skip
    top = margin["t"] + (RIBBON_PX if example else 0)
    annotations = [*layout.pop("annotations", [])]
    if example:
        base["height"] += RIBBON_PX
        annotations.append(example_ribbon(theme, top=top, left=margin["l"]))
    return DrawnFigure(
        {
            "data": traces,
            "layout": {
                **base,
                **layout,
                "annotations": annotations,
                "margin": {**margin, "t": top, "pad": 0},
            },
        }
    )


def example_ribbon(theme: Theme, *, top: float, left: float = 0.0) -> dict[str, Any]:
    """Example data can be photographed and passed on: each picture says so itself.

    left  width of the names beside the plot; beside wide ones a phone has no room for the words
    """
    shift = 8.0 - left if left > WIDE_NAMES_PX else 0.0
    return {
        "text": f"▨ {EXAMPLE_TEXT} ▨", "xref": "paper", "yref": "paper", "x": 0, "y": 1,
        "xanchor": "left", "yanchor": "top", "yshift": top - 1, "xshift": shift, "showarrow": False,
        "font": {"size": SMALL_PX, "color": theme.example_ink},
        "bgcolor": theme.example_fill, "bordercolor": theme.example_ink, "borderwidth": 0.5, "borderpad": 2,
    }  # fmt: skip


def empty_figure(text: str, *, theme: Theme, height: int, example: bool = False) -> go.Figure:
    """A figure with nothing to draw still says why."""
    note = {
        "text": text, "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False,
        "font": {"size": TEXT_PX + 1, "color": theme.muted},
    }  # fmt: skip
    hidden = {"visible": False, "fixedrange": True}
    return build_figure(
        [], {"xaxis": hidden, "yaxis": hidden, "annotations": [note]}, theme=theme,
        height=height, margin={"t": 8, "r": 8, "b": 8, "l": 8}, example=example, alt=plain(text),
    )  # fmt: skip


def plain(text: str) -> str:
    """Text without the few tags that Plotly reads."""
    for tag in ("<br>", "<b>", "</b>"):
        text = text.replace(tag, " " if tag == "<br>" else "")
    return " ".join(text.split(" "))


def nice_ticks(top: float, *, fewest: int = 3, most: int = 6) -> list[float]:
    """Even steps from 0 to at least ``top``, ``fewest`` to ``most`` of them, with the least air above."""
    if not top > 0:
        return [0.0, 1.0]
    size = 10.0 ** math.floor(math.log10(top))
    steps = [size * factor for factor in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5)]
    counted = [(step, math.ceil(top / step - 1e-9)) for step in steps]
    fitting = [(step, count) for step, count in counted if fewest <= count <= most]
    step, count = min(fitting, key=lambda found: (round(found[0] * found[1] / size, 6), found[1]))
    return [round(step * number, 10) for number in range(count + 1)]


def tick_texts(ticks: Sequence[float]) -> list[str]:
    """All with the decimals that the finest needs."""
    decimals = max((_decimals_needed(tick) for tick in ticks), default=0)
    return ["0" if tick == 0 else format_number(tick, decimals=decimals) for tick in ticks]


def _decimals_needed(value: float) -> int:
    return next((n for n in range(6) if abs(round(value, n) - value) < 1e-9), 6)


def value_axis(ticks: Sequence[float], *, theme: Theme, is_known: bool = True) -> dict[str, Any]:
    """Zero-based y axis with Swedish numbers; only the zero when no value is known."""
    return {
        "range": [0, ticks[-1]], "tickvals": list(ticks) if is_known else [0],
        "ticktext": tick_texts(ticks) if is_known else ["0"],
        "gridcolor": theme.grid, "zeroline": False, "fixedrange": True,
        "tickfont": {"size": SMALL_PX, "color": theme.muted}, "ticklabelstandoff": 4,
    }  # fmt: skip


def time_axis(periods: Sequence[Span], *, theme: Theme, most: int = 8) -> dict[str, Any]:
    """X axis in decimal years with Swedish labels.

    periods  in order of time
    most     labels there is room for on a phone, when they are as short as "2025"
    """
    every, texts = time_ticks(periods)
    longest = max(len(row) for text in texts for row in text.split("<br>"))
    kept = _thin(len(every), most=most if longest <= 4 else max(2, most * 5 // (longest + 1)))
    return {
        "range": [round(year_of(periods[0][0]), 3), round(year_of(periods[-1][1]), 3)],
        "tickvals": [every[n] for n in kept], "ticktext": _with_years([texts[n] for n in kept]),
        "minor": {"tickvals": every, "ticks": "outside", "ticklen": 3, "tickcolor": theme.muted},
        "showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "outside", "ticklen": 5,
        "tickcolor": theme.muted, "linecolor": theme.muted, "showline": True,
        "tickfont": {"size": SMALL_PX, "color": theme.muted}, "tickangle": 0,
    }  # fmt: skip


def time_ticks(periods: Sequence[Span]) -> tuple[list[float], list[str]]:
    """Years under their own points; months by name for up to two years, otherwise each new year."""
    start, end, _ = periods[0]
    # Rolling twelve months are long and yet come monthly: how often they come decides.
    step = periods[1][0] - start if len(periods) > 1 else end - start
    if step.days >= 300:
        return [middle_of(*period[:2]) for period in periods], [_short_period(*p) for p in periods]
    last = periods[-1][1]
    if (last - start).days > 800:
        years = range(start.year + (start > date(start.year, 1, 1)), last.year + 1)
        return [float(year) for year in years], [str(year) for year in years]
    months = [
        (year, number)
        for year in range(start.year, last.year + 1)
        for number in range(1, 13)
        if start.replace(day=1) <= date(year, number, 1) < last
    ]
    values = [round(year + (number - 0.5) / 12, 3) for year, number in months]
    return values, [f"{MONTHS_SHORT[number - 1]}<br>{year}" for year, number in months]


def _with_years(texts: Sequence[str]) -> list[str]:
    """The year beneath a month is written only where it is new."""
    years = [text.partition("<br>")[2] for text in texts]
    return [
        text.partition("<br>")[0] if n and year and years[n - 1] == year else text
        for n, (text, year) in enumerate(zip(texts, years, strict=True))
    ]


def _short_period(start: date, end: date, label: str) -> str:
    return str(start.year) if kind_of(start, end) is PeriodKind.YEAR else label


def _thin(count: int, *, most: int) -> range:
    """Every second, third ... of ``count`` places, counted so that the last one stays."""
    step = max(1, math.ceil(count / most))
    return range((count - 1) % step, count, step)


def push_apart(places: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """The places moved as little as needed to lie ``gap`` apart between ``low`` and ``high``.

    Keeps their order. When there is no room for all, they share what there is.
    """
    if not places:
        return []
    gap = min(gap, (high - low) / max(1, len(places) - 1))
    order = sorted(range(len(places)), key=lambda n: places[n])
    blocks: list[tuple[float, int]] = []
    for number in order:
        middle, size = min(max(places[number], low), high), 1
        while blocks and middle - blocks[-1][0] < gap * (size + blocks[-1][1]) / 2 - 1e-9:
            before, count = blocks.pop()
            middle = (before * count + middle * size) / (count + size)
            size += count
            half = gap * (size - 1) / 2
            middle = min(max(middle, low + half), high - half)
        blocks.append((middle, size))
    laid = [middle + gap * (n - (size - 1) / 2) for middle, size in blocks for n in range(size)]
    moved = dict(zip(order, laid, strict=True))
    return [moved[number] for number in range(len(places))]
