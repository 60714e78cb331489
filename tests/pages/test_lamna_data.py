"""Lämna data: a file from drop to receipt, and files that must not come in."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.small_store import words

GOOD = "Kommun;År;Antal nattvandringar\nÅnge;2024;41\nÅnge;2025;52\n".encode("cp1252")


def drop(open_at, *, source: str, name: str, data: bytes) -> AppTest:
    app = open_at("lamna_data", kalla=source)
    return app.file_uploader(key="fil").upload(name, data).run()


def test_a_file_with_an_unknown_measure_asks_and_then_comes_in(open_at) -> None:
    app = drop(open_at, source="kommun", name="vandringar.csv", data=GOOD)
    assert not app.exception
    if "IN-005" in words(app):
        assert not [button for button in app.button if button.key == "bekrafta"]
        app.text_input(key="matt-namn-0").set_value("Antal nattvandringar (egna)")
        app.text_input(key="matt-enhet-0").set_value("antal")
        app.button[0].click().run()
    assert not app.exception
    app.button(key="bekrafta").click().run()
    assert not app.exception
    assert "är sparad" in app.success[0].value
    assert "2 nya värden" in words(app)


def test_the_files_own_rows_are_shown_with_what_they_were_taken_for(open_at) -> None:
    app = drop(open_at, source="kommun", name="vandringar.csv", data=GOOD)
    text = words(app)
    assert "1 rubrik" in text
    assert "→ område" in text
    assert "→ tid" in text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tom.csv", b""),
        ("bild.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
        ("trasig.xlsx", b"PK\x03\x04 inte en arbetsbok"),
        ("ord.csv", "Hej på dig".encode()),
    ],
)
def test_what_is_no_table_is_refused_in_words(name, data, open_at) -> None:
    app = drop(open_at, source="kommun", name=name, data=data)
    assert not app.exception
    assert app.error
    assert not [button for button in app.button if button.key == "bekrafta"]


def test_a_personal_number_is_refused_and_never_shown(open_at) -> None:
    data = b"Kommun;Person;Antal\n2260;19511013-3815;1\n2260;19811218-9876;1\n2260;811218-9876;1\n"
    app = drop(open_at, source="kommun", name="lista.csv", data=data)
    assert not app.exception
    assert "IN-002" in words(app)
    for number in ("511013", "3815", "811218", "9876"):
        assert number not in words(app)


def test_the_same_file_twice_stores_nothing_new(open_at) -> None:
    csv = b"Kommun;\xc5r;Folkm\xe4ngd\n2260;2025;9000\n"
    first = drop(open_at, source="scb", name="folk.csv", data=csv)
    first.button(key="bekrafta").click().run()
    assert "är sparad" in first.success[0].value
    again = drop(open_at, source="scb", name="folk.csv", data=csv)
    assert "redan lämnad" in words(again)
    assert not [button for button in again.button if button.key == "bekrafta"]
