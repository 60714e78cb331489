"""A pinned map: the same colours on page, slide and paper, kept with its numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation

from lagesbild.charts.document_figure import document_chart
from lagesbild.charts.document_map import CROSS, own_areas, shades_of
from lagesbild.charts.theme import LIGHT
from lagesbild.domain.document import ChartKind, DocumentMap, DocumentSeries, MapArea, document_of
from lagesbild.domain.event_grid import GridPart
from lagesbild.geo.outlines import lay_out
from lagesbild.report.paper import paper
from lagesbild.report.slides import slides
from tests.pdf_text import texts
from tests.unit.test_slides_and_paper import BARS, document, point

pytestmark = pytest.mark.slow

VALUES = {"Alby": 120.0, "Borgsjö": None, "Fränsta": 350.0, "Ånge": 80.0}


def box(place: int) -> MapArea:
    """Squares side by side; the code is the name's place."""
    west, east = place / 5, (place + 1) / 5
    ring = ((west, 0.0), (east, 0.0), (east, 0.4), (west, 0.4), (west, 0.0))
    return MapArea(code=str(place), rings=(ring,))


def figure():  # type: ignore[no-untyped-def]
    points = tuple(
        replace(
            point(name, value, own=name == "Ånge"),
            row={
                "area_code": str(place), "area_level": "delomrade", "area_name": name,
                "period_start": "2025-01-01", "period_end": "2026-01-01", "period_label": "2025",
                "status": "value" if value else "suppressed", "indicator": "x", "breakdown": "{}",
            },
        )
        for place, (name, value) in enumerate(VALUES.items())
    )  # fmt: skip
    drawn = DocumentMap(
        ground=(), areas=tuple(map(box, range(5))), width=1.0, height=0.4, unit="antal per år",
        credit="Gränser: kommunen",
    )  # fmt: skip
    series = (DocumentSeries(name="", is_own=True, points=points),)
    return replace(BARS, kind=ChartKind.MAP, series=series, map=drawn)


def test_every_area_has_one_colour_and_holes_say_why() -> None:
    shades = shades_of(figure())
    codes = [area.code for shade in shades for area in shade.areas]
    assert sorted(codes) == ["0", "1", "2", "3", "4"]
    by_words = {shade.words: [area.code for area in shade.areas] for shade in shades}
    assert by_words["saknas"] == ["4"]
    assert by_words[f"{CROSS} skyddat (för få)"] == ["1"]
    assert [shade.crosses for shade in shades if shade.crosses] == [
        (pytest.approx((0.3, 0.2)),)
    ]  # fmt: skip
    classes = [shade for shade in shades if shade.colour in LIGHT.classes]
    assert [[area.code for area in one.areas] for one in classes] == [["3"], ["0"], ["2"]]
    assert classes[-1].colour == LIGHT.classes[-1], "the highest is darkest"
    assert [area.code for area in own_areas(figure())] == ["3"]


def test_squares_are_coloured_by_what_they_have_per_square_kilometre() -> None:
    """Ten in a small square lie closer together than twenty in a large one."""
    wide, one = figure(), figure().map
    areas = tuple(replace(box(n), km2=km2) for n, km2 in enumerate((4.0, 1.0, 1.0, 0.25)))
    drawn = replace(wide, map=replace(one, areas=areas, ground=(box(4),)))
    shades = shades_of(drawn)
    assert shades[0].words == ""
    assert [area.code for area in shades[0].areas] == ["4"]
    order = [area.code for shade in shades for area in shade.areas if shade.colour in LIGHT.classes]
    assert order == ["0", "3", "2"], "30, 320 and 350 per square kilometre"


def test_the_page_draws_it_from_the_document_alone() -> None:
    chart = document_chart(figure())
    told = json.dumps(
        chart.to_plotly_json() if hasattr(chart, "to_plotly_json") else chart.to_dict()
    )
    assert "geojson" not in told
    hover = next(one for one in json.loads(told)["data"] if one.get("customdata"))
    assert [text.split("<br>")[1] for text in hover["customdata"]] == [
        one.text for one in figure().points
    ]


def test_slides_have_shapes_of_their_own_and_paper_the_same_words() -> None:
    whole = document(figure())
    deck = Presentation(BytesIO(slides(whole)))
    slide = next(
        one for one in deck.slides if one.shapes.title.text_frame.text == figure().sentence
    )  # fmt: skip
    names = [one.name for one in slide.shapes]
    for shade in shades_of(figure()):
        assert f"Karta: {shade.words}" in names
    cells = [cell.text_frame.text for one in slide.shapes if one.has_table for row in one.table.rows for cell in row.cells]  # fmt: skip
    assert {one.text for one in figure().points} <= set(cells)
    printed = texts(paper(whole))
    for words in ("antal per år", "Gränser: kommunen", *(s.words for s in shades_of(figure()))):
        assert any(words.removeprefix(CROSS).strip() in told for told in printed), words


def test_a_frozen_map_is_read_back_as_it_was() -> None:
    whole = document(figure())
    assert document_of(whole.written()) == whole
    before = json.loads(whole.written())
    for one in before["sections"][0]["figures"]:
        del one["map"]
    assert document_of(json.dumps(before)).figures[0].map is None, "older versions have no maps"


def test_of_all_kommuner_slides_show_the_ends_and_the_own() -> None:
    many = tuple(point(f"Kommun {n}", 1000.0 - n, own=n == 150) for n in range(290))
    long = replace(BARS, series=(DocumentSeries(name="", is_own=True, points=many),))
    deck = Presentation(BytesIO(slides(document(long))))
    told = {
        row.cells[0].text_frame.text
        for slide in deck.slides for one in slide.shapes if one.has_table for row in one.table.rows
    }  # fmt: skip
    assert {"Kommun 0", "Kommun 150", "Kommun 289"} <= told
    assert len(deck.slides) < 10


def test_outlines_fill_their_picture_and_squares_lie_where_they_lie() -> None:
    ring = [[15.0, 62.0], [16.0, 62.0], [16.0, 62.5], [15.0, 62.5], [15.0, 62.0]]
    area = {
        "type": "Feature", "id": "a", "properties": {"name": "A"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip
    areas, picture = lay_out({"type": "FeatureCollection", "features": [area]})
    xs, ys = zip(*areas[0].rings[0], strict=True)
    assert (min(xs), min(ys)) == (0, 0)
    assert (max(xs), max(ys)) == (pytest.approx(picture.width, abs=0.002), pytest.approx(picture.height, abs=0.002))  # fmt: skip
    assert max(picture.width, picture.height) == 1
    part = GridPart(east=round(picture.west), north=round(picture.north) - 500, size_m=500, count=9)
    square = picture.square(part)
    assert square.km2 == 0.25
    assert min(x for x, _ in square.rings[0]) == pytest.approx(0, abs=0.001)
    assert min(y for _, y in square.rings[0]) == pytest.approx(0, abs=0.001)
