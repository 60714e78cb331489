"""The twelve months of an ordinary year, each with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure
from lagesbild.charts.theme import LIGHT, MONTHS_SHORT, SMALL_PX, TEXT_PX, Theme
from lagesbild.domain.month_pattern import MonthPattern
from lagesbild.domain.written import EXAMPLE_TEXT, format_interval, format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go


def month_pattern_figure(
    pattern: MonthPattern, *, title: str, example: bool = False, theme: Theme = LIGHT,
    height: int = 360,
) -> go.Figure:  # fmt: skip
    """Times an ordinary month; filled where the whole interval lies on one side of it, and the year has a
    season at all: of twelve months that are alike, one often looks otherwise."""
    clear = [
        pattern.is_clear and (low > 1 or high < 1)
        for low, high in zip(pattern.lower, pattern.upper, strict=True)
    ]
    points = {
        "type": "scatter", "mode": "markers", "x": list(range(12)), "y": list(pattern.ratio),
        "error_y": {
            "type": "data", "symmetric": False, "thickness": 1.5, "width": 5, "color": theme.own,
            "array": [u - r for u, r in zip(pattern.upper, pattern.ratio, strict=True)],
            "arrayminus": [r - low for low, r in zip(pattern.lower, pattern.ratio, strict=True)],
        },
        "marker": {
            "size": 11, "color": [theme.own if one else theme.page for one in clear],
            "line": {"width": 2, "color": theme.own},
        },
        "hoverinfo": "text", "hovertext": [_said(pattern, n) for n in range(12)],
    }  # fmt: skip
    return build_figure(
        [points], _layout(pattern, theme=theme), theme=theme, height=height, example=example,
        margin={"t": 44, "r": 8, "b": 36, "l": 40}, alt=_alt(pattern, title=title, example=example),
    )  # fmt: skip


def _layout(pattern: MonthPattern, *, theme: Theme) -> dict[str, Any]:
    font = {"size": TEXT_PX, "color": theme.ink}
    told = " Fylld: mer än slumpen gör" if pattern.is_clear else ""
    return {
        "xaxis": {
            "tickmode": "array", "tickvals": list(range(12)),
            "ticktext": [name[:3] for name in MONTHS_SHORT], "fixedrange": True, "showgrid": False,
            "zeroline": False, "tickfont": {"size": SMALL_PX, "color": theme.ink}, "tickangle": 0,
            "range": [-0.6, 11.6],
        },
        "yaxis": {
            "fixedrange": True, "gridcolor": theme.grid, "zeroline": False, "tickfont": font,
            "range": [0, 1.08 * max(pattern.upper)],
        },
        "shapes": [
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 1, "y1": 1,
                "line": {"color": theme.muted, "width": 1.5, "dash": "dash"},
            }
        ],
        "annotations": [
            {
                "text": f"Gånger en vanlig månad, streck: 95 % osäkerhet.{told}", "xref": "paper",
                "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 6, "showarrow": False,
                "font": {"size": SMALL_PX, "color": theme.muted},
            }
        ],
    }  # fmt: skip


def _said(pattern: MonthPattern, n: int) -> str:
    limits = format_interval(pattern.lower[n], pattern.upper[n], decimals=1)
    return f"{MONTHS_SHORT[n]}: {format_number(pattern.ratio[n], decimals=1)} {limits}"


def _alt(pattern: MonthPattern, *, title: str, example: bool) -> str:
    told = ", ".join(
        f"{MONTHS_SHORT[n]} {format_number(pattern.ratio[n], decimals=1)}" for n in range(12)
    )
    text = f"Årets månader: {title}, gånger en vanlig månad: {told}."
    return f"{text} {EXAMPLE_TEXT}." if example else text
