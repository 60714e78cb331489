"""Åtgärdsplan: every owner's measures, what is chosen among them, files, follow-ups, gaps and the year."""

from __future__ import annotations

import io
from datetime import date

import openpyxl

from lagesbild.domain.work.causes import Cause, Influence, Problem
from lagesbild.domain.work.measures import Decision, FollowUp, Measure, MeasureState
from lagesbild.domain.work.projects import Calm, Look, Project, WatchedPlace
from lagesbild.domain.work.reach import CountedHow, Has, Reach, ReachedPlace
from lagesbild.sample.records import load_example_records
from lagesbild.settings import today
from lagesbild.ui import cache
from tests.pages.small_store import words
from tests.pages.work_pages import BO, LENA, arrive, keep, kept, tables

PAGE = "atgardsplan"


def chain() -> tuple[str, str]:
    problem = keep(Problem(title="Klotter"))
    dark = keep(Cause(title="Mörkt", problem=problem.id, influence=Influence.YES))
    keep(
        Measure(
            title="Lampor", owner="Tekniska nämnden", causes=(dark.id,), cost=180000,
            reference="TN 2026/7", decided_on=date(2026, 2, 10), starts_on=date(2026, 4, 1),
            ends_on=date(2026, 9, 30), indicator="skadegorelse", state=MeasureState.UNDERWAY,
            obstacles="vakant tjänst",
        )
    )  # fmt: skip
    keep(Measure(title="=Vandring", owner="Polisen", state=MeasureState.PAUSED))
    return problem.id, dark.id


def test_the_plan_gathers_the_owners_and_is_taken_home(become, offered) -> None:
    assert arrive(PAGE).title[0].value == "Åtgärdsplanen är tom."
    _, dark = chain()
    become(LENA)
    app = arrive(PAGE)
    assert not app.exception
    assert app.title[0].value == (
        "Åtgärdsplanen har 2 åtgärder från 2 organisationer: 1 pågår och 1 vilar. 1 ska följas upp nu."
    )
    shown = tables(app)
    assert "Klotter: 1 Mörkt" in shown
    assert "TN 2026/7" in shown
    assert "april 2026–september 2026" in shown
    spec = app.get("plotly_chart")[0].proto.spec
    assert "Tekniska nämnden" in spec
    assert "Vandring" not in spec, "without a first day it is in the table alone"
    assert "1 utan första dag" in words(app)
    text = offered["Ladda ner som CSV"]["data"]().decode("utf-8-sig")
    assert "'=Vandring" in text, "nothing in the file is run"
    assert "180\u00a0000" in text
    book = openpyxl.load_workbook(io.BytesIO(offered["Ladda ner som Excel"]["data"]()))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:3] == ("Åtgärd", "Ägare", "Läge")
    assert {row[0] for row in rows[1:]} == {"Lampor", "=Vandring"}
    assert all(cell.data_type == "s" for row in book.active.iter_rows() for cell in row)
    app.selectbox(key="agare").select("Polisen").run()
    assert "Lampor" not in tables(app)
    app = arrive(PAGE, lage="pagar", orsak=dark)
    assert "Lampor" in tables(app)
    assert "Vandring" not in tables(app)
    assert "passar det som är valt" in words(arrive(PAGE, lage="klar"))


def test_what_is_due_is_followed_up_on_the_page() -> None:
    chain()
    app = arrive(PAGE, flik="Att följa upp")
    assert "Skulle ha följts upp 2026-09-30" in words(app)
    [lamps] = [one for one in kept(Measure) if one.record.title == "Lampor"]
    [effect] = [link.proto for link in app.get("page_link") if link.proto.label == "Räkna effekten"]
    assert f"atgard={lamps.id}" in str(effect).replace("\\", ""), "the measure goes along"
    key = f"{lamps.id}-1-foljupp"
    app.checkbox(key=f"{key}-gjort").check()
    app.text_area(key=f"{key}-effekt").set_value("Kan inte bedömas än")
    app.text_input(key=f"{key}-lardom").set_value("Mät före")
    app.selectbox(key=f"{key}-beslut").select(Decision.STOP)
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    [after] = [one.record for one in kept(Measure) if one.record.title == "Lampor"]
    assert after.follow_ups == (
        FollowUp(
            on=today(), was_done=True, effect="Kan inte bedömas än", lesson="Mät före",
            decision=Decision.STOP,
        ),
    )  # fmt: skip
    assert after.state is MeasureState.STOPPED
    assert "Inget väntar på uppföljning" in words(app)
    app = arrive(PAGE, flik="Året")
    assert "2026: 1 åtgärd började, 1 uppföljning gjordes, och i 1 av dem" in words(app)
    assert "Mät före" in words(app)


def test_two_who_follow_up_at_once_lose_nothing() -> None:
    chain()
    [lamps] = [one for one in kept(Measure) if one.record.title == "Lampor"]
    app = arrive(PAGE, flik="Att följa upp")
    from dataclasses import replace

    keep(replace(lamps.record, place="skolan"), BO, record_id=lamps.id, based_on=1)
    key = f"{lamps.id}-1-foljupp"
    app.text_area(key=f"{key}-effekt").set_value("Annas text")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    assert "AB-002" in app.error[0].value
    app.button(key="krock-spara").click().run()
    [now] = [one.record for one in kept(Measure) if one.record.title == "Lampor"]
    assert (now.place, now.follow_ups[0].effect) == ("skolan", "Annas text")


def test_the_gaps_say_where_the_chain_is_broken() -> None:
    problem, _ = chain()
    keep(Cause(title="Få vuxna ute", problem=problem))
    keep(Problem(title="Buskörning"))
    app = arrive(PAGE, flik="Luckor")
    headings = [one.value for one in app.subheader]
    assert len(headings) == 5
    assert "Få vuxna ute" in tables(app)
    assert "Buskörning" in tables(app)
    assert app.title[0].value.endswith("1 orsak saknar åtgärd.")


def test_a_measure_is_written_with_its_cause(become) -> None:
    _, dark = chain()
    app = arrive(PAGE, flik="Åtgärder", atgard="ny")
    key = "ny-atgard-"
    app.text_input(key=f"{key}-title").set_value("Vandring på fredagar")
    app.text_input(key=f"{key}-owner").set_value("Föreningarna")
    app.multiselect(key=f"{key}-causes").select(dark)
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    assert kept(Measure)[-1].record.causes == (dark,)
    become(LENA)
    app = arrive(PAGE, flik="Åtgärder")
    assert not [one for one in app.button if one.key and one.key.endswith("-spara")]


def test_the_example_is_marked_on_every_tab() -> None:
    load_example_records(cache.context().store, today=today())
    for tab in (
        "Planen",
        "Att följa upp",
        "Luckor",
        "Åtgärder",
        "Räckvidd",
        "Projekt och platser",
        "Året",
    ):
        app = arrive(PAGE, flik=tab)
        assert not app.exception
        assert not app.error
        assert "Exempeldata – påhittade siffror" in words(app)
        if tab == "Åtgärder":
            assert "Mått att följa" in tables(app)
            assert "Kostnad, kronor" not in tables(app), "nobody has said that it costs nothing"
    assert "6 åtgärder från 5 organisationer: 3 pågår, 1 planeras, 1 vilar och 1 är klar" in app.title[0].value  # fmt: skip


def test_a_project_holds_measures_and_a_place_is_looked_at_again() -> None:
    chain()
    lamps = kept(Measure)[0]
    app = arrive(PAGE, flik="Projekt och platser")
    assert "Inget projekt är inlagt än" in words(app)
    key = "ny-projekt-"
    app.text_input(key=f"{key}-name").set_value("Tryggare centrum")
    app.multiselect(key=f"{key}-measures").select(lamps.id)
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    assert kept(Project)[0].record.measures == (lamps.id,)
    keep(
        WatchedPlace(
            place="Industriområdet",
            looks=(
                Look(says="Lugnt", on=date(2026, 10, 1), calm=Calm.CALMER),
                Look(says="Eldning", on=date(2026, 4, 1), calm=Calm.WORSE),
            ),
        )
    )
    shown = tables(arrive(PAGE, flik="Projekt och platser"))
    assert "Lampor" in shown
    assert "2026-10-01: lugnare än förut" in shown


def test_reach_is_told_place_by_place_with_the_measure_it_belongs_to() -> None:
    measure = keep(Measure(title="Grannsamverkan", owner="Bostadsbolaget"))
    keep(
        Reach(
            title="Trapphus med grannsamverkan", unit="trapphus", measures=(measure.id,),
            places=(
                ReachedPlace(place="Centrum", reached=30, total=60),
                ReachedPlace(place="Haverö", total=12),
            ),
        )
    )  # fmt: skip
    keep(
        Reach(
            title="Skolor med drogpolicy", unit="skolor", how=CountedHow.YES_NO,
            places=(ReachedPlace(place="Minervaskolan", has=Has.YES),),
        )
    )  # fmt: skip
    app = arrive(PAGE, flik="Räckvidd")
    assert not app.exception
    text = words(app)
    assert "Trapphus med grannsamverkan: 30 av 72 trapphus (42 %). Ingen i Haverö." in text
    assert "Hör till: Grannsamverkan." in text
    assert "■■■■■□□□□□" in text
    assert "Skolor med drogpolicy: 1 av 1 skolor har det." in text
