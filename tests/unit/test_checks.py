"""Each check on small files, with a catalogue of three measures made for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.errors import AccessDenied, SetupError
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Indicator, Kind, Measure, Polarity, Source, Theme
from lagesbild.domain.observation import Mark
from lagesbild.domain.period import PeriodKind
from lagesbild.domain.person import PUBLIC, Person, Role
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.checks import CHECKS
from lagesbild.ingest.deliver import confirm, deliver
from lagesbild.ingest.issue_date import find_issue_date
from lagesbild.ingest.mapping import Mapping
from lagesbild.ingest.preparing import Prepared, prepare
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.receipt import ReceiptStatus
from lagesbild.ingest.understanding import understand
from lagesbild.store.areas import add_areas, list_areas
from lagesbild.store.audit import find_break
from lagesbild.store.connection import Store, data_version
from lagesbild.store.deliveries import list_deliveries

TODAY = date(2026, 11, 21)
PERSON = Person(id="p", name="P", role=Role.SAMORDNARE, kommun_code="2260")
AREAS = [
    Area(code="0000", name="Riket", level=AreaLevel.RIKET),
    Area(code="22", name="Västernorrlands län", level=AreaLevel.LAN, parent_code="0000"),
    Area(code="2260", name="Ånge", level=AreaLevel.KOMMUN, parent_code="22"),
    Area(code="2262", name="Timrå", level=AreaLevel.KOMMUN, parent_code="22"),
]
SOURCE = Source(
    id="prov", name="Prov", provider="Vi", contact_role="Ingen", description="", licence="",
    period_form="kalenderar", frequency=PeriodKind.YEAR, sub_areas=True,
    marks=(("..", Mark.SUPPRESSED), ("-", Mark.ZERO)),
    totals=(("Kön", "Båda"), ("Kön", "Alla")),
    measures=(
        Measure(id="prov.brott", name="Brott", unit="brott", source="prov", aliases=("Antal brott",)),
        Measure(id="prov.andel", name="Andel trygga", unit="procent", source="prov"),
        Measure(id="prov.kvinnor", name="Brott", unit="brott", source="prov", select=(("Offer", "kvinna"),)),
    ),
)  # fmt: skip
OWN = replace(SOURCE, id="egen", scope="kommun", measures=tuple(
    replace(one, id=one.id.replace("prov", "egen"), source="egen") for one in SOURCE.measures
))  # fmt: skip
PLANTS = replace(OWN, id="verk", default_level=AreaLevel.VERK, sub_areas=False, measures=tuple(
    replace(one, id=one.id.replace("egen", "verk"), source="verk") for one in OWN.measures
))  # fmt: skip
BROTT = Indicator(
    id="brott", name="Brott", question="Hur många?", definition="", theme=Theme.BROTT,
    kind=Kind.COUNT, unit="brott", polarity=Polarity.AMBIGUOUS, source="prov", numerator="prov.brott",
)  # fmt: skip
CATALOG = Catalog(
    indicators={"brott": BROTT},
    sources={one.id: one for one in (SOURCE, OWN, PLANTS)},
    measures={m.id: m for one in (SOURCE, OWN, PLANTS) for m in one.measures},
    glossary={},
)


@pytest.fixture
def store() -> Store:
    store = Store(None)
    add_areas(store, AREAS)
    return store


def look(
    store: Store, text: str, *, source: str = "prov", mapping: Mapping | None = None
) -> Prepared:
    return prepare(
        text.encode(), file_name="fil.csv", source_id=source, store=store, catalog=CATALOG,
        areas=AreaIndex(list_areas(store, kommun_code="2260")), person=PERSON, today=TODAY,
        mapping=mapping,
    )  # fmt: skip


def told(prepared: Prepared) -> dict[str, tuple[int, ...]]:
    """Code -> rows, of faults and warnings."""
    return {one.code: one.rows for one in (*prepared.receipt.faults, *prepared.receipt.warnings)}


def test_every_check_is_in_the_list_once() -> None:
    assert len(set(CHECKS)) == len(CHECKS) == 18


def test_totals_are_by_profile(store: Store) -> None:
    found = look(
        store,
        "Kommun;År;Kön;Brott\nÅnge;2024;Båda;9\nÅnge;2024;Män;5\nTimrå;2024;alla;8\nTimrå;2024;Kvinnor;3\n",
    )
    assert list(found.observations["is_total"]) == [True, False, True, False]


def test_a_column_without_profile_has_the_usual_words_for_its_total(store: Store) -> None:
    found = look(
        store,
        "Kommun;År;Grupp;Brott\nÅnge;2024;Samtliga;9\nÅnge;2024;A;5\nTimrå;2024;Samtliga;8\nTimrå;2024;A;3\n",
    )
    assert list(found.observations["is_total"]) == [True, False, True, False]


def test_selected_measures_use_up_their_breakdown(store: Store) -> None:
    found = look(
        store,
        "Kommun;År;Offer;Brott\nÅnge;2024;kvinna;9\nTimrå;2024;kvinna;8\nÅnge;2023;man;7\nTimrå;2023;man;7\n",
    )
    frame = found.observations
    assert list(frame["measure"]) == ["prov.kvinnor"] * 2 + ["prov.brott"] * 2
    assert list(frame["breakdown"]) == ["{}", "{}", '{"Offer": "man"}', '{"Offer": "man"}']


def test_marks_keep_their_text_and_numbers_do_not(store: Store) -> None:
    found = look(
        store, "Kommun;År;Brott\nÅnge;2023;1 234\nÅnge;2024;..\nTimrå;2024;-\n"
    ).observations
    assert list(found["raw"]) == [None, "..", "-"]
    assert list(found["status"]) == [
        STATUS_CODES[s] for s in (Status.VALUE, Status.SUPPRESSED, Status.VALUE)
    ]
    assert found["value"].tolist()[::2] == [1234.0, 0.0]


PARTS = "Område;År;Brott\nÅnge;2024;100\nNorr;2024;40\nSöder;2024;30\n"


def test_parts_of_the_only_kommun_come_into_being(store: Store) -> None:
    found = look(store, PARTS)
    assert [(a.code, a.parent_code, a.kommun_code) for a in found.new_areas] == [
        ("2260-norr", "2260", None), ("2260-soder", "2260", None),
    ]  # fmt: skip
    assert list(found.observations["value"]) == [100, 40, 30], "nothing is repaired"
    assert "IN-107" in told(found)
    assert list_areas(store, levels=[AreaLevel.DELOMRADE]) == [], "looking stores nothing"


def test_parts_of_the_kommuns_own_data_are_its_own(store: Store) -> None:
    assert {area.kommun_code for area in look(store, PARTS, source="egen").new_areas} == {"2260"}


@pytest.mark.parametrize(
    "text",
    [
        PARTS.replace("Norr;2024;40", "Norr;2024;140"),
        PARTS.replace("Norr;2024;40\n", ""),
        PARTS + "Timrå;2024;50\n",
        PARTS.replace("Norr;2024", "Norr;2023").replace("Söder;2024", "Söder;2023"),
    ],
    ids=["larger than the whole", "only one name", "two kommuner", "nothing to compare with"],
)
def test_unknown_names_are_not_parts_without_reason(store: Store, text: str) -> None:
    assert "IN-006" in told(look(store, text))


def test_plants_are_plants_even_when_called_as_a_town(store: Store) -> None:
    found = look(
        store, "Reningsverk;År;Brott\nÅnge;2024;3,5\nFränsta (2);2024;4,5\n", source="verk"
    )
    assert {(a.code, a.name, a.level, a.parent_code) for a in found.new_areas} == {
        ("2260-ange", "Ånge", AreaLevel.VERK, "2260"),
        ("2260-fransta-2", "Fränsta (2)", AreaLevel.VERK, "2260"),
    }
    assert not found.receipt.faults


def test_districts_may_sum_to_less_than_the_city(store: Store) -> None:
    assert "IN-101" not in told(look(store, PARTS))


def test_a_subgroup_larger_than_the_total(store: Store) -> None:
    text = "Kommun;År;Kön;Brott\nÅnge;2024;Båda;9\nÅnge;2024;Män;12\nTimrå;2024;Båda;9\nTimrå;2024;Män;7\n"
    assert told(look(store, text))["IN-101"] == (3,)


def test_a_share_in_a_subgroup_may_be_larger(store: Store) -> None:
    text = "Kommun;År;Kön;Andel trygga\nÅnge;2024;Båda;60\nÅnge;2024;Män;72\nTimrå;2024;Båda;61\nTimrå;2024;Män;70\n"
    assert told(look(store, text)).keys() <= {"IN-108"}


def test_jumps_are_against_ones_own_past_of_the_same_length(store: Store) -> None:
    confirm(
        look(store, "Kommun;År;Brott\nÅnge;2022;1200\nÅnge;2023;1260\nTimrå;2023;9\n"),
        store=store,
        archive=None,
        person=PERSON,
    )
    months = "Kommun;Månad;Brott\n" + "".join(
        f"Ånge;2024-{m:02d};{100 + m}\n" for m in range(1, 13)
    )
    assert "IN-102" not in told(look(store, months)), "a month is not compared with a year"
    assert told(look(store, "Kommun;År;Brott\nÅnge;2024;126\nÅnge;2025;1300\nTimrå;2024;29\n"))[
        "IN-102"
    ] == (2,)


def test_formulas_are_not_dashes_or_signs(store: Store) -> None:
    text = 'Kommun;År;Brott;Not\nÅnge;2022;1;-\nÅnge;2023;2;+4\nÅnge;2024;3;-5 %\nTimrå;2024;4;"=1+1"\nTimrå;2023;4;@SUM(A1)\nTimrå;2022;4;-A1\n'
    assert told(look(store, text))["IN-104"] == (5, 6, 7)


def test_many_unknown_names_are_gathered(store: Store) -> None:
    text = "Kommun;År;Brott\nÅnge;2024;1\nTimrå;2024;1\n" + "".join(
        f"Ort {i};2024;1\n" for i in range(60)
    )
    faults = [one for one in look(store, text).receipt.faults if one.code == "IN-006"]
    assert len(faults) == 26
    assert "35 namn till" in faults[-1].message
    assert len(faults[-1].rows) == 35


def test_confirm_stores_once_and_leaves_a_trace(store: Store, tmp_path) -> None:
    prepared = look(store, PARTS)
    before = data_version(store)
    receipt = confirm(prepared, store=store, archive=tmp_path / "arkiv", person=PERSON)
    assert receipt.status is ReceiptStatus.STORED
    assert data_version(store) > before
    assert (
        confirm(prepared, store=store, archive=tmp_path / "arkiv", person=PERSON).status
        is ReceiptStatus.ALREADY_STORED
    )
    assert len(list_deliveries(store)) == 1
    assert len(list((tmp_path / "arkiv").glob("*.csv"))) == 1
    assert find_break(store) is None
    audit = store.cursor().execute("SELECT action, subject, details FROM audit").fetchall()
    assert [(row[0], row[1]) for row in audit] == [("deliver", "1")]


def test_a_failure_while_storing_leaves_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("lagesbild.ingest.deliver.add_delivery_within", fail)
    with pytest.raises(RuntimeError):
        confirm(look(store, PARTS), store=store, archive=tmp_path, person=PERSON)
    assert list_areas(store, levels=[AreaLevel.DELOMRADE]) == []
    assert list_deliveries(store) == []
    assert list(tmp_path.iterdir()) == []


def test_an_unused_measure_gets_an_indicator(store: Store) -> None:
    prepared = look(store, "Kommun;År;Andel trygga\nÅnge;2024;60,5\nTimrå;2024;61\n")
    [indicator] = prepared.new_indicators
    assert (indicator.id, indicator.kind, indicator.value) == (
        "prov_andel",
        Kind.SHARE,
        "prov.andel",
    )
    assert prepared.receipt.indicators == ("prov_andel",)
    assert look(store, PARTS).receipt.indicators == ("brott",)


def test_who_and_what_is_asked_first(store: Store) -> None:
    with pytest.raises(AccessDenied):
        deliver(b"x", file_name="f.csv", source_id="prov", store=store, catalog=CATALOG,
                areas=AreaIndex(AREAS), person=PUBLIC, today=TODAY, archive=None)  # fmt: skip
    with pytest.raises(SetupError, match="okand"):
        look(store, PARTS, source="okand")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Statistik från oss\nValt uttag: 2023-02-10\n\nKommun;År;Brott\nÅnge;2022;1\nTimrå;2022;2\n", date(2023, 2, 10)),
        ("Kommun;År;Brott;exported_at\nÅnge;2022;1;2026-10-10\nTimrå;2022;2;2026-10-09\n", date(2026, 10, 10)),
        ("Kommun;År;Brott;exported_at\nÅnge;2022;1;2031-10-10\nTimrå;2022;2;nyss\n", TODAY),
        ("Kommun;År;Brott\nÅnge;2022;1\nTimrå;2022;2\n", TODAY),
    ],
)  # fmt: skip
def test_issue_date(text: str, day: date) -> None:
    opened = open_file(text.encode(), file_name="f.csv")
    understood = understand(opened, areas=AreaIndex(AREAS))
    assert find_issue_date(opened, understood=understood, today=TODAY) == day
