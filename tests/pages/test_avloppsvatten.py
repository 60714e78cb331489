"""The page Avloppsvatten in full: level before, table of campaigns, Europe, and doses that are off."""

from __future__ import annotations

import pytest

from lagesbild.analysis.wastewater_words import bears_name
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.store.areas import add_areas
from lagesbild.ui import cache
from tests.pages.small_store import deliver, observation, words

DAYS = ("mandag", "tisdag", "onsdag", "torsdag", "fredag", "lordag", "sondag")
SHAPE = (1.0, 0.8, 0.75, 0.85, 0.95, 1.4, 1.25)


@pytest.fixture
def europe() -> None:
    places = [
        Area(code=code, name=name, level=AreaLevel.VERK)
        for code, name in (("SE901", "Påhittad"), ("SE902", "Uppdiktad"), ("DK901", "Fantasi"))
    ]
    add_areas(cache.context().store, places)
    rows = []
    for n, year in enumerate(range(2020, 2025)):
        for code, level in (("SE901", 80.0), ("SE902", 120.0), ("DK901", 300.0)):
            mean = level * (1 + 0.05 * (n % 3))
            rows.append(observation("euda.kokain", code, round(mean, 2), year=year))
            rows += [
                observation(
                    f"euda.kokain_{day}",
                    code,
                    round(mean * part * (1 + 0.01 * n * i), 2),
                    year=year,
                )
                for i, (day, part) in enumerate(zip(DAYS, SHAPE, strict=True))
            ]
    deliver(rows, source="euda")


def test_the_level_before_other_places_and_the_campaigns(open_at, europe) -> None:
    app = open_at("avloppsvatten", amne="avlopp_kokain", plats="SE901", flik="Tabell")
    assert not app.exception
    text = words(app)
    assert "nollvärdet" in app.title[0].value
    assert "Helg mot vardag" in text
    assert "Plats 3 av 3 platser" in text
    assert "slänger narkotika" in text
    places = open_at("avloppsvatten", amne="avlopp_kokain", plats="SE901", flik="Andra platser")
    assert not places.exception
    assert "Fantasi" not in places.get("plotly_chart")[0].proto.spec
    places.segmented_control(key="grupp").select("europa").run()
    assert "Fantasi" in places.get("plotly_chart")[0].proto.spec


def test_doses_are_off_and_need_ones_own_assumptions(open_at, europe) -> None:
    app = open_at("avloppsvatten", amne="avlopp_kokain", plats="SE901")
    assert not app.toggle(key="doser").value
    assert "doser per" not in words(app)
    app.toggle(key="doser").set_value(True).run()
    assert "avråder från doser" in words(app)
    assert "Inga tal är ifyllda" in words(app)
    app.number_input(key="doser-andel").set_value(40.0)
    app.number_input(key="doser-mg").set_value(100.0).run()
    assert not app.exception
    assert "doser per 1 000 invånare och dygn" in words(app)


def test_a_kommun_without_a_place_is_told_that_this_is_anothers(open_at, europe) -> None:
    deliver(
        [observation("euda.kokain", "SE902", 130.0, year=2025)], source="euda"
    )  # fmt: skip
    app = open_at("avloppsvatten", amne="avlopp_kokain")
    assert "Uppdiktad" in app.title[0].value, "the place that is measured now, not the first of all"
    assert "Vad som mäts där säger inget om Ånge" in app.info[0].value
    assert "95 procents osäkerhet för nollvärdet" in words(app)


@pytest.mark.parametrize(
    ("place", "kommun", "is_same"),
    [
        ("Umea", "Umeå", True), ("Stockholm (2)", "Stockholm", True), ("Gothenburg", "Göteborg", True),
        ("Gothenburg", "Gävle", False), ("Ed", "Edsbyn", False),
    ],
)  # fmt: skip
def test_a_city_is_known_by_its_name_in_the_european_file(place, kommun, is_same) -> None:
    areas = [Area(code="x", name=name, level=AreaLevel.VERK) for name in (place, kommun)]
    assert bears_name(areas[0], areas[1]) is is_same
