"""The lägesbild to take home: the same figures as on the page, in slides and on paper."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation

from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.work.causes import Evidence
from lagesbild.domain.work.lagesbild import Lagesbild, Section
from lagesbild.ui import lagesbild_files
from tests.pages.small_store import deliver, people, violence
from tests.pages.work_pages import arrive, keep
from tests.pdf_text import texts

COUNTS = {2023: 40, 2024: 50, 2025: 62}
VIEW = Evidence(
    says="62 anmälda.", address="indikator?indikator=anmalda_valdsbrott&kommun=2260&visa=count",
    indicator="anmalda_valdsbrott", place="Ånge",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def figures(installation) -> None:
    deliver(people() + violence(COUNTS))


@pytest.fixture
def given(monkeypatch) -> dict[str, dict]:
    """What each button would give."""
    found: dict[str, dict] = {}
    monkeypatch.setattr(
        lagesbild_files, "offer_file", lambda place, label, **how: found.update({place: how})
    )
    return found


def test_slides_and_paper_hold_the_figures_of_the_page(given) -> None:
    mine = keep(Lagesbild(title="Lägesbild 2026")).id
    keep(Section(title="Våld", lagesbild=mine, text="Våldet ökar.", views=(VIEW,)))
    app = arrive("lagesbild", lagesbild=mine)
    assert not app.exception
    slides, paper = given["lagesbild-bilder"], given["lagesbild-papper"]
    assert slides["file_name"] == "lagesbild-2260-2026-11-21-utkast.pptx"
    assert paper["file_name"] == "lagesbild-2260-2026-11-21-utkast.pdf"
    assert slides["holds"] == paper["holds"]
    assert isinstance(slides["holds"], Secrecy)
    deck = Presentation(BytesIO(slides["data"]()))
    (chart,) = [one.chart for slide in deck.slides for one in slide.shapes if one.has_chart]
    own = {one.name: list(one.values) for one in chart.plots[0].series}["Ånge"]
    assert [value for value in own if value is not None] == list(COUNTS.values())
    printed = texts(paper["data"]())
    for word in ("Våldet ökar.", *map(str, COUNTS.values())):
        assert any(word in told for told in printed), word


def test_what_has_happened_to_the_underlag_follows_with_the_files() -> None:
    from tests.unit.test_slides_and_paper import LINE, document

    figure = replace(LINE, address="a")
    told = lagesbild_files.with_troubles(document(figure), {"a": "Underlaget har återkallats."})
    assert told.figures[0].trouble == "Underlaget har återkallats."
    assert lagesbild_files.with_troubles(document(figure), {}) == document(figure)
