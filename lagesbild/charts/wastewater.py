"""Drug loads in wastewater: campaign by campaign, and through the week."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import (
    CHAR_PX,
    build_figure,
    empty_figure,
    nice_ticks,
    require_released,
    tick_texts,
    value_axis,
)
from lagesbild.charts.describe import finish
from lagesbild.charts.lines import NOTHING, trend_figure
from lagesbild.charts.points import Point, read_points
from lagesbild.charts.small_multiples import part_words
from lagesbild.charts.theme import (
    LIGHT,
    SMALL_PX,
    TEXT_PX,
    WEEKDAYS,
    Theme,
    with_alpha,
)
from lagesbild.domain.results import Band, ReleasedFigures
from lagesbild.domain.written import format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go

WEEKEND_DAYS = (0, 4, 5, 6)
"""EUDA's weekend: what is taken Friday to Sunday leaves the body until Monday."""


def campaigns_figure(
    figures: ReleasedFigures, *, own_code: str, baseline: Band | None = None, theme: Theme = LIGHT,
    height: int = 320,
) -> go.Figure:  # fmt: skip
    """A place's campaigns over time; a year without one is a hole in the line.

    baseline  earlier campaigns' mean and spread, labelled by the band itself
    """
    return trend_figure(figures, own_code=own_code, band=baseline, theme=theme, height=height)


def week_figure(
    figures: ReleasedFigures, *, weekday_mean: float | None = None, weekend_mean: float | None = None,
    theme: Theme = LIGHT, height: int = 300,
) -> go.Figure:  # fmt: skip
    """One campaign's days, Monday to Sunday. The breakdown of each row names its day.

    weekday_mean, weekend_mean  the source's own, drawn as lines over their days
    raises                      TypeError for anything but ReleasedFigures
    """
    figures = require_released(figures)
    days = {
        day: point
        for point in read_points(figures.frame, indicator=figures.indicator)
        if (day := weekday_of(point.breakdown)) is not None
    }
    if not days:
        return empty_figure(NOTHING, theme=theme, height=height, example=figures.example)
    ticks = nice_ticks(max((p.y for p in days.values() if p.y is not None), default=0.0) * 1.08)
    layout = {
        "xaxis": {
            "range": [-0.6, 6.6], "tickvals": list(range(7)), "ticktext": [day[:3] for day in WEEKDAYS],
            "showgrid": False, "zeroline": False, "fixedrange": True,
            "tickfont": {"size": TEXT_PX, "color": theme.ink}, "tickangle": 0,
        },
        "yaxis": value_axis(ticks, theme=theme),
        "shapes": [*weekend_shapes(theme), *mean_shapes(weekday_mean, weekend_mean, theme=theme)],
        "annotations": [head_annotation(figures.indicator.unit, weekday_mean, weekend_mean, theme=theme)],
        "hovermode": "closest", "bargap": 0.35,
    }  # fmt: skip
    return build_figure(
        [days_trace(days, top=ticks[-1], theme=theme)], layout, theme=theme, height=height,
        margin={"t": 60, "r": 8, "b": 30, "l": 12.0 + CHAR_PX * max(map(len, tick_texts(ticks)))},
        example=figures.example, alt=describe_week(figures, days=days),
    )  # fmt: skip


def weekday_of(breakdown: str) -> int | None:
    """0 for Monday; reads "mandag", "Måndag" and '{"Veckodag": "Måndag"}'."""
    plain = [
        unicodedata.normalize("NFD", day).encode("ascii", "ignore").decode() for day in WEEKDAYS
    ]
    word = unicodedata.normalize("NFD", part_words(breakdown).strip().casefold())
    found = word.encode("ascii", "ignore").decode()
    return plain.index(found) if found in plain else None


def days_trace(days: dict[int, Point], *, top: float, theme: Theme) -> dict[str, Any]:
    """A bar a day with its number at its foot; above it where the bar is too low, the word for a hole too."""
    order = sorted(days)
    low = [(days[day].y or 0) < 0.12 * top for day in order]
    return {
        "type": "bar", "x": order, "y": [days[day].y or 0 for day in order],
        "text": [days[day].text for day in order], "textangle": 0, "constraintext": "none",
        "textposition": ["outside" if is_low else "inside" for is_low in low],
        "insidetextanchor": "start", "cliponaxis": False,
        "insidetextfont": {"size": SMALL_PX, "color": theme.page},
        "outsidetextfont": {"size": SMALL_PX, "color": theme.ink},
        "marker": {"color": [theme.own if day in WEEKEND_DAYS else theme.muted for day in order]},
        "hoverinfo": "text", "hovertext": [f"{WEEKDAYS[day]}: {days[day].text}" for day in order],
    }  # fmt: skip


def weekend_shapes(theme: Theme) -> list[dict[str, Any]]:
    """Shading behind Monday and behind Friday to Sunday."""
    return [
        {
            "type": "rect", "xref": "x", "yref": "paper", "x0": start, "x1": end, "y0": 0, "y1": 1,
            "layer": "below", "line": {"width": 0}, "fillcolor": with_alpha(theme.own, 0.08),
        }
        for start, end in ((-0.5, 0.5), (3.5, 6.5))
    ]  # fmt: skip


def mean_shapes(
    weekday_mean: float | None, weekend_mean: float | None, *, theme: Theme
) -> list[dict[str, Any]]:
    """Dotted lines at the weekday and weekend means, over the days they are means of."""
    spans = [(weekend_mean, -0.5, 0.5), (weekday_mean, 0.5, 3.5), (weekend_mean, 3.5, 6.5)]
    return [
        {
            "type": "line", "x0": start, "x1": end, "y0": mean, "y1": mean,
            "line": {"color": theme.ink, "width": 1.5, "dash": "dot"},
        }
        for mean, start, end in spans
        if mean is not None
    ]  # fmt: skip


def head_annotation(
    unit: str, weekday_mean: float | None, weekend_mean: float | None, *, theme: Theme
) -> dict[str, Any]:
    """Unit, what is shaded, and the two means in figures."""
    means = [
        f"{word} {format_number(mean, decimals=1)}"
        for word, mean in (("vardag", weekday_mean), ("helg", weekend_mean))
        if mean is not None
    ]
    rows = [f"{unit[:1].upper()}{unit[1:]}", "skuggat: helg (fredag–måndag)"]
    if means:
        rows.append(f"streckat: medel {', '.join(means)}")
    return {
        "text": "<br>".join(rows),
        "xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom",
        "yshift": 5, "showarrow": False, "align": "left",
        "font": {"size": SMALL_PX, "color": theme.muted},
    }  # fmt: skip


def describe_week(figures: ReleasedFigures, *, days: dict[int, Point]) -> str:
    """The week in one sentence, for those who do not see it."""
    said = ", ".join(f"{WEEKDAYS[day]} {days[day].text}" for day in sorted(days))
    where = next(iter(days.values()))
    return finish(
        f"Stapeldiagram: {figures.indicator.name} i {where.name} {where.period}, {figures.indicator.unit}: {said}",
        figures=figures, points=list(days.values()),
    )  # fmt: skip
