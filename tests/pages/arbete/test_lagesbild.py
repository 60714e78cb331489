"""Lägesbild: begun, written, held against the law, frozen, adopted, compared; and shown in the room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from lagesbild.domain.person import Person, Role
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.work.causes import Evidence, HowKnown
from lagesbild.domain.work.lagesbild import (
    Lagesbild,
    LagesbildKind,
    LagesbildState,
    LawPart,
    Observation,
    ObservationKind,
    Section,
)
from lagesbild.store.connection import increase_data_version
from lagesbild.store.deliveries import list_deliveries, recall_delivery
from lagesbild.ui import cache
from lagesbild.workspace.frozen import read_version, versions_of
from tests.pages.small_store import deliver, people, violence, words
from tests.pages.work_pages import ANNA, LENA, arrive, keep, kept, tables

PAGE = "lagesbild"
CHAIR = Person(id="ordf", name="Ordföranden", role=Role.ORDFORANDE, kommun_code="2260")
VIEW = Evidence(
    says="62 anmälda.", address="indikator?indikator=anmalda_valdsbrott&kommun=2260&visa=count",
    indicator="anmalda_valdsbrott", place="Ånge",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def figures(installation) -> None:
    deliver(people() + violence({2023: 40, 2024: 50, 2025: 62}))


@pytest.fixture(autouse=True)
def nothing_frozen() -> None:
    with cache.context().store.transaction() as cursor:
        cursor.execute("DELETE FROM frozen_lagesbild")


def draft(**more) -> str:
    """A lägesbild with a section that holds a text and a view; returns its id."""
    saved = keep(Lagesbild(title="Lägesbild 2026", **more))
    keep(Section(title="Våld", lagesbild=saved.id, text="Våldet ökar.", views=(VIEW,)))
    return saved.id


def test_a_lagesbild_is_begun_with_a_section_for_each_part_of_the_law() -> None:
    app = arrive(PAGE)
    assert not app.exception
    assert app.title[0].value.startswith("Ingen lägesbild är vald.")
    app.text_input(key="ny-lagesbild-title").set_value("Lägesbild 2027")
    app.button(key="ny-lagesbild-spara").click().run()
    assert not app.exception
    assert {one.record.part for one in kept(Section)} == set(LawPart)
    assert app.title[0].value.startswith("Lägesbild 2027 är ett utkast: 0 av 10 krav är uppfyllda.")
    assert "Avsnittet är tomt än" in words(app)


def test_an_extra_one_says_why_a_short_one_is_short_and_a_later_one_takes_over() -> None:
    app = arrive(PAGE)
    app.selectbox(key="ny-lagesbild-kind").select(LagesbildKind.EXTRA)
    app.button(key="ny-lagesbild-spara").click().run()
    assert "Skriv vad som har hänt" in app.error[0].value
    app.selectbox(key="ny-lagesbild-kind").select(LagesbildKind.SHORT)
    app.button(key="ny-lagesbild-spara").click().run()
    assert (
        app.title[0].value
        == "Lägesbild 2026 är ett utkast: 2 avsnitt, 0 fästa vyer och 0 iakttagelser."
    )
    first = draft()
    app = arrive(PAGE, lagesbild="ny")
    app.text_input(key="ny-lagesbild-title").set_value("Lägesbild 2028")
    app.selectbox(key="ny-lagesbild-previous").select(first)
    app.button(key="ny-lagesbild-spara").click().run()
    assert not app.exception
    later = next(one for one in kept(Lagesbild) if one.record.title == "Lägesbild 2028")
    taken = [one.record for one in kept(Section) if one.record.lagesbild == later.id]
    assert [(one.text, one.views) for one in taken] == [("Våldet ökar.", (VIEW,))]


def test_the_draft_is_read_with_figures_observations_and_where_each_number_stands() -> None:
    mine = draft()
    keep(
        Observation(
            says="Lugnare i centrum.", lagesbild=mine, source="Rådet", kind=ObservationKind.ROUND,
            part=LawPart.EXTENT, how_known=HowKnown.EXPERIENCE, better=5, same=2, worse=1,
        )
    )  # fmt: skip
    app = arrive(PAGE, lagesbild=mine)
    assert not app.exception
    said = words(app)
    assert "Kartläggning: brottsligheten och dess omfattning" in said
    assert "Våldet ökar." in said
    assert "Laget runt: 5 sa bättre, 2 som förut och 1 sämre." in said
    assert "Bygger på erfarenhet." in said
    assert "Anmälda våldsbrott i Ånge: 62" in said
    assert "Källa: Brottsförebyggande rådet" in said
    assert len(app.get("plotly_chart")) == 1
    section = kept(Section)[0].id
    app.session_state[f"utkast-{section}-0-siffror"] = True
    app.run()
    assert "prov.csv (leverans 1)" in tables(app)


def test_the_checklist_says_what_the_law_still_wants() -> None:
    app = arrive(PAGE, lagesbild=draft(why_chosen="De är vanligast."), flik="Lagens krav")
    assert not app.exception
    rows = {one["Krav"]: one for table in app.table for one in table.value.to_dict("records")}
    assert rows[LawPart.EXTENT.words]["Finns"] == "✓ ja"
    assert rows[LawPart.CONSEQUENCES.words]["Det som finns"] == "tom"
    assert rows["Varför valdes de här problemen?"]["Finns"] == "✓ ja"
    assert "Lägesbilden: inget beslut finns i Registret" in words(app)
    duties = [one for one in rows.values() if "Läge" in one]
    assert {one["Läge"] for one in duties} == {"✗ saknas", "– går inte att se här"}
    assert {"9 §", "10 §", "11 §", "12 § 2", "12 § 3", "13 §", "14 §"} <= {
        one["Grund"] for one in duties
    }
    assert "0 av 13 krav är klara" in words(app)


def test_a_version_is_frozen_adopted_and_stands_when_figures_change(become) -> None:
    mine = draft()
    app = arrive(PAGE, lagesbild=mine, flik="Frysta versioner")
    app.selectbox(key="frys-for").select(Secrecy.INTERNAL)
    app.button(key="frys").click().run()
    assert not app.exception
    assert "version 1 · siffror av den 2026-11-21 · för rådet och arbetsgruppen" in words(app)
    about = arrive(PAGE, lagesbild=mine, flik="Om lägesbilden")
    key = f"{mine}-1-steg"
    about.selectbox(key=f"{key}-state").select(LagesbildState.ADOPTED)
    about.text_input(key=f"{key}-body").set_value("kommunstyrelsen")
    about.text_input(key=f"{key}-reference").set_value("KS 2026/12")
    about.button(key=f"{key}-spara").click().run()
    assert not about.exception
    assert "antagen 2026-11-21 av kommunstyrelsen (KS 2026/12), version 1" in words(about)
    assert kept(Lagesbild)[0].record.adopted_on == date(2026, 11, 21)
    clock = arrive(PAGE, lagesbild=mine, flik="Lagens krav")
    assert "senast 21 november 2028" in words(clock)

    become(CHAIR)
    chair = arrive(PAGE, lagesbild=mine, flik="Frysta versioner")
    assert "Berätta för invånarna" in [one.proto.label for one in chair.get("page_link")]
    told = arrive("publicera", lagesbild=mine, version="1")
    assert not told.exception
    assert told.text_input(key="pub-rubrik").value == "Lägesbild 2026"
    assert told.multiselect(key="pub-matt").value == ["anmalda_valdsbrott"]

    store = cache.context().store
    before = read_version(store, lagesbild_id=mine, version=1, person=LENA)
    deliver(violence({2025: 70, 2026: 66}))
    assert read_version(store, lagesbild_id=mine, version=1, person=LENA) == before
    become(LENA)
    reader = arrive(PAGE, lagesbild=mine, flik="Ändrat sedan förra")
    assert not reader.exception
    assert "Sedan Lägesbild 2026, version 1 (2026-11-21): 1 vy visar något annat." in words(reader)
    told = tables(reader)
    assert "{'Siffra': 'Ånge 2025', 'Då': '62', 'Nu': '70', 'Varför': 'rättad i en senare leverans'}" in told  # fmt: skip
    assert "{'Siffra': 'Ånge 2026', 'Då': '–', 'Nu': '66', 'Varför': 'ny period'}" in told
    assert [tab.label for tab in reader.tabs] == [
        "Läs", "Lagens krav", "Frysta versioner", "Ändrat sedan förra"
    ]  # fmt: skip


@pytest.fixture
def recalled(figures) -> Iterator[Callable[[], None]]:
    """Everything that was delivered is taken back, until the test is over."""
    store = cache.context().store

    def take_back() -> None:
        for one in list_deliveries(store):
            recall_delivery(store, delivery_id=one.delivery_id)

    yield take_back
    with store.transaction() as cursor:
        cursor.execute("UPDATE delivery SET status = 'stored'")
        increase_data_version(cursor)


def test_what_is_recalled_is_told_beside_the_version_and_in_the_draft(recalled) -> None:
    mine = draft()
    app = arrive(PAGE, lagesbild=mine, flik="Frysta versioner")
    app.button(key="frys").click().run()
    recalled()
    frozen = words(arrive(PAGE, lagesbild=mine, flik="Frysta versioner"))
    assert "Underlaget har återkallats sedan versionen frystes: prov.csv (leverans 1)" in frozen
    assert "Anmälda våldsbrott i Ånge: " in frozen
    now = words(arrive(PAGE, lagesbild=mine))
    assert "Det finns inga siffror längre: underlaget har återkallats" in now


def test_in_the_room_the_arrow_keys_step_and_nobody_else_is_shown_it(become) -> None:
    mine = draft()
    app = arrive("presentera", lagesbild=mine)
    assert not app.exception
    assert app.button(key="borja").disabled
    app.checkbox(key="alla-far-se").check().run()
    app.button(key="borja").click().run()
    assert not app.exception
    assert app.title[0].value == "Lägesbild 2026"
    assert "1 av 3" in words(app)
    app.button(key="ga-Right").click().run()
    assert "Våldet ökar." in words(app)
    app.button(key="ga-Right").click().run()
    assert "Anmälda våldsbrott i Ånge" in app.title[0].value
    assert len(app.get("plotly_chart")) == 1
    assert app.button(key="ga-Right").disabled
    app.button(key="rum").click().run()
    app.button(key="rum-svart-knapp").click().run()
    assert not app.title
    app.button(key="visa-igen").click().run()
    app.button(key="rum-beslut-knapp").click().run()
    app.text_area[0].set_value("Tekniska nämnden räknar lamporna.")
    app.button(key="spara-beslut").click().run()
    assert [one.record.source for one in kept(Observation)] == ["Beslut på mötet"]
    app.button(key="rum-anteckning-knapp").click().run()
    app.text_area[0].set_value("Fråga om belysningen.")
    app.button(key="spara-anteckning").click().run()
    assert not app.exception
    [note] = [one.record for one in kept(Observation) if one.record.source == "Mötet"]
    assert note.says.startswith("Anmälda våldsbrott i Ånge: ")
    assert note.says.endswith("Fråga om belysningen.")
    assert (note.lagesbild, note.part, note.source) == (mine, LawPart.EXTENT, "Mötet")
    assert not app.text_area
    app.button(key="rum-avsnitt-knapp").click().run()
    app.button(key="avsnitt-1").click().run()
    assert "1 av 3" in words(app)
    app.button(key="avsluta").click().run()
    assert app.title[0].value == "Vad ska visas, och för vilka?"

    become(LENA)
    refused = arrive("presentera", visas=f"{mine}.utkast.restricted.ljus", bild="2")
    assert refused.title[0].value == "Vad ska visas, och för vilka?"
    assert versions_of(cache.context().store, person=ANNA) == []
