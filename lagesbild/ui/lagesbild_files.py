"""A lägesbild to take home: slides and paper, of what the page shows and for the eyes it was made for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from lagesbild.domain.document import Document
from lagesbild.report.paper import paper
from lagesbild.report.slides import slides
from lagesbild.ui.downloads import offer_file

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def offer_documents(
    document: Document, *, key: str, troubles: Mapping[str, str] | None = None
) -> None:  # fmt: skip
    """Two buttons: a presentation with charts that can be changed, and a PDF.

    troubles  address of a figure -> what has happened to its underlag since
    """
    told = with_troubles(document, troubles or {})
    name = file_name_of(document)
    with st.container(horizontal=True):
        offer_file(
            "lagesbild-bilder", "Bilder (PowerPoint)", data=lambda: slides(told),
            file_name=f"{name}.pptx", mime=PPTX, key=f"{key}-bilder", icon=":material/slideshow:",
            holds=document.audience, subject=document.id,
        )  # fmt: skip
        offer_file(
            "lagesbild-papper", "Papper (PDF)", data=lambda: paper(told), file_name=f"{name}.pdf",
            mime="application/pdf", key=f"{key}-papper", icon=":material/picture_as_pdf:",
            holds=document.audience, subject=document.id,
        )  # fmt: skip


def file_name_of(document: Document) -> str:
    """The same kommun, day and version in every file of it."""
    which = f"version-{document.version}" if document.version else "utkast"
    return f"lagesbild-{document.kommun_code}-{document.as_of}-{which}"


def with_troubles(document: Document, troubles: Mapping[str, str]) -> Document:
    """The document with what is to be known of some of its figures."""
    return replace(
        document,
        sections=tuple(
            replace(
                section,
                figures=tuple(
                    replace(one, trouble=troubles.get(one.address, one.trouble))
                    for one in section.figures
                ),
            )
            for section in document.sections
        ),
    )
