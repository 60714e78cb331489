"""Themes on Översikt (oversikt): several providers' measures together, summers compared, an age for itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lagesbild.analysis.focus import ages, focus_view, summers
from lagesbild.analysis.situation import situation
from lagesbild.catalog.reading import check_catalog
from lagesbild.domain.person import Person, Role
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.ui import cache
from tests.pages.small_store import KOMMUN, deliver, observation, people, words
from tests.pages.work_pages import ANNA, arrive
from tests.thinned import some

GUEST = Person(id="g", name="G", role=Role.INVANARREPRESENTANT, kommun_code=KOMMUN)
ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def without_figures() -> None:
    with cache.context().store.transaction() as cursor:
        cursor.execute("DELETE FROM figure")
        cursor.execute("DELETE FROM delivery")


def inquiry(person: Person = ANNA):
    return cache.context().inquiry(person=person, kommun_code=KOMMUN)


def focus(name: str):
    return next(one for one in inquiry().catalog.focuses if one.id == name)


def month(measure: str, year: int, number: int, value: float) -> dict[str, object]:
    row = observation(measure, KOMMUN, value, year=year)
    end = date(year, number + 1, 1) if number < 12 else date(year + 1, 1, 1)
    return {**row, "period_start": date(year, number, 1), "period_end": end, "period_label": f"{year}-{number:02}",
            "status": STATUS_CODES[Status.VALUE]}  # fmt: skip


def test_children_are_seen_over_three_administrations() -> None:
    deliver([*people(), observation("skola.skadegorelse_skolor", KOMMUN, 41)], source="skola")
    deliver([observation("socialtjanst.ssp_arenden", KOMMUN, 120)], source="socialtjanst")
    deliver([observation("kommun.fritidsgard_besok", KOMMUN, 5400)], source="kommun")
    app = arrive("oversikt", fokus="barn_och_unga")
    assert not app.exception
    heads = [one.value for one in app.subheader]
    names = {one.id: one.name for one in inquiry().catalog.sources.values()}
    assert {names["skola"], names["socialtjanst"], names["kommun"]} <= {
        head.replace("\\", "") for head in heads
    }
    assert app.title[0].value.startswith("Barn och unga i Ånge: 3 av ")
    text = words(app)
    assert "5 400" in text or "5\u00a0400" in text
    assert "Hela läget" in [link.label for link in app.get("page_link")]
    whole = arrive("oversikt")
    assert "Motorburen ungdom" in [link.label for link in whole.get("page_link")]
    assert "hela läget i stället" in words(arrive("oversikt", fokus="finns_inte"))


def test_a_theme_shows_each_role_what_it_may_see() -> None:
    deliver(
        [*people(), observation("socialtjanst.ssp_arenden", KOMMUN, 120)], source="socialtjanst"
    )
    for person, seen in ((ANNA, True), (GUEST, False)):
        asked = inquiry(person)
        view = focus_view(asked, focus("barn_och_unga"), situation=situation(asked))
        tile = next(one for one in view.tiles if one.indicator.id == "ssp_arenden")
        assert ("120" in tile.value_text) is seen
    assert summers(inquiry(GUEST), focus("motorburen_ungdom")) == []


def test_the_newest_summer_is_laid_beside_those_before() -> None:
    rows = [
        month("polisen.buskorning", year, number, count)
        for year, count in ((2021, 10), (2022, 11), (2023, 9), (2024, 10), (2025, 24))
        for number in range(1, 13)
    ]
    deliver([*people(), *rows], source="polisen")
    [larm, est] = summers(inquiry(), focus("motorburen_ungdom"))
    assert larm.summers.startswith("Sommaren 2025: 72, tydligt fler än tidigare somrar")
    assert larm.summer_rows[0] == {"Sommar": "2025", "Juni–augusti": "72"}
    assert "kan inte jämföras" in est.summers
    app = arrive("oversikt", fokus="motorburen_ungdom")
    assert not app.exception
    assert "Sommaren 2025: 72, tydligt fler" in words(app)


def test_an_age_is_shown_for_itself_where_somebody_has_divided_by_it() -> None:
    count = "socialtjanst.ssp_arenden"
    rows = [
        observation(count, KOMMUN, 60),
        observation(count, KOMMUN, 20, breakdown='{"Ålder": "10–12"}'),
        observation(count, KOMMUN, 40, breakdown='{"Ålder": "13–17"}'),
        observation(count, KOMMUN, 9, breakdown='{"Kön": "Flickor", "Ålder": "10–12"}'),
    ]
    deliver([*people(), *rows], source="socialtjanst")
    found = {one.indicator.id: one.figures for one in ages(inquiry(), focus("alder_10_12"))}
    figures = found["ssp_arenden"]
    assert figures is not None
    assert figures.frame["count"].tolist() == [20]
    assert found["krankningsanmalningar"] is None
    app = arrive("oversikt", fokus="alder_10_12")
    assert not app.exception
    assert "Lämnas inte uppdelat på ålder" in words(app)
    assert ages(inquiry(), focus("narkotika")) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    some(
        [('indicators = ["finns_inte"]', "KA-009"), ("indicators = []", "KA-011"), ("nytt = 1", "KA-002")],
        ordinarily=1,
    ),
)  # fmt: skip
def test_a_theme_that_does_not_fit_is_refused(tmp_path: Path, wrong: str, code: str) -> None:
    for name in ("indicators", "sources"):
        (tmp_path / name).symlink_to(ROOT / "data" / "catalog" / name)
    for name in ("glossary.toml", "pairs.toml"):
        (tmp_path / name).symlink_to(ROOT / "data" / "catalog" / name)
    body = '[[theme]]\nid = "t"\nname = "T"\nquestion = "Q"\n'
    more = wrong if "indicators" in wrong else f'indicators = ["skadegorelse"]\n{wrong}'
    (tmp_path / "themes.toml").write_text(body + more, encoding="utf-8")
    assert code in {fault.code for fault in check_catalog(tmp_path)}
    twice = (body + 'indicators = ["skadegorelse"]\n') * 2
    (tmp_path / "themes.toml").write_text(twice, encoding="utf-8")
    assert "KA-012" in {fault.code for fault in check_catalog(tmp_path)}
