"""What single pages say: the loads of avloppsvatten, the holdings of datakallor, the lines of karta."""

from __future__ import annotations

from lagesbild.domain.geography import Area, AreaLevel
from tests.pages.small_store import deliver, observation, people, violence, words


def test_avloppsvatten_without_measurements_says_what_to_do(open_at) -> None:
    app = open_at("avloppsvatten", amne="avlopp_kokain")
    assert not app.exception
    assert "ingen har lämnat några mätningar ännu" in app.title[0].value
    assert "Lämna data" in [link.label for link in app.page_link]


def test_avloppsvatten_has_two_decimals_and_a_table_of_the_weeks_days(open_at) -> None:
    from lagesbild.store.areas import add_areas
    from lagesbild.ui import cache

    plant = Area(code="2260-verk", name="Verket", level=AreaLevel.VERK, parent_code="2260")
    add_areas(cache.context().store, [plant])
    days = {"mandag": 9.0, "tisdag": 5.0, "onsdag": 5.5, "lordag": 12.25, "sondag": 11.0}
    rows = [observation("euda.kokain", plant.code, 77.08, year=2024)]
    rows += [
        observation(f"euda.kokain_{day}", plant.code, load, year=2024) for day, load in days.items()
    ]
    deliver(rows, source="euda")
    assert "77,08" in open_at("avloppsvatten", amne="avlopp_kokain").title[0].value
    table = open_at("avloppsvatten", amne="avlopp_kokain", flik="Tabell").table[1].value
    said = [text.removeprefix("Veckodag: ") for text in table["Uppdelning"].astype(str)]
    assert said == ["måndag", "tisdag", "onsdag", "lördag", "söndag"], "in the order of the week"


def test_the_highest_come_first_in_the_table_of_the_map(open_at) -> None:
    deliver([*people(), observation("scb.folkmangd", "2281", 9000), *violence({2025: 62}),
             *violence({2025: 900}, code="2281")])  # fmt: skip
    table = open_at("karta", indikator="anmalda_valdsbrott", flik="Tabell").table[0].value
    assert table["Område"].astype(str).tolist()[:2] == ["Sundsvall", "Ånge"]


def test_datakallor_counts_what_is_in_and_names_who_has_not_delivered(open_at) -> None:
    deliver([*people(), *violence({2024: 40, 2025: 62})])
    app = open_at("datakallor", flik="Källor")
    table = app.table[0].value
    bra = table[table["Källa"].astype(str).str.contains("Brå")].iloc[0]
    assert "inne" in str(bra["Läge"])
    assert (table["Läge"].astype(str) == "saknas").any()
    measures = open_at("datakallor", flik="Mått").table[0].value
    assert "Anmälda våldsbrott" in measures["Mått"].astype(str).tolist()


def test_karta_names_the_chosen_area_and_ranks_the_rest(open_at) -> None:
    deliver([*people(), *violence({2025: 62}), observation("scb.folkmangd", "2281", 99000),
             *violence({2025: 900}, code="2281")])  # fmt: skip
    app = open_at("karta", indikator="anmalda_valdsbrott", omrade="2281")
    assert app.selectbox(key="omrade").value == "2281"
    text = words(app)
    assert "Sundsvall:" in text
    assert "900 i antal" in text


def test_jamfor_says_how_the_group_was_chosen(open_at) -> None:
    deliver([*people(), *violence({2025: 62})])
    app = open_at("jamfor", indikator="anmalda_valdsbrott", grupp="lanet")
    assert "Alla kommuner i samma län" in words(app)


def test_oversikt_links_each_tile_to_its_measure(open_at) -> None:
    deliver([*people(), *violence({2024: 40, 2025: 62})])
    app = open_at("oversikt", alla="true")
    assert "Anmälda våldsbrott" in [link.label for link in app.page_link]
    assert "690" in words(app) or "689" in words(app), "62 of 9 000 in 100 000"


def test_known_errors_have_their_own_tab(open_at) -> None:
    app = open_at("datakallor", flik="Rättelser")
    assert not app.exception
    assert "Inga fel i källornas siffror är kända" in words(app)
