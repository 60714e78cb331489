"""A lägesbild as a presentation: native charts that can be changed, a sentence as each heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from lagesbild.charts.theme import LIGHT
from lagesbild.domain.document import (
    ChartKind,
    Document,
    DocumentFigure,
    DocumentPoint,
    DocumentSection,
)
from lagesbild.domain.written import EXAMPLE_TEXT
from lagesbild.report.plot import labels_of
from lagesbild.report.slide_map import draw_map
from lagesbild.report.wording import (
    alt_text,
    chunks,
    facts_of,
    files_of,
    heading_of,
    parts_of,
    subtitle_of,
    table_of,
    tables_of,
)

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

WIDTH_IN, HEIGHT_IN = 13.333, 7.5
LEFT, TOP, INNER = 0.6, 0.45, 12.13
LANGUAGE = "sv-SE"
FONT = "Calibri"
MOST_ROWS_BESIDE, MOST_BESIDE = 12, 3
"""Rows and columns of a table that stands beside its picture."""
MOST_ROWS, MOST_COLUMNS = 13, 7
MOST_AREAS = 60
"""Areas whose numbers all stand on slides; of more only some: two dozen slides of numbers help nobody."""
MOST_LETTERS = 900
SWEDISH = "[$-41D]"
"""Before a number's form: space and comma also where the program itself speaks another language."""
DECIMALS = re.compile(r"\d,(\d+)")
TITLE_ONLY = 5
"""The layout of python-pptx's own template with a title and nothing else."""


def slides(document: Document) -> bytes:
    """The document as PPTX, 16:9."""
    from pptx import Presentation

    deck = Presentation()
    deck.slide_width, deck.slide_height = _inches(WIDTH_IN), _inches(HEIGHT_IN)
    maker = _Maker(deck, document)
    maker.front()
    for section in document.sections:
        maker.section(section)
    maker.end()
    properties = deck.core_properties
    properties.title, properties.author = document.title, "Lägesbild"
    properties.language, properties.subject = LANGUAGE, document.kommun
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _inches(number: float) -> Any:
    from pptx.util import Inches

    return Inches(number)


class _Maker:
    """One presentation under way."""

    def __init__(self, deck: Presentation, document: Document) -> None:
        self.deck, self.document = deck, document
        self.number = 0

    # Slides

    def front(self) -> None:
        slide = self._slide(self.document.title, size=40)
        lines = [f"{label}: {words}" for label, words in facts_of(self.document)]
        self._words(slide, [*lines, *self.document.steps], top=2.2, height=4.2, size=20)

    def section(self, section: DocumentSection) -> None:
        notes = [f"{one.text} ({one.source}; {one.grade})" for one in section.notes]
        pieces = parts_of("\n".join([section.text, *notes]), most=MOST_LETTERS) or [""]
        for number, piece in enumerate(pieces):
            slide = self._slide(section.heading + (" (forts.)" if number else ""), size=32)
            self._words(slide, [section.part], top=1.5, height=0.5, size=16, colour=LIGHT.muted)
            self._words(slide, piece.split("\n"), top=2.1, height=4.6, size=18)
        for figure in section.figures:
            self.figure(figure)

    def figure(self, figure: DocumentFigure) -> None:
        slide = self._slide(heading_of(figure), size=26)
        head, rows = table_of(figure)
        if figure.trouble:
            self._words(slide, [figure.trouble], top=1.65, height=0.5, size=14, colour=LIGHT.worse)
        is_drawn = figure.kind is not ChartKind.TABLE and any(
            point.value is not None for point in figure.points
        )
        fits = len(rows) <= MOST_ROWS_BESIDE and len(head) <= MOST_BESIDE
        top = 2.1 if figure.trouble else 1.7
        if is_drawn and figure.map is not None:
            draw_map(
                slide, figure, left=LEFT, top=top, width=7.4 if fits else INNER, height=6.1 - top,
                about=alt_text(figure),
            )  # fmt: skip
        elif is_drawn:
            self._chart(slide, figure, top=top, width=7.4 if fits else INNER)
        if rows and fits:
            left = LEFT + 7.6 if is_drawn else LEFT
            self._table(slide, head, rows, left=left, top=top, width=INNER + LEFT - left)
        self._footnote(slide, figure)
        if not fits:
            self._tables(figure)

    def _tables(self, figure: DocumentFigure) -> None:
        """All the figures on slides of their own: so many rows and columns at a time."""
        for head, rows in tables_of(figure, most=MOST_COLUMNS):
            is_long = len(rows) > MOST_AREAS
            which = f", {_which(figure)}" if is_long else ""
            title = f"Siffrorna{which}: {subtitle_of(figure)}"
            told = _ends_and_own(figure, rows) if is_long else rows
            for portion in chunks(told, most=MOST_ROWS):
                slide = self._slide(title, size=24)
                width = INNER if len(head) > MOST_BESIDE else 7.0
                self._table(slide, head, portion, left=LEFT, top=1.7, width=width)
                self._footnote(slide, figure)

    def end(self) -> None:
        for question, answer in self.document.answers:
            for piece in parts_of(answer, most=MOST_LETTERS):
                slide = self._slide(question, size=28)
                self._words(slide, piece.split("\n"), top=1.8, height=4.8, size=18)
        for portion in chunks(files_of(self.document), most=12):
            slide = self._slide("Var siffrorna kommer ifrån", size=28)
            self._words(slide, portion, top=1.7, height=4.9, size=14)

    # Parts

    def _slide(self, title: str, *, size: int) -> Slide:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[TITLE_ONLY])
        self.number += 1
        place = slide.shapes.title
        place.left, place.top = _inches(LEFT), _inches(TOP)
        place.width, place.height = _inches(INNER), _inches(1.15)
        frame = place.text_frame
        frame.word_wrap = True
        _write(frame, [title], size=_smaller(title, size), bold=True)
        self._foot(slide)
        return slide

    def _foot(self, slide: Slide) -> None:
        """Page number on every slide, and on examples that they are invented."""
        name = f"{self.document.title} · {self.document.kommun}"
        self._words(slide, [name], top=7.0, height=0.35, size=11, colour=LIGHT.muted)
        box = slide.shapes.add_textbox(_inches(12.0), _inches(7.0), _inches(0.75), _inches(0.35))
        box.name = "Sidnummer"
        _write(box.text_frame, [str(self.number)], size=11, colour=LIGHT.muted, is_number=True)
        if self.document.example:
            ribbon = slide.shapes.add_textbox(
                _inches(0), _inches(0), _inches(WIDTH_IN), _inches(0.36)
            )
            ribbon.name = "Exempeldata"
            ribbon.fill.solid()
            ribbon.fill.fore_color.rgb = _colour(LIGHT.example_fill)
            _write(
                ribbon.text_frame, [EXAMPLE_TEXT], size=12, colour=LIGHT.example_ink, centred=True
            )

    def _words(
        self, slide: Slide, lines: Sequence[str], *, top: float, height: float, size: int,
        colour: str = LIGHT.ink,
    ) -> None:  # fmt: skip
        box = slide.shapes.add_textbox(
            _inches(LEFT), _inches(top), _inches(INNER - 1), _inches(height)
        )
        box.text_frame.word_wrap = True
        _write(box.text_frame, [line for line in lines if line], size=size, colour=colour)

    def _footnote(self, slide: Slide, figure: DocumentFigure) -> None:
        self._words(slide, [figure.footnote], top=6.25, height=0.7, size=11, colour=LIGHT.muted)

    def _chart(self, slide: Slide, figure: DocumentFigure, *, top: float, width: float) -> None:
        from pptx.enum.chart import XL_CHART_TYPE

        is_line = figure.kind is ChartKind.LINE
        kind = XL_CHART_TYPE.LINE_MARKERS if is_line else XL_CHART_TYPE.BAR_CLUSTERED
        frame = slide.shapes.add_chart(
            kind, _inches(LEFT), _inches(top), _inches(width), _inches(6.2 - top),
            _chart_data(figure),
        )  # fmt: skip
        _describe(frame, alt_text(figure), name=subtitle_of(figure))
        _dress(frame.chart, figure, is_line=is_line)

    def _table(
        self, slide: Slide, head: list[str], rows: list[list[str]], *, left: float, top: float,
        width: float,
    ) -> None:  # fmt: skip
        frame = slide.shapes.add_table(
            len(rows) + 1, len(head), _inches(left), _inches(top), _inches(width), _inches(0.3)
        )
        _describe(
            frame, "Siffrorna bakom bilden, en rad för varje tid eller område.", name="Siffror"
        )
        size = 11 if len(head) > 4 or len(rows) > 9 else 12
        for at, row in enumerate([head, *rows]):
            frame.table.rows[at].height = _inches(0.3)
            for column, words in enumerate(row):
                _cell(frame.table.cell(at, column), words, size=size, at=(at, column))


def _which(figure: DocumentFigure) -> str:
    has_own = any(point.is_own for point in figure.points)
    return "de högsta, de närmast den egna och de lägsta" if has_own else "de högsta och de lägsta"


def _ends_and_own(figure: DocumentFigure, rows: list[list[str]]) -> list[list[str]]:
    """Of all kommuner a slide's worth from each end and around the own; the paper has them all."""
    own = next((n for n, point in enumerate(figure.points) if point.is_own), 0)
    around = range(own - MOST_ROWS // 2, own + MOST_ROWS // 2 + 1)
    kept = {*range(MOST_ROWS), *around, *range(len(rows) - MOST_ROWS, len(rows))}
    return [row for n, row in enumerate(rows) if n in kept]


def _chart_data(figure: DocumentFigure) -> Any:
    """The rows as the presentation keeps them in its own workbook."""
    from pptx.chart.data import CategoryChartData

    data = CategoryChartData(number_format=number_form(figure))
    if figure.kind is not ChartKind.LINE:
        # The first category of a lying bar chart lies lowest.
        points = list(_bars(figure))[::-1]
        data.categories = [point.label for point in points]
        data.add_series(subtitle_of(figure), [point.value for point in points])
        return data
    labels = labels_of(figure.series)
    data.categories = labels
    for one in figure.series:
        values = {point.label: point.value for point in one.points}
        data.add_series(one.name, [values.get(label) for label in labels])
    return data


def number_form(figure: DocumentFigure) -> str:
    """As many decimals as the numbers are written with, in the language of spreadsheets."""
    written = (point.text for point in figure.points if point.value is not None)
    decimals = max(
        (len(found[1]) for text in written if (found := DECIMALS.search(text))), default=0
    )
    return f"{SWEDISH}#,##0.{'0' * decimals}" if decimals else f"{SWEDISH}#,##0"


def _tick_form(figure: DocumentFigure) -> str:
    """Whole numbers along the axis, unless all that is drawn is small."""
    highest = max((abs(one.value) for one in figure.points if one.value is not None), default=0.0)
    return f"{SWEDISH}#,##0" if highest >= 10 else number_form(figure)


def _bars(figure: DocumentFigure) -> Iterator[DocumentPoint]:
    yield from figure.points


def _dress(chart: Any, figure: DocumentFigure, *, is_line: bool) -> None:
    """The same colours as on the screen, and Swedish as the language of its words."""
    from pptx.enum.chart import XL_LEGEND_POSITION

    chart.has_title = False
    chart.has_legend = is_line and len(figure.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    chart.font.size, chart.font.name = _points(12), FONT
    chart.font.color.rgb = _colour(LIGHT.ink)
    for run in chart._chartSpace.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}defRPr"
    ):
        run.set("lang", LANGUAGE)
    axis = chart.value_axis
    if all(point.value is None or point.value >= 0 for point in figure.points):
        axis.minimum_scale = 0
    axis.major_gridlines.format.line.color.rgb = _colour(LIGHT.grid)
    axis.format.line.fill.background()
    axis.tick_labels.number_format = _tick_form(figure)
    axis.tick_labels.number_format_is_linked = False
    plot = chart.plots[0]
    if is_line:
        others = 0
        for drawn, one in zip(plot.series, figure.series, strict=True):
            _line(drawn, is_own=one.is_own, place=others)
            others += not one.is_own
    else:
        plot.gap_width = 40
        for number, point in enumerate(list(_bars(figure))[::-1]):
            fill = plot.series[0].points[number].format.fill
            fill.solid()
            fill.fore_color.rgb = _colour(LIGHT.own if point.is_own else LIGHT.comparison)
        plot.has_data_labels = len(figure.points) <= 20
        if plot.has_data_labels:
            plot.data_labels.number_format = number_form(figure)
            plot.data_labels.number_format_is_linked = False


def _line(drawn: Any, *, is_own: bool, place: int) -> None:
    """The grey ones differ in dash and marker by their ``place``: the legend must tell them apart."""
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE

    markers = (XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.TRIANGLE, XL_MARKER_STYLE.DIAMOND)
    dashes = (MSO_LINE.SOLID, MSO_LINE.DASH, MSO_LINE.ROUND_DOT)
    colour = _colour(LIGHT.own if is_own else LIGHT.comparison)
    drawn.smooth = False
    drawn.format.line.color.rgb = colour
    drawn.format.line.width = _points(3 if is_own else 1.5)
    drawn.format.line.dash_style = MSO_LINE.SOLID if is_own else dashes[place % 3]
    drawn.marker.style = XL_MARKER_STYLE.CIRCLE if is_own else markers[place % 3]
    drawn.marker.size = 6
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = colour
    drawn.marker.format.line.color.rgb = colour


def _describe(frame: Any, words: str, *, name: str) -> None:
    """An alternative text and a name, for who has the slide read aloud."""
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", words)
    properties.set("name", name)


def _cell(cell: Any, words: str, *, size: int, at: tuple[int, int]) -> None:
    row, column = at
    cell.margin_top = cell.margin_bottom = _inches(0.03)
    cell.fill.solid()
    cell.fill.fore_color.rgb = _colour(LIGHT.band if row == 0 else LIGHT.page)
    _write(cell.text_frame, [words], size=size, bold=row == 0, is_right=column > 0)


def _write(
    frame: Any, lines: Sequence[str], *, size: int, colour: str = LIGHT.ink, bold: bool = False,
    centred: bool = False, is_right: bool = False, is_number: bool = False,
) -> None:  # fmt: skip
    """Paragraphs of one size; every run says that it is Swedish."""
    from pptx.enum.text import PP_ALIGN

    for number, line in enumerate(lines or [""]):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = _points(size / 3) if len(lines) > 1 else _points(0)
        side = (
            PP_ALIGN.CENTER
            if centred
            else PP_ALIGN.RIGHT
            if is_right or is_number
            else PP_ALIGN.LEFT
        )
        paragraph.alignment = side
        run = paragraph.add_run()
        run.text = line
        font = run.font
        font.size, font.bold, font.name = _points(size), bold, FONT
        font.color.rgb = _colour(colour)
        run._r.get_or_add_rPr().set("lang", LANGUAGE)
        if is_number:
            _as_field(run)


def _as_field(run: Any) -> None:
    """The number follows the slide when slides are moved."""
    from pptx.oxml import parse_xml

    words = run.text
    field = parse_xml(
        '<a:fld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:t>{int(words)}</a:t></a:fld>'
    )
    field.insert(0, run._r.get_or_add_rPr())
    run._r.getparent().replace(run._r, field)


def _smaller(title: str, size: int) -> int:
    """Long sentences in smaller letters: two lines at the most."""
    for most, least in ((70, size), (120, size - 4), (180, size - 8)):
        if len(title) <= most:
            return max(least, 16)
    return 16


def _points(number: float) -> Any:
    from pptx.util import Pt

    return Pt(number)


def _colour(code: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(code.lstrip("#"))
