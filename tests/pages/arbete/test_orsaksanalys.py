"""Orsaksanalys: the outline by hand, the pictures, evidence and who may read it, and the talk at the meeting."""

from __future__ import annotations

from lagesbild.domain.work.causes import (
    Cause,
    CauseLevel,
    Evidence,
    HowKnown,
    Influence,
    Perspective,
    Problem,
    Step,
)
from lagesbild.domain.work.measures import Measure
from lagesbild.sample.records import load_example_records
from lagesbild.settings import today
from lagesbild.ui import cache
from tests.pages.small_store import deliver, observation, people, violence, words
from tests.pages.work_pages import BO, LENA, arrive, keep, kept, tables

PAGE = "orsaksanalys"
TABS = (
    "Orsaksträd", "Fiskben", "Brottstriangel", "Händelsekedja", "Risk och skydd", "Diskussion",
    "Problemet och beläggen",
)  # fmt: skip


def problem(**more) -> str:
    return keep(Problem(title="Klotter i centrum", question="Varför där?", **more)).id


def spec(app) -> str:
    return app.get("plotly_chart")[0].proto.spec


def test_a_problem_and_its_causes_are_written_and_drawn() -> None:
    app = arrive(PAGE)
    assert app.title[0].value == "Inget problem är valt för orsaksanalys än."
    app = arrive(PAGE, flik="Problemet och beläggen")
    app.text_input(key="ny-problem--title").set_value("Klotter")
    app.button(key="ny-problem--spara").click().run()
    assert not app.exception
    [one] = kept(Problem)
    app = arrive(PAGE, problem=one.id)
    key = f"ny-orsak-{one.id}-0-"
    app.text_input(key=f"{key}-titel").set_value("Mörkt")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    [first] = kept(Cause)
    assert (first.record.because_of, first.record.level) == ("", CauseLevel.DIRECT)
    key = f"ny-orsak-{one.id}-1-{first.id}"
    assert app.selectbox(key=f"{key}-bakom").value == first.id, "why, and why again"
    app.text_input(key=f"{key}-titel").set_value("Trasig lampa")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    second = kept(Cause)[1]
    assert (second.record.because_of, second.record.level) == (first.id, CauseLevel.INDIRECT)
    assert app.radio(key="orsak").value == second.id, "what was added is chosen"
    assert "1.1 Trasig lampa" in app.radio(key="orsak").options[1]
    assert "1.1 Trasig lampa" in spec(app)
    assert app.title[0].value.startswith("Klotter: 2 orsaker, varav 0 bygger på data")


def test_a_cause_is_moved_and_removed_with_a_way_back() -> None:
    one = problem()
    dark = keep(Cause(title="Mörkt", problem=one))
    lamp = keep(Cause(title="Lampa", problem=one, because_of=dark.id))
    late = keep(Cause(title="Sent", problem=one))
    app = arrive(PAGE, problem=one, orsak=lamp.id)
    key = f"{lamp.id}-1"
    assert app.selectbox(key=f"{key}-vart").options == ["Direkt bakom problemet", "Bakom 2 Sent"]
    app.selectbox(key=f"{key}-vart").select(late.id).run()
    app.button(key=f"{key}-flytta-nu").click().run()
    assert not app.exception
    assert kept(Cause)[1].record.because_of == late.id
    assert "2.1 Lampa" in " ".join(app.radio(key="orsak").options)
    app = arrive(PAGE, problem=one, orsak=late.id)
    app.button(key=f"{late.id}-1-bort").click().run()
    assert not app.exception
    assert [c.record.title for c in kept(Cause)] == ["Mörkt", "Lampa"]
    assert "2 Lampa" in " ".join(app.radio(key="orsak").options), "what lay behind it stands"
    app.button(key="orsak-ta-tillbaka").click().run()
    assert "2.1 Lampa" in " ".join(app.radio(key="orsak").options)


def test_every_tab_of_the_example_is_marked_and_tells(become) -> None:
    load_example_records(cache.context().store, today=today())
    become(LENA)
    for tab in TABS:
        app = arrive(PAGE, flik=tab)
        assert not app.exception
        assert not app.error
        assert "Exempeldata – påhittade siffror" in words(app)
        assert app.get("plotly_chart") or app.table or app.get("page_link") or app.header, tab
        assert not [b for b in app.button if b.key and b.key.endswith("-spara")], "a reader reads"
    assert "10 orsaker, varav 6 bygger på data eller forskning" in app.title[0].value
    assert "2 orsaker saknar åtgärd" in app.title[0].value


def test_an_example_that_is_tried_stays_whole() -> None:
    load_example_records(cache.context().store, today=today())
    app = arrive(PAGE, flik="Diskussion")
    before = len(kept(Cause))
    app.button(key="diskussion-nasta").click().run()
    chosen = app.selectbox(key="orsak").value
    app.segmented_control(key=f"{chosen}-1-kan").select(Influence.NO).run()
    assert not app.exception
    assert len(kept(Cause)) == before
    changed = next(one for one in kept(Cause) if one.id == chosen)
    assert (changed.record.influence, changed.is_example) == (Influence.NO, True)
    assert "Exempeldata" in words(app)
    keep(Problem(title="Vårt eget"))
    app = arrive(PAGE)
    assert app.title[0].value == "Vårt eget: inga orsaker är inlagda än."


def test_evidence_has_a_way_back_and_is_for_those_who_may_see_the_figures(become) -> None:
    one = problem(
        indicator="skadegorelse",
        evidence=(
            Evidence(says="41 skador", address="karta?indikator=skadegorelse&kommun=2260", indicator="skadegorelse"),
            Evidence(says="62 anmälningar", address="indikator?x=y", indicator="orosanmalningar"),
            Evidence(says="tre saker sticker ut", address="oversikt"),
            Evidence(says="ett mått som var", address="indikator", indicator="borttaget"),
            Evidence(says="väktarens egen iakttagelse"),
        ),
    )  # fmt: skip
    app = arrive(PAGE, problem=one, flik="Problemet och beläggen")
    assert not app.exception
    told = words(app)
    assert all(text in told for text in ("41 skador", "62 anmälningar", "tre saker sticker ut"))
    assert "Måttet finns inte längre i katalogen" in told
    links = [link.proto for link in app.get("page_link")]
    [back] = [link for link in links if "Karta" in link.label]
    assert "skadegorelse" in str(back)
    become(LENA)
    told = words(arrive(PAGE, problem=one, flik="Problemet och beläggen"))
    assert "41 skador" in told
    assert "väktarens egen iakttagelse" in told
    for hidden in ("62 anmälningar", "tre saker sticker ut", "ett mått som var"):
        assert hidden not in told
    assert told.count("din roll inte får se") == 3


def test_evidence_is_opened_as_a_picture_and_that_is_noted() -> None:
    """With the visitor's eyes; of what is sensitive the log says that it was seen, and not before it is."""
    deliver(
        [*people(), observation("socialtjanst.ssp_arenden", "2260", 120)], source="socialtjanst"
    )
    address = "indikator?indikator=ssp_arenden&kommun=2260"
    seen = Evidence(says="120", address=address, indicator="ssp_arenden")
    app = arrive(PAGE, problem=problem(evidence=(seen,)), flik="Problemet och beläggen")
    assert not app.get("plotly_chart")
    asked = "SELECT subject FROM audit WHERE action = 'see'"
    assert ("ssp_arenden",) not in cache.context().store.cursor().execute(asked).fetchall()
    app.session_state["belagg-0-bild"] = True
    app.run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 1
    assert ("ssp_arenden",) in cache.context().store.cursor().execute(asked).fetchall()


def test_new_figures_since_the_pin_are_said() -> None:
    """Pinned on the page: another measure's figures say nothing, its own do, and it says the same to all."""
    deliver([*people(), *violence(dict.fromkeys(range(2019, 2026), 41))])
    asked = {"kommun": "2260", "indikator": "anmalda_valdsbrott"}
    app = arrive("indikator", **asked)
    app.button(key="fast-orsaksanalys-oppna").click().run()
    app.button(key="fast-orsaksanalys-spara").click().run()
    assert not app.exception
    [one] = kept(Problem)
    [seen] = one.record.evidence
    assert seen.figures
    where = {"problem": one.id, "flik": "Problemet och beläggen"}
    changed = "Vyns siffror har ändrats sedan den fästes"
    deliver([observation("bra.skadegorelse", "2260", 44)])
    assert changed not in words(arrive(PAGE, **where))
    assert seen.figures not in words(arrive(PAGE, **where)) + tables(arrive(PAGE, **where))
    deliver(violence({2025: 44}))
    assert changed in words(arrive(PAGE, **where))


def test_what_was_pinned_without_a_mark_is_said_to_have_changed_with_any_figures() -> None:
    seen = Evidence(says="41", address="karta", indicator="skadegorelse", data_version=1)
    deliver([observation("bra.skadegorelse", "2260", 41)])
    deliver([observation("bra.skadegorelse", "2260", 44)])
    one = problem(evidence=(seen,))
    assert "Vyns siffror har ändrats" in words(arrive(PAGE, problem=one, flik="Problemet och beläggen"))  # fmt: skip


def test_at_the_meeting_answers_notes_and_deeper_causes_are_saved_at_once() -> None:
    one = problem()
    dark = keep(Cause(title="Mörkt", problem=one, perspective=Perspective.VICTIM))
    app = arrive(PAGE, problem=one, flik="Diskussion")
    assert app.header[0].value == "1 Mörkt"
    app.segmented_control(key=f"{dark.id}-1-vet").select(HowKnown.DATA).run()
    assert not app.exception
    assert kept(Cause)[0].record.how_known is HowKnown.DATA
    key = f"{dark.id}-2-samtal"
    app.text_area(key=f"{key}-anteckning").set_value("Alla var överens")
    app.text_input(key=f"{key}-fel").set_value("Om det är lika på ljusa platser")
    app.text_input(key=f"{key}-varfor").set_value("Lampan är trasig")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    first, second = (c.record for c in kept(Cause))
    assert [note.text for note in first.notes] == ["Alla var överens"]
    assert first.notes[0].on == today()
    assert first.wrong_if == "Om det är lika på ljusa platser"
    assert (second.title, second.because_of, second.perspective) == (
        "Lampan är trasig", dark.id, Perspective.VICTIM,
    )  # fmt: skip
    assert app.header[0].value == "1.1 Lampan är trasig"


def test_two_at_the_same_cause_in_the_meeting_see_both_texts() -> None:
    one = problem()
    dark = keep(Cause(title="Mörkt", problem=one))
    app = arrive(PAGE, problem=one, flik="Diskussion")
    keep(Cause(title="Mörkt vid skolan", problem=one), BO, record_id=dark.id, based_on=1)
    app.text_input(key=f"{dark.id}-1-samtal-fel").set_value("Annas fråga")
    app.button(key=f"{dark.id}-1-samtal-spara").click().run()
    assert not app.exception
    assert "AB-002" in app.error[0].value
    app.button(key="krock-spara").click().run()
    now = kept(Cause)[0].record
    assert (now.title, now.wrong_if) == ("Mörkt vid skolan", "Annas fråga")


def test_a_person_number_is_refused_and_the_chain_is_shown() -> None:
    one = problem(chain=(Step(what="De samlas"), Step(what="Det händer", can_be_broken=True)))
    app = arrive(PAGE, problem=one, flik="Händelsekedja")
    assert "Det händer" in tables(app)
    assert "kan brytas" in spec(app)
    app = arrive(PAGE, problem=one)
    key = f"ny-orsak-{one}-0-"
    app.text_input(key=f"{key}-titel").set_value("19511013-3815 gjorde det")
    app.button(key=f"{key}-spara").click().run()
    assert "IN-026" in app.error[0].value
    assert kept(Cause) == []


def test_a_cause_that_nothing_is_done_about_is_counted() -> None:
    one = problem()
    dark = keep(Cause(title="Mörkt", problem=one, influence=Influence.YES))
    assert arrive(PAGE, problem=one).title[0].value.endswith("en orsak saknar åtgärd.")
    keep(Measure(title="Lampor", owner="Kommunen", causes=(dark.id,)))
    assert "saknar åtgärd" not in arrive(PAGE, problem=one).title[0].value


def test_causes_change_places_by_two_buttons() -> None:
    one = problem()
    for title in ("Mörkt", "Tomt", "Trångt"):
        keep(Cause(title=title, problem=one))
    app = arrive(PAGE, problem=one)
    options = app.radio(key="orsak").options
    assert [text.split()[-1] for text in options] == ["Mörkt", "Tomt", "Trångt"]
    assert app.button(key="orsak-upp").disabled, "the first one cannot go up"
    app.button(key="orsak-ner").click().run()
    assert not app.exception
    assert not app.error
    assert [text.split()[-1] for text in app.radio(key="orsak").options] == [
        "Tomt",
        "Mörkt",
        "Trångt",
    ]
    assert app.radio(key="orsak").value == kept(Cause)[0].id, "the moved one is still chosen"
    app.button(key="orsak-ner").click().run()
    assert app.button(key="orsak-ner").disabled
    assert [text.split()[-1] for text in app.radio(key="orsak").options] == [
        "Tomt",
        "Trångt",
        "Mörkt",
    ]
