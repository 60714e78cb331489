"""Årshjul: the wheel with its list, the law's clock, last year copied, and the calendar file."""

from __future__ import annotations

from datetime import date

from lagesbild.domain.work.register import Document, DocumentKind
from lagesbild.domain.work.year import Happening, HappeningKind
from tests.pages.small_store import words
from tests.pages.work_pages import LENA, arrive, keep, kept, tables

PAGE = "arshjul"


def test_a_year_is_shown_as_a_wheel_a_list_and_a_calendar(become, offered) -> None:
    keep(Happening(title="Möte i rådet", kind=HappeningKind.COUNCIL, starts_on=date(2026, 12, 8)))
    keep(Document(title="L", kind=DocumentKind.LAGESBILD, decided_on=date(2024, 1, 1)))
    become(LENA)
    app = arrive(PAGE)
    assert not app.exception
    assert "1 av 4 möten i Trygghetsrådet och 0 av 4 möten i Arbetsgruppen är inlagda. Näst: Möte i rådet, 8 december." in app.title[0].value  # fmt: skip
    assert "skulle ha uppdaterats senast 1 januari 2026" in words(app)
    assert "Åtgärdsplanen: inget beslut finns i Registret" in words(app)
    assert "barpolar" in app.get("plotly_chart")[0].proto.spec
    assert app.table[0].value["Vad"].tolist()[-1] == "Möte i rådet"
    calendar = offered["Ladda ner som kalenderfil"]
    assert calendar["file_name"] == "arshjul-2026.ics"
    assert "SUMMARY:Möte i rådet" in calendar["data"]().decode()


def test_last_year_is_copied_and_the_year_is_in_the_address() -> None:
    keep(Happening(title="Kulturnatt", starts_on=date(2026, 5, 22)))
    app = arrive(PAGE, ar="2027", flik="Händelser")
    assert app.title[0].value == "Årshjulet för 2027 är tomt."
    app.button(key="kopiera").click().run()
    assert not app.exception
    assert [one.record.starts_on for one in kept(Happening)] == [date(2026, 5, 22), date(2027, 5, 21)]  # fmt: skip
    assert app.title[0].value.startswith("Årshjul 2027: en sak")
    assert "kopiera" not in [one.key for one in app.button]


def test_a_happening_and_the_decision_are_written_on_the_page() -> None:
    app = arrive(PAGE, flik="Händelser")
    app.text_input(key="ny-handelse--title").set_value("Kulturnatt")
    app.text_input(key="ny-handelse--starts_on").set_value("2026-05-22")
    app.button(key="ny-handelse--spara").click().run()
    assert not app.exception
    assert kept(Happening)[0].record.starts_on == date(2026, 5, 22)
    app = arrive(PAGE, flik="Beslut")
    app.button(key="ny-arshjul-Årshjul 2026-spara").click().run()
    assert not app.exception
    assert "Trygghetsrådet" in tables(app)
