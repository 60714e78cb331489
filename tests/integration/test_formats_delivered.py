"""A PC-Axis file and an answer from Kolada, from bytes to stored figures."""

from __future__ import annotations

import json
from datetime import date

import pytest

from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.person import Person, Role
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.deliver import deliver
from lagesbild.ingest.receipt import Receipt, ReceiptStatus
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import Store
from lagesbild.store.observations import fetch_observations

PX = """CHARSET="ANSI";
AXIS-VERSION="2010";
LANGUAGE="sv";
MATRIX="BE0101";
SUBJECT-AREA="Befolkning";
SUBJECT-CODE="BE";
DECIMALS=0;
TITLE="Folkmängd efter region, kön och år";
CONTENTS="Folkmängd";
UNITS="antal";
STUB="region","kön";
HEADING="år";
VALUES("region")="Ånge","Timrå";
CODES("region")="2260","2262";
VALUES("kön")="totalt","män","kvinnor";
VALUES("år")="2022","2023";
TIMEVAL("år")=TLIST(A1),"2022","2023";
DATA=
9200 9100
4700 4650
4500 4450
17900 17800
9000 ".."
8900 8900;
"""
KOLADA = {
    "values": [
        {"kpi": "N07403", "municipality": "2260", "period": year, "values": [
            {"gender": "T", "count": 1, "status": "", "value": value},
            {"gender": "K", "count": 1, "status": "Missing", "value": None}]}
        for year, value in ((2022, 1100.5), (2023, 1012.25))
    ]
}  # fmt: skip


@pytest.fixture
def store() -> Store:
    made = Store(None)
    add_areas(made, load_areas(DATA / "reference" / "areas.csv"))
    return made


def give(store: Store, data: bytes, *, name: str, source: str) -> Receipt:
    receipt = deliver(
        data, file_name=name, source_id=source, store=store, catalog=load_catalog(DATA / "catalog"),
        areas=AreaIndex(load_areas(DATA / "reference" / "areas.csv")), today=date(2026, 11, 21),
        person=Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260"), archive=None,
    )  # fmt: skip
    assert receipt.status is ReceiptStatus.STORED, receipt.faults
    return receipt


def test_a_px_file_is_delivered(store) -> None:
    receipt = give(store, PX.encode("cp1252"), name="folkmangd.px", source="scb")
    assert (receipt.rows_read, receipt.observations_stored, receipt.new) == (12, 12, 12)
    found = fetch_observations(store, measures=["scb.folkmangd"])
    whole = found[found["is_total"]].set_index(["area_code", "period_label"])["value"]
    assert dict(whole) == {
        ("2260", "2022"): 9200, ("2260", "2023"): 9100,
        ("2262", "2022"): 17900, ("2262", "2023"): 17800,
    }  # fmt: skip
    again = PX.replace("9200 9100", "9200 9101")
    changed = give(store, again.encode("cp1252"), name="rattad.px", source="scb")
    assert (changed.new, changed.changed, changed.unchanged) == (0, 1, 11)


def test_an_answer_from_kolada_is_delivered(store) -> None:
    receipt = give(store, json.dumps(KOLADA).encode(), name="svar.json", source="kolada")
    assert receipt.observations_stored == 4
    found = fetch_observations(store, measures=["kolada.n07403"])
    whole = found[found["is_total"]]
    assert list(whole.sort_values("period_label")["value"]) == [1100.5, 1012.25]
    assert found["value"].isna().sum() == 2


def test_a_person_in_the_notes_of_a_px_file_stops_it(store) -> None:
    text = PX.replace("DATA=", 'NOTE="Fråga 19511013-3815";\nDATA=')
    receipt = deliver(
        text.encode("cp1252"), file_name="fil.px", source_id="scb", store=store,
        catalog=load_catalog(DATA / "catalog"), today=date(2026, 11, 21), archive=None,
        areas=AreaIndex(load_areas(DATA / "reference" / "areas.csv")),
        person=Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260"),
    )  # fmt: skip
    assert [fault.code for fault in receipt.faults] == ["IN-002"]
