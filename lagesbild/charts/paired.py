"""Two series about the same thing under one another, on one time axis and each with its own heights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import (
    CHAR_PX,
    Span,
    build_figure,
    empty_figure,
    nice_ticks,
    require_released,
    tick_texts,
    time_axis,
    value_axis,
)
from lagesbild.charts.describe import describe_series
from lagesbild.charts.lines import NOTHING, hole_traces, hover_trace, line_trace, ribbon_traces
from lagesbild.charts.points import Point, Series, series_of, year_of
from lagesbild.charts.theme import LIGHT, SMALL_PX, TEXT_PX, Theme, wrap
from lagesbild.domain.results import ReleasedFigures

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 520
BOXES = ((0.575, 1.0), (0.0, 0.425))
"""The two panels' shares of the height; between them the lower one's heading."""
TITLE_CHARS = 46
LINE_PX = 17.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One of the two, its heading and how it is drawn. A measurement that comes seldom is a point
    with its interval as a whisker, a series of years a line with a ribbon."""

    title: str
    figures: ReleasedFigures
    everyone: Sequence[Series]

    @property
    def series(self) -> Series | None:
        return next((one for one in self.everyone if one.is_own), None)


def paired_figure(
    upper: ReleasedFigures, *, lower: ReleasedFigures, own_code: str, titles: tuple[str, str],
    theme: Theme = LIGHT,
) -> go.Figure:  # fmt: skip
    """Both areas' figures of ``own_code``. Never two scales in one panel: where lines cross would then
    be decided by whoever chose the scales.

    upper, lower  released, undivided
    titles        headings of the two panels
    raises        TypeError for anything but ReleasedFigures
    """
    panels = [
        _panel(figures, own_code=own_code, title=title)
        for figures, title in zip((upper, lower), titles, strict=True)
    ]
    points = [p for panel in panels if panel.series for p in panel.series.points]
    example = upper.example or lower.example
    if not points:
        return empty_figure(NOTHING, theme=theme, height=160, example=example)
    first, last = min(points, key=lambda p: p.start), max(points, key=lambda p: p.end)
    spans: list[Span] = sorted({(p.start, p.end, p.label) for p in _yearly(panels)})
    widest = 0
    layout: dict[str, Any] = {"annotations": [], "hovermode": "closest"}
    traces: list[dict[str, Any]] = []
    for n, panel in enumerate(panels):
        name = "" if n == 0 else "2"
        ticks = nice_ticks(_highest(panel) * 1.05, most=4)
        widest = max(widest, *map(len, tick_texts(ticks)))
        traces += [
            {**trace, "xaxis": f"x{name}", "yaxis": f"y{name}"}
            for trace in panel_traces(panel, theme=theme)
        ]
        axis = time_axis(spans, theme=theme)
        axis |= {
            "range": [round(year_of(first.start), 3), round(year_of(last.end), 3)],
            "anchor": f"y{name}", "showticklabels": n == 1,
        }  # fmt: skip
        height = value_axis(ticks, theme=theme, is_known=_is_known(panel))
        layout[f"xaxis{name}"] = axis
        layout[f"yaxis{name}"] = {**height, "domain": list(BOXES[n]), "anchor": f"x{name}"}
        layout["annotations"] += title_annotations(panel, top=BOXES[n][1], theme=theme)
    rows = wrap(panels[0].title, TITLE_CHARS, lines=2).count("<br>")
    margin = {"t": 48.0 + LINE_PX * rows, "r": 18.0, "b": 36.0, "l": 14.0 + CHAR_PX * widest}
    return build_figure(
        traces, layout, theme=theme, height=HEIGHT, margin=margin, example=example,
        alt=" ".join(describe_series(one.everyone, figures=one.figures) for one in panels),
    )  # fmt: skip


def _panel(figures: ReleasedFigures, *, own_code: str, title: str) -> Panel:
    found = series_of(require_released(figures), own_code=own_code)
    return Panel(title=title, figures=figures, everyone=found)


def _yearly(panels: Sequence[Panel]) -> list[Point]:
    """The points whose periods name the axis: those of the series with most of them."""
    longest = max(panels, key=lambda panel: len(panel.series.points) if panel.series else 0)
    return list(longest.series.points) if longest.series else []


def panel_traces(panel: Panel, *, theme: Theme) -> list[dict[str, Any]]:
    """The line with its ribbon and the marks where there is no number."""
    if panel.series is None:
        return []
    series = [panel.series]
    spans: list[Span] = [(p.start, p.end, p.label) for p in panel.series.points]
    return [
        *ribbon_traces(series, theme=theme),
        line_trace(panel.series, order=0, theme=theme),
        *hole_traces(panel.series.points, theme=theme),
        hover_trace(series, spans=spans),
    ]


def _is_known(panel: Panel) -> bool:
    return panel.series is not None and panel.series.last_value is not None


def _highest(panel: Panel) -> float:
    """The top of the axis; one very wide interval may not press the line down."""
    points = panel.series.points if panel.series else ()
    top = max((p.y for p in points if p.y is not None), default=0.0)
    limits = max((p.upper for p in points if p.upper is not None), default=0.0)
    return max(top, min(limits, 2.0 * top))


def title_annotations(panel: Panel, *, top: float, theme: Theme) -> list[dict[str, Any]]:
    """What the panel shows and in what it is counted."""
    unit = panel.figures.indicator.unit
    shaded = ", skuggat: 95 % osäkerhet" if panel.figures.frame["lower"].notna().any() else ""
    shared = {
        "xref": "paper", "yref": "paper", "x": 0, "y": top, "xanchor": "left",
        "yanchor": "bottom", "showarrow": False, "align": "left",
    }  # fmt: skip
    found = [
        {
            **shared, "text": f"<b>{wrap(panel.title, TITLE_CHARS, lines=2)}</b>", "yshift": 20,
            "font": {"size": TEXT_PX, "color": theme.ink},
        },
        {
            **shared, "text": f"{unit[:1].upper()}{unit[1:]}{shaded}", "yshift": 4,
            "font": {"size": SMALL_PX, "color": theme.muted},
        },
    ]  # fmt: skip
    if panel.series is None:
        note = {"text": NOTHING, "y": top - 0.2, "font": {"size": TEXT_PX, "color": theme.muted}}
        found.append({**shared, **note})
    return found
