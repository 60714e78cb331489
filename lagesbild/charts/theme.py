"""The only colours, fonts and sizes. One style for screen, slide and paper."""

from __future__ import annotations

from dataclasses import dataclass

from lagesbild.domain.written import NBSP

SEPARATORS = f",{NBSP}"
"""Plotly's: decimal comma, then no-break space between thousands."""

FONT = "'Source Sans', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
"""The page's own bundled font first, then what the system has; nothing is fetched."""
TEXT_PX = 13
SMALL_PX = 12

MONTHS_SHORT = (
    "jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec",
)  # fmt: skip
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Colours by what they mean.

    classes     map classes from the lowest to the highest, one hue
    band_edge   the band's border: its fill alone is too pale to be seen by all
    suppressed  fill of areas whose figure is hidden; missing: of areas without one
    """

    name: str
    page: str
    panel: str
    ink: str
    muted: str
    grid: str
    own: str
    comparison: str
    band: str
    band_edge: str
    worse: str
    better: str
    ambiguous: str
    classes: tuple[str, ...]
    suppressed: str
    missing: str
    area_line: str
    example_fill: str
    example_ink: str


LIGHT = Theme(
    name="ljus", page="#FFFFFF", panel="#F5F7FA", ink="#1F2933", muted="#52606D", grid="#E4E7EB",
    own="#0B5C8A", comparison="#7B8794", band="#D9E2EC", band_edge="#8A95A1",
    worse="#B5482A", better="#2A7F62", ambiguous="#5B5EA6",
    classes=("#DCEBF5", "#A9CDE4", "#6CA6CD", "#2F77A9", "#0C3F66"),
    suppressed="#B9BEC4", missing="#FFFFFF", area_line="#6B7785",
    example_fill="#FFF3D1", example_ink="#6B4A00",
)  # fmt: skip

DARK = Theme(
    name="mörk", page="#12181F", panel="#1B232C", ink="#E6EBF0", muted="#A9B4C0", grid="#2C3742",
    own="#5DB3E6", comparison="#8996A4", band="#26323E", band_edge="#687685",
    worse="#F08A66", better="#4FC39A", ambiguous="#D3BFFA",
    classes=("#1D3A52", "#2A628D", "#4690C2", "#83BDE4", "#D3EAF9"),
    suppressed="#5A6067", missing="#12181F", area_line="#8996A4",
    example_fill="#3A2F10", example_ink="#FFD977",
)  # fmt: skip


def with_alpha(colour: str, alpha: float) -> str:
    """#0B5C8A -> rgba(11,92,138,0.2), for ribbons that must let lines through."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


def wrap(text: str, width: int, *, lines: int = 3) -> str:
    """The text broken with <br> at spaces and slashes, cut with an ellipsis after ``lines`` lines."""
    rows: list[str] = []
    for word in text.split(" "):
        if rows and len(rows[-1]) + 1 + len(word) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    if len(rows) > lines:
        rows = [*rows[: lines - 1], rows[lines - 1] + " …"]
    return "<br>".join(rows)
