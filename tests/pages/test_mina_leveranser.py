"""Mina leveranser: one's own sources, what is due, what came in and what to mend."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lagesbild.analysis.calendar import NextFigure
from lagesbild.analysis.provider import SourceDuty
from lagesbild.domain.person import Person, Role
from lagesbild.ui import cache, visit
from lagesbild.ui.intake_files import st as streamlit
from lagesbild.ui.page_table import find_page
from lagesbild.ui.provider_view import state_in_words
from tests.pages.conftest import FRAME
from tests.pages.small_store import words
from tests.pages.test_lamna_data import drop

PAGE = "mina_leveranser"
WORRIES = "Kommun;Månad;Orosanmälningar\nÅnge;2026-0{month};{n}\nÅnge;2026-0{next};3\n"


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch):
    def change(role: Role, *, sources: tuple[str, ...] | None = None, name: str = "eva") -> None:
        person = Person(id=name, name=name, role=role, kommun_code="2260", sources=sources)
        monkeypatch.setattr(visit, "local_person", lambda: person)

    return change


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict]:
    found: dict[str, dict] = {}
    monkeypatch.setattr(
        streamlit, "download_button", lambda label, **how: found.update({label: how})
    )
    return found


def deliver(open_at, *, month: int, n: int = 40) -> None:
    data = WORRIES.format(month=month, next=month + 1, n=n).encode()
    app = drop(open_at, source="socialtjanst", name=f"oro-{month}.csv", data=data)
    app.button(key="bekrafta").click().run()
    assert not app.exception
    assert "är sparad" in app.success[0].value


def table(app) -> dict[str, dict[str, str]]:
    return {row["Källa"].replace("\\", ""): row for row in app.table[0].value.to_dict("records")}


def test_a_provider_without_sources_is_told_what_to_do(open_at, become) -> None:
    become(Role.DATALEVERANTOR)
    app = open_at(PAGE)
    assert app.title[0].value == "Ingen källa är kopplad till dig än."
    assert "Be samordnaren" in words(app)
    assert not app.table


def test_a_provider_sees_their_own_sources_only(open_at, become) -> None:
    become(Role.DATALEVERANTOR, sources=("socialtjanst", "skola"))
    app = open_at(PAGE)
    assert not app.exception
    assert "Inget är lämnat än från dina 2 källor" in app.title[0].value
    assert set(table(app)) == {"Kommunens socialtjänst", "Kommunens skolor"}
    assert {row["Läge"] for row in table(app).values()} == {"inget lämnat"}
    assert "Den 10 i månaden efter" in table(app)["Kommunens socialtjänst"]["Överenskommet"]
    assert "Den 1 februari" in words(app)


def test_what_came_in_and_what_is_due_are_said(open_at, become, offered) -> None:
    become(Role.DATALEVERANTOR, sources=("socialtjanst",))
    deliver(open_at, month=8)
    offered.clear()
    app = open_at(PAGE)
    assert not app.exception
    row = table(app)["Kommunens socialtjänst"]
    assert row["Nästa"] == "oktober 2026"
    assert row["Läge"] in {"i tid", "försenad"}
    assert "oktober 2026" in app.title[0].value
    assert "oro-8.csv" in app.table[1].value["Fil"].tolist()
    assert offered["Ladda ner kvittot (PDF)"]["file_name"] == "kvitto-1-oro-8.pdf"
    assert "Hämta mall (Excel)" in offered
    assert "Små antal" in words(app), "what was remarked on the last delivery is said again"
    [way] = [one for one in app.get("page_link") if "kalla=" in one.proto.query_string]
    assert "lamna_data" in way.proto.page


def test_months_without_a_delivery_are_late(open_at, become) -> None:
    become(Role.DATALEVERANTOR, sources=("socialtjanst",))
    deliver(open_at, month=3)
    app = open_at(PAGE)
    assert app.title[0].value.startswith(
        "Din leverans är försenad. Först: Kommunens socialtjänst, maj 2026"
    )
    assert table(app)["Kommunens socialtjänst"]["Läge"] == "försenad"
    assert "borde ha kommit" in words(app)


def test_a_refused_file_is_told_until_one_comes_in(open_at, become) -> None:
    become(Role.DATALEVERANTOR, sources=("socialtjanst",))
    bad = "Kommun;Månad;Orosanmälningar\nÅnge;2026-06;41\nÅnge;2026-07;42\nÅnge;2026-08;många\nÅnge;2026-09;40\n".encode()
    drop(open_at, source="socialtjanst", name="oro.csv", data=bad)
    app = open_at(PAGE)
    assert "togs inte emot" in words(app)
    assert "IN-008" in words(app)
    assert "Rätta cellerna i filen" in words(app)
    assert "oro.csv" not in words(app), "not even the name of a refused file is kept"
    store = cache.context().store
    store.cursor().execute("UPDATE audit SET entered_at = entered_at - INTERVAL 1 HOUR")
    deliver(open_at, month=8)
    assert "togs inte emot" not in words(open_at(PAGE))


def test_a_provider_without_said_sources_sees_those_delivered_to(open_at, become) -> None:
    become(Role.DATALEVERANTOR, name="eva")
    deliver(open_at, month=8)
    assert set(table(open_at(PAGE))) == {"Kommunens socialtjänst"}
    become(Role.DATALEVERANTOR, name="adam")
    assert not open_at(PAGE).table


@pytest.mark.parametrize("role", [Role.SAMORDNARE, Role.ADMINISTRATOR])
def test_a_coordinator_sees_every_source(open_at, become, role) -> None:
    become(role)
    app = open_at(PAGE)
    assert len(app.table[0].value) == len(cache.context().catalog().sources)


def test_the_chosen_source_is_in_the_address(open_at, become) -> None:
    become(Role.SAMORDNARE)
    app = open_at(PAGE, kalla="skola")
    assert app.selectbox(key="kalla").value == "skola"
    assert app.header[0].value == "Kommunens skolor"


def test_the_states_in_words() -> None:
    source = cache.context().catalog().sources["skola"]

    def state(coming: NextFigure | None) -> str:
        return state_in_words(SourceDuty(source=source, coming=coming, deliveries=(), refused=None))

    late = NextFigure(period="maj 2026", due=date(2026, 6, 10), is_late=True)
    assert state(late) == "försenad"
    assert state(None) == "inget lämnat"


@pytest.mark.parametrize(
    ("claim", "seen"),
    [
        (["skola", "socialtjanst"], {"Kommunens skolor", "Kommunens socialtjänst"}),
        ("skola", {"Kommunens skolor"}), (["finns inte"], set()), ([], set()), (None, set()),
    ],
)  # fmt: skip
def test_who_signs_in_brings_their_sources(claim, seen) -> None:
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    app.secrets["auth"] = {
        "redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "x" * 32,
    }  # fmt: skip
    app.user = {"is_logged_in": True, "name": "Eva", "sub": "1", "roles": ["dataleverantor"]}
    if claim is not None:
        app.user = {**app.user, "kallor": claim}
    app.run()
    app.switch_page(str(find_page(PAGE).path)).run()
    assert not app.exception
    assert (set(table(app)) if app.table else set()) == seen
