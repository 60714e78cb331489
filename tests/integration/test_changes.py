"""What a delivery would change is listed, and what the reader may not see stays hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.person import Person, Role
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.bulk import content
from lagesbild.ingest.changes import HIDDEN, Changes, find_changes
from lagesbild.ingest.deliver import confirm
from lagesbild.ingest.preparing import STAGES, Prepared, prepare
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas
from lagesbild.store.changes import list_changes
from lagesbild.store.connection import Store

AREAS = load_areas(DATA / "reference" / "areas.csv")
CATALOG = load_catalog(DATA / "catalog")
ANNA = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
WORRIES = "Kommun;Månad;Orosanmälningar\nÅnge;2026-01;{one}\nÅnge;2026-02;{two}\n"


@pytest.fixture
def store() -> Store:
    made = Store(None)
    add_areas(made, AREAS)
    return made


def look(store: Store, text: str, *, person: Person, source: str = "socialtjanst") -> Prepared:
    return prepare(
        text.encode(), file_name="fil.csv", source_id=source, store=store, catalog=CATALOG,
        areas=AreaIndex(AREAS), person=person, today=date(2026, 11, 21),
    )  # fmt: skip


def changes(store: Store, prepared: Prepared, *, person: Person) -> Changes:
    return find_changes(
        prepared, store=store, catalog=CATALOG, areas={one.code: one for one in AREAS},
        person=person,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("person", "before"),
    [
        (ANNA, ["40", "3"]),
        (replace(ANNA, id="berit"), ["40", HIDDEN]),
        (replace(ANNA, id="berit", role=Role.DATALEVERANTOR), [HIDDEN, HIDDEN]),
    ],
)  # fmt: skip
def test_what_was_stored_is_shown_to_those_who_may_see_it(store, person, before) -> None:
    confirm(
        look(store, WORRIES.format(one=40, two=3), person=ANNA),
        store=store,
        archive=None,
        person=ANNA,
    )
    found = changes(
        store, look(store, WORRIES.format(one=90, two=33), person=person), person=person
    )
    assert [one.before for one in found.changed] == before
    assert [one.after for one in found.changed] == ["90", "33"], "one's own file is no secret"
    assert [one.row for one in found.changed] == [2, 3]


def test_the_largest_change_stands_first_and_the_list_has_an_end(store) -> None:
    confirm(
        look(store, WORRIES.format(one=40, two=30), person=ANNA),
        store=store,
        archive=None,
        person=ANNA,
    )
    again = look(store, WORRIES.format(one=41, two=90), person=ANNA)
    assert [one.after for one in changes(store, again, person=ANNA).listed] == ["90", "41"]
    assert again.observations is not None
    first = list_changes(store, observations=again.observations, kommun_code="2260", most=1)
    assert first["value_after"].tolist() == [90]


@pytest.mark.parametrize("is_large", [False, True])
def test_a_large_file_is_compared_row_by_row_too(store, monkeypatch, is_large) -> None:
    if is_large:
        monkeypatch.setattr(content, "LARGE_BYTES", 1)
    kommuner = [one.code for one in AREAS if one.level is AreaLevel.KOMMUN]
    head = "Kommun;År;Folkmängd\n"
    rows = [f"{code};{year};{9000 + year}" for year in range(2005, 2025) for code in kommuner]
    first = "\n".join([head.strip(), *rows, ""])
    confirm(
        look(store, first, person=ANNA, source="scb"), store=store, archive=None, person=ANNA
    )  # fmt: skip
    second = first.replace("2260;2013;11013", "2260;2013;11099")
    prepared = look(store, second, person=ANNA, source="scb")
    assert (prepared.staged is not None) is is_large
    (change,) = changes(store, prepared, person=ANNA).listed
    assert (change.area, change.period) == ("Ånge", "2013")
    assert (change.before, change.after) == ("11\u00a0013", "11\u00a0099")
    assert change.row == 2 + rows.index("2260;2013;11013")


def test_nothing_is_listed_for_what_cannot_be_confirmed(store) -> None:
    refused = look(store, "Kommun;Månad;Orosanmälningar\nÅnge;2026-01;många\n", person=ANNA)
    assert not refused.may_be_confirmed
    assert changes(store, refused, person=ANNA) == Changes(listed=())


def test_every_stage_is_told_in_order(store) -> None:
    told: list[str] = []
    prepare(
        WORRIES.format(one=40, two=30).encode(), file_name="fil.csv", source_id="socialtjanst",
        store=store, catalog=CATALOG, areas=AreaIndex(AREAS), person=ANNA, today=date(2026, 11, 21),
        tell=told.append,
    )  # fmt: skip
    assert told == list(STAGES)
