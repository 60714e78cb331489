"""Register: members, documents, agreements with blocks, promises, and the council's own name."""

from __future__ import annotations

from lagesbild.domain.work.measures import Measure, MeasureState
from lagesbild.domain.work.register import (
    Activity,
    Agreement,
    Block,
    BlockState,
    Council,
    Document,
    DocumentKind,
    Promise,
    Seat,
)
from lagesbild.sample.records import load_example_records
from lagesbild.settings import today
from lagesbild.ui import cache
from tests.pages.small_store import words
from tests.pages.work_pages import LENA, arrive, keep, kept, tables

PAGE = "register"
TABS = (
    "Ledamöter", "Organisationer", "Styrdokument", "Överenskommelser", "Medborgarlöften", "Faktakort", "Rådet"
)  # fmt: skip


def test_invented_records_are_marked_on_every_tab_and_page(become) -> None:
    load_example_records(cache.context().store, today=today())
    become(LENA)
    for tab in TABS:
        app = arrive(PAGE, flik=tab)
        assert not app.exception
        assert not app.error
        assert "Exempeldata – påhittade siffror" in words(app)
        assert len(app.table) >= 1, tab
    for page_id in ("underlag", "arshjul"):
        assert "Exempeldata – påhittade siffror" in words(arrive(page_id))


def test_the_council_has_the_name_that_the_kommun_gives_it() -> None:
    keep(Seat(name="Alva", organisation="Polisen"))
    app = arrive(PAGE, flik="Rådet")
    app.text_input(key="ny-rad-Trygghetsrådet-name").set_value("Lokala BRÅ")
    app.button(key="ny-rad-Trygghetsrådet-spara").click().run()
    assert not app.exception
    assert kept(Council)[0].record.name == "Lokala BRÅ"
    assert app.title[0].value.startswith("Lokala BRÅ har 1 ledamot från 1 organisation;")
    assert "Ingen med ledande befattning är inlagd från: Polisen" in words(arrive(PAGE))


def test_a_block_of_an_agreement_gets_its_state_and_stays_in_its_place() -> None:
    blocks = (Block(name="Klotter", number=8), Block(name="Trygghetskartan", number=10))
    one = keep(Agreement(title="Ö", purpose="syfte", areas=("område",), blocks=blocks))
    app = arrive(PAGE, flik="Överenskommelser")
    key = f"{one.id}-1-blocks"
    app.selectbox(key=f"{key}-rad").select(0).run()
    app.selectbox(key=f"{key}-0-state").select(BlockState.FINE)
    app.button(key=f"{key}-0-spara").click().run()
    assert not app.exception
    assert [(b.name, b.state) for b in kept(Agreement)[0].record.blocks] == [
        ("Klotter", BlockState.FINE), ("Trygghetskartan", BlockState.NOT_BEGUN),
    ]  # fmt: skip
    assert "1 utan anmärkning (ua)" in tables(app)
    app.selectbox(key=f"{one.id}-2-blocks-rad").select(1).run()
    app.button(key=f"{one.id}-2-blocks-1-bort").click().run()
    assert not app.exception
    assert [b.name for b in kept(Agreement)[0].record.blocks] == ["Klotter"]


def test_an_agreement_without_purpose_is_not_kept_and_a_promise_shows_its_share() -> None:
    app = arrive(PAGE, flik="Överenskommelser")
    app.text_input(key="ny-overenskommelse--title").set_value("Ö")
    app.button(key="ny-overenskommelse--spara").click().run()
    assert "Syfte saknas." in app.error[0].value
    assert kept(Agreement) == []
    keep(Promise(title="Löfte", activities=(Activity(what="Vandring", planned=4, done=3),)))
    assert "75 %" in tables(arrive(PAGE, flik="Medborgarlöften"))


def test_a_strategy_shows_its_measures_and_its_own_indicators() -> None:
    lampor = keep(Measure(title="Lampor", owner="Kommunen", state=MeasureState.UNDERWAY))
    keep(
        Document(
            title="Strategi mot narkotika", kind=DocumentKind.STRATEGY, measures=(lampor.id,),
            indicators=("anmalda_valdsbrott", "ordningslarm"),
        )
    )  # fmt: skip
    app = arrive(PAGE, flik="Styrdokument")
    assert not app.exception
    assert any("1 åtgärd, varav 1 pågår" in one.label for one in app.expander)
    text = tables(app)
    assert "Lampor" in text
    assert "Anmälda våldsbrott" in text
    assert "det finns inga uppgifter" in text.lower() or "ingen har lämnat" in text.lower()


def test_two_records_with_the_same_name_can_be_told_apart_where_they_are_chosen() -> None:
    first, second = (keep(Document(title="Mål för trygghet", kind=DocumentKind.AIM)) for _ in "ab")
    plan = keep(Document(title="Plan", serves=second.id))
    app = arrive(PAGE, flik="Styrdokument", dokument=plan.id)
    options = app.selectbox(key=f"{plan.id}-1-serves").options
    assert len([one for one in options if one.startswith("Mål för trygghet")]) == 2
    assert len(set(options)) == len(options)
    assert any(first.id in one for one in options)
