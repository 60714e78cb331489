"""Publicera and För invånare (publicera, invanare): what goes out, that it stays as it was, and that
nothing else does."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from lagesbild.analysis import publication
from lagesbild.analysis.publication import Draft, compose, current_publication, publish, withdraw
from lagesbild.domain.errors import AccessDenied, LagesbildError
from lagesbild.domain.person import Person, Role
from lagesbild.domain.publication import publication_of
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.work.places import MarkedPlace, PlaceKind
from lagesbild.domain.work.register import Activity, Promise
from lagesbild.domain.work.telling import FactCard, ResidentsDraft
from lagesbild.ui import cache
from lagesbild.ui.page_table import find_page
from tests.pages.conftest import FRAME
from tests.pages.small_store import KOMMUN, LAN, RIKET, deliver, people, violence, words
from tests.pages.work_pages import keep, kept

CHAIR = Person(id="ordf", name="Ordföranden", role=Role.ORDFORANDE, kommun_code=KOMMUN)
FEW = 3


def inquiry(person: Person = CHAIR):
    return cache.context().inquiry(person=person, kommun_code=KOMMUN)


def draft(*ids: str) -> Draft:
    return Draft(
        title="Tryggare i Ånge", intro="Så gick det.\n\n- en sak\n- en till", doing="Vi nattvandrar.",
        contact="0690-25 01 00", indicator_ids=ids or ("anmalda_valdsbrott",),
    )  # fmt: skip


@pytest.fixture
def delivered() -> None:
    deliver([
        *people(), *violence({2023: 58, 2024: FEW, 2025: 62}),
        *violence({2023: 91000, 2024: 92000, 2025: 93000}, code=RIKET),
        *violence({2025: 2000}, code=LAN),
    ])  # fmt: skip


@pytest.mark.usefixtures("delivered")
def test_what_is_out_stays_as_it_was(open_at) -> None:
    publish(inquiry(), compose(inquiry(), draft()))
    before = words(open_at("invanare"))
    assert "Tryggare i Ånge" in before
    assert "62" in before
    assert "Vi nattvandrar." in before
    assert "<li>en till</li>" in before
    assert "Brå" in before
    deliver(violence({2025: 99}))
    cache.context()._seen.clear()
    assert words(open_at("invanare")) == before
    assert "99" in str(compose(inquiry(), draft()).figures)


@pytest.mark.usefixtures("delivered")
def test_a_small_count_is_hidden_from_the_residents_too(open_at) -> None:
    composed = compose(inquiry(), draft())
    hidden = [point for point in composed.figures[0].points if point.period == "2024"]
    assert [point.value for point in hidden] == [None]
    assert "skyddat" in hidden[0].text
    publish(inquiry(), composed)
    assert "skyddat" in words(open_at("invanare"))
    assert publication_of(composed.as_body()) == composed


@pytest.mark.usefixtures("delivered")
def test_only_who_may_publish_can() -> None:
    composed = compose(inquiry(), draft())
    number = publish(inquiry(), composed)
    for role in set(Role) - {Role.ORDFORANDE, Role.ADMINISTRATOR}:
        asked = inquiry(replace(CHAIR, role=role))
        for act in (
            partial(compose, asked, draft()),
            partial(publish, asked, composed),
            partial(withdraw, asked, publication_id=number),
            partial(publication.versions, asked),
            partial(publication.publishable, asked),
        ):
            with pytest.raises(AccessDenied, match="publicera"):
                act()
    found = current_publication(inquiry())
    assert found is not None
    assert found.publication_id == number
    assert publish(inquiry(replace(CHAIR, role=Role.ADMINISTRATOR)), composed) == number + 1


@pytest.mark.usefixtures("delivered")
def test_only_open_measures_go_out() -> None:
    closed = [
        one.id
        for one in cache.context().catalog().indicators.values()
        if one.secrecy is not Secrecy.OPEN
    ]
    assert closed
    for indicator_id in closed:
        with pytest.raises(AccessDenied) as refused:
            compose(inquiry(), draft("anmalda_valdsbrott", indicator_id))
        assert refused.value.code == "AC-020"
    offered = {one.id for one in publication.publishable(inquiry())}
    assert "anmalda_valdsbrott" in offered
    assert not offered & set(closed)


@pytest.mark.usefixtures("delivered")
def test_nobody_publishes_for_another_kommun() -> None:
    composed = compose(inquiry(), draft())
    other = replace(CHAIR, kommun_code="2281")
    with pytest.raises(AccessDenied) as refused:
        publish(inquiry(other), composed)
    assert refused.value.code == "AC-021"
    assert compose(inquiry(other), draft()).kommun_code == "2281"


def test_a_page_needs_a_title_and_some_measures() -> None:
    too_many = draft(*["anmalda_valdsbrott"] * 13)
    for asked in (replace(draft(), title=""), replace(draft(), indicator_ids=()), too_many):
        with pytest.raises(LagesbildError) as refused:
            compose(inquiry(), asked)
        assert refused.value.code == "PU-001"


@pytest.mark.usefixtures("delivered")
def test_withdrawn_is_gone_and_an_older_version_does_not_come_back(open_at) -> None:
    first = publish(inquiry(), compose(inquiry(), replace(draft(), title="Den första")))
    second = publish(inquiry(), compose(inquiry(), replace(draft(), title="Den andra")))
    withdraw(inquiry(), publication_id=second)
    text = words(open_at("invanare"))
    assert "Den första" not in text
    assert "Den andra" not in text
    assert "har inte publicerat" in text
    states = {one.publication_id: one.withdrawn_at for one in publication.versions(inquiry())}
    assert states[second] is not None
    assert states[first] is None
    actions = [row[0] for row in cache.context().store.cursor().execute(
        "SELECT action FROM audit ORDER BY audit_id").fetchall()]  # fmt: skip
    assert actions == ["publish", "publish", "withdraw"]


def test_with_nothing_published_the_page_says_so(open_at) -> None:
    text = words(open_at("invanare"))
    assert "har inte publicerat någon lägesbild än" in text
    assert "2023:196" in text


@pytest.mark.usefixtures("delivered")
def test_written_previewed_and_published_on_the_page(open_at) -> None:
    app = open_at("publicera")
    app.text_input(key="pub-rubrik").set_value("Vårt läge <script>alert(1)</script>")
    app.text_area(key="pub-inledning").set_value("Fråga 511013-3815")
    app.multiselect(key="pub-matt").set_value(["anmalda_valdsbrott"])
    form_button(app).click().run()
    assert "IN-026" in words(app)
    assert "511013-3815" not in words(app)
    assert "Så här blir sidan" not in words(app)

    app.text_area(key="pub-inledning").set_value("Så gick det <img src=x onerror=alert(1)>")
    form_button(app).click().run()
    assert "Så här blir sidan" in words(app)
    assert current_publication(inquiry()) is None
    app.button(key="publicera-nu").click().run()
    assert not app.exception
    assert "Invånarna ser" in words(app)

    shown = open_at("invanare")
    text = words(shown)
    assert "Vårt läge" in text
    assert not re.search(r"<(script|img src=x)", "".join(str(one.value) for one in shown.html))
    assert "Publicera" not in text

    app = open_at("publicera")
    app.button(key="dra-tillbaka").click().run()
    assert "Ingenting är publicerat" in words(app)
    assert "borttagen" in "".join(one.label for one in app.expander)


def form_button(app):
    return next(one for one in app.button if one.label == "Förhandsgranska")


@pytest.mark.usefixtures("delivered")
def test_who_is_not_signed_in_sees_this_page_the_way_in_and_no_figures_else() -> None:
    publish(inquiry(), compose(inquiry(), draft()))
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    app.secrets["auth"] = {
        "redirect_uri": "http://localhost/oauth2callback",
        "cookie_secret": "x" * 32,
    }
    app.user = {"is_logged_in": False}
    app.run()
    assert "Tryggare i Ånge" not in words(app)
    only_the_way_in(app)
    app.switch_page(str(find_page("invanare").path)).run()
    assert "Tryggare i Ånge" in words(app)
    only_the_way_in(app)


def only_the_way_in(app: AppTest) -> None:
    assert not app.exception
    assert [button.label for button in app.button] == ["Logga in"]
    assert not app.selectbox
    assert not app.text_input


PROMISE = Promise(
    title="Vi syns där ungdomar är", place="Ånge tätort", parties=("Kommunen", "Polisen"),
    starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31), outcome="Lugnare på torget.",
    activities=(Activity(what="Kvällsvandring", owner="Hemlig Person", planned=12, done=7, note="internt"),),
)  # fmt: skip
RUMOUR = FactCard(
    claim="Våldet bara ökar", indicator="anmalda_valdsbrott", fact="Talen är små och svänger.",
    not_said="Hur mycket som aldrig anmäls.",
)  # fmt: skip
BUS_STOP = MarkedPlace(
    title="Hållplatsen vid torget", kind=PlaceKind.ACTIVITY, where="62,5247 15,6586", is_open=True,
    about="Fritidsgården ligger runt hörnet.",
)  # fmt: skip
CAMERA = MarkedPlace(title="Bakom affären", kind=PlaceKind.CAMERA, where="62,52 15,66")


@pytest.mark.usefixtures("delivered")
def test_a_promise_a_card_and_a_place_go_out_and_what_is_inside_stays(open_at) -> None:
    chosen = replace(
        draft(), indicator_ids=(), promises=(PROMISE,), cards=(RUMOUR,), places=(BUS_STOP, CAMERA)
    )
    composed = compose(inquiry(), chosen)
    assert publication_of(json.loads(json.dumps(composed.as_body()))) == composed
    publish(inquiry(), composed)
    text = words(open_at("invanare"))
    for told in (
        "Det här har vi lovat", "Vi syns där ungdomar är", "Kvällsvandring", "7 av 12 gånger", "Lugnare på torget.",
        "Våldet bara ökar", "Talen är små och svänger.", "Det säger det inte:", "Senaste period: 2025",
        "Hållplatsen vid torget", "Något att göra", "Fritidsgården ligger runt hörnet.",
    ):  # fmt: skip
        assert told in text, told
    for kept_inside in ("Hemlig Person", "internt", "Bakom affären"):
        assert kept_inside not in text
    assert "Så ser det ut" not in text, "no heading over no measures"


@pytest.mark.usefixtures("delivered")
def test_a_card_answers_with_what_anyone_may_see(open_at) -> None:
    closed = next(
        one.id
        for one in cache.context().catalog().indicators.values()
        if one.secrecy is not Secrecy.OPEN
    )
    with pytest.raises(AccessDenied) as refused:
        compose(inquiry(), replace(draft(), cards=(replace(RUMOUR, indicator=closed),)))
    assert refused.value.code == "AC-020"
    deliver(violence({2025: FEW}))
    cache.context()._seen.clear()
    [card] = compose(inquiry(), replace(draft(), cards=(RUMOUR,))).cards
    assert str(FEW) not in card.answer.replace("2023", "")
    assert "kan inte" in card.answer.lower() or "skydd" in card.answer.lower()
    fact = FactCard(
        claim="Konserten är lagligt hög", fact="Utomhus är gränsen 120 decibel.",
        source="Folkhälsomyndigheten", on=date(2026, 1, 1), not_said="Hur det upplevs.",
    )  # fmt: skip
    [card] = compose(inquiry(), replace(draft(), cards=(fact,))).cards
    assert (card.answer, card.source) == ("", "Källa: Folkhälsomyndigheten, 2026-01-01.")
    assert replace(fact, source="").problems()


@pytest.mark.usefixtures("delivered")
def test_the_chair_takes_in_a_draft_and_chooses_promise_and_place(open_at) -> None:
    for one in (PROMISE, BUS_STOP, CAMERA):
        keep(one)
    mine = keep(ResidentsDraft(title="Från rådet 1 oktober", intro="Vi talade om belysning."))
    app = open_at("publicera")
    assert "Utkast: Från rådet 1 oktober" in words(app)
    assert "Inget av det är publicerat" in words(app)
    assert len(app.multiselect(key="pub-platser").options) == 1, "only places that are open"
    app.button(key=f"{mine.id}-hamta").click().run()
    assert app.text_input(key="pub-rubrik").value == "Från rådet 1 oktober"
    app.multiselect(key="pub-loften").set_value([kept(Promise)[0].id])
    app.multiselect(key="pub-platser").set_value([kept(MarkedPlace)[0].id])
    form_button(app).click().run()
    assert not app.exception
    app.button(key="publicera-nu").click().run()
    found = current_publication(inquiry())
    assert found is not None
    assert [one.title for one in found.content.promises] == [PROMISE.title]
    assert [one.title for one in found.content.places] == [BUS_STOP.title]
    app.button(key=f"{mine.id}-undan").click().run()
    assert "Utkast: Från rådet" not in words(app)
