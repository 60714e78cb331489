"""Frozen lägesbilder: the same bytes after deliveries, recalls and a rebuilt database, and each number's
way back to its file and row."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from lagesbild.analysis.pinned_views import as_audience, figure_of, figures_of
from lagesbild.domain.document import ChartKind, Document
from lagesbild.domain.errors import AccessDenied, LagesbildError
from lagesbild.domain.person import Person, Role
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.work.causes import Evidence
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.deliver import deliver
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ingest.recall import recall
from lagesbild.store.connection import increase_data_version
from lagesbild.store.deliveries import (
    OBSERVATION_COLUMNS,
    NewDelivery,
    add_delivery,
    recall_delivery,
)
from lagesbild.store.frozen import read_frozen
from lagesbild.ui.context import Context, open_context
from lagesbild.workspace.frozen import freeze, read_version, recalled_since, versions_of
from lagesbild.workspace.lagesbild import compose, list_lagesbilder, read_work
from lagesbild.workspace.pinning import pin_to_section
from tests.command_line import CommandLine
from tests.pages.small_store import observation

ANNA = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
FIRST = "Kommun;År;Väktarrapporter\nÅnge;2023;12\nÅnge;2024;15\n"
TODAY = date(2026, 11, 21)
LATER = int(os.environ.get("PROV_SENARE", "2"))
"""Files delivered after the freezing, and delivered again when the database is rebuilt; twenty in make
thorough. Each takes most of a second."""

TWENTY = 20


@contextmanager
def opened(command: CommandLine) -> Iterator[Context]:
    context = open_context(command.data)
    try:
        yield context
    finally:
        context.store.close()


def pinned(indicator: str, page: str = "indikator", **more: str) -> Evidence:
    rest = "".join(f"&{key}={value}" for key, value in more.items())
    address = f"{page}?indikator={indicator}&kommun=2260{rest}"
    return Evidence(says="Som det var.", address=address, indicator=indicator, place="Ånge")


def draft_of(context: Context, *, audience: Secrecy = Secrecy.INTERNAL) -> Document:
    """The only lägesbild there is, with the figures of this moment."""
    [saved] = list_lagesbilder(context.store, person=ANNA)
    work = read_work(context.store, lagesbild_id=saved.id, person=ANNA)
    assert work is not None
    inquiry = as_audience(context.inquiry(person=ANNA), audience=audience)
    return compose(
        context.store, work, figures=figures_of(inquiry, views=work.views), audience=audience,
        kommun=inquiry.kommun, sources=inquiry.catalog.sources, today=TODAY,
    )  # fmt: skip


def pin(context: Context, evidence: Evidence, section: str = "") -> str:
    return pin_to_section(
        context.store, evidence=evidence, section_id=section, person=ANNA,
        check_text=refuse_personal_data, today=TODAY,
    ).record_id  # fmt: skip


def stored_body(context: Context) -> str:
    entry = read_frozen(
        context.store, lagesbild_id=draft_of(context).id, kommun_code="2260", version=1
    )
    assert entry is not None
    return entry.body


def deliver_more(context: Context, *, count: int) -> list[int]:
    """Deliveries that change every number and add years; returns their numbers."""
    numbers = []
    for n in range(count):
        text = f"Kommun;År;Väktarrapporter\nÅnge;2024;{100 + n}\nÅnge;2025;{20 + n}\n"
        receipt = deliver(
            text.encode(), file_name=f"senare{n}.csv", source_id="kommun", store=context.store,
            catalog=context.catalog(), areas=AreaIndex(context.areas("2260").values()),
            person=ANNA, today=TODAY, archive=context.archive,
        )  # fmt: skip
        assert receipt.delivery_id is not None
        numbers.append(receipt.delivery_id)
    return numbers


def test_a_frozen_version_is_the_same_to_the_byte_whatever_comes_after(
    command: CommandLine,
) -> None:
    [indicator] = command.deliver("ett.csv", FIRST)["indicators"]
    with opened(command) as context:
        pin(context, pinned(indicator))
        made = draft_of(context)
        [figure] = made.figures
        assert figure.kind is ChartKind.LINE
        assert [(one.label, one.value) for one in figure.points] == [("2023", 12), ("2024", 15)]
        assert freeze(context.store, document=made, person=ANNA).version == 1
        body = stored_body(context)
        assert read_version(context.store, lagesbild_id=made.id, version=1, person=ANNA) == replace(
            made, version=1
        )
        numbers = deliver_more(context, count=LATER)
        assert recall(1, store=context.store, person=ANNA, archive=context.archive)
        recall(numbers[-1], store=context.store, person=ANNA, archive=context.archive)
        now = draft_of(context)
        assert [one.value for one in now.figures[0].points] == [98.0 + LATER, 18.0 + LATER]
        assert stored_body(context) == body
        [words] = recalled_since(context.store, replace(made, version=1)).values()
        assert words == "Underlaget har återkallats sedan versionen frystes: ett.csv (leverans 1)."
    assert command("rebuild").code == 0
    with opened(command) as context:
        assert stored_body(context) == body
        again = read_version(context.store, lagesbild_id=made.id, version=1, person=ANNA)
        assert again.written() == body
        assert [one.text for one in again.figures[0].points] == ["12", "15"]


def test_every_number_leads_to_its_file_and_row(command: CommandLine) -> None:
    [indicator] = command.deliver("ett.csv", FIRST)["indicators"]
    with opened(command) as context:
        pin(context, pinned(indicator))
        made = draft_of(context)
    files = {one.delivery_id: one for one in made.files}
    lines = FIRST.splitlines()
    for point in made.figures[0].points:
        [trace] = point.traces
        assert files[trace.delivery_id].file_name == "ett.csv"
        assert trace.column == "Väktarrapporter"
        assert lines[int(trace.rows) - 1].split(";")[1:] == [point.label, point.text]


BO = Person(id="bo", name="Bo", role=Role.LEDAMOT, kommun_code="2260")
CAI = Person(id="cai", name="Cai", role=Role.SAMORDNARE, kommun_code="2084")


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """One installation for what does not deliver."""
    made = open_context(tmp_path_factory.mktemp("fryst"))
    yield made
    made.store.close()


@pytest.fixture
def empty(context: Context) -> Context:
    with context.store.transaction() as cursor:
        cursor.execute("DELETE FROM record")
        cursor.execute("DELETE FROM frozen_lagesbild")
        cursor.execute("UPDATE delivery SET status = 'recalled'")
        increase_data_version(cursor)
    return context


def put(context: Context, counts: dict[int, float], *, issued_on: date) -> int:
    """Figures as a delivery leaves them in the store, without its file; returns its number."""
    rows = [
        observation("bra.anmalda_valdsbrott", "2260", count, year=year)
        for year, count in counts.items()
    ]
    return add_delivery(
        context.store,
        NewDelivery(
            source_id="bra", kommun_code=None, file_name="prov.csv", sha256="0" * 64,
            delivered_by="anna", issued_on=issued_on, rows_read=len(rows), receipt="{}",
        ),
        observations=pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)),
    )  # fmt: skip


def test_twenty_later_deliveries_and_their_recalls_leave_a_version_as_it_was(
    empty: Context,
) -> None:
    first = put(empty, {2024: 40.0, 2025: 50.0}, issued_on=date(2026, 3, 1))
    pin(empty, pinned("anmalda_valdsbrott", visa="count"))
    made = draft_of(empty)
    freeze(empty.store, document=made, person=ANNA)
    body = stored_body(empty)
    later = []
    for n in range(TWENTY):
        day = date(2026, 4, 1 + n)
        later.append(put(empty, {2025: 60.0 + n, 2026: 70.0 + n}, issued_on=day))
    assert [one.text for one in draft_of(empty).figures[0].points] == ["40", "79", "89"]
    assert stored_body(empty) == body
    for number in (later[-1], first, later[0]):
        recall_delivery(empty.store, delivery_id=number)
    assert [one.text for one in draft_of(empty).figures[0].points] == ["78", "88"]
    assert stored_body(empty) == body
    again = read_version(empty.store, lagesbild_id=made.id, version=1, person=ANNA)
    assert again.written() == body
    assert [one.text for one in again.figures[0].points] == ["40", "50"]


def test_who_may_not_see_the_figures_may_not_read_the_version(empty: Context) -> None:
    store = empty.store
    pin(empty, pinned("anmalda_valdsbrott"))
    for audience in (Secrecy.INTERNAL, Secrecy.RESTRICTED):
        freeze(store, document=draft_of(empty, audience=audience), person=ANNA)
    made = draft_of(empty)
    assert [one.version for one in versions_of(store, person=ANNA)] == [2, 1]
    assert [one.version for one in versions_of(store, person=BO)] == [1]
    assert versions_of(store, person=CAI) == []
    read_version(store, lagesbild_id=made.id, version=1, person=BO)
    for person, version, code in ((BO, 2, "AC-001"), (CAI, 1, "AB-003"), (ANNA, 9, "AB-003")):
        with pytest.raises(LagesbildError) as caught:
            read_version(store, lagesbild_id=made.id, version=version, person=person)
        assert caught.value.code == code
    with pytest.raises(AccessDenied):
        freeze(store, document=made, person=BO)
    with pytest.raises(LagesbildError):
        freeze(store, document=made, person=CAI)


def test_a_version_that_somebody_has_changed_is_not_shown(empty: Context) -> None:
    pin(empty, pinned("anmalda_valdsbrott"))
    made = draft_of(empty)
    freeze(empty.store, document=made, person=ANNA)
    with empty.store.transaction() as cursor:
        cursor.execute("UPDATE frozen_lagesbild SET body = replace(body, 'Ånge', 'Avesta')")
    with pytest.raises(LagesbildError) as caught:
        read_version(empty.store, lagesbild_id=made.id, version=1, person=ANNA)
    assert caught.value.code == "AB-021"


def test_a_view_without_figures_or_without_a_measure_says_so(empty: Context) -> None:
    inquiry = as_audience(empty.inquiry(person=ANNA), audience=Secrecy.INTERNAL)
    troubles = [
        figure_of(inquiry, view=view).trouble
        for view in (
            pinned("anmalda_valdsbrott"), pinned("finns_inte"), pinned("x", page="okand"),
            Evidence(says="x", address="://"),
        )
    ]  # fmt: skip
    assert troubles[0].startswith("Det finns inga siffror längre: underlaget har återkallats")
    assert troubles[1] == "Det finns ingen indikator som heter finns_inte."
    assert troubles[2] == troubles[3] == "Vyn kan inte göras om här. Öppna den på sin sida."
