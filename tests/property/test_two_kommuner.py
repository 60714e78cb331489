"""Two kommuner in one installation: whatever they do, neither sees the other's deliveries, people or traces."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from functools import cache

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.analysis.audit_log import Since, audit_log
from lagesbild.analysis.corrections import corrections
from lagesbild.analysis.holdings import holdings
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.provider import duties
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.catalogue import Catalog
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.indicator import Measure
from lagesbild.domain.person import Member, Person, Role
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.ingest.kept_receipts import read_kept_receipt
from lagesbild.ingest.personal_data import refuse_person_numbers
from lagesbild.ingest.receipt import Receipt, receipt_json
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas
from lagesbild.store.audit import append_audit
from lagesbild.store.connection import Store
from lagesbild.store.definitions import list_indicators, list_measures
from lagesbild.store.deliveries import (
    OBSERVATION_COLUMNS,
    NewDelivery,
    add_delivery,
    list_deliveries,
)
from lagesbild.store.profiles import (
    StoredCorrection,
    add_corrections_within,
    add_profile_within,
    find_profile,
)
from lagesbild.workspace.people import history_of, people_of, save_member

HERE, THERE = "2260", "2281"
TODAY = date(2026, 11, 21)
SHAPE = "samma form"


@cache
def definitions() -> Catalog:
    return load_catalog(DATA / "catalog")


@cache
def areas() -> tuple:  # type: ignore[type-arg]
    return tuple(load_areas(DATA / "reference" / "areas.csv"))


def chief(kommun: str) -> Person:
    return Person(id=f"chef{kommun}", name="Chef", role=Role.ADMINISTRATOR, kommun_code=kommun)


def deliver(store: Store, kommun: str, mark: str) -> None:
    """With a measure of its own, a layout, a corrected cell and a receipt that all bear the mark."""
    measure = Measure(id=f"kommun.{mark}", name=mark, unit="st", source="kommun")
    model = definitions().indicators["vaktarrapporter"]
    indicator = replace(model, id=mark, name=mark, numerator=measure.id)
    row = {
        "measure": measure.id, "area_code": kommun, "period_start": date(2025, 1, 1),
        "period_end": date(2026, 1, 1), "period_label": "2025", "breakdown": "{}", "is_total": True,
        "value": 62.0, "status": STATUS_CODES[Status.VALUE], "raw": None, "source_sheet": None,
        "source_row": 1, "source_column": None,
    }  # fmt: skip
    receipt = receipt_json(Receipt(source="kommun", file=mark, sha256=mark))
    number = add_delivery(
        store,
        NewDelivery(
            source_id="kommun", kommun_code=kommun, file_name=f"{mark}.csv", sha256=mark,
            delivered_by=f"person-{mark}", issued_on=TODAY, rows_read=1, receipt=receipt,
            mapping=f"# {mark}",
        ),
        observations=pd.DataFrame([row], columns=list(OBSERVATION_COLUMNS)), measures=(measure,),
        indicators=(indicator,),
    )  # fmt: skip
    cell = StoredCorrection(
        measure=measure.id, area_code=kommun, period_start=date(2025, 1, 1),
        period_end=date(2026, 1, 1), source_sheet=mark, source_row=1, source_column="Antal", raw="x",
        right="62", reason=mark, status="anmald",
    )  # fmt: skip
    with store.transaction() as cursor:
        add_profile_within(cursor, delivery_id=number, shape=SHAPE, columns=f'["{mark}"]')
        add_corrections_within(cursor, delivery_id=number, made=[cell])


def refuse(store: Store, kommun: str, mark: str) -> None:
    append_audit(
        store, person=chief(kommun), action="refuse", subject="kommun", details={"codes": {mark: 1}}
    )


def join(store: Store, kommun: str, mark: str) -> None:
    member = Member(
        name=mark, email=f"{mark}@x.se", role=Role.LEDAMOT, kommun_code=kommun, starts_on=TODAY
    )
    save_member(
        store, member=member, person=chief(kommun), today=TODAY, check_text=refuse_person_numbers
    )


def look(store: Store, kommun: str, mark: str) -> None:
    append_audit(
        store, person=replace(chief(kommun), id=mark), action="sign-in", subject="ledamot",
        details={"name": mark},
    )  # fmt: skip


ACTS: dict[str, Callable[[Store, str, str], None]] = {
    "deliver": deliver, "refuse": refuse, "join": join, "look": look,
}  # fmt: skip


def all_that_is_seen(store: Store, kommun: str) -> str:
    """Every answer that a kommun's administrator can get, as text."""
    person = chief(kommun)
    catalog = definitions().with_delivered(
        measures=list_measures(store, kommun_code=kommun),
        indicators=list_indicators(store, kommun_code=kommun),
    )
    known = {one.code: one for one in areas()}
    inquiry = Inquiry(
        store=store, catalog=catalog, areas=known, person=person, kommun_code=kommun, today=TODAY
    )
    held = holdings(inquiry)
    members = people_of(store, person=person)
    numbers = range(1, 40)
    answers = [
        held, duties(inquiry, holdings=held), corrections(inquiry), members,
        list_deliveries(store, kommun_code=kommun), catalog.indicators, catalog.measures,
        audit_log(inquiry, members=members, since=Since.ALL, now=datetime(2100, 1, 1)),
        find_profile(store, shape=SHAPE, source_id="kommun", kommun_code=kommun),
        [read_kept_receipt(number, store=store, person=person) for number in numbers],
        [history_of(store, person_id=f"p{number}", person=person) for number in numbers],
    ]  # fmt: skip
    return "\n".join(map(repr, answers))


@settings(max_examples=int(os.environ.get("PROV_KOMMUNER", "6")))
@given(
    st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from([HERE, THERE])), max_size=10)
)
def test_neither_kommun_sees_anything_of_the_other(acts: list[tuple[str, str]]) -> None:
    with closing(Store(None)) as store:
        add_areas(store, [one for one in areas() if one.code in (HERE, THERE)])
        marks = [f"spår{kommun}x{number}" for number, (_, kommun) in enumerate(acts)]
        for (act, kommun), mark in zip(acts, marks, strict=True):
            ACTS[act](store, kommun, mark)
        for reader in (HERE, THERE):
            seen = all_that_is_seen(store, reader)
            for (act, kommun), mark in zip(acts, marks, strict=True):
                if kommun != reader:
                    assert mark not in seen, f"{reader} sees {act} of {kommun}"
                elif act != "refuse":
                    assert mark in seen, f"{reader} does not see its own {act}"
