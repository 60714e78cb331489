"""Pinning a view under its picture: to a section of a lägesbild, or to a problem."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import Person, Role
from lagesbild.domain.work.causes import Evidence, Problem
from lagesbild.domain.work.lagesbild import Lagesbild, LagesbildState, LawPart, Section, Step
from lagesbild.domain.work.view_address import View, read_address, write_address
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ui import cache, visit
from lagesbild.ui.pinning import TO_CAUSES, TO_LAGESBILD
from lagesbild.workspace.pinning import open_sections, pin_to_section
from lagesbild.workspace.records import records_of, save
from tests.pages.small_store import KOMMUN, deliver, people, violence

ANNA = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code=KOMMUN)


def kept(kind):  # type: ignore[no-untyped-def]
    return records_of(cache.context().store, kind=kind, person=ANNA)


def boxes(app: AppTest) -> list[str]:
    """Labels of the boxes that open under the picture."""
    return [one.label for one in app.button if (one.key or "").endswith("-oppna")]


def press(app: AppTest, box: str) -> AppTest:
    app.button(key=f"{box}-oppna").click().run()
    return app.button(key=f"{box}-spara").click().run()


@pytest.fixture
def at_indikator(open_at, monkeypatch: pytest.MonkeyPatch) -> AppTest:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(visit, "local_person", lambda: ANNA)
    deliver(people() + violence({2023: 40, 2024: 50, 2025: 62}))
    return open_at("indikator", indikator="anmalda_valdsbrott", visa="count")


def test_a_view_is_pinned_to_a_new_lagesbild_and_to_a_new_problem(
    at_indikator, as_role, open_at
) -> None:
    app = press(at_indikator, TO_LAGESBILD)
    assert not app.exception
    assert "Vyn finns nu i Lägesbild 2026, Brottsligheten och dess omfattning." in app.toast[0].value  # fmt: skip
    assert {one.record.part for one in kept(Section)} == set(LawPart)
    [view] = [view for one in kept(Section) for view in one.record.views]
    assert view.says == app.title[0].value.replace("\\", "")
    asked = read_address(view.address)
    assert asked is not None
    assert asked.page_id == "indikator"
    assert (asked.one("indikator"), asked.one("kommun"), asked.one("visa")) == (
        "anmalda_valdsbrott", KOMMUN, "count",
    )  # fmt: skip
    assert view.data_version == cache.context().data_version()

    again = press(app, TO_LAGESBILD)
    assert "Vyn fanns redan i" in again.toast[0].value
    assert len(kept(Lagesbild)) == 1
    press(again, TO_CAUSES)
    [problem] = kept(Problem)
    assert problem.record.title == "Anmälda våldsbrott i Ånge"
    assert problem.record.evidence == (view,)
    assert not app.exception

    as_role(Role.SAMORDNARE)
    assert len(boxes(open_at("indikator", indikator="anmalda_valdsbrott"))) == 2
    as_role(Role.LEDAMOT)
    assert boxes(open_at("indikator", indikator="anmalda_valdsbrott")) == []


def test_an_adopted_lagesbild_takes_no_more_views() -> None:
    store = cache.context().store
    adopted = Step(
        body="kommunstyrelsen", state=LagesbildState.ADOPTED, on=date(2026, 11, 2), frozen=1
    )
    draft = save(
        store, record=Lagesbild(title="Ä", steps=(adopted,)), person=ANNA,
        check_text=refuse_personal_data,
    )  # fmt: skip
    section = save(
        store, record=Section(title="A", lagesbild=draft.id), person=ANNA,
        check_text=refuse_personal_data,
    )  # fmt: skip
    assert open_sections(store, person=ANNA) == []
    with pytest.raises(LagesbildError) as caught:
        pin_to_section(
            store, evidence=Evidence(says="x"), section_id=section.id, person=ANNA,
            check_text=refuse_personal_data, today=date(2026, 11, 21),
        )  # fmt: skip
    assert caught.value.code == "AB-020"


def test_an_address_is_read_back_and_nothing_else_is() -> None:
    view = View(page_id="jamfor", choices=(("valda", "2260"), ("valda", "0180"), ("kommun", "å&b")))
    again = read_address(write_address(view))
    assert again is not None
    assert again.many("valda") == ("2260", "0180")
    assert again.as_query == {"kommun": ["å&b"], "valda": ["2260", "0180"]}
    assert read_address("https://example.org/x?y=1") is None
    assert read_address("") is None
