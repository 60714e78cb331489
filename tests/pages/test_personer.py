"""The pages personer, granskning and mitt_konto, as an administrator uses them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lagesbild.analysis.audit_log import MOST_SHOWN, Since, audit_as_csv, audit_log
from lagesbild.domain.errors import AccessDenied
from lagesbild.domain.person import Person, Role
from lagesbild.store.audit import append_audit
from lagesbild.ui import cache, downloads
from tests.pages.small_store import KOMMUN, words

CHIEF = Person(id="lokal", name="Lokal", role=Role.ADMINISTRATOR, kommun_code=KOMMUN)


def fill(app: AppTest, *, start: str, fields: dict[str, str]) -> AppTest:
    """Write in the form whose keys begin so."""
    for name, text in fields.items():
        next(
            one for one in app.text_input if one.key.startswith(start) and one.key.endswith(name)
        ).set_value(text)
    return app


def save(app: AppTest, *, start: str) -> AppTest:
    key = next(b.key for b in app.button if b.key and b.key.startswith(start) and "spara" in b.key)
    return app.button(key=key).click().run()


def add(app: AppTest, *, role: Role, **fields: str) -> AppTest:
    fill(app, start="person-ny", fields={f"-{name}": text for name, text in fields.items()})
    next(one for one in app.selectbox if one.key.endswith("-roll") and "-ny-" in one.key).select(
        role
    )
    return save(app, start="person-ny")


def test_people_are_added_changed_and_removed_on_the_page(open_at) -> None:
    app = open_at("personer")
    assert app.title[0].value == "Ingen i kommunen är inlagd i registret än."
    app = add(app, role=Role.ADMINISTRATOR, namn="Anna Ek", epost="ANNA@kommun.se", org="Kommunen")
    assert not app.exception
    assert app.title[0].value == "En person har tillgång, varav en är administratör."
    assert "anna@kommun.se" in words(app)
    app = add(app, role=Role.LEDAMOT, namn="Bo <b>Ek</b>", epost="bo@kommun.se", till="2027-06-30")
    assert "till 2027-06-30" in words(app)
    assert "Bo &lt;b&gt;Ek&lt;/b&gt;" in words(app)
    bo = next(one for one in cache.context().members() if one.email == "bo@kommun.se")
    app.selectbox(key="person-vem").select(bo.person_id).run()
    fill(
        app, start=f"person-{bo.person_id}",
        fields={"-ers-fran": "2026-11-01", "-ers-till": "2026-11-30"},
    )  # fmt: skip
    next(
        one for one in app.selectbox if one.key.endswith("-ersatter") and bo.person_id in one.key
    ).select(Role.ORDFORANDE)
    app = save(app, start=f"person-{bo.person_id}")
    assert "är nu ordförande 2026-11-01–2026-11-30" in words(app)
    app.checkbox(key="person-ta-bort-saker").check().run()
    app.button(key="person-ta-bort").click().run()
    assert "borttagen" in words(app)
    assert app.title[0].value == "En person har tillgång, varav en är administratör."
    shown = words(open_at("granskning"))
    for expected in ("gav tillgång", "ändrade en person", "tog bort en person", "Lokal användare"):
        assert expected in shown
    assert "kommun.se" not in shown, "addresses do not stand in the audit"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"namn": "", "epost": "a@x.se"}, "AC-006"),
        ({"namn": "A", "epost": "a"}, "AC-006"),
        ({"namn": "A", "epost": "a@x.se", "till": "i morgon"}, "AC-006"),
        ({"namn": "A 19511013-3815", "epost": "a@x.se"}, "IN-026"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_said_and_not_kept(open_at, fields: dict, told: str) -> None:
    app = add(open_at("personer"), role=Role.LEDAMOT, **fields)
    assert not app.exception
    assert told in words(app)
    assert "19511013" not in words(app)
    assert cache.context().members() == ()


def test_the_last_administrator_stays_on_the_page_too(open_at) -> None:
    app = add(open_at("personer"), role=Role.ADMINISTRATOR, namn="Anna", epost="anna@kommun.se")
    app.checkbox(key="person-ta-bort-saker").check().run()
    app.button(key="person-ta-bort").click().run()
    assert "AC-008" in words(app)
    fill(app, start="person-p1", fields={"-till": "2027-01-01"})
    assert "AC-008" in words(save(app, start="person-p1"))
    assert not cache.context().members()[0].is_removed


@pytest.mark.parametrize("role", [Role.SAMORDNARE, Role.ORDFORANDE])
def test_readers_of_the_page_change_nothing(open_at, as_role, role: Role) -> None:
    as_role(role)
    app = open_at("personer")
    assert not app.text_input
    assert not [one for one in app.button if (one.key or "").startswith("person-")]
    assert "Administratören lägger till" in words(app)


def note(action: str, *, person: Person = CHIEF, **details: object) -> None:
    append_audit(cache.context().store, person=person, action=action, subject="x", details=details)


def test_the_log_is_chosen_by_person_action_and_time(open_at) -> None:
    other = Person(id="p7", name="Eva", role=Role.SAMORDNARE, kommun_code=KOMMUN)
    elsewhere = replace(other, id="p8", kommun_code="2281")
    note("sign-in", person=other, name="Eva Lund")
    note("sign-in", person=elsewhere, name="Carl Sundsvall")
    note("recall", person=other)
    note("export")
    app = open_at("granskning")
    assert app.title[0].value == "3 händelser i urvalet, av 3 i loggen."
    assert "Kedjan är hel" in words(app)
    assert "Carl" not in words(app)
    assert app.selectbox(key="granskning-person").options == ["Alla", "Eva Lund", "Lokal användare"]
    app.selectbox(key="granskning-person").select("p7").run()
    assert app.title[0].value.startswith("2 händelser")
    app.selectbox(key="granskning-vad").select("recall").run()
    assert app.title[0].value.startswith("En händelse") or app.title[0].value.startswith(
        "1 händelse"
    )
    assert "laddade ner" not in words(app)
    inquiry = cache.context().inquiry(person=CHIEF)
    later = datetime.now() + timedelta(days=20)
    assert audit_log(inquiry, members=(), since=Since.WEEK, now=later).lines == ()
    assert len(audit_log(inquiry, members=(), since=Since.MONTH, now=later).lines) == 3


def test_the_file_of_the_log_runs_in_no_spreadsheet_and_is_noted(open_at, monkeypatch) -> None:
    found: dict[str, dict] = {}
    monkeypatch.setattr(
        downloads.st, "download_button", lambda label, **how: found.update({label: how})
    )
    evil = Person(id="=1+1", name="@SUM(A1)", role=Role.SAMORDNARE, kommun_code=KOMMUN)
    note("sign-in", person=evil, name="@SUM(A1)")
    append_audit(cache.context().store, person=evil, action="+cmd", subject="=HYPERLINK()")
    open_at("granskning")
    text = found["Ladda ner urvalet (CSV)"]["data"]().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 3
    cells = [cell for row in rows[1:] for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    store = cache.context().store
    last = (
        store.cursor()
        .execute("SELECT action, subject FROM audit ORDER BY audit_id DESC")
        .fetchone()
    )
    assert last == ("export", "granskningsloggen")


def test_a_broken_chain_is_said_on_the_page(open_at) -> None:
    note("export")
    note("recall")
    cache.context().store.cursor().execute("UPDATE audit SET subject = 'y' WHERE audit_id = 1")
    app = open_at("granskning")
    assert "Kedjan är bruten: post 1 är ändrad" in words(app)


def test_a_long_log_shows_its_newest(open_at) -> None:
    for _ in range(3):
        note("export")
    inquiry = cache.context().inquiry(person=CHIEF)
    answer = audit_log(inquiry, members=())
    assert [one.number for one in answer.lines] == [3, 2, 1]
    assert len(answer.lines) <= MOST_SHOWN
    assert audit_as_csv(answer.lines).count(b"\r\n") == 4


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_the_log_itself_refuses_other_roles(role: Role) -> None:
    inquiry = cache.context().inquiry(person=replace(CHIEF, role=role))
    with pytest.raises(AccessDenied):
        audit_log(inquiry, members=())


def test_ones_account_says_what_one_may(open_at, as_role) -> None:
    as_role(Role.LEDAMOT)
    app = open_at("mitt_konto")
    assert app.title[0].value == "Prov Person är ledamot i Ånge."
    assert "öppna, interna" in words(app)
    assert "känsliga" not in words(app)
    assert not app.button


def test_the_day_is_the_installations(open_at) -> None:
    """LAGESBILD_IDAG is 2026-11-21 in these tests."""
    app = add(open_at("personer"), role=Role.LEDAMOT, namn="A", epost="a@x.se", till="2026-11-21")
    assert cache.context().members()[0].is_active(date(2026, 11, 21))
    assert app.title[0].value.startswith("En person har tillgång")
