"""The places that hold half of the events, as parts of one whole bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure
from lagesbild.charts.theme import LIGHT, SMALL_PX, TEXT_PX, Theme
from lagesbild.domain.written import EXAMPLE_TEXT, NBSP, format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go

MOST_BARS = 8
ROW_PX = 34


def places_figure(
    places: Sequence[tuple[str, int, int]], *, total: int, title: str, example: bool = False,
    theme: Theme = LIGHT,
) -> go.Figure:  # fmt: skip
    """A bar for each place: its part of all events, the largest first.

    places  name of the area, events, squares of 500 m; released numbers only
    """
    shown = list(places)[:MOST_BARS]
    shares = [100 * events / total for _, events, _ in shown]
    names = [f"{n}. {name}" for n, (name, _, _) in enumerate(shown, start=1)]
    said = [
        f"{format_number(share, decimals=0)}{NBSP}% ({format_number(events, decimals=0)})"
        for share, (_, events, _) in zip(shares, shown, strict=True)
    ]
    bars = {
        "type": "bar", "orientation": "h", "x": shares, "y": list(range(len(shown))), "text": said,
        "textposition": "outside", "cliponaxis": False, "hoverinfo": "skip",
        "textfont": {"size": SMALL_PX, "color": theme.ink}, "marker": {"color": theme.own},
    }  # fmt: skip
    return build_figure(
        [bars], _layout(names, shares, theme=theme), theme=theme, height=70 + ROW_PX * len(shown),
        margin={"t": 30, "r": 8, "b": 8, "l": 130}, example=example,
        alt=f"{title}{f' {EXAMPLE_TEXT}.' if example else ''}",
    )  # fmt: skip


def _layout(names: Sequence[str], shares: Sequence[float], *, theme: Theme) -> dict[str, Any]:
    return {
        # Room to the right of the longest bar for what it says.
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, 1.6 * max(shares)]},
        "yaxis": {
            "tickmode": "array", "tickvals": list(range(len(names))), "ticktext": list(names),
            "fixedrange": True, "showgrid": False, "zeroline": False,
            "range": [len(names) - 0.5, -0.5], "tickfont": {"size": TEXT_PX, "color": theme.ink},
        },
        "bargap": 0.35,
        "annotations": [
            {
                "text": "Del av alla händelser (antal)", "xref": "paper", "yref": "paper", "x": 0, "y": 1,
                "xanchor": "left", "yanchor": "bottom", "yshift": 4, "showarrow": False,
                "font": {"size": SMALL_PX, "color": theme.muted},
            }
        ],
    }  # fmt: skip
