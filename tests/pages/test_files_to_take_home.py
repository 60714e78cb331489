"""Templates, marked copies and recall on their pages, and what a start says of an interrupted run."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from lagesbild.access.policy import require_source
from lagesbild.domain.errors import AccessDenied
from lagesbild.domain.person import Person, Role
from lagesbild.ingest.kept_receipts import read_kept_receipt
from lagesbild.ingest.mapping_text import read_mapping
from lagesbild.ingest.marked import LIST_SHEET
from lagesbild.ui import cache, intake_files, visit
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


def test_what_another_kommun_was_interrupted_in_is_not_told(open_at, installation: Path) -> None:
    archive = installation / "arkiv"
    archive.mkdir()
    for kommun in ("1984", "2260"):
        (archive / f"pagar-{kommun}.json").write_text(
            f'{{"file": "{kommun}.csv", "source": "kommun", "kommun": "{kommun}", "sha256": "x{kommun}"}}',
            encoding="utf-8",
        )
    told = words(open_at("lamna_data"))
    assert "2260.csv till källan" in told
    assert "1984.csv" not in told


def test_the_receipt_is_taken_home_as_a_document(open_at, offered) -> None:
    delivered(open_at)
    button = offered["Ladda ner kvittot (PDF)"]
    assert button["file_name"] == "kvitto-1-ett.pdf"
    assert button["data"]().startswith(b"%PDF-")


def test_a_refused_file_has_a_receipt_too(open_at, offered) -> None:
    drop(open_at, source="kommun", name="fel.csv", data=FAULTY.encode())
    assert offered["Ladda ner kvittot (PDF)"]["file_name"] == "kvitto-fel.pdf"
    assert offered["Ladda ner kvittot (PDF)"]["data"]().startswith(b"%PDF-")


def test_a_stored_receipt_is_found_on_datakallor(open_at, offered) -> None:
    delivered(open_at)
    offered.clear()
    app = deliveries_page(open_at)
    assert not app.exception
    assert app.selectbox(key="kvitto-vilket").value == 1
    assert offered["Ladda ner kvittot (PDF)"]["file_name"] == "kvitto-1-ett.pdf"


def as_provider_of(monkeypatch: pytest.MonkeyPatch, *sources: str) -> None:
    person = Person(
        id="eva", name="Eva", role=Role.DATALEVERANTOR, kommun_code="2260", sources=sources
    )
    monkeypatch.setattr(visit, "local_person", lambda: person)


def test_a_provider_sees_and_delivers_to_their_own_sources_only(
    open_at, offered, monkeypatch
) -> None:
    delivered(open_at)
    as_provider_of(monkeypatch, "skola", "socialtjanst")
    offered.clear()
    assert len(deliveries_page(open_at).table) == 0
    assert "Ladda ner kvittot (PDF)" not in offered
    chosen = open_at("lamna_data").selectbox(key="kalla")
    assert len(chosen.options) == 2
    elsewhere = drop(open_at, source="kommun", name="ett.csv", data=FIRST.encode())
    assert elsewhere.selectbox(key="kalla").value in {"skola", "socialtjanst"}
    as_provider_of(monkeypatch)
    assert "Ingen av dina källor" in words(open_at("lamna_data"))


def test_a_source_that_is_not_ones_own_is_refused_wherever_it_is_asked_for() -> None:
    person = Person(id="eva", name="Eva", role=Role.DATALEVERANTOR, sources=("skola",))
    with pytest.raises(AccessDenied) as refused:
        require_source(person, source_id="kommun")
    assert refused.value.code == "AC-004"
    require_source(person, source_id="skola")
    require_source(replace(person, sources=None), source_id="kommun")
    require_source(replace(person, role=Role.SAMORDNARE), source_id="kommun")


def test_a_kept_receipt_is_only_for_those_who_may_see_deliveries(open_at, monkeypatch) -> None:
    delivered(open_at)
    store = cache.context().store
    anna = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
    kept = read_kept_receipt(1, store=store, person=anna)
    assert kept is not None
    assert kept.receipt.observations_stored == 2
    for other in (
        replace(anna, kommun_code="2281"), replace(anna, role=Role.PUBLIC),
        replace(anna, role=Role.DATALEVERANTOR, sources=("skola",)),
    ):  # fmt: skip
        assert read_kept_receipt(1, store=store, person=other) is None
    assert read_kept_receipt(99, store=store, person=anna) is None


def test_the_answers_are_taken_home_for_the_command_line(open_at, offered) -> None:
    words_for = "Ladda ner svaren om filen (TOML)"
    app = drop(open_at, source="kommun", name="ett.csv", data=FIRST.encode())
    assert words_for not in offered
    app.text_input(key="svar-omrade").set_value("Ånge")
    next(one for one in app.button if one.label == "Läs filen igen med svaren").click().run()
    assert read_mapping(offered[words_for]["data"]()).area == "Ånge"
    assert offered[words_for]["file_name"] == "svar-kommun.toml"
