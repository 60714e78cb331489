"""Measures under one another with how strongly each moves along, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import CHAR_PX, build_figure, empty_figure, require_released
from lagesbild.charts.theme import LIGHT, SMALL_PX, Theme, wrap
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.written import EXAMPLE_TEXT, format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go

NOTHING = "Inget kan bedömas: för få värden, för få kommuner eller för mycket som är skyddat."
ROW_PX = 54
NAME_CHARS = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One measure: correlation with limits, when in words, and whether it is called sure."""

    name: str
    r: float
    lower: float
    upper: float
    when: str
    is_sure: bool


def relations_figure(
    figures: ReleasedFigures, *, rows: Sequence[Drawn], theme: Theme = LIGHT
) -> go.Figure:
    """A point with its interval for each measure, in the order given; the middle line is no relation.

    figures  the problem's, as released: whether they are examples is said by them
    raises   TypeError for anything but ReleasedFigures
    """
    example = require_released(figures).example
    if not rows:
        return empty_figure(NOTHING, theme=theme, height=140, example=example)
    names = [name_of(row) for row in rows]
    longest = max(
        len(part) for row in rows for part in (*wrap(row.name, NAME_CHARS).split("<br>"), row.when)
    )
    margin = {"t": 40.0, "b": 40.0, "l": 14.0 + 0.98 * CHAR_PX * longest, "r": 16.0}
    layout = {
        "xaxis": {
            "range": [-1, 1], "tickvals": [-1, -0.5, 0, 0.5, 1],
            "ticktext": ["−1", "−0,5", "0", "0,5", "1"], "gridcolor": theme.grid,
            "zeroline": True, "zerolinecolor": theme.muted, "zerolinewidth": 1.5,
            "fixedrange": True, "tickfont": {"size": SMALL_PX, "color": theme.muted},
            "tickangle": 0,
        },
        "yaxis": {
            "range": [len(rows) - 0.4, -0.6], "tickvals": list(range(len(rows))),
            "ticktext": names, "showgrid": False, "zeroline": False, "fixedrange": True,
            "tickfont": {"size": SMALL_PX, "color": theme.ink},
        },
        "annotations": side_annotations(theme),
        "hovermode": "closest",
    }  # fmt: skip
    traces = [
        trace([(n, row) for n, row in enumerate(rows) if row.is_sure is sure], theme=theme)
        for sure in (False, True)
    ]
    return build_figure(
        [one for one in traces if one["y"]], layout, theme=theme, margin=margin, example=example,
        height=int(margin["t"] + margin["b"] + ROW_PX * len(rows)),
        alt=described(figures, rows, example=example),
    )  # fmt: skip


def name_of(row: Drawn) -> str:
    """The measure, in bold when it is sure, and beneath it when it moves."""
    name = wrap(row.name, NAME_CHARS, lines=2)
    text = f"<b>{name}</b>" if row.is_sure else name
    return f"{text}<br><i>{row.when}</i>" if row.when else text


def trace(rows: Sequence[tuple[int, Drawn]], *, theme: Theme) -> dict[str, Any]:
    """Points with whiskers: filled and strong when sure, hollow and grey when it may be chance."""
    is_sure = bool(rows) and rows[0][1].is_sure
    colour = theme.own if is_sure else theme.comparison
    return {
        "type": "scatter", "mode": "markers", "x": [round(row.r, 2) for _, row in rows],
        "y": [n for n, _ in rows], "hoverinfo": "text",
        "text": [
            f"<b>{row.name}</b><br>{interval(row)}{f'<br>{row.when}' if row.when else ''}<br>"
            f"{'säkert även bland alla prövade' if row.is_sure else 'kan vara slump'}"
            for _, row in rows
        ],
        "marker": {
            "color": colour, "size": 11 if is_sure else 8, "line": {"width": 2, "color": colour},
            "symbol": "circle" if is_sure else "circle-open",
        },
        "error_x": {
            "type": "data", "symmetric": False, "color": colour, "thickness": 1.75, "width": 0,
            "array": [round(row.upper - row.r, 2) for _, row in rows],
            "arrayminus": [round(row.r - row.lower, 2) for _, row in rows],
        },
    }  # fmt: skip


def interval(row: Drawn) -> str:
    """ "0,45 (0,20 till 0,64)"."""
    r, low, high = (format_number(x, decimals=2) for x in (row.r, row.lower, row.upper))
    return f"{r} ({low} till {high})"


def side_annotations(theme: Theme) -> list[dict[str, Any]]:
    """What left, right and the whiskers mean."""
    shared = {
        "xref": "paper", "yref": "paper", "showarrow": False,
        "font": {"size": SMALL_PX, "color": theme.muted},
    }  # fmt: skip
    top = {**shared, "y": 1, "yanchor": "bottom", "yshift": 6}
    return [
        {**top, "x": 0, "xanchor": "left", "text": "◂ motsatt håll"},
        {**top, "x": 1, "xanchor": "right", "text": "samma håll ▸"},
        {
            **shared, "x": 1, "xanchor": "right", "y": 0, "yanchor": "top", "yshift": -20,
            "text": "0: inget samband. Streck: 95 % osäkerhet",
        },
    ]  # fmt: skip


def described(figures: ReleasedFigures, rows: Sequence[Drawn], *, example: bool) -> str:
    """The picture in words."""
    sure = [row for row in rows if row.is_sure]
    said = ", ".join(f"{row.name} {interval(row)} {row.when}".strip() for row in (sure or rows)[:4])
    lead = "Säkra samband" if sure else "Starkast, men det kan vara slump"
    text = f"Samvariation med {figures.indicator.name} för {len(rows)} mått. {lead}: {said}."
    return f"{text} {EXAMPLE_TEXT}." if example else text
