"""Prioritering: what figures say beside what each person says, nobody's answer averaged away or changed by others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lagesbild.analysis.harm import with_harm
from lagesbild.analysis.priority import figures_say, nothing_said, with_how_common
from lagesbild.charts.priority_matrix import cell_words, matrix_figure
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import Person, Role
from lagesbild.domain.priority import Told
from lagesbild.domain.work.causes import Problem
from lagesbild.domain.work.harm import HarmTable, Weight
from lagesbild.domain.work.priority import Answer, Criterion, Judgement, Outcome, Ranking
from lagesbild.domain.work.register import Seat
from lagesbild.sample.records import load_example_records
from lagesbild.settings import today
from lagesbild.ui import cache
from lagesbild.workspace.priority import make_matrix, matrix_sentence
from lagesbild.workspace.records import remove, restore
from tests.pages.small_store import RIKET, deliver, observation, people, violence, words
from tests.pages.work_pages import ANNA, BO, LENA, arrive, keep, kept, tables

PAGE = "prioritering"


@pytest.fixture(autouse=True)
def without_figures() -> None:
    with cache.context().store.transaction() as cursor:
        cursor.execute("DELETE FROM figure")
        cursor.execute("DELETE FROM delivery")


def say(indicator_id: str, person: Person = ANNA) -> dict[Criterion, Told]:
    found = figures_say(cache.context().inquiry(person=person, kommun_code="2260"), indicator_id=indicator_id)  # fmt: skip
    return {one.criterion: one for one in with_how_common({"p": found})["p"]}


def problem(title: str = "Våld", indicator: str = "anmalda_valdsbrott") -> str:
    return keep(Problem(title=title, indicator=indicator)).id


def test_figures_answer_where_they_can_and_say_why_where_not() -> None:
    deliver(
        [
            *people(), *violence({**dict.fromkeys(range(2019, 2025), 40), 2025: 120}),
            *violence(dict.fromkeys(range(2019, 2026), 20000), code=RIKET),
        ]
    )  # fmt: skip
    told = say("anmalda_valdsbrott")
    assert told[Criterion.INCREASING].answer is Answer.YES
    assert "tydligt fler" in told[Criterion.INCREASING].words
    assert told[Criterion.LASTING].answer is Answer.YES
    assert told[Criterion.LASTING].short == "7 av 7 år"
    for criterion in (
        Criterion.DEVIATING,
        Criterion.CONCENTRATED,
        Criterion.HARM,
        Criterion.COMMON,
    ):
        assert told[criterion].answer is Answer.UNKNOWN
        assert told[criterion].words, criterion


def test_hidden_counts_answer_nothing() -> None:
    deliver([*people(), *violence(dict.fromkeys(range(2019, 2026), 3))])
    told = say("anmalda_valdsbrott")
    assert {one.answer for one in told.values()} == {Answer.UNKNOWN}
    assert not any(" 3 " in f" {one.words} " for one in told.values())


def test_how_common_compares_only_what_is_visible() -> None:
    def found(count: float | None):  # type: ignore[no-untyped-def]
        told = figures_say(cache.context().inquiry(person=ANNA), indicator_id="anmalda_valdsbrott")
        return replace(told, count=count, period="2025")

    ranked = with_how_common({"a": found(40), "b": found(90), "c": found(None), "d": found(60)})
    first = {key: told[0] for key, told in ranked.items()}
    assert [first[key].answer for key in "badc"] == [
        Answer.YES, Answer.NO, Answer.PARTLY, Answer.UNKNOWN,
    ]  # fmt: skip
    assert first["b"].short == "flest av 3"


def test_each_persons_answers_stand_beside_the_others(become) -> None:
    one = problem()
    keep(Judgement(name="Bo", problem=one, signal=Answer.NO, manga=Answer.YES), BO)
    become(LENA)
    app = arrive(PAGE, flik="Bedöm")
    key = f"bedom-{one}-0"
    app.radio(key=f"{key}-signal").set_value(Answer.YES)
    app.text_area(key=f"{key}-skal").set_value("Alla ser det")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    assert len(kept(Judgement)) == 2
    app = arrive(PAGE)
    assert app.title[0].value == (
        "1 problem. 2 personer har bedömt. Mest talar för Våld: ja i 1 av 12 kriterier. I 1 ruta tycker ni olika."
    )
    assert "olika" in app.get("plotly_chart")[0].proto.spec
    shown = app.table[-1].value.to_dict("records")
    assert [(row["Ja"], row["Nej"]) for row in shown] == [("Lena", "Bo"), ("Bo", "–")]
    assert "Lena om Våld: Alla ser det" in words(app).replace("**", "")
    app = arrive(PAGE, flik="Bedöm")
    assert app.radio(key=f"bedom-{one}-1-signal").value is Answer.YES, "changed, not made twice"
    app.radio(key=f"bedom-{one}-1-signal").set_value(Answer.PARTLY)
    app.button(key=f"bedom-{one}-1-spara").click().run()
    assert len(kept(Judgement)) == 2


def test_nobody_changes_or_removes_anothers_judgement() -> None:
    one = problem()
    saved = keep(Judgement(name="Bo", problem=one, signal=Answer.NO), BO)
    store = cache.context().store
    changed = replace(saved.record, signal=Answer.YES)
    for record in (changed, replace(changed, name="Anna")):
        with pytest.raises(LagesbildError) as refused:
            keep(record, ANNA, record_id=saved.id, based_on=1)
        assert refused.value.code == "AB-030"
    with pytest.raises(LagesbildError, match="bedömning"):
        remove(store, record_id=saved.id, person=ANNA, based_on=1)
    keep(changed, BO, record_id=saved.id, based_on=1)
    with pytest.raises(LagesbildError, match="bedömning"):
        restore(store, record_id=saved.id, version=1, person=ANNA)
    assert kept(Judgement)[0].record.signal is Answer.YES


def test_who_may_not_see_the_figures_is_told_nothing_of_them(become) -> None:
    deliver([*people(), observation("socialtjanst.orosanmalningar", "2260", 62.0)], source="socialtjanst")  # fmt: skip
    one = problem("Oro", "orosanmalningar")
    resident = Person(id="r", name="R", role=Role.INVANARREPRESENTANT, kommun_code="2260")
    become(resident)
    app = arrive(PAGE)
    assert not app.exception
    assert "din roll inte får se" in tables(app)
    assert "62" not in words(app) + tables(app) + app.get("plotly_chart")[0].proto.spec
    key = f"bedom-{one}-0"
    app = arrive(PAGE, flik="Bedöm")
    app.radio(key=f"{key}-manga").set_value(Answer.YES)
    app.button(key=f"{key}-spara").click().run()
    assert kept(Judgement)[0].record.name == "R", "residents' representatives judge too"


def test_the_decision_is_kept_with_reasons_for_each_problem() -> None:
    one = problem()
    app = arrive(PAGE, flik="Beslut")
    key = "ny-prioritering-Prioritering 2026"
    app.text_input(key=f"{key}-decided_by").set_value("Trygghetsrådet")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    [saved] = kept(Ranking)
    assert [(line.title, line.problem) for line in saved.record.ranked] == [("Våld", one)]
    key = f"{saved.id}-1-ranked"
    app.selectbox(key=f"{key}-rad").select(0).run()
    app.selectbox(key=f"{key}-0-outcome").select(Outcome.FIRST)
    app.text_area(key=f"{key}-0-reason").set_value("Ökar mest")
    app.button(key=f"{key}-0-spara").click().run()
    assert not app.exception
    assert kept(Ranking)[0].record.ranked[0].outcome is Outcome.FIRST
    assert "Ökar mest" in tables(app)


def test_the_example_is_marked_and_the_matrix_reads_without_colour() -> None:
    load_example_records(cache.context().store, today=today())
    for tab in ("Matris", "Bedöm", "Beslut"):
        app = arrive(PAGE, flik=tab)
        assert not app.exception
        assert not app.error
        assert "Exempeldata – påhittade siffror" in words(app)
    problems, judgements = kept(Problem), kept(Judgement)
    columns = make_matrix(problems, told={}, judgements=judgements)
    figure = matrix_figure(columns, example=True)
    texts = [str(one.text) for one in figure.layout.annotations]
    assert len(figure.layout.shapes) == 12 * len(problems)
    assert all(any(one.words[:12] in text for text in texts) for one in Criterion)
    assert "● ● ○  olika" in texts
    assert matrix_sentence(columns, judges=3).startswith("2 problem. 3 personer har bedömt.")
    many = [replace(judgements[0], record=replace(judgements[0].record, name=str(n))) for n in range(9)]  # fmt: skip
    [crowded] = make_matrix([p for p in problems if p.id == many[0].record.problem], told={}, judgements=many)  # fmt: skip
    assert cell_words(crowded.cells[6]) == "9 ja"


def test_no_problem_says_where_to_begin() -> None:
    app = arrive(PAGE)
    assert app.title[0].value == "Det finns inga problem att väga mot varandra än."
    assert "Lägg först in problemen" in words(app)


def test_the_coordinator_writes_down_what_those_at_the_table_answer() -> None:
    one = problem()
    keep(Seat(name="Alva", organisation="Polisen"))
    keep(Seat(name="Bo", organisation="Skolan"))
    keep(Judgement(name="Bo", problem=one, signal=Answer.NO), BO)
    app = arrive(PAGE, flik="Bedöm")
    assert app.selectbox(key=f"vem-{one}").options == ["Anna", "Alva"], "Bo has answered himself"
    app.selectbox(key=f"vem-{one}").select("Alva").run()
    key = f"bedom-{one}-Alva-0"
    app.radio(key=f"{key}-signal").set_value(Answer.YES)
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    assert {(j.record.name, j.saved_by) for j in kept(Judgement)} == {
        ("Bo", "bo"),
        ("Alva", "anna"),
    }


def weigh(counts: dict[str, float | None], days: dict[str, int]) -> dict[str, Told]:
    base = nothing_said("inget mått")
    found = {key: replace(base, count=count, period="2025") for key, count in counts.items()}
    weights = {
        key: Weight(indicator=key, days=days[key], source="rådet") if key in days else None
        for key in counts
    }
    told = with_harm(with_how_common(found), found=found, weights=weights)
    return {
        key: next(one for one in own if one.criterion is Criterion.HARM)
        for key, own in told.items()
    }


def test_harm_is_weighed_only_with_the_councils_own_weights() -> None:
    counts: dict[str, float | None] = {
        "valdsbrott": 60,
        "skadegorelse": 400,
        "stold": 60,
        "ran": None,
    }
    without = weigh(counts, {})
    assert {one.answer for one in without.values()} == {Answer.UNKNOWN}
    assert "Inga vikter för skada är inlagda" in without["ran"].words
    told = weigh(counts, {"valdsbrott": 100, "skadegorelse": 2, "ran": 300})
    assert told["valdsbrott"].answer is Answer.YES
    assert told["valdsbrott"].words.startswith(
        "60 under 2025 gånger 100 dagar är 6\u00a0000 dagar ("
    )
    assert told["skadegorelse"].answer is Answer.NO
    assert "ingen vikt" in told["stold"].words
    assert "skyddat" in told["ran"].words
    near = weigh({"a": 60, "b": 55}, {"a": 10, "b": 10})
    assert [one.answer for one in near.values()] == [Answer.PARTLY, Answer.PARTLY], "chance alone"
    assert weigh({"a": 60, "b": 4}, {"a": 10, "b": 900})["a"].answer is Answer.UNKNOWN
    assert HarmTable(title="V", weights=(Weight(indicator="a", days=0, source="x"),)).problems()


def test_the_weights_are_written_on_the_page_and_used_in_the_matrix() -> None:
    counted = [observation("bra.skadegorelse", "2260", 62, year=year) for year in range(2019, 2026)]
    deliver([*people(), *counted])
    problem("Skadegörelse", "skadegorelse")
    table = HarmTable(
        title="Vikter 2026",
        weights=(Weight(indicator="skadegorelse", days=100, source="beslut i rådet"),),
    )
    assert "Inga vikter för skada är inlagda" in tables(arrive(PAGE))
    app = arrive(PAGE, flik="Vikter")
    assert not app.exception
    assert "Lägesbild har inga egna vikter" in words(app)
    keep(table)
    assert "inget annat problem med både antal och vikt" in tables(arrive(PAGE))
    assert "beslut i rådet" in tables(arrive(PAGE, flik="Vikter"))
