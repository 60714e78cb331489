"""report: a lägesbild from the command line, as a role may take it home."""

from __future__ import annotations

from datetime import date

import pytest
from pptx import Presentation

from lagesbild.domain.person import Person, Role
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.work.causes import Evidence
from lagesbild.domain.work.lagesbild import Lagesbild, Section
from lagesbild.domain.work.record import Record
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.store.connection import Store
from lagesbild.ui.context import open_context
from lagesbild.workspace.frozen import freeze
from lagesbild.workspace.lagesbild import compose, read_work
from lagesbild.workspace.records import Saved, save
from tests.command_line import CommandLine
from tests.pdf_text import texts

ANNA = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
FILE = "Kommun;År;Väktarrapporter\nÅnge;2023;12\nÅnge;2024;3\nÅnge;2025;41\n"
VIEW = Evidence(
    says="41.", address="indikator?indikator=vaktarrapporter&kommun=2260",
    indicator="vaktarrapporter", place="Ånge",
)  # fmt: skip


def keep(store: Store, record: Record) -> Saved:
    return save(store, record=record, person=ANNA, check_text=refuse_personal_data)


@pytest.fixture
def filled(command: CommandLine) -> CommandLine:
    command.deliver("v.csv", FILE)
    context = open_context(command.data)
    mine = keep(context.store, Lagesbild(title="Lägesbild 2026"))
    keep(context.store, Section(title="Ordning", lagesbild=mine.id, text="Lugnt.", views=(VIEW,)))
    context.store.close()
    return command


def test_slides_and_paper_of_the_draft(filled) -> None:
    slides, paper = filled.folder / "a.pptx", filled.folder / "a.pdf"
    for path in (slides, paper):
        outcome = filled("report", "lagesbild-1", "--format", path.suffix[1:], "--out", path)
        assert outcome.code == 0, outcome
    deck = Presentation(slides)
    (chart,) = [one.chart for slide in deck.slides for one in slide.shapes if one.has_chart]
    values = list(chart.plots[0].series[0].values)
    assert [value for value in values if value is not None] == [12.0, 41.0], "3 is protected"
    assert any("Lugnt." in told and "41" in told for told in texts(paper.read_bytes()))


def exports(command: CommandLine) -> list[tuple[str, str]]:
    context = open_context(command.data)
    rows = context.store.cursor().execute(
        "SELECT person_id, subject FROM audit WHERE action = 'export' ORDER BY audit_id"
    ).fetchall()  # fmt: skip
    context.store.close()
    return rows


def test_a_role_takes_home_what_it_may_and_that_is_noted(filled) -> None:
    context = open_context(filled.data)
    work = read_work(context.store, lagesbild_id="lagesbild-1", person=ANNA)
    inquiry = context.inquiry(person=ANNA)
    for audience in (Secrecy.INTERNAL, Secrecy.RESTRICTED):
        document = compose(
            context.store, work, figures={}, audience=audience, kommun=inquiry.kommun,
            sources=inquiry.catalog.sources, today=date(2026, 11, 21),
        )  # fmt: skip
        freeze(context.store, document=document, person=ANNA)
    context.store.close()

    def take(version: int, role: str) -> int:
        return filled(
            "report", "lagesbild-1", "--format", "pdf", "--out", filled.folder / "x.pdf",
            "--version", str(version), "--as", role,
        ).code  # fmt: skip

    assert [take(1, role) for role in ("samordnare", "ledamot", "public")] == [0, 0, 2]
    assert exports(filled) == []
    assert [take(2, role) for role in ("arbetsgrupp", "ledamot")] == [2, 2]
    assert take(2, "samordnare") == 0
    assert exports(filled) == [("kommandorad:samordnare", "lagesbild-1")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("lagesbild-9", "--format", "pdf", "--out", "x.pdf"), "AB-003"),
        (("lagesbild-1", "--format", "pdf", "--out", "x.pptx"), "KM-013"),
        (("lagesbild-1", "--format", "pdf", "--out", "finns/inte/x.pdf"), "KM-003"),
    ],
)
def test_what_cannot_be_written_is_said(command, words, code) -> None:
    outcome = command("report", *words)
    assert outcome.code == 2
    assert code in outcome.err
