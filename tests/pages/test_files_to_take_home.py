"""Templates, marked copies and recall on their pages, and what a start says of an interrupted run."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from lagesbild.domain.person import Role
from lagesbild.ingest.marked import LIST_SHEET
from lagesbild.ui import cache, intake_files
from tests.pages.small_store import words
from tests.pages.test_lamna_data import drop

FIRST = "Kommun;År;Väktarrapporter\nÅnge;2023;12\nÅnge;2024;15\n"
FAULTY = FIRST + "Ånge;2022;11\nÅnge;2021;många\n"


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict]:
    """Every download button by its words, with what it would give."""
    found: dict[str, dict] = {}
    monkeypatch.setattr(
        intake_files.st, "download_button", lambda label, **how: found.update({label: how})
    )
    return found


def test_the_chosen_source_has_its_templates(open_at, offered) -> None:
    app = open_at("lamna_data", kalla="socialtjanst")
    assert not app.exception
    book = openpyxl.load_workbook(BytesIO(offered["Hämta mall (Excel)"]["data"]()))
    assert "Mall för Kommunens socialtjänst" in str(book.worksheets[1]["A1"].value)
    assert offered["Hämta mall (Excel)"]["file_name"] == "mall-socialtjanst.xlsx"
    assert offered["Hämta mall (CSV)"]["data"]().decode("utf-8-sig").startswith("Kommun;Period;")


def test_a_refused_file_is_given_back_with_the_faults_marked(open_at, offered) -> None:
    app = drop(open_at, source="kommun", name="fel.csv", data=FAULTY.encode())
    assert not app.exception
    button = offered["Ladda ner din fil med felen markerade"]
    assert button["file_name"] == "fel-med-fel.xlsx"
    book = openpyxl.load_workbook(BytesIO(button["data"]()))
    assert book.sheetnames[0] == LIST_SHEET
    assert book.worksheets[1]["C5"].comment is not None


def test_a_file_without_remarks_is_not_given_back(open_at, offered) -> None:
    drop(open_at, source="kommun", name="bra.csv", data=FIRST.encode())
    assert "Ladda ner din fil med felen markerade" not in offered


def test_a_file_that_was_refused_leaves_its_codes_and_nothing_else(open_at) -> None:
    data = b"Kommun;Person;Antal\n2260;19511013-3815;1\n"
    app = drop(open_at, source="kommun", name="lista.csv", data=data)
    app.run()
    rows = cache.context().store.cursor().execute("SELECT * FROM audit").fetchall()
    assert [(row[4], row[5], row[6]) for row in rows] == [
        ("refuse", "kommun", '{"codes": {"IN-002": 1}}')
    ]


def delivered(open_at) -> None:
    app = drop(open_at, source="kommun", name="ett.csv", data=FIRST.encode())
    app.button(key="bekrafta").click().run()
    assert not app.exception


def deliveries_page(open_at) -> AppTest:
    return open_at("datakallor", flik="Leveranser")


def test_a_delivery_is_recalled_on_its_page(open_at, installation: Path) -> None:
    delivered(open_at)
    app = deliveries_page(open_at)
    assert app.button(key="aterkalla").disabled
    app.checkbox(key="aterkalla-saker").check().run()
    app.button(key="aterkalla").click().run()
    assert not app.exception
    status = cache.context().store.cursor().execute("SELECT status FROM delivery").fetchall()
    assert status == [("recalled",)]
    assert '"what": "recall"' in (installation / "arkiv" / "journal.jsonl").read_text("utf-8")
    assert not [one for one in deliveries_page(open_at).button if one.key == "aterkalla"]


@pytest.mark.parametrize("role", [Role.LEDAMOT, Role.DATALEVERANTOR, Role.ARBETSGRUPP])
def test_who_may_not_recall_is_not_offered_it(open_at, as_role, role: Role) -> None:
    delivered(open_at)
    as_role(role)
    app = deliveries_page(open_at)
    assert not app.exception
    assert not [one for one in app.button if one.key == "aterkalla"]


def test_what_was_interrupted_is_told_on_the_page(open_at, installation: Path) -> None:
    archive = installation / "arkiv"
    archive.mkdir()
    sign = archive / "pagar-1.json"
    sign.write_text(
        '{"file": "bok.csv", "source": "bra", "kommun": null, "sha256": "x"}', encoding="utf-8"
    )
    app = open_at("lamna_data")
    assert "bok.csv till källan bra avbröts" in words(app)
    assert "AR-001" in words(app)
    assert not sign.exists()
