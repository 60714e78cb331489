"""The page Trend och styrdiagram: months, years, quarters, flags and what hidden months give away."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from lagesbild.domain.person import Person, Role
from lagesbild.domain.work.measures import Measure
from lagesbild.domain.work.year import Happening, HappeningKind
from lagesbild.ui import visit
from tests.pages.small_store import KOMMUN, deliver, observation, people, words
from tests.pages.work_pages import keep

CRIMES = "bra.narkotikabrott"


def monthly(values: list[float], *, first: int = 2020, step: int = 1) -> list[dict[str, object]]:
    """A series of periods of ``step`` months from January."""
    rows = []
    for i, value in enumerate(values):
        start, end = (first * 12 + n for n in (i * step, (i + 1) * step))
        row = observation(CRIMES, KOMMUN, value)
        days = {
            name: date(n // 12, n % 12 + 1, 1)
            for name, n in (("period_start", start), ("period_end", end))
        }
        rows.append({**row, **days, "period_label": f"{days['period_start']:%Y-%m}"})
    return rows


@pytest.fixture
def coordinator(monkeypatch) -> Person:
    person = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code=KOMMUN)
    monkeypatch.setattr(visit, "local_person", lambda: person)
    return person


def test_months_with_flags_from_the_year_wheel_and_the_plan(open_at, coordinator) -> None:
    counts = np.random.default_rng(4).poisson(20, 72).clip(5).astype(float)
    counts[60:] *= 3
    deliver([*people(range(2019, 2026)), *monthly(list(counts))])
    keep(Happening(title="Marknaden", kind=HappeningKind.EVENT, starts_on=date(2023, 7, 1)))
    keep(
        Measure(
            title="Fler kontroller", owner="Polisen", indicator="narkotikabrott",
            starts_on=date(2024, 5, 1),
        )
    )  # fmt: skip
    app = open_at("trend", indikator="narkotikabrott")
    assert not app.exception
    assert "tydligt fler sedan omkring januari 2025" in app.title[0].value
    text = words(app)
    assert text.index("Marknaden") < text.index("Fler kontroller"), "in order of time, with numbers"
    assert "Fler kontroller" in text
    spec = app.get("plotly_chart")[0].proto.spec
    assert "⚑1" in spec or "\\u26911" in spec
    assert "diamond" in spec
    assert "Så läser du styrdiagrammet" in text
    assert "Vilket diagram?" in text


def test_quarters_are_a_series_too(open_at) -> None:
    counts = np.random.default_rng(5).poisson(40, 24).astype(float)
    deliver([*people(range(2019, 2026)), *monthly(list(counts), step=3)])
    app = open_at("trend", indikator="narkotikabrott", flik="Tabell")
    assert not app.exception
    assert "ingen förändring går att skilja från slump" in app.title[0].value
    assert len(app.table[0].value) == 24


def test_no_number_of_a_hidden_month_is_shown(open_at) -> None:
    counts = [3.0 if i % 2 else 7.0 for i in range(72)]
    deliver([*people(range(2019, 2026)), *monthly(counts)])
    months = open_at("trend", indikator="narkotikabrott", tid="delar", flik="Tabell")
    assert not months.exception
    table = months.table[0].value
    assert "3" not in table.to_numpy().astype(str)
    assert "skyddat (för få)" in table.to_numpy().astype(str)
