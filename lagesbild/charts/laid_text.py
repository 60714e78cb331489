"""What people wrote, laid in boxes: broken to rows, measured, and never read as markup."""

from __future__ import annotations

import html
from collections.abc import Sequence

CHAR_SHARE = 0.53
"""Width of a letter in font sizes, a little generous."""
ROW_SHARE = 1.32
"""Height of a row in font sizes."""


def rows_of(text: str, *, width: int, most: int) -> list[str]:
    """The text in rows of at most ``width`` letters; what does not fit in ``most`` rows ends with "…"."""
    rows: list[str] = []
    for word in text.split():
        for piece in _pieces(word, width=width):
            if rows and len(rows[-1]) + 1 + len(piece) <= width:
                rows[-1] += f" {piece}"
            else:
                rows.append(piece)
    if len(rows) > most:
        rows = [*rows[: most - 1], f"{rows[most - 1][: width - 2].rstrip()} …"]
    return rows


def _pieces(word: str, *, width: int) -> list[str]:
    """A word longer than a row, in parts that are not."""
    if len(word) <= width:
        return [word]
    step = max(2, width - 1)
    parts = [word[n : n + step] for n in range(0, len(word), step)]
    return [f"{one}-" for one in parts[:-1]] + parts[-1:]


def joined(rows: Sequence[str]) -> str:
    """Rows as Plotly reads them: what somebody wrote is text, whatever signs it has."""
    return "<br>".join(escaped(row) for row in rows)


def escaped(text: str) -> str:
    """Without anything that Plotly takes for markup."""
    return html.escape(text, quote=False)


def letters_in(width_px: float, *, size_px: float) -> int:
    """How many letters there is room for."""
    return max(8, int(width_px / (size_px * CHAR_SHARE)))


def height_of(rows: int, *, size_px: float) -> float:
    """Pixels that so many rows take."""
    return rows * size_px * ROW_SHARE
