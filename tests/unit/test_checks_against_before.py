"""Checks that compare a file with itself and with what was delivered before it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lagesbild.domain.indicator import Kind, Measure
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.deliver import confirm
from lagesbild.ingest.preparing import Prepared, prepare
from lagesbild.store.areas import add_areas, list_areas
from lagesbild.store.connection import Store
from tests.unit.test_checks import AREAS, BROTT, CATALOG, PERSON, SOURCE, TODAY, told

WIDE = replace(
    SOURCE,
    measures=(
        *SOURCE.measures[:1],
        Measure(id="prov.elever", name="Elever", unit="elever", source="prov"),
        Measure(id="prov.godkanda", name="Godkända", unit="elever", source="prov"),
        Measure(
            id="prov.grad",
            name="Grad",
            unit="brott per 100 000 invånare",
            source="prov",
            aliases=("Grad per 1 000 invånare",),
        ),
    ),
)
SHARE = replace(
    BROTT, id="godkanda", kind=Kind.SHARE, numerator="prov.godkanda", denominator="prov.elever"
)
BOOK = replace(
    CATALOG, indicators={"brott": BROTT, "godkanda": SHARE}, sources={"prov": WIDE},
    measures={one.id: one for one in WIDE.measures},
)  # fmt: skip


@pytest.fixture
def store() -> Store:
    store = Store(None)
    add_areas(store, AREAS)
    return store


def look(store: Store, text: str) -> Prepared:
    return prepare(
        text.encode(), file_name="fil.csv", source_id="prov", store=store, catalog=BOOK,
        areas=AreaIndex(list_areas(store)), person=PERSON, today=TODAY,
    )  # fmt: skip


def keep(store: Store, text: str) -> None:
    prepared = look(store, text)
    assert prepared.may_be_confirmed, prepared.receipt
    confirm(prepared, store=store, archive=None, person=PERSON)


def years(*numbers: int) -> str:
    return "Kommun;År;Brott\n" + "".join(
        f"{name};{year};{100 + year % 7}\n" for name in ("Ånge", "Timrå") for year in numbers
    )


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (years(2019, 2020, 2022, 2023), "2021"),
        (years(2015, 2016, 2021), "2017, 2018, 2019, 2020"),
        (years(2018, 2021, 2024), None),
        (years(2023, 2025), None),
        ("Kommun;Månad;Brott\nÅnge;2024-01;5\nÅnge;2024-02;5\nÅnge;2024-04;5\n", "mars 2024"),
    ],
    ids=["a year", "four years", "every third year", "two years only", "a month"],
)
def test_what_is_missing_in_the_middle_is_named(
    store: Store, text: str, missing: str | None
) -> None:
    found = [one for one in look(store, text).receipt.warnings if one.code == "IN-112"]
    assert len(found) == (missing is not None)
    if missing:
        assert found[0].message.startswith(f"{missing} saknas")


def test_a_file_with_fewer_areas_than_before_names_those_that_are_gone(store: Store) -> None:
    keep(store, years(2023, 2024))
    text = "Kommun;År;Brott\nÅnge;2025;104\n"
    found = [one for one in look(store, text).receipt.warnings if one.code == "IN-113"]
    assert [one.message for one in found] == [
        "Ett område som fanns i det som lämnats förut finns inte i filen: Timrå (Brott)."
    ]


def test_a_file_about_other_areas_is_no_file_with_holes(store: Store) -> None:
    keep(store, "Kommun;År;Brott\nÅnge;2024;100\nTimrå;2024;101\nRiket;2024;9000\n")
    assert "IN-113" not in told(look(store, "Kommun;År;Brott\nÅnge;2025;104\n"))


def test_more_passed_than_there_are(store: Store) -> None:
    text = "Kommun;År;Elever;Godkända\nÅnge;2024;90;91\nTimrå;2024;80;80\n"
    assert told(look(store, text))["IN-114"] == (2,)


@pytest.mark.parametrize(
    ("factor", "warned"), [(1000, True), (0.1, True), (1.3, False), (5, False)]
)
def test_a_column_a_power_of_ten_away_is_told(store: Store, factor: float, warned: bool) -> None:
    keep(store, "Kommun;År;Brott\nÅnge;2024;400\nTimrå;2024;800\nRiket;2024;90000\n")
    rows = "".join(
        f"{name};2025;{round(value * factor)}\n"
        for name, value in (("Ånge", 410), ("Timrå", 790), ("Riket", 91000))
    )
    assert ("IN-115" in told(look(store, f"Kommun;År;Brott\n{rows}"))) is warned


def test_a_heading_with_another_unit_than_the_measure_is_refused(store: Store) -> None:
    per_thousand = "Kommun;År;Grad per 1 000 invånare\nÅnge;2024;12,5\nTimrå;2024;11,0\n"
    found = look(store, per_thousand)
    assert [one.message for one in found.receipt.faults] == [
        "Kolumnen anger per 1 000, men måttet räknas i per 100 000. "
        "(kolumn Grad per 1 000 invånare)"
    ]
    same = "Kommun;År;Grad\nÅnge;2024;1250\nTimrå;2024;1100\n"
    assert "IN-024" not in told(look(store, same))


@pytest.mark.parametrize("cell", ["2024-05-03", "2024-05-03 00:00:00", "3-maj", "05-mar", "maj-24"])
def test_a_number_that_became_a_date_is_told_as_such(store: Store, cell: str) -> None:
    rows = "".join(f"Ånge;{year};{year % 50}\n" for year in range(2000, 2024))
    found = look(store, f"Kommun;År;Brott\n{rows}Timrå;2024;{cell}\n")
    assert "IN-025" in told(found)
    assert cell not in str(found.receipt.faults)
