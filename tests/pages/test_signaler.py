"""Signaler: the answer, what speaks against it, putting a signal aside, and Översikt saying the same."""

from __future__ import annotations

from lagesbild.domain.person import Role
from lagesbild.domain.work.signals import Dismissal
from lagesbild.ui import cache
from lagesbild.ui.context import local_person
from lagesbild.workspace.records import records_of
from tests.pages.monthly_store import months, raised_damage
from tests.pages.small_store import deliver, violence, words


def test_the_answer_its_picture_and_what_speaks_against_it(open_at) -> None:
    deliver(raised_damage())
    app = open_at("signaler")
    assert not app.exception
    assert app.title[0].value == "1 sak sticker ut mot det vanliga i Ånge"
    text = words(app)
    assert "Anmäld skadegörelse i Ånge: fler än vanligt sedan februari 2026." in text
    assert "på 8 månader, vanligen" in text
    assert "Vad talar emot?" in text
    assert "Har sättet att anmäla eller registrera ändrats?" in text
    assert "1 mått följer sitt mönster · 1 kan inte bedömas" in text
    assert "Undersökt: 3 serier månad för månad" in text
    assert "Nyaste månaden är september 2026." in text
    assert app.radio(key="signal").options == ["Anmäld skadegörelse"]
    assert len(app.get("plotly_chart")) == 1
    overview = open_at("oversikt")
    assert "1 sak sticker ut · 1 mått följer sitt mönster · 1 kan inte bedömas" in words(overview)
    links = [one.label for one in overview.page_link]
    assert any("fler än vanligt sedan februari 2026" in one.replace("\\", "") for one in links)


def test_a_signal_is_put_aside_with_a_reason_and_taken_back(open_at) -> None:
    deliver(raised_damage())
    app = open_at("signaler")
    form = "avfarda-skadegorelse"
    app.text_area(key=f"{form}-skal").input("Ny e-tjänst sedan februari.")
    app.button(key=f"{form}-spara").click().run()
    assert not app.exception
    assert app.title[0].value == "Inget sticker ut mot det vanliga i Ånge"
    assert "Ny e-tjänst sedan februari." in words(app)
    kept = records_of(cache.context().store, kind=Dismissal, person=local_person())
    assert [one.record.reason for one in kept] == ["Ny e-tjänst sedan februari."]
    overview = words(open_at("oversikt"))
    assert "Inget sticker ut · 1 avfärdad · 1 mått följer sitt mönster" in overview
    elsewhere = words(open_at("signaler", kommun="Sundsvall"))
    assert "Ny e-tjänst" not in elsewhere, "a reason is about the council's own kommun"
    app.button(key=f"tillbaka-{kept[0].id}").click().run()
    assert app.title[0].value == "1 sak sticker ut mot det vanliga i Ånge"


def test_a_signal_that_has_grown_comes_back_and_says_why_it_was_put_aside(open_at) -> None:
    deliver(raised_damage(2.0))
    app = open_at("signaler")
    app.text_area(key="avfarda-skadegorelse-skal").input("Vi vet varför.")
    app.button(key="avfarda-skadegorelse-spara").click().run()
    assert app.title[0].value.startswith("Inget")
    deliver([*months("bra.skadegorelse", level=20, raised=4, seed=1), *raised_damage()[129:258]])
    again = open_at("signaler")
    assert again.title[0].value == "1 sak sticker ut mot det vanliga i Ånge"
    assert "Signalen är tillbaka, för den har ändrats tydligt" in words(again)


def test_when_the_chosen_one_is_gone_the_next_is_shown(open_at) -> None:
    deliver([*raised_damage(), *months("bra.bilbrott", level=12, raised=4, seed=4)])
    app = open_at("signaler", signal="Anmäld skadegörelse")
    assert app.radio(key="signal").value == "skadegorelse"
    app.text_area(key="avfarda-skadegorelse-skal").input("Vi vet varför.")
    app.button(key="avfarda-skadegorelse-spara").click().run()
    assert not app.exception
    assert app.radio(key="signal").value == "bilbrott"
    assert "bilbrott" in app.subheader[0].value


def test_a_reason_with_a_personal_number_is_refused(open_at) -> None:
    deliver(raised_damage())
    app = open_at("signaler")
    app.text_area(key="avfarda-skadegorelse-skal").input("Ring 19121212-1212.")
    app.button(key="avfarda-skadegorelse-spara").click().run()
    assert "IN-026" in words(app)
    assert not records_of(cache.context().store, kind=Dismissal, person=local_person())


def test_nothing_stands_out_says_what_was_examined(open_at, as_role) -> None:
    deliver(months("bra.stoldbrott", level=30, seed=2))
    app = open_at("signaler")
    assert app.title[0].value == "Inget sticker ut mot det vanliga i Ånge"
    assert "Undersökt: 1 serier månad för månad" in words(app)
    assert not app.get("plotly_chart")
    deliver(raised_damage())
    as_role(Role.LEDAMOT)
    member = open_at("signaler")
    assert member.title[0].value == "1 sak sticker ut mot det vanliga i Ånge"
    assert not member.text_area, "a member reads and does not put aside"


def test_what_is_put_aside_in_a_limited_list_is_put_aside_in_whole(open_at) -> None:
    deliver(raised_damage())
    app = open_at("signaler", tema="Brott", omrade="2260")
    assert "Visar bara: Brott, Ånge." in words(app)
    app.text_area(key="avfarda-skadegorelse-skal").input("Vi vet varför.")
    app.button(key="avfarda-skadegorelse-spara").click().run()
    assert open_at("signaler").title[0].value == "Inget sticker ut mot det vanliga i Ånge"


def test_nothing_stands_out_is_not_said_where_nothing_could(open_at) -> None:
    deliver(violence({2024: 60, 2025: 62}))
    app = open_at("signaler")
    assert not app.exception
    assert app.title[0].value == "Om något sticker ut mot det vanliga i Ånge kan inte bedömas än"
    text = words(app)
    assert "Lämna längre serier" in text
    assert "1 kan inte bedömas" in text
    assert "Inget kan bedömas än" in words(open_at("oversikt"))


def test_a_first_year_of_months_opens_the_pages_and_is_not_judged(open_at) -> None:
    deliver(months("bra.skadegorelse", level=20, seed=1)[-12:])
    for page in ("signaler", "oversikt", "trend"):
        app = open_at(page, indikator="skadegorelse")
        assert not app.exception, page
        assert "kan inte bedömas" in words(app).casefold(), page
