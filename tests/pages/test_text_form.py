"""A text field that is given a person number empties itself, and its form sends nothing."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

NUMBER = "511013-3815"

SCRIPT = """
import streamlit as st
from lagesbild.ui.text_form import text_form

with text_form("prov") as form:
    line = form.line("Skäl", key="rad", value="från början")
    paragraph = form.paragraph("Text", key="stycke")
    contact = form.contact_line("Kontakt", key="kontakt")
    if form.submit("Spara", icon=":material/check:"):
        st.session_state["sparat"] = (line, paragraph, contact)
"""


@pytest.fixture
def form() -> AppTest:
    return AppTest.from_string(SCRIPT).run()


def everything(app: AppTest) -> str:
    kept = repr(app.session_state)
    shown = [str(one.value) for one in (*app.text_input, *app.text_area, *app.error)]
    return f"{shown} {kept}"


def test_texts_are_sent_as_they_were_written(form: AppTest) -> None:
    assert form.text_input(key="rad").value == "från början"
    form.text_input(key="rad").set_value(" Fel i källan ")
    form.text_input(key="kontakt").set_value("brott@ange.se")
    form.button[0].click().run()
    assert form.session_state["sparat"] == ("Fel i källan", "", "brott@ange.se")
    assert not form.error


@pytest.mark.parametrize("key", ["rad", "stycke", "kontakt"])
def test_a_person_number_is_neither_sent_nor_kept(form: AppTest, key: str) -> None:
    field = form.text_area(key=key) if key == "stycke" else form.text_input(key=key)
    field.set_value(f"gäller {NUMBER}")
    form.button[0].click().run()
    assert "IN-026" in form.error[0].value
    assert "sparat" not in form.session_state
    assert NUMBER not in everything(form)
    form.button[0].click().run()
    assert not form.error
    assert "sparat" in form.session_state
