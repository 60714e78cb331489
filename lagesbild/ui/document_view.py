"""A lägesbild on the page, drawn from its document alone: the same for a draft and a frozen version."""

from __future__ import annotations

import html
from collections.abc import Mapping

import streamlit as st

from lagesbild.access.policy import may, may_see
from lagesbild.domain.document import (
    AUDIENCES,
    ChartKind,
    Document,
    DocumentFigure,
    DocumentNote,
    DocumentPoint,
    DocumentSection,
    SourceFile,
    Trace,
)
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.work.view_address import read_address
from lagesbild.ui.guard import PageContext
from lagesbild.ui.markup import show_html
from lagesbild.ui.page_table import PAGES
from lagesbild.ui.render import as_label, plain, show_chart, show_empty, show_ribbon
from lagesbild.ui.row_table import show_rows

WIDE_PX = 980
"""A page of text: lines that the eye finds back in, pictures that are seen at once."""

MOST_ROWS = 12
MOST_TRACED = 60
"""Rows of the list of sources under a figure; the document holds them all."""


def highest_audience(page: PageContext) -> Secrecy:
    """As much as the visitor may see."""
    return [one for one in AUDIENCES if may_see(page.person, secrecy=one)][-1]


def show_document(
    page: PageContext, document: Document, *, key: str, troubles: Mapping[str, str] | None = None,
    has_ribbon: bool = False,
) -> None:  # fmt: skip
    """All of it, in the law's order.

    troubles    address -> what has happened to a view's files since: said beside the view, never in it
    has_ribbon  True where the page's head says already that it is an example
    """
    with st.container(width=WIDE_PX):
        _show_all(page, document, key=key, troubles=troubles or {}, has_ribbon=has_ribbon)


def _show_all(
    page: PageContext, document: Document, *, key: str, troubles: Mapping[str, str],
    has_ribbon: bool,
) -> None:  # fmt: skip
    if document.example and not has_ribbon:
        show_ribbon()
    st.caption(plain(_about(document)))
    if document.reason:
        st.info(plain(document.reason), icon=":material/bolt:")
    part = ""
    for section in document.sections:
        if section.part != part:
            part = section.part
            st.header(plain(part), anchor=False)
        _show_section(page, section, key=key, files=document.files, troubles=troubles)
    _show_answers(document)
    for step in document.steps:
        st.markdown(f"- {plain(step)}")


def _about(document: Document) -> str:
    version = f"version {document.version}" if document.version else "inte fryst"
    parts = [
        document.kommun, document.kind, document.period, document.state, version,
        f"siffror av den {document.as_of}", f"för {AUDIENCES[document.audience]}",
    ]  # fmt: skip
    return " · ".join(part for part in parts if part)


def _show_section(
    page: PageContext, section: DocumentSection, *, key: str, files: tuple[SourceFile, ...],
    troubles: Mapping[str, str],
) -> None:  # fmt: skip
    st.subheader(plain(section.heading), anchor=False)
    if not (section.text or section.notes or section.figures):
        show_empty("Avsnittet är tomt än: skriv i det, eller fäst en vy från en sida med siffror.")
    for paragraph in section.text.split("\n"):
        if paragraph.strip():
            st.markdown(plain(paragraph))
    if section.notes:
        show_html(f"<ul class='lb-iakttagelser'>{''.join(map(_note_html, section.notes))}</ul>")
    for number, figure in enumerate(section.figures):
        show_figure(
            page, figure, key=f"{key}-{section.id}-{number}", files=files,
            trouble=troubles.get(figure.address, ""),
        )  # fmt: skip


def _note_html(note: DocumentNote) -> str:
    about = ", ".join(part for part in (note.source, note.place, note.on) if part)
    return (
        f"<li>{html.escape(note.text)} <span class='lb-rad'>{html.escape(note.kind)}: "
        f"{html.escape(about)}. Bygger på {html.escape(note.grade)}.</span></li>"
    )


def show_figure(
    page: PageContext, figure: DocumentFigure, *, key: str, files: tuple[SourceFile, ...] = (),
    trouble: str = "",
) -> None:  # fmt: skip
    """A pinned view in its frame: sentence, picture, footnote, where each number stood, the way back."""
    with st.container(border=True):
        show_picture(figure, key=key, files=files, trouble=trouble)
        show_way_back(page, figure.address)


def show_picture(
    figure: DocumentFigure, *, key: str, files: tuple[SourceFile, ...] = (), trouble: str = ""
) -> None:
    """The same without frame and way back."""
    from lagesbild.charts.document_figure import describe_document_figure, document_chart

    st.markdown(f"**{plain(figure.sentence or figure.pinned or figure.name)}**")
    for words in (figure.trouble, trouble):
        if words:
            st.warning(plain(words), icon=":material/warning:")
    if figure.points and figure.kind is not ChartKind.TABLE:
        show_chart(document_chart(figure), key=key, about=describe_document_figure(figure))
    elif figure.points:
        show_rows(rows_of(figure), alt=figure.sentence)
    if figure.footnote:
        show_html(f'<p class="lb-fot">{html.escape(figure.footnote)}</p>')
    _show_numbers(figure, key=key, files=files)


def rows_of(figure: DocumentFigure, *, most: int = MOST_ROWS) -> list[dict[str, str]]:
    """What has no picture, as a table: the first rows that have a number."""
    known = [point for point in figure.points if point.value is not None]
    return [
        {
            "Vad": point.label, "Period": str(point.row["period_label"]),
            "Värde": f"{point.text} {point.row['unit']}".removesuffix("procent").strip(),
        }
        for point in known[:most]
    ]  # fmt: skip


def _show_numbers(figure: DocumentFigure, *, key: str, files: tuple[SourceFile, ...]) -> None:
    """Table and sources; worked out when opened."""
    if not figure.points:
        return
    box = st.expander(
        "Siffrorna, och var varje siffra står", key=f"{key}-siffror", on_change="rerun"
    )
    if not box.open:
        return
    named = {one.delivery_id: one for one in files}
    with box:
        listed = _newest_first(figure)
        rows = [_point_row(point, files=named) for point in listed[:MOST_TRACED]]
        show_rows(rows, alt=figure.sentence)
        if len(listed) > MOST_TRACED:
            st.caption(f"De första {MOST_TRACED} av {len(listed)} siffror.")


def _newest_first(figure: DocumentFigure) -> list[DocumentPoint]:
    """Of a series in time the end is what is asked about; bars stand as they are ranked."""
    if figure.kind is not ChartKind.LINE:
        return list(figure.points)
    return [point for series in figure.series for point in reversed(series.points)]


def _point_row(point: DocumentPoint, *, files: Mapping[int, SourceFile]) -> dict[str, str]:
    return {
        "Område": str(point.row["area_name"]), "Period": point.period,
        "Värde": point.text,
        "Står i": "; ".join(_place(one, files=files) for one in point.traces) or "–",
    }  # fmt: skip


def _place(one: Trace, *, files: Mapping[int, SourceFile]) -> str:
    """ "bra.xlsx (leverans 3), Blad1, Antal, rad 14–25"."""
    name = files[one.delivery_id].file_name if one.delivery_id in files else ""
    parts = [
        f"{name} (leverans {one.delivery_id})".strip(), one.sheet, one.column,
        f"rad {one.rows}" if one.rows else "",
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)


def show_way_back(page: PageContext, address: str) -> None:
    """A link that makes the view again on its own page; none for an address that names no page here."""
    view = read_address(address) if address else None
    entry = next((one for one in PAGES if view is not None and one.id == view.page_id), None)
    if view is not None and entry is not None and may(page.person, action=entry.action):
        st.page_link(
            entry.path, label=as_label(f"Öppna vyn i {entry.title}"), icon=entry.icon,
            query_params=view.as_query,
        )  # fmt: skip


def _show_answers(document: Document) -> None:
    answered = [(question, answer) for question, answer in document.answers if answer]
    if answered:
        st.header("Hur underlaget valdes", anchor=False)
    for question, answer in answered:
        st.markdown(f"**{plain(question)}** {plain(answer)}")
