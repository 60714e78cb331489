"""The council's own places: on a map of their own, over the values of the kommun's parts, and as a sketch."""

from __future__ import annotations

import json
import re
from datetime import date

from lagesbild.charts.maps import choropleth_figure
from lagesbild.charts.place_marks import (
    SYMBOLS,
    bounds_of,
    place_traces,
    places_in_words,
    small_place_traces,
)
from lagesbild.charts.place_sketch import place_sketch_svg
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.person import Person, Role
from lagesbild.domain.work.places import MarkedPlace, PlaceKind
from lagesbild.ui import cache
from lagesbild.ui.guard import PageContext
from lagesbild.ui.karta_platser import marks_on
from lagesbild.ui.page_table import find_page
from lagesbild.workspace.marked_places import marked_places
from tests.pages.small_store import words
from tests.pages.work_pages import ANNA, LENA, arrive, keep, kept, tables
from tests.unit.chart_figures import released

PAGE = "karta"
TODAY = date(2026, 11, 21)
CAMERA = MarkedPlace(title="Torget", kind=PlaceKind.CAMERA, where="62,5249 15,6581")
ROAD = MarkedPlace(
    title="Gångvägen", kind=PlaceKind.TRAFFIC, where="62,5268 15,6632", starts_on=date(2027, 4, 1)
)


def page_of(person: Person, *, kommun: str = "2260") -> PageContext:
    context = cache.context()
    inquiry = context.inquiry(person=person, kommun_code=kommun)
    return PageContext(
        context=context, inquiry=inquiry, entry=find_page(PAGE), version=0, person=person
    )


def test_a_place_is_marked_on_the_page_and_drawn_with_its_number(become) -> None:
    app = arrive(PAGE, flik="Platser")
    assert not app.exception
    assert "Aldrig personer, och aldrig var något har hänt" in words(app)
    key = "ny-kartplats-"
    app.text_input(key=f"{key}-title").set_value("Torget")
    app.selectbox(key=f"{key}-kind").select(PlaceKind.CAMERA)
    app.text_input(key=f"{key}-where").set_value("vid statyn")
    app.button(key=f"{key}-spara").click().run()
    assert "Läget går inte att läsa" in app.error[0].value
    app.text_input(key=f"{key}-where").set_value("62,5249 15,6581")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    assert kept(MarkedPlace)[0].record.point == (62.5249, 15.6581)
    keep(ROAD)
    become(LENA)
    app = arrive(PAGE, flik="Platser")
    assert "2 platser är utpekade: 1 kamera, 1 som planeras." in words(app)
    border, *drawn = json.loads(app.get("plotly_chart")[0].proto.spec)["data"]
    assert border["locations"] == ["2260"], "with no parts delivered, the kommun's own border"
    assert [one["name"] for one in drawn] == ["Kamera", "Trafik, planerat"]
    assert [one["text"] for one in drawn] == [["1"], ["2"]]
    assert "från 2027-04-01" in tables(app)


def test_who_does_not_read_the_councils_work_or_looks_at_another_kommun_sees_no_places(
    become,
) -> None:
    keep(CAMERA)
    guest = Person(id="g", name="G", role=Role.DATALEVERANTOR, kommun_code="2260")
    become(guest)
    app = arrive(PAGE, flik="Platser")
    assert not app.exception
    assert "Torget" not in words(app) + tables(app)
    part = AreaLevel.DELOMRADE
    assert marks_on(page_of(ANNA), level=part, example=False) is not None
    assert marks_on(page_of(ANNA), level=part, example=True) is None, "never on invented figures"
    assert marks_on(page_of(ANNA), level=AreaLevel.KOMMUN, example=False) is None
    assert marks_on(page_of(ANNA, kommun="2084"), level=part, example=False) is None
    assert marks_on(page_of(guest), level=part, example=False) is None


def test_every_kind_has_a_shape_of_its_own_and_the_map_says_itself_in_words() -> None:
    assert set(SYMBOLS) == set(PlaceKind)
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)
    places = [(1, CAMERA), (2, ROAD)]
    west, south, east, north = bounds_of(places)
    assert west < 15.6581 < 15.6632 < east
    assert south < 62.5249 < 62.5268 < north
    assert places_in_words(places) == (
        "Karta med 2 utpekade platser. 1. Torget, kamera; 2. Gångvägen, trafik, planerat."
    )
    figure = choropleth_figure(released([]), marks=small_place_traces(places))
    assert [one["name"] for one in figure.to_dict()["data"][-2:]] == ["Kamera", "Trafik, planerat"]
    sharp = MarkedPlace(title="<b>x</b>", where="62,5 15,6")
    assert "&lt;b&gt;" in place_traces([(1, sharp)])[0]["customdata"][0]


def test_the_residents_sketch_keeps_directions_and_distances() -> None:
    svg = place_sketch_svg([(62.50, 15.60), (62.55, 15.60), (62.50, 15.70)])
    centres = [tuple(map(float, pair)) for pair in re.findall(r"cx='([\d.]+)' cy='([\d.]+)'", svg)]
    assert centres[1][1] < centres[0][1], "north is up"
    assert centres[2][0] > centres[0][0], "east is to the right"
    up, right = centres[0][1] - centres[1][1], centres[2][0] - centres[0][0]
    assert abs(right / up - 0.1 * 0.4617 / 0.05) < 0.02, "a degree east is shorter up here"
    assert place_sketch_svg([]) == ""
    assert "norr är uppåt" in svg


def test_places_have_the_same_numbers_in_list_and_map() -> None:
    for one in (ROAD, CAMERA):
        keep(one)
    found = marked_places(cache.context().store, person=ANNA, today=TODAY)
    assert [(number, one.record.title) for number, one in found.places] == [
        (1, "Torget"), (2, "Gångvägen"),
    ]  # fmt: skip
    assert [number for number, _ in found.drawn] == [1, 2]
