"""karta over the parts of a kommun: delivered boundaries with figures, without, and the example's; and
lamna_data with a file of boundaries."""

from __future__ import annotations

import pandas as pd

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.store.areas import add_areas
from lagesbild.ui import cache
from tests.boundary_files import geojson, regso
from tests.pages.small_store import deliver, observation, words

MEASURE, INDICATOR = "bra.anmalda_brott", "anmalda_brott"
AT = {"indikator": INDICATOR, "niva": "delomrade"}


def drop_boundaries(open_at, rows: list[dict], *, source: str = "scb"):
    app = open_at("lamna_data", kalla=source)
    return app.file_uploader(key="fil").upload("delar.geojson", geojson(rows)).run()


def confirm_boundaries(open_at, rows: list[dict], *, source: str = "scb"):
    app = drop_boundaries(open_at, rows, source=source)
    return app.button(key="bekrafta").click().run()


def figures(*codes: str) -> list[dict[str, object]]:
    return [
        row
        for order, code in enumerate(codes)
        for row in (
            observation(MEASURE, code, 40 + order), observation("scb.folkmangd", code, 2000)
        )
    ]  # fmt: skip


def drawn(app) -> dict:
    """The map's trace of areas."""
    import json

    [chart] = app.get("plotly_chart")
    traces = json.loads(chart.proto.spec)["data"]
    return next(trace for trace in traces if trace["type"] == "choropleth")


def test_boundaries_are_delivered_on_the_page(open_at) -> None:
    app = drop_boundaries(open_at, regso())
    assert not app.exception
    text = words(app)
    assert "gränser (GeoJSON)" in text
    assert "Områden med gränser: 2 (2 nya, 0 kända sedan tidigare)" in "\n".join(
        one.value for one in app.success
    )
    assert "Ånge: 2 områden, 2 nya" in text
    assert not app.expander, "there is nothing to ask about boundaries"
    app = app.button(key="bekrafta").click().run()
    assert not app.exception
    assert "gränser för 2 områden" in app.success[0].value
    assert "Se Karta, över kommunens delar" in [link.label for link in app.page_link]
    listed = open_at("datakallor", flik="Leveranser").table[0].value
    assert "gränser för 2 områden" in listed["Uppgifter"].tolist()
    again = drop_boundaries(open_at, regso())
    assert "redan lämnad" in words(again)


def test_boundaries_of_an_unknown_kommun_are_refused_on_the_page(open_at) -> None:
    app = drop_boundaries(open_at, regso("9999"))
    assert "IN-020" in words(app)
    assert not [button for button in app.button if button.key == "bekrafta"]


def test_karta_draws_delivered_boundaries_that_have_figures(open_at) -> None:
    confirm_boundaries(open_at, regso(count=3))
    deliver(figures("2260R001", "2260R002"))
    app = open_at("karta", **AT)
    assert not app.exception
    trace = drawn(app)
    parts = ["2260R001", "2260R002", "2260R003"]
    assert sorted(trace["locations"]) == parts, "the third as missing"
    assert [f["id"] for f in trace["geojson"]["features"]] == parts
    assert trace["geojson"]["features"][0]["properties"]["name"] == "Del 1"
    assert "Del 2" in words(app)
    assert "Statistiska centralbyrån" in app.get("plotly_chart")[0].proto.spec


def test_karta_without_boundaries_says_what_to_do_and_keeps_list_and_table(open_at) -> None:
    areas = [
        Area(code="2260-norr", name="Norr", level=AreaLevel.DELOMRADE, parent_code="2260"),
        Area(code="2260-syd", name="Syd", level=AreaLevel.DELOMRADE, parent_code="2260"),
    ]
    add_areas(cache.context().store, areas)
    deliver(figures("2260-norr", "2260-syd"))
    app = open_at("karta", **AT)
    assert not app.exception
    text = words(app)
    assert "Inga gränser för kommunens delar än. Lämna en fil med gränser" in text
    assert "Norr" in text
    assert not app.get("plotly_chart")
    assert "Lämna data" in [link.label for link in app.page_link]
    table = open_at("karta", **AT, flik="Tabell").table[0].value
    assert isinstance(table, pd.DataFrame)
    assert table.astype(str).apply(lambda column: column.str.contains("Syd")).any().any()


def test_karta_without_boundaries_and_figures_says_what_to_do(open_at) -> None:
    app = open_at("karta", **AT)
    assert not app.exception
    assert "Inga gränser för kommunens delar än" in words(app)
    confirm_boundaries(open_at, regso())
    text = words(open_at("karta", **AT))
    assert "Inga gränser" not in text
    assert "Kommunens delar har gränser men inga siffror" in text


def test_figures_decide_which_of_two_divisions_is_drawn(open_at) -> None:
    deso = [{"desokod": f"2260A00{n}0", "namn": f"Ruta {n}"} for n in range(1, 4)]
    confirm_boundaries(open_at, regso())
    confirm_boundaries(open_at, deso)
    deliver(figures("2260A0010", "2260A0020", "2260R001"))
    app = open_at("karta", **AT)
    assert sorted(drawn(app)["locations"]) == ["2260A0010", "2260A0020", "2260A0030"]
    assert "Ett område med siffror ligger inte i den indelning" in words(app)


def test_invented_figures_lie_on_the_invented_parts_only(open_at) -> None:
    from lagesbild.geo.example_areas import list_example_parts

    codes = list_example_parts()
    areas = [
        Area(code=c, name=f"{c} (exempel)", level=AreaLevel.DELOMRADE, parent_code="2260")
        for c in codes
    ]
    add_areas(cache.context().store, areas, is_example=True)
    deliver(figures(*codes), is_example=True)
    confirm_boundaries(open_at, regso())
    trace = drawn(open_at("karta", **AT))
    assert sorted(trace["locations"]) == sorted(codes)
    assert trace["geojson"].endswith("delomraden-2260.geojson")
    deliver(figures("2260R001"))
    trace = drawn(open_at("karta", **AT))
    assert trace["locations"] == ["2260R001", "2260R002"]
    text = words(open_at("indikator", indikator=INDICATOR))
    assert "(exempel)" not in text
