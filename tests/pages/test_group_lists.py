"""Kommungrupper on the pages: delivered on lamna_data, used on sticker_ut and jamfor, listed on datakallor."""

from __future__ import annotations

from lagesbild.domain.person import Role
from tests.pages.small_store import KOMMUN, deliver, observation, people, words
from tests.pages.test_lamna_data import confirmed, drop

CRIMES = "bra.anmalda_valdsbrott"
LIST = (
    "Påhittad kommungruppsindelning 2023\n;\nKommunkod;Kommungrupp\n2260;Liten\n2262;Liten\n"
    "2281;Stor\n"
)
NEIGHBOURS = {"2262": 18000.0, "2281": 99000.0, "2280": 25000.0}
NOBODY = "för ingen har lämnat en lista över vilka kommuner som hör till vilken grupp"


def figures() -> None:
    rows = people()
    for code, size in {KOMMUN: 9000.0, **NEIGHBOURS}.items():
        if code != KOMMUN:
            rows.append(observation("scb.folkmangd", code, size))
        rows.append(observation(CRIMES, code, size / 100))
    deliver(rows)


def links(app) -> list[str]:
    return [one.proto.label for one in app.get("page_link")]


def listed(app, key: str) -> dict[str, dict[str, str]]:
    """The rows of the page's tables that have the column, by what stands in it; the first counts."""
    rows = [row for table in app.table for row in table.value.to_dict("records")]
    return {row[key]: row for row in reversed(rows) if key in row}


def at_ranking(open_at, **address: str):
    return open_at("sticker_ut", indikator="anmalda_valdsbrott", flik="Rangordning", **address)


def test_without_a_list_the_page_says_why_and_only_who_may_deliver_is_shown_where(
    open_at, as_role
) -> None:
    figures()
    as_role(Role.SAMORDNARE)
    app = at_ranking(open_at)
    assert not app.exception
    assert NOBODY in words(app)
    assert "Excel eller CSV under källan Kommungrupper" in words(app)
    assert "Lämna en lista över kommungrupper" in links(app)
    as_role(Role.LEDAMOT)
    app = open_at("jamfor", indikator="anmalda_valdsbrott")
    assert not app.exception
    assert NOBODY in words(app)
    assert "källan Kommungrupper" not in words(app)
    assert "Lämna en lista över kommungrupper" not in links(app)


def test_a_list_is_delivered_and_the_kommun_is_set_beside_its_group(open_at) -> None:
    figures()
    app = drop(open_at, source="kommungrupper", name="grupper.csv", data=LIST.encode())
    assert not app.exception
    text = words(app)
    assert "Listan är klar att sparas" in app.success[0].value
    assert "Kolumnen Kommungrupp läses som gruppernas namn" in text
    assert "Grupper: 2, med 3 av 290 kommuner" in text
    assert "Ånge hör till gruppen ”Liten”, med en annan" in text
    assert "287 kommuner av 290 står inte i någon grupp" in text
    app = confirmed(app)
    assert "kommungrupp för 3 kommuner" in app.success[0].value
    assert "Se kommungruppen i Sticker vi ut?" in links(app)

    app = at_ranking(open_at, grupp="kommungrupp")
    assert not app.exception
    said = "listan ”Påhittad kommungruppsindelning 2023” (utgåva 2026-11-21)"
    assert f"Kommungruppen ”Liten” enligt {said}" in words(app)
    assert f"kommungrupp enligt {said}" in words(app), (
        "in the footnote, which goes with the picture"
    )
    assert NOBODY not in words(app)
    app = open_at("jamfor", indikator="anmalda_valdsbrott", grupp="kommungrupp")
    assert f"Kommungruppen ”Liten” enligt {said}" in words(app)
    assert listed(open_at("datakallor"), "Källa")["Kommungrupper"]["Utgivet"] == "2026-11-21"
    [row] = [
        one
        for one in listed(open_at("datakallor", flik="Leveranser"), "Fil").values()
        if one["Källa"] == "kommungrupper"
    ]
    assert row["Uppgifter"] == "kommungrupp för 3 kommuner"

    app = drop(open_at, source="kommungrupper", name="ny.csv", data=LIST.replace("2262;Liten", "2262;Stor").encode())  # fmt: skip
    assert "Kommuner som byter grupp: 1" in words(app)
    confirmed(app)
    assert "Kommungruppen ”Liten”" in words(at_ranking(open_at, grupp="kommungrupp"))


def test_a_list_that_does_not_hold_is_refused_with_how_to_mend_it(open_at) -> None:
    data = LIST + "9999;Stor\n2260;Stor\n"
    app = drop(open_at, source="kommungrupper", name="fel.csv", data=data.encode())
    assert not app.exception
    for said in (
        "IN-029",
        "”9999”",
        "IN-031",
        "Ånge (Liten och Stor)",
        "Låt varje kommun stå i en grupp",
    ):
        assert said in words(app)
    assert not [button for button in app.button if button.key == "bekrafta"]
