"""The week as a square of days and hours, darker where events are closer together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure, empty_figure
from lagesbild.charts.theme import LIGHT, SMALL_PX, TEXT_PX, WEEKDAYS, Theme
from lagesbild.domain.event_hours import (
    CELL_HOURS,
    CELLS_A_DAY,
    DAYS,
    SHORT_DAYS,
    ReleasedHours,
    WeekCell,
    cells_alone,
    spread,
    spread_words,
)
from lagesbild.domain.written import EXAMPLE_TEXT

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 430
EVEN = 2.0
"""Times the mean from which a square may be the darkest."""

DARK_FROM = 0.6
"""Part of the highest value from which the squares are dark."""


def week_hours_figure(
    pieces: Sequence[ReleasedHours], *, title: str, example: bool = False, theme: Theme = LIGHT
) -> go.Figure:
    """Days across, hours downwards. A number with ≈ is a part of what was counted for a longer time.

    raises  TypeError for anything but ReleasedHours
    """
    if not all(isinstance(one, ReleasedHours) for one in pieces):
        raise TypeError("charts draw ReleasedHours")
    events, alone = spread(pieces), cells_alone(pieces)
    if not events:
        return empty_figure(
            "För få händelser för att visa när på veckan de sker", theme=theme, height=180,
            example=example,
        )  # fmt: skip
    return build_figure(
        [
            _squares(events, alone, theme=theme), *_edges(pieces, theme=theme),
            _numbers(events, alone, theme=theme),
        ],
        _layout(theme), theme=theme, height=HEIGHT, margin={"t": 34, "r": 8, "b": 8, "l": 58}, example=example,
        alt=_alt(events, title=title, example=example),
    )  # fmt: skip


def clock(number_of: int) -> str:
    return f"{CELL_HOURS * number_of:02d}–{CELL_HOURS * (number_of + 1):02d}"


def _squares(
    events: dict[WeekCell, float], alone: frozenset[WeekCell], *, theme: Theme
) -> dict[str, Any]:
    rows = range(CELLS_A_DAY)
    steps = len(theme.classes) - 1
    return {
        "type": "heatmap", "x": list(range(DAYS)), "y": list(rows),
        "z": [[events.get((day, n), 0.0) for day in range(DAYS)] for n in rows],
        "customdata": [[_hover(d, n, events, alone) for d in range(DAYS)] for n in rows],
        "hovertemplate": "%{customdata}<extra></extra>", "xgap": 1, "ygap": 1,
        # Plotly takes both ends or none: with one alone the smallest number was the palest, however near.
        "zmin": 0, "zmax": _darkest(events),
        "colorscale": [[n / steps, colour] for n, colour in enumerate(theme.classes)],
        "showscale": False,
    }  # fmt: skip


def _darkest(events: dict[WeekCell, float]) -> float:
    """The number with the darkest square: the highest, but in an even week more than there is, so that no
    small difference looks like one."""
    mean = sum(events.values()) / (DAYS * CELLS_A_DAY)
    return max(*events.values(), EVEN * mean, 1e-9)


def _numbers(
    events: dict[WeekCell, float], alone: frozenset[WeekCell], *, theme: Theme
) -> dict[str, Any]:
    """Light on dark squares: a heat map's own text takes a grey that is too near the middle blues."""
    most = _darkest(events)
    return {
        "type": "scatter", "mode": "text", "x": [day for day, _ in events],
        "y": [n for _, n in events], "hoverinfo": "skip", "showlegend": False,
        "text": [spread_words(value, is_alone=cell in alone) for cell, value in events.items()],
        "textfont": {
            "size": SMALL_PX,
            "color": [
                theme.page if value > DARK_FROM * most else theme.ink for value in events.values()
            ],
        },
    }  # fmt: skip


def _hover(
    day: int, number_of: int, events: dict[WeekCell, float], alone: frozenset[WeekCell]
) -> str:
    is_alone = (day, number_of) in alone
    text = spread_words(events.get((day, number_of), 0.0), is_alone=is_alone)
    more = "" if is_alone else "<br>delvis räknat för en längre tid och fördelat jämnt"
    return f"<b>{WEEKDAYS[day]} {clock(number_of)}</b><br>{text} händelser{more}"


def _edges(pieces: Sequence[ReleasedHours], *, theme: Theme) -> list[dict[str, Any]]:
    """Lines around the parts of a single piece: what lies within them was counted together."""
    if len(pieces) != 1:
        return []
    part_of = {cell: n for n, part in enumerate(pieces[0].parts) for cell in part.cells}
    x: list[float | None] = []
    y: list[float | None] = []
    for (day, number_of), own in part_of.items():
        if part_of.get((day + 1, number_of), own) != own:
            x += [day + 0.5, day + 0.5, None]
            y += [number_of - 0.5, number_of + 0.5, None]
        if part_of.get((day, number_of + 1), own) != own:
            x += [day - 0.5, day + 0.5, None]
            y += [number_of + 0.5, number_of + 0.5, None]
    return [
        {
            "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
            "line": {"color": theme.ink, "width": 1.2}, "showlegend": False,
        }
    ]  # fmt: skip


def _layout(theme: Theme) -> dict[str, Any]:
    font = {"size": TEXT_PX, "color": theme.ink}
    return {
        "xaxis": {
            "tickmode": "array", "tickvals": list(range(DAYS)), "ticktext": list(SHORT_DAYS),
            "side": "top", "fixedrange": True, "showgrid": False, "zeroline": False, "tickfont": font,
            "range": [-0.5, DAYS - 0.5],
        },
        "yaxis": {
            "tickmode": "array", "tickvals": list(range(CELLS_A_DAY)),
            "ticktext": [clock(n) for n in range(CELLS_A_DAY)], "fixedrange": True, "showgrid": False,
            "zeroline": False, "tickfont": font, "range": [CELLS_A_DAY - 0.5, -0.5],
        },
    }  # fmt: skip


def _alt(events: dict[WeekCell, float], *, title: str, example: bool) -> str:
    top = sorted(events, key=lambda cell: -events[cell])[:3]
    places = ", ".join(f"{WEEKDAYS[day]} {clock(n)}" for day, n in top)
    text = f"Veckans dagar och timmar: {title}. Tätast {places}."
    return f"{text} {EXAMPLE_TEXT}." if example else text
