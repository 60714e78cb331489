"""docs/method-check.svg, drawn from the table in docs/method-check.md so that it cannot say anything else."""

from __future__ import annotations

import sys
from html import escape

from tests.bench.method_check import CHANGES, LIST_BY_YEAR, REPORT, SIZES

PICTURE = REPORT.with_suffix(".svg")
WIDTH, HEIGHT, LEFT, TOP, GAP = 210, 170, 46, 56, 40
MOST = 80
"""Per cent at the top of each panel."""
INK, OURS, OTHERS = "#1F2933", "#0B5C8A", "#52606D"

Shares = dict[str, list[tuple[float, float]]]
"""Change -> for each size our share and the best simple rule's, in per cent."""


def shares_in(text: str) -> Shares:
    """Read from the table of shares and delays.

    raises  ValueError if the table is not there or not whole
    """
    _, found, after = text.partition(f"Share found and median delay in months, {LIST_BY_YEAR}:")
    if not found:
        raise ValueError("the document has no table of shares and delays")
    shares: Shares = {change.name: [] for change in CHANGES}
    for line in after.split("\n## ")[0].splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if cells[0] in shares:
            each = [float(cell.split("%")[0]) for cell in cells[2:]]
            shares[cells[0]].append((each[0], max(each[1:])))
    if any(len(rows) != len(SIZES) for rows in shares.values()):
        raise ValueError("the table of shares and delays is not whole")
    return shares


def draw(shares: Shares) -> str:
    """Four panels side by side: what we find, and what the best simple rule finds."""
    panels = [
        _panel(name, rows, left=LEFT + number * (WIDTH + GAP))
        for number, (name, rows) in enumerate(shares.items())
    ]
    full = LEFT + len(panels) * (WIDTH + GAP)
    told = "; ".join(
        f"{name}: {rows[0][0]:.0f} to {rows[-1][0]:.0f} per cent, the best simple rule {rows[0][1]:.0f} to {rows[-1][1]:.0f}"
        for name, rows in shares.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {full} {TOP + HEIGHT + 62}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="{INK}">\n'
        f"<title>Share of planted changes found, by inhabitants</title>\n<desc>{escape(told)}</desc>\n"
        f'<rect width="100%" height="100%" fill="white"/>\n'
        f'<text x="{LEFT}" y="18" font-size="14">Planted changes found (per cent), at the same share of false '
        "signals</text>\n" + "".join(panels) + _key(TOP + HEIGHT + 48) + "</svg>\n"
    )


def _panel(name: str, rows: list[tuple[float, float]], *, left: int) -> str:
    lines = [f'<text x="{left}" y="{TOP - 12}" font-weight="bold">{escape(name)}</text>\n']
    for level in range(0, MOST + 1, 20):
        y = _y(level)
        lines.append(
            f'<line x1="{left}" x2="{left + WIDTH}" y1="{y}" y2="{y}" stroke="#E4E7EB"/>\n'
            f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{level}</text>\n'
        )
    for number, size in enumerate(SIZES):
        text = f"{size:,}".replace(",", " ")
        x = _x(number, left)
        lines.append(f'<text x="{x}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{text}</text>\n')
    return (
        "".join(lines)
        + _line([b for _, b in rows], left, OTHERS, "5 4")
        + _line([a for a, _ in rows], left, OURS, "")
    )


def _line(values: list[float], left: int, colour: str, dash: str) -> str:
    at = [(_x(number, left), _y(value)) for number, value in enumerate(values)]
    path = " ".join(f"{x},{y}" for x, y in at)
    broken = f' stroke-dasharray="{dash}"' if dash else ""
    marks = "".join(
        f'<rect x="{x - 4}" y="{y - 4}" width="8" height="8" fill="white" stroke="{colour}"/>'
        if dash
        else f'<circle cx="{x}" cy="{y}" r="4.5" fill="{colour}"/>'
        for x, y in at
    )
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{broken}/>{marks}\n'


def _key(y: int) -> str:
    return (
        f'<circle cx="{LEFT + 6}" cy="{y - 4}" r="4.5" fill="{OURS}"/><text x="{LEFT + 18}" y="{y}">Lägesbild</text>\n'
        f'<rect x="{LEFT + 110}" y="{y - 8}" width="8" height="8" fill="white" stroke="{OTHERS}"/>'
        f'<text x="{LEFT + 126}" y="{y}">the best of the five simple rules, in each place another one; inhabitants below</text>\n'
    )


def _x(number: int, left: int) -> float:
    return round(left + WIDTH * (number + 0.5) / len(SIZES), 1)


def _y(value: float) -> float:
    return round(TOP + HEIGHT * (1 - value / MOST), 1)


def main() -> int:
    """Draw what the document says now."""
    PICTURE.write_text(draw(shares_in(REPORT.read_text(encoding="utf-8"))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
