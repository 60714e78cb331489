"""A lägesbild as a row of pictures for the room: one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass

from lagesbild.domain.document import AUDIENCES, Document, DocumentFigure, DocumentNote

LONGEST_TEXT = 420
"""Letters of running text that can be read from the back row; longer text becomes several pictures."""

MOST_NOTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One picture. Either a figure, or notes, or lines of text under the heading.

    section  where in the lägesbild it belongs, for the foot
    part     the law's words for that
    """

    heading: str
    section: str
    part: str = ""
    lines: tuple[str, ...] = ()
    notes: tuple[DocumentNote, ...] = ()
    figure: DocumentFigure | None = None


def slides_of(document: Document) -> tuple[Slide, ...]:
    """Title, then each section's text, observations and figures in their order, then the decisions."""
    found = [_title(document)]
    for section in document.sections:
        found += [
            Slide(heading=section.heading, section=section.part, part=section.part, lines=lines)
            for lines in _pages(section.text)
        ]
        found += [
            Slide(
                heading=section.heading, section=section.part, part=section.part,
                notes=section.notes[n : n + MOST_NOTES],
            )
            for n in range(0, len(section.notes), MOST_NOTES)
        ]  # fmt: skip
        found += [
            Slide(
                heading=figure.sentence or figure.trouble or figure.name, figure=figure,
                section=section.heading, part=section.part,
            )
            for figure in section.figures
        ]  # fmt: skip
    if document.steps:
        found.append(Slide(heading="Steg och beslut", section="", lines=document.steps))
    return tuple(found)


def _title(document: Document) -> Slide:
    version = f"Version {document.version}" if document.version else "Utkast"
    about = f"{version}, siffror av den {document.as_of}"
    return Slide(
        heading=document.title, section="",
        lines=(f"{document.council}, {document.kommun}", about, f"För {AUDIENCES[document.audience]}"),
    )  # fmt: skip


def _pages(text: str) -> list[tuple[str, ...]]:
    """Paragraphs, as many on a picture as can be read."""
    pages: list[list[str]] = []
    for paragraph in (one.strip() for one in text.split("\n")):
        for piece in _pieces(paragraph):
            if pages and sum(map(len, pages[-1])) + len(piece) <= LONGEST_TEXT:
                pages[-1].append(piece)
            else:
                pages.append([piece])
    return [tuple(one) for one in pages]


def _pieces(paragraph: str) -> list[str]:
    """A long paragraph, divided between its sentences."""
    pieces: list[str] = []
    for sentence in paragraph.replace(". ", ".\u0000").split("\u0000"):
        if pieces and len(pieces[-1]) + len(sentence) < LONGEST_TEXT:
            pieces[-1] += f" {sentence}"
        elif sentence:
            pieces.append(sentence)
    return pieces
