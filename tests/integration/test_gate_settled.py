"""What is hidden is decided when figures come or go, not by who looks first, and stays so."""

from __future__ import annotations

from datetime import date
from weakref import WeakKeyDictionary

import pandas as pd
import pytest

from lagesbild.analysis import example_pattern, protection
from lagesbild.analysis.pattern import pattern_of
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import Member, Person, Role
from lagesbild.ingest.recall import recall
from lagesbild.store.connection import DATABASE_NAME, Store
from lagesbild.store.deliveries import NewDelivery, add_delivery
from lagesbild.store.people import add_member_entry_within
from lagesbild.ui.context import Context, local_person, open_context
from tests.command_line import CommandLine
from tests.unit.test_figures import year

FIRST = "Kommun;År;Väktarrapporter\nÅnge;2023;3\nÅnge;2024;15\n"
SECOND = "Kommun;År;Väktarrapporter\nÅnge;2023;12\nÅnge;2024;2\n"


def hidden(command: CommandLine) -> set[tuple[str, int]]:
    """Kept without anybody having asked for a figure."""
    store = Store(command.data / DATABASE_NAME)
    try:
        rows = store.cursor().execute(
            "SELECT DISTINCT area_code, year(period_start) FROM hidden_cell WHERE NOT is_example"
        ).fetchall()  # fmt: skip
    finally:
        store.close()
    return set(rows)


def shown(command: CommandLine) -> dict[str, float | None]:
    rows = command("query", "vaktarrapporter", "--as", "samordnare", "--format", "json").document
    return {row["period_label"]: row["value"] for row in rows}


def test_hidden_from_the_delivery_through_recall_and_rebuild(command) -> None:
    command.deliver("ett.csv", FIRST)
    assert hidden(command) == {("2260", 2023)}
    second = command.deliver("tva.csv", SECOND)
    assert hidden(command) == {("2260", 2023), ("2260", 2024)}
    assert command("recall", str(second["delivery_id"])).code == 0
    assert hidden(command) == {("2260", 2023), ("2260", 2024)}, "what was hidden stays so"
    assert command("rebuild").code == 0
    assert hidden(command) == {("2260", 2023), ("2260", 2024)}
    assert shown(command) == {"2023": None, "2024": None}


def test_dropped_files_are_settled_too(command) -> None:
    (command.folder / "in" / "kommun").mkdir(parents=True)
    (command.folder / "in" / "kommun" / "ett.csv").write_text(FIRST, encoding="utf-8")
    outcome = command("watch", command.folder / "in", "--once", "--interval", "0.1")
    assert outcome.code == 0, outcome
    assert hidden(command) == {("2260", 2023)}


@pytest.fixture
def context(tmp_path, monkeypatch) -> Context:
    monkeypatch.setenv("LAGESBILD_DATA", str(tmp_path))
    context = open_context(tmp_path)
    yield context
    context.store.close()


def give(context: Context, count: float, *, measure: str, kommun: str | None, code: str) -> int:
    source = measure.split(".", maxsplit=1)[0]
    return add_delivery(
        context.store,
        NewDelivery(
            source_id=source, kommun_code=kommun, file_name="f.csv", sha256=f"{measure}{code}{count}",
            delivered_by="p", issued_on=None, rows_read=1, receipt="{}",
        ),
        observations=pd.DataFrame([year(measure, count, 2025, area_code=code)]),
    )  # fmt: skip


def test_only_what_a_delivery_concerns_is_made_anew(context, monkeypatch) -> None:
    give(context, 3, measure="bra.bilbrott", kommun=None, code="2260")
    give(context, 3, measure="kommun.vaktarrapporter", kommun="2260", code="2260")
    give(context, 4, measure="kommun.vaktarrapporter", kommun="2262", code="2262")
    assert context.settle_protection() == 3
    made = []
    solve = protection.protect
    monkeypatch.setattr(protection, "protect", lambda cube: made.append(1) or solve(cube))
    assert context.settle_protection() == 0
    assert not made
    give(context, 2, measure="kommun.vaktarrapporter", kommun="2262", code="2262")
    assert context.settle_protection() == 1
    assert len(made) == 1


def test_a_recall_settles_the_older_figures_that_show_again(context) -> None:
    """Nothing is known of them, as when patterns are new to the program."""
    give(context, 3, measure="bra.bilbrott", kommun=None, code="2260")
    newer = give(context, 30, measure="bra.bilbrott", kommun=None, code="2260")
    context.settle_protection()
    assert kept_cells(context.store) == 0
    assert recall(newer, store=context.store, archive=None, person=local_person())
    assert context.settle_protection() == 1
    assert kept_cells(context.store) == 1


def kept_cells(store: Store) -> int:
    return int(store.cursor().execute("SELECT count(*) FROM hidden_cell").fetchone()[0])


def test_what_all_share_is_taken_back_only_by_the_kommun_that_gave_it(context) -> None:
    number = give(context, 30, measure="bra.bilbrott", kommun=None, code="2260")
    giver = Member(
        person_id="p",
        name="P",
        role=Role.SAMORDNARE,
        kommun_code="2260",
        starts_on=date(2026, 1, 1),
    )
    with context.store.transaction() as cursor:
        add_member_entry_within(cursor, member=giver, entered_by="p")
    other = Person(id="q", name="Q", role=Role.SAMORDNARE, kommun_code="2262")
    with pytest.raises(LagesbildError) as refused:
        recall(number, store=context.store, archive=None, person=other)
    assert refused.value.code == "AC-005"
    assert status(context.store, number) == "stored"
    own = Person(id="r", name="R", role=Role.SAMORDNARE, kommun_code="2260")
    assert recall(number, store=context.store, archive=None, person=own)
    assert status(context.store, number) == "recalled"


def status(store: Store, number: int) -> str:
    row = store.cursor().execute(
        "SELECT status FROM delivery WHERE delivery_id = ?", [number]
    ).fetchone()  # fmt: skip
    return str(row[0])


def test_the_examples_pattern_is_the_one_that_would_be_found(example_context, monkeypatch) -> None:
    """Otherwise: python -m tests.bench gate --skriv"""
    assert example_context.settle_protection() == 0, "it is of another catalogue or other figures"
    monkeypatch.setattr(protection, "read_example_pattern", lambda *_, **__: None)
    monkeypatch.setattr(protection, "add_hidden", lambda *_, **__: None)
    store = example_context.store
    protector = protection.Protector(store=store, catalog=example_context.catalog(), owner=None)
    for measure in ("skola.ogiltig_franvaro_over_20", "est.handelser"):
        basis = protector.basis_text(measure, is_example=True)
        kept = example_pattern.read_example_pattern(measure, basis=basis)
        assert kept is not None
        monkeypatch.setattr(protection, "_MEMORY", WeakKeyDictionary())
        found = protector.pattern(measure, is_example=True)
        assert found is not None
        assert found.keys.tolist() == pattern_of(kept).keys.tolist()
