"""Where some places lie beside each other, as a small SVG picture without any library or map service."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lagesbild.charts.theme import LIGHT, Theme

WIDTH, HEIGHT = 460, 320
EDGE = 26.0
KM_PER_DEGREE = 111.2
LEAST_KM = 0.6
"""Places in the same block are not drawn as if they were far apart."""
SCALES_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
FONT = "font-family='Source Sans Pro, Arial, sans-serif' font-size='14'"


def place_sketch_svg(points: Sequence[tuple[float, float]], *, theme: Theme = LIGHT) -> str:
    """Numbered dots in the order given, north upwards, with a scale; empty without any.

    points  degrees north and east
    """
    if not points:
        return ""
    flat = _in_km(points)
    east, north = (sorted(one[axis] for one in flat) for axis in (0, 1))
    wide, tall = max(east[-1] - east[0], LEAST_KM), max(north[-1] - north[0], LEAST_KM)
    per_km = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE - 30) / tall)
    middle = ((east[0] + east[-1]) / 2, (north[0] + north[-1]) / 2)
    dots = [
        (WIDTH / 2 + (x - middle[0]) * per_km, (HEIGHT - 30) / 2 - (y - middle[1]) * per_km)
        for x, y in flat
    ]
    marks = "".join(_dot(number, place, theme=theme) for number, place in enumerate(dots, start=1))
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}' "
        f"viewBox='0 0 {WIDTH} {HEIGHT}' role='img'>"
        f"<rect width='{WIDTH}' height='{HEIGHT}' fill='none' stroke='{theme.grid}'/>"
        f"{marks}{_scale(per_km, theme=theme)}</svg>"
    )


def _in_km(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """East and north in kilometres: good enough within a kommun."""
    shrink = math.cos(math.radians(sum(north for north, _ in points) / len(points)))
    return [(east * KM_PER_DEGREE * shrink, north * KM_PER_DEGREE) for north, east in points]


def _dot(number: int, place: tuple[float, float], *, theme: Theme) -> str:
    x, y = place
    return (
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='11' fill='{theme.own}'/>"
        f"<text x='{x:.1f}' y='{y + 5:.1f}' {FONT} fill='{theme.page}' text-anchor='middle'>{number}</text>"
    )


def _scale(per_km: float, *, theme: Theme) -> str:
    length = max((one for one in SCALES_KM if one * per_km <= 140), default=SCALES_KM[0])
    words = f"{length * 1000:g} m" if length < 1 else f"{length:g} km"
    base = HEIGHT - 14
    return (
        f"<line x1='14' x2='{14 + length * per_km:.1f}' y1='{base}' y2='{base}' "
        f"stroke='{theme.muted}' stroke-width='2'/>"
        f"<text x='{22 + length * per_km:.1f}' y='{base + 5}' {FONT} fill='{theme.muted}'>{words}, "
        "norr är uppåt</text>"
    )
