"""A lägesbild as slides and on paper: the numbers it was given, its words, and that all can read it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from itertools import combinations

import openpyxl
import pytest
from pptx import Presentation

from lagesbild.domain.document import (
    ChartKind,
    Document,
    DocumentFigure,
    DocumentNote,
    DocumentPoint,
    DocumentSection,
    DocumentSeries,
    SourceFile,
)
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.written import EXAMPLE_TEXT, format_number
from lagesbild.report import paper as paper_room
from lagesbild.report.paper import STANDARDS, TEMPLATE, content, paper
from lagesbild.report.plot import plan_plot
from lagesbild.report.slides import LANGUAGE, number_form, slides
from lagesbild.report.wording import alt_text, parts_of, table_of
from tests.pdf_text import streams, texts

pytestmark = pytest.mark.slow

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
YEARS = [str(year) for year in range(2014, 2026)]
OWN = [1210.5, 1180.0, 1302.0, None, 1250.0, 1190.0, 1404.0, 1320.2, 1290.0, 1244.0, 1301.0, 1288.0]
SENTENCE = "Anmälda våldsbrott i Ånge: 62 under 2025, ungefär som de fem åren innan (48–71)."
NOT_MARKUP = "Unga är #1 [*mest*] utsatta, $x$ <b>säger</b> de."


def point(label: str, value: float | None, *, own: bool = False, wide: float = 0) -> DocumentPoint:
    has = value is not None and wide
    return DocumentPoint(
        label=label, text="skyddat (för få)" if value is None else format_number(value), value=value,
        lower=value * (1 - wide) if has else None, upper=value * (1 + wide) if has else None, row={},
        is_own=own,
    )  # fmt: skip


LINE = DocumentFigure(
    address="indikator?indikator=x", indicator_id="x", name="Anmälda våldsbrott",
    unit="brott per 100 000 invånare", pinned="", sentence=SENTENCE, kind=ChartKind.LINE,
    series=(
        DocumentSeries(name="Ånge", is_own=True, points=tuple(map(point, YEARS, OWN))),
        DocumentSeries(name="Riket", is_own=False, points=tuple(
            point(year, 990.0 + 14.5 * n) for n, year in enumerate(YEARS)
        )),
    ),
    footnote="Källa: Brå. Utgiven 2026-03-26. 2014–2025. n = 62. Ett värde är skyddat (för få).",
    example=True,
)  # fmt: skip
PLACES = ("Härnösand", "Sollefteå", "Ånge", "Ljusdal", "Ragunda")
BARS = replace(
    LINE, kind=ChartKind.BARS, sentence="Skadegörelse 2025: Ånge ligger i mitten.", series=(
        DocumentSeries(name="2025", is_own=False, points=tuple(
            point(name, value, own=name == "Ånge", wide=0.1)
            for name, value in zip(PLACES, (1400.0, 1255.5, 1012.0, 990.0, None), strict=True)
        )),
    ),
)  # fmt: skip
WIDE = replace(
    LINE, kind=ChartKind.TABLE, sentence="Månaderna.", series=tuple(
        DocumentSeries(name=f"Delområde {n}", is_own=n == 0, points=tuple(
            point(f"månad {month}", float(100 * n + month)) for month in range(24)
        )) for n in range(10)
    ),
)  # fmt: skip
GONE = replace(LINE, series=(), sentence="", pinned="41 under 2025.", trouble="Måttet finns inte.")


def document(*figures: DocumentFigure) -> Document:
    note = DocumentNote(
        text="Lugnare än tidigare", source="Polisen", kind="polisen", grade="erfarenhet",
        on="2026-09-01", place="",
    )  # fmt: skip
    section = DocumentSection(
        id="s1", part="Kartläggning", heading="Våld", text=f"Våldet är som det var.\n{NOT_MARKUP}",
        notes=(note,), figures=figures,
    )  # fmt: skip
    return Document(
        id="l1", title="Lägesbild 2026–2028", kommun_code="2260", kommun="Ånge", reason="",
        council="Trygghetsrådet", kind="ordinarie", period="2026–2028", state="antagen",
        as_of="2026-11-21", audience=Secrecy.INTERNAL, sections=(section,),
        answers=(("Varför valdes de?", "De är störst."),), steps=("antagen 9 december 2026",),
        files=(SourceFile(
            delivery_id=3, source="Brå", file_name="bra.xlsx", sha256="ab", issued_on="2026-03-01",
            received_on="2026-03-02",
        ),), version=2,
    )  # fmt: skip


WHOLE = document(LINE, BARS, WIDE, GONE)


@pytest.fixture(scope="module")
def deck():
    return Presentation(BytesIO(slides(WHOLE)))


@pytest.fixture(scope="module")
def printed() -> bytes:
    return paper(WHOLE)


def charts(deck):
    return [one.chart for slide in deck.slides for one in slide.shapes if one.has_chart]


def words(slide) -> str:
    return "\n".join(one.text_frame.text for one in slide.shapes if one.has_text_frame)


def test_the_charts_numbers_are_those_of_the_rows(deck) -> None:
    line, bars = charts(deck)
    assert list(line.plots[0].categories) == YEARS
    for drawn, one in zip(line.plots[0].series, LINE.series, strict=True):
        assert drawn.name == one.name
        assert list(drawn.values) == [p.value for p in one.points], "a hidden one is a gap"
    shown = BARS.series[0].points[::-1]
    assert list(bars.plots[0].categories) == [p.label for p in shown]
    assert list(bars.plots[0].series[0].values) == [p.value for p in shown]


def test_the_charts_own_workbook_has_the_same_numbers(deck) -> None:
    blob = charts(deck)[0].part.chart_workbook.xlsx_part.blob
    rows = list(openpyxl.load_workbook(BytesIO(blob)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == YEARS
    assert [row[1] for row in rows[1:]] == OWN


def test_numbers_in_a_chart_have_the_decimals_of_the_written_ones(deck) -> None:
    labels = [one.plots[0].data_labels.number_format for one in charts(deck)[1:]]
    assert labels == ["[$-41D]#,##0"]
    ticks = {one.value_axis.tick_labels.number_format for one in charts(deck)}
    assert ticks == {"[$-41D]#,##0"}
    whole = replace(BARS, series=(replace(BARS.series[0], points=(point("a", 12.5),)),))
    assert number_form(whole) == "[$-41D]#,##0.0"


def test_lines_of_the_same_colour_are_told_apart() -> None:
    third = DocumentSeries(name="Länet", is_own=False, points=LINE.series[1].points)
    figure = replace(LINE, series=(*LINE.series, third))
    [chart] = charts(Presentation(BytesIO(slides(document(figure)))))
    looks = [(one.format.line.dash_style, one.marker.style) for one in chart.plots[0].series]
    assert len(set(looks)) == 3


def test_each_figure_has_sentence_table_and_footnote(deck) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    for figure in (LINE, BARS, WIDE):
        assert figure.sentence in titles
        slide = deck.slides[titles.index(figure.sentence)]
        assert figure.footnote in words(slide)
    told = [cell for rows in tables(deck) for row in rows for cell in row]
    for figure in (LINE, BARS, WIDE):
        assert {p.text for p in figure.points} <= set(told)
    gone = deck.slides[titles.index("41 under 2025.")]
    assert "Måttet finns inte." in words(gone)


def tables(deck):
    return [
        [[cell.text_frame.text for cell in row.cells] for row in one.table.rows]
        for slide in deck.slides for one in slide.shapes if one.has_table
    ]  # fmt: skip


def test_every_slide_has_number_language_and_says_that_it_is_invented(deck) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        (field,) = slide._element.iter(f"{DRAWING}fld")
        assert field.get("type") == "slidenum"
        assert field.findtext(f"{DRAWING}t") == str(number)
        for run in [*slide._element.iter(f"{DRAWING}r"), *slide._element.iter(f"{DRAWING}fld")]:
            assert run.find(f"{DRAWING}rPr").get("lang") == LANGUAGE
        assert EXAMPLE_TEXT in words(slide)
    assert deck.core_properties.language == LANGUAGE


def test_without_invented_figures_nothing_says_so() -> None:
    real = Presentation(BytesIO(slides(document(replace(LINE, example=False)))))
    assert EXAMPLE_TEXT not in "".join(words(slide) for slide in real.slides)
    assert all(
        EXAMPLE_TEXT not in text for text in texts(paper(document(replace(LINE, example=False))))
    )


def test_pictures_and_tables_have_alternative_texts(deck) -> None:
    told = []
    for slide in deck.slides:
        for one in slide.shapes:
            if one.has_chart or one.has_table:
                told.append(one._element.nvGraphicFramePr.cNvPr.get("descr"))
                assert told[-1]
    assert alt_text(LINE) in told


def test_nothing_lies_outside_a_slide_or_over_something_else(deck) -> None:
    for slide in deck.slides:
        parts = [one for one in slide.shapes if one.name != "Exempeldata"]
        for one in parts:
            assert one.left >= 0
            assert one.top >= 0
            assert one.left + one.width <= deck.slide_width, one.name
            assert one.top + one.height <= deck.slide_height, one.name
        big = [one for one in parts if one.has_chart or one.has_table or one is slide.shapes.title]
        for left, right in combinations(big, 2):
            apart = left.left + left.width <= right.left or right.left + right.width <= left.left
            below = left.top + left.height <= right.top or right.top + right.height <= left.top
            assert apart or below, (left.name, right.name)


def test_the_paper_has_the_same_numbers_and_words(printed) -> None:
    found = texts(printed)
    for figure in (LINE, BARS, WIDE):
        for row in table_of(figure)[1]:
            for text in row:
                assert any(text.replace("\xa0", " ") in told for told in found), text
    for text in ("Lugnare än tidigare (Polisen; erfarenhet)", NOT_MARKUP, "bra.xlsx", "sida 1 av"):
        assert any(text in told for told in found), text
    pages = len(re.findall(rb"/Type\s*/Page\b", b"".join([printed, *streams(printed)])))
    assert max(told.count(EXAMPLE_TEXT) for told in found) >= pages >= 3


def test_the_paper_is_tagged_swedish_and_can_be_kept(printed) -> None:
    whole = b"\n".join([printed, *streams(printed)])
    for mark in (
        b"/StructTreeRoot",
        b"/Marked true",
        b"/Lang(sv-SE)",
        b"pdfuaid",
        b"pdfaid",
        b"/TH",
    ):
        assert mark in whole, mark
    assert whole.count(b"/Alt") >= 2


def test_the_writer_refuses_a_picture_without_alternative_text(monkeypatch) -> None:
    import typst

    monkeypatch.setattr(paper_room, "alt_text", lambda _: "")
    with pytest.raises(typst.TypstError, match="alternative text"):
        paper(document(LINE))


def test_what_people_wrote_is_never_markup() -> None:
    import typst

    told = json.dumps(content(replace(WHOLE, title="#K [x] $y$")), ensure_ascii=False)
    found = json.loads(typst.query(str(TEMPLATE), "heading", sys_inputs={"paper": told}))
    assert found[0]["body"]["text"] == "#K [x] $y$"
    assert STANDARDS == ["ua-1", "a-2a"]


def test_lines_and_bars_are_where_their_numbers_are() -> None:
    plot = plan_plot(LINE)
    assert plot is not None
    assert plot.ticks == ((0.0, "0"), (0.33333, "500"), (0.66667, "1\xa0000"), (1.0, "1\xa0500"))
    own = plot.lines[-1]
    assert own.is_own
    assert [len(run) for run in own.runs] == [3, 8], "broken where a number is hidden"
    assert own.runs[0][0] == (0.0, 0.807)
    assert plot.labels[-1] == (1.0, "2025")
    bars = plan_plot(BARS)
    assert bars is not None
    assert [bar.to for bar in bars.bars] == [0.7, 0.62775, 0.506, 0.495, None]
    assert bars.bars[-1].text == "skyddat (för få)"
    assert plan_plot(GONE) is None


def test_balances_have_their_zero_inside() -> None:
    below = replace(BARS, series=(replace(
        BARS.series[0], points=(point("a", -30.0), point("b", 70.0))
    ),))  # fmt: skip
    plot = plan_plot(below)
    assert plot is not None
    assert 0 < plot.zero < 1
    assert plot.bars[0].to < plot.zero < plot.bars[1].to


def test_long_texts_are_cut_where_a_sentence_ends() -> None:
    text = "Det här är en mening. " * 100
    pieces = parts_of(text, most=300)
    assert all(len(piece) <= 300 and piece.endswith("mening.") for piece in pieces)
    assert " ".join(pieces) == text.strip()
    assert parts_of("x" * 700, most=300) == ["x" * 300, "x" * 300, "x" * 100]
