"""A lägesbild as a document: written and read back without a changed byte."""

from __future__ import annotations

from datetime import date

import pytest

from lagesbild.domain.document import (
    ChartKind,
    Document,
    DocumentFigure,
    DocumentNote,
    DocumentPoint,
    DocumentSection,
    DocumentSeries,
    SourceFile,
    Trace,
    document_of,
    footnote_words,
)
from lagesbild.domain.results import Footnote
from lagesbild.domain.secrecy import Secrecy


def point(period: str, value: float | None, **more: object) -> DocumentPoint:
    row = {
        "indicator": "x", "area_code": "2260", "period_start": f"{period}-01-01",
        "period_end": f"{int(period) + 1}-01-01", "breakdown": "{}", "value": value,
    }  # fmt: skip
    trace = Trace(what="bra.x", delivery_id=3, sheet="Blad1", column="Antal", rows="14–25")
    return DocumentPoint(
        label=period, text="skyddat (för få)" if value is None else f"{value:.0f}", value=value,
        lower=None, upper=None, row={**row, **more}, traces=() if value is None else (trace,),
    )  # fmt: skip


def document(*points: DocumentPoint, text: str = "Skadegörelsen ökar.") -> Document:
    figure = DocumentFigure(
        address="indikator?indikator=x&kommun=2260", indicator_id="x", name="Skadegörelse",
        unit="anmälningar", pinned="41 under 2025.", sentence="41 under 2025.", kind=ChartKind.LINE,
        series=(DocumentSeries(name="Ånge", is_own=True, points=points),), footnote="Källa: Brå.",
    )  # fmt: skip
    note = DocumentNote(
        text="Lugnare än tidigare", source="Polisen", kind="Polisens lägesbild",
        grade="erfarenhet", on="2026-09-01", place="Industriområdet",
    )  # fmt: skip
    section = DocumentSection(
        id="avsnitt-2", part="Kartläggning", heading="Skadegörelse", text=text, notes=(note,),
        figures=(figure,),
    )  # fmt: skip
    return Document(
        id="lagesbild-1", title="Lägesbild 2026", kommun_code="2260", kommun="Ånge",
        council="Trygghetsrådet", kind="ordinarie", reason="", period="2026–2028", state="utkast",
        as_of="2026-11-21", audience=Secrecy.INTERNAL, sections=(section,),
        answers=(("Varför?", "Därför."),), steps=("presenterad",),
        files=(SourceFile(
            delivery_id=3, source="bra", file_name="bra.xlsx", sha256="ab", issued_on="2026-03-01",
            received_on="2026-03-02",
        ),),
    )  # fmt: skip


def test_a_document_is_read_back_as_it_was_written() -> None:
    made = document(point("2024", 38.0), point("2025", None))
    text = made.written()
    assert document_of(text) == made
    assert document_of(text).written() == text
    assert made.figures[0].points[1].traces == ()
    assert not made.example


def test_a_document_with_a_number_that_is_none_is_not_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        document(point("2025", float("nan"))).written()


def test_the_footnote_says_what_there_is_to_say_and_nothing_more() -> None:
    bare = Footnote(
        source="", issued_on=None, period="", n="", interval="", preliminary="", hidden="", method="",
        example=False,
    )  # fmt: skip
    assert footnote_words(bare) == ""
    whole = Footnote(
        source="Brå", issued_on=date(2026, 3, 1), period="2025", n="9 000 invånare",
        interval="95 procents osäkerhetsintervall", preliminary="", hidden="1 värden skyddade här",
        method="Byar", example=True,
    )  # fmt: skip
    assert footnote_words(whole) == (
        "Källa: Brå. Utgiven 2026-03-01. 2025. 9 000 invånare. 95 procents osäkerhetsintervall. "
        "1 värden skyddade här. Metod: Byar. Exempeldata – påhittade siffror."
    )
