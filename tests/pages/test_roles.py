"""Every page and every file to take home, for every role and for those who are not let in.

Who may what is written down here a second time, apart from the table of rights and the table of pages:
a page or a right is changed in two places, on purpose.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from lagesbild.analysis.audit_log import ACTION_WORDS
from lagesbild.domain.errors import AccessDenied
from lagesbild.domain.person import ROLE_WORDS, Member, Person, Role
from lagesbild.domain.secrecy import Secrecy
from lagesbild.ingest.personal_data import refuse_person_numbers
from lagesbild.ui import cache, downloads, visit
from lagesbild.ui.guard import PageContext
from lagesbild.ui.page_table import PAGES, find_page
from lagesbild.ui.state import Key
from lagesbild.workspace.people import remove_member, save_member
from tests.pages.conftest import FRAME
from tests.pages.small_store import KOMMUN, deliver, observation, people, words
from tests.thinned import some

ROOT = Path(__file__).parents[2]
ISSUER = "https://idp.example"
AUTH = {
    "redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "x" * 32, "client_id": "x",
    "client_secret": "x", "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
}  # fmt: skip

ALL = set(Role)
MEMBERS = ALL - {Role.PUBLIC, Role.INVANARREPRESENTANT, Role.DATALEVERANTOR}
COUNCIL = MEMBERS | {Role.INVANARREPRESENTANT}
LEADERS = {Role.SAMORDNARE, Role.ORDFORANDE, Role.ADMINISTRATOR}
PROVIDERS = {Role.DATALEVERANTOR, Role.SAMORDNARE, Role.ADMINISTRATOR}

MAY_OPEN: dict[str, set[Role]] = {
    "oversikt": ALL,
    "indikator": ALL,
    "karta": ALL,
    "jamfor": ALL,
    "avloppsvatten": ALL,
    "trend": ALL,
    "effekt": ALL,
    "sticker_ut": ALL,
    "upplevt_anmalt": ALL,
    "samband": ALL,
    "invanare": ALL,
    "signaler": ALL,
    "nar_och_var": ALL,
    "publicera": {Role.ORDFORANDE, Role.ADMINISTRATOR},
    "lamna_data": PROVIDERS,
    "mina_leveranser": PROVIDERS,
    "datakallor": MEMBERS | {Role.DATALEVERANTOR},
    "lagesbild": COUNCIL,
    "presentera": COUNCIL,
    "att_gora": ALL - {Role.PUBLIC},
    "underlag": COUNCIL,
    "prioritering": COUNCIL,
    "orsaksanalys": COUNCIL,
    "atgardsplan": COUNCIL,
    "moten": COUNCIL,
    "arshjul": COUNCIL,
    "register": COUNCIL,
    "personer": LEADERS,
    "granskning": {Role.ADMINISTRATOR},
    "mitt_konto": ALL - {Role.PUBLIC},
}
OPEN_TO_SIGNED_OUT = {"invanare"}

MAY_TAKE_HOME: dict[str, set[Role]] = {
    "tabell": ALL,
    "alla-matt": ALL,
    "samband": ALL,
    "mall-excel": PROVIDERS,
    "mall-csv": PROVIDERS,
    "fil-med-fel": PROVIDERS,
    "svar-om-filen": PROVIDERS,
    "kvitto-text": PROVIDERS,
    "kvitto-pdf": MEMBERS | {Role.DATALEVERANTOR},
    "granskning": {Role.ADMINISTRATOR},
    "kalender": COUNCIL,
    "motespapper": COUNCIL,
    "atgardsplan": COUNCIL,
    "lagesbild-bilder": COUNCIL,
    "lagesbild-papper": COUNCIL,
}
MAY_TAKE_FIGURES = {
    Secrecy.OPEN: ALL,
    Secrecy.INTERNAL: MEMBERS,
    Secrecy.RESTRICTED: LEADERS,
}


def test_every_page_and_every_file_is_in_these_tables() -> None:
    assert set(MAY_OPEN) == {entry.id for entry in PAGES}, "say here who may open the new page"
    assert set(MAY_TAKE_HOME) == set(downloads.PLACES), "say here who may take the new file home"
    assert {entry.id for entry in PAGES if entry.is_public} == OPEN_TO_SIGNED_OUT


# Signing in


def guarded(**user: object) -> AppTest:
    """The app where signing in is set up, as Streamlit tells of the visitor."""
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    app.secrets["auth"] = AUTH
    app.user = user
    return app


def somebody(role: Role) -> dict[str, object]:
    return {"is_logged_in": True, "iss": ISSUER, "sub": f"s-{role}", "roles": [role.value]}


def at(app: AppTest, page_id: str) -> AppTest:
    app.switch_page(str(find_page(page_id).path))
    return app.run()


def assert_open(app: AppTest, page_id: str, who: object) -> None:
    assert not app.exception, (page_id, who)
    assert "AC-002" not in words(app), (page_id, who)
    assert app.title, (page_id, who)


def assert_refused(app: AppTest, page_id: str, who: object) -> None:
    assert not app.exception, (page_id, who)
    assert "AC-002" in words(app), (page_id, who)
    assert not app.title, (page_id, who)
    assert not app.table, (page_id, who)
    assert not app.get("plotly_chart"), (page_id, who)
    assert not app.get("download_button"), (page_id, who)


def test_every_page_by_deep_link_for_each_role() -> None:
    """The first page of each session is its first run, and the very first the server's: a cold start.

    What is refused is tried for every role; what opens, ordinarily, for some of those who may.
    """
    for role in sorted(ALL - {Role.PUBLIC}):
        app = guarded(**somebody(role))
        for number, (page_id, roles) in enumerate(reversed(MAY_OPEN.items())):
            allowed = sorted(roles - {Role.PUBLIC})
            turn = number % len(allowed)
            tried = some([*allowed[turn:], *allowed[:turn]], ordinarily=2)
            if role not in roles:
                assert_refused(at(app, page_id), page_id, role)
            elif role in tried:
                assert_open(at(app, page_id), page_id, role)


@pytest.fixture
def menu(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the menu holds at the last run: address -> "visible" or "hidden"."""
    shown: dict[str, str] = {}
    original = st.navigation

    def remember(pages, **how):  # type: ignore[no-untyped-def]
        listed = (
            [page for section in pages.values() for page in section]
            if isinstance(pages, dict)
            else []
        )
        shown.clear()
        shown.update({page.url_path or PAGES[0].id: page.visibility for page in listed})
        return original(pages, **how)

    monkeypatch.setattr(visit.st, "navigation", remember)
    return shown


def test_the_menu_holds_exactly_the_pages_that_open(menu: dict[str, str]) -> None:
    app = guarded()
    for role in Role:
        if role is Role.PUBLIC:
            continue
        app.user = somebody(role)
        at(app, "mitt_konto")
        visible = {page_id for page_id, how in menu.items() if how == "visible"}
        assert visible == {one for one, roles in MAY_OPEN.items() if role in roles}, role


def test_the_public_role_opens_what_is_public(as_role) -> None:
    """In the one-person installation; a visitor who is not signed in sees even less."""
    as_role(Role.PUBLIC)
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    for page_id, roles in MAY_OPEN.items():
        check = assert_open if Role.PUBLIC in roles else assert_refused
        check(at(app, page_id), page_id, Role.PUBLIC)


OUTSIDERS = {
    "signed out": {"is_logged_in": False},
    "signed in too long ago": {**somebody(Role.ADMINISTRATOR), "iat": 1_000_000},
    "claims without being signed in": {"roles": ["administrator"], "sub": "s"},
}
UNKNOWN = {
    "without a role": {"is_logged_in": True, "sub": "s", "iss": ISSUER},
    "with a role that is none": {"is_logged_in": True, "sub": "s", "roles": ["chef", "Administrator"]},
    "public as a role": {"is_logged_in": True, "sub": "s", "roles": "public"},
}  # fmt: skip


def test_who_is_not_let_in_sees_nothing_at_any_address() -> None:
    for who, user in {**OUTSIDERS, **UNKNOWN}.items():
        is_unknown = who in UNKNOWN
        app = guarded(**user)
        for page_id in MAY_OPEN:
            # The address as the browser gives it: none of the pages is registered for these visitors.
            app._page_hash = calc_hash(page_id)
            app.run()
            assert not app.exception
            if page_id in OPEN_TO_SIGNED_OUT and not is_unknown:
                assert "logga in för att se" not in words(app)
                continue
            assert ("AC-003" if is_unknown else "ogga in") in words(app), (who, page_id)
            assert [one.label for one in app.button] == ["Logga ut" if is_unknown else "Logga in"]
            assert not app.selectbox
            assert not app.table
            # The app has the name of one of its pages.
            titles = [entry.title for entry in PAGES if entry.title != "Lägesbild"]
            told = [title for title in titles if title in words(app)]
            assert not told, f"{who} is told of {told}"


def test_a_change_of_role_and_the_end_of_a_session_count_at_the_next_run() -> None:
    chief = Person(id="lokal", name="L", role=Role.ADMINISTRATOR, kommun_code=KOMMUN)
    store, today = cache.context().store, date(2026, 11, 21)
    member = Member(
        name="Bo Ek", email="bo@kommun.se", role=Role.LEDAMOT, kommun_code=KOMMUN, starts_on=today
    )

    def save(one: Member) -> Member:
        return save_member(
            store, member=one, person=chief, today=today, check_text=refuse_person_numbers
        )

    save(member)
    user = {"is_logged_in": True, "iss": ISSUER, "sub": "b", "email": "Bo@Kommun.se", "nonce": "n1"}
    app, other = guarded(**user), guarded(**user)
    assert_refused(at(app, "lamna_data"), "lamna_data", "ledamot")
    bound = cache.context().members()[0]
    assert bound.subject == "b"
    save(replace(bound, role=Role.SAMORDNARE))
    assert_open(app.run(), "lamna_data", "samordnare")
    at(other, "lamna_data")
    next(one for one in other.button if one.label.startswith("Logga ut")).click().run()
    assert "gäller inte längre" in words(app.run()), "signed out in another window"
    app.user = {**user, "nonce": "n2"}
    assert_open(app.run(), "lamna_data", "samordnare")
    remove_member(store, person_id=bound.person_id, person=chief, today=today)
    assert "AC-003" in words(app.run())
    assert not app.title[0].value.startswith("Lämna")


def test_each_provider_has_its_button() -> None:
    named = {key: AUTH[key] for key in ("redirect_uri", "cookie_secret")}
    provider = {key: AUTH[key] for key in ("client_id", "client_secret", "server_metadata_url")}
    app = guarded(is_logged_in=False)
    app.secrets["auth"] = {**named, "kommunen": provider, "regionen": provider}
    app.run()
    assert [one.label for one in app.button] == ["Logga in med kommunen", "Logga in med regionen"]


# Looking as another role, and forged rights


def test_the_coordinator_sees_what_another_role_sees_and_comes_back() -> None:
    app = at(guarded(**somebody(Role.SAMORDNARE)), "mitt_konto")
    offered = app.selectbox(key="visa-som-roll").options
    assert set(offered) == {
        ROLE_WORDS[role] for role in ALL - LEADERS
    }, "only roles with fewer rights"  # fmt: skip
    app.selectbox(key="visa-som-roll").select(Role.LEDAMOT).run()
    app.button(key="visa-som").click().run()
    assert "Du ser Lägesbild så som **ledamot** ser den." in words(app)
    for page_id in ("lamna_data", "personer", "datakallor", "mitt_konto", "granskning"):
        check = assert_open if Role.LEDAMOT in MAY_OPEN[page_id] else assert_refused
        check(at(app, page_id), page_id, "samordnare som ledamot")
        assert app.button(key="sluta-visa-som"), "the way back is on every page"
    app.button(key="sluta-visa-som").click().run()
    assert_open(at(app, "personer"), "personer", Role.SAMORDNARE)
    assert "så som" not in words(app)


def test_a_forged_session_or_address_gives_no_right() -> None:
    admin = Person(id="x", name="X", role=Role.ADMINISTRATOR, kommun_code=KOMMUN)
    forged = PageContext(
        entry=find_page("granskning"), person=admin, context=cache.context(), version=0,
        inquiry=cache.context().inquiry(person=admin),
    )  # fmt: skip
    for role in (Role.LEDAMOT, Role.DATALEVERANTOR, Role.SAMORDNARE):
        app = guarded(**somebody(role))
        for name in ("roll", "role", "roles", "_sedd_som", "sedd_som", "visa_som"):
            app.query_params[name] = "administrator"
        for wanted in ("administrator", "ordforande", Role.ADMINISTRATOR, ["administrator"], 7):
            app.session_state[Key.SEEN_AS] = wanted
            app.session_state[Key.VISIT] = forged
            assert_refused(at(app, "granskning"), "granskning", (role, wanted))
            assert "X, administratör" not in words(app)
        assert_refused(at(app, "publicera"), "publicera", role)


# Files to take home


def code_that_says(*wanted: str) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of the files in which one of the words stands."""
    for path in [*(ROOT / "lagesbild").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        if any(word in text for word in wanted):
            yield from ((path, node) for node in ast.walk(ast.parse(text)))


def test_every_file_to_take_home_passes_the_one_place() -> None:
    drawn, offered = set(), []
    for path, node in code_that_says("download_button", "link_button", "offer_file"):
        if isinstance(node, ast.Attribute) and node.attr in {"download_button", "link_button"}:
            drawn.add(path.name)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("offer_file"):
            first = node.args[0] if node.args else None
            assert isinstance(first, ast.Constant), f"{path}:{node.lineno}: name the place in words"
            offered.append(first.value)
    assert drawn == {"downloads.py"}, "use lagesbild.ui.downloads.offer_file"
    assert set(offered) == set(downloads.PLACES)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict]:
    """Every download button by its words, with what it would give."""
    found: dict[str, dict] = {}
    monkeypatch.setattr(
        downloads.st, "download_button", lambda label, **how: found.update({label: how})
    )
    monkeypatch.setattr(downloads.st, "caption", lambda text: found.update({"refused": {}}))
    return found


def offer(
    place_id: str, role: Role, secrecy: Secrecy | None, monkeypatch, **more: Secrecy
) -> None:  # fmt: skip
    person = Person(id="prov", name="P", role=role, kommun_code=KOMMUN)
    context = cache.context()
    inquiry = context.inquiry(person=person)
    page = PageContext(
        entry=find_page("oversikt"), person=person, context=context, inquiry=inquiry, version=1
    )
    indicator = (
        replace(inquiry.indicator("anmalda_valdsbrott"), secrecy=secrecy) if secrecy else None
    )
    monkeypatch.setattr(downloads.st, "session_state", {Key.VISIT: page})
    downloads.offer_file(
        place_id, "Hämta", data=lambda: b"fil", file_name="fil.csv", mime="text/csv", key="x",
        indicator=indicator, **more,
    )  # fmt: skip


def test_every_file_for_every_role(offered, monkeypatch) -> None:
    asked = [(place, None, roles) for place, roles in MAY_TAKE_HOME.items()]
    asked += [("tabell", secrecy, roles) for secrecy, roles in MAY_TAKE_FIGURES.items()]
    for place, secrecy, roles in asked:
        for role in Role:
            offered.clear()
            offer(place, role, secrecy, monkeypatch)
            assert set(offered) == ({"Hämta"} if role in roles else {"refused"}), (
                place,
                secrecy,
                role,
            )


def test_a_lagesbild_is_taken_home_by_who_may_take_its_figures(offered, monkeypatch) -> None:
    for secrecy, roles in MAY_TAKE_FIGURES.items():
        for role in Role:
            offered.clear()
            offer("lagesbild-papper", role, None, monkeypatch, holds=secrecy)
            is_given = role in roles & COUNCIL
            assert set(offered) == ({"Hämta"} if is_given else {"refused"}), (secrecy, role)
    offer("lagesbild-papper", Role.SAMORDNARE, None, monkeypatch, holds=Secrecy.RESTRICTED)
    offered["Hämta"]["data"]()
    assert exports() == [("prov", "lagesbild-papper")]


def exports() -> list[tuple[str, str]]:
    cursor = cache.context().store.cursor()
    return cursor.execute(
        "SELECT person_id, subject FROM audit WHERE action = 'export' ORDER BY audit_id"
    ).fetchall()


def test_restricted_figures_that_are_taken_home_stand_in_the_audit(offered, monkeypatch) -> None:
    for secrecy in Secrecy:
        offer("tabell", Role.SAMORDNARE, secrecy, monkeypatch)
        assert exports() == [], "offered is not taken"
        assert offered["Hämta"]["data"]() == b"fil"
    assert exports() == [("prov", "anmalda_valdsbrott")]


def test_a_page_left_open_gives_no_file_after_the_access_was_taken(offered, monkeypatch) -> None:
    offer("tabell", Role.SAMORDNARE, Secrecy.RESTRICTED, monkeypatch)
    monkeypatch.setattr(type(cache.context()), "is_still", lambda self, person: False)
    with pytest.raises(AccessDenied) as refused:
        offered["Hämta"]["data"]()
    assert refused.value.code == "AC-010"
    assert exports() == []


# Seeing is noted


RESTRICTED = "orosanmalningar"


def seen() -> list[tuple[str, str]]:
    cursor = cache.context().store.cursor()
    return cursor.execute(
        "SELECT person_id, subject FROM audit WHERE action = 'see' ORDER BY audit_id"
    ).fetchall()


def concern(year: int, *, is_example: bool = False) -> None:
    indicator = cache.context().catalog().indicators[RESTRICTED]
    rows = [observation(indicator.leading_measure, KOMMUN, 62.0, year=year)]
    deliver([*people(range(year, year + 1)), *rows], source="socialtjanst", is_example=is_example)


def test_restricted_figures_are_noted_once_for_each_session_and_issue(open_at, as_role) -> None:
    as_role(Role.ARBETSGRUPP)
    concern(2024)
    app = open_at("indikator", indikator=RESTRICTED)
    app.run()
    at(app, "karta")
    assert seen()[-1] == ("prov", RESTRICTED) or seen() == [("prov", "oversikt")]
    count = len(seen())
    app.run()
    assert len(seen()) == count
    concern(2025)
    app.run()
    assert len(seen()) == count + 1, "another issue"
    open_at("indikator", indikator=RESTRICTED)
    assert len(seen()) == count + 2, "another session"


def test_who_may_not_see_them_and_invented_figures_are_not_noted(open_at, as_role) -> None:
    as_role(Role.ARBETSGRUPP)
    concern(2024, is_example=True)
    open_at("indikator", indikator=RESTRICTED)
    assert seen() == [], "invented"
    concern(2025)
    as_role(Role.LEDAMOT)
    open_at("indikator", indikator=RESTRICTED)
    assert seen() == [], "refused by the gate"
    as_role(Role.ARBETSGRUPP)
    open_at("mina_leveranser")
    assert seen() == [], "a page without figures"
    open_at("oversikt")
    assert seen() == [("prov", RESTRICTED)], "the start page"


def test_what_is_noted_has_words() -> None:
    calls = [
        node
        for _, node in code_that_says("append_audit", ".note(")
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in {"append_audit", "append_audit_within", "note"}
    ]
    given = [key.value for call in calls for key in call.keywords if key.arg == "action"]
    noted = {one.value for one in given if isinstance(one, ast.Constant)}
    assert {"deliver", "recall", "see", "export", "sign-in"} <= noted
    assert noted - set(ACTION_WORDS) == set(), "add it to ACTION_WORDS"
