"""Lämna data: a file from drop to receipt, and files that must not come in."""

from __future__ import annotations

from io import BytesIO

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lagesbild.ingest.preparing import STAGES
from lagesbild.ingest.table import ColumnRole
from lagesbild.ui import intake
from tests.pages.small_store import words

GOOD = "Kommun;År;Antal nattvandringar\nÅnge;2024;41\nÅnge;2025;52\n".encode("cp1252")


def drop(open_at, *, source: str, name: str, data: bytes) -> AppTest:
    app = open_at("lamna_data", kalla=source)
    return app.file_uploader(key="fil").upload(name, data).run()


def roles(app: AppTest) -> dict[str, str]:
    """Label of each column's list -> the role chosen in it."""
    return {one.label: one.value.value for one in app.selectbox if str(one.key).startswith("roll-")}


def column(app: AppTest, name: str):
    return next(one for one in app.selectbox if one.label == f"{name} läses som")


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
    assert list(roles(app).values()) == ["area_name", "period", "value"]
    assert "Ånge (2260)" in text
    assert "2024-01-01 till 2024-12-31" in text


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


WIDE = "Kommun;År;Väktarrapporter;Lördagar\nÅnge;{year};{n};3\n"


def confirmed(app: AppTest) -> AppTest:
    app.button(key="bekrafta").click().run()
    assert not app.exception
    assert "är sparad" in app.success[0].value
    return app


def ignoring_saturdays(open_at) -> AppTest:
    app = drop(open_at, source="kommun", name="ett.csv", data=WIDE.format(year=2024, n=12).encode())
    assert roles(app)["Lördagar läses som"] == "value"
    column(app, "Lördagar").select(ColumnRole.IGNORED).run()
    assert not app.exception
    assert roles(app)["Lördagar läses som"] == "ignored"
    return confirmed(app)


def test_what_was_said_of_the_last_file_is_proposed_with_the_reason(open_at) -> None:
    ignoring_saturdays(open_at)
    data = WIDE.format(year=2025, n=15).encode()
    app = drop(open_at, source="kommun", name="tva.csv", data=data)
    assert roles(app)["Lördagar läses som"] == "ignored"
    assert "så lästes förra filen från källan, 2" in words(app)
    assert "ett.csv" in words(app)
    app.button(key="glom").click().run()
    assert not app.exception
    assert roles(app)["Lördagar läses som"] == "value"
    assert "utan förra filens svar" in words(app)


def test_a_role_is_changed_back_in_one_step(open_at) -> None:
    ignoring_saturdays(open_at)
    data = WIDE.format(year=2025, n=15).encode()
    app = drop(open_at, source="kommun", name="tva.csv", data=data)
    column(app, "Lördagar").select(ColumnRole.BREAKDOWN).run()
    assert roles(app)["Lördagar läses som"] == "breakdown"
    assert "Lördagar: 3" in words(app), "the preview says what the cell becomes"


def test_every_sheet_of_a_workbook_can_be_corrected(open_at) -> None:
    book = BytesIO()
    with pd.ExcelWriter(book, engine="xlsxwriter") as writer:
        for sheet, headings in {
            "Ett": ["Kommun", "År", "Väktarrapporter"], "Två": ["Kommun", "År", "Lördagar"],
            "Tre": ["Kommun", "År", "Lördagar"],
        }.items():  # fmt: skip
            frame = pd.DataFrame([["Ånge", 2024, 12], ["Timrå", 2024, 15]], columns=headings)
            frame.to_excel(writer, sheet_name=sheet, index=False)
    app = drop(open_at, source="kommun", name="bok.xlsx", data=book.getvalue())
    assert "Likadana, och läses på samma sätt: Tre." in words(app)
    assert len(roles(app)) == 4, "the same heading has the same label"
    column(app, "Lördagar").select(ColumnRole.IGNORED).run()
    assert not app.exception
    assert roles(app)["Lördagar läses som"] == "ignored"
    assert roles(app)["Väktarrapporter läses som"] == "value"


def test_a_file_without_headings_gets_them(open_at) -> None:
    app = drop(open_at, source="scb", name="utan.csv", data=b"2260;2024;9000\n2262;2024;17900\n")
    assert "IN-003" in words(app)
    app.text_input(key="svar-namn").set_value("Kommun; År; Folkmängd")
    app.button(key=send(app)).click().run()
    assert not app.exception
    confirmed(app)
    again = drop(open_at, source="scb", name="mer.csv", data=b"2260;2025;8900\n2262;2025;17800\n")
    assert "kolumnerna heter Kommun, År, Folkmängd" in words(again)
    confirmed(again)


def send(app: AppTest) -> str:
    return next(str(one.key) for one in app.button if one.label == "Läs filen igen med svaren")


def test_a_column_is_given_a_measure_that_exists(open_at) -> None:
    data = "Kommun;År;Folk i bygden\nÅnge;2024;9000\n".encode()
    app = drop(open_at, source="scb", name="folk.csv", data=data)
    assert "IN-005" in words(app)
    app.selectbox(key="kolumn-vilken").select("Folk i bygden")
    app.selectbox(key="kolumn-matt").select("scb.folkmangd")
    next(one for one in app.button if one.label == "Läs filen igen").click().run()
    assert not app.exception
    assert "Folkmängd" in words(app)
    confirmed(app)


PEOPLE = "Kommun;År;Folkmängd\n{rows}"


def test_what_would_change_is_listed_before_it_is_confirmed(open_at) -> None:
    first = PEOPLE.format(rows="2260;2024;9000\n2260;2025 prel.;8900\n2262;2025 prel.;17900\n")
    confirmed(drop(open_at, source="scb", name="ett.csv", data=first.encode()))
    second = PEOPLE.format(rows="2260;2024;9100\n2260;2025;8900\n2281;2025;99000\n")
    app = drop(open_at, source="scb", name="tva.csv", data=second.encode())
    assert "1 nya värden, 2 ändrade, 0 oförändrade, 1 borta" in words(app)
    assert "En preliminär siffra ersätts av en slutlig." in words(app)
    changed, gone = (one.value.replace({"\u00a0": " "}, regex=True) for one in app.table)
    assert changed["Område"].tolist() == ["Ånge", "Ånge"]
    assert changed["Förut"].tolist() == ["9 000", "8 900 (preliminärt)"]
    assert changed["Nu"].tolist() == ["9 100", "8 900"]
    assert changed["I filen"].tolist() == ["rad 2", "rad 3"]
    assert gone["Område"].tolist() == ["Timrå"]


def correct(app: AppTest, *, row: int, right: str, reason: str) -> AppTest:
    app.number_input(key="ratta-rad").set_value(row)
    app.text_input(key="ratta-till").set_value(right)
    app.text_input(key="ratta-skal").set_value(reason)
    return next(one for one in app.button if one.label == "Rätta").click().run()


def test_a_figure_is_put_right_with_a_reason(open_at) -> None:
    data = PEOPLE.format(rows="2260;2024;90000\n2260;2025;8900\n").encode()
    app = drop(open_at, source="scb", name="ett.csv", data=data)
    assert "Skriv ett skäl" in words(correct(app, row=2, right="9 000", reason=""))
    for wrong in ({"row": 7, "right": "1"}, {"row": 2, "right": "nio tusen"}):
        assert "IN-023" in words(correct(app, reason="Tryckfel", **wrong))
    app = correct(app, row=2, right="9 000", reason="Tryckfel enligt SCB")
    assert not app.exception
    assert "IN-111" in words(app)
    assert "Tryckfel enligt SCB" in words(app)
    confirmed(app)
    page = open_at("datakallor", flik="Rättelser")
    assert page.table[0].value["Skäl"].tolist() == ["Tryckfel enligt SCB"]
    assert page.table[0].value["Läge"].tolist() == ["anmäld till källan"]
    again = PEOPLE.format(rows="2260;2024;90000\n2260;2023;8800\n").encode()
    app = drop(open_at, source="scb", name="tva.csv", data=again)
    assert "IN-111" not in words(app), "a correction belongs to its own file"


def test_a_share_that_cannot_be_is_put_right_instead_of_refused(open_at) -> None:
    data = "Kommun;År;Röstande (%)\nÅnge;2024;812\nTimrå;2024;79,5\nSundsvall;2024;82,1\n"
    app = drop(open_at, source="kommun", name="val.csv", data=data.encode())
    app.text_input(key="matt-enhet-0").set_value("procent")
    app.button(key=send(app)).click().run()
    assert "IN-011" in words(app)
    app = correct(app, row=2, right="81,2", reason="Kommatecknet föll bort")
    assert "IN-011" not in words(app)
    confirmed(app)


class Place:
    """Stands where Streamlit would draw, and remembers what was said."""

    def __init__(self) -> None:
        self.said: list[tuple[float, str]] = []
        self.is_empty = False

    def progress(self, share: float, *, text: str) -> None:
        self.said.append((share, text))

    def empty(self) -> None:
        self.is_empty = True


def test_what_is_being_done_with_the_file_is_said_on_the_way(open_at, monkeypatch) -> None:
    place = Place()
    monkeypatch.setattr(intake.st, "empty", lambda: place)
    data = PEOPLE.format(rows="2260;2024;9000\n").encode()
    drop(open_at, source="scb", name="ett.csv", data=data)
    shares, texts = zip(*place.said, strict=True)
    assert list(shares) == sorted(shares)
    assert len(texts) == len(STAGES)
    assert texts[1] == "Läser filen: letar efter personuppgifter …"
    assert place.is_empty
    with intake.show_progress(58_000_000) as tell:
        tell(STAGES[0])
    assert place.said[-1] == (0.0, "Läser filen (58 megabyte): öppnar filen …")
