"""What single pages say: the loads of avloppsvatten, the holdings of datakallor, the lines of karta."""

from __future__ import annotations

from tests.pages.small_store import deliver, observation, people, violence, words


def test_avloppsvatten_shows_a_place_with_two_decimals(open_at, installation) -> None:
    from lagesbild.domain.geography import AreaLevel
    from lagesbild.ui import cache

    areas = cache.context().areas(None)
    plants = [area.code for area in areas.values() if area.level is AreaLevel.VERK]
    app = open_at("avloppsvatten", amne="avlopp_kokain")
    assert not app.exception
    if not plants:
        assert "ingen har lämnat några mätningar ännu" in app.title[0].value
        assert "Lämna data" in [link.label for link in app.page_link]
        return
    deliver([observation("euda.kokain", plants[0], 77.08, year=2024)], source="euda")
    assert "77,08" in open_at("avloppsvatten", amne="avlopp_kokain").title[0].value


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
