"""What slides and paper say in the same words: headings, alternative texts, the rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from lagesbild.domain.document import AUDIENCES, ChartKind, Document, DocumentFigure
from lagesbild.domain.written import format_interval
from lagesbild.report.plot import labels_of

PICTURES = {
    ChartKind.LINE: "Linjediagram",
    ChartKind.BARS: "Stapeldiagram",
    ChartKind.MAP: "Karta",
    ChartKind.TABLE: "Tabell",
}
NO_WORD = "–"

T = TypeVar("T")


def heading_of(figure: DocumentFigure) -> str:
    """The sentence that the picture is there to show."""
    return figure.sentence or figure.pinned or figure.name or "En fäst vy som inte kan visas"


def alt_text(figure: DocumentFigure) -> str:
    """For who cannot see the picture."""
    names = ", ".join(one.name for one in figure.series[:6])
    unit = f" ({figure.unit})" if figure.unit else ""
    return (
        f"{PICTURES[figure.kind]}: {figure.name}{unit}, {names}. {heading_of(figure)} "
        "Siffrorna står i tabellen."
    )


def subtitle_of(figure: DocumentFigure) -> str:
    """Name and unit, over the picture."""
    return f"{figure.name}, {figure.unit}" if figure.unit else figure.name


def table_of(figure: DocumentFigure) -> tuple[list[str], list[list[str]]]:
    """Header and rows of all that is drawn, as it is written; one column a series."""
    has_limits = any(point.lower is not None for point in figure.points)
    if len(figure.series) == 1:
        head = ["", figure.unit or "Värde", *(["Osäkerhet"] if has_limits else [])]
        rows = [
            [p.label, p.text, *([format_interval(p.lower, p.upper) or NO_WORD] if has_limits else [])]
            for p in figure.series[0].points
        ]  # fmt: skip
        return head, rows
    texts = [{p.label: p.text for p in one.points} for one in figure.series]
    head = ["", *(one.name for one in figure.series)]
    return head, [
        [label, *(text.get(label, NO_WORD) for text in texts)] for label in labels_of(figure.series)
    ]


def tables_of(
    figure: DocumentFigure, *, most: int
) -> list[tuple[list[str], list[list[str]]]]:  # fmt: skip
    """The same, with at most so many columns beside the labels in each; none without rows."""
    head, rows = table_of(figure)
    if not rows:
        return []
    kept = [[0, *some] for some in chunks(range(1, len(head)), most=most)]
    return [([head[n] for n in some], [[row[n] for n in some] for row in rows]) for some in kept]


def facts_of(document: Document) -> list[tuple[str, str]]:
    """What the front says of the document."""
    version = f", version {document.version}" if document.version else ""
    facts = [
        ("Kommun", document.kommun), ("Råd", document.council), ("Slag", document.kind),
        ("Anledning", document.reason), ("Gäller", document.period),
        ("Läge", f"{document.state}{version}"), ("Siffror per", document.as_of),
        ("För", AUDIENCES[document.audience]),
    ]  # fmt: skip
    return [(label, words) for label, words in facts if words]


def files_of(document: Document) -> list[str]:
    """Where the figures come from, a line a delivered file."""
    return [
        f"{one.source}: {one.file_name}, utgiven {one.issued_on}, lämnad {one.received_on}"
        if one.issued_on
        else f"{one.source}: {one.file_name}, lämnad {one.received_on}"
        for one in document.files
    ]


def parts_of(words: str, *, most: int) -> list[str]:
    """A text in pieces that fit, cut between paragraphs, else between sentences, else between words."""
    pieces: list[str] = []
    for paragraph in (line.strip() for line in words.splitlines()):
        for piece in _cut(paragraph, most=most) if paragraph else ():
            if pieces and len(pieces[-1]) + len(piece) < most:
                pieces[-1] += f"\n{piece}"
            else:
                pieces.append(piece)
    return pieces


def _cut(text: str, *, most: int) -> list[str]:
    found = []
    while len(text) > most:
        at = max(text.rfind(". ", 0, most) + 1, 0) or text.rfind(" ", 0, most)
        at = at if at > 0 else most
        found.append(text[:at].strip())
        text = text[at:].strip()
    return [*found, text] if text else found


def chunks(rows: Sequence[T], *, most: int) -> list[list[T]]:
    """Things in portions of nearly equal size, none greater than ``most``."""
    number = max(1, -(-len(rows) // most))
    size = -(-len(rows) // number) if rows else 1
    return [list(rows[at : at + size]) for at in range(0, len(rows), size)]
