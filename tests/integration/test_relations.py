"""Samband: relations that were put in are found with their lag, chance is not, and nothing is explained."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lagesbild.analysis import relations as module
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.kommun_panel import kommun_panel, own_quarters
from lagesbild.analysis.relations import HIDDEN_WORDS, lag_words, relations, strength_words
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.person import PUBLIC
from tests.small_world import ANGE, areas, asked_of, catalog, figure

ROOT = Path(__file__).resolve().parents[2]
YEARS = tuple(range(2016, 2026))
PROBLEM, MOVER, INTERNAL = "skadegorelse", "narkotikabrott", "ordningslarm"
RARE = "bilbrott"
OTHERS = ("misshandel", "trafikbrott", RARE, "rattfylleri", "vald_utomhus_vuxna")


@cache
def world() -> Inquiry:
    """Forty kommuner in ten years. Criminal damage follows drug crime a year later, alarms go against it
    at the same time; the rest is chance. In Ånge by the month, of car crime so few that they are
    hidden."""
    rng = np.random.default_rng(20)
    codes = [a.code for a in areas() if a.level is AreaLevel.KOMMUN and a.code != ANGE][::7][:40]
    steps = {name: rng.normal(0, 0.25, (40, len(YEARS))) for name in (PROBLEM, MOVER, *OTHERS)}
    steps[INTERNAL] = rng.normal(0, 0.05, (40, len(YEARS))) - 0.5 * steps[PROBLEM]
    steps[PROBLEM][:, 1:] += steps[MOVER][:, :-1]
    rows = []
    for k, code in enumerate(codes):
        for n, year in enumerate(YEARS):
            start = pd.Timestamp(year, 1, 1)
            rows.append(figure("scb.folkmangd", code, 20_000, start=start))
            for name, changes in steps.items():
                level = 300 * np.exp(changes[k].cumsum()[n] - changes[k].cumsum().mean())
                measure = catalog().indicators[name].numerator or ""
                rows.append(figure(measure, code, round(level), start=start))
    for n in range(12 * len(YEARS)):
        start = pd.Timestamp(YEARS[0] + n // 12, 1 + n % 12, 1)
        if n % 12 == 0:
            rows.append(figure("scb.folkmangd", ANGE, 9000, start=start))
        for name, mean in ((MOVER, 40), (PROBLEM, 30), (RARE, 2)):
            measure = catalog().indicators[name].numerator or ""
            rows.append(
                figure(
                    measure,
                    ANGE,
                    float(rng.poisson(mean)),
                    start=start,
                    months=1,
                    period_label=str(start.date()),
                )
            )
    return asked_of(rows)


@cache
def prepared() -> dict[str, object]:
    """What is the same for every problem."""
    return {"panel": kommun_panel(world()), "quarters": own_quarters(world())}


@pytest.fixture(scope="module")
def found():
    return relations(world(), indicator_id=PROBLEM)


def test_what_was_put_in_is_found_with_its_lag_and_direction(found) -> None:
    sure = {one.indicator.id: one for one in found.everywhere.sure}
    assert set(sure) == {MOVER, INTERNAL}
    assert sure[MOVER].lag == 1
    assert lag_words(sure[MOVER].lag, unit="år") == "ett år före"
    assert sure[MOVER].direction == "åt samma håll"
    assert sure[MOVER].found.lower > 0.3
    assert sure[INTERNAL].lag == 0
    assert sure[INTERNAL].direction == "åt motsatt håll"
    assert found.everywhere.tried == 7
    assert found.everywhere.relations[0].indicator.id == INTERNAL, "another source comes first"
    assert sure[MOVER].is_near
    assert "2 av 7 prövade mått rör sig med eller före det i landets kommuner" in found.sentence
    assert "(ett år före, åt samma håll)" in found.sentence


def test_in_the_kommun_itself_chance_is_not_called_a_relation(found) -> None:
    assert found.here.tried == 1
    assert found.here.sure == ()
    assert found.here.unit == "kvartal"
    assert found.here.by_chance == pytest.approx(0.05)
    assert found.sentence.endswith("i Ånge syns inget säkert samband bland 1 mått.")
    assert set(found.figures.frame["area_code"]) == {ANGE}


def test_without_relations_the_sentence_says_so() -> None:
    nothing = relations(world(), indicator_id="misshandel", **prepared())
    assert nothing.everywhere.sure == ()
    assert "inget av 7 prövade mått rör sig säkert med eller före det" in nothing.sentence
    assert nothing.sentence.endswith("i Ånge kan det inte bedömas.")


def test_hidden_months_make_hidden_quarters_and_no_answer(found) -> None:
    own = prepared()["quarters"]
    assert own.hidden[RARE] > 0.5
    assert np.isnan(own.values[RARE]).mean() == pytest.approx(own.hidden[RARE])
    rare = next(one for one in found.here.relations if one.indicator.id == RARE)
    assert not rare.is_known
    assert rare.reason == HIDDEN_WORDS
    assert np.isnan(rare.found.estimate)


def test_what_the_person_may_not_see_is_not_tried() -> None:
    public = replace(world(), person=PUBLIC)
    panel = kommun_panel(public)
    assert INTERNAL not in panel.changes
    answer = relations(public, indicator_id=PROBLEM, panel=panel)
    assert INTERNAL not in {one.indicator.id for one in answer.everywhere.relations}
    assert answer.everywhere.tried == 6


def test_a_part_of_the_problem_is_no_relation(found) -> None:
    inquiry = world()
    tried = {
        one.indicator.id
        for one in relations(inquiry, indicator_id="bilbrott", **prepared()).levels.relations
    }
    assert {"bilstold", "stold_ur_fordon"} & set(inquiry.catalog.indicators)
    assert not {"bilbrott", "bilstold", "stold_ur_fordon"} & tried
    assert PROBLEM not in {one.indicator.id for one in found.everywhere.relations}


def test_levels_are_told_apart_from_changes(found) -> None:
    assert found.levels.unit == ""
    assert lag_words(0, unit="") == ""
    assert all(one.lag == 0 for one in found.levels.relations)
    counted = next(o for o in found.levels.relations if o.indicator.kind == "count")
    assert "antal säger inget" in counted.reason


@pytest.mark.parametrize(
    ("r", "word"), [(0.05, "mycket svagt"), (-0.2, "svagt"), (0.4, "måttligt"), (-0.7, "starkt")]
)
def test_strength_has_a_word(r: float, word: str) -> None:
    assert strength_words(r) == word
    assert lag_words(2, unit="kvartal") == "två kvartal före"


def test_nothing_is_ever_said_to_make_something_happen() -> None:
    parts = (Path(module.__file__), *(ROOT / part for part in (
        "lagesbild/ui/analys_samband.py", "lagesbild/charts/relations.py", "pages/analys/samband.py",
        "lagesbild/stats/panel.py", "lagesbild/stats/lagged.py", "lagesbild/analysis/kommun_panel.py",
    )))  # fmt: skip
    for part in parts:
        text = part.read_text(encoding="utf-8").casefold()
        for word in ("orsakar", "beror på", "leder till", "påverkar"):
            assert word not in text, f"{part.name} says {word}"
