"""Reports, reporters and reports a reporter, above one another over the same years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure
from lagesbild.charts.theme import LIGHT, SMALL_PX, TEXT_PX, Theme
from lagesbild.domain.reporter_rates import ReporterYear
from lagesbild.domain.written import EXAMPLE_TEXT, format_interval, format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEADS = ("Rapporter", "Rapportörer, en vanlig månad", "Rapporter per rapportör och månad")
PANEL, GAP = 0.25, 0.125
"""Height of each of the three, and of what is between them, as parts of the whole."""


def reporters_figure(
    years: Sequence[ReporterYear], *, title: str, example: bool = False, theme: Theme = LIGHT,
    height: int = 460,
) -> go.Figure:  # fmt: skip
    """Years that are over, each with its interval."""
    return build_figure(
        [
            _bars(years, [one.reports for one in years], axis="", theme=theme),
            _bars(years, [one.reporters for one in years], axis="2", theme=theme),
            _rates(years, theme=theme),
        ],
        _layout(years, theme=theme), theme=theme, height=height, example=example,
        margin={"t": 30, "r": 8, "b": 30, "l": 8}, alt=_alt(years, title=title, example=example),
    )  # fmt: skip


def _bars(
    years: Sequence[ReporterYear], values: Sequence[float], *, axis: str, theme: Theme
) -> dict[str, Any]:
    return {
        "type": "bar", "x": [one.year for one in years], "y": list(values), "yaxis": f"y{axis}",
        "text": [format_number(value, decimals=0) for value in values], "textposition": "outside",
        "cliponaxis": False, "hoverinfo": "skip", "textfont": {"size": SMALL_PX, "color": theme.ink},
        "marker": {"color": theme.comparison},
    }  # fmt: skip


def _rates(years: Sequence[ReporterYear], *, theme: Theme) -> dict[str, Any]:
    said = [
        f"{one.year}: {format_number(one.rate, decimals=1)} {format_interval(one.lower, one.upper, decimals=1)}"
        for one in years
    ]
    return {
        "type": "scatter", "mode": "markers+lines", "x": [one.year for one in years],
        "y": [one.rate for one in years], "yaxis": "y3", "hoverinfo": "text", "hovertext": said,
        "error_y": {
            "type": "data", "symmetric": False, "thickness": 1.5, "width": 5, "color": theme.own,
            "array": [one.upper - one.rate for one in years],
            "arrayminus": [one.rate - one.lower for one in years],
        },
        "line": {"color": theme.own, "width": 1},
        "marker": {"size": 10, "color": theme.own},
    }  # fmt: skip


def _layout(years: Sequence[ReporterYear], *, theme: Theme) -> dict[str, Any]:
    tops = (
        1.3 * max(one.reports for one in years), 1.3 * max(one.reporters for one in years),
        1.1 * max(one.upper for one in years),
    )  # fmt: skip
    bottoms = [2 * (PANEL + GAP), PANEL + GAP, 0.0]
    axes = {
        f"yaxis{'' if n == 0 else n + 1}": {
            "domain": [low, low + PANEL], "range": [0, top], "visible": n == 2, "fixedrange": True,
            "gridcolor": theme.grid, "zeroline": True, "zerolinecolor": theme.muted,
            "tickfont": {"size": SMALL_PX, "color": theme.ink}, "nticks": 4,
            "automargin": True,
        }
        for n, (low, top) in enumerate(zip(bottoms, tops, strict=True))
    }  # fmt: skip
    return {
        **axes,
        "xaxis": {
            "tickmode": "array", "tickvals": [one.year for one in years], "anchor": "y3",
            "ticktext": [str(one.year) for one in years], "fixedrange": True, "showgrid": False,
            "zeroline": False, "tickfont": {"size": SMALL_PX, "color": theme.ink},
        },
        "bargap": 0.4,
        "annotations": [
            {
                "text": head, "xref": "paper", "yref": "paper", "x": 0, "y": low + PANEL,
                "xanchor": "left", "yanchor": "bottom", "yshift": 6, "showarrow": False,
                "font": {"size": TEXT_PX, "color": theme.ink},
            }
            for head, low in zip(HEADS, bottoms, strict=True)
        ],
    }  # fmt: skip


def _alt(years: Sequence[ReporterYear], *, title: str, example: bool) -> str:
    told = ", ".join(f"{one.year} {format_number(one.rate, decimals=1)}" for one in years)
    text = f"Rapporter, rapportörer och rapporter per rapportör och månad: {title}. {told}."
    return f"{text} {EXAMPLE_TEXT}." if example else text
