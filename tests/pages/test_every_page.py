"""Every page for every kind of data: it opens and never breaks. (Roles: test_roles.py.)"""

from __future__ import annotations

import os
import re

import pytest

from lagesbild.ui.page_table import PAGES, Shows
from tests.pages.small_store import (
    KOMMUN,
    LAN,
    RIKET,
    deliver,
    observation,
    people,
    violence,
    words,
)

WITH_FIGURES = [entry for entry in PAGES if entry.shows is not Shows.NOTHING]
ABOUT_A_KOMMUN = [entry for entry in PAGES if entry.uses_kommun]
ENGLISH = re.compile(
    r"\b(upload|dashboard|filter|dropdown|outlier|browse|loading|error|click|choose)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.id)
def test_an_empty_store_says_what_to_do(entry, open_at) -> None:
    app = open_at(entry.id)
    assert not app.exception
    assert not app.error
    text = words(app)
    assert "nan" not in text.lower().split()
    assert not ENGLISH.search(re.sub(r"<[^>]+>", "", text)), ENGLISH.search(text)


@pytest.mark.parametrize("entry", WITH_FIGURES, ids=lambda entry: entry.id)
def test_one_observation_is_shown_and_not_judged(entry, open_at) -> None:
    deliver([*people(range(2025, 2026)), *violence({2025: 62})])
    app = open_at(entry.id, indikator="anmalda_valdsbrott")
    assert not app.exception
    assert not app.error
    if entry.id == "indikator":
        assert "62" in app.title[0].value
        assert "kan inte bedömas" in app.title[0].value


@pytest.mark.parametrize("entry", WITH_FIGURES, ids=lambda entry: entry.id)
def test_only_hidden_figures_are_words_and_never_numbers(entry, open_at) -> None:
    deliver([*people(), *violence(dict.fromkeys(range(2019, 2026), 3.0))])
    app = open_at(entry.id, indikator="anmalda_valdsbrott", flik="Tabell")
    assert not app.exception
    if entry.id in {"indikator", "jamfor", "karta"}:
        assert "skyddat" in words(app) + "".join(str(t.value) for t in app.table)
        for table in app.table:
            assert "3" not in table.value.astype(str).to_numpy()


@pytest.mark.parametrize("entry", WITH_FIGURES, ids=lambda entry: entry.id)
def test_290_kommuner_are_shown(entry, open_at) -> None:
    codes = _kommuner()
    rows = [observation("scb.folkmangd", code, 9000 + n, year=2025) for n, code in enumerate(codes)]
    rows += [
        observation("bra.anmalda_valdsbrott", code, 40 + n % 90, year=2025)
        for n, code in enumerate(codes)
    ]
    deliver(rows)
    app = open_at(entry.id, indikator="anmalda_valdsbrott", grupp="alla", flik="Tabell")
    assert not app.exception
    if entry.id == "jamfor":
        assert len(app.table[0].value) == 290
    if entry.id == "karta":
        assert "av 290 kommuner" in app.title[0].value.replace("\u00a0", " ")


def _kommuner() -> list[str]:
    from lagesbild.ui import cache

    areas = cache.context().areas(None).values()
    return [area.code for area in areas if area.level.value == "kommun"]


BAD = ("9999", "'; DROP TABLE area; --", "<script>alert(1)</script>", "Å" * 3000, "\x00", "")
KEYS = (
    "kommun", "indikator", "flik", "niva", "period", "omrade", "grupp", "valda", "amne", "plats",
    "tid", "visa", "med", "alla", "kalla", "atgard", "fran", "till", "intill",
)  # fmt: skip


def bad_addresses(page_id: str) -> list[dict[str, str]]:
    """The same nonsense for every key where ADRESSER_ALLT asks for it and on one page, that shows how
    the frame takes it; on the others one address, in which the keys have different nonsense."""
    if page_id == "indikator" or os.environ.get("ADRESSER_ALLT"):
        return [dict.fromkeys(KEYS, bad) for bad in BAD]
    first = sum(map(ord, page_id))
    return [{key: BAD[(first + place) % len(BAD)] for place, key in enumerate(KEYS)}]


@pytest.mark.parametrize("entry", ABOUT_A_KOMMUN, ids=lambda entry: entry.id)
def test_a_bad_address_falls_back_with_a_note(entry, open_at) -> None:
    deliver([*people(), *violence({2024: 40, 2025: 62})])
    for address in bad_addresses(entry.id):
        app = open_at(entry.id, **address)
        assert not app.exception
        assert not app.error
        assert app.selectbox(key="kommun").value == KOMMUN
        if address["kommun"]:
            assert "Adressen anger en kommun som inte finns här" in words(app)
        for bad in filter(None, address.values()):
            assert bad not in words(app), "what came from the address is not repeated on the page"


def test_an_address_with_ids_gives_the_view(open_at) -> None:
    deliver([*people(), *violence({2024: 40, 2025: 62}), *violence({2025: 900}, code=LAN)])
    app = open_at("indikator", kommun="2281", indikator="anmalda_valdsbrott", visa="count")
    assert app.selectbox(key="kommun").value == "2281"
    assert app.selectbox(key="indikator").value == "anmalda_valdsbrott"
    assert "Sundsvall" in app.title[0].value


def test_choices_survive_a_change_of_page(open_at) -> None:
    from lagesbild.ui.page_table import find_page

    app = open_at("indikator", kommun="2281")
    app.selectbox(key="indikator").select("anmalda_valdsbrott").run()
    app.switch_page(str(find_page("karta").path)).run()
    assert app.selectbox(key="indikator").value == "anmalda_valdsbrott"
    app.switch_page(str(find_page("oversikt").path)).run()
    app.switch_page(str(find_page("jamfor").path)).run()
    assert app.selectbox(key="kommun").value == "2281"
    assert app.selectbox(key="indikator").value == "anmalda_valdsbrott"


def test_the_country_is_drawn_beside_the_kommun(open_at) -> None:
    deliver([*people(), *violence({2024: 40, 2025: 62}), *violence({2024: 90000}, code=RIKET)])
    app = open_at("indikator", indikator="anmalda_valdsbrott")
    spec = app.get("plotly_chart")[0].proto.spec
    assert "Riket" in spec
    assert "Ånge" in spec
