"""The year as a wheel: a ring for each kind, a mark for each thing, numbered as in the list beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure, empty_figure, push_apart
from lagesbild.charts.theme import LIGHT, MONTHS_SHORT, SMALL_PX, Theme
from lagesbild.domain.work.dated import Dated
from lagesbild.domain.work.year import HappeningKind

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 620
GAP_DEGREES = 44.0
"""Free of days, above the middle: the rings' names stand there."""
MARK_DEGREES = 8.5
"""So wide that its number fits."""

RING_WORDS: dict[HappeningKind, str] = {
    HappeningKind.LAW: "lag",
    HappeningKind.REVIEW: "översyn",
    HappeningKind.COUNCIL: "rådet",
    HappeningKind.GROUP: "gruppen",
    HappeningKind.DELIVERY: "leverans",
    HappeningKind.MEASUREMENT: "mätning",
    HappeningKind.CAMPAIGN: "kampanj",
    HappeningKind.EVENT: "evenemang",
}
"""The rings from the middle outwards: short names where there is little room."""


def year_wheel_figure(
    entries: Sequence[Dated], *, year: int, today: date, example: bool = False, theme: Theme = LIGHT
) -> go.Figure:
    """Numbered in the order of ``entries``. What is over is grey; the line is today."""
    if not entries:
        return empty_figure(
            f"Inget är inlagt för {year} än.", theme=theme, height=220, example=example
        )
    rings = [kind for kind in RING_WORDS if any(one.kind is kind for one in entries)]
    marks = [
        _ring(entries, kind=kind, ring=number, year=year, today=today, theme=theme)
        for number, kind in enumerate(rings)
    ]
    traces = [*_months(len(rings), theme=theme), *marks]
    traces += [_numbers(marks, theme=theme), _names(rings, theme=theme)]
    if today.year == year:
        traces.append(_today(today, rings=len(rings), theme=theme))
    return build_figure(
        traces, {"polar": _polar(len(rings), theme=theme)}, theme=theme, height=HEIGHT,
        margin={"t": 28, "r": 28, "b": 28, "l": 28}, example=example, alt=_alt(entries, year=year),
    )  # fmt: skip


def angle_of(day: date, *, year: int) -> float:
    """Degrees clockwise from the top; the year lies outside the gap."""
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    share = min(max((day - start).days / (end - start).days, 0.0), 1.0)
    return GAP_DEGREES / 2 + share * (360.0 - GAP_DEGREES)


def _ring(
    entries: Sequence[Dated], *, kind: HappeningKind, ring: int, year: int, today: date,
    theme: Theme,
) -> dict[str, Any]:  # fmt: skip
    own = [(number, one) for number, one in enumerate(entries, start=1) if one.kind is kind]
    spans = [
        (angle_of(one.starts_on, year=year), angle_of(one.day_after, year=year)) for _, one in own
    ]
    middles = push_apart(
        [(a + b) / 2 for a, b in spans], gap=MARK_DEGREES, low=GAP_DEGREES / 2 + MARK_DEGREES / 2,
        high=360 - GAP_DEGREES / 2 - MARK_DEGREES / 2,
    )  # fmt: skip
    return {
        "type": "barpolar", "base": [ring + 1.08] * len(own), "r": [0.84] * len(own),
        "theta": [round(middle, 2) for middle in middles],
        "width": [round(max(b - a, MARK_DEGREES - 1), 2) for a, b in spans],
        "marker": {
            "color": [theme.comparison if one.ends_on < today else theme.own for _, one in own],
            "line": {"color": theme.page, "width": 1},
        },
        "text": [f"{number}. {one.title}<br>{one.when}" for number, one in own],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _numbers(marks: Sequence[dict[str, Any]], *, theme: Theme) -> dict[str, Any]:
    """The numbers, in the middle of the marks."""
    places = [
        (theta, base + r / 2, text.partition(".")[0])
        for trace in marks
        for theta, base, r, text in zip(
            trace["theta"], trace["base"], trace["r"], trace["text"], strict=True
        )
    ]
    return {
        "type": "scatterpolar", "mode": "text", "theta": [one[0] for one in places],
        "r": [one[1] for one in places], "text": [one[2] for one in places],
        "textfont": {"size": SMALL_PX, "color": theme.page}, "hoverinfo": "skip",
    }  # fmt: skip


def _months(rings: int, *, theme: Theme) -> list[dict[str, Any]]:
    """A thin line where each month begins, and where the year ends."""
    days = [*(date(2026, month, 1) for month in range(1, 13)), date(2027, 1, 1)]
    angles = [round(angle_of(day, year=2026), 2) for day in days]
    return [
        {
            "type": "scatterpolar", "mode": "lines", "theta": [angle, angle],
            "r": [1, rings + 1], "line": {"color": theme.grid, "width": 1}, "hoverinfo": "skip",
        }
        for angle in angles
    ]  # fmt: skip


def _names(rings: Sequence[HappeningKind], *, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatterpolar", "mode": "text", "theta": [0] * len(rings),
        "r": [number + 1.5 for number in range(len(rings))],
        "text": [RING_WORDS[kind] for kind in rings], "hoverinfo": "skip",
        "textfont": {"size": SMALL_PX, "color": theme.muted},
    }  # fmt: skip


def _today(today: date, *, rings: int, theme: Theme) -> dict[str, Any]:
    angle = angle_of(today, year=today.year)
    return {
        "type": "scatterpolar", "mode": "lines", "theta": [angle, angle], "r": [0.6, rings + 1],
        "line": {"color": theme.ink, "width": 2}, "hoverinfo": "text", "text": "i dag",
    }  # fmt: skip


def _polar(rings: int, *, theme: Theme) -> dict[str, Any]:
    middles = [date(2026, month, 16) for month in range(1, 13)]
    return {
        "bgcolor": theme.page,
        "radialaxis": {
            "range": [0, rings + 1], "showticklabels": False, "ticks": "", "showline": False,
            "tickvals": [number + 1 for number in range(rings + 1)], "gridcolor": theme.grid,
        },
        "angularaxis": {
            "direction": "clockwise", "rotation": 90, "type": "linear",
            "tickvals": [round(angle_of(day, year=2026), 2) for day in middles],
            "ticktext": list(MONTHS_SHORT), "ticks": "", "showgrid": False,
            "linecolor": theme.grid, "tickfont": {"size": SMALL_PX + 1, "color": theme.ink},
        },
    }  # fmt: skip


def _alt(entries: Sequence[Dated], *, year: int) -> str:
    told = "; ".join(f"{one.when}: {one.title}" for one in entries)
    return f"Årshjul {year}. {told}."
