"""A table of words that keeps its lines whole and scrolls inside its own frame."""

from __future__ import annotations

import html
from collections.abc import Sequence

from lagesbild.ui.markup import show_html

TALL = 14
"""More rows than this, and the table scrolls downwards too."""


def show_words(
    rows: Sequence[dict[str, str]], *, about: str, long: str | Sequence[str] = ()
) -> None:
    """Rows with the same headings. ``long`` names the columns whose text may break."""
    if not rows:
        return
    may_break = {long} if isinstance(long, str) else set(long)
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in rows[0])
    body = "".join(
        "<tr>"
        + "".join(_cell(text, breaks=name in may_break) for name, text in row.items())
        + "</tr>"
        for row in rows
    )
    frame = "lb-tabell lb-hog" if len(rows) > TALL else "lb-tabell"
    show_html(
        f'<div class="{frame}" tabindex="0" role="region" aria-label="{html.escape(about)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(text: str, *, breaks: bool) -> str:
    style = ' class="lb-lang"' if breaks else ""
    return f"<td{style}>{html.escape(text)}</td>"
