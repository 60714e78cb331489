"""The year as a wheel: a ring for each kind, a mark for each thing, numbered as in the list beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import degrees
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure, empty_figure, push_apart
from lagesbild.charts.theme import LIGHT, MONTHS_SHORT, SMALL_PX, Theme
from lagesbild.domain.work.dated import Dated
from lagesbild.domain.work.year import HappeningKind

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT = 520
GAP_DEGREES = 44.0
"""Free of days, above the middle: the rings' names stand there."""
HOLE = 2.2
"""Radius of the empty middle, in rings: further in there is no room for a number."""
MARK_RINGS = 0.9
"""How long a mark is at least along its ring, in rings."""

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
    """Numbered in the order of ``entries``. What is over is pale; the line is today."""
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
    if today.year == year:
        traces.append(_today(today, rings=len(rings), theme=theme))
    traces += [_numbers(marks, theme=theme), _names(rings, theme=theme)]
    return build_figure(
        traces, {"polar": _polar(len(rings), theme=theme)}, theme=theme, height=HEIGHT,
        margin={"t": 30, "r": 40, "b": 30, "l": 40}, example=example, alt=_alt(entries, year=year),
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
    past = [one.ends_on < today for _, one in own]
    least = degrees(MARK_RINGS / (HOLE + ring + 0.5))
    middles = push_apart(
        [(a + b) / 2 for a, b in spans], gap=least + 1, low=(GAP_DEGREES + least) / 2,
        high=360 - (GAP_DEGREES + least) / 2,
    )  # fmt: skip
    return {
        "type": "barpolar", "base": [HOLE + ring + 0.06] * len(own), "r": [0.88] * len(own),
        "theta": [round(middle, 2) for middle in middles],
        "width": [round(max(b - a, least), 2) for a, b in spans],
        "marker": {
            "color": [theme.band if over else theme.own for over in past],
            "line": {"color": [theme.band_edge if over else theme.own for over in past], "width": 1},
        },
        "customdata": past,
        "text": [f"{number}. {one.title}<br>{one.when}" for number, one in own],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _numbers(marks: Sequence[dict[str, Any]], *, theme: Theme) -> dict[str, Any]:
    """The numbers, in the middle of the marks."""
    places = [
        (theta, base + r / 2, text.partition(".")[0], theme.ink if over else theme.page)
        for trace in marks
        for theta, base, r, text, over in zip(
            trace["theta"], trace["base"], trace["r"], trace["text"], trace["customdata"],
            strict=True,
        )
    ]  # fmt: skip
    angles, radii, numbers, colours = (list(column) for column in zip(*places, strict=True))
    return {
        "type": "scatterpolar", "mode": "text", "theta": angles, "r": radii, "text": numbers,
        "textfont": {"size": SMALL_PX, "color": colours}, "hoverinfo": "skip",
    }  # fmt: skip


def _months(rings: int, *, theme: Theme) -> list[dict[str, Any]]:
    """A short stroke at the rim where each month begins, and where the year ends."""
    days = [*(date(2026, month, 1) for month in range(1, 13)), date(2027, 1, 1)]
    angles = [round(angle_of(day, year=2026), 2) for day in days]
    return [
        {
            "type": "scatterpolar", "mode": "lines", "theta": [angle, angle],
            "r": [HOLE + rings, HOLE + rings + 0.3], "line": {"color": theme.muted, "width": 1}, "hoverinfo": "skip",
        }
        for angle in angles
    ]  # fmt: skip


def _names(rings: Sequence[HappeningKind], *, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatterpolar", "mode": "text", "theta": [0] * len(rings),
        "r": [HOLE + number + 0.5 for number in range(len(rings))],
        "text": [RING_WORDS[kind] for kind in rings], "hoverinfo": "skip",
        "textfont": {"size": SMALL_PX, "color": theme.muted},
    }  # fmt: skip


def _today(today: date, *, rings: int, theme: Theme) -> dict[str, Any]:
    angle = angle_of(today, year=today.year)
    return {
        "type": "scatterpolar", "mode": "lines", "theta": [angle, angle], "r": [HOLE - 0.5, HOLE + rings + 0.3],
        "line": {"color": theme.ink, "width": 2}, "hoverinfo": "text", "text": "i dag",
    }  # fmt: skip


def _polar(rings: int, *, theme: Theme) -> dict[str, Any]:
    middles = [date(2026, month, 16) for month in range(1, 13)]
    return {
        "bgcolor": theme.page,
        "radialaxis": {
            "range": [0, HOLE + rings + 0.3], "showticklabels": False, "ticks": "", "showline": False,
            "tickvals": [HOLE + number for number in range(rings + 1)], "gridcolor": theme.grid,
        },
        "angularaxis": {
            "direction": "clockwise", "rotation": 90, "type": "linear",
            "tickvals": [round(angle_of(day, year=2026), 2) for day in middles],
            "ticktext": list(MONTHS_SHORT), "ticks": "", "showgrid": False,
            "showline": False, "tickfont": {"size": SMALL_PX + 1, "color": theme.ink},
        },
    }  # fmt: skip


def _alt(entries: Sequence[Dated], *, year: int) -> str:
    told = "; ".join(f"{one.when}: {one.title}" for one in entries)
    return f"Årshjul {year}. {told}."
