"""nar_och_var and the layer of events on karta, on the example's own events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from lagesbild.domain.person import Role
from lagesbild.ui import cache
from tests.example import copy_example
from tests.pages.small_store import words


@pytest.fixture(scope="module", autouse=True)
def installation(example_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The example data of all of Sweden; nothing here changes it."""
    folder = copy_example(example_folder, to=tmp_path_factory.mktemp("nar-och-var"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAGESBILD_DATA", str(folder))
        patch.setenv("LAGESBILD_IDAG", "2026-11-21")
        st.cache_data.clear()
        st.cache_resource.clear()
        yield
        cache.context().store.close()
        st.cache_data.clear()
        st.cache_resource.clear()


def charts(app) -> list[dict]:
    return [json.loads(one.proto.spec) for one in app.get("plotly_chart")]


def test_the_week_is_shown_with_its_sentence_and_small_times_joined(open_at) -> None:
    app = open_at("nar_och_var", indikator="est_buskorning", period="2025-sommar")
    assert not app.exception
    title = words(app).split("\n")[0]
    assert "sommaren 2025 (81 händelser): tätast fredag–söndag kl. 18–24" in title
    text = words(app)
    assert "fredag–söndag kl. 21–24" in text
    assert "Tider med färre än 5 händelser är ihoplagda" in text
    [chart] = charts(app)
    assert [trace["type"] for trace in chart["data"]] == ["heatmap", "scatter", "scatter"]
    assert all(number.startswith("≈") for number in chart["data"][-1]["text"])
    squares = chart["data"][0]
    assert squares["zmin"] == 0, "how dark a square is says how many, not how they rank"
    assert squares["zmax"] > 0, "the drawing library takes both ends or none"


def test_events_lie_in_squares_on_karta_with_list_and_rule(open_at) -> None:
    app = open_at("karta", indikator="ordningslarm", lager="handelser", ar="2025")
    assert not app.exception
    text = words(app)
    assert "tätast i Ånge centrum (exempel), i en ruta på 500 m med 100 av 1 305 händelser" in text
    assert "152 händelser ligger för glest" in text
    assert "I delområden vars antal är skyddat visas inga rutor" in text
    [chart] = charts(app)
    said = [
        one for t in chart["data"] if t["type"] == "choropleth" for one in t.get("customdata", [])
    ]
    counts = [int(one.split(" ")[0].removeprefix("<b>").replace("\u00a0", "")) for one in said]
    assert max(counts) == 100
    assert min(counts) >= 5
    table = open_at("karta", indikator="ordningslarm", lager="handelser", flik="Tabell")
    assert "Ånge centrum" in words(table)


def test_who_may_not_see_the_measure_sees_no_events_of_it(open_at, as_role) -> None:
    as_role(Role.INVANARREPRESENTANT)
    app = open_at("karta", indikator="ordningslarm", lager="handelser")
    assert not app.exception
    assert "händelser" not in words(app).split("Om siffran")[0].lower() or not charts(app)
    app = open_at("nar_och_var", indikator="ordningslarm")
    assert not app.exception
    assert not charts(app)


def test_each_view_has_its_sentence_first(open_at) -> None:
    said = {
        "Årstid": ("ordningslarm", "fler i juni–augusti"),
        "Delområden": ("ordningslarm", "högst i Ånge centrum"),
        "Platser": ("est_skadegorelse", "25 procent av händelserna på en plats"),
        "Rapportörer": ("est_skadegorelse", "färre per rapportör än 2024"),
    }
    for tab, (kind, sentence) in said.items():
        app = open_at("nar_och_var", indikator=kind, flik=tab)
        assert not app.exception, tab
        text = words(app)
        assert sentence in text.split("\n")[0], tab
        assert ("Sommarfesten" in text) == (tab == "Årstid"), "a week of the year wheel"
        few = "Om grannar liknar varandra kan inte bedömas" in text
        assert few == (tab == "Delområden"), "Ånge has fewer than fifteen parts"
    app = open_at("nar_och_var", indikator="anmalda_brott")
    assert not app.exception
    assert "Här behövs en lista över enskilda händelser" in words(app)


def test_a_happening_of_the_year_wheel_is_judged_by_its_weeks(open_at) -> None:
    app = open_at("arshjul", flik="Evenemang")
    assert not app.exception
    options = app.selectbox(key="evenemang").options
    assert any("Sommarfesten" in one for one in options)
    summer = next(one for one in options if "Sommarfesten" in one)
    app.selectbox(key="evenemang").select(summer).run()
    assert not app.exception
    text = words(app)
    assert "Sommarfesten, 28–30 augusti 2026:" in text
    assert "Mot veckorna runt omkring samma år" in text
    assert "Antalet en enskild vecka visas inte" in text
    told = ("runt omkring", "kan inte bedömas", "täcker inte")
    assert any(one in text.split("Mot samma veckor andra år")[1] for one in told)


def test_without_a_choice_the_page_opens_with_what_there_is_most_to_show_of(open_at) -> None:
    app = open_at("nar_och_var")
    [kinds] = [one for one in app.selectbox if one.label == "Slag av händelse"]
    assert kinds.value == "est_skadegorelse", (
        "every month is told; the first of the alphabet hides two"
    )
    assert "kan inte" not in app.title[0].value
