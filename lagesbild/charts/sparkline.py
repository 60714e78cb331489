"""A line the size of a word, as SVG: Översikt shows dozens, and may not wait for Plotly."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence

from lagesbild.charts.theme import LIGHT, Theme
from lagesbild.domain.written import format_number

PAD = 3.0


def sparkline_svg(
    values: Sequence[float | None], *, width: int = 96, height: int = 24, is_preliminary: bool = False,
    theme: Theme = LIGHT,
) -> str:  # fmt: skip
    """SVG text: the line from zero up, broken at holes, its last point marked.

    is_preliminary  the last point is drawn hollow
    """
    points = places(values, width=width, height=height)
    runs = "".join(
        f'<polyline points="{" ".join(f"{x:g},{y:g}" for x, y in run)}" fill="none" '
        f'stroke="{theme.own}" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round"/>'
        for run in points
        if len(run) > 1
    )
    lonely = "".join(
        f'<circle cx="{run[0][0]:g}" cy="{run[0][1]:g}" r="1.2" fill="{theme.own}"/>'
        for run in points
        if len(run) == 1
    )
    end = ""
    if points:
        x, y = points[-1][-1]
        fill = theme.page if is_preliminary else theme.own
        end = f'<circle cx="{x:g}" cy="{y:g}" r="2.3" fill="{fill}" stroke="{theme.own}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img">{runs}{lonely}{end}</svg>'
    )


def sparkline_uri(values: Sequence[float | None], *, theme: Theme = LIGHT) -> str:
    """The same as an address for an image."""
    return "data:image/svg+xml;base64," + base64.b64encode(
        sparkline_svg(values, theme=theme).encode()
    ).decode("ascii")


def describe_sparkline(values: Sequence[float | None]) -> str:
    """Text alternative: first, last, lowest and highest."""
    known = [value for value in values if value is not None and not math.isnan(value)]
    if not known:
        return "Inga värden att visa."
    first, last, low, high = (
        format_number(v) for v in (known[0], known[-1], min(known), max(known))
    )
    return f"Från {first} till {last}; lägst {low}, högst {high}."


def places(
    values: Sequence[float | None], *, width: float, height: float
) -> list[list[tuple[float, float]]]:
    """Runs of points in pixels; a hole begins a new run."""
    known = [value for value in values if value is not None and not math.isnan(value)]
    top = max((abs(value) for value in known), default=0.0) or 1.0
    floor = min(0.0, min(known, default=0.0))
    step = (width - 2 * PAD) / max(1, len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for number, value in enumerate(values):
        if value is None or math.isnan(value):
            runs.append([])
            continue
        share = (value - floor) / (top - floor)
        runs[-1].append(
            (round(PAD + number * step, 1), round(height - PAD - share * (height - 2 * PAD), 1))
        )
    return [run for run in runs if run]
