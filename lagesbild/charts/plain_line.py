"""A line chart as a small SVG picture, for the page that residents read on a phone or on paper: two
lines with their names at the end, zero at the bottom, no library."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild.charts.theme import LIGHT, Theme

WIDTH, HEIGHT = 460, 210
LEFT, RIGHT, TOP, BOTTOM = 8.0, 118.0, 16.0, 24.0
LABEL_HEIGHT = 16.0
FONT = "font-family='Source Sans Pro, Arial, sans-serif' font-size='14'"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainLine:
    """One line. ``values`` has None where there is a hole; ``end`` is the newest figure in words."""

    name: str
    values: Sequence[float | None]
    end: str
    is_own: bool


def plain_line_svg(
    lines: Sequence[PlainLine], *, first: str, last: str, theme: Theme = LIGHT
) -> str:
    """SVG text; empty when no line has two points.

    first, last  the names of the first and last period
    """
    known = [v for line in lines for v in line.values if v is not None and not math.isnan(v)]
    if max((sum(v is not None for v in line.values) for line in lines), default=0) < 2:
        return ""
    top = max(*known, 0.0) or 1.0
    drawn = [_line(line, top=top, theme=theme) for line in lines]
    labels = _labels(lines, top=top, theme=theme)
    base = HEIGHT - BOTTOM
    end = WIDTH - RIGHT
    axis = (
        f"<line x1='{LEFT:g}' x2='{end:g}' y1='{base:g}' y2='{base:g}' stroke='{theme.comparison}'/>"
        f"<text x='{LEFT:g}' y='{HEIGHT - 7}' {FONT} fill='{theme.muted}'>{html.escape(first)}</text>"
        f"<text x='{end:g}' y='{HEIGHT - 7}' {FONT} fill='{theme.muted}' text-anchor='end'>"
        f"{html.escape(last)}</text>"
        f"<text x='{end + 8:g}' y='{base + 5:g}' {FONT} fill='{theme.muted}'>0</text>"
    )
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}' "
        f"viewBox='0 0 {WIDTH} {HEIGHT}' role='img'>{axis}{''.join(drawn)}{labels}</svg>"
    )


def _places(values: Sequence[float | None], *, top: float) -> list[tuple[float, float] | None]:
    step = (WIDTH - LEFT - RIGHT) / max(len(values) - 1, 1)
    room = HEIGHT - TOP - BOTTOM
    return [
        None if v is None or math.isnan(v) else (LEFT + i * step, HEIGHT - BOTTOM - v / top * room)
        for i, v in enumerate(values)
    ]


def _line(line: PlainLine, *, top: float, theme: Theme) -> str:
    colour, width = (theme.own, 3) if line.is_own else (theme.comparison, 2)
    parts, run = [], []
    for place in [*_places(line.values, top=top), None]:
        if place is not None:
            run.append(f"{place[0]:.1f},{place[1]:.1f}")
        elif run:
            parts.append(_run(run, colour=colour, width=width))
            run = []
    return "".join(parts)


def _run(run: list[str], *, colour: str, width: int) -> str:
    if len(run) == 1:
        x, y = run[0].split(",")
        return f"<circle cx='{x}' cy='{y}' r='{width}' fill='{colour}'/>"
    return (
        f"<polyline points='{' '.join(run)}' fill='none' stroke='{colour}' "
        f"stroke-width='{width}' stroke-linejoin='round' stroke-linecap='round'/>"
    )


def _labels(lines: Sequence[PlainLine], *, top: float, theme: Theme) -> str:
    """Names at the lines' ends, moved apart where they would meet."""
    ends = []
    for line in lines:
        last = _places(line.values, top=top)[-1] if line.values else None
        if last is not None:
            ends.append((last[1], line))
    texts, lowest = [], -LABEL_HEIGHT
    for y, line in sorted(ends, key=lambda one: one[0]):
        lowest = max(y + 5, lowest + LABEL_HEIGHT)
        colour = theme.own if line.is_own else theme.muted
        weight = " font-weight='700'" if line.is_own else ""
        words = html.escape(f"{line.name} {line.end}".strip())
        texts.append(
            f"<text x='{WIDTH - RIGHT + 8:g}' y='{lowest:.1f}' {FONT} fill='{colour}'{weight}>{words}</text>"
        )
    return "".join(texts)
