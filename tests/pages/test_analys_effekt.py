"""The page Effekt: a measure of the plan fills the choices, and the answer is in words."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.person import Person, Role
from lagesbild.domain.work.measures import Measure
from lagesbild.store.areas import add_areas
from lagesbild.ui import cache, visit
from tests.pages.small_store import KOMMUN, LAN, deliver, observation, people, words
from tests.pages.work_pages import keep

CRIMES, PLACE = "bra.skadegorelse", "2260-torget"


def months(code: str, counts: list[float]) -> list[dict[str, object]]:
    rows = []
    for i, count in enumerate(counts):
        start, end = (2020 * 12 + n for n in (i, i + 1))
        days = {
            "period_start": date(start // 12, start % 12 + 1, 1),
            "period_end": date(end // 12, end % 12 + 1, 1),
        }
        rows.append(
            {
                **observation(CRIMES, code, count),
                **days,
                "period_label": f"{days['period_start']:%Y-%m}",
            }
        )
    return rows


@pytest.fixture
def world(monkeypatch) -> None:
    """A square where it halves from January 2024, in a kommun where nothing else happens."""
    person = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code=KOMMUN)
    monkeypatch.setattr(visit, "local_person", lambda: person)
    area = Area(
        code=PLACE, name="Torget", level=AreaLevel.DELOMRADE, parent_code=KOMMUN, kommun_code=KOMMUN
    )
    add_areas(cache.context().store, [area])
    chance = np.random.default_rng(8)
    rest = chance.poisson(40, 72).clip(6)
    square = np.concatenate([chance.poisson(30, 48).clip(6), chance.poisson(12, 24).clip(6)])
    deliver(
        [
            *people(range(2019, 2026)), *months(PLACE, [float(x) for x in square]),
            *months(KOMMUN, [float(x) for x in square + rest]),
            *months(LAN, [float(x) for x in chance.poisson(900, 72)]),
        ]
    )  # fmt: skip


def test_a_measure_of_the_plan_fills_place_and_time(open_at, world) -> None:
    saved = keep(
        Measure(
            title="Kamera", owner="Kommunen", place="torget vid stationen", indicator="skadegorelse",
            starts_on=date(2023, 12, 14),
        )
    )  # fmt: skip
    other = keep(
        Measure(
            title="Vandring", owner="Kommunen", place="hela kommunen", starts_on=date(2023, 5, 1)
        )
    )
    app = open_at("effekt", atgard=saved.id, indikator="narkotikabrott")
    assert not app.exception
    assert app.selectbox(key="omrade").value == PLACE
    assert "Åtgärden följs med: Anmäld skadegörelse" in [link.label for link in app.page_link]
    app.selectbox(key="atgard").select(other.id).run()
    assert not app.exception
    assert app.selectbox(key="omrade").value == KOMMUN
    assert "det finns inga siffror att jämföra" in app.title[0].value
    app.selectbox(key="atgard").select(saved.id).run()
    assert not app.exception
    assert app.selectbox(key="indikator").value == "skadegorelse"
    assert app.selectbox(key="omrade").value == PLACE
    assert app.selectbox(key="fran").value == "2024-01-01", "the first whole month"
    title = app.title[0].value
    assert "Anmäld skadegörelse i Torget: tydligt färre sedan januari 2024" in title
    assert "om det gått som i resten av kommunen" in title
    assert "Kamera" in app.get("plotly_chart")[0].proto.spec
    assert "Avbruten tidsserie" in words(app)


def test_a_link_gives_the_whole_view_and_the_table(open_at, world) -> None:
    app = open_at(
        "effekt", indikator="skadegorelse", omrade=PLACE, fran="2024-01-01", flik="Tabell"
    )
    assert not app.exception
    text = words(app)
    assert "resten av kommunen" in text
    assert "Före är räknat på lika lång tid som efter" in text


def _years(counts: list[float]) -> list[dict[str, object]]:
    return [
        observation(CRIMES, KOMMUN, n, year=2026 - len(counts) + i) for i, n in enumerate(counts)
    ]


def test_two_years_before_do_not_tell_what_is_usual(open_at) -> None:
    deliver([*people(), *_years([90659, 88766, 84816])])
    text = words(open_at("effekt", indikator="skadegorelse", fran="2025-01-01"))
    assert "kan inte bedömas – det finns för få år före åtgärden" in text
    assert "minskade troligen" not in text
    assert "skyddade i något" not in text, "nothing is hidden: there are only years"
    assert "gått att se" not in text, "what could have been seen is not known either"


def test_three_uneven_years_before_are_not_taken_for_exact(open_at) -> None:
    deliver([*people(), *_years([90659, 88766, 92100, 84816])])
    text = words(open_at("effekt", indikator="skadegorelse", fran="2025-01-01"))
    assert "minskade troligen" not in text
    assert "Måttet finns bara för hela år." in text
    assert "1,0 gånger" not in text


def test_without_figures_no_number_is_made_up(open_at) -> None:
    app = open_at("effekt", indikator="skadegorelse")
    assert "det finns inga siffror att jämföra" in app.title[0].value
    assert "om året" not in words(app)


def test_half_years_are_shown_and_said_to_be_no_months(open_at) -> None:
    halves = [
        {
            **observation("ungdomsrad.synpunkter", KOMMUN, 16.0, year=2020 + n // 2),
            "period_start": date(2020 + n // 2, 1 + 6 * (n % 2), 1),
            "period_end": date(2020 + (n + 1) // 2, 1 + 6 * ((n + 1) % 2), 1),
            "period_label": "halvår",
        }
        for n in range(12)
    ]  # fmt: skip
    deliver(halves, source="ungdomsrad")
    app = open_at("effekt", indikator="ungdomsrad_synpunkter")
    assert "måttet finns varken för månader eller hela år" in app.title[0].value
    text = words(app)
    assert "Ingen har lämnat" not in text
    assert "om året hade" not in text
