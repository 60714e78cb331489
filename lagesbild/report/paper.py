"""A lägesbild as PDF: tagged, archivable, in Swedish, drawn from the numbers by the writer itself."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lagesbild.charts.document_map import own_areas, shades_of
from lagesbild.charts.theme import LIGHT
from lagesbild.domain.document import Document, DocumentFigure, DocumentSection
from lagesbild.domain.written import EXAMPLE_TEXT
from lagesbild.report.plot import plan_plot
from lagesbild.report.wording import (
    alt_text,
    facts_of,
    files_of,
    heading_of,
    subtitle_of,
    tables_of,
)

TEMPLATE = Path(__file__).with_name("paper.typ")
STANDARDS = ["ua-1", "a-2a"]
"""PDF/UA-1 for who cannot see it, PDF/A-2a to be kept. The writer refuses what does not fulfil them."""

UNANSWERED = "Inte besvarad än."
MOST_COLUMNS = 6
"""Beside the one with the labels; more go in a table of their own."""

COLOURS = {
    name: getattr(LIGHT, name)
    for name in (
        "ink", "muted", "grid", "own", "comparison", "band", "worse", "example_fill", "example_ink",
    )
}  # fmt: skip


def paper(document: Document) -> bytes:
    """The document as PDF, A4."""
    import typst

    made = typst.compile(
        str(TEMPLATE), format="pdf", pdf_standards=STANDARDS, ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(content(document), ensure_ascii=False)},
    )  # fmt: skip
    return bytes(made)


def content(document: Document) -> dict[str, Any]:
    """All that stands on the paper, as texts and parts of the picture's size."""
    return {
        "title": document.title, "facts": facts_of(document), "steps": list(document.steps),
        "mark": EXAMPLE_TEXT if document.example else "",
        "footer": f"{document.title} · {document.kommun}", "colours": COLOURS,
        "date": [int(part) for part in document.as_of.split("-")],
        "sections": [_section(one) for one in document.sections],
        "answers": [[question, answer or UNANSWERED] for question, answer in document.answers], "files": files_of(document),
    }  # fmt: skip


def _section(section: DocumentSection) -> dict[str, Any]:
    return {
        "part": section.part, "heading": section.heading,
        "paragraphs": [line.strip() for line in section.text.splitlines() if line.strip()],
        "notes": [f"{one.text} ({one.source}; {one.grade})" for one in section.notes],
        "figures": [_figure(one) for one in section.figures],
    }  # fmt: skip


def _figure(figure: DocumentFigure) -> dict[str, Any]:
    plot = plan_plot(figure)
    tables = [{"head": head, "rows": rows} for head, rows in tables_of(figure, most=MOST_COLUMNS)]
    return {
        "heading": heading_of(figure), "subtitle": subtitle_of(figure), "alt": alt_text(figure),
        "plot": _map(figure) or (asdict(plot) if plot else None), "tables": tables,
        "footnote": figure.footnote, "trouble": figure.trouble,
    }  # fmt: skip


def _map(figure: DocumentFigure) -> dict[str, Any] | None:
    """Coloured areas as parts of the longer side, with the words of their colours; None without a map."""
    drawn = figure.map
    if drawn is None:
        return None
    shades = [
        {
            "words": one.words, "colour": one.colour, "crosses": one.crosses,
            "rings": [ring for area in one.areas for ring in area.rings],
        }
        for one in shades_of(figure)
    ]  # fmt: skip
    return {
        "kind": figure.kind, "width": drawn.width, "height": drawn.height, "unit": drawn.unit,
        "credit": drawn.credit, "shades": shades,
        "own": [ring for area in own_areas(figure) for ring in area.rings],
    }  # fmt: skip
